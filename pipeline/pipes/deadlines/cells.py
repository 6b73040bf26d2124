"""The deadline column of a table, and lines such as "Thời gian hoàn thành: …": the whole text is the deadline."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pipeline.language.fold import fold
from pipeline.pipes.deadlines.durations import find_durations
from pipeline.pipes.deadlines.expression import TimeExpression
from pipeline.pipes.deadlines.mentions import Mention, Point, Unit, find_mentions
from pipeline.pipes.deadlines.moments import Reference, before_period, resolve
from pipeline.pipes.deadlines.occasions import anchor_of
from pipeline.pipes.deadlines.recurrences import find_recurrences
from pipeline.pipes.deadlines.running import find_time_expressions
from pipeline.schema import Bound

_LABEL = re.compile(r"\W*(?:thời gian|thời hạn|tiến độ|hạn)(?: [^:,;.\d\n]{1,40})? ?: ?")
_ACT = re.compile(r"(?:thực hiện|hoàn thành|triển khai) (?=cùng|theo|khi|sau|ngay|trong|trước|vào)")
_OPEN_BRACKET = re.compile(r"\([^()]*\Z")  # a remark that goes on behind the cell or sentence
_NOTHING = re.compile(
    r"[\W_]*(?:không|đã (?:hoàn thành|xong|thực hiện|trình|ban hành|báo cáo|gửi|nộp)(?!\w)(?:(?!trước|chậm nhất|tiếp tục|đến hết)[^;])*|"
    r"nt|như trên|x)?[\W_]*"
)
_QUARTER = r"(?:i{1,3}|iv|[1-4])"


def _list_of(noun: str, number: str, *, last: str) -> re.Pattern[str]:
    """A list of periods up to its last number ("tháng 4, 5, |6"); the first period is group 1."""
    return re.compile(rf"\b({noun} {number})(?: ?[,+;] ?(?:{noun} )?{number})* ?(?:[,+;]|và) ?(?:{noun} )?(?={last})")


_SHORT_FORMS = (
    (re.compile(r"\bt\.?(?=\d{1,2}(?: ?/ ?\d{4})?\b)"), "tháng "),
    (re.compile(rf"\bq(?:u[ýí])?\.? ?(?={_QUARTER}\b)"), "quý "),
    (re.compile(r"\btuần (\d) ?/ ?(?=\d{1,2}\b)"), r"tuần \1 tháng "),
    (_list_of("tháng", r"\d{1,2}", last=r"\d{1,2}\b(?! ?[/-] ?\d{1,2}\b)"), r"\1 đến tháng "),
    (_list_of("quý", _QUARTER, last=rf"{_QUARTER}\b"), r"\1 đến quý "),
)
_YEARS = re.compile(r"(?<![\d/.-])(?:(?P<first>20\d\d) ?(?:-|đến|và|,) ?)?(?P<last>20\d\d)(?!\d| ?[/-] ?\d)")
_WHOLE_PERIOD = re.compile(r"(?:trong|cả|hết) (?P<unit>năm|quý|tháng|tuần)\W*\Z")
_AND_ON = re.compile(r"(?:và|,|;|\n) ?(?:(?:h[àằ]ng|các|những) năm(?! tiếp)|thường xuyên)")
_PLAIN_SPAN = re.compile(r"^\W*(?:\d{1,3}) (?:ngày|tuần|tháng)")
_SENTENCE = re.compile(
    r"(?:cùng|theo|khi|sau khi|ngay khi|ngay sau|trong quá trình|trước khi|trước k[ỳì] họp|trước phiên họp|k[ỳì] họp)(?!\w)"
)
_REMARK = re.compile(r"[(\[]|(?<!\w)(?:để|phục vụ|nhằm|kịp|theo|căn cứ|nghị quyết|quyết định|công văn|kế hoạch|thông báo|số)(?!\w)")
_YEAR_CUE = re.compile(r"(?<!\w)(?:trước|trong|đến|tới|hết|cuối|hoàn thành|xong|kết thúc|và|hoặc)(?!\w)")
_VAGUE = re.compile(
    r"(?:theo|trong thời (?:gian|hạn)) (?:đúng )?(?:qu[yi] định|thời (?:gian|hạn) qu[yi] định)|trong thời gian|thời gian tới|(?:càng )?sớm|"
    r"ngay\W*\Z|ngay trong thời gian|trước mắt|khẩn trương|kịp thời|định k[ỳì]\W*\Z|sắp tới|lâu dài"
)


def read_deadline_cell(text: str, *, issued: date | None, year: int | None = None) -> TimeExpression | None:
    """What a text that is nothing but a deadline says; `None` when it says nothing.

    Args:
        text: a table cell, or a line "Thời gian hoàn thành: …".
        issued: the day of issue of the document.
        year: the year of times without one when `issued` is unknown; else that of a plan's title, which counts where it is the next.

    Returns:
        One expression for the whole text: `start` and `end` leave out the label and white space around it.

    >>> read_deadline_cell("Quý III/2024", issued=None).due
    '2024-09-30'
    >>> read_deadline_cell("Theo kết quả rà soát", issued=None).kind
    'event'
    """
    folded = fold(text)
    label = _LABEL.match(folded)
    start = label.end() if label else 0
    start += len(folded[start:]) - len(folded[start:].lstrip())
    act = _ACT.match(folded, start)
    start = act.end() if act else start
    end = len(_OPEN_BRACKET.sub("", folded).rstrip(" ;."))
    if start >= end or _NOTHING.fullmatch(folded, start, end):
        return None
    words = folded[start:end]
    reference = Reference(issued, year)
    expression = (
        _recurring(words, reference) or _span(words, reference) or _running(words, reference) or _dated(words, reference) or _tied(words)
    )
    if expression is None:
        return None
    anchor = expression.anchor
    if anchor is not None:  # as it is written, not as it is folded
        at = folded.find(anchor, start, end)
        anchor = text[at : at + len(anchor)] if at >= 0 else anchor
    return replace(expression, start=start, end=end, text=text[start:end], anchor=anchor)


def _recurring(words: str, reference: Reference) -> TimeExpression | None:
    found = sorted(find_recurrences(words, words, reference), key=lambda expression: expression.recurrence == "ongoing")
    if found and (found[0].recurrence != "ongoing" or _goes_on(words)):
        return found[0]
    return None


def _goes_on(words: str) -> bool:
    """Whether "thường xuyên" or "trở đi" is the whole answer, not the manner beside a day."""
    mentions = [mention for mention in find_mentions(words) if not words.endswith("trong năm", 0, mention.end)]
    return not (mentions or _YEARS.search(words)) or bool(_AND_ON.search(words)) or words.endswith("trở đi")


def _span(words: str, reference: Reference) -> TimeExpression | None:
    phrase = f"trong thời hạn {words}" if _PLAIN_SPAN.match(words) else words
    return next(find_durations(phrase, phrase, reference), None)


def _dated(words: str, reference: Reference) -> TimeExpression | None:
    for pattern, long_form in _SHORT_FORMS:
        words = pattern.sub(long_form, words)
    named = find_mentions(words, lists=True)
    mentions = _milestones([mention for mention in named if not _is_start_only(mention, words)], words)
    if not named:
        mentions = [_year(match) for match in _YEARS.finditer(words)] or [_period(match) for match in _WHOLE_PERIOD.finditer(words)]
    if not mentions:
        return None
    moments = [resolve(mention, reference) for mention in mentions]
    moment = max(moments, key=lambda moment: moment.due or date.min)
    if len(mentions) == 1 and words.startswith("trước"):
        moment = before_period(moment, mentions[0])
    cue = words[: max(mentions, key=lambda mention: mention.start).start]
    bound: Bound = "before" if "trước" in cue else "by" if re.search(r"chậm|muộn|không quá|đến|hết|hạn", cue) else "within"
    if bound == "within" and moment.precision in ("day", "minute") and moment.begin is None:
        bound = "on"
    begin = moment.begin.isoformat() if moment.begin else None
    past = reference.issued is not None and moment.due is not None and moment.due < reference.issued
    return TimeExpression(
        0, 0, "", "date", moment.due_text, begin, bound, moment.precision, flaw=moment.flaw, note=moment.note, doubt=past or moment.doubt
    )


def _milestones(mentions: list[Mention], words: str) -> list[Mention]:
    """Those that are times of the work: the first, and the later ones that stand neither in a remark in brackets, nor behind the words of a
    purpose or a document, nor are the bare year of a review ("30/6/2024 để phục vụ Đại hội năm 2030")."""
    out: list[Mention] = []
    for mention in mentions:
        between = words[out[-1].end : mention.start] if out else ""
        year_only = mention.last.unit == "year" and not _YEAR_CUE.search(between) and bool(re.search(r"\w", between))
        if not (out and (_REMARK.search(between) or year_only)):
            out.append(mention)
    return out


def _running(words: str, reference: Reference) -> TimeExpression | None:
    """A cell that begins like a sentence: the day in it if it sets one ("Sau khi có hướng dẫn, trước 30/6"), else the event."""
    if not _SENTENCE.match(words):
        return None
    found = find_time_expressions(words, issued=reference.issued, year=reference.year)
    return next((expression for expression in found if expression.kind == "date"), None) or _tied(words)


def _is_start_only(mention: Mention, words: str) -> bool:
    before, behind = words[: mention.start], words[mention.end :]
    if re.search(r"(?:sau|kể từ|bắt đầu từ) \Z", before):
        return mention.first is None
    if re.fullmatch(r"\W*(?:bắt đầu )?từ (?:ngày )?", before) and mention.first is None and not re.search(r"\d", behind):
        return True
    return re.search(r"(?<!\w)từ \Z", before) is not None and re.match(r" (?:cho )?đến (?:khi|lúc)(?!\w)", behind) is not None


def _year(match: re.Match[str]) -> Mention:
    first = Point("year", year=int(match["first"])) if match["first"] else None
    return Mention(*match.span(), Point("year", year=int(match["last"])), first)


def _period(match: re.Match[str]) -> Mention:
    units: dict[str, Unit] = {"năm": "year", "quý": "quarter", "tháng": "month", "tuần": "week"}
    return Mention(*match.span(), Point(units[match["unit"]], step=0))


def _tied(words: str) -> TimeExpression:
    if _VAGUE.match(words):
        return TimeExpression(0, 0, "", "vague")
    return TimeExpression(0, 0, "", "event", bound="before" if words.startswith("trước") else None, anchor=anchor_of(words))
