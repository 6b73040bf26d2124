from __future__ import annotations

import unicodedata

import pytest

import pipeline
from pipeline.learning.corpus.markup import MarkedDocument, read_marked
from pipeline.learning.corpus.noise import NOISES, encode, noisy

SOURCE = """kind: kế hoạch
---
ỦY BAN NHÂN DÂN XÃ HÒA TIẾN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/KH-UBND
Hòa Tiến, ngày 04 tháng 3 năm 2024
KẾ HOẠCH
Vệ sinh đường làng
II. NHIỆM VỤ
1. [[{owner:Ủy ban Mặt trận xã} dọn cống rãnh thôn Lệ Sơn Nam, {result:báo cáo UBND xã} {due 2024-06-30:trước ngày 30/6/2024}]].
| Việc | Ai làm | Thời hạn |
| [[Sơn lại cổng chợ :: #c]] | {owner#c:Ban Quản lý chợ} | {due#c 2024-05-31:Tháng 5/2024} |
| [[Trồng 40 cây sao đen :: #d]] | {owner#d:Hội Nông dân xã} | {due#d 2024-06-30:Quý II/2024} |
"""


def document() -> MarkedDocument:
    return read_marked(SOURCE)


@pytest.mark.parametrize("name", NOISES)
def test_the_annotation_is_carried_along(name: str) -> None:
    changed = noisy(document(), name)
    for task, clean in zip(changed.tasks, document().tasks, strict=True):
        passages = [
            task.passage,
            *task.owners,
            *([task.deadline.passage] if task.deadline else []),
            *([task.result] if task.result else []),
        ]
        assert all(changed.text[p.start : p.end] == p.quote and p.quote.strip() for p in passages)
        assert len(task.passage.quote.split()) >= len(clean.passage.quote.split()) * 0.8
        assert (task.deadline and task.deadline.value) == (clean.deadline and clean.deadline.value)


@pytest.mark.parametrize("name", [name for name in NOISES if name != "tcvn3"])
def test_each_noise_changes_the_text_the_same_way_each_time(name: str) -> None:
    long = read_marked(SOURCE + SOURCE.split("---\n")[1].split("1. ")[0] * 40)
    assert noisy(long, name).text == noisy(long, name).text != long.text
    assert noisy(long, "scanned", seed="a").text != noisy(long, "scanned", seed="b").text


def test_lines_are_wrapped_but_words_stay() -> None:
    changed = noisy(document(), "wrapped")
    assert max(map(len, changed.text.splitlines())) <= 92
    assert changed.text.split() == document().text.split()


def test_letters_are_taken_apart() -> None:
    changed = noisy(document(), "decomposed")
    assert unicodedata.is_normalized("NFD", changed.text)
    assert changed.tasks[0].owners[0].quote == unicodedata.normalize("NFD", "Ủy ban Mặt trận xã")


def test_other_spelling_moves_the_marks_of_open_syllables() -> None:
    changed = noisy(document(), "other spelling")
    assert "Uỷ ban Mặt trận xã" in changed.text and "HOÀ TIẾN" in changed.text and "Quí II/2024" not in changed.text
    assert "quý" not in changed.text


def test_a_flattened_table_has_one_cell_a_line() -> None:
    lines = noisy(document(), "flattened").text.splitlines()
    at = lines.index("Sơn lại cổng chợ")
    assert lines[at : at + 3] == ["Sơn lại cổng chợ", "Ban Quản lý chợ", "Tháng 5/2024"]
    assert not any("|" in line for line in lines)


@pytest.mark.parametrize("name", ["wrapped", "decomposed", "tcvn3"])
def test_the_product_reads_through_what_loses_nothing(name: str, tmp_path) -> None:
    clean, changed = tmp_path / "clean.txt", tmp_path / "changed.txt"
    clean.write_text(document().text, "utf-8")
    changed.write_bytes(encode(noisy(document(), name), name))
    seen = [
        [([owner.name.lower() for owner in task.owners], task.deadline and task.deadline.due) for task in pipeline.extract(path).tasks]
        for path in (clean, changed)
    ]
    assert seen[0] == seen[1] and len(seen[0]) == 3
