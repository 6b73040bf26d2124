"""What must be known of a scan before its letters are read: how far it is turned, and which lines are ruled on it."""

from __future__ import annotations

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
    best, step = 0.0, 1.0
    reach = np.arange(-_MOST, _MOST + step, step)
    while step >= 0.1:
        scores = [_sharpness(small, angle) for angle in reach]
        best = float(reach[int(np.argmax(scores))])
        step /= 4
        reach = best + np.arange(-3, 4) * step
    return best


def _sharpness(grey: Image, angle: float) -> float:
    """How much the darkness differs from row to row: most where the rows run along the lines of text."""
    from PIL import Image

    turned = grey.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255)
    rows = (np.asarray(turned) < _DARK).sum(axis=1).astype(np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def ruled_lines(grey: Image, *, dpi: int) -> tuple[list[Rule], Image]:
    """The ruled lines of a page, in points, and the page without them."""
    from PIL import Image

    page = np.asarray(grey)
    dark = page < _GREY
    length = round(_RULE_INCHES * dpi)
    across = _thin(_runs(dark, length))
    down = _thin(_runs(dark.T, length)).T
    unit = 72 / dpi
    rules = [Rule(True, row * unit, start * unit, end * unit) for row, start, end in _segments(across, length)]
    rules += [Rule(False, row * unit, start * unit, end * unit) for row, start, end in _segments(down.T, length)]
    if not rules:
        return [], grey
    clean = page.copy()
    clean[_grown(across | down)] = 255
    return rules, Image.fromarray(clean)


def _runs(dark: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """The points of rows that lie in a dark run of at least `length`, in which a point or two may be missing."""
    if dark.shape[1] < length:
        return np.zeros_like(dark)
    dark = dark.copy()
    dark[:, 1:-2] |= dark[:, :-3] & (dark[:, 2:-1] | dark[:, 3:])
    dark[:, 2:-1] |= dark[:, 1:-2] & dark[:, 3:]
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    begins = (sums[:, length:] - sums[:, :-length]) == length
    marks = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    marks[:, : begins.shape[1]] += begins
    marks[:, length : length + begins.shape[1]] -= begins
    return np.cumsum(marks, axis=1)[:, :-1] > 0


def _thin(lines: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Lines without those that are as thick as a picture."""
    thick = np.zeros_like(lines)
    if lines.shape[0] > _THICK:
        sums = np.cumsum(np.pad(lines, ((1, 0), (0, 0))), axis=0, dtype=np.int32)
        full = (sums[_THICK:] - sums[:-_THICK]) == _THICK
        for shift in range(_THICK):
            thick[shift : shift + full.shape[0]] |= full
    return lines & ~thick


def _segments(lines: NDArray[np.bool_], length: int) -> list[tuple[int, int, int]]:
    """(row, start, end) of every run."""
    padded = np.pad(lines, ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return [(int(row), int(start), int(end)) for row, start, end in zip(rows, starts, ends, strict=True) if end - start >= length]


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask one point wider on each side: a line's grey edges go with it."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out
