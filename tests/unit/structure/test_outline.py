from __future__ import annotations

import pytest

from pipeline.reading.source import SourceBuilder
from pipeline.structure.header import read_head
from pipeline.structure.outline import Item, read_outline, split_marker

HEAD = {
    "chỉ thị": ("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Số: 19/CT-UBND", "CHỈ THỊ", "Về trồng rừng"),
    "kế hoạch": ("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Số: 19/KH-UBND", "KẾ HOẠCH", "Về trồng rừng"),
    "quyết định": ("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Số: 19/QĐ-UBND", "QUYẾT ĐỊNH", "Về trồng rừng"),
    "kết luận": ("TỈNH ỦY LAI CHÂU", "Số 19-KL/TU", "KẾT LUẬN", "Về trồng rừng"),
    "nghị định": ("CHÍNH PHỦ", "Số: 19/2024/NĐ-CP", "NGHỊ ĐỊNH", "Về trồng rừng"),
}


def items(kind: str, *lines: str) -> list[Item]:
    builder = SourceBuilder()
    for line in (*HEAD[kind], *lines):
        builder.paragraph(line)
    source = builder.build()
    return list(read_outline(source, read_head(source)).items)


def locators(kind: str, *lines: str) -> list[str]:
    return [item.locator for item in items(kind, *lines)]


def zones(kind: str, *lines: str) -> list[str]:
    return [item.zone for item in items(kind, *lines)]


@pytest.mark.parametrize(
    ("text", "marker", "content"),
    [
        ("I. NHIỆM VỤ", "I.", "NHIỆM VỤ"),
        ("IV- TỔ CHỨC THỰC HIỆN", "IV-", "TỔ CHỨC THỰC HIỆN"),
        ("A. PHẦN CHUNG", "A.", "PHẦN CHUNG"),
        ("Điều 2. Giao Sở Y tế", "Điều 2.", "Giao Sở Y tế"),
        ("12. Sở Y tế", "12.", "Sở Y tế"),
        ("3) Sở Y tế", "3)", "Sở Y tế"),
        ("1.2. Kiểm tra", "1.2.", "Kiểm tra"),
        ("1.2.3. Kiểm tra", "1.2.3.", "Kiểm tra"),
        ("b) Kiểm tra", "b)", "Kiểm tra"),
        ("đ) Kiểm tra", "đ)", "Kiểm tra"),
        ("(ii) Kiểm tra", "(ii)", "Kiểm tra"),
        ("- Kiểm tra", "-", "Kiểm tra"),
        ("+ Kiểm tra", "+", "Kiểm tra"),
        ("• Kiểm tra", "•", "Kiểm tra"),
    ],
)
def test_a_marker_is_split_from_what_it_counts(text: str, marker: str, content: str) -> None:
    _, found, at = split_marker(text)
    assert (found, text[at:]) == (marker, content)


@pytest.mark.parametrize("text", ["Sở Y tế kiểm tra", "20.7.2020 là hạn cuối", "30/6/2024 nộp báo cáo", "5,5 tỷ đồng", "Vì mưa to", ""])
def test_numbers_and_words_that_count_nothing_are_no_markers(text: str) -> None:
    assert split_marker(text) == ("", "", 0)


def test_a_locator_names_every_level_above() -> None:
    found = locators(
        "kế hoạch",
        "II. NHIỆM VỤ",
        "1. Công tác chuẩn bị",
        "a) Kiểm tra giống",
        "b) Kiểm tra đất",
        "2. Công tác trồng",
        "a) Đào hố",
        "III. KINH PHÍ",
    )
    assert found == ["II", "II.1", "II.1.a", "II.1.b", "II.2", "II.2.a", "III"]


def test_dashes_are_counted_under_their_item() -> None:
    found = locators("chỉ thị", "1. Sở Y tế:", "- Kiểm tra thuốc.", "- Kiểm tra giường.", "2. Sở Nội vụ:", "- Kiểm tra sổ.")
    assert found == ["1", "1.-1", "1.-2", "2", "2.-1"]


def test_articles_hold_numbers_and_letters() -> None:
    found = locators("quyết định", "Điều 1. Giao các sở:", "1. Sở Y tế:", "a) Kiểm tra thuốc.", "Điều 2. Hiệu lực.")
    assert found == ["Điều 1", "Điều 1.1", "Điều 1.1.a", "Điều 2"]


def test_party_numbers_have_a_hyphen() -> None:
    assert locators("kết luận", "I- NHIỆM VỤ", "1- Công tác tổ chức", "2- Công tác kiểm tra", "II- TỔ CHỨC THỰC HIỆN") == [
        "I",
        "I.1",
        "I.2",
        "II",
    ]


def test_party_numbers_have_decimal_children() -> None:
    assert split_marker("1.1- Rà soát biên chế") == ("number2", "1.1-", 5)


def test_parents_are_the_nearest_open_level() -> None:
    found = items("chỉ thị", "1. Sở Y tế:", "a) Kiểm tra thuốc:", "- Kho huyện.", "b) Kiểm tra giường.", "2. Sở Nội vụ.")
    parents = [item.parent.marker if item.parent else None for item in found]
    assert parents == [None, "1.", "a)", "1.", None]


def test_a_paragraph_without_marker_goes_on_the_item_above_it() -> None:
    found = items("chỉ thị", "1. Sở Y tế:", "Kiểm tra thuốc tại trạm xã.")
    assert found[1].parent is found[0]


def test_an_item_leaves_its_marker_out_of_its_span() -> None:
    builder = SourceBuilder()
    for line in (*HEAD["chỉ thị"], "1. Kiểm tra thuốc."):
        builder.paragraph(line)
    source = builder.build()
    item = read_outline(source, read_head(source)).items[0]
    assert source.text[item.start : item.end] == "Kiểm tra thuốc."


def test_goals_and_findings_hold_for_everything_under_their_heading() -> None:
    found = zones(
        "kế hoạch", "I. MỤC ĐÍCH, YÊU CẦU", "1. Nâng cao nhận thức.", "II. THỰC TRẠNG", "- Rừng bị chặt.", "III. NHIỆM VỤ", "1. Trồng rừng."
    )
    assert found == ["goals", "goals", "findings", "findings", "body", "body"]


def test_the_text_before_the_lead_in_is_the_preamble() -> None:
    found = zones("chỉ thị", "Hiện nay diện tích rừng giảm.", "Ủy ban nhân dân tỉnh yêu cầu:", "1. Sở Xây dựng trồng cây.")
    assert found == ["preamble", "preamble", "body"]


def test_recipients_signature_and_what_follows_are_the_foot() -> None:
    found = zones(
        "chỉ thị", "Ủy ban nhân dân tỉnh yêu cầu:", "1. Trồng cây.", "2. Tưới cây.", "Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN"
    )
    assert found[-3:] == ["foot", "foot", "foot"]


def test_a_plan_behind_the_signature_is_read_and_a_form_is_not() -> None:
    foot = ("Điều 1. Ban hành Kế hoạch.", "Điều 2. Giao các sở.", "Điều 3. Hiệu lực.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert zones("quyết định", *foot, "KẾ HOẠCH TRỒNG RỪNG", "1. Trồng cây.")[-1] == "body"
    assert zones("quyết định", *foot, "MẪU PHIẾU ĐIỀU TRA", "1. Họ tên.")[-1] == "form"
    assert zones("quyết định", *foot, "QUY CHẾ BẢO VỆ RỪNG", "1. Không được chặt cây.")[-1] == "norms"


def test_a_decree_holds_norms_only() -> None:
    assert set(zones("nghị định", "Điều 1. Phạm vi", "Nghị định này quy định việc trồng rừng.", "Điều 2. Chủ rừng phải tưới cây.")) == {
        "norms"
    }


def test_rows_are_located_by_table_and_row() -> None:
    builder = SourceBuilder()
    for line in HEAD["kế hoạch"]:
        builder.paragraph(line)
    builder.row([["TT"], ["Nội dung"]], table=0)
    builder.row([["1"], ["Trồng cây"]], table=0)
    builder.paragraph("Bảng tiếp theo như sau.")
    builder.row([["1"], ["Tưới cây"]], table=1)
    source = builder.build()
    assert [item.locator for item in read_outline(source, read_head(source)).items if item.kind == "row"] == [
        "Bảng 1.1",
        "Bảng 1.2",
        "Bảng 2.1",
    ]
