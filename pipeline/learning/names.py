"""When two names of bodies count as the same, for measuring only.

The tables below belong to the measure and not to `knowledge`: a new abbreviation in the product must change what is extracted, never
how it is scored. For the same reason names are folded here on their own, and not by `pipeline.language.fold`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SIMILAR_ENOUGH = 0.8  # Dice coefficient of the words of two names

_OPEN_SYLLABLES = (("o", "a", "òóỏõọ", "àáảãạ"), ("o", "e", "òóỏõọ", "èéẻẽẹ"), ("u", "y", "ùúủũụ", "ỳýỷỹỵ"))
_TONE_PLACEMENT = {
    first + marked_second: marked_first + second
    for first, second, marked_firsts, marked_seconds in _OPEN_SYLLABLES
    for marked_first, marked_second in zip(marked_firsts, marked_seconds, strict=True)
}

_ABBREVIATIONS = {
    "hđnd": "hội đồng nhân dân",
    "ubnd": "ủy ban nhân dân",
    "mttq": "mặt trận tổ quốc",
    "vpcp": "văn phòng chính phủ",
    "lđtbxh": "lao động thương binh và xã hội",
    "ptnt": "phát triển nông thôn",
    "tttt": "thông tin truyền thông",
    "gdđt": "giáo dục đào tạo",
    "đt": "đầu tư",
    "gd": "giáo dục",
    "kh": "kế hoạch",
    "mt": "môi trường",
    "nn": "nông nghiệp",
    "tn": "tài nguyên",
    "tp": "thành phố",
    "tt": "thông tin",
    "tw": "trung ương",
    "tx": "thị xã",
}

_HEADS = (
    "bí thư", "bộ trưởng", "chánh", "chỉ huy trưởng", "chủ nhiệm", "chủ tịch", "cục trưởng", "giám đốc", "hiệu trưởng", "lãnh đạo",
    "người đứng đầu", "thống đốc", "thủ trưởng", "thứ trưởng", "trưởng", "tổng cục trưởng", "tổng giám đốc", "tổng thanh tra",
    "tư lệnh", "viện trưởng",
)  # fmt: skip
_HEAD_OF = re.compile(rf"^(?:(?:các )?đồng chí )?(?:phó )?(?:{'|'.join(_HEADS)})(?: kiêm .*?)? (?=\S)")

_WHOEVER_IS_CONCERNED = re.compile(r"(?:liên quan|hữu quan|chức năng)$")
_BETWEEN_PARTS = re.compile(r"[,;:]|\bvà\b")


def words(text: str) -> list[str]:
    """The words of a text as the measure compares them: composed, lower case, without punctuation.

    >>> words("Sở Y tế; UBND huyện")
    ['sở', 'y', 'tế', 'ubnd', 'huyện']
    """
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


_KINDS_OF_BODY = frozenset(
    words(
        "các mọi mỗi từng những cả toàn thể khác theo quy định cấp ngành ủy chính quyền cơ quan đơn vị tổ chức đoàn thể hệ thống chính trị "
        "địa phương doanh nghiệp cá nhân người đứng đầu lực lượng dân quân đảng viên"
    )
)


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """A name with its abbreviations written out, one placement of tone marks, and the body instead of its head.

    >>> fold_name("Chủ tịch UBND TP. Hoà An")
    'ủy ban nhân dân thành phố hòa an'
    """
    long_form = " ".join(_ABBREVIATIONS.get(word, word) for word in map(_move_tone, words(name)))
    text = " ".join(word for word in long_form.split() if word != "và")
    body = _HEAD_OF.sub("", text)
    return body if len(body.split()) >= 2 else text


def _move_tone(word: str) -> str:
    placed = _TONE_PLACEMENT.get(word[-2:])
    return word[:-2] + placed if placed else word


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same body: equal once folded, or nearly the same set of words.

    >>> same_name("Giám đốc Sở Xây dựng", "Sở Xây dựng"), same_name("Sở Xây dựng", "Sở Nội vụ")
    (True, False)
    """
    one, other = fold_name(one), fold_name(other)
    if one == other:
        return True
    these, those = set(one.split()), set(other.split())
    return bool(these and those) and 2 * len(these & those) / (len(these) + len(those)) >= SIMILAR_ENOUGH


def name_parts(name: str) -> list[str]:
    """A coordinated list of bodies, cut at its commas, semicolons, colons and "và"."""
    return [part for part in _BETWEEN_PARTS.split(name) if words(part)]


def count_same_names(gold: Sequence[str], predicted: Sequence[str]) -> tuple[int, int]:
    """How many of the gold names, and how many of the predicted ones, have their counterpart on the other side.

    Names are paired one to one. What is left over is compared part by part, so that a coordinated list may be given in one piece or
    as several names; then the two counts differ.

    >>> count_same_names(["Sở Y tế", "Công an tỉnh"], ["Sở Y tế, Công an tỉnh"])
    (2, 1)
    """
    gold_left, predicted_left = [], list(predicted)
    for name in gold:
        counterpart = next((i for i, other in enumerate(predicted_left) if same_name(name, other)), None)
        if counterpart is None:
            gold_left.append(name)
        else:
            del predicted_left[counterpart]
    return (
        len(gold) - len(gold_left) + _count_covered(gold_left, predicted_left),
        len(predicted) - len(predicted_left) + _count_covered(predicted_left, gold_left),
    )


def _count_covered(names: Sequence[str], others: Sequence[str]) -> int:
    """How many of the names have each of their parts somewhere among the parts of the others."""
    other_parts = [part for other in others for part in name_parts(other)]
    return sum(all(any(same_name(part, other) for other in other_parts) for part in name_parts(name)) for name in names)


def is_generic(name: str) -> bool:
    """Whether a name is a collective that nobody can list: only kinds of body, or whoever is concerned (GUIDELINES, section 3).

    >>> is_generic("Các cấp, các ngành"), is_generic("Các sở, ngành có liên quan"), is_generic("Các phòng thuộc Sở")
    (True, True, False)
    """
    text = fold_name(name)
    if _WHOEVER_IS_CONCERNED.search(text):
        return True
    return set(text.replace("cán bộ", "đảng viên").split()) <= _KINDS_OF_BODY
