"""Sentences of an item, with exact offsets: a full stop ends one only where a new sentence begins in a capital."""

from __future__ import annotations

import re

from pipeline.language.fold import CAPITALS

_END = re.compile(
    rf"(?<=[.!?…])[\"”')]*\s+(?=[\"“'(]?[{CAPITALS}])|\n|"
    rf"(?<=\w) (?=Ngày \d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{4}})?, [{CAPITALS}])"  # behind a headline that lost its line
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(,])(?:TP|Tp|tp|TX|TT|Q|P|H|T|X|TS|ThS|PGS|GS|BS|CN|KS|ĐT|Th|Tr|tr|đ|St|No|Bt|NXB|Ô|Đ|[A-ZĐ]|v\.v|kg|[ivx]+|[a-zđ])\.$"
    r"|(?:^|[;:,(])\s*\d{1,2}\.$"  # a list's number, not "trong tháng 5."
)
_TRAIL = " \n\t.;:,/!…"


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as half-open spans, without closing punctuation.

    >>> text = "Giao TP. Vinh rà soát. Báo cáo UBND tỉnh./."
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['Giao TP. Vinh rà soát', 'Báo cáo UBND tỉnh']
    """
    out: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        head = text[begin : match.start()]
        if match[0] != "\n":
            if _ABBREVIATION.search(head[-8:]):
                continue
            if head.count("“") > head.count("”") or _opens_bracket(text, begin, match.start(), end):
                continue
        _add(out, text, begin, match.start())
        begin = match.end()
    _add(out, text, begin, end)
    return out


def _opens_bracket(text: str, begin: int, at: int, end: int) -> bool:
    """Whether a bracket of this line is open at `at` and closes later in it: "(phòng Thi đua. Địa chỉ: số 9) trước ngày 12/5"."""
    opened = text.rfind("(", begin, at)
    if opened < 0 or text.find(")", opened, at) >= 0:
        return False
    line = text.find("\n", at, end)
    closed = text.find(")", at, line if line >= 0 else end)
    return closed >= 0 and "(" not in text[at:closed]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without blanks in front and without closing punctuation behind; a closing bracket stays."""
    while start < end and text[start] in " \n\t,;:.":
        start += 1
    return start, start + len(text[start:end].rstrip(_TRAIL))


def _add(out: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    start, end = trim(text, start, end)
    if end - start > 1:
        out.append((start, end))
