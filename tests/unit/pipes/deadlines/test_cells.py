from __future__ import annotations

from datetime import date

import pytest

from pipeline.pipes.deadlines.grammar import read_deadline_cell

ISSUED = date(2024, 1, 8)


def test_the_place_leaves_out_the_label_and_white_space() -> None:
    cell = read_deadline_cell("- Thời gian hoàn thành:  Quý II/2024. ", issued=ISSUED)
    assert cell is not None
    assert (cell.text, cell.start, cell.due) == ("Quý II/2024", 25, "2024-06-30")


@pytest.mark.parametrize("text", ["", "  ", "-", "…", "x", "Đã hoàn thành"])
def test_a_cell_that_says_nothing(text: str) -> None:
    assert read_deadline_cell(text, issued=ISSUED) is None


def test_a_cell_broken_over_lines_is_read_as_one() -> None:
    cell = read_deadline_cell("Quý III/\n2024", issued=ISSUED)
    assert cell is not None
    assert cell.due == "2024-09-30"


def test_of_several_times_the_last_counts() -> None:
    cell = read_deadline_cell("Tháng 4/2024; tháng 10/2024", issued=ISSUED)
    assert cell is not None
    assert cell.due == "2024-10-31"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Theo quy định", "vague"),
        ("Ngay", "vague"),
        ("Theo lịch công tác", "event"),
        ("Sau khi có hướng dẫn của Bộ", "event"),
        ("Khi phát sinh", "event"),
        ("Cùng thời gian tổng kiểm kê năm 2024", "event"),
        ("Hằng năm", "recurring"),
        ("15 ngày kể từ ngày ký", "duration"),
    ],
)
def test_the_kind_of_a_cell(text: str, kind: str) -> None:
    cell = read_deadline_cell(text, issued=ISSUED)
    assert cell is not None
    assert cell.kind == kind


def test_an_event_with_a_limit_gives_the_limit() -> None:
    cell = read_deadline_cell("Sau khi có hướng dẫn, trước ngày 30/6/2024", issued=ISSUED)
    assert cell is not None
    assert cell.due == "2024-06-30"


def test_a_month_without_year_needs_the_day_of_issue() -> None:
    cell = read_deadline_cell("Tháng 5", issued=None)
    assert cell is not None
    assert (cell.kind, cell.due) == ("date", None)
