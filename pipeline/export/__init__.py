"""Outputs, one module each: the documents' JSON, `tasks.jsonl`, the register (`tasks.xlsx`) and the page (`report.html`)."""
