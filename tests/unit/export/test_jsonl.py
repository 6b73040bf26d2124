from __future__ import annotations

import json

from feeding import feed

from pipeline.export import jsonl


def test_each_task_is_one_line_with_its_document(tmp_path, directive, failed):
    feed(jsonl, [directive, failed], tmp_path / "tasks.jsonl")
    lines = (tmp_path / "tasks.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 3
    task = json.loads(lines[1])
    assert (task["path"], task["number"], task["kind"], task["issued"]) == ("2024/chỉ thị 7.docx", "07/CT-UBND", "chỉ thị", "2024-05-02")
    assert (task["id"], task["locator"], task["owners"][0]["name"]) == ("t2", "2.a", "Sở Tài chính")
    assert task["deadline"]["recurrence"] == "quarterly"
    assert "Sở Tài chính" in lines[1]  # letters as they are, not escapes


def test_no_task_gives_an_empty_file(tmp_path, failed):
    feed(jsonl, [failed], tmp_path / "tasks.jsonl")
    assert (tmp_path / "tasks.jsonl").read_bytes() == b""
