from __future__ import annotations

from datetime import date

import pytest

from pipeline.pipes.deadlines.durations import add_period
from pipeline.pipes.deadlines.grammar import TimeExpression, find_time_expressions


def duration(text: str, issued: date) -> TimeExpression:
    [expression] = find_time_expressions(text, issued=issued)
    assert expression.kind == "duration"
    return expression


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        (date(2023, 2, 1), 30, "ngày", date(2023, 3, 3)),
        (date(2023, 2, 1), 2, "tuần", date(2023, 2, 15)),
        (date(2023, 1, 31), 1, "tháng", date(2023, 2, 28)),
        (date(2023, 11, 30), 3, "tháng", date(2024, 2, 29)),
        (date(2024, 2, 29), 1, "năm", date(2025, 2, 28)),
    ],
)
def test_periods_end_on_the_corresponding_day(start: date, count: int, unit: str, end: date) -> None:
    assert add_period(start, count, unit) == end


@pytest.mark.parametrize(
    ("issued", "phrase", "due"),
    [
        (date(2025, 4, 25), "trong 05 ngày làm việc kể từ ngày ký", "2025-05-06"),
        (date(2025, 4, 28), "trong thời hạn 03 ngày làm việc, kể từ ngày ký", "2025-05-06"),
        (date(2026, 1, 1), "trong vòng 03 ngày làm việc kể từ ngày ban hành", "2026-01-07"),
        (date(2023, 1, 31), "trong 01 tháng kể từ ngày ký", "2023-02-28"),
        (date(2023, 2, 1), "trong thời hạn 30 ngày kể từ ngày ban hành", "2023-03-03"),
        (date(2023, 2, 3), "trong vòng 15 ngày kể từ ngày ký", "2023-02-20"),
        (date(2023, 4, 20), "trong vòng 10 ngày kể từ ngày Quyết định này được ban hành", "2023-05-04"),
        (date(2024, 3, 1), "trong thời hạn 20 ngày kể từ ngày 10/3/2024", "2024-04-01"),
        (date(2024, 3, 1), "trong 10 ngày tới", "2024-03-11"),
    ],
)
def test_spans_from_the_day_of_issue_have_a_due_day(issued: date, phrase: str, due: str) -> None:
    assert duration(f"Sở Nội vụ trình đề án {phrase}", issued).due == due


@pytest.mark.parametrize(
    "phrase",
    [
        "trong vòng 10 ngày kể từ ngày nhận được văn bản này",
        "trong thời hạn 15 ngày, kể từ ngày kết thúc thanh tra",
        "trong thời hạn 30 ngày kể từ ngày ban hành Quyết định phê duyệt dự án",
        "trong vòng 07 ngày",
        "trong vòng 24 giờ",
    ],
)
def test_other_starts_leave_the_due_day_open(phrase: str) -> None:
    expression = duration(f"Đoàn kiểm tra nộp báo cáo {phrase}", date(2024, 3, 1))
    assert expression.due is None
    assert expression.note is not None


def test_working_days_outside_the_calendar_are_refused() -> None:
    expression = duration("trình trong thời hạn 05 ngày làm việc kể từ ngày ký", date(2009, 5, 4))
    assert (expression.due, expression.note) == (None, "ngoài các năm có lịch ngày nghỉ")


def test_calendar_days_outside_the_calendar_move_over_the_weekend_only() -> None:
    expression = duration("trình trong thời hạn 05 ngày kể từ ngày ký", date(2009, 5, 4))  # Saturday 9 May 2009
    assert (expression.due, expression.note) == ("2009-05-11", "chưa xét ngày lễ")


def test_an_unconfirmed_holiday_on_the_way_is_noted() -> None:
    expression = duration("trình trong thời hạn 05 ngày làm việc kể từ ngày ký", date(2026, 11, 20))
    assert expression.note == "lịch nghỉ dự kiến, chưa có thông báo chính thức"
