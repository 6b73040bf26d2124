"""What a machine can check of an annotated document, and of a corpus: what it finds is for a person to look at and put right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from pipeline.learning.corpus.markup import MarkedDeadline, MarkedDocument, MarkedTask
from pipeline.pipes.deadlines.grammar import find_time_expressions, read_deadline_cell
from pipeline.schema import Recurrence
from pipeline.structure.kinds import BY_NAME

LEVELS = ("trung ương", "tỉnh", "huyện", "xã", "đảng", "đoàn thể", "bệnh viện", "trường học", "doanh nghiệp", "báo chí")
CLARITY = ("rõ", "mơ hồ", "lẫn", "không")
"""How a document assigns: clearly, vaguely, both, or not at all."""
SHARED_WORDS = 16
"""So many words in a row that stand in two texts make them share text."""
_MARKER = re.compile(r"\s*(?:[-+*•]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]+\.)\s")
_CUE = re.compile(r"(?:giao|yêu cầu|đề nghị|phối hợp|cùng|phân công|do|và)(?!\w)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?")
_FORMULA = re.compile(
    r"cộng h[òo][aà] xã hội|^\W*căn cứ |hiệu lực (?:thi hành )?(?:kể )?từ|chịu trách nhiệm thi hành|thông báo để các|phổ biến đến"
)
_REQUIRED = ("kind", "issuer", "issued", "theme", "level", "clarity")
_LONGEST_QUOTE = 160


def lint_document(document: MarkedDocument) -> list[str]:
    """What is wrong or doubtful in one document, in English, each naming the words it is about."""
    return [*_head(document), *(problem for task in document.tasks for problem in _task(task, document))]


def _head(document: MarkedDocument) -> Iterator[str]:
    head = document.head
    for key in _REQUIRED:
        if key not in head:
            yield f"head: no {key}"
    if head.get("kind") not in BY_NAME:
        yield f"head: kind {head.get('kind')!r} is not one of {', '.join(BY_NAME)}"
    for key, values in (("level", LEVELS), ("clarity", CLARITY)):
        if key in head and head[key] not in values:
            yield f"head: {key} {head[key]!r} is not one of {', '.join(values)}"
    if head.get("issued") and not re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", head["issued"]):
        yield f"head: issued {head['issued']!r} is not a day"
    if head.get("number") and _letters(head["number"]) not in _letters(document.text):
        yield f"head: the number {head['number']!r} does not stand in the text"
    if (head.get("clarity") == "không") != (not document.tasks):
        yield f"head: clarity {head.get('clarity')!r} with {len(document.tasks)} tasks"


def _task(task: MarkedTask, document: MarkedDocument) -> Iterator[str]:
    quote = task.passage.quote
    about = f": {quote[:60]!r}"
    if len(quote.split()) < 3:
        yield "a task of less than three words" + about
    if len(quote.split()) > _LONGEST_QUOTE:
        yield "a very long task: does another owner or deadline begin inside it?" + about
    if _MARKER.match(quote):
        yield "the quote begins with its list marker" + about
    if quote != quote.strip() or re.search(r"[.;,:]$", quote):
        yield "the quote takes closing punctuation or a space with it" + about
    if task.result is not None and not task.result.quote.strip():
        yield "an empty result" + about
    if task.generic and task.result:
        yield "generic content with a result that can be checked" + about
    for name in (*task.owners, *task.coordinators):
        if _CUE.match(name.quote) or name.quote != name.quote.strip(" ,.:;"):
            yield f"the name {name.quote!r} takes a cue or punctuation with it" + about
    if task.deadline:
        problem = _deadline(task.deadline, document.head.get("issued") or None)
        if problem:
            yield problem + about


def _deadline(deadline: MarkedDeadline, issued: str | None) -> str | None:
    """A value that is malformed or that the deadline grammar reads otherwise; a person may vouch for it with `!`."""
    value, quote = deadline.value, deadline.passage.quote
    if deadline.kind == "recurring":
        return None if value in get_args(Recurrence) else f"recurrence {value!r} is not known"
    if value is not None and not _DAY.fullmatch(value):
        return f"{value!r} is not a day"
    if deadline.checked:
        return None
    day = date.fromisoformat(issued) if issued else None
    read = [cell] if (cell := read_deadline_cell(quote, issued=day)) else []
    read += find_time_expressions(quote, issued=day)
    same = {"date": ("date", "duration"), "duration": ("date", "duration")}.get(deadline.kind, (deadline.kind,))
    if any(found.kind in same and (found.due or "")[:10] == (value or "")[:10] for found in read):
        return None
    seen = "; ".join(sorted({f"{found.kind} {found.due or found.recurrence or ''}".strip() for found in read})) or "no deadline"
    return f"{quote!r} is marked {deadline.kind} {value or ''}, the grammar reads {seen} (if you are sure: {value or ''}!)"


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def shared_text(texts: Mapping[str, str], groups: Mapping[str, str], *, words: int = SHARED_WORDS) -> list[tuple[str, str, str]]:
    """The pairs of texts of different groups that have a stretch of words in common, with the first such stretch.

    Args:
        texts: name -> text.
        groups: name -> what the text belongs to, such as its split; texts of one group are not compared.
        words: so many words in a row of one line count. What more than three texts share is a formula of office and does not count.
    """
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for name, text in texts.items():
        for stretch in _stretches(text, words):
            places[stretch][name] = None
    found: dict[tuple[str, str], str] = {}
    for stretch, names in places.items():
        if 2 <= len(names) <= 3:
            for first in names:
                for second in names:
                    if first < second and groups[first] != groups[second]:
                        found.setdefault((first, second), stretch)
    return [(first, second, stretch) for (first, second), stretch in sorted(found.items())]


def _stretches(text: str, words: int) -> Iterator[str]:
    """The stretches inside one line, but for lines of letterhead, legal basis and effect, which offices do not word themselves."""
    for line in text.splitlines():
        found = [] if _FORMULA.search(line.lower()) else re.findall(r"\w+", line.lower())
        yield from (" ".join(found[i : i + words]) for i in range(len(found) - words + 1))
