from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import GiaoviecError
from pipeline.learning.answers import read_bench
from pipeline.learning.decisions import add_to_corpus, read_decisions
from pipeline.schema import Deadline, Extraction, Finding, Header, Party, Result, Task

TEXT = "Số: 8/KH-UBND\n1. Trạm Thú y tiêm phòng 400 con trâu trước ngày 20/3/2025.\n2. Nhìn chung đàn trâu khỏe.\n3. Quan tâm đàn bò.\n"
VACCINATE, HEALTHY, CARE = "Trạm Thú y tiêm phòng 400 con trâu trước ngày 20/3/2025", "Nhìn chung đàn trâu khỏe", "Quan tâm đàn bò"


def task(text: str, **fields: object) -> Task:
    start = TEXT.index(text)
    return Task(id=text[:4], locator="", text=text, start=start, end=start + len(text), content=text, **fields)


def line(*verdicts: str | None, dismissed: bool = False) -> str:
    finding = Finding(rule="content-generic", severity="medium", message="", suggestion="")
    tasks = [
        task(
            VACCINATE,
            owners=[Party(name="Trạm Thú y")],
            deadline=Deadline(text="trước ngày 20/3/2025", kind="date", due="2025-03-20"),
            result=Result(text="400 con trâu"),
        ),
        task(HEALTHY),
        task(CARE, owners=[Party(name="Trạm Thú y", source="inherited")], findings=[finding]),
    ]
    extraction = json.loads(Extraction(document=Header(number="8/KH-UBND", kind="kế hoạch"), text=TEXT, tasks=tasks).to_json())
    for one, verdict in zip(extraction["tasks"], verdicts, strict=True):
        if verdict:
            one["verdict"] = verdict
    if dismissed:
        extraction["tasks"][2]["findings"][0]["dismissed"] = "đã có kế hoạch riêng"
    return json.dumps(extraction, ensure_ascii=False)


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "decisions.jsonl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def test_what_was_decided_becomes_gold(tmp_path: Path) -> None:
    reviewed = read_decisions(written(tmp_path, line("accepted", "rejected", "edited")))
    add_to_corpus(reviewed, tmp_path / "own")
    [document] = read_bench(tmp_path / "own")
    assert document.text == TEXT and document.kind == "kế hoạch"
    first, second = document.gold.tasks
    assert (first.quote, first.owners, first.due) == (VACCINATE, ("Trạm Thú y",), ("date", "2025-03-20"))
    assert first.rules == set()
    assert (second.quote, second.owners) == (CARE, ("Trạm Thú y",))
    assert second.rules == {"deadline-missing", "result-missing", "content-generic"}


def test_a_finding_that_was_dismissed_does_not_hold(tmp_path: Path) -> None:
    [document] = read_decisions(written(tmp_path, line("accepted", "rejected", "accepted", dismissed=True)))
    assert document.gold is not None
    assert [one["content_generic"] for one in document.gold["tasks"]] == [False, False]


def test_a_document_that_was_not_reviewed_to_its_end_is_left_out(tmp_path: Path) -> None:
    reviewed = read_decisions(written(tmp_path, line("accepted", None, "edited")))
    assert [document.gold for document in reviewed] == [None]
    add_to_corpus(reviewed, tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_a_later_review_of_the_same_document_replaces_the_earlier(tmp_path: Path) -> None:
    for verdicts in (("accepted", "accepted", "accepted"), ("accepted", "rejected", "rejected")):
        add_to_corpus(read_decisions(written(tmp_path, line(*verdicts))), tmp_path / "own")
    [document] = read_bench(tmp_path / "own")
    assert [one.quote for one in document.gold.tasks] == [VACCINATE]


def changed(old: str, new: str) -> str:
    text = line("accepted", "rejected", "edited")
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("{", "không phải JSON"),
        ("[]", "thiếu «tasks»"),
        ('{"text": "a"}', "thiếu «tasks»"),
        (line("accepted", "maybe", "accepted"), "verdict «maybe» không thuộc accepted, edited, added, rejected"),
        (changed('"text": "Quan tâm đàn bò"', '"text": null'), "trường «tasks.2.text»"),
        (changed('"text": "Quan tâm đàn bò"', '"text": "Quan tâm đàn vịt"'), "nhiệm vụ «Quan tâm đàn vịt» không có trong văn bản"),
        (changed('"text": "Quan tâm đàn bò"', '"text": " "'), "không có trong văn bản"),
        (changed('"kind": "date"', '"kind": "someday"'), "trường «tasks.0.deadline.kind»"),
        (changed('"due": "2025-03-20"', '"due": "20/3/2025"'), "thời hạn «20/3/2025» không phải ngày"),
    ],
)
def test_a_line_that_is_no_decision_is_told_with_its_number_and_why(tmp_path: Path, wrong: str, why: str) -> None:
    with pytest.raises(GiaoviecError) as error:
        read_decisions(written(tmp_path, line("accepted", "rejected", "edited"), wrong))
    assert error.value.code == "GV409"
    assert "dòng 2" in error.value.message and why in error.value.message


def test_files_as_windows_writes_them_are_read(tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + line("accepted", "rejected", "edited").encode() + b"\r\n")
    [document] = read_decisions(file)
    assert document.gold is not None and len(document.gold["tasks"]) == 2
    file.write_text(line("accepted", "rejected", "edited"), "utf-16")
    with pytest.raises(GiaoviecError, match=r"GV409.*không phải UTF-8"):
        read_decisions(file)


@pytest.mark.parametrize(("marks", "learnt"), [({}, False), ({"reviewed": True}, True), ({"reviewed": True, "status": "failed"}, False)])
def test_a_document_without_tasks_teaches_only_when_somebody_says_to_have_read_it(tmp_path: Path, marks: dict, learnt: bool) -> None:
    [document] = read_decisions(written(tmp_path, json.dumps({"text": TEXT, "tasks": [], **marks})))
    assert (document.gold is not None) is learnt


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(GiaoviecError, match="GV108"):
        read_decisions(tmp_path / "không-có.jsonl")
