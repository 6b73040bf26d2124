from __future__ import annotations

import pytest

from pipeline.reading.source import Block, SourceBuilder
from pipeline.structure.header import is_foot, read_head

STATE = (
    "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 19/CT-UBND",
    "Lai Châu, ngày 08 tháng 5 năm 2023",
    "CHỈ THỊ",
    "Về việc trồng cây phân tán",
    "Hiện nay diện tích rừng giảm.",
    "1. Sở Xây dựng trồng 900 cây.",
)
FOOT = (
    "Nơi nhận:",
    "- Như trên;",
    "- Thường trực Tỉnh ủy (để b/c);",
    "- Lưu: VT, KT.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Lò Văn Mẫu",
)


def head(*lines: str):
    builder = SourceBuilder()
    for line in lines:
        builder.paragraph(line)
    return read_head(builder.build())


def test_the_letterhead_is_read_in_all_its_parts() -> None:
    header = head(*STATE, *FOOT).header
    assert (header.number, header.kind, header.issued, header.place) == ("19/CT-UBND", "chỉ thị", "2023-05-08", "Lai Châu")
    assert header.issuer == "Ủy ban nhân dân tỉnh Lai Châu"
    assert header.subject == "Về việc trồng cây phân tán"


def test_the_body_above_and_the_issuer_are_told_apart() -> None:
    letterhead = ("SỞ Y TẾ HẢI PHÒNG", "BỆNH VIỆN PHỤ SẢN", "UBND", "HUYỆN PHÚ HÒA")
    assert head(*letterhead[:2], *STATE[2:], *FOOT).header.issuer == "Sở Y tế Hải Phòng Bệnh viện phụ sản"
    assert head(*letterhead[2:], *STATE[2:], *FOOT).header.issuer == "UBND huyện Phú Hòa"


def test_the_foot_names_signer_and_recipients() -> None:
    header = head(*STATE, *FOOT).header
    assert header.signer == "Lò Văn Mẫu"
    assert header.recipients == ["Như trên", "Thường trực Tỉnh ủy (để b/c)", "Lưu: VT, KT"]


def test_the_body_begins_behind_the_subject() -> None:
    found = head(*STATE)
    assert STATE[found.body] == "Hiện nay diện tích rừng giảm."


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 19/CT-UBND", "19/CT-UBND"),
        ("Số:19/CT-UBND", "19/CT-UBND"),
        ("Số : 19 / CT - UBND", "19/CT-UBND"),
        ("Số 19/CT-UBND", "19/CT-UBND"),
        ("SỐ: 19/CT-UBND", "19/CT-UBND"),
        ("Số: 19-CT/TU", "19-CT/TU"),
        ("Số: 19/2023/CT-UBND", "19/2023/CT-UBND"),
        ("Số: 190a/CT-UBND", "190a/CT-UBND"),
        ("Số:    /CT-UBND", None),
        ("Số: ...../CT-UBND", None),
    ],
)
def test_numbers_are_read_however_they_are_spaced(line: str, number: str | None) -> None:
    assert head(*STATE[:2], line, *STATE[3:]).header.number == number


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("Lai Châu, ngày 08 tháng 5 năm 2023", "2023-05-08"),
        ("Lai Châu,ngày 8  tháng 05  năm 2023", "2023-05-08"),
        ("Lai Châu, ngày     tháng 5 năm 2023", None),
        ("Lai Châu, ngày .... tháng .... năm 2023", None),
        ("Lai Châu, ngày 30 tháng 02 năm 2023", None),
    ],
)
def test_the_day_of_issue_is_the_one_printed_or_none(line: str, issued: str | None) -> None:
    assert head(*STATE[:3], line, *STATE[4:]).header.issued == issued


def test_a_party_document_has_its_number_and_kind() -> None:
    header = head(
        "TỈNH ỦY LAI CHÂU",
        "*",
        "Số 31-KL/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Lai Châu, ngày 02 tháng 3 năm 2022",
        "KẾT LUẬN",
        "về công tác phát triển đảng viên",
        "1- Ban Tổ chức Tỉnh ủy hướng dẫn.",
    ).header
    assert (header.number, header.kind, header.issued) == ("31-KL/TU", "kết luận", "2022-03-02")
    assert header.subject == "về công tác phát triển đảng viên"


def test_a_letter_has_no_title_but_a_subject_line() -> None:
    header = head(
        "SỞ XÂY DỰNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 88/SXD-QH",
        "V/v cấp phép biển quảng cáo",
        "Kính gửi: Ủy ban nhân dân các huyện.",
        "Sở Xây dựng đề nghị các huyện rà soát biển quảng cáo.",
    ).header
    assert (header.kind, header.number, header.subject) == ("công văn", "88/SXD-QH", "cấp phép biển quảng cáo")


def test_text_without_letterhead_is_a_news_report() -> None:
    found = head("Chủ tịch huyện kiểm tra hồ Bản Phú", "19/7/2024", "Sáng 18/7, đoàn công tác đã kiểm tra hồ.")
    assert (found.header.kind, found.kind.policy, found.header.issued) == ("tin báo chí", "news", "2024-07-19")
    assert found.header.number is None


def test_an_empty_text_has_an_empty_head() -> None:
    found = head()
    assert (found.header.number, found.header.issuer, found.header.issued, found.body) == (None, None, None, 0)


@pytest.mark.parametrize(
    ("line", "foot"),
    [
        ("Nơi nhận:", True),
        ("TM. ỦY BAN NHÂN DÂN", True),
        ("T/M BAN THƯỜNG VỤ", True),
        ("KT. GIÁM ĐỐC", True),
        ("Giám đốc Sở Y tế báo cáo Ủy ban nhân dân tỉnh", False),
        ("1. Nơi nhận hồ sơ", False),
    ],
)
def test_the_foot_begins_at_recipients_or_signature(line: str, foot: bool) -> None:
    assert is_foot(Block("paragraph", 0, len(line)), line) is foot
