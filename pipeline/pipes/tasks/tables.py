"""Tables that assign work: header rows, group rows, and the rows that are tasks, whatever the wording of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import opens_with_verb
from pipeline.pipes.tasks.columns import Column, column, time_weight
from pipeline.reading.source import Cell
from pipeline.structure.outline import Item

_ORDINAL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[ivxl]+|[a-zđ])[.)]?$")


@dataclass(slots=True)
class Row:
    """A table row that assigns work: the span of its content cell, and the cells that answer the other questions."""

    item: Item
    start: int
    end: int
    cells: dict[Column, Cell] = field(default_factory=dict)
    ordinal: str = ""


def task_rows(text: str, items: Iterable[Item]) -> list[Row]:
    """The rows that assign work, in reading order, over all tables of the document."""
    out: list[Row] = []
    previous: dict[int, Column] = {}
    for _, group in groupby((item for item in items if item.kind == "row"), key=lambda item: item.block.table):
        rows = list(group)
        roles, body = _header(text, rows)
        if not roles and previous and _width(rows[0]) == max(previous) + 1:
            roles, body = previous, rows
        if not roles:
            continue
        previous = roles
        out += _rows(text, body, roles)
    return out


def _width(row: Item) -> int:
    return max((cell.column + cell.columns for cell in row.block.cells), default=0)


def _header(text: str, rows: list[Item]) -> tuple[dict[int, Column], list[Item]]:
    """The question of each grid column, and the rows below the header. A header may span several rows."""
    for first in range(min(3, len(rows))):
        words: dict[int, list[str]] = {}
        best: dict[int, Column] = {}
        depth = 0
        for row in rows[first : first + 3]:
            asked = {cell.column: column(_text(text, cell)) for cell in row.block.cells if cell.end > cell.start}
            known = [role for role in asked.values() if role]
            if not known or (
                depth
                and len([role for role in known if role != "number"])
                < max(1, sum(c.end > c.start and not c.merged for c in row.block.cells) * 0.6)
            ):
                break
            if depth and any(_ORDINAL.match(fold(_text(text, cell)).strip()) for cell in row.block.cells[:1]):
                break
            for cell in row.block.cells:
                for position in range(cell.column, cell.column + cell.columns):
                    if cell.end > cell.start and not cell.merged:
                        words.setdefault(position, []).append(_text(text, cell))
            depth += 1
        for position, parts in words.items():
            asked_here = column(parts[-1]) or column(" ".join(parts))
            if asked_here:
                best[position] = asked_here
        _settle_times(best, {position: " ".join(parts) for position, parts in words.items()})
        if "content" in best.values() and set(best.values()) & {"owner", "coordinator", "deadline"}:
            return best, rows[first + depth :]
        if set(best.values()) >= {"owner", "deadline"}:
            acting = _acting_column(text, rows[first + depth :], {p for p in words if best.get(p) in (None, "other", "result")})
            if acting is not None:
                best[acting] = "content"
                return best, rows[first + depth :]
    return {}, rows


def _settle_times(asked: dict[int, Column], words: dict[int, str]) -> None:
    """Of several columns of times those that end the work stay deadlines: not when it begins or was handed down, nor a former limit."""
    times = [position for position, role in asked.items() if role == "deadline"]
    weight = {position: time_weight(words[position]) for position in times}
    for position in times:
        if weight[position] < max(weight.values()):
            asked[position] = "other"


def _acting_column(text: str, rows: list[Item], free: set[int]) -> int | None:
    """Where no column is named for the work: the one whose cells mostly open with a verb ("Giải phóng kênh …" under "Ghi chú")."""
    counts = dict.fromkeys(free, 0)
    for row in rows:
        for cell in row.block.cells:
            if cell.column in counts and opens_with_verb(fold(_text(text, cell)), 0):
                counts[cell.column] += 1
    best = max(counts, key=lambda position: (counts[position], -position), default=None)
    return best if best is not None and counts[best] >= max(1, len(rows) // 2) else None


def _rows(text: str, rows: list[Item], roles: dict[int, Column]) -> Iterator[Row]:
    above: dict[Column, Cell] = {}
    inherited = _lost_merges(rows, roles)
    for item in rows:
        cells: dict[Column, Cell] = {}
        for cell in item.block.cells:
            role = next((roles[p] for p in range(cell.column, cell.column + cell.columns) if p in roles), None)
            if role and role not in cells:
                cells[role] = cell
        content = cells.get("content")
        if content is None or content.end <= content.start:
            continue
        filled = {id(cell) for cell in item.block.cells if cell.end > cell.start and not cell.merged}
        wide = content.columns >= 3 and len({(cell.start, cell.end) for cell in item.block.cells if cell.end > cell.start}) <= 2
        answers = [
            role
            for role in ("owner", "coordinator", "deadline", "result")
            if role in cells and cells[role].end > cells[role].start and cells[role].start != content.start
        ]
        if wide or len(filled) <= 1 or not answers:
            above = {}
            continue
        for role in inherited:
            if role in cells and cells[role].end > cells[role].start:
                above[role] = cells[role]
            elif role in above:
                cells[role] = replace(above[role], merged=True)
        ordinal = _text(text, cells["number"]).strip(" .)") if "number" in cells and cells["number"].end > cells["number"].start else ""
        if fold(_text(text, content)) == fold(_text(text, rows[0].block.cells[0])) and column(_text(text, content)):
            continue
        if len(answers) == 1 and column(_text(text, cells[answers[0]])) and column(_text(text, content)):
            continue  # a repeated header
        if all(re.fullmatch(r"\(?\d{1,2}\)?", _text(text, cell).strip()) for cell in item.block.cells if cell.end > cell.start):
            continue  # the row that numbers the columns
        if sum(bool(column(_text(text, cell))) for cell in item.block.cells if cell.end > cell.start) >= 3:
            continue
        yield Row(item, content.start, content.end, cells, ordinal)


def _lost_merges(rows: list[Item], roles: dict[int, Column]) -> list[Column]:
    """The columns whose empty cells go on the cell above, in a table that shows no merge, as in plain text: the owner, and a time that
    stands in front of the work.
    """
    if any(cell.merged for row in rows for cell in row.block.cells):
        return []
    places = {role: position for position, role in sorted(roles.items(), reverse=True)}
    timed = "deadline" in places and places["deadline"] < places["content"]
    return ["owner", "deadline"] if timed else ["owner"]


def _text(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end]
