from __future__ import annotations

from datetime import date

import pytest

import pipeline
from pipeline.pipes.agencies.resolve import identify, members, present_holders, resolve


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Bộ Tài chính", "btc"),
        ("BỘ TÀI CHÍNH", "btc"),
        ("Bộ NN&PTNT", "bnnptnt"),
        ("Bộ Văn hóa, Thể thao và Du lịch", "bvhttdl"),
        ("Uỷ ban nhân dân tỉnh", "ubndt"),
        ("Sở Y tế tỉnh Lai Châu", "syt"),
        ("UBND tỉnh", "ubndt"),
        ("Giám đốc Sở Y tế", "syt"),
        ("Bộ trưởng Bộ Công an", "bca"),
        ("Sở Lao động - Thương binh và Xã hội", "sldtbxh"),
        ("Sở Lao động – Thương binh và Xã hội", "sldtbxh"),
        ("Công an tỉnh", "cat"),
        ("Tỉnh đoàn", "doantn"),
        ("Hội quán nông dân Sa Rài", None),
        ("các sở, ban, ngành", None),
        ("", None),
    ],
)
def test_a_name_leads_to_its_identifier(name: str, identifier: str | None) -> None:
    assert resolve(name) == identifier


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("Ủy ban nhân dân tỉnh Lai Châu", "ubndt"), ("Công an tỉnh Lai Châu", "cat"), ("Thanh tra tỉnh Lai Châu", "ttt")],
)
def test_a_body_with_the_name_of_its_province_is_known(name: str, identifier: str) -> None:
    assert resolve(name) == identifier


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 3, 1), None])
def test_a_body_is_found_under_its_own_name_on_any_day(day: date | None) -> None:
    """A name out of its time still means that body: who follows it is another question."""
    assert resolve("Bộ Giao thông vận tải", day) == "bgtvt"


def test_two_bodies_of_one_abbreviation_are_told_apart_by_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.knowledge.registry import Agency, Validity
    from pipeline.pipes.agencies import resolve as module

    old = Agency("old", "Sở Cũ", ("SM",), "province", "gov", None, Validity(None, date(2025, 3, 1)), ("new",))
    new = Agency("new", "Sở Mới", ("SM",), "province", "gov", None, Validity(date(2025, 3, 1)), ())
    monkeypatch.setattr(module, "_index", lambda: {"sm": [old, new], "sở mới": [new]})
    assert resolve("SM", date(2025, 2, 28)) == "old"
    assert resolve("SM", date(2025, 3, 1)) == "new"  # valid_to is the first day on which it is no more
    assert resolve("Sở Mới", date(2020, 1, 1)) == "new"


def test_named_bodies_are_marked_in_the_doc() -> None:
    doc = pipeline.load()("Sở Y tế gửi hồ sơ cho Bộ Tài chính và Hội quán Sa Rài.\n")
    assert [(span.text, span.label_, span._.agency) for span in doc.spans["agencies"]] == [
        ("Sở Y tế", "AGENCY", "syt"),
        ("Bộ Tài chính", "AGENCY", "btc"),
    ]


@pytest.mark.parametrize(
    ("name", "day", "identifier", "full"),
    [
        ("Sở KH&ĐT Cà Mau", date(2023, 2, 1), "skhdt", "Sở Kế hoạch và Đầu tư tỉnh Cà Mau"),
        ("UBND TP. Hồ Chí Minh", date(2024, 1, 1), "ubndt", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Thành ủy Đà Nẵng", date(2024, 1, 1), "tu", "Thành ủy Đà Nẵng"),
        ("Ban Thường vụ Tỉnh ủy Cà Mau", date(2024, 1, 1), "btvtu", "Ban Thường vụ Tỉnh ủy Cà Mau"),
        ("Giám đốc Sở Y tế Hà Nội", date(2020, 1, 1), "syt", "Sở Y tế thành phố Hà Nội"),
        ("UBND thành phố Cà Mau", date(2024, 1, 1), "ubndh", "Ủy ban nhân dân huyện"),  # a town of the province
        ("UBND thành phố Huế", date(2024, 1, 1), "ubndh", "Ủy ban nhân dân huyện"),
        ("UBND thành phố Huế", date(2025, 2, 1), "ubndt", "Ủy ban nhân dân thành phố Huế"),  # a city under the centre since 2025
        ("UBND xã Tân Lộc", date(2024, 1, 1), "ubndx", "Ủy ban nhân dân xã"),
    ],
)
def test_a_place_in_the_name_is_read_at_the_document_s_date(name: str, day: date, identifier: str, full: str) -> None:
    named = identify(name, day)
    assert named is not None
    assert (named.agency.id, named.name) == (identifier, full)


@pytest.mark.parametrize(
    ("name", "day", "today"),
    [
        ("Sở Kế hoạch và Đầu tư tỉnh Bạc Liêu", date(2023, 2, 1), ["Sở Tài chính tỉnh Cà Mau"]),
        ("Bộ Giao thông vận tải", date(2020, 1, 1), ["Bộ Xây dựng"]),
        ("Công an tỉnh Bình Dương", date(2020, 1, 1), ["Công an thành phố Hồ Chí Minh"]),
        ("Sở Y tế tỉnh Đồng Nai", date(2026, 1, 1), ["Sở Y tế thành phố Đồng Nai"]),
        ("UBND huyện Cái Nước", date(2024, 1, 1), ["Ủy ban nhân dân tỉnh", "Ủy ban nhân dân xã"]),
        ("Ban Dân vận Trung ương", date(2020, 1, 1), ["Ban Tuyên giáo và Dân vận Trung ương"]),
        ("Bộ Tài chính", date(2020, 1, 1), ["Bộ Tài chính"]),
    ],
)
def test_who_holds_the_tasks_today(name: str, day: date, today: list[str]) -> None:
    named = identify(name, day)
    assert named is not None
    assert sorted(holder.name for holder in present_holders(named)) == today


def test_an_abbreviation_that_clashes_is_told_by_who_writes() -> None:
    assert resolve("BCT", date(2024, 1, 1), "party") == "bct_dang"
    assert resolve("BCT", date(2024, 1, 1), "gov") == "bct"


@pytest.mark.parametrize(
    ("name", "day", "bodies"),
    [
        ("các tổ chức chính trị - xã hội", date(2024, 5, 1), ["ldldt", "hndt", "phunu", "doantn", "hccb"]),
        ("Các Huyện ủy, Thị ủy, Thành ủy", date(2024, 5, 1), ["hu"]),
        ("Các Huyện ủy, Thị ủy, Thành ủy", date(2025, 7, 1), []),  # no districts from 1 July 2025
        ("UBND các tỉnh, thành phố trực thuộc Trung ương", None, ["ubndt"]),
        ("các đơn vị liên quan", date(2024, 5, 1), []),  # nobody in particular
    ],
)
def test_a_group_expands_to_the_bodies_of_the_day(name: str, day: date | None, bodies: list[str]) -> None:
    assert [body.id for body in members(name, day)] == bodies


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("UBND xã Hòa Bình", "ubndx"),  # a commune that bears a province's name
        ("Công an huyện Điện Biên", "ca_h"),
        ("Thành ủy Cà Mau", "hu"),  # of the town, not of the province
        ("Huyện ủy Ba Bể", "hu"),
        ("Thị đoàn Hồng Lĩnh", "doan_h"),
        ("UBND TP Vinh", "ubndh"),
        ("UBND huyện Na Rì, tỉnh Bắc Kạn", "ubndh"),
        ("UBND xã Lũng Cú, tỉnh Hà Giang", "ubndx"),
        ("Phòng Văn hóa - Xã hội phường Kỳ Lừa", "p_vhxh"),
        ("Sở Nội vụ tỉnh", "snv"),
        ("Thanh tra thành phố", "ttt"),
        ("Bệnh viện Đa khoa huyện Ba Bể", "bvdk_h"),
        ("Tổng Thanh tra Chính phủ", "ttcp"),
        ("Thứ trưởng Bộ Y tế", "byt"),
        ("Phó Thủ tướng Chính phủ", "ttg"),
        ("Phó Chủ tịch Thường trực UBND tỉnh", "ubndt"),
        ("Sở KH-ĐT", "skhdt"),
        ("Ban Chấp hành Trung ương Đảng khóa XII", "bchtw"),
    ],
)
def test_a_name_is_parted_into_title_body_and_place(name: str, identifier: str) -> None:
    assert resolve(name, date(2020, 1, 1)) == identifier


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("Chi cục Thuế khu vực XIX", "ccthue_kv"), ("TAND khu vực 3 - Lạng Sơn", "tand_kv"), ("Thuế cơ sở 5", "thue_cs")],
)
def test_a_numbered_body_is_one_of_its_kind(name: str, identifier: str) -> None:
    assert resolve(name, date(2025, 5, 1)) == identifier


def test_of_several_readings_the_one_valid_on_the_day_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.knowledge.registry import Agency, Validity
    from pipeline.pipes.agencies import resolve as module

    old = Agency("old", "Sở Mẫu", (), "province", "gov", None, Validity(None, date(2021, 1, 1)), ("new",))
    new = Agency("new", "Sở Mẫu tỉnh", (), "province", "gov", None, Validity(date(2021, 1, 1)), ())
    monkeypatch.setattr(module, "_index", lambda: {"sở mẫu": [old], "sở mẫu tỉnh": [new]})
    assert resolve("Sở Mẫu Lai Châu", date(2020, 12, 31)) == "old"
    assert resolve("Sở Mẫu Lai Châu", date(2021, 1, 1)) == "new"
