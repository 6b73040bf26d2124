"""Outputs, one module each: the documents' JSON, `tasks.jsonl`, the register (`tasks.xlsx`), the page (`report.html`), the document with
comments (`word`) and the request for revision of a document that is not clear (`request`)."""
