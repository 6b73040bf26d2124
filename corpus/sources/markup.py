"""The small mark-up in which the office samples are written: one line is one block.

    @output NAME                the file to make; its ending tells the format
    @left A // B   @right C     the two columns of the letterhead, lines separated by `//`
    @foot-left   @foot-right    the two columns at the end (Nơi nhận, signature)
    @title TEXT   @center TEXT  centred lines; a title is bold
    @page                       page break
    @table W1 W2 … header=N     column widths in cm; the rows `| a | b |` follow until an empty line.
                                `<` continues the cell to its left, `^` the cell above it
    #I #1 #a #- TEXT            an item that the word processor numbers (I. / 1. / a) / -)
    * TEXT                      a bold paragraph; any other line is a paragraph

Inside a line: `**bold**`, `{+inserted+}` and `{-deleted-}` as tracked changes, `[^text of a footnote]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

LEVELS = ("I", "1", "a", "-")
_LINE_END = re.compile(r"\s*//\s*")
_INLINE = re.compile(r"\{\+(?P<ins>.*?)\+\}|\{-(?P<del>.*?)-\}|\[\^(?P<note>.*?)\]|\*\*(?P<bold>.*?)\*\*")


@dataclass(frozen=True)
class Run:
    """A stretch of a line with one formatting; a footnote is a run whose text is the note."""

    text: str
    kind: Literal["plain", "bold", "ins", "del", "note"] = "plain"


@dataclass(frozen=True)
class Line:
    """A paragraph. `level` is the depth of its automatic number, `None` when there is none."""

    text: str
    style: Literal["body", "title", "center", "bold"] = "body"
    level: int | None = None

    @property
    def runs(self) -> list[Run]:
        """The line cut at its inline marks."""
        return inline(self.text)


@dataclass(frozen=True)
class Columns:
    """The two columns of a letterhead or of the closing lines."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A ruled table; widths in cm, `header` rows at its top."""

    widths: tuple[float, ...]
    header: int
    rows: list[list[str]] = field(default_factory=list)

    def spans(self) -> list[tuple[int, int, int, int]]:
        """Merged areas as (first row, first column, last row, last column)."""
        found = []
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                if text in "<^" and text:
                    continue
                right, down = c, r
                while right + 1 < len(row) and row[right + 1] == "<":
                    right += 1
                while down + 1 < len(self.rows) and self.rows[down + 1][c] == "^":
                    down += 1
                if (right, down) != (c, r):
                    found.append((r, c, down, right))
        return found


@dataclass(frozen=True)
class PageBreak:
    """Starts a new page."""


Block = Line | Columns | Table | PageBreak


def inline(text: str) -> list[Run]:
    """Cuts a line into runs at its inline marks.

    >>> inline("trước ngày {-25-}{+20+}/8")
    [Run(text='trước ngày ', kind='plain'), Run(text='25', kind='del'), Run(text='20', kind='ins'), Run(text='/8', kind='plain')]
    """
    runs, at = [], 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            runs.append(Run(text[at : found.start()]))
        kind = found.lastgroup or "plain"
        runs.append(Run(found.group(kind), kind))  # type: ignore[arg-type]
        at = found.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return runs


def parse(source: str) -> tuple[str, list[Block]]:
    """Reads a source: the name of the file to make, and its blocks."""
    output, blocks, left, table = "", [], (), None
    for line in source.splitlines():
        if table is not None and line.startswith("|"):
            table.rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        table = None
        command, _, rest = line.partition(" ")
        if command == "@output":
            output = rest
        elif command in ("@left", "@foot-left"):
            left = tuple(_LINE_END.split(rest))
        elif command in ("@right", "@foot-right"):
            blocks.append(Columns(left, tuple(_LINE_END.split(rest))))
        elif command in ("@title", "@center"):
            blocks.append(Line(rest, command[1:]))
        elif command == "@page":
            blocks.append(PageBreak())
        elif command == "@table":
            *widths, header = rest.split()
            table = Table(tuple(map(float, widths)), int(header.removeprefix("header=")))
            blocks.append(table)
        elif command.startswith("#"):
            blocks.append(Line(rest, level=LEVELS.index(command[1:])))
        elif command == "*":
            blocks.append(Line(rest, "bold"))
        elif line.strip():
            blocks.append(Line(line))
    return output, blocks
