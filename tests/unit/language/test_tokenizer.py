from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from pipeline.language.tokenizer import SyllableTokenizer

TOKENIZER = SyllableTokenizer(Vocab())


def tokens(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giao Sở Y tế", ["Giao", "Sở", "Y", "tế"]),
        ("trước ngày 30/6/2024.", ["trước", "ngày", "30", "/", "6", "/", "2024", "."]),
        ("12-CT/TU", ["12", "-", "CT", "/", "TU"]),
        ("xong,làm", ["xong", ",", "làm"]),
        ("", []),
    ],
)
def test_syllables_numbers_and_marks_are_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_a_line_feed_is_a_token_of_its_own() -> None:
    assert tokens("Sở Y tế\nSở Nội vụ")[3:5] == ["\n", "Sở"]


def test_offsets_are_those_of_the_text() -> None:
    text = "1. Sở Xây dựng:\na) Kiểm tra 14 mỏ  đá"
    for token in TOKENIZER(text):
        assert text[token.idx : token.idx + len(token)] == token.text


@given(st.text(alphabet="aâđươệSỞ019 \n\t.,;:()/-–“”\u00a0", max_size=60))
def test_the_doc_gives_the_text_back(text: str) -> None:
    assert TOKENIZER(text).text == text


@given(st.text(max_size=40))
def test_the_doc_gives_any_text_back(text: str) -> None:
    assert TOKENIZER(text).text == text


def test_a_stream_of_texts_gives_a_doc_each_in_order() -> None:
    texts = ["Giao Sở Y tế.", "", "Sở Nội vụ"]
    assert [doc.text for doc in TOKENIZER.pipe(texts)] == texts


def test_it_has_no_state_to_keep(tmp_path) -> None:
    TOKENIZER.to_disk(tmp_path / "tokenizer")
    assert list(tmp_path.iterdir()) == []
    assert TOKENIZER.from_disk(tmp_path).from_bytes(TOKENIZER.to_bytes()) is TOKENIZER
