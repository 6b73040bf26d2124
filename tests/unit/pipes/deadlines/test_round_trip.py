"""Any date, written in any form that offices use, is read back as the day that the form means."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.calendar import load_calendar
from pipeline.pipes.deadlines.grammar import find_time_expressions, read_deadline_cell

ISSUED = date(2024, 3, 1)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SPOKEN = {3: "ba", 6: "sáu", 9: "chín"}
DAYS = st.dates(date(2024, 3, 4), date(2030, 12, 31))


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def end_of_quarter(day: date) -> date:
    return end_of_month(day.replace(day=1, month=quarter(day) * 3))


def quarter(day: date) -> int:
    return (day.month + 2) // 3


Form = tuple[Callable[[date], str], Callable[[date], date]]


def the_day(day: date) -> date:
    return day


FORMS: dict[str, Form] = {
    "slashes": (lambda d: f"ngày {d.day}/{d.month}/{d.year}", the_day),
    "padded": (lambda d: f"ngày {d:%d/%m/%Y}", the_day),
    "hyphens": (lambda d: f"ngày {d:%d-%m-%Y}", the_day),
    "dots": (lambda d: f"ngày {d.day}.{d.month}.{d.year}", the_day),
    "words": (lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}", the_day),
    "padded words": (lambda d: f"ngày {d:%d} tháng {d:%m} năm {d:%Y}", the_day),
    "weekday": (lambda d: f"{WEEKDAYS[d.weekday()]}, ngày {d:%d/%m/%Y}", the_day),
    "weekday in brackets": (lambda d: f"ngày {d:%d/%m/%Y} ({WEEKDAYS[d.weekday()]})", the_day),
    "hour": (lambda d: f"17 giờ 00 ngày {d:%d/%m/%Y}", the_day),
    "month": (lambda d: f"tháng {d.month}/{d.year}", end_of_month),
    "padded month": (lambda d: f"tháng {d:%m/%Y}", end_of_month),
    "month in words": (lambda d: f"tháng {d.month} năm {d.year}", end_of_month),
    "quarter": (lambda d: f"quý {ROMAN[quarter(d)]}/{d.year}", end_of_quarter),
    "quarter in figures": (lambda d: f"Quý {quarter(d)}/{d.year}", end_of_quarter),
    "quarter in words": (lambda d: f"quí {ROMAN[quarter(d)]} năm {d.year}", end_of_quarter),
    "first half": (lambda d: f"6 tháng đầu năm {d.year}", lambda d: date(d.year, 6, 30)),
    "second half": (lambda d: f"6 tháng cuối năm {d.year}", lambda d: date(d.year, 12, 31)),
    "end of year": (lambda d: f"cuối năm {d.year}", lambda d: date(d.year, 12, 31)),
}  # fmt: skip
CUES = ("xong trong", "chậm nhất là", "đến hết", "muộn nhất")
DAY_FORMS = [name for name, (_, meant) in FORMS.items() if meant is the_day]


@given(DAYS, st.sampled_from(sorted(FORMS)))
def test_a_cell_gives_back_the_date_that_was_written(day: date, form: str) -> None:
    write, meant = FORMS[form]
    cell = read_deadline_cell(write(day), issued=ISSUED)
    assert cell is not None
    assert (cell.due or "")[:10] == meant(day).isoformat()


@given(DAYS, st.sampled_from(sorted(FORMS)), st.sampled_from(CUES))
def test_a_sentence_gives_back_the_date_and_the_words_that_say_it(day: date, form: str, cue: str) -> None:
    write, meant = FORMS[form]
    assert limit(f"{cue} {write(day)}", write(day)) == meant(day)


@given(DAYS, st.sampled_from(DAY_FORMS), st.sampled_from(["trước", "xong trước", "hoàn thành trước"]))
def test_before_a_day_is_that_day(day: date, form: str, cue: str) -> None:
    write, _ = FORMS[form]
    assert limit(f"{cue} {write(day)}", write(day)) == day


def limit(words: str, moment: str) -> date:
    """The one limit of an order that has it in these words; they must lie inside the place that is given."""
    sentence = f"Sở Tư pháp rà soát 12 văn bản, báo cáo kết quả {words}."
    [expression] = find_time_expressions(sentence, issued=ISSUED)
    assert expression.text == sentence[expression.start : expression.end]
    assert moment in expression.text
    assert expression.due is not None
    return date.fromisoformat(expression.due[:10])


@given(st.dates(ISSUED + timedelta(1), date(2024, 12, 31)))
def test_a_day_without_year_is_of_the_year_of_the_document_and_says_so(day: date) -> None:
    [expression] = find_time_expressions(f"Gửi báo cáo trước ngày {day.day}/{day.month}.", issued=ISSUED)
    assert (expression.due, expression.note) == (day.isoformat(), "năm suy ra từ ngày ban hành")


@given(st.dates(date(2015, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_days_are_counted_from_the_day_after(issued: date, count: int) -> None:
    """BLDS 2015: the first day is not counted (điều 147.2); a last day off work moves to the next that is worked (điều 148.5)."""
    cell = read_deadline_cell(f"Trong thời hạn {count} ngày kể từ ngày ký", issued=issued)
    assert cell is not None
    assert cell.due == load_calendar().next_working_day(issued + timedelta(count)).isoformat()


@given(st.dates(date(2015, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_working_days_are_counted_from_the_day_after(issued: date, count: int) -> None:
    cell = read_deadline_cell(f"Trong thời hạn {count} ngày làm việc kể từ ngày ký", issued=issued)
    assert cell is not None
    assert cell.due == load_calendar().add_working_days(issued, count).isoformat()
