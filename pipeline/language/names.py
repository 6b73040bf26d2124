"""Names of bodies and places in text: finding those of the registry, and writing what is printed in capitals as running text has it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.registry import agencies, province_names
from pipeline.language.fold import fold

_KEY = 6  # characters; every name of the index is at least as long
_ABBREVIATION = re.compile(  # no syllable of Vietnamese: two consonants that begin none, or that end none
    r"(?<!\w)(?:(?!ch|gh|kh|ng|nh|ph|th|tr)[bcdđghklmnpqrstvx]{2}[a-zđ]*|[a-zđ]*(?!ch|nh|ng)[bcdđghklmnpqrstvx]{2})(?!\w)"
)
_LETTER = re.compile(r"\w")
_PLACED = re.compile(
    r"((?:huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|thành phố|tỉnh) )((?!thuộc|trực thuộc|các|và)[^\W\d_]+(?: [^\W\d_]+){0,3})$"
)


class NameIndex:
    """Finds names in folded text, the longest first, at the edges of words; the work does not grow with the number of names."""

    def __init__(self, names: Iterable[str]):
        buckets: dict[str, set[str]] = defaultdict(set)
        for name in map(fold, names):
            if len(name) >= _KEY:
                buckets[name[:_KEY]].add(name)
        self._buckets = {key: sorted(found, key=lambda name: (-len(name), name)) for key, found in buckets.items()}
        self._patterns: dict[str, re.Pattern[str]] = {}  # made when asked for: a text has few of the beginnings of names
        self._begins = re.compile(rf"(?<!\w)(?={any_of(sorted(buckets))})")

    def end_at(self, folded: str, start: int, end: int | None = None) -> int | None:
        """Where the longest name that begins at `start` ends, not behind `end`; `None` where none does."""
        key = folded[start : start + _KEY]
        if key not in self._buckets:
            return None
        if key not in self._patterns:
            self._patterns[key] = re.compile(rf"{any_of(self._buckets[key])}(?!\w)")
        longest = self._patterns[key].match(folded, start)
        if longest is None or end is None or longest.end() <= end:
            return longest.end() if longest else None
        ends = (start + len(name) for name in self._buckets[key] if folded.startswith(name, start))
        return next((at for at in ends if at <= end and not _LETTER.match(folded, at)), None)

    def spans(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The names in `folded[start:end]`, in order, not overlapping.

        >>> list(NameIndex(["Sở Y tế", "Sở Y tế dự phòng"]).spans("giao sở y tế dự phòng"))
        [(5, 21)]
        """
        at = start
        for place in self._begins.finditer(folded, start, len(folded) if end is None else end):
            first = place.start()
            stop = self.end_at(folded, first, end) if first >= at else None
            if stop is not None:
                yield first, stop
                at = stop


@lru_cache(maxsize=1)
def known_names() -> NameIndex:
    """Every name of two words or more that a body of the registry bears."""
    return NameIndex(name for agency in agencies() for name in (agency.name, *agency.aliases) if " " in name)


@lru_cache(maxsize=1)
def _proper_names() -> tuple[NameIndex, dict[str, str]]:
    names = {fold(name): name for name in (*(agency.name for agency in agencies()), *province_names(), "Việt Nam")}
    return NameIndex(names), names


def proper_case(capitals: str) -> str:
    """A name printed in capitals, as it is written in running text.

    >>> proper_case("ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ"), proper_case("GIAO BAN VỀ BHXH")
    ('Ủy ban nhân dân tỉnh Quảng Trị', 'Giao ban về BHXH')
    """
    if not capitals.isupper():
        return capitals
    index, names = _proper_names()
    text = _ABBREVIATION.sub(lambda match: match[0].upper(), capitals.lower())
    folded = fold(text)
    for start, end in index.spans(folded):
        text = text[:start] + _in_case(text[start:end], names[folded[start:end]]) + text[end:]
    return text[:1].upper() + text[1:]


def _in_case(lower: str, name: str) -> str:
    """`lower` with the capitals of `name`, its own spelling kept."""
    return "".join(letter.upper() if model.isupper() else letter for letter, model in zip(lower, name, strict=True))


def proper_name(capitals: str) -> str:
    """The name of a body printed in capitals, as it is written in running text: what follows a kind of place is its name.

    >>> proper_name("UBND HUYỆN PHÚ HÒA"), proper_name("ỦY BAN NHÂN DÂN THÀNH PHỐ THÁI BÌNH")
    ('UBND huyện Phú Hòa', 'Ủy ban nhân dân thành phố Thái Bình')
    """
    name = proper_case(capitals)
    return _PLACED.sub(lambda match: match[1] + match[2].title(), name) if capitals.isupper() else name
