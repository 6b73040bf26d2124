"""What every reader returns: one canonical text with the blocks it is made of, and a map back to where each character came from.

The canonical text is NFC. Blocks stand in reading order, separated by one line feed; inside a paragraph runs of white space (also hard
line wraps) are one space; the cells of a table row are separated by " | " and the paragraphs of one cell by a line feed. Offsets are
characters of the canonical text, half-open.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.schema import Problem

MAX_CHARACTERS = 3_000_000  # twice the text of 500 full pages
MAX_BLOCKS = 50_000
Kind = Literal["paragraph", "row"]
Part = Literal["body", "textbox", "header", "footer", "footnote"]


class TooMuch(Exception):
    """A file holds more than can be read in sensible time and memory; says what, in Vietnamese. Users see it as GV117."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row.

    `start == end` says that the cell is empty. A cell that continues a vertical merge (`merged`) points at the text of the cell above it,
    where the merge begins, outside its own row.
    """

    start: int
    end: int
    column: int
    columns: int = 1
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table row of the canonical text.

    `label` is the automatic list number that the word processor shows ("1.", "a)", "-"); it stands at the block's start in the text.
    `table` counts the tables of the document from 0; `None` for a paragraph.
    """

    kind: Kind
    start: int
    end: int
    page: int | None = None
    part: Part = "body"
    label: str = ""
    bold: bool = False
    table: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Leads from the canonical text back to the text as it was decoded from the file.

    `canonical` and `original` are parallel lists of anchors, both rising; between two anchors the distance is kept.
    """

    canonical: tuple[int, ...] = (0,)
    original: tuple[int, ...] = (0,)

    def original_offset(self, offset: int) -> int:
        """The character of the decoded text that stands at `offset` of the canonical text."""
        at = bisect_right(self.canonical, offset) - 1
        return self.original[at] + offset - self.canonical[at]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. `problems` are doubts that do not stop the work; `confidence` is the mean word confidence of OCR, 0 to 1."""

    text: str
    blocks: tuple[Block, ...]
    path: str | None = None
    sha256: str | None = None
    media_type: str = "text/plain"
    pages: int | None = None
    ocr: bool = False
    confidence: float | None = None
    problems: tuple[Problem, ...] = ()
    offsets: OffsetMap | None = None


def normalise(text: str) -> str:
    """NFC, without characters that nobody sees, with every run of white space (no line feed is kept) as one space.

    >>> normalise("Bộ  Tài\\u00a0chính\\n và"), normalise("Sở\\x1b Y\\u202e tế")
    ('Bộ Tài chính và', 'Sở Y tế')
    """
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", unpiled(text))).replace("\u00d0", "Đ").split())


def unpiled(text: str) -> str:
    """The text with no more marks on one letter than anybody reads.

    To normalise a long pile of them takes square time, which is why Unicode (UAX #15, stream-safe text) knows a limit too.

    >>> unpiled("a" + "\\u0301\\u0323" * 1000) == "a" + "\\u0301\\u0323" * 4
    True
    """
    return text if text.isascii() else _PILE.sub(r"\1", text)


_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_PILE = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
_JOINERS = "\u00ad\u180e\u200b-\u200d\u2060-\u2065\ufeff"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_CONTROLS = "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f"  # the others are white space
_NO_CHARACTERS = "\ud800-\udfff\ufffe\uffff"  # halves of pairs and the like: no file could be written with them
_INVISIBLE = re.compile(f"[{_JOINERS}{_DIRECTIONS}{_CONTROLS}{_NO_CHARACTERS}]")


def thousands(count: int) -> str:
    """A count as it is written in Vietnamese.

    >>> thousands(376), thousands(100000), thousands(3000000)
    ('376', '100.000', '3.000.000')
    """
    return f"{count:,}".replace(",", ".")


@dataclass(slots=True)
class SourceBuilder:
    """Collects paragraphs and rows in reading order and keeps the offsets right; the one place where canonical text is made.

    >>> builder = SourceBuilder()
    >>> builder.paragraph("Giao  Sở Y tế", label="1.")
    >>> cells = builder.row([["STT"], ["Nội dung"]], table=0)
    >>> source = builder.build(media_type="text/plain")
    >>> source.text
    '1. Giao Sở Y tế\\nSTT | Nội dung'
    >>> [source.text[cell.start:cell.end] for cell in cells]
    ['STT', 'Nội dung']
    """

    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _length: int = 0
    origins: list[tuple[int, int, object]] = field(default_factory=list)

    def paragraph(
        self, text: str, *, page: int | None = None, part: Part = "body", label: str = "", bold: bool = False, origin: object = None
    ) -> None:
        """Adds a paragraph; an empty one (after normalising) is left out. `label` is put before the text.

        `origin` is whatever the reader wants to find the line's place in the file by; `origins` keeps it with the line's start and end.
        """
        line = normalise(text)
        label = normalise(label)
        if not line:
            return
        if label:
            line = f"{label} {line}"
        start = self._open()
        self._write(line, origin)
        self._blocks.append(Block("paragraph", start, self._length, page, part, label, bold))

    def row(
        self,
        cells: Sequence[Sequence[str] | None],
        *,
        table: int,
        columns: Sequence[tuple[int, int]] | None = None,
        above: Sequence[Cell | None] | None = None,
        page: int | None = None,
        part: Part = "body",
        origins: Sequence[Sequence[object]] | None = None,
    ) -> tuple[Cell, ...]:
        """Adds a table row and returns its cells; a row whose cells are all empty is left out (and returns no cells).

        Args:
            cells: the paragraphs of each cell, `None` for one that continues the cell above it.
            table: the table's number in the document.
            columns: (first grid column, number of grid columns) of each cell; without it, one column each.
            above: for each cell the cell it continues, where `cells` has `None`.
            origins: for each cell the `origin` of each of its paragraphs, see `paragraph`.
        """
        texts = [None if cell is None else [normalise(line) for line in cell] for cell in cells]
        if not any(line for lines in texts if lines for line in lines):
            return ()
        spans = list(columns) if columns is not None else [(i, 1) for i in range(len(cells))]
        start = self._open()
        out: list[Cell] = []
        for i, lines in enumerate(texts):
            if i:
                self._write(" | ")
            if lines is None:
                origin = above[i] if above is not None else None
                at = (origin.start, origin.end) if origin is not None else (self._length, self._length)
                out.append(Cell(*at, *spans[i], merged=True))
                continue
            begin = self._length
            for line, written in zip(lines, origins[i] if origins is not None else [None] * len(lines), strict=True):
                if line:
                    self._write("\n" if self._length > begin else "")
                    self._write(line, written)
            out.append(Cell(begin, self._length, *spans[i]))
        self._blocks.append(Block("row", start, self._length, page, part, table=table, cells=tuple(out)))
        return tuple(out)

    def build(self, **about: object) -> Source:
        """The source; `about` are the other fields of `Source`."""
        return Source(text="".join(self._parts), blocks=tuple(self._blocks), **about)  # type: ignore[arg-type]

    def _open(self) -> int:
        if self._length > MAX_CHARACTERS:
            raise TooMuch(f"hơn {thousands(MAX_CHARACTERS)} ký tự")
        if len(self._blocks) >= MAX_BLOCKS:
            raise TooMuch(f"hơn {thousands(MAX_BLOCKS)} đoạn và hàng của bảng")
        if self._parts:
            self._write("\n")
        return self._length

    def _write(self, text: str, origin: object = None) -> None:
        self._parts.append(text)
        self._length += len(text)
        if origin is not None:
            self.origins.append((self._length - len(text), self._length, origin))
