"""The working days of the state sector: Monday to Friday, less public holidays, with the days that the Government swaps.

`holidays.csv` holds one line for each day that differs from the plain week: `off` for a weekday without work (a public holiday, its
compensation, or a swapped day), `work` for a weekend day that makes up for one. An office adds lines of its own in a second file of the
same columns. A source that begins with "dự kiến" marks a day that no official notice has confirmed yet.

Sources: Bộ luật Lao động 2019, điều 111 and 112 (2012: điều 110 and 115); the yearly notices on Tết and on swapped working days.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pipeline.errors import GiaoviecError

HOLIDAYS = Path(__file__).with_name("holidays.csv")
COLUMNS = ["date", "kind", "name", "source"]
TENTATIVE = "dự kiến"
_DAY = timedelta(days=1)


class OutsideCalendar(Exception):
    """A day lies outside the years that the calendar knows, so that its working days cannot be counted."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked, from `first` to `last` inclusive.

    `off` are the weekdays without work, `made_up` the weekend days with work; `tentative` those among both that are not confirmed.
    """

    first: date
    last: date
    off: frozenset[date]
    made_up: frozenset[date]
    tentative: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`. Raises OutsideCalendar.

        >>> load_calendar().is_working_day(date(2025, 4, 26))  # Thứ Bảy, làm bù cho ngày 02/5/2025
        True
        """
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day.isoformat())
        return day in self.made_up or (day.weekday() < 5 and day not in self.off)

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is worked, else the first day after it that is. Raises OutsideCalendar."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def last_working_day(self, day: date) -> date:
        """`day` itself if it is worked, else the last day before it that is. Raises OutsideCalendar."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted (BLDS 2015, điều 147.2). Raises OutsideCalendar.

        >>> load_calendar().add_working_days(date(2025, 4, 28), 3)  # 30/4, 01/5 và 02/5 được nghỉ
        datetime.date(2025, 5, 6)
        """
        while count:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def is_tentative(self, begin: date, end: date) -> bool:
        """Whether an unconfirmed day lies in the interval, both ends included."""
        return any(begin <= day <= end for day in self.tentative)


@cache
def load_calendar(*more: Path) -> WorkingCalendar:
    """The calendar of `holidays.csv`, with the lines of an office's own files laid over it.

    It covers whole years, from the first year with an `off` line to the last. Raises GiaoviecError GV501 for a line
    that cannot be right: an unreadable date, an unknown kind, a day off at the weekend, or a made-up day in the week.
    """
    days: dict[date, tuple[str, str]] = {}
    for path in (HOLIDAYS, *more):
        days.update(_read(path))
    years = [day.year for day, (kind, _) in days.items() if kind == "off"]
    return WorkingCalendar(
        first=date(min(years), 1, 1),
        last=date(max(years), 12, 31),
        off=frozenset(day for day, (kind, _) in days.items() if kind == "off"),
        made_up=frozenset(day for day, (kind, _) in days.items() if kind == "work"),
        tentative=frozenset(day for day, (_, source) in days.items() if source.startswith(TENTATIVE)),
    )


def _read(path: Path) -> dict[date, tuple[str, str]]:
    days: dict[date, tuple[str, str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise GiaoviecError("GV501", path=path.name, line=1, detail=f"các cột phải là {', '.join(COLUMNS)}")
        for row in reader:
            try:
                day = date.fromisoformat(row["date"])
            except (TypeError, ValueError):
                raise GiaoviecError("GV501", path=path.name, line=reader.line_num, detail=f"ngày «{row['date']}» không đọc được") from None
            if (row["kind"], day.weekday() < 5) not in {("off", True), ("work", False)}:
                detail = f"«{row['kind']}» không hợp với ngày {day:%d/%m/%Y}: off cho ngày trong tuần, work cho thứ Bảy hoặc Chủ nhật"
                raise GiaoviecError("GV501", path=path.name, line=reader.line_num, detail=detail)
            days[day] = (row["kind"], row["source"] or "")
    return days
