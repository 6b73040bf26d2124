"""Bytes to Unicode, also from the encodings that Vietnamese offices used before Unicode.

Which encoding it is decides the share of words that are possible Vietnamese syllables: a legacy reading is taken only when it turns most of
the strange words into syllables and Unicode does not.

The tables follow the published code charts: TCVN 5712:1993 (VN3, "ABC"), VNI for Windows, VIQR (RFC 1456), Windows-1258 (Python's codec).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.errors import MESSAGES, GiaoviecError
from pipeline.reading.source import unpiled
from pipeline.schema import Problem

_TCVN3_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {first + i: letter for first, letters in _TCVN3_LETTERS.items() for i, letter in enumerate(letters)}
"""The codes of TCVN3 (TCVN 5712:1993, VN3) above ASCII, with their letters."""

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = _ACUTE + _GRAVE + _HOOK + _TILDE + _DOT
_VNI_TONES = dict(zip("ùøûõï", _TONES, strict=True))
_VNI_MARKS = (
    _VNI_TONES
    | {"â": _CIRCUMFLEX, "ê": _BREVE}
    | {sign: _CIRCUMFLEX + tone for sign, tone in zip("áàåãä", _TONES, strict=True)}
    | {sign: _BREVE + tone for sign, tone in zip("éèúüë", _TONES, strict=True)}
)
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_ALONE |= {sign.upper(): letter.upper() for sign, letter in _VNI_ALONE.items()}
_VNI_PAIR = re.compile(r"([AaEeOoUuYyÔôÖö])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|([ôöñíìæóòîÔÖÑÍÌÆÓÒÎ])")

_VIQR_MARKS = {"^": _CIRCUMFLEX, "(": _BREVE, "+": _HORN, "*": _HORN, "'": _ACUTE, "`": _GRAVE, "?": _HOOK, "~": _TILDE, ".": _DOT}
_VIQR_VOWEL = re.compile(r"([AaEeIiOoUuYy])([\^(+*]?)(['`?~.]?)(?=[A-Za-z\^(+*'`?~.\s,;:!/)\]\"-]|$)|([Dd])d|(DD)")

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_NUCLEUS = (
    "iêu|yêu|uôi|ươi|ươu|uyê|uya|uyu|oai|oay|oao|oeo|uây|uêu|ia|iê|yê|ya|ua|uô|ưa|ươ|ai|ay|ây|ao|au|âu|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    "oa|oă|oe|oo|uâ|uă|uê|uy|uơ|ue|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ch|ng|nh|[cmnpt])?")
_WORD = re.compile(r"[^\s!-@\[-`{-~\u2010-\u2027]+")
_ENOUGH = 0.6
_MARGIN = 0.25
_SAMPLE = 60_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, the name of its encoding, and what to say of it (GV204, GV206)."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def tcvn3_to_unicode(text: str) -> str:
    """TCVN3 (ABC fonts) read as Latin-1, as Unicode. Capitals with tones do not exist in it: the `.VnTimeH` fonts draw small letters big.

    >>> tcvn3_to_unicode("Uû ban nh©n d©n tØnh")
    'Uỷ ban nhân dân tỉnh'
    """
    return text.translate(TCVN3)


def vni_to_unicode(text: str) -> str:
    """VNI (VNI-Times and its like) read as Latin-1, as Unicode: a vowel is followed by the sign for its marks.

    >>> vni_to_unicode("UÛy ban nhaân daân tænh")
    'Ủy ban nhân dân tỉnh'
    """
    return _VNI_PAIR.sub(_from_vni, text)


def _from_vni(match: re.Match[str]) -> str:
    base, sign, alone = match.groups()
    if alone:
        return _VNI_ALONE[alone]
    letter = _VNI_ALONE.get(base, base)
    marks = _VNI_MARKS[sign.lower()]
    if letter not in base and marks not in _TONES:  # after ơ and ư only a tone can stand: the sign is a letter of its own
        return letter + vni_to_unicode(sign)
    composed = unicodedata.normalize("NFC", letter + marks)
    return composed if len(composed) == 1 else letter + vni_to_unicode(sign)


def viqr_to_unicode(text: str) -> str:
    """VIQR (RFC 1456): marks typed after the vowel, đ as "dd".

    >>> viqr_to_unicode("Chu? ti.ch U?y ban nha^n da^n, dda(ng ky'")
    'Chủ tịch Ủy ban nhân dân, đăng ký'
    """
    return _VIQR_VOWEL.sub(_from_viqr, text)


def _from_viqr(match: re.Match[str]) -> str:
    vowel, shape, tone, d, capital = match.groups()
    if capital or d:
        return "Đ" if capital or d == "D" else "đ"
    composed = unicodedata.normalize("NFC", vowel + "".join(_VIQR_MARKS[mark] for mark in (shape, tone) if mark))
    return composed if len(composed) == 1 else match.group()


def undo_mojibake(text: str) -> str:
    """UTF-8 that was once read as Windows-1252, read rightly; the text itself where it is none.

    >>> undo_mojibake("Sá»Ÿ Y táº¿"), undo_mojibake("Sở Y tế")
    ('Sở Y tế', 'Sở Y tế')
    """
    return _MOJIBAKE.sub(_from_mojibake, text)


_CP1252 = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_MOJIBAKE = re.compile(
    f"[{re.escape(''.join(sign for sign, byte in _CP1252.items() if byte >= 0xC2))}]"
    f"[{re.escape(''.join(sign for sign, byte in _CP1252.items() if byte < 0xC0))}\x80-\x9f]{{1,3}}"
)


def _from_mojibake(match: re.Match[str]) -> str:
    sequence = bytes(_CP1252.get(sign, ord(sign)) for sign in match.group())
    for end in range(len(sequence), 1, -1):
        try:
            return sequence[:end].decode("utf-8") + match.group()[end:]
        except UnicodeDecodeError:
            continue
    return match.group()


def syllable_share(text: str) -> float:
    """Of the words with letters or signs beyond ASCII, the share that are possible Vietnamese syllables; 1 where there is no such word.

    >>> syllable_share("Ủy ban nhân dân tỉnh"), syllable_share("Uû ban nh©n d©n tØnh")
    (1.0, 0.0)
    """
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE])) if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


@lru_cache(maxsize=10_000)  # Vietnamese writes some seven thousand syllables, in few ways each
def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word.lower())
    tones = sum(mark in _TONES for mark in marks)
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(plain) is not None


_LEGACY: dict[str, Callable[[str], str]] = {
    "UTF-8 bị đọc nhầm thành Windows-1252": undo_mojibake,
    "TCVN3 (ABC)": tcvn3_to_unicode,
    "VNI": vni_to_unicode,
}


def repair(text: str) -> tuple[str, str | None]:
    """Text whose letters are legacy codes or misread UTF-8 as proper Unicode, and the name of what it was (`None`: it was right).

    >>> repair("Së Y tÕ chñ tr×, phèi hîp")
    ('Sở Y tế chủ trì, phối hợp', 'TCVN3 (ABC)')
    >>> repair("Sở Y tế chủ trì, phối hợp")
    ('Sở Y tế chủ trì, phối hợp', None)
    """
    if text.isascii():
        return _repair_viqr(text)
    text = unpiled(text)
    found = legacy_converter(text)
    return (text, None) if found is None else (unicodedata.normalize("NFC", found[1](text)), found[0])


def legacy_converter(text: str) -> tuple[str, Callable[[str], str]] | None:
    """The name of the legacy encoding that a text's letters are in, and the function that makes Unicode of it; `None` for proper text."""
    as_is = syllable_share(text)
    if as_is >= 1 - _MARGIN:
        return None
    words = " ".join(word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii())
    shares = {name: _converted_share(words, convert) for name, convert in _LEGACY.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] < _ENOUGH or shares[best] < as_is + _MARGIN:
        return None
    return best, _LEGACY[best]


def _converted_share(words: str, convert: Callable[[str], str]) -> float:
    """The share of syllables among words after converting; what becomes ASCII or stays as it was proves nothing and counts as wrong."""
    converted = convert(words).split()
    return sum(not word.isascii() and _is_syllable(unicodedata.normalize("NFC", word)) for word in converted) / max(len(converted), 1)


def _repair_viqr(text: str) -> tuple[str, str | None]:
    marked = re.findall(r"\b[A-Za-z]*[aeo]\^[A-Za-z'`?~.]*|\b[A-Za-z]*(?:a\(|[ou]\+)[A-Za-z'`?~.]*|\b(?:dd|DD|Dd)[a-z]+", text[:_SAMPLE])
    if len(marked) < 5 or len(marked) < 0.1 * len(text[:_SAMPLE].split()):
        return text, None
    converted = viqr_to_unicode(text)
    return (converted, "VIQR") if syllable_share(converted) >= _ENOUGH else (text, None)


def decode(data: bytes, *, path: str) -> Decoded:
    """The text of a file in whatever encoding it is, NFC not yet applied to what was Unicode already.

    Raises:
        GiaoviecError: GV101 without any content, GV103 where the bytes are no text at all.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise GiaoviecError("GV101", path=path)
    text, encoding, broken = _decode_unicode(data)
    if text is None:
        text, encoding = _decode_8_bit(data)
    if text.count("\0") > 0.01 * len(text):
        raise GiaoviecError("GV103", path=path, detail="không phải văn bản")
    text = unpiled(text)
    repaired, legacy = repair(text)
    problems = []
    if legacy or encoding not in ("utf-8", "utf-16", "utf-32"):
        problems.append(_problem("GV204", path=path, encoding=legacy or encoding))
    if broken:
        problems.append(_problem("GV206", path=path, detail=f"{broken} ký tự"))
    return Decoded(repaired.replace("\0", ""), legacy or encoding, tuple(problems))


def _problem(code: str, **facts: str) -> Problem:
    return Problem(code=code, message=MESSAGES[code].format(**facts))


def _decode_unicode(data: bytes) -> tuple[str | None, str, int]:
    """Text, encoding and number of broken characters; `None` where it is no Unicode encoding."""
    for bom, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            text = data.decode(codec, "replace").removeprefix("\ufeff")
            return text, codec, text.count("\ufffd")
    head = data[:4000]
    if head.count(0) > len(head) * 0.1:
        codec = max(("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"), key=lambda name: _latin_share(head, name))
        if _latin_share(head, codec) > 0.8:
            text = data.decode(codec, "replace")
            return text, codec[:6], text.count("\ufffd")
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = sum(not sign.isascii() for sign in text) - broken
    return (text, "utf-8", broken) if broken <= good * 0.05 else (None, "", 0)


def _latin_share(head: bytes, codec: str) -> float:
    """The share of characters that a Vietnamese text can hold, when it is read with `codec`."""
    width = 4 if "32" in codec else 2
    text = head[: len(head) // width * width].decode(codec, "replace")
    return sum(sign.isspace() or 0x20 <= ord(sign) < 0x2040 for sign in text) / max(len(text), 1)


def _decode_8_bit(data: bytes) -> tuple[str, str]:
    """Windows-1258 where that gives Vietnamese; otherwise Latin-1's signs, in which `repair` finds TCVN3 and VNI."""
    vietnamese = unicodedata.normalize("NFC", unpiled(data.decode("cp1258", "replace")))
    western = data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1")
    repaired, legacy = repair(western)
    if legacy and syllable_share(repaired) >= syllable_share(vietnamese):
        return western, legacy
    if syllable_share(vietnamese) > syllable_share(western) or (legacy is None and syllable_share(vietnamese) >= _ENOUGH):
        return vietnamese, "Windows-1258"
    return western, "Windows-1252"
