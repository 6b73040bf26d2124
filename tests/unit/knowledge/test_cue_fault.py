from __future__ import annotations

import unicodedata

import pytest

from pipeline.knowledge.registry import rows
from pipeline.knowledge.rulebook import CUES, cue_fault
from pipeline.language.fold import fold

SPELLINGS = ["kí", "kì", "kỉ", "kĩ", "lí", "mĩ", "quí", "tỉ", "sỹ", "hoà", "uỷ", "thoả", "ký", "lý", "tỷ", "sĩ", "quý", "ủy", "hòa", "loát"]
SIGNS = ["–", "—", "‑", "−", "“", "”", "‘", "’", "\u00a0", "\n", "…", "_", "-", '"', "'", ".", "(", "%", "/"]


@pytest.mark.parametrize("phrase", [f"{word} nêu" for word in SPELLINGS] + [f"a {sign} b" for sign in SIGNS] + ["Một số", "hai  lần"])
def test_a_cue_is_at_fault_exactly_when_a_folded_text_never_has_it(phrase: str) -> None:
    assert (cue_fault(phrase) is not None) == (" ".join(fold(phrase).split()) != phrase)


def test_a_decomposed_cue_is_at_fault() -> None:
    assert (
        cue_fault(unicodedata.normalize("NFD", "kha khá"))
        == "cụm từ «" + unicodedata.normalize("NFD", "kha khá") + "» chưa ở dạng dựng sẵn (NFC)"
    )


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("", "thiếu cụm từ"),
        ("Kha khá", "cụm từ «Kha khá» phải viết thường"),
        ("thoả đáng", "cụm từ «thoả đáng» phải đặt dấu thanh kiểu «hòa», «ủy»"),
        (" kha khá", "cụm từ « kha khá» thừa khoảng trắng"),
        ("hợp lí", "cụm từ «hợp lí» có «lí»: phải viết «lý», «kỳ», «quý», «tỷ», «sĩ», gạch nối và nháy thẳng"),
        ("kha khá", None),
    ],
)
def test_a_fault_says_how_to_write(phrase: str, fault: str | None) -> None:
    assert cue_fault(phrase) == fault


def test_no_shipped_cue_is_at_fault() -> None:
    phrases = [row["phrase"] for _, row in rows(CUES, ["rule", "phrase", "instead"])]
    assert len(phrases) > 500
    assert [fault for phrase in phrases if (fault := cue_fault(phrase))] == []
