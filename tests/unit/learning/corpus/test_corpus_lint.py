from __future__ import annotations

import pytest

from pipeline.learning.corpus.lint import lint_document, shared_text
from pipeline.learning.corpus.markup import read_marked

HEAD = (
    "kind: chỉ thị\nnumber: 05/CT-UBND\nissuer: UBND huyện Kim Sơn\nissued: 2024-03-04\ntheme: nước sạch\nlevel: huyện\nclarity: rõ\n---\n"
)
LETTERHEAD = "UBND HUYỆN KIM SƠN\nSố: 05/CT-UBND\n"


def doubts(body: str, head: str = HEAD) -> list[str]:
    return lint_document(read_marked(head + LETTERHEAD + body))


def test_a_sound_document_has_no_doubts() -> None:
    assert doubts("1. [[{owner:Phòng Y tế} kiểm tra 05 giếng khoan {due 2024-06-30:trong quý II/2024}]].") == []


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("[[Rà soát giếng khoan {due 2024-06-29:trong quý II/2024}]]", "grammar reads date 2024-06-30"),
        ("[[Rà soát giếng khoan {due 2024-6-30:trong quý II/2024}]]", "is not a day"),
        ("[[Rà soát giếng khoan {recurring often:hằng tháng}]]", "not known"),
        ("[[Rà soát giếng khoan.]]", "closing punctuation"),
        ("[[a) Rà soát giếng khoan]]", "list marker"),
        ("[[Rà soát]]", "less than three words"),
        ("[[{owner:giao Phòng Y tế} rà soát giếng khoan]]", "takes a cue"),
        ("[[Lập {result:danh mục giếng} đã khoan :: generic]]", "generic content with a result"),
    ],
)
def test_what_is_doubtful_in_a_task_is_told(body: str, doubt: str) -> None:
    [found] = doubts(body)
    assert doubt in found


def test_a_person_may_vouch_for_a_day() -> None:
    assert doubts("[[Rà soát giếng khoan {due 2024-06-29!:trong quý II/2024}]]") == []


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("kind: chỉ thị", "kind: chỉ dụ", "kind"),
        ("level: huyện", "level: làng", "level"),
        ("issued: 2024-03-04", "issued: 4/3/2024", "issued"),
        ("number: 05/CT-UBND", "number: 06/CT-UBND", "number"),
        ("clarity: rõ", "clarity: không", "clarity"),
        ("theme: nước sạch\n", "", "no theme"),
    ],
)
def test_what_is_wrong_in_the_head_is_told(old: str, new: str, doubt: str) -> None:
    [found] = doubts("[[{owner:Phòng Y tế} kiểm tra giếng khoan]].", HEAD.replace(old, new))
    assert doubt in found


def test_texts_of_two_groups_share_a_stretch_of_words() -> None:
    sentence = "Phòng Y tế kiểm tra toàn bộ giếng khoan của các hộ dọc sông Vạc trước mùa lũ năm nay"
    texts = {"a": f"Mở đầu. {sentence}.", "b": f"Khác hẳn.\n{sentence.upper()}!", "c": "Không có gì chung với ai."}
    [(first, second, words)] = shared_text(texts, {"a": "train", "b": "test", "c": "test"})
    assert (first, second) == ("a", "b") and words.startswith("phòng y tế kiểm tra")
    assert shared_text(texts, dict.fromkeys(texts, "train")) == []


def test_a_formula_of_many_texts_is_not_shared_text() -> None:
    formula = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và các luật sửa đổi bổ sung"
    texts = dict.fromkeys("abcd", formula)
    assert shared_text(texts, {"a": "train", "b": "dev", "c": "test", "d": "apart"}) == []
