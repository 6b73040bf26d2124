import unicodedata

import pytest
from drawn_pages import cells, texts

from pipeline.errors import GiaoviecError
from pipeline.reading.text import align, read_text, source_of_text


def test_paragraphs_are_blocks_whose_offsets_point_at_their_text():
    source = read_text("1. Sở Nội vụ:\r\n\r\n  a)  Rà soát\u00a0biên chế.\r\n-----\r\nb) Báo cáo.".encode(), path="giao việc.txt")
    assert source.text == "1. Sở Nội vụ:\na) Rà soát biên chế.\nb) Báo cáo."
    assert texts(source) == ["1. Sở Nội vụ:", "a) Rà soát biên chế.", "b) Báo cáo."]
    assert source.media_type == "text/plain"
    assert not source.ocr and source.pages is None


def test_the_offset_map_leads_back_to_the_decoded_text():
    original = unicodedata.normalize("NFD", "Kế  hoạch\r\n\r\n   - Giao\u00a0 Sở Y tế\tchủ trì")
    source = source_of_text(original)
    for word in ("hoạch", "Giao", "Sở", "chủ"):
        start = source.offsets.original_offset(source.text.index(word))
        assert unicodedata.normalize("NFC", original[start:]).startswith(word)


def test_the_offset_map_survives_joined_lines_dropped_heads_and_columns():
    original = (
        "UBND XÃ MẪU                      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 05/KH-UBND                      Độc lập - Tự do - Hạnh phúc\n\n"
        "      Ủy ban nhân dân xã giao công chức tài chính rà soát các khoản thu tại\n"
        "chợ trung tâm, đối chiếu với biên lai đã phát hành và báo cáo kết quả cho\n"
        "lãnh đạo trước ngày 20.\n"
    )
    source = source_of_text(original)
    assert texts(source)[:2] == ["UBND XÃ MẪU", "Số: 05/KH-UBND"]
    assert texts(source)[2:4] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    for phrase in ("Số: 05", "Độc lập", "tài chính", "đối chiếu", "trước ngày 20"):
        assert source.offsets.original_offset(source.text.index(phrase)) == original.index(phrase)


def test_both_columns_of_the_foot_are_read_one_after_the_other():
    text = (
        "    Ủy ban nhân dân huyện yêu cầu các xã kiểm tra toàn bộ cầu, cống và biển\n"
        "báo trên các tuyến đường liên thôn, sửa chữa ngay những chỗ hư hỏng và báo\n"
        "cáo về Phòng Hạ tầng trước ngày 05 hằng tháng./.\n"
        "Nơi nhận:                                     TM. ỦY BAN NHÂN DÂN\n"
        "- Như trên;                                        CHỦ TỊCH\n"
        "- Lưu: VT.\n\n\n"
        "                                                 Trần Thị Mẫu\n"
    )
    assert texts(source_of_text(text))[1:] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Mẫu"]


def test_lines_with_bars_are_rows_of_one_table_and_the_ruled_row_is_none():
    source = source_of_text(
        "Phân công:\n\n| STT | Nội dung | Chủ trì |\n|---|:---:|---|\n| 1 | Lập danh sách | Phòng Nội vụ |\n| 2 | In ấn | |\n\nHết."
    )
    assert [block.kind for block in source.blocks] == ["paragraph", "row", "row", "row", "paragraph"]
    assert cells(source, 1) == ["STT", "Nội dung", "Chủ trì"]
    assert cells(source, 3) == ["2", "In ấn", ""]
    assert {block.table for block in source.blocks[1:4]} == {0}


def test_three_lines_with_the_same_tabs_are_a_table_two_are_none():
    source = source_of_text("STT\tNội dung\tThời hạn\n1\tRà soát\tTháng 3\n2\tBáo cáo\tTháng 4\n\nSố tiền:\t500\nGhi chú:\tkhông")
    assert cells(source, 1) == ["1", "Rà soát", "Tháng 3"]
    assert [block.kind for block in source.blocks] == ["row", "row", "row", "paragraph", "paragraph"]


def test_markdown_marks_are_no_text():
    marked = (
        "# KẾ HOẠCH\n\n**1. Sở Y tế** chủ trì, *khẩn trương* rà soát\n\n* Gạch đầu dòng\n\n2\\. Sở Nội vụ\n\n"
        "| **A** | b<br>c |\n|---|---|\n"
    )
    source = read_text(marked.encode(), path="giao việc.md")
    assert texts(source) == ["KẾ HOẠCH", "1. Sở Y tế chủ trì, khẩn trương rà soát", "- Gạch đầu dòng", "2. Sở Nội vụ", "A | b\nc"]
    assert source.media_type == "text/markdown"


def test_stars_and_underlines_of_plain_text_stay():
    assert texts(source_of_text("* Ghi chú: điền vào chỗ ____ và **")) == ["* Ghi chú: điền vào chỗ ____ và **"]


def test_legacy_letters_are_converted_and_reported():
    source = read_text("Së Y tÕ chñ tr×, phèi hîp víi Së Tµi chÝnh".encode("latin-1"), path="cũ.txt")
    assert source.text == "Sở Y tế chủ trì, phối hợp với Sở Tài chính"
    assert [problem.code for problem in source.problems] == ["GV204"]
    assert source_of_text("Së Y tÕ chñ tr×, phèi hîp víi Së Tµi chÝnh").text == source.text


def test_an_empty_file_is_an_error():
    with pytest.raises(GiaoviecError) as error:
        read_text(b" \n\n", path="trống.txt")
    assert error.value.code == "GV101"


def test_align_steps_over_what_was_left_out():
    assert align("**Giao**  Sở", "Giao Sở").original_offset(0) == 2
    assert align("**Giao**  Sở", "Giao Sở").original_offset(5) == 10


def test_signs_that_nobody_sees_are_no_text():
    source = source_of_text("Giao\u202e Sở\x1b Y\u2066 tế\x7f\ufffe báo\u200e cáo\ud800.")
    assert source.text == "Giao Sở Y tế báo cáo."


def test_line_part_of_signs_that_nobody_sees_is_left_out_of_its_column():
    head = "UBND XÃ TÂN LỘC          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND              \u200b\n"
    assert source_of_text(f"{head}KẾ HOẠCH").text.splitlines()[:2] == ["UBND XÃ TÂN LỘC", "Số: 12/KH-UBND"]


def test_emphasis_that_is_never_closed_stays_and_costs_no_time():
    opened = "**a " * 30_000
    assert read_text(f"{opened}\n\n**Giao** __Sở Y tế__ ***báo cáo***".encode(), path="a.md").text.endswith("\nGiao Sở Y tế báo cáo")


def test_a_long_row_of_tabs_leads_back_to_its_cells():
    row = "\t".join(f"v{i}" for i in range(20_000))
    source = source_of_text("\n".join([row] * 3))
    assert source.blocks[1].kind == "row"
    last = source.blocks[2].cells[-1]
    assert source.text[last.start : last.end] == "v19999"
    assert source.offsets.original_offset(last.start) == 3 * len(row) + 2 - len("v19999")
