"""Points and stretches of time as they are written: days, months, quarters, half-years, years, and what they come to.

A mention is read in two steps: `find_mentions` says what is written, `resolve` works out the last day it covers. A month, quarter,
half-year or year gives its last day; "đầu/giữa/cuối tháng" the 10th, the 20th and the last day, "đầu/giữa/cuối quý" the last day of its first, second
and third month; "đầu/giữa/cuối năm" 1 January, 30 June and 31 December (BLDS 2015, điều 146).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from pipeline.schema import Precision

Unit = Literal["day", "monthday", "week", "month", "quarter", "half-year", "year"]
_PASSED = timedelta(days=61)  # a day without year that lies further back than two months is meant for the next year

# A scanned "O1/03" or "l5/6" keeps its place among the digits.
_D, _M, _Y = r"(?:[0-2oil]?[\doil]|3[01oil])", r"(?:[01oil]?[\doil])", r"(?:(?:19|2[0o])[\do]{2})"
_DIGITS = str.maketrans("oil", "011")
_TO = r"(?:-|đến|tới)(?: hết| cuối)?"
_QUARTER = r"(?:[1-4]|[il]v|[il]{1,3})(?!\w)"
_WORD_MONTHS = {"hai": 2, "ba": 3, "tư": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12}


def _year_after(group: str) -> str:
    return rf"(?:(?:,? ?(?:của )?năm ?| ?[/.-] ?| )(?P<{group}>{_Y})(?!\d))?"


def _part(group: str) -> str:
    return rf"(?:(?P<{group}>đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần) )?"


def _days_before(first: str, noun: str) -> str:
    """The days of a list or range before its last day ("ngày 13 đến ngày …", "26, …"), or the word "ngày" alone."""
    return rf"(?:(?:(?:các )?ngày ?|(?<=từ ))(?P<{first}>{_D})(?:, ?{_D})* ?(?:{_TO}|,|và)(?: ngày)? ?|(?P<{noun}>ngày ?|mồng |mùng ))?"


def _weekday_name(name: str, sunday: str) -> str:
    return rf"(?:thứ (?P<{name}>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<{sunday}>chủ nhật))"


_PATTERNS = {
    "day": rf"{_days_before('d0a', 'na')}(?P<da>{_D}) ?tháng ?(?P<ma>{_M})(?![\d%]){_year_after('ya')}",
    "digits": rf"{_days_before('d0b', 'nb')}(?P<db>{_D}) ?(?P<sb>[/.-]) ?(?P<mb>{_M})"
    rf"(?: ?(?:[/.-]|năm) ?(?P<yb>{_Y}|\d\d(?!\d)))?(?![\d%]|[/.-]\d)",
    "monthday": rf"ngày ?(?:(?P<d0c>\d{{1,2}}) ?(?:đến|-)(?: ngày)? ?)?(?P<dc>\d{{1,2}})(?! ?[/.-] ?\d|\d| ?tháng ?\d| ?(?:làm việc|công|đêm|tuổi))",
    "months": rf"tháng ?(?P<m0d>{_M}) ?(?:{_TO} ?(?:tháng ?)?|(?:,|và) ?(?:tháng ?)?(?={_M}(?: ?/ ?| năm ){_Y}))(?P<md>{_M})(?!\d| ?/ ?\d\d?(?!\d))"
    rf"{_year_after('yd')}",
    "month": rf"{_part('pe')}tháng ?(?P<me>{_M}(?!\d)|(?:{'|'.join(sorted(_WORD_MONTHS, key=len, reverse=True))})(?!\w))(?! ?/ ?\d\d?(?!\d))"
    rf"{_year_after('ye')}",
    "quarters": rf"qu[ýí] ?(?P<q0>{_QUARTER}) ?(?:{_TO}|,|và) ?(?:qu[ýí] )?(?P<q1>{_QUARTER}){_year_after('yq')}",
    "quarter": rf"{_part('pg')}qu[ýí] ?(?P<qg>{_QUARTER}){_year_after('yg')}",
    "half": rf"(?:(?P<nh>0?[369]|ba|sáu|chín) tháng|nửa) (?P<ph>đầu|cuối) (?:của )?năm(?:(?: nay| này)| (?P<yh>{_Y}))?",
    "years": rf"(?:(?:giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|các năm|năm) )?(?P<y0>{_Y}) ?(?:{_TO}|và) ?(?:năm )?(?P<y1>{_Y})(?![\d/])",
    "year": rf"{_part('pj')}năm ?(?P<yj>{_Y})(?!\d)",
    "month of year": rf"(?P<mk>{_M}) ?/ ?(?P<yk>{_Y})(?![\d/])",
    "relative": r"(?:(?P<pr>đầu|giữa|cuối|hết) )?(?P<ur>tháng|quý|tuần|năm) (?P<rr>này|nay|sau|tới)(?! đây)|(?P<pl>cuối|hết) (?P<ul>tháng|quý|năm)(?! ?\w?\d| học| khóa)|"
    r"(?P<today>(?:ngày )?hôm nay)",
}
_MENTION = re.compile(r"(?<![\w/])(?<![.-](?=\d))(?:" + "|".join(_PATTERNS.values()) + ")")
_JOINT = re.compile(rf" ?{_TO} ?")
_LIST_JOINT = re.compile(rf" ?(?:{_TO}|,|;|và(?: cả)?|\|) ?")
_BEFORE_DAY = re.compile(
    r"(?:(?:(?:lúc |hồi )?(?:\d{1,2} ?(?:h|g|giờ|:) ?(?:\d\d)?(?: ?phút)? ?(?:-|đến) ?)?(?P<hour>\d{1,2}) ?(?:h|g|giờ|:(?=\d)) ?(?P<minute>\d\d)?(?: ?phút)?|"
    r"(?:hết |cuối |trong )?giờ (?:hành chính|làm việc))?,? ?(?:(?P<half>sáng|trưa|chiều|tối),? ?)?"
    rf"(?:(?:ngày )?{_weekday_name('wl', 'sl')} ?(?:,|\(|-)? ?)?)$"
)
_AFTER_DAY = re.compile(rf",? ?\(?{_weekday_name('wr', 'sr')}\)?|(?:,| \()? ?(?:lúc|vào lúc|trước) (?P<hour>\d{{1,2}}) ?(?:h|g|giờ|:) ?(?P<minute>\d\d)?(?: ?phút)?\)?")
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5} | {str(number): number - 2 for number in range(2, 8)}


@dataclass(frozen=True, slots=True)
class Point:
    """A day or a period as it is written; what is not written is `None`. `number` is the day, the month, the quarter or the half (1, 2)."""

    unit: Unit
    number: int = 0
    month: int | None = None
    year: int | None = None
    part: str = ""
    time: str | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A point of time in a folded text, or a stretch from `first` to `last`.

    `bare` marks a mention that only a word such as "trước" or "hạn" before it makes a time ("30/6", "6/2025").
    """

    start: int
    end: int
    last: Point
    first: Point | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What a mention comes to: the first and the last day it covers."""

    due: date | None
    precision: Precision
    begin: date | None = None
    time: str | None = None
    note: str | None = None

    @property
    def due_text(self) -> str | None:
        """The due day in ISO form, with the time of day when there is one."""
        return None if self.due is None else self.due.isoformat() + (f"T{self.time}" if self.time else "")


@dataclass(frozen=True, slots=True)
class Reference:
    """Against what a time without year is read: the day of issue, or else the only year that the text names."""

    issued: date | None
    year: int | None = None


def find_mentions(folded: str, *, lists: bool = False) -> list[Mention]:
    """All points and stretches of time of a folded text, in order, not overlapping; `lists` joins those of a list ("28/12 và cả 29/12")."""
    joint = _LIST_JOINT if lists else _JOINT
    found: list[Mention] = []
    for mention in _single_mentions(folded):
        before = found[-1] if found else None
        if before and before.last.unit != "monthday" != mention.last.unit and joint.fullmatch(folded, before.end, mention.start):
            found[-1] = replace(mention, start=before.start, first=before.first or before.last, bare=before.bare and mention.bare)
        else:
            found.append(mention)
    return found


def _single_mentions(folded: str) -> Iterator[Mention]:
    for match in _MENTION.finditer(folded):
        mention = _read(match)
        if mention is not None:
            yield _with_surroundings(mention, folded) if mention.last.unit in ("day", "monthday") else mention


def _read(match: re.Match[str]) -> Mention | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    start, end = match.span()

    def whole(name: str) -> int | None:
        return int(groups[name].translate(_DIGITS)) if name in groups else None

    def year(name: str) -> int | None:
        value = whole(name)
        return value + 2000 if value is not None and value < 100 else value

    for key in ("a", "b"):
        day, month = whole("d" + key), whole("m" + key)
        if day is None or month is None:
            continue
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        noun = "n" + key in groups or "d0" + key in groups
        point = Point("day", day, month, year("y" + key))
        bare = key == "b" and not noun and (point.year is None or len(groups["yb"]) < 4)
        if bare and groups["sb"] != "/":
            return None
        first = whole("d0" + key)
        return Mention(start, end, point, replace(point, number=first) if first else None, bare)
    if "dc" in groups:
        return Mention(start, end, Point("monthday", int(groups["dc"]))) if 1 <= int(groups["dc"]) <= 31 else None
    if "md" in groups:
        return _stretch(start, end, Point("month", whole("md") or 0, year=year("yd")), whole("m0d"), 12)
    if "me" in groups:
        number = _WORD_MONTHS.get(groups["me"]) or whole("me") or 0
        return Mention(start, end, Point("month", number, year=year("ye"), part=groups.get("pe", ""))) if 1 <= number <= 12 else None
    if "q1" in groups:
        return _stretch(start, end, Point("quarter", _roman(groups["q1"]), year=year("yq")), _roman(groups["q0"]), 4)
    if "qg" in groups:
        return Mention(start, end, Point("quarter", _roman(groups["qg"]), year=year("yg"), part=groups.get("pg", "")))
    if "ph" in groups:
        return Mention(start, end, _part_of_year(groups.get("nh", "6"), groups["ph"], year("yh")))
    if "y1" in groups:
        return Mention(start, end, Point("year", year=year("y1")), Point("year", year=year("y0")), bare=start == match.start("y0"))
    if "yj" in groups:
        return Mention(start, end, Point("year", year=year("yj"), part=groups.get("pj", "")))
    if "mk" in groups:
        number = whole("mk") or 0
        return Mention(start, end, Point("month", number, year=year("yk")), bare=True) if 1 <= number <= 12 else None
    if "today" in groups:
        return Mention(start, end, Point("day", part="nay"))
    unit: Unit = {"tháng": "month", "quý": "quarter", "tuần": "week", "năm": "year"}[groups.get("ur") or groups["ul"]]  # type: ignore[assignment]
    part = groups.get("pr", "cuối" if "ul" in groups else "")
    return Mention(start, end, Point(unit, -1 if groups.get("rr") in ("sau", "tới") else 0, part=part), bare=not part)


def _stretch(start: int, end: int, last: Point, first: int | None, highest: int) -> Mention | None:
    if not (first and 1 <= first <= highest and 1 <= last.number <= highest):
        return None
    year = last.year - 1 if last.year and first > last.number else last.year
    return Mention(start, end, last, replace(last, number=first, year=year))


def _roman(numeral: str) -> int:
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(numeral.replace("l", "i")) or int(numeral)


def _part_of_year(months: str, part: str, year: int | None) -> Point:
    count = {"ba": 3, "sáu": 6, "chín": 9}.get(months) or int(months)
    if part == "cuối" or count == 6:
        return Point("half-year", 1 if part == "đầu" else 2, year=year)
    return Point("month", count, year=year)


def _with_surroundings(mention: Mention, folded: str) -> Mention:
    """The mention of a day with the weekday and the time of day that stand beside it."""
    start, end, point = mention.start, mention.end, mention.last
    left = _BEFORE_DAY.search(folded, max(0, start - 45), start)
    if left and left.end() > left.start() and (left.start() == 0 or not folded[left.start() - 1].isalnum()):
        start = left.start() + (len(left[0]) - len(left[0].lstrip(" ,")))
        point = replace(point, time=_clock(left, left["half"]), weekday=_weekday(left["wl"], left["sl"]))
    if right := _AFTER_DAY.match(folded, end):
        end = right.end()
        weekday = _weekday(right["wr"], right["sr"])
        point = replace(point, time=point.time or _clock(right), weekday=point.weekday if weekday is None else weekday)
    return replace(mention, start=start, end=end, last=point)


def _clock(match: re.Match[str], half: str | None = None) -> str | None:
    if match["hour"] is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if half in ("chiều", "tối") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _weekday(name: str | None, sunday: str | None) -> int | None:
    return 6 if sunday else _WEEKDAYS[name] if name else None


def resolve(mention: Mention, reference: Reference) -> Moment:
    """What `mention` comes to; `due` is `None`, with a note, when the year is unknown or the calendar has no such day.

    >>> moment = resolve(find_mentions("quý ii")[0], Reference(date(2023, 2, 1)))
    >>> moment.due, moment.precision
    (datetime.date(2023, 6, 30), 'quarter')
    """
    last, note = _dated(mention.last, reference)
    precision: Precision = "minute" if last.time else "day" if last.unit in ("day", "monthday", "week") or last.part else last.unit  # type: ignore[assignment]
    if last.year is None:
        return Moment(None, precision, note="chưa rõ năm")
    try:
        begin, due = _bounds(last)
    except ValueError:
        return Moment(None, precision, note="ngày không có trong lịch")
    if last.weekday is not None and due.weekday() != last.weekday:
        due, note = _by_weekday(due, last.weekday, reference)
    if mention.first is not None:
        first = mention.first if mention.first.year else replace(mention.first, year=last.year)
        try:
            begin = _bounds(first)[0]
            if mention.first.year is None and begin > due:
                begin = _bounds(replace(first, year=last.year - 1))[0]
        except ValueError:
            begin = due
    return Moment(due, precision, begin if begin != due else None, last.time, note)


def _dated(point: Point, reference: Reference) -> tuple[Point, str | None]:
    """The point with its year, and a note when the year was inferred."""
    issued = reference.issued
    if point.year is not None:
        return point, None
    if issued is None:
        return replace(point, year=reference.year), "năm suy ra từ văn bản"
    if point.part == "nay":
        return Point("day", issued.day, issued.month, issued.year, time=point.time), None
    if point.number <= 0 and point.unit != "half-year":
        return _relative(point, issued), None
    if point.unit == "monthday":
        point = replace(point, month=issued.month)
    point = replace(point, year=issued.year)
    try:
        passed = _bounds(point)[1] < issued - _PASSED
    except ValueError:
        passed = False
    return (replace(point, year=issued.year + 1) if passed else point), "năm suy ra từ ngày ban hành"


def _relative(point: Point, issued: date) -> Point:
    """ "tháng này", "quý sau", "cuối năm": the period of the day of issue, or the one after it."""
    step = -point.number
    if point.unit == "week":
        friday = issued + timedelta(days=4 - issued.weekday() + 7 * step)
        return Point("week", friday.day, friday.month, friday.year)
    if point.unit == "year":
        return replace(point, number=0, year=issued.year + step)
    length, number = (1, issued.month) if point.unit == "month" else (3, (issued.month + 2) // 3)
    over, number = divmod(number + step - 1, 12 // length)
    return replace(point, number=number + 1, year=issued.year + over)


def _bounds(point: Point) -> tuple[date, date]:
    """First and last day of a point whose year is known. Raises ValueError for a day that the calendar lacks."""
    year = point.year or 0
    if point.unit in ("day", "monthday", "week"):
        day = date(year, point.month or 0, point.number)
        return day, day
    if point.unit == "month":
        days = {"đầu": 10, "thượng tuần": 10, "giữa": 20, "trung tuần": 20}
        last = days.get(point.part, monthrange(year, point.number)[1])
        return date(year, point.number, 1), date(year, point.number, last)
    if point.unit == "quarter":
        first = 3 * point.number - 2
        return date(year, first, 1), _month_end(year, first + {"đầu": 0, "giữa": 1}.get(point.part, 2))
    if point.unit == "half-year":
        return date(year, 6 * point.number - 5, 1), _month_end(year, 6 * point.number)
    last_day = {"đầu": date(year, 1, 1), "giữa": date(year, 6, 30)}.get(point.part, date(year, 12, 31))
    return date(year, 1, 1), last_day


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _by_weekday(due: date, weekday: int, reference: Reference) -> tuple[date, str]:
    """A day that contradicts its weekday: what two of weekday, day with month, and year of issue say; else the day as written."""
    if reference.issued is not None:
        for year in (reference.issued.year, reference.issued.year + 1):
            try:
                other = due.replace(year=year)
            except ValueError:
                continue
            if other.weekday() == weekday and other >= reference.issued:
                return other, "năm sửa theo thứ trong tuần"
    return due, "thứ trong tuần không khớp với ngày"
