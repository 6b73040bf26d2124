from __future__ import annotations

import pipeline
from pipeline.schema import Party

LETTERHEAD = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH AN\nSố: 12/CT-UBND\nBình An, ngày 04 tháng 3 năm 2024\nCHỈ THỊ\n"
    "Về nước sạch\nỦy ban nhân dân tỉnh chỉ đạo như sau:\n"
)


def owners(*lines: str, before: str = LETTERHEAD) -> list[list[Party]]:
    return [task.owners for task in pipeline.extract(before + "\n".join(lines) + "\n").tasks]


def test_an_owner_named_in_its_order_is_explicit_and_has_its_place() -> None:
    extraction = pipeline.extract(LETTERHEAD + "1. Sở Y tế kiểm tra 14 giếng.\n")
    (owner,) = extraction.tasks[0].owners
    assert (owner.name, owner.agency, owner.source) == ("Sở Y tế", "syt", "explicit")
    assert extraction.text[owner.start : owner.end] == "Sở Y tế"


def test_an_owner_of_the_heading_is_inherited_and_points_there() -> None:
    extraction = pipeline.extract(LETTERHEAD + "1. Sở Y tế:\na) Kiểm tra 14 giếng.\n")
    (owner,) = extraction.tasks[0].owners
    assert (owner.name, owner.source) == ("Sở Y tế", "inherited")
    assert owner.start == extraction.text.index("Sở Y tế")
    assert extraction.tasks[0].start > owner.end


def test_the_addressee_of_a_letter_is_the_owner_when_nobody_else_is() -> None:
    letter = "SỞ XÂY DỰNG\nSố: 8/SXD-QH\nKính gửi: Ủy ban nhân dân huyện Mỹ Lộc.\nSở Xây dựng đề nghị thực hiện các việc sau:\n"
    ((owner,),) = owners("1. Rà soát 15 hồ chứa.", before=letter)
    assert (owner.name, owner.source) == ("Ủy ban nhân dân huyện Mỹ Lộc", "document")


def test_nobody_named_anywhere_is_an_empty_list() -> None:
    assert owners("1. Rà soát 15 hồ chứa.") == [[]]


def test_a_bare_place_means_the_one_named_before_it() -> None:
    news = "Lãnh đạo tỉnh làm việc tại cơ sở\n04/3/2024\nKiểm tra tại huyện Phú Hòa, Chủ tịch UBND tỉnh yêu cầu huyện rà soát 05 dự án.\n"
    (((owner,),)) = [task.owners for task in pipeline.extract(news).tasks]
    assert (owner.name, owner.source) == ("huyện Phú Hòa", "anaphora")


def test_a_body_is_named_once_and_not_as_its_own_helper() -> None:
    (task,) = pipeline.extract(LETTERHEAD + "1. Sở Y tế, Sở Y tế phối hợp với Sở Y tế và Công an tỉnh kiểm tra 14 giếng.\n").tasks
    assert [owner.name for owner in task.owners] == ["Sở Y tế"]
    assert [helper.name for helper in task.coordinators] == ["Công an tỉnh"]


def test_the_identifier_is_that_of_the_day_of_issue() -> None:
    later = LETTERHEAD.replace("năm 2024", "năm 2025").replace("04 tháng 3", "10 tháng 9")
    ((owner,),) = owners("1. Bộ Nông nghiệp và Môi trường công bố bản đồ.", before=later)
    assert owner.agency == "bnnmt"
