"""What must be known of a scan before its letters are read: how far it is turned, and which lines are ruled on it."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pipeline.reading.lattice import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

_DARK = 150
_SMALL = 900  # pixels: width of the picture on which the angle is measured
_MOST = 4.0  # degrees
_RULE_INCHES = 0.35  # shorter dark runs may be strokes of letters
_GREY = 200  # thin lines are grey
_THICK = 16  # pixels: what is thicker is a picture or the scanner's black edge


def straightened(grey: Image) -> Image:
    """The page turned by the small angle at which its lines of text stand out best; itself where they do already."""
    angle = skew(grey)
    if abs(angle) < 0.15:
        return grey
    from PIL import Image

    return grey.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def skew(grey: Image) -> float:
    """The angle in degrees, counter-clockwise, by which a page must be turned for its lines to lie level."""
    scale = _SMALL / grey.width
    small = grey.resize((_SMALL, max(1, round(grey.height * scale)))) if scale < 1 else grey
    rows, columns = np.nonzero(np.asarray(small) < _DARK)
    best, step = 0.0, 1.0
    reach = np.arange(-_MOST, _MOST + step, step)
    while step >= 0.1:
        scores = [_sharpness(rows, columns, float(angle)) for angle in reach]
        best = float(reach[int(np.argmax(scores))])
        step /= 4
        reach = best + np.arange(-3, 4) * step
    return best


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    """How much the number of dark points differs from row to row of the page turned: most where rows run along the lines of text."""
    turned = rows * math.cos(math.radians(angle)) - columns * math.sin(math.radians(angle))
    if not len(turned):
        return 0.0
    counts = np.bincount(np.round(turned - turned.min()).astype(np.intp)).astype(np.float64)
    return float((np.diff(counts) ** 2).sum())


def ruled_lines(grey: Image, *, dpi: int) -> tuple[list[Rule], Image]:
    """The ruled lines of a page, in points, and the page without them."""
    from PIL import Image

    page = np.asarray(grey)
    dark = page < _GREY
    length = round(_RULE_INCHES * dpi)
    across = _thin(_runs(dark, length, axis=1), axis=0)
    down = _thin(_runs(dark, length, axis=0), axis=1)
    unit = 72 / dpi
    rules = [Rule(True, row * unit, start * unit, end * unit) for row, start, end in _segments(across, length)]
    rules += [Rule(False, row * unit, start * unit, end * unit) for row, start, end in _segments(down.T, length)]
    if not rules:
        return [], grey
    clean = page.copy()
    clean[_grown(across | down)] = 255
    return rules, Image.fromarray(clean)


def _runs(dark: NDArray[np.bool_], length: int, *, axis: int) -> NDArray[np.bool_]:
    """The points that lie, along an axis, in a dark run of at least `length`, in which a point or two may be missing."""
    dark = dark.copy()
    at = partial(_cut, axis)
    dark[at(1, -2)] |= dark[at(None, -3)] & (dark[at(2, -1)] | dark[at(3, None)])
    dark[at(2, -1)] |= dark[at(1, -2)] & dark[at(3, None)]
    return _opened(dark, length, axis=axis)


def _thin(lines: NDArray[np.bool_], *, axis: int) -> NDArray[np.bool_]:
    """Lines without those that are, along an axis, as thick as a picture."""
    return lines & ~_opened(lines, _THICK, axis=axis)


def _opened(mask: NDArray[np.bool_], length: int, *, axis: int) -> NDArray[np.bool_]:
    """The points that lie in a full run of at least `length`; windows are doubled, so that it takes as many steps as `length` has bits."""
    at = partial(_cut, axis)
    room = mask.shape[axis] - length + 1
    if room < 1:
        return np.zeros_like(mask)
    out, reach = mask.copy(), 1
    while reach < length:  # out[i]: the points from i to i + reach - 1 are all set
        step = min(reach, length - reach)
        out[at(None, -step)] &= out[at(step, None)]
        reach += step
    out[at(room, None)] = False
    reach = 1
    while reach < length:  # and back: out[i]: one of the `reach` points up to i begins a full run
        step = min(reach, length - reach)
        out[at(step, None)] |= out[at(None, -step)]
        reach += step
    return out


def _cut(axis: int, begin: int | None, end: int | None) -> tuple[slice, ...]:
    """The part of a picture between two places of an axis."""
    return (slice(None),) * axis + (slice(begin, end),)


def _segments(lines: NDArray[np.bool_], length: int) -> list[tuple[int, int, int]]:
    """(row, start, end) of every run."""
    marked = np.flatnonzero(lines.any(axis=1))
    edges = np.diff(np.pad(lines[marked], ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    runs = zip(marked[rows], starts, ends, strict=True)
    return [(int(row), int(start), int(end)) for row, start, end in runs if end - start >= length]


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask one point wider on each side: a line's grey edges go with it."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out
