"""Where in the main part of a Word file markers can stand for a stretch of the canonical text."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from pipeline.export.word.markup import MC, Markup
from pipeline.reading.wordtrace import Trace

_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SEALED = ("txbxContent", "drawing", "pict", "object", "ruby")
_INLINE = ("p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdtContent", "dir", "bdo")


class Place(NamedTuple):
    """A place between characters: in a `w:t` behind `offset` characters; of any other element 0 is before it and 1 behind it, of a
    paragraph 0 is its beginning and 1 its end. `number` counts the elements of the part in document order."""

    number: int
    offset: int


class Places:
    """Leads from the canonical text to places in the main part.

    Word allows no comment inside a text box, a formula or a content control that is filled from elsewhere; these are marked from outside.

    Args:
        root: the root of the main part.
        trace: where the text was read from in it.
    """

    def __init__(self, root: etree._Element, trace: Trace):
        self.trace = trace
        self.nodes: list[etree._Element] = list(root.iter("*"))
        self.numbers = {node: number for number, node in enumerate(self.nodes)}
        self._markup = Markup(root)
        self._sealed = {self._markup.tag(name) for name in _SEALED} | {f"{MC}AlternateContent", f"{_MATHS}oMath", f"{_MATHS}oMathPara"}
        self._inline = {self._markup.tag(name) for name in _INLINE}
        self._run, self._paragraph = self._markup.tag("r"), self._markup.tag("p")

    def around(self, start: int, end: int) -> tuple[Place, Place]:
        """The places before and behind the words from `start` to `end`: exactly around the characters that the file holds, else around the
        paragraph or reference that stands for them, else around the first paragraph.

        Words that begin in a table are marked up to its end: LibreOffice drops a comment that leaves it.
        """
        origins = [origin for origin in self.trace.origins[start : max(end, start + 1)] if origin is not None]
        befores = [place for place in (self.before(origin.first, origin.start) for origin in origins) if place is not None]
        behinds = [place for place in (self.behind(origin.last, origin.end) for origin in origins) if place is not None]
        if befores and behinds:
            before, behind = min(befores), max(behinds)
            table = next(self.nodes[before.number].iterancestors(self._markup.tag("tbl")), None)
            if table is not None and not self._holds(table, behind):
                behind = max(place for place in behinds if self._holds(table, place))
            return before, behind
        anchors = (passage.anchor for passage in self.trace.passages if passage.start < max(end, start + 1) and start < passage.end)
        for anchor in anchors:
            unit = None if anchor is None else self.unit(anchor)
            if unit is not None:
                return Place(unit, 0), Place(unit, 1)
        first_paragraph = self._first_paragraph()
        return Place(first_paragraph, 0), Place(first_paragraph, 1)

    def before(self, number: int, offset: int) -> Place | None:
        """The place before the character at `offset` of an element; `None` where nothing can be marked."""
        unit = self.unit(number)
        return None if unit is None else Place(unit, offset if unit == number else 0)

    def behind(self, number: int, offset: int) -> Place | None:
        """The place behind the first `offset` characters of an element; `None` where nothing can be marked."""
        unit = self.unit(number)
        return None if unit is None else Place(unit, offset if unit == number else 1)

    def unit(self, number: int) -> int | None:
        """The element that markers can stand at for an element: itself, or the outermost one around it that must not be marked inside."""
        unit = self.nodes[number]
        for ancestor in unit.iterancestors():
            if ancestor.tag in self._sealed or self._is_filled_from_elsewhere(ancestor):
                unit = ancestor
        while unit is not None and not self._is_markable(unit):
            unit = unit.getparent()
        return None if unit is None else self.numbers[unit]

    def paragraph_of(self, number: int) -> etree._Element | None:
        """The paragraph that an element stands in."""
        return next(self.nodes[number].iterancestors(self._paragraph), None)

    def _holds(self, container: etree._Element, place: Place) -> bool:
        return any(ancestor is container for ancestor in self.nodes[place.number].iterancestors())

    def _is_markable(self, element: etree._Element) -> bool:
        if element.tag == self._paragraph:
            return not any(ancestor.tag in self._sealed for ancestor in element.iterancestors())
        parent = element.getparent()
        if parent is None:
            return False
        return parent.tag == self._run or (parent.tag in self._inline and self.paragraph_of(self.numbers[element]) is not None)

    def _is_filled_from_elsewhere(self, element: etree._Element) -> bool:
        tag = self._markup.tag
        bound = element.tag == tag("sdt") and element.find(f"{tag('sdtPr')}/{tag('dataBinding')}") is not None
        return bound and next(element.iterancestors(self._paragraph), None) is not None

    def _first_paragraph(self) -> int:
        found = (number for number, node in enumerate(self.nodes) if node.tag == self._paragraph and self.unit(number) == number)
        number = next(found, None)
        if number is not None:
            return number
        body = self.nodes[0].find(self._markup.tag("body"))
        body.insert(0, self._markup.element("p"))
        self.nodes.append(body[0])
        self.numbers[body[0]] = len(self.nodes) - 1
        return len(self.nodes) - 1
