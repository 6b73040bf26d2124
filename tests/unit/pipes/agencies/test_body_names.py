from __future__ import annotations

import pytest

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import find_predicate, names_body, opens_with_verb, read_subject, split_bodies, starts_body


def subject(text: str, *, need: bool = True):
    return read_subject(text, fold(text), 0, len(text), need=need)


def bodies(text: str) -> list[str]:
    return [body.name for body in split_bodies(text, fold(text), 0, len(text))]


@pytest.mark.parametrize(
    ("text", "names", "predicate"),
    [
        ("Sở Y tế kiểm tra 12 trạm", ["Sở Y tế"], "kiểm tra 12 trạm"),
        ("Bộ Xây dựng xây dựng định mức", ["Bộ Xây dựng"], "xây dựng định mức"),
        ("Thanh tra tỉnh thanh tra 03 dự án", ["Thanh tra tỉnh"], "thanh tra 03 dự án"),
        ("Ủy ban Kiểm tra Tỉnh ủy kiểm tra 10 đảng bộ", ["Ủy ban Kiểm tra Tỉnh ủy"], "kiểm tra 10 đảng bộ"),
        ("Ban Tổ chức Tỉnh ủy tổ chức thi tuyển", ["Ban Tổ chức Tỉnh ủy"], "tổ chức thi tuyển"),
        ("Ban Chỉ đạo tỉnh chỉ đạo các huyện", ["Ban Chỉ đạo tỉnh"], "chỉ đạo các huyện"),
        ("Sở Kế hoạch và Đầu tư lập kế hoạch", ["Sở Kế hoạch và Đầu tư"], "lập kế hoạch"),
        ("Cơ quan quản lý thuế cần công khai số nợ", ["Cơ quan quản lý thuế"], "cần công khai số nợ"),
        ("Sở Y tế, Công an tỉnh và Cục Hải quan rà soát kho", ["Sở Y tế", "Công an tỉnh", "Cục Hải quan"], "rà soát kho"),
        ("Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm ký duyệt", ["Thủ trưởng các cơ quan, đơn vị"], "chịu trách nhiệm ký duyệt"),
        ("Bộ Lao động - Thương binh và Xã hội phải gửi số liệu", ["Bộ Lao động - Thương binh và Xã hội"], "phải gửi số liệu"),
    ],
)
def test_a_subject_ends_where_its_predicate_begins(text: str, names: list[str], predicate: str) -> None:
    found = subject(text)
    assert found is not None and found.ending == "predicate"
    assert [body.name for body in found.bodies] == names
    assert text[found.next :] == predicate


def test_a_colon_ends_a_subject_too() -> None:
    text = "Sở Văn hóa, Thể thao và Du lịch: Lập danh sách 14 lễ hội"
    found = subject(text)
    assert found is not None and found.ending == "colon"
    assert [body.name for body in found.bodies] == ["Sở Văn hóa, Thể thao và Du lịch"]
    assert text[found.next :] == "Lập danh sách 14 lễ hội"


def test_a_heading_may_be_a_list_of_bodies_and_nothing_else() -> None:
    text = "Các sở, ban, ngành và Ủy ban nhân dân các huyện"
    assert subject(text) is None
    found = subject(text, need=False)
    assert found is not None and found.ending == "end"
    assert [body.name for body in found.bodies] == ["Các sở, ban, ngành", "Ủy ban nhân dân các huyện"]


@pytest.mark.parametrize(
    "text", ["Rà soát 12 hồ sơ", "Tổ chức kiểm tra các chợ", "Đường tỉnh 607 cần sửa chữa", "Ban hành quy chế mới", ""]
)
def test_what_names_nobody_is_no_subject(text: str) -> None:
    assert subject(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Y tế; Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Bộ Lao động - Thương binh và Xã hội và Bộ Y tế", ["Bộ Lao động - Thương binh và Xã hội", "Bộ Y tế"]),
        ("các sở, ban, ngành", ["các sở, ban, ngành"]),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", ["Ủy ban nhân dân các huyện, thị xã, thành phố"]),
        ("Công an tỉnh và các cơ quan liên quan", ["Công an tỉnh", "các cơ quan liên quan"]),
        ("Sở Tài chính (cơ quan thường trực), Sở Y tế", ["Sở Tài chính", "Sở Y tế"]),
        ("Giám đốc Sở Y tế, Chủ tịch Ủy ban nhân dân huyện Ba Tơ", ["Giám đốc Sở Y tế", "Chủ tịch Ủy ban nhân dân huyện Ba Tơ"]),
        ("UBND các xã: Tân Phú, Tân Lộc", ["UBND các xã: Tân Phú, Tân Lộc"]),
    ],
)
def test_a_list_is_cut_between_bodies_and_not_inside_them(text: str, names: list[str]) -> None:
    assert bodies(text) == names


def test_a_body_knows_where_it_stands() -> None:
    text = "Giao Sở Y tế và Công an tỉnh (qua Phòng Tham mưu) kiểm tra"
    start = text.index("Sở")
    found = read_subject(text, fold(text), start, len(text))
    assert found is not None
    assert [text[body.start : body.end] for body in found.bodies] == ["Sở Y tế", "Công an tỉnh"]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Tổ chức kiểm tra", True),
        ("Ban hành kế hoạch", True),
        ("Phòng ngừa cháy nổ", True),
        ("Thu hồi đất", True),
        ("Trao quà cho 40 hộ", True),
        ("Tổ chức chính trị - xã hội", False),
        ("Ban Dân tộc", False),
        ("Phòng Y tế", False),
        ("Thanh tra tỉnh", False),
        ("Sở Y tế", False),
    ],
)
def test_a_verb_is_told_from_a_body_that_begins_like_it(text: str, verb: bool) -> None:
    assert opens_with_verb(fold(text), 0) is verb


@pytest.mark.parametrize("text", ["Sở Y tế", "các cơ quan", "UBND xã", "Chủ tịch huyện", "mọi công dân", "đồng chí Lò Văn Mẫu"])
def test_a_body_may_begin_with_a_head_a_title_or_a_quantifier(text: str) -> None:
    assert starts_body(fold(text), 0)


@pytest.mark.parametrize("text", ["các nhiệm vụ sau", "xã hội học tập", "hộ khẩu thường trú", "mười hồ sơ"])
def test_things_are_no_bodies(text: str) -> None:
    assert not names_body(fold(text), 0)


def test_a_system_of_pipes_is_no_body() -> None:
    assert not names_body(fold("hệ thống thoát nước"), 0)


def test_a_hospital_is_a_body() -> None:
    assert starts_body(fold("Bệnh viện Đa khoa tỉnh"), 0)


def test_no_predicate_is_found_inside_a_name() -> None:
    text = "Văn phòng Điều phối nông thôn mới"
    assert find_predicate(text, fold(text), 0, len(text)) is None
