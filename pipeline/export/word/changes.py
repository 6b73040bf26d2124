"""Rewordings as tracked changes: the words that go in `w:del`, those that come in `w:ins`, in the look of their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from pipeline.export.word.markup import AUTHOR, Markup
from pipeline.export.word.places import Place, Places
from pipeline.schema import Edit, Task

_PLAIN_TEXT = ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "lastRenderedPageBreak")
_BETWEEN = (
    *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "smartTagPr", "attr"),
    *("commentRangeStart", "commentRangeEnd", "commentReference"),
)
_PLAIN_PARENTS = ("p", "hyperlink", "smartTag")
_FONT = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Change:
    """Words to delete, from `begin` to `end` (equal where there are none), and to insert at `end`.

    Attributes:
        begin, end: the places around the words to delete.
        text: the words to insert, empty for none.
        like: the number of the element whose run lends its look to them.
        opening, closing: mark the words to delete until `Changes.delete` has put them in a `w:del`.
    """

    begin: Place
    end: Place
    text: str
    like: int
    opening: etree._Element
    closing: etree._Element


def edits_of(tasks: Sequence[Task]) -> list[list[Edit]]:
    """The edits of each task that can have its own; of two tasks that would change the same words the first has its way."""
    chosen: list[list[Edit]] = []
    for task in tasks:
        edits = task.rewording.edits if task.rewording is not None else []
        if edits and not any(_clash(edit, other) for edit in edits for others in chosen for other in others):
            chosen.append(edits)
    return chosen


def _clash(one: Edit, other: Edit) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


class Changes:
    """Makes the tracked changes of one main part.

    Args:
        places: its places, before anything was inserted.
        markup: makes its elements.
        numbers: numbers for annotations.
    """

    def __init__(self, places: Places, markup: Markup, numbers: Iterator[int]):
        self._places = places
        self._nodes = places.nodes
        self._trace = places.trace
        self._markup = markup
        self._numbers = numbers
        tag = markup.tag
        self._run, self._look = tag("r"), tag("rPr")
        self._text = {tag(name) for name in _PLAIN_TEXT}
        self._between = {tag(name) for name in _BETWEEN} | {tag("hyperlink"), tag("smartTag")}
        self._parents = {tag(name) for name in _PLAIN_PARENTS}
        self._in_field = set(self._runs_in_fields())

    def plan_all(self, edits: Sequence[Edit]) -> list[Change]:
        """The changes that make a task's rewording, all of them; none where one cannot be made, for half a sentence says nothing."""
        planned = [self.plan(edit) for edit in edits]
        return [change for change in planned if change is not None] if all(planned) else []

    def plan(self, edit: Edit) -> Change | None:
        """The change that makes an edit; `None` where its words are not all plain text of one paragraph."""
        if "\n" in edit.text or not 0 <= edit.start <= edit.end <= len(self._trace.text):
            return None
        found = self._replaced(edit.start, edit.end) if edit.start < edit.end else self._inserted(edit.start)
        if found is None or self._trace.text[edit.start : edit.end] == edit.text:
            return None
        begin, end, like = found
        return Change(begin, end, edit.text, like, self._markup.element("del"), self._markup.element("del"))

    def insertion(self, change: Change) -> list[etree._Element]:
        """The new words as a `w:ins`; none where words are only deleted."""
        if not change.text:
            return []
        run = self._markup.element("r")
        look = self._nodes[change.like].getparent().find(self._look)
        if look is not None:
            run.append(self._plain_look(look))
        if change.like in self._trace.old_fonts:
            self._set_font(run)
        run.append(self._markup.text(change.text))
        return [self._markup.element("ins", run, id=next(self._numbers), author=AUTHOR)]

    def delete(self, change: Change) -> None:
        """Puts the runs between the change's two marks in a `w:del` and takes the marks away."""
        paragraph = next(change.opening.iterancestors(self._markup.tag("p")))
        elements = list(paragraph.iter("*"))
        between = elements[elements.index(change.opening) + 1 : elements.index(change.closing)]
        deletion: etree._Element | None = None
        for run in [element for element in between if element.tag == self._run and any(child.tag in self._text for child in element)]:
            if deletion is None or run.getprevious() is not deletion:
                deletion = self._markup.element("del", id=next(self._numbers), author=AUTHOR)
                run.addprevious(deletion)
            deletion.append(run)
            for text in run.findall(self._markup.tag("t")):
                text.tag = self._markup.tag("delText")
        for mark in (change.opening, change.closing):
            mark.getparent().remove(mark)

    def _replaced(self, start: int, end: int) -> tuple[Place, Place, int] | None:
        text, origins = self._trace.text, self._trace.origins
        first, last = (start - text[start].isspace(), end - 1 + text[end - 1].isspace())
        if first < 0 or last >= len(text) or any(origins[at] is None and not text[at].isspace() for at in range(first, last + 1)):
            return None
        one, other = origins[first], origins[last]
        if one is None or other is None:
            return None
        begin = Place(one.first, one.start) if first == start else Place(one.last, one.end)
        end_ = Place(other.last, other.end) if last == end - 1 else Place(other.first, other.start)
        if not self._is_plain(one.first, other.last):
            return None
        return begin, end_, one.first

    def _inserted(self, at: int) -> tuple[Place, Place, int] | None:
        """An insertion stands right behind the character before it, else right before the one behind it."""
        origins = self._trace.origins
        before = origins[at - 1] if at > 0 else None
        if before is not None and self._is_plain(before.last, before.last):
            place = Place(before.last, before.end)
            return place, place, before.last
        behind = origins[at] if at < len(origins) else None
        if behind is not None and self._is_plain(behind.first, behind.first):
            place = Place(behind.first, behind.start)
            return place, place, behind.first
        return None

    def _is_plain(self, first: int, last: int) -> bool:
        """Whether all that stands from one element to another is text of plain runs of one paragraph, and markers."""
        if self._places.paragraph_of(first) is not self._places.paragraph_of(last):
            return False
        runs = [self._nodes[number].getparent() for number in (first, last)]
        if any(self._places.unit(number) != number for number in (first, last)) or not all(map(self._is_plain_run, runs)):
            return False
        return all(self._may_stand_between(number) for number in range(first, last + 1))

    def _may_stand_between(self, number: int) -> bool:
        element = self._nodes[number]
        if element.tag == self._run:
            return self._is_plain_run(element)
        if element.tag in self._text:
            is_turn = element.get(self._markup.tag("type")) in ("page", "column")
            is_unseen = element.tag == self._markup.tag("t") and number not in self._trace.texts and bool((element.text or "").strip())
            return not (is_turn or is_unseen)
        return element.tag in self._between or any(ancestor.tag == self._look for ancestor in (element, *element.iterancestors()))

    def _is_plain_run(self, run: etree._Element | None) -> bool:
        if run is None or run.tag != self._run or run in self._in_field:
            return False
        parents = run.iterancestors()
        for parent in parents:
            if parent.tag not in self._parents:
                return False
            if parent.tag == self._markup.tag("p"):
                return True
        return False

    def _runs_in_fields(self) -> Iterator[etree._Element]:
        depth = 0
        for node in self._nodes:
            if node.tag == self._markup.tag("fldChar"):
                kind = node.get(self._markup.tag("fldCharType"))
                depth += (kind == "begin") - (kind == "end")
                yield node.getparent()
            elif node.tag == self._run and depth > 0:
                yield node

    def _plain_look(self, look: etree._Element) -> etree._Element:
        """A copy of a look without what was tracked of it."""
        copied = deepcopy(look)
        copied.tail = None
        for name in ("rPrChange", "ins", "del", "moveFrom", "moveTo"):
            for change in copied.findall(self._markup.tag(name)):
                copied.remove(change)
        return copied

    def _set_font(self, run: etree._Element) -> None:
        """A font that has Vietnamese letters, in place of one from before Unicode."""
        look = run.find(self._look)
        if look is None:
            look = self._markup.element("rPr")
            run.insert(0, look)
        for fonts in look.findall(self._markup.tag("rFonts")):
            look.remove(fonts)
        after_style = int(len(look) > 0 and look[0].tag == self._markup.tag("rStyle"))
        look.insert(after_style, self._markup.element("rFonts", ascii=_FONT, hAnsi=_FONT, cs=_FONT))
