"""What stands around each task: its document's date and kind, the headings above it, and what behind or under it spells it out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from pipeline.knowledge.registry import agencies_by_id
from pipeline.pipes.agencies.resolve import resolve
from pipeline.pipes.clarity.case import Setting
from pipeline.pipes.tasks.draft import Draft
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_AHEAD, _BEHIND = 16, 120
_OPENING = 12  # characters in front of a task at the beginning of its paragraph: "Giao ", "Yêu cầu "
_LONGEST_LEAD = 300
_LONGEST_DETAIL = 600
_GOES_ON = re.compile(
    r"\s*[.;:,]?\s*(?:cụ thể|trong đó|bao gồm|gồm|các nội dung|như sau|nội dung|danh sách|chi tiết|một là|thứ nhất)(?!\w)"
)


class Settings:
    """Makes the settings of the tasks of one document."""

    def __init__(self, structure: Structure, drafts: list[Draft]):
        self._structure = structure
        self._starts = sorted(draft.start for draft in drafts)
        self._groups_above = _groups_above(drafts)
        head = structure.outline.head
        self._kind = head.kind.name
        issuer = agencies_by_id().get(resolve(head.header.issuer, structure.issued) or "") if head.header.issuer else None
        self._level = issuer.level if issuer else ""

    def of(self, draft: Draft) -> Setting:
        """The setting of one task."""
        item, text = draft.assignment.item, self._structure.text
        return Setting(
            issued=self._structure.issued,
            kind=self._kind,
            level=self._level,
            parent_due=draft.due.parent_due if draft.due else None,
            detail=self._detail(draft, item),
            ahead=self._structure.folded[max(0, draft.start - _AHEAD) : draft.start],
            behind=text[draft.end : draft.end + _BEHIND],
            lead=" ".join(self._structure.folded[one.start : one.end][-_LONGEST_LEAD:] for one in item.ancestors),
            groups_above=self._groups_above[draft.start],
            opens_item=draft.start - item.start < _OPENING,
            document=self._structure.folded,
            citations=self._structure.citations,
        )

    def _detail(self, draft: Draft, item: Item) -> str:
        """The sub-items of a task that ends its item, or how the sentence goes on to spell it out; up to some hundred characters."""
        folded = self._structure.folded
        after = bisect_left(self._starts, draft.end)
        following = min(self._starts[after], item.end) if after < len(self._starts) else item.end
        rest = folded[draft.end : following]
        if _GOES_ON.match(rest):
            return rest.strip(" .;:,")[:_LONGEST_DETAIL]
        if following < item.end or draft.assignment.row is not None:
            return ""
        return " ".join(folded[child.start : child.end] for child in item.children)[:_LONGEST_DETAIL]


def _groups_above(drafts: list[Draft]) -> dict[int, int]:
    """For the start of each task, how many different groups of owners the tasks before it name, under the same heading."""
    above: dict[int, int] = {}
    named: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for draft in sorted(drafts, key=lambda draft: draft.start):
        groups = named[id(draft.assignment.item.parent)]
        above.setdefault(draft.start, len(groups))
        if draft.owners:
            groups.add(tuple(owner.name for owner in draft.owners))
    return above
