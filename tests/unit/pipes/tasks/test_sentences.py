from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pipes.tasks.sentences import sentences, trim


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Y tế kiểm tra. Công an tỉnh hỗ trợ.", ["Sở Y tế kiểm tra", "Công an tỉnh hỗ trợ"]),
        ("Giao TP. Vinh rà soát hồ sơ.", ["Giao TP. Vinh rà soát hồ sơ"]),
        ("Kinh phí 1.200 triệu đồng.", ["Kinh phí 1.200 triệu đồng"]),
        ("Giao ông Lê V. Mẫu ghi sổ.", ["Giao ông Lê V. Mẫu ghi sổ"]),
        ("Báo cáo trước ngày 20.7.2020. Lưu sổ.", ["Báo cáo trước ngày 20.7.2020", "Lưu sổ"]),
        ("Kiểm tra chợ; lập biên bản; xử phạt.", ["Kiểm tra chợ; lập biên bản; xử phạt"]),
        ("Thực hiện nghiêm./.", ["Thực hiện nghiêm"]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("Treo biển “Cấm lửa. Cấm khói” ở kho.", ["Treo biển “Cấm lửa. Cấm khói” ở kho"]),
        ("  ;. ", []),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_new_one_begins(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_sentence_may_end_in_a_number() -> None:
    assert split("Nộp báo cáo trong tháng 5. Công an tỉnh hỗ trợ.") == ["Nộp báo cáo trong tháng 5", "Công an tỉnh hỗ trợ"]


@pytest.mark.parametrize(
    ("text", "kept"), [(" , Rà soát; ", "Rà soát"), ("Rà soát (02 đợt).", "Rà soát (02 đợt)"), ("Rà soát./.", "Rà soát"), (";.", "")]
)
def test_closing_marks_are_trimmed_and_brackets_stay(text: str, kept: str) -> None:
    start, end = trim(text, 0, len(text))
    assert text[start:end] == kept


@given(st.text(alphabet="aSở ếY.;,:!?\n“”()12/", max_size=60))
def test_sentences_stand_in_order_and_do_not_overlap(text: str) -> None:
    spans = sentences(text, 0, len(text))
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
