from __future__ import annotations

import pytest

from pipeline.pipes.results.acts import Acts
from pipeline.pipes.results.grammar import find_result


def phrase(text: str) -> str | None:
    found = find_result(text)
    return text[slice(*found)] if found else None


def test_offsets_are_characters_of_the_text_across_line_breaks() -> None:
    text = "Phòng Y tế\nlập danh\nsách trạm cấp cứu"
    assert find_result(text) == (15, len(text))


def test_tone_mark_may_stand_on_either_vowel() -> None:
    assert phrase("Báo cáo Uỷ ban nhân dân thị xã Hoà Lạc") == "Báo cáo Uỷ ban nhân dân thị xã Hoà Lạc"
    assert phrase("Ký thoả thuận hợp tác với Trường Cao đẳng nghề") == "thoả thuận hợp tác với Trường Cao đẳng nghề"


def test_words_joined_by_underscores_are_read() -> None:
    assert phrase("xây_dựng kế_hoạch nạo_vét") == "kế_hoạch nạo_vét"


@pytest.mark.parametrize("text", ["", " ", "...", "123", "(", '"', "để", "số", "trình", "gửi về", "báo cáo số", "đưa vào", "hoàn thành"])
def test_fragments_do_not_break_it(text: str) -> None:
    found = find_result(text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)


def test_first_of_several_products_is_named() -> None:
    assert phrase("Xây dựng quy chế dùng chung nhà kho, báo cáo Sở Tài chính") == "quy chế dùng chung nhà kho"


def test_report_keeps_the_commas_of_the_name_of_its_recipient() -> None:
    assert phrase("Gửi Bộ Văn hóa, Thể thao và Du lịch trước ngày 4/6") == "Gửi Bộ Văn hóa, Thể thao và Du lịch"


def test_year_and_article_are_no_figures() -> None:
    assert phrase("Thực hiện Điều 15 trong năm 2029") is None
    assert phrase("Phun thuốc 2029") is None


def test_figure_in_a_quoted_name_is_none() -> None:
    assert phrase('Hưởng ứng cuộc vận động "trồng trên 5 triệu cây"') is None
    assert phrase("Hưởng ứng cuộc vận động, trồng trên 5 triệu cây") == "trồng trên 5 triệu cây"


def test_very_long_text_is_read_in_linear_time() -> None:
    assert find_result("để các xã bàn bạc " * 20_000 + "gửi Sở") is None


def test_act_is_told_from_the_name_of_an_activity() -> None:
    acts = Acts("Ban hành nội quy, chú ý chất lượng công tác soạn thảo, biên soạn; nghiêm cấm ban hành trùng lặp")
    drafts = [(x.text, acts.void[i]) for i, x in enumerate(acts.lexemes) if "draft" in x.classes]
    assert drafts == [("ban hành", False), ("soạn thảo", True), ("biên soạn", True), ("ban hành", True)]


def test_title_of_a_cited_document_orders_nothing() -> None:
    acts = Acts("thi hành Nghị định số 8/2026/NĐ-CP sửa đổi quy chế, ban hành nội quy")
    drafts = [(x.text, acts.void[i]) for i, x in enumerate(acts.lexemes) if "draft" in x.classes]
    assert drafts == [("sửa đổi", True), ("ban hành", False)]
