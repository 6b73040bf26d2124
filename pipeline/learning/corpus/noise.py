"""What happens to documents on their way into an office's folder, done on purpose: the same document noisier, with its annotation.

Every noise is a function of a text and a random generator that says for each new character where it comes from, so that the places of the
annotation are carried along and quotes stay verbatim. The same seed gives the same noise.
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.language.fold import OPEN_PAIRS
from pipeline.learning.corpus.markup import MarkedDocument, Passage
from pipeline.reading.encodings import TCVN3

_OLD_TONES = {new: old for old, new in OPEN_PAIRS.items()}
_OLD_TONES |= {new.capitalize(): old.capitalize() for new, old in _OLD_TONES.items()} | {
    new.upper(): old.upper() for new, old in _OLD_TONES.items()
}
_OPEN = re.compile(rf"(?<![qQ])(?:{'|'.join(_OLD_TONES)})(?!\w)")
_SPELLINGS = {"kỳ": "kì", "kỹ": "kĩ", "quý": "quí", "hằng": "hàng", "lý": "lí", "tỷ": "tỉ", "quy định": "qui định"}
_SPELLING = re.compile(rf"(?<!\w)(?:{'|'.join(_SPELLINGS)})(?!\w)")
_MISREAD = {
    "đ": "d",
    "ố": "ó",
    "ề": "è",
    "ế": "é",
    "ậ": "ạ",
    "ữ": "ũ",
    "ỉ": "i",
    "ờ": "ò",
    "ư": "u",
    "ơ": "o",
    "ổ": "ô",
    "ắ": "á",
    "l": "I",
    "0": "O",
    "1": "l",
    "–": "-",
    "“": '"',
}
_SYMBOL = re.compile(r"\d[\w./-]*")
_TCVN3_CODES = {letter: code for code, letter in TCVN3.items()}
_TYPED = {
    ord(printed): typed for printed, typed in zip("–—“”‘’…•−\u00a0", ["-", "-", '"', '"', "'", "'", "...", "-", "-", " "], strict=True)
}


@dataclass(frozen=True)
class _Edited:
    """A text made of another one; `origin[i]` is the old offset of new character i, never decreasing."""

    text: str
    origin: list[int]

    def place(self, passage: Passage) -> Passage:
        """Where a passage of the old text went, with its new words."""
        if passage.start is None or passage.end is None:
            return passage
        start, end = self._first(passage.start), self._first(passage.end)
        return Passage(self.text[start:end], start, end)

    def _first(self, old: int) -> int:
        """The first new character that comes from `old` or behind it."""
        return bisect_left(self.origin, old)


def _substitute(text: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> _Edited:
    """The text with all matches replaced; a replacement comes from the first character of its match."""
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        parts.append(text[at : match.start()])
        origin += range(at, match.start())
        words = new(match)
        parts.append(words)
        length = match.end() - match.start()
        origin += [match.start() + min(i, max(length - 1, 0)) for i in range(len(words))]
        at = match.end()
    parts.append(text[at:])
    origin += range(at, len(text))
    return _Edited("".join(parts), origin)


def hard_wrap(text: str, chance: random.Random) -> _Edited:
    """Lines broken at 60 to 90 characters, as law portals and e-mail programs do; table rows stay whole."""
    width = chance.randint(60, 90)
    breaks: set[int] = set()
    for line in re.finditer(r"[^\n]+", text):
        if line[0].lstrip().startswith("|"):
            continue
        start = line.start()
        for space in re.finditer(r" ", line[0]):
            at = line.start() + space.start()
            following = line[0].find(" ", space.end())
            end = line.start() + (following if following >= 0 else len(line[0]))
            if end - start > width and at > start:
                breaks.add(at)
                start = at + 1
    return _substitute(text, re.compile(" "), lambda match: "\n" if match.start() in breaks else " ")


def misread(text: str, chance: random.Random) -> _Edited:
    """Letters as a recogniser confuses them, one in a hundred of those it confuses; numbers and symbols of documents stay."""
    spared = [match.span() for match in _SYMBOL.finditer(text)]
    kept = {i for start, end in spared for i in range(start, end)}
    letters = re.compile("[" + re.escape("".join(_MISREAD)) + "]")
    return _substitute(
        text, letters, lambda match: _MISREAD[match[0]] if match.start() not in kept and chance.random() < 0.01 else match[0]
    )


def decomposed(text: str, chance: random.Random) -> _Edited:
    """Letters and their marks as separate characters (NFD), as some systems save them."""
    return _substitute(text, re.compile(r"[^\x00-\x7f]"), lambda match: unicodedata.normalize("NFD", match[0]))


def other_spelling(text: str, chance: random.Random) -> _Edited:
    """Tone marks on the second vowel (hoà, uỷ), and "i" for "y" (kì, quí), as many offices write."""
    pattern = re.compile(f"{_OPEN.pattern}|{_SPELLING.pattern}")
    return _substitute(text, pattern, lambda match: _OLD_TONES.get(match[0]) or _SPELLINGS[match[0]])


def flattened_tables(text: str, chance: random.Random) -> _Edited:
    """Tables as text converters leave them: one cell a line, empty cells gone."""
    row = re.compile(r"^[ \t]*\|[^\n]*$", re.MULTILINE)
    rows = [match.span() for match in row.finditer(text)]
    bars = re.compile(r"[ \t]*(?:\|[ \t]*)+")

    def new(match: re.Match[str]) -> str:
        inside = next((span for span in rows if span[0] <= match.start() < span[1]), None)
        if inside is None:
            return match[0]
        return "" if match.start() == inside[0] or match.end() == inside[1] else "\n"

    return _substitute(text, bars, new)


def page_marks(text: str, chance: random.Random) -> _Edited:
    """Numbers of pages between the lines, about one in 40 lines."""
    page = 1

    def new(match: re.Match[str]) -> str:
        nonlocal page
        if text[match.end() : match.end() + 1] == "|" or chance.random() > 1 / 40:
            return match[0]
        page += 1
        return f"\n{page}\n"

    return _substitute(text, re.compile("\n"), new)


Noise = Callable[[str, random.Random], _Edited]
NOISES: Mapping[str, tuple[Noise, ...]] = {
    "wrapped": (hard_wrap,),
    "scanned": (misread, page_marks, hard_wrap),
    "decomposed": (decomposed,),
    "other spelling": (other_spelling,),
    "tcvn3": (),
    "flattened": (flattened_tables, hard_wrap),
}
"""The noises by name: what is done, one after the other. "tcvn3" changes only how the text is stored (see `encode`)."""


def noisy(document: MarkedDocument, name: str, *, seed: str = "") -> MarkedDocument:
    """The document under a noise of `NOISES`, its annotation with it.

    Args:
        seed: documents of one seed and text get the same noise.

    Raises:
        KeyError: for an unknown noise.

    >>> from pipeline.learning.corpus.markup import read_marked
    >>> document = read_marked("kind: chỉ thị\\n---\\n1. [[{owner:UBND xã Hòa An} họp {recurring quarterly:hằng quý}]].")
    >>> changed = noisy(document, "other spelling")
    >>> changed.tasks[0].owners[0].quote, changed.tasks[0].deadline.passage.quote
    ('UBND xã Hoà An', 'hàng quí')
    """
    chance = random.Random(f"{name}|{seed}|{len(document.text)}")
    for noise in NOISES[name]:
        document = _carried(document, noise(document.text, chance))
    return document


def encode(document: MarkedDocument, name: str) -> bytes:
    """The bytes of the file that holds a document under a noise: UTF-8, but TCVN3 for "tcvn3"."""
    return to_tcvn3(document.text) if name == "tcvn3" else document.text.encode()


def to_tcvn3(text: str) -> bytes:
    """The text as typed in an ABC font (TCVN 5712:1993): one byte a letter, capitals with tones as small letters in a capital font.

    Raises:
        UnicodeEncodeError: for a character that these fonts do not have.

    >>> to_tcvn3("Sở Y tế").hex(" ")
    '53 eb 20 59 20 74 d5'
    """
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text).translate(_TYPED):
        code = _TCVN3_CODES.get(letter) or _TCVN3_CODES.get(letter.lower())
        out += bytes([code]) if code else letter.encode("ascii")
    return bytes(out)


def _carried(document: MarkedDocument, edited: _Edited) -> MarkedDocument:
    tasks = tuple(
        replace(
            task,
            passage=edited.place(task.passage),
            owners=tuple(map(edited.place, task.owners)),
            coordinators=tuple(map(edited.place, task.coordinators)),
            deadline=replace(task.deadline, passage=edited.place(task.deadline.passage)) if task.deadline else None,
            result=edited.place(task.result) if task.result else None,
        )
        for task in document.tasks
    )
    return replace(document, text=edited.text, tasks=tasks, ignored=tuple(map(edited.place, document.ignored)))
