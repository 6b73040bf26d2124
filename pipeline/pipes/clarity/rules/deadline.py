"""Rõ thời gian: is there a deadline, and can one say that it has passed?"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import opens_with_verb
from pipeline.pipes.clarity.case import Case, one_line, place_of
from pipeline.pipes.clarity.rewording import NEW_DAY, NO_CHANGE, Change
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks, said_behind
from pipeline.pipes.deadlines.durations import NO_CALENDAR
from pipeline.schema import Deadline, Precision

_REFERENCE = re.compile(
    r"(?:hoàn thành |thực hiện |bảo đảm |đảm bảo )?(?:(?:theo|đúng) (?:đúng )?(?:các )?(?:mốc )?(?:thời (?:hạn|gian)|tiến độ|lộ trình|"
    r"kế hoạch|phụ lục|"
    r"quy định|lịch)|trong thời (?:hạn|gian) (?:quy định|được giao|nêu|ghi))"
)
_REPORTS = re.compile(r"(?<!\w)(?:báo cáo|báo|gửi|tổng hợp|thống kê|nộp|công bố|công khai|thông báo|niêm yết|phát bản tin|đăng)(?!\w)")
_SENDS = re.compile(r"(?<!\w)(?:báo cáo|tổng hợp|gửi|thống kê|giao ban|bản tin|công khai|niêm yết|phát thanh|đăng|thông báo)(?!\w)")
_HABIT = re.compile(r"thường xuyên|định kỳ|hằng ngày|hàng ngày", re.IGNORECASE)
_WATCHES = re.compile(r"(?:tiếp tục |chủ động |tăng cường )*(?:theo dõi|trực ban|duy trì|giám sát)(?!\w)")
_FORBIDS = re.compile(r"(?<!\w)(?:không|cấm|dừng|ngừng|hạn chế)(?!\w)[^;.]*$")
_OF_THIS = re.compile(r"(?:công văn|công điện|văn bản|chỉ thị|kế hoạch|thông báo|quyết định|kết luận|hướng dẫn) này")
_COUNTED = re.compile(r"\d+ (?:ngày|giờ|tuần|tháng).*(?:nhận được|khi có)")
_FROM_KNOWN_DAY = re.compile(r"(?<!\w)(?:ký|ban hành|(?:ngày|cuộc) họp)(?!\w)")
_BY_LAW = re.compile(r"\s*\(?(?:theo|quy định tại) (?:quy định (?:tại|của) )?(?:điểm|khoản|điều|luật|nghị định|thông tư)(?!\w)")
_TOLD_ELSEWHERE = re.compile(
    r"(?<!\w)(?:theo|đúng|theo đúng)(?: các)?(?: mốc)? (?:thời (?:hạn|gian)|tiến độ|lộ trình) (?:quy định|đã đề ra|đề ra|được giao|"
    r"đã được giao|nêu tại|ghi tại|yêu cầu|theo yêu cầu|"
    r"đã cam kết|cam kết|được phê duyệt|đã được phê duyệt)(?!\w)"
)
_LAST_DAY = re.compile(
    r"ngày (?:làm việc )?(?:cuối|đầu)|tuần (?:đầu|cuối)|giao ban|cuộc họp|phiên họp|kỳ họp|hội nghị|ngày \d|thứ (?:hai|ba|tư|năm|sáu|bảy)|"
    r"chủ nhật"
)
_NO_YEAR = re.compile(r"ngày \d{1,2}(?P<sign>[/.-])\d{1,2}$|ngày \d{1,2} tháng \d{1,2}$")
_IF = re.compile(
    r"(?:^|[,;] ?| )(?:nếu|khi có|khi phát hiện|khi xảy ra|trong trường hợp)(?!\w)[^;.]*$|\s*(?:nếu|khi có|khi phát hiện|khi xảy ra)(?!\w)"
)
_IF_NEED_BE = re.compile(r"(?:ngay )?khi (?:cần|thấy cần|có (?:nhu cầu|yêu cầu))(?: thiết)?$")
_EACH_TIME = re.compile(r"(?:ngay )?khi(?!\w)|(?:ngay )?sau khi (?:có|xảy ra|phát hiện|nhận|phát sinh|tiếp nhận)(?!\w)")
_FINISH = re.compile(r"(?<!\w)(?:hoàn thành|hoàn tất|xong)(?!\w)")
_PERIODICAL = "hằng [tháng/quý], trước ngày [dd]"
_EACH_PERIOD = "hằng [tháng/quý/năm], trước ngày [dd]"
_WIDE: dict[Precision, str] = {"year": "một năm", "half-year": "nửa năm"}


@checks("deadline-missing")
def _missing(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    if task.deadline is not None:
        return None
    if not case.is_ban and (_HABIT.search(task.content) or _WATCHES.match(fold(task.content))):
        change = Change(report_when=_PERIODICAL)
    else:
        change = _finished(case)
    return Flaw(task.start, task.end, change=change)


def _finished(case: Case) -> Change:
    """A day at the end of the sentence; what can never be finished is reported on, a ban has a first day."""
    if case.is_ban:
        return said_behind(case, 0, ", áp dụng từ ngày [dd/mm/yyyy]")
    return Change(report_when=NEW_DAY) if case.general else Change(deadline=NEW_DAY)


@checks("deadline-vague")
def _vague(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.kind != "vague":
        return None
    facts, change = {"phrase": one_line(deadline.text)}, _dated_instead(case, deadline)
    return Flaw(*place_of(case.task, deadline), facts, change, hint="" if change else "«trong [số giờ, ngày] kể từ khi [sự việc xảy ra]».")


def _dated_instead(case: Case, deadline: Deadline) -> Change:
    """A day in place of a phrase of time: where the phrase stands, or, where it is an adverb of a verb, at the end; none for what is to
    be done each time that something happens."""
    (start, end), folded = place_of(case.task, deadline), fold(deadline.text)
    within, each_period = _is_inside(case, (start, end)), "định kỳ" in folded or "thường xuyên" in folded
    if not within:
        return Change(behind=f", {_EACH_PERIOD}") if each_period else _finished(case)
    if each_period:
        return Change.replacing(start, end, _EACH_PERIOD)
    if _IF.search(case.folded[: start - case.task.start]) or _IF.match(case.folded, end - case.task.start):
        return NO_CHANGE
    before, behind = case.task.text[: start - case.task.start].strip(), case.task.text[end - case.task.start :].strip()
    finish = _FINISH.search(folded)
    keep = f"{finish[0]} " if finish else ""
    if not before and behind.startswith(","):
        return Change.replacing(start, end, "Trước ngày [dd/mm/yyyy]")
    if not behind or behind[0] in ".;,":
        return Change.replacing(start, end, keep + NEW_DAY)
    removed = end + 1 if case.task.text[end - case.task.start : end - case.task.start + 1] == " " else end
    finished = _finished(case)
    return replace(finished, edits=Change.replacing(start, removed, keep).edits)


@checks("deadline-incomplete")
def _incomplete(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.due is not None or deadline.status == "resolved" or deadline.flaw is not None:
        return None
    if _FROM_KNOWN_DAY.search(fold(deadline.anchor or "")) or deadline.note == NO_CALENDAR:
        return None
    if deadline.kind not in ("date", "duration") and not _counts_from_receipt(deadline):
        return None
    place = place_of(case.task, deadline)
    if _is_inside(case, place) and _BY_LAW.match(case.folded, place[1] - case.task.start):
        return None  # the law says from when
    phrase = one_line(deadline.text)
    facts = {"phrase": phrase, "note": f" ({deadline.note})" if deadline.note else ""}
    year = _NO_YEAR.search(fold(phrase))
    if year is not None:
        text = f"{year['sign']}[yyyy]" if year["sign"] else " năm [yyyy]"
        return Flaw(
            *place, facts, Change.replacing(place[1], place[1], text) if _is_inside(case, place) else NO_CHANGE, hint=f"«{phrase}{text}»."
        )
    if deadline.anchor and not _OF_THIS.search(fold(deadline.anchor)):
        start = "ngày bắt đầu tính ghi tại [sổ, văn bản]"
    else:
        start = "chậm nhất ngày [dd/mm/yyyy]" if deadline.anchor or deadline.kind == "date" else "kể từ [ngày, sự việc]"
    return Flaw(*place, facts, hint=f"«{phrase}, {start}».")


@checks("deadline-wide")
def _wide(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.kind != "date" or deadline.due is None or deadline.precision not in _WIDE:
        return None
    place = place_of(case.task, deadline)
    facts = {"phrase": one_line(deadline.text), "precision": _WIDE[deadline.precision]}
    if place[0] == case.task.start and _is_inside(case, place):
        return Flaw(*place, facts, Change.replacing(*place, "Trước ngày [dd/mm/yyyy]"))
    return _with_hint(case, place, facts, ", trong đó xong [khối lượng, việc] trước ngày [dd/mm/yyyy]")


@checks("deadline-by-event")
def _by_event(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.kind != "event" or _REFERENCE.match(fold(deadline.text)) or _counts_from_receipt(deadline):
        return None
    place, phrase = place_of(case.task, deadline), one_line(deadline.text)
    if phrase.lower().startswith("trong "):
        if case.general:
            return None  # the occasion of an appeal: "gương mẫu trong dịp Tết"
        if _FORBIDS.search(case.folded[: max(0, place[0] - case.task.start)]):
            return _with_hint(case, place, {"phrase": phrase}, " (từ ngày [dd/mm/yyyy] đến ngày [dd/mm/yyyy])")
    if _IF_NEED_BE.match(fold(phrase)):
        return Flaw(*place, {"phrase": phrase}, hint="«trong [số giờ, ngày] kể từ khi [nêu rõ trường hợp phải làm]».")
    if _EACH_TIME.match(fold(phrase)):
        moment = phrase[:1].lower() + phrase[1:]
        return Flaw(*place, {"phrase": phrase}, hint=f"«trong [số giờ, ngày] kể từ {moment.removeprefix('ngay ')}».")
    if phrase.lower().startswith(("cho đến", "đến khi")):
        return _with_hint(case, place, {"phrase": phrase}, ", nhưng không quá ngày [dd/mm/yyyy]")
    latest = phrase.lower().startswith(("chậm nhất", "muộn nhất", "trước", "không quá"))
    return _with_hint(case, place, {"phrase": phrase}, " (ngày [dd/mm/yyyy])" if latest else ", chậm nhất ngày [dd/mm/yyyy]")


def _counts_from_receipt(deadline: Deadline) -> bool:
    """A number of days from a day that the document does not know: *05 ngày sau khi nhận được văn bản*, *24 giờ khi có yêu cầu*."""
    return deadline.kind == "event" and _COUNTED.search(fold(deadline.text)) is not None


@checks("deadline-by-reference")
def _by_reference(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None:
        found = _TOLD_ELSEWHERE.search(case.folded)
        if found is None:
            return None
        return _with_hint(case, case.span(*found.span()), {"phrase": found[0]}, " (ngày [dd/mm/yyyy])")
    if deadline.kind != "event" or not _REFERENCE.match(fold(deadline.text)):
        return None
    return _with_hint(case, place_of(case.task, deadline), {"phrase": one_line(deadline.text)}, " (ngày [dd/mm/yyyy])")


@checks("recurrence-without-day")
def _without_day(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.kind != "recurring" or deadline.status == "resolved":
        return None
    place, phrase = place_of(case.task, deadline), one_line(deadline.text)
    segment = _segment(case, place)
    if deadline.recurrence in ("ongoing", "daily") or _LAST_DAY.search(segment) or not _REPORTS.search(segment):
        return None
    return _with_hint(case, place, {"phrase": phrase}, f", {_day_of_period(phrase.lower())}")


def _segment(case: Case, place: tuple[int, int]) -> str:
    """The part of the sentence, between semicolons, in which a deadline stands; all of it where the deadline stands above."""
    if not _is_inside(case, place):
        return case.folded
    at = place[0] - case.task.start
    start = max(case.folded.rfind(";", 0, at), case.folded.rfind(". ", 0, at)) + 1
    end = case.folded.find(";", at)
    return case.folded[start : end if end >= 0 else None]


def _day_of_period(phrase: str) -> str:
    if "tuần" in phrase:
        return "vào [thứ]"
    if "năm" in phrase or re.search(r"\d tháng", phrase):
        return "trước ngày [dd/mm]"
    return "trước ngày [dd] của [tháng trong quý]" if "quý" in phrase else "trước ngày [dd]"


@checks("ongoing-without-report")
def _ongoing(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if _SENDS.search(case.folded) or _SENDS.search(case.setting.detail):
        return None
    if deadline is not None and deadline.kind == "recurring" and deadline.recurrence in ("ongoing", "daily"):
        place = place_of(case.task, deadline)
        return Flaw(*place, {"phrase": one_line(deadline.text)}, Change(report_when=_PERIODICAL))
    if deadline is not None:
        return None
    cue = next((found for found in rule.cues.find(case.body) if opens_with_verb(case.body, case.act_at(found[0].end()))), None)
    if cue is None:
        return None
    place = case.span(*cue[0].span())
    return Flaw(*place, {"phrase": cue[0]["phrase"]}, Change(report_when=_PERIODICAL))


def _is_inside(case: Case, place: tuple[int, int]) -> bool:
    """Whether a deadline stands in the task itself."""
    return case.task.start <= place[0] and place[1] <= case.task.end and place != (case.task.start, case.task.end)


def _with_hint(case: Case, place: tuple[int, int], facts: dict[str, str], text: str) -> Flaw:
    """Something said behind a deadline: in the sentence where a clause ends there, else beside the phrase alone."""
    behind = case.task.text[place[1] - case.task.start :].lstrip() if _is_inside(case, place) else "-"
    if (behind and behind[0] not in ".;,") or place[0] == case.task.start:
        return Flaw(*place, facts, hint=f"«{facts['phrase']}{text}».")
    return Flaw(*place, facts, Change.replacing(place[1], place[1], text))
