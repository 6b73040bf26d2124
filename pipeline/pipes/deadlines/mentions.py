"""Points and stretches of time as they are written: days, weeks, months, quarters, half-years and years.

Only what is written is read here; what it comes to is worked out in `moments`. Patterns run over folded text (`language.fold.fold_lines`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Unit = Literal["day", "monthday", "week", "month", "quarter", "half-year", "year"]

# A scanned "O1/03" or "l5/6" keeps its place among the digits.
_D, _M, _Y = r"(?:[0-2oil]?[\doil]|3[01oil])", r"(?:[01oil]?[\doil])", r"(?:(?:19|2[0o])[\do]{2})"
DIGITS = str.maketrans("oil", "011")
_TO = r"(?:-|đến|tới)(?: hết| cuối)?"
_QUARTER = r"(?:[1-4]|[il]v|[il]{1,3}|một|hai|ba|bốn|tư|thứ (?:nhất|hai|ba|tư))(?!\w)"
_WORD_MONTHS = {"hai": 2, "ba": 3, "tư": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12}
_ROMAN_MONTHS = {
    numeral: number for number, numeral in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_WORD_MONTHS |= _ROMAN_MONTHS
_WORD_MONTH = "|".join(sorted(_WORD_MONTHS, key=len, reverse=True))
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5} | {str(number): number - 2 for number in range(2, 8)}


@dataclass(frozen=True, slots=True)
class Point:
    """A day or a period as it is written; what is not written is `None`.

    `number` is the day, the month, the quarter or the half (1, 2) that `unit` says; `step` counts periods from the day of issue
    ("tháng này" 0, "tháng sau" 1), `year_step` years ("30/6 năm sau" 1); `lunar` days are of the lunar calendar;
    `part` is "đầu", "giữa", "cuối" and the like; `weekday` counts from Monday, 0.
    """

    unit: Unit
    number: int = 0
    month: int | None = None
    year: int | None = None
    step: int | None = None
    year_step: int | None = None
    lunar: bool = False
    part: str = ""
    time: str | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A point of time in a folded text, or a stretch from `first` to `last`.

    `bare` marks a mention that only a word such as "trước" or "hạn" before it makes a time ("30/6", "6/2025", "tháng sau").
    """

    start: int
    end: int
    last: Point
    first: Point | None = None
    bare: bool = False
    spoken_range: bool = False  # its ends are joined by "đến", "tới", not listed


_Groups = dict[str, str]
_Read = tuple[Point, Point | None, bool]  # last, first, bare


def _number(text: str) -> int:
    return int(text.translate(DIGITS))


def _year(groups: _Groups, name: str) -> int | None:
    if name not in groups:
        return None
    value = _number(groups[name])
    return value + 2000 if value < 100 else value


def _optional_year(group: str) -> str:
    return rf"(?:(?:,? ?(?:của )?năm ?| ?[/.-] ?| )(?P<{group}>{_Y})(?!\d))?"


def _optional_part(group: str) -> str:
    return rf"(?:(?:(?:10|mười) ngày )?(?P<{group}>nửa đầu|nửa cuối|15 ngày đầu|đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần) )?"


def _days_before(first: str, noun: str) -> str:
    """The days of a list or range before its last day ("ngày 13 đến ngày …", "26, …"), or the word "ngày" alone."""
    return (
        rf"(?:(?:(?:các )?ngày ?|(?<=từ ))(?P<{first}>{_D})(?:, ?{_D}){{0,12}} ?(?:{_TO}|,|và)(?: ngày)? ?|(?P<{noun}>ngày ?|mồng |mùng ))?"
    )


def _weekday_name(name: str, sunday: str) -> str:
    return rf"(?:thứ (?P<{name}>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<{sunday}>chủ nhật))"


_WORDED_DAY = rf"{_days_before('wf', 'wn')}(?P<wd>{_D}) ?tháng ?(?P<wm>{_M})(?![\d%]){_optional_year('wy')}"


def _read_worded_day(groups: _Groups, text: str) -> _Read | None:
    return _day(_number(groups["wd"]), _number(groups["wm"]), _year(groups, "wy"), groups.get("wf"), bare=False)


_PLAIN_DAY = (
    rf"{_days_before('pf', 'pn')}(?P<pd>{_D}) ?(?P<ps>[/.-]) ?(?P<pm>{_M})"
    rf"(?: ?(?:[/.-]|năm) ?(?P<py>{_Y}|\d\d(?!\d)))?(?![\d%]|[/.-]\d)"
)


_MONTHS_IN_FIGURES = re.compile(rf"{_M} ?- ?{_M} ?/ ?{_Y}")


def _read_plain_day(groups: _Groups, text: str) -> _Read | None:
    if _MONTHS_IN_FIGURES.fullmatch(text):  # "4-5/2024"
        stretch = _stretch("month", _number(groups["pd"]), _number(groups["pm"]), _year(groups, "py"), highest=12)
        return stretch and (*stretch[:2], True)
    alone = not text.startswith(("ngày", "các ngày", "mồng", "mùng")) and len(groups.get("py", "")) < 4
    if alone and groups["ps"] != "/":
        return None
    return _day(_number(groups["pd"]), _number(groups["pm"]), _year(groups, "py"), groups.get("pf"), bare=alone and "pf" not in groups)


def _day(day: int, month: int, year: int | None, first: str | None, *, bare: bool) -> _Read | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    point = Point("day", day, month, year)
    return point, replace(point, number=_number(first)) if first else None, bare


_DAY_OF_NEAR_MONTH = rf"(?:ngày ?|mồng |mùng )(?P<nd>{_D}) (?:của )?(?:tháng (?P<nw>này|sau|tới)|cùng tháng)"


def _read_day_of_near_month(groups: _Groups, text: str) -> _Read | None:
    return Point("day", _number(groups["nd"]), step=int(groups.get("nw", "này") != "này")), None, False


_WEEK_OF_MONTH = (
    rf"tuần (?:thứ )?(?P<kn>[1-5]|nhất|hai|ba|tư|đầu(?: tiên)?|cuối(?: cùng)?) (?:của )?tháng ?(?P<km>{_M})(?!\d){_optional_year('ky')}"
)
_WEEKS = {"nhất": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "cuối": 6}


def _read_week_of_month(groups: _Groups, text: str) -> _Read | None:
    which = groups["kn"].split()[0]
    return Point("week", _WEEKS.get(which) or int(which), _number(groups["km"]), _year(groups, "ky")), None, False


_DAY_OF_MONTH = r"ngày ?(?:\d{1,2} ?(?:đến|-)(?: ngày)? ?)?(?P<od>\d{1,2})(?! ?[/.-] ?\d|\d| ?tháng ?\d| ?(?:làm việc|công|đêm|tuổi))"


def _read_day_of_month(groups: _Groups, text: str) -> _Read | None:
    return (Point("monthday", int(groups["od"])), None, False) if 1 <= int(groups["od"]) <= 31 else None


_MONTHS = (
    rf"tháng ?(?P<ra>{_M}) ?(?:{_TO} ?(?:tháng ?)?|(?:,|và) ?(?:tháng ?)?(?={_M}(?: ?/ ?| năm ){_Y}))(?P<rb>{_M})(?!\d|"
    rf" ?/ ?\d\d?(?!\d)){_optional_year('ry')}"
)


def _read_months(groups: _Groups, text: str) -> _Read | None:
    return _stretch("month", _number(groups["ra"]), _number(groups["rb"]), _year(groups, "ry"), highest=12)


_FEW_MONTHS = (
    rf"(?:(?<=hai )|(?<=ba )|(?<=các )|(?<=những ))tháng ?(?P<ta>{_M})(?: ?, ?{_M}){{0,9}} ?(?:,|và) ?(?P<tb>{_M})(?!\w|"
    rf" ?[/-] ?\d\d?(?!\d))"
    rf"{_optional_year('ty')}"
)


def _read_few_months(groups: _Groups, text: str) -> _Read | None:
    return _stretch("month", _number(groups["ta"]), _number(groups["tb"]), _year(groups, "ty"), highest=12)


_MONTH = rf"{_optional_part('mp')}tháng ?(?P<mn>(?:{_WORD_MONTH})(?!\w)|{_M}(?!\w))(?! ?/ ?\d\d?(?!\d)){_optional_year('my')}"


def _read_month(groups: _Groups, text: str) -> _Read | None:
    number = _WORD_MONTHS.get(groups["mn"]) or _number(groups["mn"])
    return (Point("month", number, year=_year(groups, "my"), part=groups.get("mp", "")), None, False) if 1 <= number <= 12 else None


_QUARTERS = rf"qu[ýí] ?(?P<qa>{_QUARTER}) ?(?:{_TO}|,|và) ?(?:qu[ýí] )?(?P<qb>{_QUARTER}){_optional_year('qy')}"


def _read_quarters(groups: _Groups, text: str) -> _Read | None:
    return _stretch("quarter", _roman(groups["qa"]), _roman(groups["qb"]), _year(groups, "qy"), highest=4)


_ONE_QUARTER = rf"{_optional_part('up')}qu[ýí] ?(?P<un>{_QUARTER}){_optional_year('uy')}"


def _read_quarter(groups: _Groups, text: str) -> _Read | None:
    return Point("quarter", _roman(groups["un"]), year=_year(groups, "uy"), part=groups.get("up", "")), None, False


def _roman(numeral: str) -> int:
    spoken = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}.get(numeral.removeprefix("thứ "))
    return spoken or {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(numeral.replace("l", "i")) or int(numeral)


def _stretch(unit: Unit, first: int, last: int, year: int | None, *, highest: int) -> _Read | None:
    if not (1 <= first <= highest and 1 <= last <= highest):
        return None
    return Point(unit, last, year=year), Point(unit, first, year=year - 1 if year and first > last else year), False


_HALF = (
    r"(?:(?P<hn>1[01]|0?[2-9]|hai|ba|bốn|năm|sáu|bảy|tám|chín) tháng|(?P<hq>hai|ba) quý|nửa) (?P<hp>đầu|cuối) (?:của )?năm"
    rf"(?: nay| này| (?P<hs>sau|tới)(?! đây)| (?P<hy>{_Y}))?"
)
_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def _read_half(groups: _Groups, text: str) -> _Read | None:
    year = _year(groups, "hy")
    months = groups.get("hn", "6")
    count = 3 * _COUNTS[groups["hq"]] if "hq" in groups else _COUNTS.get(months) or int(months)
    later = 1 if "hs" in groups else None
    if groups["hp"] == "cuối" or count == 6:
        return Point("half-year", 1 if groups["hp"] == "đầu" else 2, year=year, year_step=later), None, False
    return Point("month", count, year=year, year_step=later), None, False


_YEARS = (
    rf"(?:(?:giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|thập (?:niên|k[ỷỉ])|các năm|năm) )?(?P<ya>{_Y}) ?(?:{_TO}|và|"
    rf",) ?(?:năm )?(?P<yb>{_Y})(?![\d/])"
)


def _read_years(groups: _Groups, text: str) -> _Read | None:
    return Point("year", year=_year(groups, "yb")), Point("year", year=_year(groups, "ya")), text[0].isdigit()


_ONE_YEAR = rf"{_optional_part('jp')}năm ?(?P<jy>{_Y})(?!\d)(?: và (?:các|những) năm (?:tiếp theo|kế tiếp|sau)(?!\w))?"


def _read_year(groups: _Groups, text: str) -> _Read | None:
    return Point("year", year=_year(groups, "jy"), part=groups.get("jp", "")), None, False


_MONTH_OF_YEAR = rf"(?:(?P<sf>{_M}) ?/ ?(?P<sg>{_Y}) ?{_TO} ?)?(?P<sm>{_M}) ?/ ?(?P<sy>{_Y})(?![\d/])"


def _read_month_of_year(groups: _Groups, text: str) -> _Read | None:
    number = _number(groups["sm"])
    first = Point("month", _number(groups["sf"]), year=_year(groups, "sg")) if "sf" in groups else None
    return (Point("month", number, year=_year(groups, "sy")), first, True) if 1 <= number <= 12 else None


_NEAR = (
    r"(?:(?P<ep>đầu|giữa|cuối|hết) )?(?P<eu>tháng|quý|tuần|năm) (?P<ew>này|nay|sau|tới)(?! đây)|"
    r"(?P<el>cuối|hết) (?P<ev>tháng|quý|năm)(?! ?\w?\d| i{1,3}(?!\w)| iv(?!\w)| học| khóa| này| nay| cuối)|"
    r"(?<=trong )(?P<ei>tuần|tháng|quý|năm)(?=[,;.)]|\Z| để )"
)
_UNITS: dict[str, Unit] = {"tháng": "month", "quý": "quarter", "tuần": "week", "năm": "year"}


def _read_near(groups: _Groups, text: str) -> _Read | None:
    unit = _UNITS[groups.get("eu") or groups.get("ev") or groups["ei"]]
    part = groups.get("ep", "cuối" if "ev" in groups else "")
    return Point(unit, step=int(groups.get("ew") in ("sau", "tới")), part=part), None, "ei" in groups


_TODAY = r"(?P<today>(?:ngày )?hôm nay|(?:ngày|sáng|chiều) mai)"


def _read_today(groups: _Groups, text: str) -> _Read | None:
    return Point("day", step=int(groups["today"].endswith("mai"))), None, False


_READERS: tuple[tuple[str, Callable[[_Groups, str], _Read | None]], ...] = (
    (_WORDED_DAY, _read_worded_day),
    (_PLAIN_DAY, _read_plain_day),
    (_DAY_OF_NEAR_MONTH, _read_day_of_near_month),
    (_WEEK_OF_MONTH, _read_week_of_month),
    (_DAY_OF_MONTH, _read_day_of_month),
    (_FEW_MONTHS, _read_few_months),
    (_MONTHS, _read_months),
    (_MONTH, _read_month),
    (_QUARTERS, _read_quarters),
    (_ONE_QUARTER, _read_quarter),
    (_HALF, _read_half),
    (_YEARS, _read_years),
    (_ONE_YEAR, _read_year),
    (_MONTH_OF_YEAR, _read_month_of_year),
    (_NEAR, _read_near),
    (_TODAY, _read_today),
)
_OPENS = (  # how a mention begins: other words are passed over without trying every form
    r"(?=\d|[oil]{1,2}(?![^\W\d_tđv])|ngày|các n|m[ồù]ng|tuần|tháng|qu[ýí]|năm|đầu|giữa|cuối|hết|nửa|thượng|trung|hạ|mười|hai|ba|bốn|"
    r"sáu|bảy|tám|chín|giai|thời|nhiệm|thập|hôm|sáng|chiều)"
)
_MENTION = re.compile(
    rf"(?<![\w/])(?<![.,-](?=\d)){_OPENS}(?:" + "|".join(f"(?P<form{index}>{pattern})" for index, (pattern, _) in enumerate(_READERS)) + ")"
)
_RANGE = re.compile(r"(?<!\w)(?:đến|tới)(?!\w)")
_JOINT = re.compile(rf" ?{_TO} ?")
_OF_YEAR = re.compile(r" (?:của )?năm (?P<which>nay|này|sau|tới|trước|ngoái|kế tiếp|tiếp theo)(?! đây)(?!\w)")
_YEAR_STEPS = {"nay": 0, "này": 0, "trước": -1, "ngoái": -1}
_LUNAR = re.compile(r",? ?\(?(?:theo )?(?:âm lịch|lịch âm|al)(?!\w)(?! ?(?:ngày )?\d)\)?")
_LIST_JOINT = re.compile(rf" ?(?:{_TO}|,|;|và(?: cả)?|\|) ?")
_HOUR = r"(?P<hour>\d{1,2}) ?(?:h|g|giờ|:(?=\d)) ?(?P<minute>\d\d)?(?:'| ?phút)?"
_HALF_DAYS = {"sáng": "11:30", "chiều": "17:00"}  # when the office's half days end
_BEFORE_DAY = re.compile(
    rf"(?<!\w)(?:(?:(?:lúc |hồi )?(?:\d{{1,2}} ?(?:h|g|giờ|:) ?(?:\d\d)?(?: ?phút)? ?(?:-|đến) ?)?{_HOUR}|(?:hết |cuối |"
    r"trong )?(?P<office>giờ (?:hành chính|làm việc)))?,? ?"
    rf"(?:(?P<half>sáng|trưa|chiều|tối),? ?)?(?:(?:ngày )?{_weekday_name('weekday', 'sunday')} ?(?:,|\(|-)? ?)?)\Z"
)
_AFTER_DAY = re.compile(rf",? ?\(?{_weekday_name('weekday', 'sunday')}\)?|(?:,| \()? ?(?:lúc|vào lúc|trước) {_HOUR}\)?")


def find_mentions(folded: str, *, lists: bool = False) -> list[Mention]:
    """All points and stretches of time of a folded text, in order, not overlapping; `lists` joins those of a list ("28/12 và cả 29/12").

    >>> [(mention.first.number, mention.last.number) for mention in find_mentions("từ ngày 13 đến ngày 15 tháng 3 năm 2017")]
    [(13, 15)]
    """
    joint = _LIST_JOINT if lists else _JOINT
    found: list[Mention] = []
    for mention in _single_mentions(folded):
        before = found[-1] if found else None
        if before and before.last.month and folded.endswith("cùng tháng", mention.start, mention.end):
            mention = replace(mention, last=replace(mention.last, month=before.last.month, year=before.last.year, step=None))
        if before and before.last.unit != "monthday" != mention.last.unit and joint.fullmatch(folded, before.end, mention.start):
            found[-1] = replace(
                mention,
                start=before.start,
                first=before.first or before.last,
                bare=before.bare and mention.bare,
                spoken_range=_RANGE.search(folded, before.end, mention.start) is not None,
            )
        else:
            found.append(mention)
    return found


def _single_mentions(folded: str) -> Iterator[Mention]:
    end = 0
    for match in _MENTION.finditer(folded):
        if match.start() < end:
            continue  # the "năm sau" of "30/6 năm sau"
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        form = match.lastgroup or ""  # the outer group closes last
        read = _READERS[int(form[4:])][1](groups, match[0])
        if read is None:
            continue
        last, first, bare = read
        mention = Mention(*match.span(), last, first, bare)
        if first is not None and _RANGE.search(match[0]):
            mention = replace(mention, spoken_range=True)
        mention = _with_calendar(mention, folded)
        end = mention.end
        yield _with_surroundings(mention, folded) if last.unit in ("day", "monthday") else mention


def _with_calendar(mention: Mention, folded: str) -> Mention:
    """The mention with the year that is told from the day of issue ("quý II năm sau"), and whether its day is of the lunar calendar."""
    end, point = mention.end, mention.last
    dated = point.year is None and point.step is None and point.unit in ("day", "month", "quarter", "half-year")
    if dated and (year := _OF_YEAR.match(folded, end)):
        end, point = year.end(), replace(point, year_step=_YEAR_STEPS.get(year["which"], 1))
    if point.unit in ("day", "month") and (lunar := _LUNAR.match(folded, end)):
        end, point = lunar.end(), replace(point, lunar=True)
    return mention if point is mention.last else replace(mention, end=end, last=point)


def _with_surroundings(mention: Mention, folded: str) -> Mention:
    """The mention of a day with the weekday and the time of day that stand beside it."""
    start, end, point = mention.start, mention.end, mention.last
    left = _BEFORE_DAY.search(folded, max(0, start - 45), start)
    if left and left.end() > left.start():
        start = left.start() + (len(left[0]) - len(left[0].lstrip(" ,")))
        point = replace(point, time=_clock(left, left["half"]), weekday=_weekday(left))
    if right := _AFTER_DAY.match(folded, end):
        end = right.end()
        weekday = _weekday(right)
        point = replace(
            point,
            time=point.time or (_clock(right, None) if right["hour"] else None),
            weekday=point.weekday if weekday is None else weekday,
        )
    return mention if point is mention.last else replace(mention, start=start, end=end, last=point)


def _clock(match: re.Match[str], half: str | None) -> str | None:
    """The time of day: as written, else the end of the office's morning or afternoon; 24:00 is the end of the day, which the day is."""
    if match["hour"] is None:
        return _HALF_DAYS.get(half or "") or ("17:00" if match["office"] else None)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if half in ("chiều", "tối") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _weekday(match: re.Match[str]) -> int | None:
    return 6 if match["sunday"] else _WEEKDAYS[match["weekday"]] if match["weekday"] else None
