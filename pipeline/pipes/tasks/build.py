"""From a draft to the `Task` of the contract: text, content, locator and a stable identifier."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from pipeline.pipes.tasks.draft import Draft
from pipeline.schema import Deadline, Result, Task
from pipeline.structure.model import Structure

_LOOSE_END = re.compile(
    r"^(?:\s*(?:giao|yêu cầu|đề nghị|chủ trì|và|,|;|:|-)\s*)+|(?:[\s,;:]|\s(?:và|với|cùng|phối hợp|hoàn thành|xong|gửi|"
    r"vào|của))+$",
    re.IGNORECASE,
)
_WITH = re.compile(  # the words in front of a coordinator, which go with it
    r"(?<!\w)chủ trì[\s,]+(?:và )?(?:(?:chủ động|tích cực) )?phối hợp(?: chặt chẽ)?[\s,]+(?:cùng với|với|cùng)\s*\Z", re.IGNORECASE
)
_HAS_JOINT = re.compile(r"phối hợp|cùng| [,.;]")
_JOINT = re.compile(  # what a coordinator leaves behind
    r",? ?(?:chủ trì)?,? ?(?:phối hợp(?: chặt chẽ)?|cùng)(?: với| cùng)?\s*(?=,|$|(?:và|,)+ )|(?<=,) ,| (?=[,.;])"
)


def build_task(structure: Structure, draft: Draft, seen: dict[str, int]) -> Task:
    """The task of a draft. `seen` counts identifiers of the document, so that two equal tasks differ."""
    text = structure.text
    item = draft.assignment.item
    locator = item.locator
    if draft.assignment.row is not None and draft.assignment.row.ordinal:
        locator = f"{locator.rsplit('.', 1)[0]}.{draft.assignment.row.ordinal}"
    return Task(
        id=_identifier(structure, locator, text[draft.start : draft.end], seen),
        locator=locator,
        page=item.page,
        text=text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        content=_content(text, draft),
        owners=draft.owners,
        coordinators=draft.coordinators,
        deadline=_deadline(draft),
        result=Result(text=text[slice(*draft.result)], start=draft.result[0], end=draft.result[1]) if draft.result else None,
    )


def _identifier(structure: Structure, locator: str, text: str, seen: dict[str, int]) -> str:
    number = structure.outline.head.header.number or ""
    words = " ".join(re.findall(r"\w+", text.lower()))
    digest = hashlib.sha256(f"{number}|{locator}|{words}".encode()).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _content(text: str, draft: Draft) -> str:
    spans = [
        (party.start, party.end) for party in [*draft.owners, *draft.coordinators] if party.start is not None and party.end is not None
    ]
    if draft.due is not None and draft.due.source == "explicit":
        spans.append((draft.due.expression.start, draft.due.expression.end))
    return content_of(text, draft.start, draft.end, spans)


def content_of(text: str, start: int, end: int, fields: Iterable[tuple[int, int]]) -> str:
    """The order `text[start:end]` without those of its fields (owner, coordinators, deadline) that stand inside it.

    >>> text = "Sở Y tế kiểm tra 05 bệnh viện trước ngày 30/6."
    >>> content_of(text, 0, 45, [(0, 7), (30, 45)])
    'kiểm tra 05 bệnh viện'
    >>> text = "Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra 05 bệnh viện"
    >>> content_of(text, 0, 64, [(0, 7), (30, 42)])
    'kiểm tra 05 bệnh viện'
    """
    kept, at = [], start
    for first, last in sorted((a, b) for a, b in fields if a >= start and b <= end):
        if first > at:
            kept.append(_WITH.sub(" ", text[at:first]))
        at = max(at, last)
    kept.append(text[at:end])
    content = " ".join(" ".join(kept).split())
    if _HAS_JOINT.search(content):
        content = _JOINT.sub("", content)
    return _LOOSE_END.sub("", content) or text[start:end]


def _deadline(draft: Draft) -> Deadline | None:
    if draft.due is None:
        return None
    found = draft.due.expression
    return Deadline(
        text=found.text,
        kind=found.kind,
        due=found.due,
        begin=found.begin,
        bound=found.bound,
        precision=found.precision,
        recurrence=found.recurrence,
        rrule=found.rrule,
        anchor=found.anchor,
        status=found.status,
        flaw=found.flaw,
        start=found.start,
        end=found.end,
        source=draft.due.source,
        note=found.note,
    )
