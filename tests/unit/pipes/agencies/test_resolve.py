from __future__ import annotations

from datetime import date

import pytest

import pipeline
from pipeline.pipes.agencies.resolve import resolve


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
    from pipeline.knowledge.registry import Agency
    from pipeline.pipes.agencies import resolve as module

    old = Agency("old", "Sở Cũ", ("SM",), "province", "gov", None, date(2025, 3, 1), ("new",))
    new = Agency("new", "Sở Mới", ("SM",), "province", "gov", date(2025, 3, 1), None, ())
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
