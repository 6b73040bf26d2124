"""From words with places to paragraphs and table rows: the part that PDF pages and scanned pages share.

Coordinates are points from the page's upper left corner, as the page is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, product
from statistics import median

from pipeline.reading.columns import Row, in_reading_order
from pipeline.reading.lattice import Grid, Rule, grids
from pipeline.reading.markers import ends_sentence, is_decoration, is_page_number, names_the_nation, starts_item
from pipeline.reading.page_tables import PageTable, join_over_pages, write_table
from pipeline.reading.source import SourceBuilder, normalise
from pipeline.reading.wraps import Layout, Line, drop_furniture, glue, join, measure_page

_TOP_MARGIN, _BOTTOM_MARGIN = 0.09, 0.92
_PART_GAP = 1.6  # of the letters' height: room that separates two columns
_FULL_LINE, _TELLING = 45, 5  # a page with so many lines of so many characters shows its margins
_TEXT_WIDTH = 470.0
_FOOTNOTE_SIZE = 0.88  # of the body's letters
_FOOTNOTE = re.compile(r"\[?\d{1,2}\]?\s*[^\d\s./)]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands. `size` is the height of its letters' line, `bold` as its font says."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its words in any order and its ruled lines."""

    number: int
    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Rule] = ()


@dataclass(slots=True)
class _Height:
    """The words at one height of a page, from left to right."""

    words: list[Word] = field(default_factory=list)
    middle: float = 0

    def add(self, word: Word) -> None:
        self.middle = (self.middle * len(self.words) + word.middle) / (len(self.words) + 1)
        self.words.append(word)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def text(self) -> str:
        return normalise(" ".join(word.text for word in self.words))


def write_pages(pages: Sequence[Page], builder: SourceBuilder) -> None:
    """Adds the paragraphs and tables of all pages to `builder`; footnotes come last."""
    pages = [replace(page, words=[word for word in page.words if normalise(word.text)]) for page in pages]
    heights = {page.number: _heights(page.words) for page in pages}
    running = _running_texts(pages, heights)
    flow: list[Line | PageTable] = []
    footnotes: list[Line] = []
    for page in pages:
        content, notes = _page_flow(page, heights[page.number], running)
        flow += content
        footnotes += notes
    lines = [item for item in flow if isinstance(item, Line)]
    _level(lines)
    layout = measure_page([line for line in lines if len(line.text) > 3])
    table = 0
    for is_table, items in groupby(join_over_pages(flow), key=lambda item: isinstance(item, PageTable)):
        content = list(items)
        if not is_table:
            for paragraph in join(drop_furniture([item for item in content if isinstance(item, Line)]), layout):
                builder.paragraph(glue(paragraph), page=paragraph[0].page, bold=all(line.bold for line in paragraph))
        for item in content:
            if isinstance(item, PageTable):
                write_table(item, builder, number=table)
                table += 1
    for note in _notes(footnotes):
        builder.paragraph(glue(note), page=note[0].page, part="footnote")


def _level(lines: Sequence[Line]) -> None:
    """Moves the lines of each page so that all pages have the same margins: scans lie differently, and an annex may be in landscape."""
    by_page = {number: list(group) for number, group in groupby(lines, key=lambda line: line.page)}
    measured = {number: measure_page(group) for number, group in by_page.items()}
    telling = [layout for number, layout in measured.items() if sum(len(line.text) > _FULL_LINE for line in by_page[number]) >= _TELLING]
    if not telling:
        return
    usual = Layout(True, median(layout.width for layout in telling), base=median(layout.base for layout in telling))
    for number, group in by_page.items():
        own = measured[number] if measured[number] in telling else usual
        scale = _TEXT_WIDTH / max(own.width - own.base, 1)
        for line in group:
            line.left, line.right = (line.left - own.base) * scale, (line.right - own.base) * scale


def _heights(words: Iterable[Word]) -> list[_Height]:
    """The words grouped by the height at which they stand, from top to bottom."""
    out: list[_Height] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        near = next((height for height in reversed(out[-3:]) if abs(height.middle - word.middle) < 0.45 * word.size), None)
        if near is None:
            out.append(near := _Height())
        near.add(word)
    for height in out:
        height.words.sort(key=lambda word: word.left)
    return sorted(out, key=lambda height: height.middle)


def _running_texts(pages: Sequence[Page], heights: dict[int, list[_Height]]) -> set[str]:
    """What stands in the upper or lower margin of most pages, its digits left out."""
    seen: Counter[str] = Counter()
    for page in pages:
        margin = {_without_digits(height.text) for height in heights[page.number] if _in_margin(height, page)}
        seen.update(margin)
    return {text for text, count in seen.items() if text and count >= max(2, 0.6 * len(pages))}


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _in_margin(height: _Height, page: Page) -> bool:
    return height.top < _TOP_MARGIN * page.height or height.top > _BOTTOM_MARGIN * page.height


def _page_flow(page: Page, heights: Sequence[_Height], running: set[str]) -> tuple[list[Line | PageTable], list[Line]]:
    """Lines and tables of a page in reading order, and the lines of its footnotes."""
    tables = [grid for grid in grids(page.rules) if _is_table(grid, page.words)]
    inside = {id(word) for grid in tables for word in page.words if grid.holds((word.left + word.right) / 2, word.middle)}
    free = [
        height
        for height in heights
        if not (_in_margin(height, page) and (is_page_number(height.text) or _without_digits(height.text) in running))
    ]
    free = [_Height([word for word in height.words if id(word) not in inside], height.middle) for height in free]
    free = [height for height in free if height.words and not is_decoration(height.text)]
    free, notes = _split_footnotes(free)
    flow: list[Line | PageTable] = []
    pitch = _pitch(free)
    character = _mean_character(page.words)
    right = sorted(word.right for word in page.words)[int(len(page.words) * 0.97)] if page.words else page.width
    begin = float("-inf")
    for grid in [*tables, None]:
        end = grid.ys[0] if grid is not None else float("inf")
        rows = _rows([height for height in free if begin <= height.middle < end], page, pitch)
        flow += in_reading_order(rows, character=character, width=right)
        if grid is not None:
            flow.append(PageTable(page.number, grid, _cell_lines(grid, page)))
            begin = grid.ys[0]
    return flow, [row.whole for row in _rows(notes, page, pitch)]


def _is_table(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether a grid holds text in two cells at least, and is not the frame of a letterhead."""
    texts = [" ".join(word.text for word in inside) for inside in _by_cell(grid, words)]
    return sum(bool(text) for text in texts) >= 2 and not any(map(names_the_nation, texts))


def _by_cell(grid: Grid, words: Sequence[Word]) -> list[list[Word]]:
    """The words inside each cell of a grid."""
    cells: dict[tuple[int, int], list[list[Word]]] = {}
    found: list[list[Word]] = []
    for box in grid.boxes:
        found.append([])
        for unit in product(range(*box.rows), range(*box.columns)):
            cells.setdefault(unit, []).append(found[-1])
    for word in words:
        unit = bisect_right(grid.ys, word.middle) - 1, bisect_right(grid.xs, (word.left + word.right) / 2) - 1
        for inside in cells.get(unit, ()):
            inside.append(word)
    return found


def _rows(heights: Sequence[_Height], page: Page, pitch: float) -> list[Row]:
    rows: list[Row] = []
    for i, height in enumerate(heights):
        gap = i > 0 and height.middle - heights[i - 1].middle > 1.6 * max(pitch, height.size)
        parts = _parts(height)
        rows.append(Row(_line(height.words, page, gap), tuple(_line(part, page, gap) for part in parts)))
    return rows


def _parts(height: _Height) -> list[list[Word]]:
    """The words of a height, apart where wide room lies between them or the nation's name begins; a list's marker stays with its text."""
    parts: list[list[Word]] = []
    for i, word in enumerate(height.words):
        room = word.left - parts[-1][-1].right if parts else 0
        nation = room > 0.4 * height.size and names_the_nation(" ".join(each.text for each in height.words[i : i + 3]))
        marker = len(parts) == 1 and len(parts[0]) == 1 and starts_item(f"{parts[0][0].text} X")
        if parts and not nation and (room < _PART_GAP * height.size or marker):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _line(words: Sequence[Word], page: Page, gap: bool) -> Line:
    text = normalise(" ".join(word.text for word in words))
    return Line(text, words[0].left, max(word.right for word in words), gap, page=page.number, bold=all(word.bold for word in words))


def _pitch(heights: Sequence[_Height]) -> float:
    """The usual distance from line to line."""
    distances = [b.middle - a.middle for a, b in pairwise(heights)]
    return median(distances) if distances else 0


def _mean_character(words: Sequence[Word]) -> float:
    return sum(word.right - word.left for word in words) / max(sum(len(word.text) for word in words), 1) or 1


def _split_footnotes(heights: list[_Height]) -> tuple[list[_Height], list[_Height]]:
    """The lines in small letters at the end of a page, where the first of them begins with a footnote's number."""
    if not heights:
        return heights, []
    body = median(word.size for height in heights for word in height.words)
    first = len(heights)
    while first and max(word.size for word in heights[first - 1].words) < _FOOTNOTE_SIZE * body:
        first -= 1
    notes = heights[first:]
    while notes and not _FOOTNOTE.match(notes[0].text):
        notes = notes[1:]
    if not notes or len(notes) == len(heights) or any(height.text.startswith("Nơi nhận") for height in heights[first:]):
        return heights, []
    return heights[: len(heights) - len(notes)], notes


def _notes(lines: Sequence[Line]) -> list[list[Line]]:
    """Footnotes, each with the lines that carry it on."""
    notes: list[list[Line]] = []
    for line in lines:
        if not notes or (_FOOTNOTE.match(line.text) and (ends_sentence(notes[-1][-1].text) or line.page != notes[-1][-1].page)):
            notes.append([line])
        else:
            notes[-1].append(line)
    return notes


def _cell_lines(grid: Grid, page: Page) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of each cell of a grid."""
    cells = []
    for box, words in zip(grid.boxes, _by_cell(grid, page.words), strict=True):
        lines = [replace(_line(height.words, page, False), gap=False) for height in _heights(words)]
        layout = Layout(True, box.right - 6, _mean_character(words)) if lines else Layout(False)
        cells.append(tuple(glue(paragraph) for paragraph in join(lines, layout)))
    return tuple(cells)
