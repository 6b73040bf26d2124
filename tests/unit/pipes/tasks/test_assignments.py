from __future__ import annotations

from pipeline.pipes.tasks.assignments import find_assignments
from pipeline.reading.source import SourceBuilder
from pipeline.structure.model import read_structure

HEAD = ("ỦY BAN NHÂN DÂN TỈNH BÌNH AN", "Số: 12/CT-UBND", "CHỈ THỊ", "Về trồng rừng", "Ủy ban nhân dân tỉnh chỉ đạo như sau:")


def found(*lines: str):
    builder = SourceBuilder()
    for line in (*HEAD, *lines):
        builder.paragraph(line)
    structure = read_structure(builder.build())
    return structure, find_assignments(structure)


def texts(*lines: str) -> list[str]:
    structure, assignments = found(*lines)
    return [structure.text[task.start : task.end] for task in assignments.tasks]


def test_headings_and_lead_ins_are_left_out_and_their_items_kept() -> None:
    assert texts("1. Sở Y tế:", "a) Kiểm tra 12 trạm xá.", "b) Thực hiện các việc sau:", "- Lập danh mục thuốc.") == [
        "Kiểm tra 12 trạm xá",
        "Lập danh mục thuốc",
    ]


def test_every_numbered_act_of_an_enumeration_is_a_task() -> None:
    assert texts("1. Giao Sở Y tế: (i) lập danh mục thuốc; (ii) kiểm tra 12 trạm xá.") == ["lập danh mục thuốc", "kiểm tra 12 trạm xá"]


def test_labelled_lines_are_kept_for_the_roles_and_are_no_tasks() -> None:
    structure, assignments = found("1. Lập danh mục 40 loại thuốc", "Đơn vị chủ trì: Sở Y tế.", "Thời gian: Tháng 5/2024.")
    assert [(label.column, structure.text[label.start : label.end]) for label in assignments.labels] == [
        ("owner", "Sở Y tế"),
        ("deadline", "Tháng 5/2024"),
    ]
    assert [structure.text[task.start : task.end] for task in assignments.tasks] == ["Lập danh mục 40 loại thuốc"]


def test_a_sentence_that_only_sets_a_deadline_is_no_task() -> None:
    structure, assignments = found("1. Sở Y tế kiểm tra 12 trạm xá. Hoàn thành trước ngày 15/5/2024.")
    assert [structure.text[task.start : task.end] for task in assignments.tasks] == ["Sở Y tế kiểm tra 12 trạm xá"]
    assert [structure.text[start:end] for _, start, end in assignments.deadline_sentences] == ["Hoàn thành trước ngày 15/5/2024"]


def test_tasks_stand_in_reading_order() -> None:
    _, assignments = found("1. Sở Y tế kiểm tra 12 trạm xá. Lập danh mục thuốc.", "2. Công an tỉnh tuần tra 04 chợ.")
    assert [task.start for task in assignments.tasks] == sorted(task.start for task in assignments.tasks)
    assert len(assignments.tasks) == 3
