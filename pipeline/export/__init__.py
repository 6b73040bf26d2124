"""Outputs, one module each: the documents' JSON, `tasks.jsonl`, the register (`tasks.xlsx`), the pages (`report.html`), the table
for analysis (`tasks.parquet`), the document with comments (`word`) and the request for revision of a document that is not clear.
All of them are made by `publish`, in one pass over the documents."""
