"""Plain text and Markdown: hard-wrapped lines joined, tables as rows, two columns taken apart, and the way back to the decoded text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.errors import GiaoviecError
from pipeline.reading.columns import Row, in_reading_order
from pipeline.reading.encodings import decode, repair
from pipeline.reading.markers import is_decoration
from pipeline.reading.source import MAX_BLOCKS, OffsetMap, Source, SourceBuilder, TooMuch, normalise, thousands, unpiled
from pipeline.reading.wraps import Line, drop_furniture, glue, join, measure
from pipeline.schema import Problem

_LINE = re.compile(r"([^\r\n\f\v\u2028\u2029]*)(\r\n|[\n\r\f\v\u2028\u2029]|$)")
_SEPARATOR_ROW = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?|\|\s*:?-{2,}:?\s*\|")
_PIPE = re.compile(r"(?<!\\)\|")
_CELL_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING_MARK = re.compile(r"^#{1,6}\s+(?=\S)")
_EMPHASIS = re.compile(r"(\*{2,3}|_{2,3})(?=[^\s*_])((?:(?!\1).)+)(?<=[^\s*_])\1")
_SINGLE_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*])")
_BULLET = re.compile(r"^[*•]\s+(?=\S)")
_WIDE_GAP = re.compile(r" {3,}")
_RULE_IN_CELL = re.compile(r"(?<!\S)[-_–]{4,}(?!\S)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")


def read_text(data: bytes, *, path: str) -> Source:
    """A .txt or .md file; `path` names it in messages, and `.md` at its end says that Markdown's marks are no text.

    Raises:
        GiaoviecError: GV101 for an empty file, GV103 for one that is no text.
    """
    decoded = decode(data, path=path)
    markdown = path.lower().endswith((".md", ".markdown"))
    return _build(decoded.text, markdown=markdown, problems=decoded.problems)


def source_of_text(text: str) -> Source:
    """Text that is decoded already, also with legacy letters or hard line wraps.

    >>> source_of_text("Giao Sở Y tế chủ trì, phối hợp với Sở Tài\\nchính lập dự toán.\\n2. Sở Nội vụ:").text
    'Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập dự toán.\\n2. Sở Nội vụ:'
    """
    repaired, _ = repair(unpiled(text))
    try:
        return _build(repaired, markdown=False, problems=())
    except TooMuch as error:
        raise GiaoviecError("GV117", path="văn bản", detail=error) from error


def align(original: str, canonical: str) -> OffsetMap:
    """The map from a canonical text back to the text it was made of, which may hold marks and lines that were left out.

    >>> align("a)  Sở  Y tế", "a) Sở Y tế").original_offset(6)
    8
    """
    return _offset_map(_trace(original, 0, canonical, 0))


def _build(text: str, *, markdown: bool, problems: tuple[Problem, ...]) -> Source:
    lines = _lines(text, markdown=markdown or _is_markdown(text))
    layout = measure(line for line in lines if _cells(line.text) is None)
    lines = in_reading_order([_row(line) for line in lines], character=1, width=layout.width or 80)
    tabbed = _tab_tables(lines)
    builder = SourceBuilder()
    origins: list[Sequence[Line]] = []
    table = -1
    for is_table, group in groupby(lines, key=lambda line: line.start in tabbed or _cells(line.text) is not None):
        if is_table:
            table += 1
            for line in group:
                cells = line.raw.strip().split("\t") if line.start in tabbed else _cells(line.text)
                if cells and builder.row([_CELL_BREAK.split(cell) for cell in cells], table=table):
                    origins.append([line])
            continue
        for paragraph in join(list(group), layout):
            joined = glue(paragraph)
            if normalise(joined):
                builder.paragraph(joined)
                origins.append(paragraph)
    source = builder.build()
    anchors = [
        anchor
        for block, paragraph in zip(source.blocks, origins, strict=True)
        for anchor in _paragraph_anchors(source.text[block.start : block.end], block.start, paragraph)
    ]
    media_type = "text/markdown" if markdown else "text/plain"
    return Source(source.text, source.blocks, media_type=media_type, problems=problems, offsets=_offset_map(anchors))


def _is_markdown(text: str) -> bool:
    return any(_SEPARATOR_ROW.fullmatch(line.strip()) for line in text.splitlines() if "--" in line)


def _lines(text: str, *, markdown: bool) -> list[Line]:
    """The lines that carry text; rules drawn with dashes, running heads and Markdown's marks are left out."""
    lines: list[Line] = []
    gap = False
    for match in _LINE.finditer(text):
        raw = match.group(1)
        visible = normalise(raw)
        if not visible or is_decoration(visible) or _SEPARATOR_ROW.fullmatch(visible):
            gap = True
            continue
        drawn = raw.expandtabs(8).rstrip()
        left = len(drawn) - len(drawn.lstrip())
        right = left + len(unicodedata.normalize("NFC", drawn.lstrip()))
        spread = "    " in drawn.lstrip()
        lines.append(Line(_without_marks(visible, markdown=markdown), left, right, gap, match.start(), raw, spread=spread))
        if len(lines) > MAX_BLOCKS:
            raise TooMuch(f"hơn {thousands(MAX_BLOCKS)} dòng")
        gap = False
    return drop_furniture(lines)


def _row(line: Line) -> Row:
    """The line with the parts that three or more spaces separate, the widest gap only."""
    drawn = line.raw.expandtabs(8).rstrip()
    gaps = [match for match in _WIDE_GAP.finditer(drawn) if match.start()]
    if not gaps:
        return Row(line, (line,))
    gap = max(gaps, key=lambda match: match.end() - match.start())
    parts = []
    for begin, piece in ((0, drawn[: gap.start()]), (gap.end(), drawn[gap.end() :])):
        words = piece.strip()
        # widened tabs may keep the piece from being found in what was decoded
        offset = max(line.raw.find(words), 0)
        left = begin + len(piece) - len(piece.lstrip())
        parts.append(
            replace(
                line,
                text=normalise(words),
                left=left,
                right=begin + len(unicodedata.normalize("NFC", piece)),
                start=line.start + offset,
                raw=words,
                spread=False,
            )
        )
    return Row(line, tuple(part for part in parts if part.text))


def _without_marks(line: str, *, markdown: bool) -> str:
    line = _HEADING_MARK.sub("", line, count=1)
    if not markdown:
        return line
    line = _SINGLE_EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", _BULLET.sub("- ", line, count=1)))
    return _ESCAPE.sub(r"\1", line)


def _cells(line: str) -> list[str] | None:
    """The cells of a line drawn as a table row with "|"; `None` for other lines.

    >>> _cells("| 1 | Lập danh sách |"), _cells("STT | Nội dung"), _cells("Sở Y tế")
    (['1', 'Lập danh sách'], ['STT', 'Nội dung'], None)
    """
    if "|" not in line:
        return None
    if line[0] != "|" and line[-1] != "|" and " | " not in line:
        return None
    inner = line.removeprefix("|").removesuffix("|")
    return [_RULE_IN_CELL.sub("", cell).strip().replace("\\|", "|") for cell in _PIPE.split(inner)]


def _tab_tables(lines: Sequence[Line]) -> set[int]:
    """The starts of lines that are rows of a table typed with tabs: three or more on end with the same number of tabs."""
    found: set[int] = set()
    for tabs, group in groupby(lines, key=lambda line: line.raw.strip().count("\t")):
        rows = list(group)
        if tabs and len(rows) >= 3:
            found.update(line.start for line in rows)
    return found


def _paragraph_anchors(canonical: str, start: int, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Anchors (canonical, original) of one block."""
    anchors: list[tuple[int, int]] = []
    at = 0
    for line in lines:
        at += canonical[at : at + 1] == " "
        stripped = line.raw.strip()
        if canonical.startswith(stripped, at):
            anchors.append((start + at, line.start + line.raw.index(stripped)))
            at += len(stripped)
        else:
            until = len(canonical) if line is lines[-1] else at + len(line.text)
            anchors += _trace(line.raw, line.start, canonical[at:until], start + at)
            at = until
    return anchors


def _trace(original: str, original_start: int, canonical: str, canonical_start: int) -> list[tuple[int, int]]:
    """Anchors where the distance between the two texts changes; spaces are skipped, marks without counterpart stepped over."""
    signs = _signs(original)
    places: dict[str, list[int]] = {}
    for k, (sign, _) in enumerate(signs):
        places.setdefault(sign, []).append(k)
    anchors: list[tuple[int, int]] = []
    i = 0
    for at, sign in enumerate(canonical):
        if sign == " " or sign == "\n":
            continue
        own = places.get(sign, ())
        ahead = bisect_left(own, i)
        if ahead == len(own) or (sign == "|" and own[ahead] != i):
            continue
        found = own[ahead]
        pair = (canonical_start + at, original_start + signs[found][1])
        if not anchors or pair[1] - pair[0] != anchors[-1][1] - anchors[-1][0]:
            anchors.append(pair)
        i = found + 1
    return anchors


def _signs(original: str) -> list[tuple[str, int]]:
    """The visible characters of a text after normalising, each with the offset where it begins in the original."""
    out: list[tuple[str, int]] = []
    at = 0
    while at < len(original):
        end = at + 1
        while end < len(original) and unicodedata.combining(original[end]):
            end += 1
        out += [(sign, at) for sign in normalise(original[at:end]) if sign != " "]
        at = end
    return out


def _offset_map(anchors: Sequence[tuple[int, int]]) -> OffsetMap:
    anchors = anchors if anchors and anchors[0][0] == 0 else [(0, anchors[0][1] if anchors else 0), *anchors]
    return OffsetMap(tuple(a for a, _ in anchors), tuple(b for _, b in anchors))
