from __future__ import annotations

import pytest

import pipeline
from pipeline.schema import Task

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH AN\nSố: 12/CT-UBND\nBình An, ngày 04 tháng 3 năm 2024\nCHỈ THỊ\n"
    "Về trồng rừng\nỦy ban nhân dân tỉnh chỉ đạo như sau:\n"
)


def tasks(*lines: str) -> list[Task]:
    return pipeline.extract(HEAD + "\n".join(lines) + "\n").tasks


def dues(*lines: str) -> list[tuple[str | None, str] | None]:
    return [(task.deadline.due, task.deadline.source) if task.deadline else None for task in tasks(*lines)]


def test_a_deadline_of_its_own_is_explicit_and_has_its_place() -> None:
    extraction = pipeline.extract(HEAD + "1. Sở Y tế kiểm tra 12 trạm xá trước ngày 15/5/2024.\n")
    deadline = extraction.tasks[0].deadline
    assert deadline is not None
    assert (deadline.kind, deadline.due, deadline.source) == ("date", "2024-05-15", "explicit")
    assert extraction.text[deadline.start : deadline.end] == deadline.text == "trước ngày 15/5/2024"


def test_a_lead_in_gives_its_deadline_to_every_item_without_one() -> None:
    assert dues(
        "1. Trong tháng 5/2024, Sở Y tế thực hiện các việc sau:", "a) Kiểm tra 12 trạm xá.", "b) Lập danh mục thuốc trước ngày 10/5/2024."
    ) == [("2024-05-31", "inherited"), ("2024-05-10", "explicit")]


def test_a_deadline_sentence_behind_the_list_holds_for_the_list() -> None:
    found = dues(
        "1. Sở Y tế:",
        "- Kiểm tra 12 trạm xá.",
        "- Lập danh mục thuốc.",
        "Hoàn thành trước ngày 15/5/2024.",
        "2. Công an tỉnh tuần tra 04 chợ.",
    )
    assert found == [("2024-05-15", "inherited"), ("2024-05-15", "inherited"), None]


@pytest.mark.xfail(strict=True, reason="behind letters the paragraph is taken for a part of the last letter")
def test_a_deadline_sentence_behind_lettered_items_holds_for_all_of_them() -> None:
    found = dues("1. Sở Y tế:", "a) Kiểm tra 12 trạm xá.", "b) Lập danh mục thuốc.", "Hoàn thành trước ngày 15/5/2024.")
    assert found == [("2024-05-15", "inherited"), ("2024-05-15", "inherited")]


def test_two_dated_acts_of_one_owner_are_two_tasks() -> None:
    found = tasks("1. Sở Y tế lập danh mục thuốc trước ngày 10/5/2024; trình Ủy ban nhân dân tỉnh phê duyệt trước ngày 20/5/2024.")
    assert [task.deadline.due for task in found if task.deadline] == ["2024-05-10", "2024-05-20"]
    assert [[owner.name for owner in task.owners] for task in found] == [["Sở Y tế"], ["Sở Y tế"]]


def test_one_date_behind_two_acts_is_one_task() -> None:
    assert len(tasks("1. Sở Y tế lập danh mục thuốc; trình Ủy ban nhân dân tỉnh phê duyệt trước ngày 20/5/2024.")) == 1


@pytest.mark.parametrize(
    "phrase", ["theo Nghị định số 24/2014/NĐ-CP ngày 04/4/2014", "theo Quyết định số 9/QĐ-UBND ngày 12 tháng 02 năm 2024"]
)
def test_the_date_of_a_citation_is_no_deadline(phrase: str) -> None:
    assert dues(f"1. Sở Y tế kiểm tra 12 trạm xá {phrase}.") == [None]


@pytest.mark.parametrize(
    ("words", "due", "status"),
    [
        ("trong tháng 5", "2025-05-31", "resolved"),
        ("trong quý IV", "2025-12-31", "partial"),  # the quarter of issue, or that of the plan's year
        ("trước ngày 20/12", "2024-12-20", "partial"),  # so near that it may prepare the year
        ("trong tháng 12/2024", "2024-12-31", "resolved"),
    ],
)
def test_a_plan_for_the_next_year_gives_its_year(words: str, due: str, status: str) -> None:
    """Issued in December: "quý IV" may be of either year, and is not shown as certain."""
    head = "UBND TỈNH BÌNH AN\nSố: 9/KH-UBND\nBình An, ngày 02 tháng 12 năm 2024\nKẾ HOẠCH\nTrồng rừng năm 2025\n"
    (task,) = pipeline.extract(f"{head}1. Sở Y tế kiểm tra 12 trạm xá {words}.\n").tasks
    assert task.deadline is not None
    assert (task.deadline.due, task.deadline.status) == (due, status)
