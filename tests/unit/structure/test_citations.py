from __future__ import annotations

import pytest

from pipeline.structure.citations import citations_within, find_citations


def cited(text: str) -> list[str]:
    return [text[start:end] for start, end in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thực hiện Nghị quyết số 27/NQ-CP ngày 14 tháng 02 năm 2024 của Chính phủ", "Nghị quyết số 27/NQ-CP ngày 14 tháng 02 năm 2024"),
        ("theo Nghị định số 88/2019/NĐ-CP ngày 05/11/2019", "Nghị định số 88/2019/NĐ-CP ngày 05/11/2019"),
        ("tại công văn số 903-CV/TU ngày 31/10/2022 về tiết kiệm", "công văn số 903-CV/TU ngày 31/10/2022"),
        ("tại Thông báo số 71 / TB - VPUB ngày 9-1-2019 nêu rõ", "Thông báo số 71 / TB - VPUB ngày 9-1-2019"),
        ("Chỉ thị số 15-CT/TW của Ban Bí thư ngày 20/8/2022 về an toàn", "Chỉ thị số 15-CT/TW của Ban Bí thư ngày 20/8/2022"),
        ("Chỉ thị số 08/CT-TTg, ngày 06/4/2021 của Thủ tướng", "Chỉ thị số 08/CT-TTg, ngày 06/4/2021"),
        ("quán triệt (Nghị quyết số 66-NQ/TW) đến cơ sở", "Nghị quyết số 66-NQ/TW"),
        ("triển khai Kết luận 45-KL/TW.", "Kết luận 45-KL/TW"),
        ("theo Luật Lâm nghiệp ngày 15 tháng 11 năm 2017 và quy chế", "Luật Lâm nghiệp ngày 15 tháng 11 năm 2017"),
        ("Bộ luật Lao động năm 2019 (sửa đổi, bổ sung năm 2024) quy định", "Bộ luật Lao động năm 2019 (sửa đổi, bổ sung năm 2024)"),
        ("theo Quyết định ngày 12/5/2022 của Giám đốc Sở", "Quyết định ngày 12/5/2022"),
        ("Quyết định số 40/2020/QĐ-UBND (ngày 01/9/2020)", "Quyết định số 40/2020/QĐ-UBND (ngày 01/9/2020)"),
    ],
)
def test_a_citation_reaches_to_its_date(text: str, expected: str) -> None:
    assert cited(text) == [expected]


def test_several_numbers_share_one_head() -> None:
    text = "các Công văn số 112/SXD-QH ngày 02/3/2023; số 145/SXD-QH ngày 15/3/2023 và số 160/SXD-QH ngày 20/3/2023 của Sở"
    assert cited(text) == ["Công văn số 112/SXD-QH ngày 02/3/2023; số 145/SXD-QH ngày 15/3/2023 và số 160/SXD-QH ngày 20/3/2023"]


def test_the_deadline_after_a_citation_is_outside_it() -> None:
    text = "theo Nghị định số 12/2023/NĐ-CP của Chính phủ xong trước ngày 01 tháng 5 năm 2024"
    assert cited(text) == ["Nghị định số 12/2023/NĐ-CP"]


@pytest.mark.parametrize(
    "text",
    [
        "báo cáo trước ngày 20/6/2024",
        "chấp hành pháp luật trong năm 2024",
        "hoàn thành dự án luật trình Quốc hội năm 2026",
        "Đoàn Luật sư tỉnh tổ chức đại hội năm 2024",
        "đạt 12/15 chỉ tiêu",
        "",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert cited(text) == []


def test_a_citation_ends_with_its_paragraph() -> None:
    text = "Quyết định số 15/QĐ-SYT\nngày 20/6/2024 nộp báo cáo"
    assert cited(text) == ["Quyết định số 15/QĐ-SYT"]


def test_citations_within_a_stretch_are_those_that_reach_into_it() -> None:
    citations = ((0, 9), (20, 31), (40, 52))
    assert list(citations_within(citations, 9, 20)) == []
    assert list(citations_within(citations, 30, 41)) == [(20, 31), (40, 52)]
    assert list(citations_within(citations, 52, 60)) == []
