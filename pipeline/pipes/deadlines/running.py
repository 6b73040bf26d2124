"""Deadline phrases in running text: which of the times that a sentence names say by when something must be done.

A point of time counts when the words before it make it a limit ("trước", "chậm nhất", "hoàn thành", "trong", …) and nothing makes it
something else: the date of a citation, the period of a plan's title, a budget year, a past event, the day on which a rule takes effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.pipes.deadlines.durations import find_durations
from pipeline.pipes.deadlines.expression import TimeExpression, fold_lines, overlaps
from pipeline.pipes.deadlines.mentions import Mention, find_mentions
from pipeline.pipes.deadlines.moments import Reference, before_period, resolve
from pipeline.pipes.deadlines.occasions import find_events, find_vague
from pipeline.pipes.deadlines.recurrences import find_recurrences
from pipeline.schema import Bound

_TRIGGER = re.compile(r"\d|hằng|hàng|thường|định k|tháng|quý|quí|năm|tuần|ngay|sớm|khi|thời|trước|dịp|đợt|k[ỳì] họp|đại hội|tết|tiến độ|lộ trình|hôm nay")
_LIMITS = "chậm nhất|muộn nhất|trễ nhất|không quá|không muộn hơn|không chậm hơn|thời hạn|hạn cuối cùng|hạn cuối|hạn chót|kỳ hạn|(?<!trung )(?<!dài )(?<!ngắn )hạn|trước"
_DONE = "hoàn thành dứt điểm|hoàn thành|hoàn tất|dứt điểm|xong|kết thúc"
_INSIDE = "ngay trong|nội trong|trong|vào|đến|tới|hết|cuối"
_GLUE = "thời gian hoàn thành|thời gian hoàn tất|thời gian thực hiện|thời gian|thời điểm|tiến độ|là|từ nay|kể từ|tính|từ|sau|khoảng|dự kiến|phấn đấu|tuần|thời hạn hoàn thành|các"
_CHAIN = re.compile(rf"(?<!\w)(?:(?:{_LIMITS}|{_DONE}|{_INSIDE}|{_GLUE})(?!\w)[ ,:]*)+\Z")
_CUE = re.compile(rf"{_LIMITS}|{_DONE}|{_INSIDE}|{_GLUE}")
_LIMIT_CUE, _DONE_CUE, _INSIDE_CUE = (re.compile(rf"(?<!\w)(?:{words})(?!\w)") for words in (_LIMITS, _DONE, _INSIDE))
_QUOTE_STARTS = re.compile(rf"(?<!\w)(?:{_LIMITS}|{_INSIDE}|từ nay|kể từ|từ|khoảng)(?!\w)")

_PAST = re.compile(r"(?<!\w)(?:đã|đang|vừa|từng|chưa)(?!\w)(?! được giao)[^,;:.\n]{0,80}\Z")
_JUST_PAST = re.compile(r"(?<!\w)(?:đã|đang|vừa|từng|chưa)(?: [^\s,;:.()]+){0,3} ?\Z")
_PASSIVE = re.compile(r"(?<!phải )(?<!cần )(?<!sẽ )(?<!bảo đảm )(?<!đảm bảo )(?<!\w)được (?!giao)(?:\w+ ){1,4}\Z")
_HAPPENED = re.compile(r"(?:phát sinh|xảy ra|tồn tại|được tuyển dụng|có đơn|so với|cùng kỳ|vụ việc|kể từ) \Z")
_REPORTED = re.compile(r"(?:kết quả|số liệu|tình hình) \Z")
_EFFECT = re.compile(r"hiệu lực(?: thi hành)?[^,;.\n]{0,30},? ?\Z|(?:áp dụng|thi hành) ?\Z")
_PAST_AFTER = re.compile(r",? (?:đã|đang|vừa|vẫn|mới)(?!\w)")
_NAMED_AFTER = re.compile(r",? ?(?:\(?(?:và )?(?:định hướng|tầm nhìn|những năm|hướng tới)|trở về trước|trở lại đây|có hiệu lực)")
_ONWARDS = re.compile(r" ?(?:trở đi|trở về sau)")
_SPOKEN_OF = re.compile(
    r"(?:phiên họp|cuộc họp|hội nghị|k[ỳì] họp|buổi làm việc|buổi họp|giao ban|họp báo|thường k[ỳì]|chuyến|biên bản|kỷ niệm|mất|thành lập|sổ|giấy|đơn|phiếu|bài báo|điện|văn bản|"
    r"công văn|thông báo|tờ trình|chỉ thị|quyết định|kế hoạch|nghị quyết|kết luận)(?: [^\s,;:.()]+){0,3} \Z"
)
_OWN_MEETING = re.compile(r"(?:tổ chức|triệu tập|khai mạc|chủ trì)(?!\w)[^,;.\n]{0,60}\Z")
_PLAN = re.compile(
    r"(?:quy hoạch|chiến lược|đề án|chương trình|kế hoạch|giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|định hướng|tầm nhìn|phương hướng|lộ trình phát triển|dự án|nghị quyết|tái cơ cấu|"
    r"phát triển|mục tiêu|phương án|dự toán|chỉ tiêu|trung hạn|đầu tư công)[^,;:.\n]*\Z"
)
_YEAR_OF = re.compile(
    r"(?:nhiệm vụ|kế hoạch|chỉ tiêu|kết quả|dự toán|vốn|chương trình|phong trào|ngân sách|tình hình|khả năng hoàn thành|thành tích|số liệu|thi đua|kinh phí|mục tiêu|biên chế|"
    r"tăng trưởng|công tác|đầu tư công|những|các)(?: [^\s,;:.()]+){0,2} \Z"
)
_ABLE = re.compile(r"(?:khả năng|dự kiến|có thể) \Z")
_TARGET = re.compile(r"(?:^|[,;:.(\n]|(?<!\w)(?:và|để|phấn đấu|mục tiêu|bảo đảm|đảm bảo|kéo dài|gia hạn|duy trì|là|[a-zđ\d]\)|[-+])|%[^,;.\n]{0,25}) ?\Z")
_ACT = re.compile(
    r"(?:tổ chức|khai mạc|họp|khởi công|khánh thành|ra quân|phát động|báo cáo|gửi|trình|nộp|hoàn thành|công bố|bế mạc|tổng kết|sơ kết|bàn giao|có mặt|tập trung|diễn ra)"
    r"(?!\w)[^,;.\n]{0,80} \Z"
)
_MOVED = re.compile(r"(?:lùi|gia hạn|điều chỉnh|kéo dài)[^,;.\n]{0,60}(?:sang|thành|đến|tới|là) \Z")
_CLAUSE_START = re.compile(r"(?:^|[.;:\n]|\btrước mắt,?|^ ?[-+a-z\d.)]{1,4})[ \"']*\Z")
_AFTER_OPENING = re.compile(r",? ?(?:tập trung|hoàn thành|tổ chức|xây dựng|triển khai|trình|báo cáo|phải|cơ bản|đưa|thực hiện|ban hành|tiếp tục|tiến hành|khởi công|bảo đảm|phấn đấu|có|sẽ)(?!\w)|,")
_NUMBER_ENDS = re.compile(r"(?=\Z|[ ]?[,;.:)\n(]| (?:để|và|đối|theo|về|cho|qua|kèm|báo|gửi|các|tại|hoàn|trình|phải|sở|ubnd|bộ|nhằm|trên|làm|tổng|với|những|hằng|hàng))")
_PAIRED_QUOTES = re.compile(r"“[^“”\n]{1,900}”|\"[^\"\n]{1,300}\"")
_YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCE_END = re.compile(r"[.;\n](?= |\n|\Z)")


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around a mention: the chain of cue words right before it and the text of the clause before them."""

    chain: str
    chain_start: int
    before: str

    def has(self, cues: re.Pattern[str]) -> bool:
        return bool(cues.search(self.chain))


def find_time_expressions(text: str, *, issued: date | None, mask: Sequence[tuple[int, int]] = ()) -> list[TimeExpression]:
    """All deadline phrases of running text, in order, not overlapping.

    Args:
        text: running text, NFC, white space of a paragraph reduced to single spaces.
        issued: the day of issue; times without year and "ngày ký" refer to it. Without it such times have no `due`, unless
            the text names exactly one year.
        mask: half-open intervals to leave out, such as the citations of `structure.citations.find_citations`.

    >>> found = find_time_expressions("Sở Y tế báo cáo trước ngày 30/6 và trong quý IV.", issued=date(2023, 2, 1))
    >>> [(expression.text, expression.due) for expression in found]
    [('trước ngày 30/6', '2023-06-30'), ('trong quý IV', '2023-12-31')]
    """
    folded = fold_lines(text)
    if not _TRIGGER.search(folded):
        return []
    reference = reference_of(text, issued, mask)
    blocked = [*mask, *(match.span() for match in _PAIRED_QUOTES.finditer(text))]
    taken: list[TimeExpression] = []
    for finder in (_periodic(folded, text), find_durations(folded, text, reference), _dated(folded, text, reference), find_events(folded, text), find_vague(folded, text)):
        spans = [*blocked, *((expression.start, expression.end) for expression in taken)]
        for expression in finder:
            if not overlaps(expression.start, expression.end, spans):
                spans.append((expression.start, expression.end))
                taken.append(expression)
    return _with_periods(sorted(taken, key=lambda expression: expression.start), folded)


def reference_of(text: str, issued: date | None, mask: Sequence[tuple[int, int]] = ()) -> Reference:
    """Against what the times of `text` without year are read."""
    if issued is not None:
        return Reference(issued)
    years = {int(match[0]) for match in _YEAR_NAMED.finditer(text) if not overlaps(*match.span(), mask)}
    return Reference(None, years.pop() if len(years) == 1 else None)


def _periodic(folded: str, text: str) -> Iterator[TimeExpression]:
    """The recurring expressions, those with a period before "thường xuyên", so that the former win where they overlap."""
    yield from sorted(find_recurrences(folded, text), key=lambda expression: expression.recurrence == "ongoing")


def _dated(folded: str, text: str, reference: Reference) -> Iterator[TimeExpression]:
    for mention in find_mentions(folded):
        context = _context(folded, mention.start)
        bound = _limit(mention, context, folded)
        if bound is None:
            continue
        moment = resolve(mention, reference)
        if bound == "before":
            moment = before_period(moment, mention)
        if moment.due and reference.issued and moment.due < reference.issued:
            continue
        quote = _QUOTE_STARTS.search(context.chain)
        start, end = context.chain_start + quote.start() if quote else mention.start, mention.end
        yield TimeExpression(
            start, end, text[start:end], "date", moment.due_text, moment.begin.isoformat() if moment.begin else None, bound, moment.precision, note=moment.note,
        )


def _context(folded: str, start: int) -> _Context:
    window = folded[max(0, start - 200) : start]
    chain = _CHAIN.search(window)
    cut = chain.start() if chain else len(window)
    return _Context(window[cut:], start - len(window) + cut, window[:cut])


def _limit(mention: Mention, context: _Context, folded: str) -> Bound | None:
    """How the mention limits a task, or `None` when it does not."""
    after = folded[mention.end : mention.end + 60]
    limit, done, inside = context.has(_LIMIT_CUE), context.has(_DONE_CUE), context.has(_INSIDE_CUE)
    if _is_something_else(mention, context, after, strong=limit or done):
        return None
    if mention.bare and not ((limit or done or "hết" in context.chain or "đến" in context.chain or "thời gian" in context.chain) and _NUMBER_ENDS.match(after)):
        return None
    stretch = mention.first is not None and (mention.last.unit != "year" or "từ" in context.chain)
    if not (limit or done or inside or stretch or "thời gian" in context.chain or _stands_alone(mention, context, after)):
        return None
    if "trước" in context.chain:
        return "before"
    if limit or "đến" in context.chain or "hết" in context.chain:
        return "by"
    return "on" if mention.last.unit == "day" and mention.first is None and not done else "within"


def _is_something_else(mention: Mention, context: _Context, after: str, *, strong: bool) -> bool:
    before, chain, point = context.before, context.chain, mention.last
    if point.unit == "monthday":
        return True
    if re.search(r"(?<!\w)(?:tính|sau)(?!\w)", chain) or re.search(r"(?<!\w)từ[ ,:]*\Z", chain) and mention.first is None:
        return True
    if _EFFECT.search(before) or _PAST_AFTER.match(after) or _NAMED_AFTER.match(after) or _HAPPENED.search(before) or not strong and _REPORTED.search(before):
        return True
    if (_JUST_PAST if strong else _PAST).search(before) or _PASSIVE.search(before) and not _DONE_CUE.search(chain):
        return True
    if point.unit == "year" and _is_horizon(mention, context, strong=strong):
        return True
    return not chain and bool(_SPOKEN_OF.search(before)) and not _OWN_MEETING.search(before) and not _MOVED.search(before)


def _is_horizon(mention: Mention, context: _Context, *, strong: bool) -> bool:
    """Whether a year belongs to a name or a noun: "Quy hoạch … đến năm 2030", "kế hoạch năm 2025", "khả năng hoàn thành trong năm 2025"."""
    if not strong and _YEAR_OF.search(context.before) or _ABLE.search(context.before):
        return True
    if mention.first is not None and _PLAN.search(context.before):
        return True
    vague_end = mention.last.part or mention.last.step is not None or re.search(r"từ|hết", context.chain)
    return "đến" in context.chain and not strong and not vague_end and not _TARGET.search(context.before)


def _stands_alone(mention: Mention, context: _Context, after: str) -> bool:
    """Whether a time without any cue word is a limit all the same: in brackets, opening the order, or the day of an act."""
    before = context.before
    if before.rstrip().endswith("(") and after.startswith(")"):
        return mention.last.unit != "year"
    if _MOVED.search(before):
        return True
    if _CLAUSE_START.search(before):
        return bool(_AFTER_OPENING.match(after)) or not after.strip(" .;,")
    return mention.last.unit == "day" and bool(_ACT.search(before))


def _with_periods(found: list[TimeExpression], folded: str) -> list[TimeExpression]:
    """A day without year in the sentence of a recurrence recurs: "Hằng năm, … báo cáo trước ngày 15/12"."""
    recurring: TimeExpression | None = None
    result: list[TimeExpression] = []
    for expression in found:
        if recurring and _SENTENCE_END.search(folded, recurring.end, expression.start):
            recurring = None
        if recurring and expression.kind == "date" and expression.precision in ("day", "minute") and not re.search(r"\d{4}", expression.text) and expression.due:
            due = date.fromisoformat(expression.due[:10])
            rrule = f"FREQ=YEARLY;BYMONTH={due.month};BYMONTHDAY={due.day}" if recurring.recurrence == "annual" else recurring.rrule
            expression = replace(expression, kind="recurring", due=None, begin=None, recurrence=recurring.recurrence, rrule=rrule, precision=None, note=None)
        elif expression.kind == "recurring" and expression.recurrence not in ("ongoing", None):
            recurring = expression
        result.append(expression)
    return result
