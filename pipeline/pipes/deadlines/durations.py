"""Spans of time that run from a stated start: "trong thời hạn 10 ngày làm việc kể từ ngày ký".

A due day results only where the span runs from the day of issue (or from a full date). Counting follows Bộ luật Dân sự 2015: the first
day is not counted (điều 147.2); months and years end on the corresponding day, or the last day of a shorter month (điều 148.3); a last
day that is a weekend or a public holiday moves to the next working day (điều 148.5). Offices apply these rules to directives by analogy.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pipeline.knowledge.calendar import OutsideCalendar, WorkingCalendar, load_calendar
from pipeline.language.fold import fold
from pipeline.pipes.deadlines.expression import TimeExpression
from pipeline.pipes.deadlines.mentions import DIGITS, find_mentions
from pipeline.pipes.deadlines.moments import Reference, resolve
from pipeline.schema import Bound, Precision

_WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười lăm": 15,
    "hai mươi": 20,
    "ba mươi": 30,
}
_NUMBER = (
    rf"(?:(?:[^\W\d]+ ){{0,3}}?\((?P<inside>\d{{1,3}})\)|(?P<digits>(?=[oil]*\d)[\doil]{{1,3}}(?!\w))(?: ?\([^\W\d][^()\d]*\))?|"
    rf"(?P<half>nửa)|"
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))}))"
)
_CUE = (
    r"(?:ngay )?(?:trong (?:vòng|thời hạn|thời gian|hạn)|trong|thời hạn|(?:thời hạn|thời gian) [^,;.:\d\n]{1,40}?(?: là|:)|chậm nhất|"
    r"muộn nhất|không (?:muộn|chậm) hơn|"
    r"không quá|tối đa|sau|thêm|hạn)(?: (?:là|trong|sau|không quá|vòng|tối đa|chậm nhất|khoảng)){0,4}"
)
_ANCHOR = (
    r"(?P<anchor>,? ?\(?(?:(?:kể |tính )?từ|tính từ|sau) (?:ngày|khi|thời điểm|lúc|thời gian) ?[^,;.()\n]{1,90}?(?=[,;.()\n]|\Z| phải |"
    r" để | thì | các | sở | ubnd | ủy ban ))?"
)
_DURATION = re.compile(
    rf"(?<!\w)(?P<cue>{_CUE}) {_NUMBER} (?P<unit>giờ(?! ?(?:\d|ngày|sáng|trưa|chiều|tối))|ngày|tuần|tháng|"
    rf"năm)(?P<work> làm việc)?(?! làm việc)(?P<next> tới| nữa)?(?!\w){_ANCHOR}"
    r"(?! (?:đầu|cuối|qua|gần|trước|sau|liên tục|lao động))"
)
_OF_ISSUE = re.compile(
    r"(?:ngày|khi|thời điểm|lúc|thời gian) (?:(?:được )?(?:ký|ban hành|phát hành|ra)(?: (?:ban hành|phát hành))?(?: (?:văn bản|quyết định|"
    r"chỉ thị|công văn|công điện|kế hoạch|"
    r"thông báo(?: kết luận)?|nghị quyết|kết luận|chương trình|hướng dẫn)(?: [^\W\d]+){0,3}?(?: này)?)?|(?:văn bản|quyết định|chỉ thị|"
    r"công văn|công điện|kế hoạch|thông báo|"
    r"nghị quyết|kết luận|chương trình) "
    r"này (?:được )?(?:ký|ban hành|phát hành)(?: ban hành)?)\Z"
)
_EFFECT = re.compile(r"hiệu lực[^,;.]{0,30},? ?\Z")
_AT_MOST = re.compile(r"(?:chậm|muộn) nhất|không|tối đa")
_NEXT_ACT = re.compile(r"(?:báo cáo|thông báo|gửi|trình|tổ chức|tổng hợp|công khai|niêm yết)(?!\w)")
_ANCHOR_PREPOSITION = re.compile(r"(?:(?:kể |tính )?từ |sau )?")
NO_CALENDAR = "ngoài các năm có lịch ngày nghỉ"
"""Why working days outside the years of `holidays.csv` come to no day: `TimeExpression.note`."""
_NO_ANCHOR_CUES = re.compile(r"trong (?:vòng|thời hạn|hạn)|chậm nhất|muộn nhất|thời hạn|hạn\Z")


def find_durations(folded: str, text: str, reference: Reference) -> Iterator[TimeExpression]:
    """The spans of `text`, whose folded form is `folded`, with the due day where it can be counted.

    >>> text = "trong thời hạn 30 ngày kể từ ngày ban hành"
    >>> [(expression.kind, expression.due) for expression in find_durations(text, text, Reference(date(2023, 2, 1)))]
    [('duration', '2023-03-03')]
    """
    for match in _DURATION.finditer(folded):
        if expression := _read(match, folded, text, reference):
            yield expression


def _read(match: re.Match[str], folded: str, text: str, reference: Reference) -> TimeExpression | None:
    anchor, anchor_end = _anchor(match)
    start, end = match.start() + match["cue"].rfind(":") + 1, max(match.end("unit"), match.end("work"), match.end("next"), anchor_end)
    start += folded[start : start + 1] == " "  # behind a label
    if _EFFECT.search(folded, max(0, start - 40), start):
        return None
    if match["next"] and not match["cue"].startswith(("trong", "ngay")):
        return None
    if match["cue"] == "thêm" and not anchor:
        return None
    if not anchor and not match["next"] and not (_NO_ANCHOR_CUES.match(match["cue"]) and match["unit"] != "năm"):
        return None
    while folded[end - 1] == " ":
        end -= 1
    words = _anchor_words(text[anchor_end - len(anchor) : anchor_end]) if anchor else None
    if anchor.startswith("sau"):
        return TimeExpression(start, end, text[start:end], "event", bound="within", anchor=words)
    count, unit = _length(match)
    due, note = _due(count, unit, bool(match["work"]), _counts_from(anchor, bool(match["next"]), reference))
    bound: Bound = "by" if _AT_MOST.search(match["cue"]) else "within"
    precision: Precision = "minute" if unit == "giờ" else "day"
    span = TimeExpression(start, end, text[start:end], "duration", None, None, bound, precision, anchor=words, note=note)
    return span if due is None else replace(span, due=due.isoformat(), doubt=note is not None)


def _length(match: re.Match[str]) -> tuple[int, str]:
    """The number and the unit of a span; half a month is 15 days, half a year 6 months (BLDS 2015, điều 146.1)."""
    if match["half"]:
        return {"tháng": (15, "ngày"), "năm": (6, "tháng"), "ngày": (12, "giờ")}.get(match["unit"], (1, match["unit"]))
    if match["digits"]:
        return int(match["digits"].translate(DIGITS)), match["unit"]
    return int(match["inside"] or _WORDS[match["word"]]), match["unit"]


def _anchor(match: re.Match[str]) -> tuple[str, int]:
    """The folded words that a span starts from, and where they end: before "và" where they are whole without what follows it."""
    if match["anchor"] is None:
        return "", -1
    words = match["anchor"].rstrip()
    head, joint, rest = words.partition(" và ")
    if joint and (head.endswith(" này") or _OF_ISSUE.search(head) or _NEXT_ACT.match(rest)):
        words = head
    end = match.start("anchor") + len(words)
    return words.strip(" ,("), end


def _anchor_words(words: str) -> str:
    """An anchor as written, without the preposition before it."""
    return words[_ANCHOR_PREPOSITION.match(fold(words)).end() :]  # type: ignore[union-attr]


def _counts_from(anchor: str, from_now: bool, reference: Reference) -> date | None:
    if from_now and not anchor:
        return reference.issued
    what = re.sub(r"^(?:(?:kể|tính) ?)?(?:từ|sau) ", "", anchor)
    if what == "ngày hôm nay" or _OF_ISSUE.fullmatch(what):
        return reference.issued
    mention = next((m for m in find_mentions(what) if m.start == 0 and m.end == len(what) and m.last.unit == "day"), None)
    return resolve(mention, reference).due if mention else None


def _due(count: int, unit: str, work: bool, start: date | None) -> tuple[date | None, str | None]:
    if start is None:
        return None, "chưa rõ ngày bắt đầu tính"
    if unit == "giờ":  # the hour of issue is not known: the day on which the last of the hours falls, counted by days
        return start + timedelta(days=-(-count // 24)), "chưa rõ giờ bắt đầu tính; tính tròn ngày"
    calendar = load_calendar()
    try:
        due = calendar.add_working_days(start, count) if work else calendar.next_working_day(add_period(start, count, unit))
    except OutsideCalendar:
        return (None, NO_CALENDAR) if work else (_next_weekday(add_period(start, count, unit)), "chưa xét ngày lễ")
    return due, _tentative(calendar, start, due)


def add_period(start: date, count: int, unit: str) -> date:
    """`start` plus `count` of `unit` (ngày, tuần, tháng, năm); a day that the last month lacks becomes its last day.

    >>> add_period(date(2023, 1, 31), 1, "tháng")
    datetime.date(2023, 2, 28)
    """
    if unit in ("ngày", "tuần"):
        return start + timedelta(days=count * (7 if unit == "tuần" else 1))
    months = start.month - 1 + count * (12 if unit == "năm" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _next_weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _tentative(calendar: WorkingCalendar, start: date, due: date) -> str | None:
    return "lịch nghỉ dự kiến, chưa có thông báo chính thức" if calendar.is_tentative(start, due) else None
