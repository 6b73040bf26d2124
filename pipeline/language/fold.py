"""Fold keys: one spelling to match on, of the same length, so that offsets stay those of the text.

Vietnamese is written with two placements of the tone mark ("hoà" and "hòa", "uỷ" and "ủy") and with capitals at will in office names. A
pattern is written once, in lower case and with the mark on the first vowel, and runs over `fold(text)`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
CAPITALS = "A-Z" + _MARKED.upper()
SMALL = "a-z" + _MARKED
"""The letters of Vietnamese, as they stand inside the brackets of a regular expression."""
OPEN_PAIRS = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "oè": "òe",
    "oé": "óe",
    "oẻ": "ỏe",
    "oẽ": "õe",
    "oẹ": "ọe",
    "uỳ": "ùy",
    "uý": "úy",
    "uỷ": "ủy",
    "uỹ": "ũy",
    "uỵ": "ụy",
}
"""Open syllables with the tone mark on the second vowel, and as they are folded."""
# each of these patterns begins with plain letters, so that a search skips what begins none of them
_OPEN_SYLLABLE = re.compile(r"o(?<!qo)[àáảãạèéẻẽẹ](?!\w)|u(?<!qu)[ỳýỷỹỵ](?!\w)")
_I_FOR_Y = {"kí": "ký", "kì": "kỳ", "kỉ": "kỷ", "kĩ": "kỹ", "lí": "lý", "mĩ": "mỹ", "quí": "quý", "tỉ": "tỷ", "sỹ": "sĩ"}
_SPELLING = re.compile(
    r"k(?<!\wk)[íìỉĩ](?!\w)|" + "|".join(rf"{word[0]}(?<!\w{word[0]}){word[1:]}(?!\w)" for word in _I_FOR_Y if word[0] != "k")
)
_SAME = {"–": "-", "—": "-", "‑": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "…": ".", "_": " "}
_LONGEST_PHRASE = 500  # characters
_SIGN = re.compile(f"[{''.join(_SAME)}]")


def fold(text: str) -> str:
    """Lower case, tone mark on the first vowel of an open syllable, "y" where schools write "i", plain dashes, quotes and spaces.

    The length is kept. The underscores of text that was segmented into words are spaces too.

    >>> fold("Uỷ ban nhân dân tỉnh Hoà Bình – QUÝ I"), fold("quản lí định kì")
    ('ủy ban nhân dân tỉnh hòa bình - quý i', 'quản lý định kỳ')
    """
    return fold_lines(text).replace("\n", " ")


def fold_lines(text: str) -> str:
    """`fold(text)` with its line feeds kept: for what must not run over the end of a paragraph.

    >>> fold_lines("Quý I\\nNăm 2025")
    'quý i\\nnăm 2025'
    """
    return _phrase(text) if len(text) <= _LONGEST_PHRASE else _whole(text)


def _folded(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals of other scripts grow in lower case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    plain = _SIGN.sub(lambda sign: _SAME[sign[0]], lower)
    return _SPELLING.sub(lambda word: _I_FOR_Y[word[0]], _OPEN_SYLLABLE.sub(lambda pair: OPEN_PAIRS[pair[0]], plain))


_phrase = lru_cache(maxsize=512)(_folded)  # one question after the other is asked of the words of one task, then of the next
_whole = lru_cache(maxsize=2)(_folded)  # and one part after the other reads the whole of a document


def unmarked(text: str) -> str:
    """The letters without their marks, for what a scan garbles: a scanned capital often loses or changes its accents.

    >>> unmarked("KÉ HOẠCH"), unmarked("Quyết định")
    ('KE HOACH', 'Quyet dinh')
    """
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
