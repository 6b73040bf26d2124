"""Tables from ruled lines: which rectangles the lines enclose, and how many rows and columns of the grid each one covers.

The lines may come from a PDF's paths or from the dark runs of a scan. Distances are points from the page's upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOLERANCE = 3.0
_MOST_LINES = 1500  # a page with more is a drawing
_MOST_CELLS = 20_000
_DRAWN = 0.7  # share of a cell's side that must be ruled


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruled line: at `place` (y of a horizontal, x of a vertical one), from `start` to `end` along the other axis."""

    horizontal: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: its rectangle and the rows and columns it covers, counted from 0, ends excluded."""

    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[int, int]
    columns: tuple[int, int]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the places of its vertical and horizontal lines, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """The ruled tables of two or more columns, from top to bottom; frames of one column are none.

    >>> horizontal = [Rule(True, y, 0, 200) for y in (0, 20, 40)]
    >>> vertical = [Rule(False, x, 0, 40) for x in (0, 50, 200)]
    >>> [(box.rows, box.columns) for box in grids(horizontal + vertical)[0].boxes]
    [((0, 1), (0, 1)), ((0, 1), (1, 2)), ((1, 2), (0, 1)), ((1, 2), (1, 2))]
    """
    lines = _snapped(rules)
    found = [_grid(group) for group in _touching(lines)] if len(lines) <= _MOST_LINES else []
    return sorted((grid for grid in found if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _snapped(rules: Iterable[Rule]) -> list[Rule]:
    """Lines at nearly the same place moved to one place, and joined where they meet."""
    out: list[Rule] = []
    for horizontal in (True, False):
        ordered = sorted((rule for rule in rules if rule.horizontal is horizontal), key=lambda rule: rule.place)
        groups: list[list[Rule]] = []
        for rule in ordered:
            if groups and rule.place - groups[-1][-1].place <= _TOLERANCE:
                groups[-1].append(rule)
            else:
                groups.append([rule])
        for group in groups:
            place = sum(rule.place for rule in group) / len(group)
            start, end = None, 0.0
            for rule in sorted(group, key=lambda rule: rule.start):
                if start is None:
                    start, end = rule.start, rule.end
                elif rule.start <= end + _TOLERANCE:
                    end = max(end, rule.end)
                else:
                    out.append(Rule(horizontal, place, start, end))
                    start, end = rule.start, rule.end
            if start is not None:
                out.append(Rule(horizontal, place, start, end))
    return out


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that are connected by crossings."""
    group = list(range(len(rules)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, a in enumerate(rules):
        for j in range(i):
            if a.horizontal != rules[j].horizontal and _cross(a, rules[j]):
                group[root(i)] = root(j)
    out: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        out.setdefault(root(i), []).append(rule)
    return list(out.values())


def _cross(a: Rule, b: Rule) -> bool:
    return (a.start - _TOLERANCE <= b.place <= a.end + _TOLERANCE) and (b.start - _TOLERANCE <= a.place <= b.end + _TOLERANCE)


def _grid(rules: Sequence[Rule]) -> Grid | None:
    xs = sorted({rule.place for rule in rules if not rule.horizontal})
    ys = sorted({rule.place for rule in rules if rule.horizontal})
    if len(xs) < 3 or len(ys) < 2:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    if rows * columns > _MOST_CELLS:  # squared paper
        return None
    along: dict[tuple[bool, float], list[Rule]] = {}
    for rule in rules:
        along.setdefault((rule.horizontal, rule.place), []).append(rule)
    cell = list(range(rows * columns))

    def root(i: int) -> int:
        while cell[i] != i:
            i = cell[i]
        return i

    for row in range(rows):
        for column in range(columns):
            at = row * columns + column
            if column and not _drawn(along[False, xs[column]], ys[row], ys[row + 1]):
                cell[root(at)] = root(at - 1)
            if row and not _drawn(along[True, ys[row]], xs[column], xs[column + 1]):
                cell[root(at)] = root(at - columns)
    members: dict[int, list[int]] = {}
    for at in range(rows * columns):
        members.setdefault(root(at), []).append(at)
    boxes = []
    for units in members.values():
        top, bottom = units[0] // columns, units[-1] // columns + 1
        left, right = min(unit % columns for unit in units), max(unit % columns for unit in units) + 1
        boxes.append(Box(xs[left], ys[top], xs[right], ys[bottom], (top, bottom), (left, right)))
    return Grid(tuple(xs), tuple(ys), tuple(sorted(boxes, key=lambda box: (box.rows, box.columns)))) if len(boxes) > 1 else None


def _drawn(rules: Sequence[Rule], start: float, end: float) -> bool:
    """Whether the rules along one line cover most of a stretch of it."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= _DRAWN * (end - start)


def same_columns(a: Grid, b: Grid, *, tolerance: float = 8.0) -> bool:
    """Whether two grids have the same columns, as the parts of a table that a page break cuts do."""
    return len(a.xs) == len(b.xs) and all(abs(x - y) <= tolerance for x, y in zip(a.xs, b.xs, strict=True))
