from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.fold import fold

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
VIETNAMESE = st.text(alphabet=LETTERS + LETTERS.upper() + " .,;:/-–—“”‘’…_\n\u00a0()0123456789", max_size=80)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("UỶ BAN NHÂN DÂN", "ủy ban nhân dân"),
        ("Ủy ban", "ủy ban"),
        ("Hoà Bình, Hòa Bình", "hòa bình, hòa bình"),
        ("tuỳ từng nơi", "tùy từng nơi"),
        ("khoẻ, loá, xoã", "khỏe, lóa, xõa"),
        ("Thanh Hoá", "thanh hóa"),
        ("thuỷ lợi", "thủy lợi"),
    ],
)
def test_both_placements_of_the_tone_mark_give_one_key(written: str, key: str) -> None:
    assert fold(written) == key


@pytest.mark.parametrize("word", ["quý", "quỹ", "hoàn", "toán", "khoán", "thoát", "hoạch", "ngoài", "quả"])
def test_syllables_that_are_closed_or_open_with_qu_stay(word: str) -> None:
    assert fold(word) == word


def test_dashes_quotes_and_blanks_are_the_plain_ones() -> None:
    assert fold("Quý I–II — “6 rõ” ‘ngay’\u00a0nhé\nxong") == "quý i-ii - \"6 rõ\" 'ngay' nhé xong"


def test_underscores_of_segmented_words_are_blanks() -> None:
    assert fold("Uỷ_ban nhân_dân") == "ủy ban nhân dân"


def test_the_length_is_kept_for_capitals_that_grow() -> None:
    text = "İstanbul và Hoà Bình"  # the lower case of the first letter is two characters
    assert len(fold(text)) == len(text)
    assert fold(text).endswith("hòa bình")


@given(st.text(max_size=60))
def test_the_length_is_kept_for_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(VIETNAMESE)
def test_a_place_of_the_key_is_the_place_of_the_text(text: str) -> None:
    for word in re.finditer(r"[bcdghklmnprstvx]an\b", fold(text)):
        assert text[word.start() : word.end()].lower() == word[0]


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
