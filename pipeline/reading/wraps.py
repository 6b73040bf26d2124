"""Joins the lines of a page or of a hard-wrapped text file into the paragraphs that their writer meant.

Works on `Line`s, whose left and right edges are columns in a text file and points on a page, so that text, PDF and OCR share the rules.
A text file with one paragraph on each line is recognised and left alone. Where the rules cannot know, lines stay apart: the structure part
can join what belongs together, but nobody can take apart what was wrongly joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.reading import markers
from pipeline.reading.markers import dangles, ends_sentence, is_caps, starts_item

_EARLY = 0.75  # of the width: a line that ends before and goes on was not broken for want of room
_RUNNING_TEXT = 55  # characters of a line that is no table cell
_LONGEST = 150  # characters of a line that may be a wrapped one
_RAGGED_TEXT = 0.1  # counted characters of a proportional font differ much in full lines
_RAGGED_PAGE = 0.03


@dataclass(slots=True)
class Line:
    """One line as it stands in the file.

    Attributes:
        text: NFC, without white space at its ends.
        left: left edge; columns of a text file or points of a page.
        right: right edge, in the same unit.
        gap: whether a blank line, or clearly more room than usual, stands before it.
        start: offset of the line's first character in the decoded text, for text files.
        raw: the line as decoded (not normalised), for text files.
        page: the page, counted from 1.
        bold: whether the whole line is set in bold.
        spread: whether the line has wide gaps inside, as a table drawn with spaces has.
    """

    text: str
    left: float
    right: float
    gap: bool = False
    start: int = 0
    raw: str = ""
    page: int | None = None
    bold: bool = False
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document's lines were broken.

    Attributes:
        wrapped: whether paragraphs go on over several lines.
        width: the right edge that full lines reach at least.
        character: the mean width of a character, in the unit of `width`.
        early: whether many lines break well before the right edge in the middle of a sentence (text copied from web pages), so that a
            short line says nothing about the end of a paragraph.
        base: the left edge of the lines that carry a paragraph on.
        first: the left edge of first lines, where these are indented; else `None`.
        spaced: whether blank lines separate the paragraphs.
    """

    wrapped: bool
    width: float = 0
    character: float = 1
    early: bool = False
    base: float = 0
    first: float | None = None
    spaced: bool = False


def drop_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without running heads, page numbers and the stamps of digital signatures.

    A number alone is only taken for a page number beside a running head, or where such numbers count up in the middle of the page; a number
    in a table's column stays. The blank lines around what is dropped are forgotten, since a paragraph may go on behind.
    """
    texts = [line.text for line in lines]
    drop = [markers.is_furniture(text) for text in texts]
    for i, text in enumerate(texts):
        if markers.opens_stamp(text):
            for j in range(i + 1, min(i + 4, len(lines))):
                drop[j] |= texts[j].startswith("Cơ quan:")
        if text.startswith("CÔNG BÁO") and drop[i]:
            for j in (i - 1, i + 1):
                if 0 <= j < len(lines):
                    drop[j] |= markers.is_page_number(texts[j])
    for i in _counted_page_numbers(lines):
        drop[i] = True
    return [line if not i or not drop[i - 1] else replace(line, gap=False) for i, line in enumerate(lines) if not drop[i]]


def _counted_page_numbers(lines: Sequence[Line]) -> list[int]:
    """Centred numbers that count up by one through the document: the page numbers of a text with its layout kept."""
    right = max((line.right for line in lines), default=0)
    found = [i for i, line in enumerate(lines) if markers.is_page_number(line.text) and line.left > right * 0.3]
    values = [int(re.sub(r"\D", "", lines[i].text)) for i in found]
    return [
        i
        for k, i in enumerate(found)
        if len(found) == 1 or any(0 <= n < len(values) and values[n] == values[k] + n - k for n in (k - 1, k + 1))
    ]


def measure(lines: Iterable[Line]) -> Layout:
    """How the lines of a text were broken, judged by those that go on in lower case on the next line.

    In a text with one paragraph a line this is rare; where lines are wrapped it is every second one, and the lines before are full.
    """
    lines = list(lines)
    lines = [line for line, flat in zip(lines, _flattened_tables(lines), strict=True) if not flat]
    carried = [
        (a, b)
        for a, b in pairwise(lines)
        if b.text[:1].islower() and not b.gap and not ends_sentence(a.text) and not starts_item(b.text, a.text)
    ]
    if not carried:
        return Layout(wrapped=False)
    usual = int(len(carried) * 0.85)
    edges = sorted(a.right for a, _ in carried)
    width = edges[usual]
    full = sum(edge >= 0.75 * width for edge in edges) / len(edges)
    longest = sorted(len(a.text) for a, _ in carried)[usual]
    # a short text has few lines to judge by: there the wrapped ones must be its longest
    few = len(carried) < 3 and (width < _RUNNING_TEXT or max(line.right for line in lines) > 1.1 * width)
    if longest > _LONGEST or full < 0.34 or len(carried) < len(lines) * (0.25 if few else 0.06 if len(carried) >= 3 else 0):
        return Layout(wrapped=False)
    if sum(line.right > 1.3 * width for line in lines) > 0.1 * len(lines):
        return Layout(wrapped=False)
    character = _character(lines)
    early = sum(a.right < _EARLY * width for a, _ in carried) > 0.12 * len(carried)
    base = median(b.left for _, b in carried)
    firsts = [line.left for line in lines if starts_item(line.text)]
    first = median(firsts) if len(firsts) >= 3 else base
    gaps = [line.gap for line in lines if starts_item(line.text)]
    spaced = len(gaps) >= 5 and sum(gaps) >= 0.6 * len(gaps)
    return Layout(True, width * (1 - _RAGGED_TEXT), character, early, base, first if first - base >= 1.5 * character else None, spaced)


def measure_page(lines: Sequence[Line]) -> Layout:
    """How the lines of pages were broken, judged by their edges: full lines begin at the margin or at the indent of first lines."""
    if not lines:
        return Layout(wrapped=False)
    character = _character(lines)
    rights = sorted(line.right for line in lines)
    width = rights[int(len(rights) * 0.9)]
    full = width * (1 - _RAGGED_PAGE)
    lefts = sorted(
        [line.left for line in lines if line.right >= full]
        + [b.left for a, b in pairwise(lines) if a.right >= full and b.right < full and b.page == a.page]
        or [line.left for line in lines]  # where all stands left of the page, no line is full
    )
    clusters: list[list[float]] = []
    for left in lefts:
        if clusters and left - clusters[-1][0] < 1.5 * character:
            clusters[-1].append(left)
        else:
            clusters.append([left])
    base = median(next(cluster for cluster in clusters if len(cluster) >= 0.2 * len(lefts) or cluster is clusters[-1]))
    indented = [left for left in lefts if base + 1.5 * character <= left < base + 15 * character]
    return Layout(True, full, character, base=base, first=median(indented) if indented else None)


def _character(lines: Sequence[Line]) -> float:
    return sum(line.right - line.left for line in lines) / max(sum(len(line.text) for line in lines), 1) or 1.0


def _flattened_tables(lines: Sequence[Line]) -> list[bool]:
    """Marks the lines between a table's "STT" standing alone and the next running text: cells that lost their table."""
    flat = [False] * len(lines)
    inside = False
    for i, line in enumerate(lines):
        if markers.is_table_head(line.text):
            inside = True
        elif inside and i + 3 <= len(lines) and all(len(other.text) >= _RUNNING_TEXT for other in lines[i : i + 3]):
            inside = False
        flat[i] = inside or line.spread
    return flat


def join(lines: Sequence[Line], layout: Layout) -> list[list[Line]]:
    """The paragraphs, each as the lines it is made of; every line by itself where the layout is not wrapped or a flattened table stands."""
    paragraphs: list[list[Line]] = []
    flat = _flattened_tables(lines) if layout.wrapped else [True] * len(lines)
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if i == 0 or flat[i] or flat[i - 1] or not continues(lines[i - 1], line, following, layout):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def continues(previous: Line, line: Line, following: Line | None, layout: Layout) -> bool:
    """Whether `line` goes on with the paragraph of `previous`, in a wrapped layout."""
    before, text = previous.text, line.text
    lower = text[:1].islower()
    if _is_dash_of_sentence(previous, line, layout):
        return True
    if starts_item(text, "" if line.gap else before) or markers.stays_apart(before, text):
        return False
    if line.gap:
        return lower and not ends_sentence(before) and not is_caps(before)
    if is_caps(before):
        return markers.caps_go_on(before, text, following.text if following is not None else None)
    if ends_sentence(before):
        return lower or _sentence_goes_on(previous, line, following, layout)
    heading = is_caps(text) and " " in text
    if lower or (dangles(before) and not (heading and text.endswith(":"))):
        return True
    if heading:
        return False
    if _is_centred(line, layout):
        return abs(previous.left + previous.right - line.left - line.right) <= 8 * layout.character
    if _is_first_line(line, layout):
        return False
    return layout.early or not text[:1].isupper() or not _fits(previous, line, layout)


def _is_dash_of_sentence(previous: Line, line: Line, layout: Layout) -> bool:
    """Whether a line that begins with a dash stands at the margin where items are indented, behind a full line without an end."""
    return (
        markers.is_bullet(line.text)
        and not line.gap
        and layout.first is not None
        and not _is_first_line(line, layout)
        and not ends_sentence(previous.text)
        and not _fits(previous, line, layout)
    )


def _sentence_goes_on(previous: Line, line: Line, following: Line | None, layout: Layout) -> bool:
    """Whether a new sentence that begins on a new line belongs to the paragraph before it."""
    if not line.text[:1].isupper() and not line.text[:1].isdigit() and line.text[:1] not in '“"(':
        return True
    if previous.text.endswith("./."):
        return False
    if layout.spaced:
        return True
    if _fits(previous, line, layout):
        return False
    if layout.first is not None:
        return not _is_first_line(line, layout)
    # a line of copied web text that breaks early opens a paragraph
    opens = layout.early and following is not None and not following.gap and following.text[:1].islower() and _fits(line, following, layout)
    return not opens and not previous.text.endswith(":")


def _fits(line: Line, following: Line, layout: Layout) -> bool:
    """Whether the first word of the following line would have had room at the end of this one."""
    word = following.text.split(maxsplit=1)[0]
    return line.right + (len(word) + 1) * layout.character < layout.width


def _is_first_line(line: Line, layout: Layout) -> bool:
    return layout.first is not None and line.left >= (layout.base + layout.first) / 2


def _is_centred(line: Line, layout: Layout) -> bool:
    if layout.first is None or line.left < layout.first + 3 * layout.character:
        return False
    return abs(line.left + line.right - layout.base - layout.width) <= 8 * layout.character


def glue(paragraph: Iterable[Line]) -> str:
    """The text of a paragraph's lines; no space where a number or a compound was broken at its hyphen or slash.

    >>> glue([Line("theo Nghị quyết số 66-", 0, 22), Line("NQ/TW", 0, 5)])
    'theo Nghị quyết số 66-NQ/TW'
    """
    text = ""
    for line in paragraph:
        text += line.text if not text or markers.breaks_compound(text[-2:]) else f" {line.text}"  # its end is all that the rule sees
    return text
