from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from pipeline.errors import GiaoviecError
from pipeline.knowledge.calendar import OutsideCalendar, load_calendar

HEAD = "date,kind,name,source\n"


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2025, 4, 25), 5, date(2025, 5, 6)),  # Saturday 26 April is made up, 30 April to 2 May are off
        (date(2025, 4, 28), 3, date(2025, 5, 6)),
        (date(2026, 1, 1), 3, date(2026, 1, 7)),  # 2 January is swapped with Saturday 10 January
        (date(2026, 1, 8), 2, date(2026, 1, 10)),
        (date(2023, 1, 19), 1, date(2023, 1, 27)),  # Tết Quý Mão
        (date(2024, 4, 26), 2, date(2024, 5, 3)),  # 29 April is swapped with Saturday 4 May
    ],
)
def test_working_days_skip_holidays_and_count_made_up_saturdays(start: date, count: int, due: date) -> None:
    assert load_calendar().add_working_days(start, count) == due


@pytest.mark.parametrize("year", range(2015, 2028))
def test_every_year_has_its_fixed_holidays_and_five_days_of_tet(year: int) -> None:
    calendar = load_calendar()
    days_off = [day for day in calendar.off if day.year == year]
    fixed = [date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)]
    assert not any(calendar.is_working_day(day) for day in fixed)
    assert sum(day.month in (1, 2) and day != date(year, 1, 1) for day in days_off) >= 5


EXPLAINED = {
    date(2026, 1, 2): "off: swapped with Saturday 10 January by the Prime Minister's decision; the library has not taken it up",
    date(2026, 1, 10): "worked: makes up for 2 January 2026",
}


def test_the_table_agrees_with_the_library_but_for_explained_days() -> None:
    """Every day of 2015-2027, weekends with make-up work included, against a table kept by other hands."""
    ours, theirs = load_calendar(), holidays.country_holidays("VN", years=range(2014, 2029))
    days = [date(2015, 1, 1) + timedelta(number) for number in range((date(2027, 12, 31) - date(2015, 1, 1)).days + 1)]
    assert {day for day in days if ours.is_working_day(day) != theirs.is_working_day(day)} == set(EXPLAINED)


def test_a_day_outside_the_table_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        load_calendar().is_working_day(date(2031, 3, 3))
    with pytest.raises(OutsideCalendar):
        load_calendar().add_working_days(date(2027, 12, 30), 5)


def test_an_unconfirmed_day_is_known_as_such() -> None:
    calendar = load_calendar()
    assert calendar.is_tentative(date(2026, 11, 20), date(2026, 11, 30))
    assert not calendar.is_tentative(date(2025, 1, 1), date(2025, 12, 31))


def test_an_office_adds_its_own_days(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEAD + "2025-06-12,off,Ngày truyền thống,thông báo của cơ quan\n", encoding="utf-8")
    assert load_calendar().is_working_day(date(2025, 6, 12))
    assert not load_calendar(own).is_working_day(date(2025, 6, 12))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2025-13-01,off,Lễ,nguồn", "2025-13-01"),
        ("2025-06-14,off,Lễ,nguồn", "14/06/2025"),  # a Saturday is off anyway
        ("2025-06-12,work,Bù,nguồn", "12/06/2025"),  # a Thursday is worked anyway
        ("2025-06-12,nghỉ,Lễ,nguồn", "nghỉ"),
    ],
)
def test_a_line_that_cannot_be_right_is_named(tmp_path: Path, line: str, said: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(GiaoviecError) as error:
        load_calendar(own)
    assert error.value.code == "GV501"
    assert "dòng 2" in error.value.message
    assert said in error.value.message


def test_other_columns_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("ngày,loại\n2025-06-12,off\n", encoding="utf-8")
    with pytest.raises(GiaoviecError, match="GV501"):
        load_calendar(own)
