from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import GiaoviecError
from pipeline.knowledge.registry import agencies, proper_case, proper_name, province_names, read_agencies, rows

COLUMNS = "id,name,aliases,level,branch,valid_from,valid_to,successors"


def table(folder: Path, *lines: str, columns: str = COLUMNS) -> Path:
    path = folder / "agencies.csv"
    path.write_text("\n".join([columns, *lines]) + "\n", "utf-8")
    return path


def test_a_line_is_a_body_with_its_names_and_days(tmp_path: Path) -> None:
    (body, _) = read_agencies(
        table(tmp_path, "sm,Sở Mẫu,SM;Sở M,province,gov,2020-01-01,2025-03-01,sn", "sn,Sở Nối,,province,gov,2025-03-01,,")
    )
    assert (body.name, body.aliases, body.level) == ("Sở Mẫu", ("SM", "Sở M"), "province")
    assert (body.valid_from, body.valid_to, body.successors) == (date(2020, 1, 1), date(2025, 3, 1), ("sn",))


def test_a_name_with_commas_is_quoted(tmp_path: Path) -> None:
    (body,) = read_agencies(table(tmp_path, '"sv","Sở Văn hóa, Sách và Đọc",SVSĐ,province,gov,,,'))
    assert body.name == "Sở Văn hóa, Sách và Đọc"


@pytest.mark.parametrize(
    ("bad", "detail"),
    [
        ("sm,Sở Khác,,province,gov,,,", "trùng"),
        ("sx,,,province,gov,,,", "thiếu tên"),
        ("sx,Sở X,,planet,gov,,,", "planet"),
        ("sx,Sở X,,province,gov,2020-13-01,,", "ngày không hợp lệ"),
        ("sx,Sở X,,province,gov,01/02/2020,,", "ngày không hợp lệ"),
        ("sx,Sở X,,province,gov,,,nobody", "nobody"),
        ("sx,Sở X,province,gov", "số cột"),
        ("sx,Sở X,,province,gov,,,,thừa", "số cột"),
    ],
)
def test_a_bad_line_is_named_with_file_and_line(tmp_path: Path, bad: str, detail: str) -> None:
    path = table(tmp_path, "sm,Sở Mẫu,,province,gov,,,", bad, "sz,Sở Z,,province,gov,,,")
    with pytest.raises(GiaoviecError) as caught:
        read_agencies(path)
    assert caught.value.code == "GV501"
    assert "«agencies.csv» dòng 3 " in caught.value.message
    assert detail in caught.value.message


def test_a_wrong_heading_is_line_one(tmp_path: Path) -> None:
    path = table(tmp_path, "sm,Sở Mẫu", columns="id,name")
    with pytest.raises(GiaoviecError, match=r"dòng 1 .*cần các cột id, name, aliases"):
        list(rows(path, COLUMNS.split(",")))


def test_the_shipped_table_is_valid_and_its_days_are_in_order() -> None:
    known = agencies()
    assert {"btc", "syt", "ubndt", "ubktu"} <= {body.id for body in known}
    assert all(body.valid_from < body.valid_to for body in known if body.valid_from and body.valid_to)


def test_bodies_merged_on_one_day_follow_each_other() -> None:
    by_id = {body.id: body for body in agencies()}
    for old in ("bkhdt", "bgtvt", "bnnptnt", "btnmt", "bldtbxh"):
        assert by_id[old].valid_to == date(2025, 3, 1)
        assert all(by_id[new].valid_to is None for new in by_id[old].successors)
    assert by_id["btnmt"].successors == ("bnnmt",)


def test_provinces_are_those_of_today_and_those_before_the_merger() -> None:
    names = province_names()
    assert {"Cà Mau", "Bạc Liêu", "Thừa Thiên Huế", "Huế"} <= set(names)
    assert names.index("Thừa Thiên Huế") < names.index("Huế")  # the longer name is matched first


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH CÀ MAU", "Ủy ban nhân dân tỉnh Cà Mau"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Bộ Giáo dục và Đào tạo"),
        ("SỞ Y TẾ", "Sở Y tế"),
        ("Sở Y tế", "Sở Y tế"),
        ("VỀ THU BHXH, BHYT VÀ GPMB", "Về thu BHXH, BHYT và GPMB"),
        ("UBND TỈNH BÌNH AN", "UBND tỉnh bình an"),
        ("TỔNG CÔNG TY HÀNG HẢI VIỆT NAM", "Tổng công ty hàng hải Việt Nam"),
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
