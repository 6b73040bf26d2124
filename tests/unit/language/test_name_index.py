from __future__ import annotations

import pytest

from pipeline.language.fold import fold
from pipeline.language.names import NameIndex, known_names, proper_case, proper_name


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH CÀ MAU", "Ủy ban nhân dân tỉnh Cà Mau"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Bộ Giáo dục và Đào tạo"),
        ("SỞ Y TẾ", "Sở Y tế"),
        ("Sở Y tế", "Sở Y tế"),
        ("VỀ THU BHXH, BHYT VÀ GPMB", "Về thu BHXH, BHYT và GPMB"),
        ("UBND TỈNH BÌNH AN", "UBND tỉnh bình an"),
        ("TỔNG CÔNG TY HÀNG HẢI VIỆT NAM", "Tổng công ty Hàng hải Việt Nam"),
        ("KHOANH VÙNG CHÁY, THÔNG BÁO, RANH MẠCH", "Khoanh vùng cháy, thông báo, ranh mạch"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_written_as_in_running_text(capitals: str, name: str) -> None:
    assert proper_case(capitals) == name


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("ỦY BAN NHÂN DÂN HUYỆN THANH SƠN HẠ", "Ủy ban nhân dân huyện Thanh Sơn Hạ"),
        ("ĐẢNG ỦY XÃ Ô LÂM", "Đảng ủy xã Ô Lâm"),
        ("Đảng ủy xã Ô Lâm", "Đảng ủy xã Ô Lâm"),
        ("BAN CHỈ HUY CÁC XÃ VÀ THỊ TRẤN", "Ban chỉ huy các xã và thị trấn"),
    ],
)
def test_the_name_of_a_body_has_its_place_capitalised(capitals: str, name: str) -> None:
    assert proper_name(capitals) == name


def found(names: list[str], text: str) -> list[str]:
    return [text[start:end] for start, end in NameIndex(names).spans(fold(text))]


def test_the_longest_name_is_found_at_the_edges_of_words() -> None:
    names = ["Sở Xây dựng", "Cục Quản lý, giám sát bảo hiểm", "Cục Quản lý"]
    assert found(names, "giao Cục Quản lý, giám sát bảo hiểm và SỞ XÂY DỰNG") == ["Cục Quản lý, giám sát bảo hiểm", "SỞ XÂY DỰNG"]
    assert found(names, "Sở Xây dựngX, xSở Xây dựng, Sở Xây dựng1") == []


def test_a_name_does_not_run_over_the_end_that_is_given() -> None:
    text = fold("Sở Xây dựng")
    assert NameIndex(["Sở Xây dựng"]).end_at(text, 0, 8) is None
    assert NameIndex(["Sở Xây dựng"]).end_at(text, 0) == 11


def test_names_with_verbs_in_them_are_known_whole() -> None:
    text = fold("Cục Quản lý thị trường tỉnh kiểm tra")
    assert known_names().end_at(text, 0) == len("Cục Quản lý thị trường tỉnh")


def test_name_that_fits_is_found_where_a_longer_one_goes_on_behind_the_end() -> None:
    index = NameIndex(["Sở Y tế", "Sở Y tế dự phòng"])
    text = "sở y tế dự phòng rà soát"
    assert index.end_at(text, 0) == 16
    assert index.end_at(text, 0, 12) == 7
    assert index.end_at(text, 0, 5) is None
