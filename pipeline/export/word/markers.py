"""Puts elements between the characters of paragraphs; runs are split where one does not end, and keep their look on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from pipeline.export.word.markup import Markup, set_text
from pipeline.export.word.places import Place

_WRAPPERS = ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdtContent", "dir", "bdo")
_PROPERTIES = ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData")


@dataclass(slots=True)
class Markers:
    """What is to stand at one place, in the order of the text: `inside` right behind the character before the place and in its wrapper
    (a link), `closing` behind it, `opening` before the next character, `innermost` right before it."""

    inside: list[etree._Element] = field(default_factory=list)
    closing: list[etree._Element] = field(default_factory=list)
    opening: list[etree._Element] = field(default_factory=list)
    innermost: list[etree._Element] = field(default_factory=list)


class Inserter:
    """Inserts markers.

    Args:
        nodes: the elements of the part in document order, before anything was inserted.
        markup: makes its elements.
        numbers: numbers for annotations that are copied because a run is split.
    """

    def __init__(self, nodes: list[etree._Element], markup: Markup, numbers: Iterator[int]):
        self._nodes = nodes
        self._markup = markup
        self._numbers = numbers
        tag = markup.tag
        self._run, self._paragraph, self._sdt = tag("r"), tag("p"), tag("sdt")
        self._look, self._text = tag("rPr"), tag("t")
        self._wrappers = {tag(name) for name in (*_WRAPPERS, "sdt")}
        self._properties = {tag(name) for name in _PROPERTIES}

    def insert(self, places: dict[Place, Markers]) -> None:
        """Puts the markers in, from the end to the beginning, so that an element still holds what stands before it."""
        for place in sorted(places, reverse=True):
            markers = places[place]
            parent, index = self._gap(place)
            self._put(parent, index, markers.innermost)
            self._put(*self._out_of_wrappers(parent, index, opening=True), markers.opening)
            self._put(*self._out_of_wrappers(parent, index, opening=False), markers.closing)
            self._put(parent, index, markers.inside)

    @staticmethod
    def _put(parent: etree._Element, index: int, elements: list[etree._Element]) -> None:
        parent[index:index] = elements

    def _gap(self, place: Place) -> tuple[etree._Element, int]:
        """The parent and index at which an element stands at a place, between runs."""
        unit = self._nodes[place.number]
        if unit.tag == self._paragraph:
            properties = unit.find(self._markup.tag("pPr"))
            return unit, len(unit) if place.offset else 0 if properties is None else unit.index(properties) + 1
        parent = unit.getparent()
        assert parent is not None
        if unit.tag == self._text and 0 < place.offset < len(unit.text or ""):
            self._split_text(unit, place.offset)
        index = parent.index(unit) + (place.offset > 0)
        if parent.tag != self._run:
            return parent, index
        outer = parent.getparent()
        assert outer is not None
        at = outer.index(parent)
        if all(child.tag == self._look for child in parent[:index]):
            return outer, at
        if index < len(parent):
            self._split_run(parent, index)
        return outer, at + 1

    def _split_text(self, element: etree._Element, offset: int) -> None:
        text = element.text or ""
        rest = etree.Element(element.tag, dict(element.attrib), nsmap=element.nsmap)
        set_text(element, text[:offset])
        set_text(rest, text[offset:])
        element.addnext(rest)

    def _split_run(self, run: etree._Element, index: int) -> None:
        """Leaves the first `index` children in a run; the others go to a run of the same look behind it."""
        rest = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
        moved = run[index:]
        look = run.find(self._look)
        if look is not None:
            rest.append(deepcopy(look))
            for copied in rest.iter("*"):
                if copied.get(self._markup.tag("id")) is not None:  # a tracked change of the look
                    copied.set(self._markup.tag("id"), str(next(self._numbers)))
        rest.extend(moved)
        run.addnext(rest)

    def _out_of_wrappers(self, parent: etree._Element, index: int, *, opening: bool) -> tuple[etree._Element, int]:
        """The same gap outside the links, insertions and controls that begin (`opening`) or end there."""
        while parent.tag in self._wrappers:
            beside = parent[:index] if opening else parent[index:]
            if parent.tag != self._sdt and any(child.tag not in self._properties for child in beside):
                break
            outer = parent.getparent()
            assert outer is not None
            index = outer.index(parent) + (not opening)
            parent = outer
        return parent, index
