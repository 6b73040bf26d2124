from __future__ import annotations

import pytest

from pipeline.learning.corpus.markup import MarkupError, read_marked

HEAD = "kind: chỉ thị\nissued: 2024-03-04\n---\n"


def test_marks_leave_the_text_as_it_is_printed() -> None:
    document = read_marked(
        HEAD + "1. [[Giao {owner:Sở Y tế} kiểm tra 05 bệnh viện {due 2024-06-30:trước ngày 30/6/2024}]].\n<<Thi hành từ hôm nay.>>"
    )
    assert document.text == "1. Giao Sở Y tế kiểm tra 05 bệnh viện trước ngày 30/6/2024.\nThi hành từ hôm nay."
    [task] = document.tasks
    assert document.text[task.passage.start : task.passage.end] == task.passage.quote
    assert task.passage.quote == "Giao Sở Y tế kiểm tra 05 bệnh viện trước ngày 30/6/2024"
    assert [passage.quote for passage in document.ignored] == ["Thi hành từ hôm nay."]


def test_a_label_hands_on_owners_and_deadline_from_a_heading() -> None:
    document = read_marked(
        HEAD + "1. {owner#h:Sở Nội vụ}, {owner#h:Công an tỉnh}, xong {due#h 2024-05-31:trong tháng 5}:\na) [[Lập danh sách :: #h]];\n"
        "b) [[Cấp thẻ {recurring monthly:hằng tháng} :: #h generic]]."
    )
    first, second = (document.gold("x")["tasks"][i] for i in (0, 1))
    assert first["owner"] == ["Sở Nội vụ", "Công an tỉnh"] and first["inherited"] and not first["content_generic"]
    assert first["deadline"] == {"quote": "trong tháng 5", "kind": "date", "value": "2024-05-31"}
    assert second["deadline"]["value"] == "monthly" and second["content_generic"]


def test_own_owner_is_not_inherited_and_notes_may_name_bodies() -> None:
    document = read_marked(
        HEAD + '[[{owner:Sở Y tế} kiểm tra :: coord="Công an; Hải quan"]]. [[Các đơn vị trên báo cáo :: owner="Sở Y tế"]].'
    )
    first, second = document.gold("x")["tasks"]
    assert (first["inherited"], first["coordinators"]) == (False, ["Công an", "Hải quan"])
    assert (second["inherited"], second["owner"]) == (True, ["Sở Y tế"])


def test_a_label_defined_inside_a_task_is_the_field_of_that_task_too() -> None:
    [first, second] = read_marked(HEAD + "[[{owner#y:Sở Y tế} rà soát]]; [[lập hồ sơ :: #y]].").tasks
    assert [owner.quote for owner in first.owners] == ["Sở Y tế"] == [owner.quote for owner in second.owners]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[[Rà soát", "not closed"),
        ("[[Rà soát [[lại]]]]", "inside a task"),
        ("Rà soát]]", "outside a task"),
        ("{owner:Sở Y tế} rà soát", "needs a label"),
        ("[[Rà soát :: #ai]]", "not defined"),
        ("[[Rà soát :: rõ]]", "not known"),
        ("[[Rà soát {due 2024-05-01:hôm ấy} {vague:sớm}]]", "two deadlines"),
        ("[[Rà soát {recurring:hằng tháng}]]", "without a value"),
        ("[[Rà soát {vague 2024-05-01:sớm}]]", "with a value"),
        ("[[Rà soát {owner:Sở]]", "not closed at the end of its task"),
        ("Rà soát}", "without a mark"),
        ("Rà soát>>", "without <<"),
    ],
)
def test_a_wrong_mark_is_an_error_with_its_words(body: str, problem: str) -> None:
    with pytest.raises(MarkupError, match=problem):
        read_marked(HEAD + body)


def test_an_error_names_the_line_of_the_file() -> None:
    with pytest.raises(MarkupError, match="line 5"):
        read_marked(HEAD + "Dòng đầu\nRà soát]]")


def test_a_file_needs_its_head() -> None:
    with pytest.raises(MarkupError, match="---"):
        read_marked("kind: chỉ thị\n[[Rà soát]]")
