"""What a mention of time comes to: the first and the last day it covers.

A month, quarter, half-year or year gives its last day; "đầu/giữa/cuối tháng" the 10th, the 20th and the last day; "đầu/giữa/cuối quý" the
last day of its first, second and third month; "đầu/giữa/cuối năm" 1 January, 30 June and 31 December (BLDS 2015, điều 146); a week its
Friday.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.pipes.deadlines.mentions import Mention, Point
from pipeline.schema import DeadlineFlaw, Precision

_PASSED = timedelta(days=61)  # a day without year that lies further back than two months is meant for the next year
_SOON = timedelta(days=45)  # a day that a plan for the next year sets so near is meant for its preparation
_BY_ISSUE, _BY_TITLE = "năm suy ra từ ngày ban hành", "năm suy ra từ tên văn bản"
_UNSURE = "năm của ngày ban hành hay của tên văn bản chưa rõ"
_LONGEST = timedelta(days=330)  # a stretch without years that is longer has its ends exchanged
_LAST_DAYS = {"nửa đầu": 15, "15 ngày đầu": 15, "đầu": 10, "thượng tuần": 10, "giữa": 20, "trung tuần": 20}


@dataclass(frozen=True, slots=True)
class Moment:
    """The days that a mention covers, and the time of day on the last; `due` is `None`, and `note` says why, when they cannot be told."""

    due: date | None
    precision: Precision
    begin: date | None = None
    time: str | None = None
    note: str | None = None
    flaw: DeadlineFlaw | None = None

    @property
    def doubt(self) -> bool:
        """Whether another year is as likely."""
        return self.note == _UNSURE

    @property
    def due_text(self) -> str | None:
        """The due day in ISO form, with the time of day when there is one."""
        return None if self.due is None else self.due.isoformat() + (f"T{self.time}" if self.time else "")


@dataclass(frozen=True, slots=True)
class Reference:
    """Against what a time without year is read: the day of issue, or else the only year that the text names.

    With both, `year` is the one that the title of a plan names; it counts where it is the next after the day of issue.
    """

    issued: date | None
    year: int | None = None


def resolve(mention: Mention, reference: Reference) -> Moment:
    """What `mention` comes to.

    >>> from pipeline.pipes.deadlines.mentions import find_mentions
    >>> moment = resolve(find_mentions("quý ii")[0], Reference(date(2023, 2, 1)))
    >>> moment.due, moment.precision
    (datetime.date(2023, 6, 30), 'quarter')
    """
    last, note = _with_year(mention.last, reference)
    precision = _precision(last)
    if last.lunar:
        return Moment(None, precision, note="ngày âm lịch, chưa đổi ra dương lịch")
    if last.year is None:
        return Moment(None, precision, note="chưa rõ năm")
    try:
        begin, due = _bounds(last)
    except ValueError:
        return Moment(None, precision, note="ngày không có trong lịch", flaw="impossible-date")
    flaw: DeadlineFlaw | None = None
    if last.weekday is not None and due.weekday() != last.weekday:
        due, note = _by_weekday(due, last.weekday, reference)
        flaw = "weekday-mismatch"
    if mention.first is not None:
        started = _begin(mention.first, last.year, due)
        if started is None:
            return Moment(due, precision, None, last.time, "ngày bắt đầu ở sau ngày kết thúc", "begins-after-end")
        begin = started
    return Moment(due, precision, begin if begin != due else None, last.time, note, flaw)


def before_period(moment: Moment, mention: Mention) -> Moment:
    """What "trước" makes of a whole month, quarter or year: the last day before it begins ("trước năm 2016"); a day stays as it is."""
    if moment.begin is None or mention.first or mention.last.part or mention.last.unit not in ("month", "quarter", "half-year", "year"):
        return moment
    return replace(moment, due=moment.begin - timedelta(days=1), begin=None)


def _precision(point: Point) -> Precision:
    if point.time:
        return "minute"
    if point.part or point.unit in ("day", "monthday", "week"):
        return "day"
    return point.unit  # type: ignore[return-value]


def _begin(first: Point, year: int, due: date) -> date | None:
    """The first day of a stretch; without a year of its own it begins in the year in which it ends, or the one before. `None` when it would
    begin behind its end, or nearly a year before it ("từ ngày 20/3 đến ngày 15/3")."""
    for guess in (first.year,) if first.year else (year, year - 1):
        try:
            begin = _bounds(replace(first, year=guess))[0]
        except ValueError:
            return due
        if begin <= due:
            return begin if first.year or guess == year or due - begin < _LONGEST else None
    return None


def _with_year(point: Point, reference: Reference) -> tuple[Point, str | None]:
    """The point with its year, and a note when the year was inferred."""
    issued = reference.issued
    if point.year is not None:
        return point, None
    if issued is None:
        return (point, None) if point.step is not None else (replace(point, year=reference.year), "năm suy ra từ văn bản")
    if point.step is not None:
        return _near(point, point.step, issued), None
    if point.year_step is not None:
        return replace(point, year=issued.year + point.year_step), None
    if point.unit == "monthday":
        point = replace(point, month=issued.month)
    point = replace(point, year=issued.year)
    try:
        due = _bounds(point)[1]
    except ValueError:
        return point, _BY_ISSUE
    if reference.year == issued.year + 1 and point.unit != "monthday":
        soon = timedelta(0) <= due - issued < _SOON and point.unit == "day"
        return replace(point, year=issued.year + (not soon)), _BY_TITLE if due < issued else _UNSURE
    return replace(point, year=issued.year + (due < issued - _PASSED)), _BY_ISSUE


def _near(point: Point, step: int, issued: date) -> Point:
    """The period of the day of issue or `step` periods after it: "tháng này", "quý sau", "cuối năm", "ngày 25 tháng này"."""
    if point.unit == "day" and not point.number:  # "hôm nay", "ngày mai"
        day = issued + timedelta(days=step)
        return replace(point, number=day.day, month=day.month, year=day.year)
    if point.unit == "week":
        friday = issued + timedelta(days=4 - issued.weekday() + 7 * step)
        return Point("day", friday.day, friday.month, friday.year)
    if point.unit == "year":
        return replace(point, year=issued.year + step)
    length, current = (3, (issued.month - 1) // 3) if point.unit == "quarter" else (1, issued.month - 1)
    over, number = divmod(current + step, 12 // length)
    if point.unit == "day":
        return replace(point, month=number + 1, year=issued.year + over)
    return replace(point, number=number + 1, year=issued.year + over)


def _bounds(point: Point) -> tuple[date, date]:
    """First and last day of a point whose year is known. Raises ValueError for a day that the calendar lacks."""
    year = point.year or 0
    if point.unit in ("day", "monthday"):
        day = date(year, point.month or 0, point.number)
        return day, day
    if point.unit == "week":
        return _week(year, point.month or 0, point.number)
    if point.unit == "month":
        return date(year, point.number, 1), date(year, point.number, _LAST_DAYS.get(point.part, monthrange(year, point.number)[1]))
    if point.unit == "quarter":
        first = 3 * point.number - 2
        return date(year, first, 1), _month_end(year, first + {"đầu": 0, "giữa": 1, "nửa đầu": 1}.get(point.part, 2))
    if point.unit == "half-year":
        return date(year, 6 * point.number - 5, 1), _month_end(year, 6 * point.number)
    return date(year, 1, 1), {"đầu": date(year, 1, 1), "giữa": date(year, 6, 30)}.get(point.part, date(year, 12, 31))


def _week(year: int, month: int, number: int) -> tuple[date, date]:
    """Monday and Friday of a week of the month, within it; the first is the one in which the month's first day falls."""
    first, last = date(year, month, 1), _month_end(year, month)
    monday = first - timedelta(days=first.weekday()) + timedelta(weeks=number - 1)
    friday = monday + timedelta(days=4)
    return max(first, min(monday, last)), max(first, min(friday, last))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _by_weekday(due: date, weekday: int, reference: Reference) -> tuple[date, str]:
    """A day that contradicts its weekday: what two of weekday, day with month, and year of issue say; one still to come stays."""
    if reference.issued is not None and due < reference.issued:
        for year in (reference.issued.year, reference.issued.year + 1):
            try:
                other = due.replace(year=year)
            except ValueError:
                continue
            if other.weekday() == weekday and other >= reference.issued:
                return other, "năm sửa theo thứ trong tuần"
    return due, "thứ trong tuần không khớp với ngày"
