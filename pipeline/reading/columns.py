"""Takes apart the two columns of a letterhead and of a document's foot: each is read from top to bottom, the left one first.

A `Row` is what stands at one height: the whole as one line, and its parts where wide room lies between them. Rows outside head and foot
stay whole. The same rules serve text whose layout was kept with spaces, PDF pages and scans; distances are counted in character widths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.reading.markers import ends_letterhead, is_decoration, names_the_nation, starts_item
from pipeline.reading.wraps import Line

_RECIPIENTS = re.compile(r"Nơi nhận")
_SUBJECT = re.compile(r"V/v|Về việc|Về ")
_HEAD_ROWS = 15
_FOOT_ROWS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """The line that a height of the page shows, and its parts from left to right."""

    whole: Line
    parts: tuple[Line, ...]


def in_reading_order(rows: Sequence[Row], *, character: float, width: float) -> list[Line]:
    """The lines of a text or page, head and foot column by column.

    Args:
        rows: from top to bottom.
        character: the mean width of a character.
        width: the right edge of full lines.
    """
    head = next((i for i, row in enumerate(rows[:_HEAD_ROWS]) if len(row.parts) > 1 and names_the_nation(row.parts[-1].text)), None)
    before: list[Line] = []
    if head is not None:
        right = rows[head].parts[-1].left
        end = _head_end(rows, head, right, character)
        start = head
        while start and not rows[start].whole.gap and rows[start - 1].whole.right < right + 20 * character:
            start -= 1
        before = [row.whole for row in rows[:start]] + _by_column(rows[start:end], right - 12 * character, width)
        rows = rows[end:]
    foot = max((i for i, row in enumerate(rows) if _RECIPIENTS.match(row.whole.text)), default=None)
    if foot is None:
        return before + [row.whole for row in rows]
    lefts = [row.parts[-1].left for row in rows[foot : foot + _FOOT_ROWS] if len(row.parts) > 1 or row.whole.left > 0.4 * width]
    if not lefts:
        return before + [row.whole for row in rows]
    right = min(lefts)
    end = _foot_end(rows, foot, right, character)
    if foot and rows[foot - 1].whole.left > 0.3 * width and len(rows[foot - 1].whole.text) < 40:
        foot -= 1
    return (
        before
        + [row.whole for row in rows[:foot]]
        + _by_column(rows[foot:end], right - 6 * character, width)
        + [row.whole for row in rows[end:]]
    )


def _head_end(rows: Sequence[Row], first: int, right: float, character: float) -> int:
    end = first + 1
    while end < len(rows):
        whole = rows[end].whole
        beside = len(rows[end].parts) > 1 and rows[end].parts[-1].left >= right - 20 * character
        crosses = whole.left < right - 10 * character and whole.right > right + 10 * character
        if not beside and (whole.gap or crosses or ends_letterhead(whole.text)):
            break
        end += 1
    return end


def _foot_end(rows: Sequence[Row], first: int, right: float, character: float) -> int:
    end = first + 1
    while end < len(rows):
        row = rows[end]
        beside = len(row.parts) > 1 or row.whole.left >= right - 12 * character
        if not beside and (row.whole.right > right + 15 * character or (row.whole.gap and row.whole.text[0] not in "-–+(")):
            break
        end += 1
    return end


def _by_column(rows: Sequence[Row], edge: float, width: float) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        for part in row.parts:
            if not is_decoration(part.text):
                (right if part.left >= edge else left).append(part)
    for column in (left, right):
        if column:
            column[0] = replace(column[0], gap=True)
    return _subject_in_one(left, width) + right


def _subject_in_one(column: list[Line], width: float) -> list[Line]:
    """A narrow "V/v …" goes on until a blank line or an item: its lines count as full."""
    out: list[Line] = []
    inside = False
    for line in column:
        inside = (inside and not line.gap and not starts_item(line.text)) or _SUBJECT.match(line.text) is not None
        out.append(replace(line, right=width) if inside else line)
    return out
