"""Deadline phrases in running text: the times that say by when, or how often, something must be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.language.fold import fold_lines
from pipeline.pipes.deadlines.durations import find_durations
from pipeline.pipes.deadlines.expression import Places, TimeExpression
from pipeline.pipes.deadlines.limits import find_limit
from pipeline.pipes.deadlines.mentions import find_mentions
from pipeline.pipes.deadlines.moments import Reference, before_period, resolve
from pipeline.pipes.deadlines.occasions import find_events, find_vague
from pipeline.pipes.deadlines.recurrences import find_recurrences

_TRIGGER = re.compile(
    r"\d|hằng|hàng|mỗi|thường|định k|phiên|họp|hội nghị|nhiệm k|ngày|tới|lâu|tháng|quý|quí|năm|tuần|ngay|sớm|khi|thời|trước|dịp|đợt|"
    r"k[ỳì] họp|đại hội|tết|tiến độ|lộ trình|hôm nay"
)
_PAIRED_QUOTES = re.compile(r"“[^“”\n]{1,900}”|\"[^\"\n]{1,300}\"")
_NAMES_WHAT = re.compile(  # before a title, or the wording of a rule, in quotation marks
    r"(?:đề án|chương trình|phong trào|cuộc thi|hội thi|chủ đề|kế hoạch|dự án|chiến dịch|chiến lược|quy hoạch|khẩu hiệu|phương châm|"
    r"thi đua|mô hình|nghị quyết|quyết định|chỉ thị|công văn|về việc|về|qu[yi] định(?: rõ| như sau)? ?:|sửa đổi ?:|như sau ?:|luật sư ?:)"
    r"(?: [^\s,;.:]+){0,3} \Z"
)
_MOTTO = 60  # characters; a longer quotation, or one behind a colon, may be a leader's words with orders in them
_YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MISTYPED = timedelta(days=400)  # a limit that lies further back than a year and a month is history, not a wrong year
_NEXT_MONTH = re.compile(r"tháng (?:kế tiếp|tiếp theo|liền kề|sau liền kề|sau)\Z")
_SENTENCE_END = re.compile(r"[.;\n](?= |\n|\Z)")


def find_time_expressions(
    text: str, *, issued: date | None, mask: Sequence[tuple[int, int]] = (), year: int | None = None
) -> list[TimeExpression]:
    """All deadline phrases of running text, in order, not overlapping.

    Args:
        text: running text, NFC, white space of a paragraph reduced to single spaces.
        issued: the day of issue; times without year and "ngày ký" refer to it.
        mask: half-open intervals to leave out, such as the citations of `structure.citations.find_citations`.
        year: the year of times without one when `issued` is unknown, such as `only_year` of the whole document; else that of a plan's
            title, which counts where it is the next.
            Without both, such times have no `due`, unless `text` itself names exactly one year.

    >>> found = find_time_expressions("Sở Y tế báo cáo trước ngày 30/6 và trong quý IV.", issued=date(2023, 2, 1))
    >>> [(expression.text, expression.due) for expression in found]
    [('trước ngày 30/6', '2023-06-30'), ('trong quý IV', '2023-12-31')]
    """
    folded = fold_lines(text)
    if not _TRIGGER.search(folded):
        return []
    reference = Reference(issued, year or (only_year(text, mask) if issued is None else None))
    places = Places(len(text), [*mask, *_quoted_names(text, folded)])
    found: list[TimeExpression] = []
    finders = (  # the first to claim a place has it
        _periodic(folded, text, reference),
        find_durations(folded, text, reference),
        _dated(folded, text, reference),
        find_events(folded, text),
        find_vague(folded, text),
    )
    for finder in finders:
        for expression in finder:
            if places.free(expression.start, expression.end):
                places.take(expression.start, expression.end)
                found.append(expression)
    return _with_periods(sorted(found, key=lambda expression: expression.start), folded)


def only_year(text: str, mask: Sequence[tuple[int, int]] = ()) -> int | None:
    """The year that `text` names outside `mask`, if it names just one.

    >>> only_year("Hoàn thành trong năm 2019. Khơi thông cống trước ngày 20-9-2019")
    2019
    """
    masked = Places(len(text), mask)
    years = {int(match[0]) for match in _YEAR_NAMED.finditer(text) if masked.free(*match.span())}
    return years.pop() if len(years) == 1 else None


def _quoted_names(text: str, folded: str) -> list[tuple[int, int]]:
    """The quotations that are titles, mottoes or the wording of a rule, not somebody's orders."""
    names = []
    for match in _PAIRED_QUOTES.finditer(text):
        start, end = match.span()
        spoken = folded[max(0, start - 2) : start].endswith((":", ": ")) or end - start > _MOTTO
        if not spoken or _NAMES_WHAT.search(folded, max(0, start - 60), start):
            names.append((start, end))
    return names


def _periodic(folded: str, text: str, reference: Reference) -> Iterator[TimeExpression]:
    """The recurring expressions, those with a period before "thường xuyên", so that the former win where they overlap."""
    yield from sorted(find_recurrences(folded, text, reference), key=lambda expression: expression.recurrence == "ongoing")


def _dated(folded: str, text: str, reference: Reference) -> Iterator[TimeExpression]:
    for mention in find_mentions(folded):
        limit = find_limit(mention, folded)
        if limit is None:
            continue
        moment = resolve(mention, reference)
        if limit.bound == "before" and not limit.to_end:
            moment = before_period(moment, mention)
        past = reference.issued - moment.due if moment.due and reference.issued else None
        if past and past.days > 0 and not (limit.strong and past < _MISTYPED):
            continue  # history, not an order
        yield TimeExpression(
            limit.start,
            mention.end,
            text[limit.start : mention.end],
            "date",
            due=moment.due_text,
            begin=moment.begin.isoformat() if moment.begin else None,
            bound=limit.bound,
            precision=moment.precision,
            doubt=moment.doubt or (past is not None and past.days > 0),
            flaw=moment.flaw,
            note=moment.note,
        )


def _with_periods(found: list[TimeExpression], folded: str) -> list[TimeExpression]:
    """A day without year in the sentence of a recurrence recurs: "Hằng năm, … báo cáo trước ngày 15/12"."""
    recurring: TimeExpression | None = None
    result: list[TimeExpression] = []
    for expression in found:
        if recurring and _SENTENCE_END.search(folded, recurring.end, expression.start):
            recurring = None
        if recurring and _lacks_year(expression):
            expression = _recurring_day(expression, recurring)
        elif recurring and _NEXT_MONTH.search(fold_lines(expression.text)):
            expression = _in_next_month(expression, recurring)
        elif expression.kind == "recurring" and expression.recurrence != "ongoing":
            recurring = expression
        result.append(expression)
    return result


def _in_next_month(expression: TimeExpression, recurring: TimeExpression) -> TimeExpression:
    """A day of the month that follows each period: "hằng quý báo cáo, vào ngày 05 của tháng liền kề"."""
    day = (expression.rrule or "").partition(";BYMONTHDAY=")[2]
    rrule = f"{(recurring.rrule or '').partition(';BY')[0]};BYMONTHDAY={day}" if day else recurring.rrule
    return replace(expression, recurrence=recurring.recurrence, rrule=rrule)


def _lacks_year(expression: TimeExpression) -> bool:
    return expression.kind == "date" and expression.precision in ("day", "minute") and not _YEAR_NAMED.search(expression.text)


def _recurring_day(expression: TimeExpression, recurring: TimeExpression) -> TimeExpression:
    rrule = recurring.rrule
    if recurring.recurrence == "annual" and expression.due:
        due = date.fromisoformat(expression.due[:10])
        rrule = f"FREQ=YEARLY;BYMONTH={due.month};BYMONTHDAY={due.day}"
    return replace(
        expression,
        kind="recurring",
        due=None,
        begin=None,
        precision=None,
        recurrence=recurring.recurrence,
        rrule=rrule,
        flaw=None,
        note=None,
    )
