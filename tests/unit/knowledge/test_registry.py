from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import GiaoviecError
from pipeline.knowledge.registry import (
    Agency,
    Validity,
    agencies,
    agencies_by_id,
    collectives,
    province_names,
    provinces,
    read_agencies,
    read_collectives,
    read_provinces,
    rows,
)

COLUMNS = "id,name,aliases,level,branch,parent,valid_from,valid_to,successors,source"
PROVINCE_COLUMNS = "name,kind,code,abbreviations,valid_from,valid_to,successor,source"


def table(folder: Path, *lines: str, columns: str = COLUMNS) -> Path:
    path = folder / "agencies.csv"
    path.write_text("\n".join([columns, *lines]) + "\n", "utf-8")
    return path


def test_a_line_is_a_body_with_its_names_and_days(tmp_path: Path) -> None:
    (body, _) = read_agencies(
        table(
            tmp_path,
            "sm,Sở Mẫu,SM;Sở M,province,gov,,2020-01-01,2025-03-01,sn,NQ 1/2025",
            "sn,Sở Nối,,province,gov,,2025-03-01,,,NQ 1/2025",
        )
    )
    assert body == Agency(
        "sm", "Sở Mẫu", ("SM", "Sở M"), "province", "gov", None, Validity(date(2020, 1, 1), date(2025, 3, 1)), ("sn",), "NQ 1/2025"
    )


def test_a_name_with_commas_is_quoted(tmp_path: Path) -> None:
    (body,) = read_agencies(table(tmp_path, '"sv","Sở Văn hóa, Sách và Đọc",SVSĐ,province,gov,,,,,NĐ 1'))
    assert body.name == "Sở Văn hóa, Sách và Đọc"


@pytest.mark.parametrize(
    ("bad", "detail"),
    [
        ("sm,Sở Khác,,province,gov,,,,,NĐ 1", "trùng"),
        ("sx,,,province,gov,,,,,NĐ 1", "thiếu tên"),
        ("SX,Sở X,,province,gov,,,,,NĐ 1", "sai dạng"),
        ("sx,Sở X,,planet,gov,,,,,NĐ 1", "planet"),
        ("sx,Sở X,,province,guild,,,,,NĐ 1", "guild"),
        ("sx,Sở X,,province,gov,,2020-13-01,,,NĐ 1", "ngày không hợp lệ"),
        ("sx,Sở X,,province,gov,,01/02/2020,,,NĐ 1", "ngày không hợp lệ"),
        ("sx,Sở X,,province,gov,,2021-02-01,2020-02-01,,NĐ 1", "valid_to phải sau valid_from"),
        ("sx,Sở X,,province,gov,,,,nobody,NĐ 1", "nobody"),
        ("sx,Sở X,,province,gov,nowhere,,,,NĐ 1", "nowhere"),
        ("sx,Sở X,,province,gov,,,,,", "thiếu nguồn"),
        ("sx,Sở Mẫu,,province,gov,,2020-01-01,,,NĐ 1", "«Sở Mẫu» đã có"),
        ("sx,So\u031b\u0309 X,,province,gov,,,,,NĐ 1", "NFC"),
        ("sx,Sở X,province,gov", "số cột"),
        ("sx,Sở X,,province,gov,,,,,NĐ 1,thừa", "số cột"),
    ],
)
def test_a_bad_line_is_named_with_file_and_line(tmp_path: Path, bad: str, detail: str) -> None:
    path = table(tmp_path, "sm,Sở Mẫu,,province,gov,,,,,NĐ 1", bad, "sz,Sở Z,,province,gov,,,,,NĐ 1")
    with pytest.raises(GiaoviecError) as caught:
        read_agencies(path)
    assert caught.value.code == "GV501"
    assert "«agencies.csv» dòng 3 " in caught.value.message
    assert detail in caught.value.message


def test_one_name_may_belong_to_two_bodies_one_after_the_other(tmp_path: Path) -> None:
    path = table(tmp_path, "a,Cục Mẫu,,central,gov,,,2020-01-01,b,NĐ 1", "b,Cục Mẫu,,central,gov,,2020-01-01,,,NĐ 2")
    assert [body.id for body in read_agencies(path)] == ["a", "b"]


def test_a_wrong_heading_is_line_one(tmp_path: Path) -> None:
    path = table(tmp_path, "sm,Sở Mẫu", columns="id,name")
    with pytest.raises(GiaoviecError, match=r"dòng 1 .*cần các cột id, name, aliases"):
        list(rows(path, COLUMNS.split(",")))


def test_the_shipped_table_covers_every_level_and_branch() -> None:
    known = agencies()
    assert len(known) >= 600
    assert {body.level for body in known} == {"central", "region", "province", "district", "commune"}
    assert {"gov", "party", "na", "front", "judicial", "force", "fin", "group", "role"} == {body.branch for body in known}


def test_the_ministries_are_those_of_resolution_176_of_2025() -> None:
    """Fourteen ministries and three bodies of their rank (Nghị quyết 176/2025/QH15)."""
    ministries = {body.name for body in agencies() if body.level == "central" and body.name.startswith("Bộ ") and body.parent is None}
    today = {body.name for body in agencies() if body.name in ministries and body.validity.until is None} - {"Bộ Chính trị"}
    assert today == {
        "Bộ Quốc phòng",
        "Bộ Công an",
        "Bộ Ngoại giao",
        "Bộ Nội vụ",
        "Bộ Tư pháp",
        "Bộ Tài chính",
        "Bộ Công Thương",
        "Bộ Nông nghiệp và Môi trường",
        "Bộ Xây dựng",
        "Bộ Văn hóa, Thể thao và Du lịch",
        "Bộ Khoa học và Công nghệ",
        "Bộ Giáo dục và Đào tạo",
        "Bộ Y tế",
        "Bộ Dân tộc và Tôn giáo",
    }


def test_bodies_merged_on_one_day_follow_each_other() -> None:
    by_id = agencies_by_id()
    for old in ("bkhdt", "bgtvt", "bnnptnt", "btnmt", "bldtbxh"):
        assert by_id[old].validity.until == date(2025, 3, 1)
        assert all(by_id[new].validity.until is None for new in by_id[old].successors)
    assert by_id["btnmt"].successors == ("bnnmt",)


def test_no_district_body_outlives_the_districts() -> None:
    """The district level ended on 1 July 2025 (Luật 72/2025/QH15); what is left are branches of vertical bodies."""
    left = [body.name for body in agencies() if body.level == "district" and body.validity.until is None and body.branch in ("gov", "na")]
    assert not [name for name in left if name.startswith(("Ủy ban nhân dân", "Hội đồng nhân dân", "Phòng "))]


def test_every_end_leads_to_a_body_that_exists() -> None:
    """Whoever follows the successors arrives: no circle, no dead end but the steering committees that nobody followed."""
    by_id = agencies_by_id()

    def last(body: Agency, seen: frozenset[str]) -> bool:
        if body.id in seen:
            return False
        return body.validity.until is None or any(last(by_id[one], seen | {body.id}) for one in body.successors)

    dead = {body.id for body in agencies() if body.validity.until and not last(body, frozenset())}
    assert dead == {"bcd_taybac", "bcd_taynguyen", "bcd_taynambo"}


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [(date(2010, 1, 1), 63, 5), (date(2025, 2, 1), 63, 6), (date(2025, 7, 1), 34, 6), (date(2026, 5, 1), 34, 7)],
)
def test_the_provinces_of_a_day(day: date, count: int, cities: int) -> None:
    """63 until 30 June 2025, 34 from then on (202/2025/QH15); Huế a city since 2025, Đồng Nai since 30 April 2026 (30/2026/QH16)."""
    on_day = [province for province in provinces() if province.validity.holds(day)]
    assert len(on_day) == count
    assert sum(province.kind == "thành phố" for province in on_day) == cities


def test_a_province_leads_to_the_one_that_holds_it() -> None:
    held = {province.name: province.successor for province in provinces() if province.validity.until == date(2025, 7, 1)}
    assert (held["Bạc Liêu"], held["Cà Mau"], held["Bình Dương"], held["Quảng Nam"]) == ("Cà Mau", "Cà Mau", "Hồ Chí Minh", "Đà Nẵng")


@pytest.mark.parametrize(
    ("bad", "detail"),
    [("Cà Mau,huyện,96,,,,,NQ", "loại «huyện»"), ("Cà Mau,tỉnh,96,,,,Atlantis,NQ", "Atlantis"), ("Cà Mau,tỉnh,96,,x,,,NQ", "ngày không")],
)
def test_a_bad_province_is_named_with_file_and_line(tmp_path: Path, bad: str, detail: str) -> None:
    path = tmp_path / "provinces.csv"
    path.write_text(f"{PROVINCE_COLUMNS}\n{bad}\n", "utf-8")
    with pytest.raises(GiaoviecError) as caught:
        read_provinces(path)
    assert "«provinces.csv» dòng 2 " in caught.value.message
    assert detail in caught.value.message


def test_provinces_are_those_of_today_and_those_before_the_merger() -> None:
    names = province_names()
    assert {"Cà Mau", "Bạc Liêu", "Thừa Thiên Huế", "Huế"} <= set(names)
    assert names.index("Thừa Thiên Huế") < names.index("Huế")  # the longer name is matched first


@pytest.mark.parametrize(
    ("validity", "day", "holds"),
    [
        (Validity(date(2020, 1, 1), date(2025, 3, 1)), date(2025, 2, 28), True),
        (Validity(date(2020, 1, 1), date(2025, 3, 1)), date(2025, 3, 1), False),
        (Validity(date(2020, 1, 1), date(2025, 3, 1)), date(2019, 12, 31), False),
        (Validity(None, date(2025, 3, 1)), None, False),
        (Validity(date(2020, 1, 1), None), None, True),
    ],
)
def test_validity_includes_its_first_day_and_excludes_its_end(validity: Validity, day: date | None, holds: bool) -> None:
    assert validity.holds(day) is holds


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("các trại,trx,", "trx"),
        (",tr,", "thiếu tên"),
        ("các trại,,", "thiếu tên"),
        ("các trại;các trại,tr,\nmột trại;các trại,tr,", "trùng"),
    ],
)
def test_a_bad_group_is_told_with_its_line(line: str, detail: str, tmp_path: Path) -> None:
    with pytest.raises(GiaoviecError, match=detail) as caught:
        read_collectives(table(tmp_path, *line.split("\n"), columns="names,members,note"), {"tr"})
    assert caught.value.code == "GV501"


def test_every_shipped_group_has_known_members() -> None:
    assert all(one in agencies_by_id() for group in collectives() for one in group.members)
    assert {"các bộ, ngành, địa phương", "các sở, ban, ngành"} <= {name for group in collectives() for name in group.names}
