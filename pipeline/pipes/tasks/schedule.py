"""Which deadline governs which task: its own, one stated for the whole list, in a lead-in, a labelled line or a table column.

An order is also split here where another deadline begins: "…, xong trước ngày 15/3; báo cáo … trước ngày 30/3".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from pipeline.pipes.deadlines.grammar import TimeExpression, choose_deadline, find_time_expressions, only_year, read_deadline_cell
from pipeline.pipes.tasks.assignments import Assignment, Assignments, labels_by_item
from pipeline.pipes.tasks.grammar import opens_act
from pipeline.pipes.tasks.sentences import trim
from pipeline.schema import Origin
from pipeline.structure.citations import citations_within
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_SEAM = re.compile(  # where another deadline may begin
    r";\s*|,\s+(?=xong (?:trước|trong) |đợt |lần |giai đoạn |riêng |còn |(?:phần|số) còn lại |(?:và )?(?:hoàn thành|trình|báo cáo|gửi|nộp|"
    r"tổng hợp|"
    r"sửa chữa|nghiệm thu|bàn giao|ban hành|công bố|thẩm định|phê duyệt|khởi công|tổ chức) )"
)
_REFERENCE = re.compile(r"(?:thời gian|thời hạn)(?: \w+){0,4} tại (?:khoản|điểm|mục) (\d{1,2}|[a-zđ])(?!\w)")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with offsets of the canonical text, where it was found, and the due day of the heading or lead-in above, where one is."""

    expression: TimeExpression
    source: Origin
    parent_due: str | None = None


def _year_of(structure: Structure) -> int | None:
    """The year that a plan's title names; of a document without day of issue the only one of its text."""
    if structure.issued is None:
        return only_year(structure.text, structure.citations)
    header = structure.outline.head.header
    return only_year(header.subject) if header.subject and header.kind in ("kế hoạch", "chương trình") else None


class Scheduler:
    """Finds and attaches the deadlines of one document."""

    def __init__(self, structure: Structure, found: Assignments):
        self.structure, self.found = structure, found
        self.year = _year_of(structure)
        self._cells: dict[tuple[int, int], TimeExpression | None] = {}
        self._due_of_item: dict[int, TimeExpression | None] = {}
        self._labels = labels_by_item(found.labels)
        self._expressions: dict[tuple[int, int], list[TimeExpression]] = {}

    def schedule(self) -> list[tuple[Assignment, Due | None]]:
        """Every task, split where another deadline begins, with the deadline that governs it."""
        out: list[tuple[Assignment, Due | None]] = []
        for task in self.found.tasks:
            if task.row is not None:
                out.append((task, self._row(task)))
                continue
            for piece in self._split(task):
                own = self._choose(piece.start, piece.end) or self._choose(
                    piece.predicate, piece.end
                )  # "… thường xuyên" opens the predicate
                out.append((piece, Due(own, "explicit", self._above(piece)) if own else self._inherited(piece)))
        return [(task, self._referred(task, out) or due if due is None or due.expression.kind == "event" else due) for task, due in out]

    def _referred(self, task: Assignment, found: list[tuple[Assignment, Due | None]]) -> Due | None:
        """The deadline of another item that the task names: "hoàn thành theo thời gian tại khoản 1 Công văn này"."""
        named = _REFERENCE.search(self.structure.folded, task.start, task.end)
        if named is None or task.row is not None:
            return None
        items = [item for item in self.structure.outline.items if item.locator.split(".")[-1] == named[1]]
        for item in items:
            mine = next((due for other, due in found if other.item is item and due is not None), None)
            expression = mine.expression if mine else self._choose(item.start, item.end)
            if expression is not None and expression.kind in ("date", "duration", "recurring"):
                return Due(expression, "anaphora")
        return None

    def expressions(self, start: int, end: int) -> list[TimeExpression]:
        """The time expressions of `text[start:end]` with offsets of the whole text."""
        if (start, end) not in self._expressions:  # a lead-in is asked again for each task under it
            mask = [(a - start, b - start) for a, b in citations_within(self.structure.citations, start, end)]
            found = find_time_expressions(self.structure.text[start:end], issued=self.structure.issued, mask=mask, year=self.year)
            self._expressions[start, end] = [replace(one, start=one.start + start, end=one.end + start) for one in found]
        return self._expressions[start, end]

    def _choose(self, start: int, end: int) -> TimeExpression | None:
        return choose_deadline(self.expressions(start, end), self.structure.text[start:end], offset=start)

    def _row(self, task: Assignment) -> Due | None:
        assert task.row is not None
        cell = task.row.cells.get("deadline")
        if cell is not None and cell.end > cell.start:
            found = self._cell(cell.start, cell.end)
            if found is not None:
                return Due(found, "inherited" if cell.merged else "explicit")
        own = self._choose(task.start, task.end)
        return Due(own, "explicit") if own else None

    def _split(self, task: Assignment) -> list[Assignment]:
        """Cuts at ";" where both sides carry a date of their own; what stands between two dated parts is a task too."""
        text, folded = self.structure.text, self.structure.folded
        seams = list(_SEAM.finditer(text, task.start, task.end))
        if not seams:
            return [task]
        dated = [
            one.start
            for one in self.expressions(task.start, task.end)
            if one.kind in ("date", "duration") or (one.kind == "recurring" and one.recurrence != "ongoing")
        ]
        edges = [task.start]
        for seam in seams:
            if seam[0].startswith(";") or any(text.rfind(";", task.start, seam.start()) < at < seam.start() for at in dated):
                edges.append(seam.end())  # a comma parts only what has its deadline in front of it
        edges.append(task.end)
        segments = list(pairwise(edges))
        has = [any(a <= at < b for at in dated) for a, b in segments]
        if sum(has) < 2:
            return [task]
        groups: list[tuple[int, int]] = []
        closed = False
        for i, (a, b) in enumerate(segments):
            opens = has[i] or opens_act(folded, a) or re.match(r"(?:xong|hoàn thành|riêng|đối với)\s", folded[a:b])
            if groups and not (closed and opens and any(has[i:])):
                groups[-1] = (groups[-1][0], b)
            else:
                groups.append((a, b))
            closed = closed or has[i]
        if len(groups) < 2:
            return [task]
        out = []
        for i, (a, b) in enumerate(groups):
            start, end = trim(text, a, b)
            out.append(
                replace(task, start=start, end=end, owners=task.owners if i == 0 else (), predicate=task.predicate if i == 0 else start)
            )
        self.found.subjects[task.item.index].append((task.start, task.owners)) if task.owners else None
        return out

    def _inherited(self, task: Assignment) -> Due | None:
        following = self._following_sentence(task)
        if following:
            return Due(following, "inherited")
        chain = [task.item, *task.item.ancestors]
        for item in chain:
            found = self._labelled(item)
            if found:
                return Due(found, "inherited")
        for item in chain[1:]:
            found = self._from_lead(item)
            if found:
                return Due(found, "inherited")
        return None

    def _above(self, task: Assignment) -> str | None:
        """The due day that holds for the whole list in which a task stands."""
        above = next((found for item in task.item.ancestors if (found := self._from_lead(item) or self._labelled(item))), None)
        return above.due if above is not None and above.kind == "date" and above.status == "resolved" else None

    def _following_sentence(self, task: Assignment) -> TimeExpression | None:
        """A sentence that only sets a deadline ("Xong trước ngày 15/5."): behind the task, or a paragraph of its own behind the list."""
        sentences = self.found.deadline_sentences
        for item, start, end in sentences[bisect_left(sentences, task.end, key=itemgetter(1)) :]:
            behind = item is not task.item and start > task.end and item.parent in (task.item, task.item.parent) and not item.children
            if item is task.item or behind:
                found = self._cell(start, end)
                if found is not None:
                    return found
        return None

    def _cell(self, start: int, end: int) -> TimeExpression | None:
        """What a stretch of text that is nothing but a deadline says, with offsets of the whole text; many tasks may ask."""
        if (start, end) not in self._cells:
            found = read_deadline_cell(self.structure.text[start:end], issued=self.structure.issued, year=self.year)
            self._cells[start, end] = replace(found, start=found.start + start, end=found.end + start) if found else None
        return self._cells[start, end]

    def _labelled(self, item: Item) -> TimeExpression | None:
        """The deadline that the labelled lines of an item give."""
        if item.index not in self._due_of_item:
            self._due_of_item[item.index] = self._read_labels(item)
        return self._due_of_item[item.index]

    def _read_labels(self, item: Item) -> TimeExpression | None:
        for label in self._labels.get(item.index, ()):
            if label.column != "deadline":
                continue
            spans = [(label.start, label.end)] if label.end > label.start else self._below(label.item)
            values = [found for start, end in spans if (found := self._value(start, end))]
            if values:
                return max(values, key=lambda found: found.due or "")  # "giáo trình: 2010; hoàn thiện: 2011 - 2015"
        return None

    def _below(self, item: Item) -> list[tuple[int, int]]:
        """The lines that give the value of a label without one of its own: its sub-items, or the next paragraph."""
        items = self.structure.outline.items
        behind = items[item.index + 1 : item.index + 2]
        return [(other.start, other.end) for other in (item.children or [other for other in behind if not other.kind])]

    def _value(self, start: int, end: int) -> TimeExpression | None:
        """What a labelled value says: the whole of it is the deadline, or stands behind a topic ("Xây dựng giáo trình: 2010")."""
        text = self._without_citations(start, end)
        colon = text.rfind(": ") + 1
        found = None
        for at in (colon, 0) if 0 < colon < len(text) - 3 else (0,):
            found = read_deadline_cell(text[at:], issued=self.structure.issued, year=self.year)
            if found is not None and found.kind not in ("event", "vague"):
                return replace(found, start=found.start + start + at, end=found.end + start + at)
        return replace(found, start=found.start + start, end=found.end + start) if found else None

    def _without_citations(self, start: int, end: int) -> str:
        """The text with cited numbers and dates blanked out, of the same length."""
        out = self.structure.text[start:end]
        for a, b in citations_within(self.structure.citations, start, end):
            a, b = max(a, start) - start, min(b, end) - start
            out = out[:a] + " " * (b - a) + out[b:]
        return out

    def _from_lead(self, item: Item) -> TimeExpression | None:
        if item.index in self.found.leads:
            found = self._choose(*self.found.leads[item.index])
            return found if found is not None and found.kind != "event" else None
        if item.heading:
            found = self._choose(item.start, item.end)
            return found if found is not None and found.kind in ("date", "duration") else None
        return None
