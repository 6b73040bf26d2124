from __future__ import annotations

from datetime import date

import pytest

from pipeline.language.fold import fold_lines
from pipeline.pipes.deadlines.mentions import find_mentions
from pipeline.pipes.deadlines.moments import Reference, before_period, resolve

REFERENCE = Reference(date(2023, 2, 1))


def due(text: str, reference: Reference = REFERENCE) -> str | None:
    [mention] = find_mentions(fold_lines(text))
    return resolve(mention, reference).due_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 30 tháng 6 năm 2023", "2023-06-30"),
        ("ngày 20.7.2023", "2023-07-20"),
        ("ngày 20-9", "2023-09-20"),
        ("ngày 1.8", "2023-08-01"),
        ("ngày O1/03", "2023-03-01"),
        ("ngày l5/6", "2023-06-15"),
        ("01tháng 5", "2023-05-01"),
        ("17 giờ 00 ngày 10/3/2023", "2023-03-10T17:00"),
        ("17h00 ngày 10/3/2023", "2023-03-10T17:00"),
        ("15:00 ngày 10/3/2023", "2023-03-10T15:00"),
        ("tháng 12", "2023-12-31"),
        ("tháng 02 năm 2024", "2024-02-29"),
        ("tháng tư", "2023-04-30"),
        ("quý II / 2023", "2023-06-30"),
        ("quí 3 năm 2023", "2023-09-30"),
        ("giữa năm 2023", "2023-06-30"),
        ("trung tuần tháng 6", "2023-06-20"),
        ("giữa quý IV/2023", "2023-11-30"),
        ("9 tháng đầu năm 2023", "2023-09-30"),
        ("tuần cuối tháng 6/2023", "2023-06-30"),
        ("tuần thứ 2 tháng 3/2023", "2023-03-10"),
        ("tháng 11, 12/2023", "2023-12-31"),
        ("quý III - quý IV/2023", "2023-12-31"),
        ("ngày 26, 27/12/2023", "2023-12-27"),
        ("2027 - 2030", "2030-12-31"),
    ],
)
def test_a_mention_gives_its_last_day(text: str, expected: str) -> None:
    assert due(text) == expected


def test_a_sunday_quarter_end_is_not_moved() -> None:
    assert due("quý I/2024") == "2024-03-31"


def test_a_day_passed_by_more_than_two_months_is_meant_for_the_next_year() -> None:
    reference = Reference(date(2023, 12, 20))
    assert due("ngày 15/10", reference) == "2024-10-15"
    assert due("ngày 25/10", reference) == "2023-10-25"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("năm 2016", "2015-12-31"), ("tháng 6/2023", "2023-05-31"), ("quý III/2023", "2023-06-30"), ("ngày 15/3/2023", "2023-03-15")],
)
def test_before_a_whole_period_ends_with_the_day_before_it(text: str, expected: str) -> None:
    [mention] = find_mentions(fold_lines(text))
    assert before_period(resolve(mention, REFERENCE), mention).due_text == expected


@pytest.mark.parametrize("text", ["21/22 chỉ tiêu", "3-5%", "quốc lộ 51", "số 01/2013/TT-BXD", "tháng 13", "40/2023/QH15"])
def test_figures_that_are_no_time(text: str) -> None:
    assert find_mentions(fold_lines(text)) == []
