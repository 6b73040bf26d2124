"""Tables of pages as rows: parts that a page break cut are joined again, repeated heads dropped, merged cells kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.reading.lattice import Grid, same_columns
from pipeline.reading.markers import ends_sentence
from pipeline.reading.source import Cell, SourceBuilder

_HEAD_ROWS = 3

_Item = TypeVar("_Item")


@dataclass(slots=True)
class GridCell:
    """A cell of a row: its paragraphs (`None`: it continues the cell above), and the columns it covers."""

    paragraphs: list[str] | None
    column: int
    columns: int


@dataclass(slots=True)
class PageTable:
    """A table as it stands on one page; `join_over_pages` adds the rows of the pages that follow.

    `texts` are the paragraphs of the cells, in the order of `grid.boxes`.
    """

    page: int
    grid: Grid
    texts: Sequence[Sequence[str]]
    rows: list[tuple[int, list[GridCell]]] = field(init=False)

    def __post_init__(self) -> None:
        rows: list[list[GridCell]] = [[] for _ in self.grid.ys[1:]]
        for box, paragraphs in zip(self.grid.boxes, self.texts, strict=True):
            width = box.columns[1] - box.columns[0]
            for row in range(*box.rows):
                rows[row].append(GridCell(list(paragraphs) if row == box.rows[0] else None, box.columns[0], width))
        self.rows = [(self.page, sorted(row, key=lambda cell: cell.column)) for row in rows]


def join_over_pages(flow: Iterable[_Item]) -> list[_Item]:
    """The flow of lines and tables with each table that only a page break interrupts in one piece."""
    out: list[_Item] = []
    for item in flow:
        last = out[-1] if out else None
        if isinstance(item, PageTable) and isinstance(last, PageTable) and item.page > last.page and same_columns(item.grid, last.grid):
            _append(last, item)
        else:
            out.append(item)
    return out


def _append(table: PageTable, more: PageTable) -> None:
    """Adds the rows of the next page, without the head it repeats; its first row may go on with the last one."""
    rows = more.rows
    same = 0
    while same < min(_HEAD_ROWS, len(rows), len(table.rows)) and _texts(rows[same][1]) == _texts(table.rows[same][1]):
        same += 1
    rows = rows[same:]
    if rows and table.rows and _goes_on(table.rows[-1][1], rows[0][1]):
        for cell, rest in zip(table.rows[-1][1], rows[0][1], strict=True):
            if rest.paragraphs:
                cell.paragraphs = _continued(cell.paragraphs or [], rest.paragraphs)
        rows = rows[1:]
    table.rows += rows


def _texts(row: Sequence[GridCell]) -> list[list[str] | None]:
    return [cell.paragraphs for cell in row]


def _goes_on(row: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether a page's first row carries on the row before it: it has no number, and what it says begins in the middle."""
    if len(row) != len(rest) or rest[0].paragraphs or not any(cell.paragraphs for cell in rest):
        return False
    return all(_in_the_middle(cell.paragraphs, more.paragraphs) for cell, more in zip(row, rest, strict=True) if more.paragraphs)


def _in_the_middle(paragraphs: list[str] | None, rest: list[str]) -> bool:
    return bool(paragraphs) and (rest[0][:1].islower() or not ends_sentence(paragraphs[-1]))  # type: ignore[index]


def _continued(paragraphs: list[str], rest: list[str]) -> list[str]:
    if not paragraphs or (ends_sentence(paragraphs[-1]) and not rest[0][:1].islower()):
        return paragraphs + rest
    return [*paragraphs[:-1], f"{paragraphs[-1]} {rest[0]}", *rest[1:]]


def write_table(table: PageTable, builder: SourceBuilder, *, number: int) -> None:
    """Adds the rows of a table; `number` counts the tables of the document from 0."""
    above: dict[int, Cell] = {}
    for page, row in table.rows:
        cells = builder.row(
            [cell.paragraphs for cell in row],
            table=number,
            page=page,
            columns=[(cell.column, cell.columns) for cell in row],
            above=[above.get(cell.column) for cell in row],
        )
        for grid_cell, cell in zip(row, cells, strict=False):
            if grid_cell.paragraphs is not None:
                above[grid_cell.column] = cell
