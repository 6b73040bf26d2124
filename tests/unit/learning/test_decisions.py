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
    assert add_to_corpus(reviewed, tmp_path / "own") == 1
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
    assert add_to_corpus(reviewed, tmp_path / "own") == 0


def test_a_later_review_of_the_same_document_replaces_the_earlier(tmp_path: Path) -> None:
    for verdicts in (("accepted", "accepted", "accepted"), ("accepted", "rejected", "rejected")):
        add_to_corpus(read_decisions(written(tmp_path, line(*verdicts))), tmp_path / "own")
    [document] = read_bench(tmp_path / "own")
    assert [one.quote for one in document.gold.tasks] == [VACCINATE]


@pytest.mark.parametrize("wrong", ["{", '{"tasks": []}', "[]", line("accepted", "maybe", "accepted")])
def test_a_line_that_is_no_decision_is_told_with_its_number(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(GiaoviecError, match=r"GV409.*dòng 2"):
        read_decisions(written(tmp_path, line("accepted", "rejected", "edited"), wrong))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(GiaoviecError, match="GV108"):
        read_decisions(tmp_path / "không-có.jsonl")
