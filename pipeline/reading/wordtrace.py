"""The way back from the canonical text of a Word file to its elements: for each character the place in the main part it was read from.

A trace is made only where it is asked for (`docx.trace_docx`), from the very pieces that the reader put its lines together from; there is
no second walk over the file. White space is the only thing that the canonical text shortens at will, so it has no place of its own: it is
what lies between its neighbours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from pipeline.reading.source import normalise, unpiled
from pipeline.reading.wordruns import SYMBOLS, Piece, legacy_encoding
from pipeline.reading.wordstyles import W

Decode = Callable[[str, str | None], str]


class Origin(NamedTuple):
    """What a character was read from: from `start` in element `first` to behind `end` in element `last` (one element, unless a letter and
    its mark stand in two).

    Elements of the main part are numbered in document order, the root is 0; offsets count the characters of a `w:t`, an element that stands
    for one character (a tab) has 0 and 1.
    """

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the canonical text, its list number included. `anchor` is the element of the main part that stands for it as a whole: its
    paragraph, the reference to its note; `None` for page headers and footers."""

    start: int
    end: int
    anchor: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A canonical text with the origin of each of its characters.

    `origins` holds `None` for white space and for what the main part does not hold as text: list numbers, cell separators, notes, page
    headers. `texts` are the elements that the text was read from, `old_fonts` those of them in a font older than Unicode.
    """

    text: str
    origins: tuple[Origin | None, ...]
    passages: tuple[Passage, ...]
    texts: frozenset[int]
    old_fonts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """What a line was put together from, and the element that stands for it as a whole where that is not the paragraph of its pieces."""

    pieces: list[Piece]
    anchor: etree._Element | None = None


def trace_of(text: str, lines: Iterable[tuple[int, int, object]], root: etree._Element, decode: Decode) -> Trace:
    """The trace of a text.

    Args:
        text: the canonical text.
        lines: start, end and `Written` of each line.
        root: the root of the main part.
        decode: text in a font as Unicode, as the reader does it.
    """
    numbers = {element: number for number, element in enumerate(root.iter("*"))}
    origins: list[Origin | None] = [None] * len(text)
    passages: list[Passage] = []
    fonts: dict[int, str | None] = {}
    for start, end, written in lines:
        assert isinstance(written, Written)
        fonts |= {numbers[piece.node]: piece.font for piece in written.pieces if piece.node in numbers}
        places = [place for place in range(start, end) if not text[place].isspace()]
        letters = [(sign, stretch) for sign, stretch in _composed(_letters(written.pieces, decode)) if normalise(sign)]
        if "".join(normalise(sign) for sign, _ in letters) == "".join(text[place] for place in places):
            for place, (_, stretch) in zip(places, letters, strict=True):
                origins[place] = _numbered(stretch, numbers)
        passages.append(Passage(start, end, _anchor(written, numbers)))
    old_fonts = frozenset(number for number, font in fonts.items() if legacy_encoding(font))
    return Trace(text, tuple(origins), tuple(passages), frozenset(fonts), old_fonts)


class _Stretch(NamedTuple):
    first: etree._Element | None
    start: int
    last: etree._Element | None
    end: int


def _letters(pieces: list[Piece], decode: Decode) -> Iterator[tuple[str, _Stretch]]:
    """The characters of decoded pieces, each with what it was decoded from."""
    for font, group in groupby(pieces, key=lambda piece: piece.font):
        run = list(group)
        raw = "".join(piece.text for piece in run)
        spots = [(piece.node, at) for piece in run for at in range(len(piece.text))]
        apart = decode(raw, font) == raw
        start = 0
        for end in range(1, len(raw) + 1):
            if end < len(raw) and not apart and decode(raw[end - 1 : end + 1], font) != decode(raw[end - 1], font) + decode(raw[end], font):
                continue  # two signs of an old font that are one letter
            stretch = _Stretch(*spots[start], spots[end - 1][0], spots[end - 1][1] + 1)
            for sign in decode(raw[start:end], font).translate(SYMBOLS):
                yield sign, stretch
            start = end


def _composed(letters: Iterable[tuple[str, _Stretch]]) -> Iterator[tuple[str, _Stretch]]:
    """The characters in NFC; a letter with the marks that follow it is composed as a whole."""
    waiting: list[tuple[str, _Stretch]] = []
    for sign, stretch in letters:
        if waiting and not unicodedata.combining(sign):
            yield from _cluster(waiting)
            waiting = []
        waiting.append((sign, stretch))
    yield from _cluster(waiting)


def _cluster(letters: list[tuple[str, _Stretch]]) -> Iterator[tuple[str, _Stretch]]:
    before = "".join(sign for sign, _ in letters)
    after = unicodedata.normalize("NFC", unpiled(before))
    if before == after:
        yield from letters
        return
    first, last = letters[0][1], letters[-1][1]
    for sign in after:
        yield sign, _Stretch(first.first, first.start, last.last, last.end)


def _numbered(stretch: _Stretch, numbers: dict[etree._Element, int]) -> Origin | None:
    if stretch.first is None or stretch.first.tag == f"{W}p" or stretch.first not in numbers:
        return None
    return Origin(numbers[stretch.first], stretch.start, numbers[stretch.last], stretch.end)


def _anchor(written: Written, numbers: dict[etree._Element, int]) -> int | None:
    if written.anchor is not None:
        return numbers.get(written.anchor)
    node = next((piece.node for piece in written.pieces if piece.node is not None), None)
    if node is None:
        return None
    return numbers.get(node if node.tag == f"{W}p" else next(node.iterancestors(f"{W}p"), None))
