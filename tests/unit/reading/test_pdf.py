import pytest
from drawn_pages import Pdf, cells, font_file, scan, texts

from pipeline.errors import GiaoviecError
from pipeline.reading import ocr
from pipeline.reading.page_layout import Page
from pipeline.reading.pdf import MAX_PAGES, read_pdf

LONG = (
    "1. Phòng Kinh tế chủ trì, phối hợp với các xã rà soát hệ thống kênh mương nội đồng, lập danh mục công trình cần nạo vét trước mùa "
    "mưa và báo cáo Ủy ban nhân dân huyện trước ngày 15 tháng 4."
)
SECOND = (
    "2. Phòng Tài chính cân đối kinh phí nạo vét kênh mương từ nguồn dự phòng, hướng dẫn các xã thanh toán theo khối lượng hoàn "
    "thành được nghiệm thu."
)


def read(pdf):
    return read_pdf(pdf.data(), path="văn bản.pdf")


def letter(pdf):
    """A letterhead of two columns and the beginning of a document."""
    pdf.text(85, 60, "ỦY BAN NHÂN DÂN", size=12)
    pdf.text(250, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    pdf.text(95, 76, "HUYỆN MẪU SƠN", size=12, bold=True)
    pdf.text(290, 76, "Độc lập - Tự do - Hạnh phúc", bold=True)
    pdf.text(95, 110, "Số: 12/UBND-KT")
    pdf.text(300, 110, "Mẫu Sơn, ngày 05 tháng 3 năm 2024")
    pdf.text(85, 128, "V/v nạo vét kênh mương", size=11)
    pdf.text(85, 142, "nội đồng trước mùa mưa", size=11)
    pdf.text(200, 180, "Kính gửi: Ủy ban nhân dân các xã, thị trấn", bold=True)


def test_the_two_columns_of_the_letterhead_are_read_one_after_the_other():
    pdf = Pdf()
    letter(pdf)
    y = pdf.block(215, LONG)
    pdf.block(y + 6, SECOND)
    assert texts(read(pdf)) == [
        "ỦY BAN NHÂN DÂN HUYỆN MẪU SƠN",
        "Số: 12/UBND-KT",
        "V/v nạo vét kênh mương nội đồng trước mùa mưa",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Mẫu Sơn, ngày 05 tháng 3 năm 2024",
        "Kính gửi: Ủy ban nhân dân các xã, thị trấn",
        LONG,
        SECOND,
    ]


def test_recipients_stand_before_the_signer_beside_them():
    pdf = Pdf()
    y = pdf.block(80, LONG) + 20
    for left, right in (("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"), ("- Như trên;", "CHỦ TỊCH"), ("- Lưu: VT.", "")):
        pdf.text(85, y, left, size=11)
        pdf.text(340, y, right, bold=True)
        y += 15
    pdf.text(350, y + 60, "Nguyễn Văn Mẫu", bold=True)
    assert texts(read(pdf))[1:] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def test_a_paragraph_goes_on_over_the_page_break_without_page_numbers_and_running_heads():
    pdf = Pdf()
    pdf.text(250, 40, "CÔNG BÁO/Số 9/Ngày 01-3-2024", size=10)
    pdf.lines(700, "    Các xã tổ chức lực lượng dân quân, thanh niên tham gia nạo vét và phát", "quang bờ kênh, bảo đảm dòng chảy thông")
    pdf.page()
    pdf.text(295, 40, "2")
    pdf.lines(80, "suốt; hoàn thành trong tháng 4.", "    Các xã báo cáo kết quả.")
    source = read(pdf)
    assert texts(source) == [
        "Các xã tổ chức lực lượng dân quân, thanh niên tham gia nạo vét và phát quang bờ kênh, bảo đảm dòng chảy "
        "thông suốt; hoàn thành trong tháng 4.",
        "Các xã báo cáo kết quả.",
    ]
    assert [block.page for block in source.blocks] == [1, 2]
    assert source.pages == 2 and not source.ocr and source.confidence is None


def test_letters_listed_out_of_order_stand_where_they_are_drawn():
    pdf = Pdf()
    pdf.text(85, 100, "Giao S")
    pdf.text(165, 100, "Y t")
    width = pdf.canvas.stringWidth("Giao S", "Chữ", 13)
    tail = pdf.canvas.stringWidth("Y t", "Chữ", 13)
    pdf.text(85 + width, 100, "ở")
    pdf.text(165 + tail, 100, "ế")
    assert read(pdf).text.replace("  ", " ") == "Giao Sở Y tế"


def test_words_in_bold_make_a_bold_block():
    pdf = Pdf()
    pdf.text(85, 100, "1. Phòng Nội vụ", bold=True)
    pdf.text(85, 130, "Rà soát biên chế của các trường.")
    assert [block.bold for block in read(pdf).blocks] == [True, False]


XS = (85, 125, 300, 420, 510)
HEAD = {(0, 0): ["STT"], (0, 1): ["Nội dung"], (0, 2): ["Chủ trì"], (0, 3): ["Thời hạn"]}


def test_a_ruled_table_is_rows_with_cells_whose_wrapped_lines_are_joined():
    pdf = Pdf()
    pdf.text(113, 100, "Phân công nhiệm vụ như sau:")
    pdf.table(
        XS,
        (120, 145, 195, 220),
        HEAD
        | {
            (1, 0): ["1"],
            (1, 1): ["Lập danh mục công trình", "cần nạo vét trong năm"],
            (1, 2): ["Phòng Kinh tế"],
            (1, 3): ["Tháng 3"],
            (2, 0): ["2"],
            (2, 1): ["Nghiệm thu"],
            (2, 3): ["Quý II"],
        },
    )
    pdf.text(113, 250, "Các xã thực hiện nghiêm túc.")
    source = read(pdf)
    assert [(block.kind, block.table, block.page) for block in source.blocks] == [
        ("paragraph", None, 1),
        ("row", 0, 1),
        ("row", 0, 1),
        ("row", 0, 1),
        ("paragraph", None, 1),
    ]
    assert cells(source, 1) == ["STT", "Nội dung", "Chủ trì", "Thời hạn"]
    assert cells(source, 2) == ["1", "Lập danh mục công trình cần nạo vét trong năm", "Phòng Kinh tế", "Tháng 3"]
    assert cells(source, 3) == ["2", "Nghiệm thu", "", "Quý II"]


def test_a_cell_merged_over_rows_points_at_the_text_above():
    pdf = Pdf()
    pdf.table(
        XS,
        (120, 145, 170, 195),
        HEAD
        | {
            (1, 0): ["1"],
            (1, 1): ["Rà soát"],
            (1, 2): ["Phòng Kinh tế"],
            (1, 3): ["Tháng 3"],
            (2, 0): ["2"],
            (2, 1): ["Báo cáo"],
            (2, 2): None,
            (2, 3): ["Tháng 4"],
        },
    )
    source = read(pdf)
    assert cells(source, 2) == ["2", "Báo cáo", "Phòng Kinh tế", "Tháng 4"]
    assert [cell.merged for cell in source.blocks[2].cells] == [False, False, True, False]
    assert source.text.count("Phòng Kinh tế") == 1


def test_a_table_over_two_pages_is_one_its_head_not_repeated_and_its_broken_row_whole():
    pdf = Pdf()
    pdf.table(
        XS, (700, 725, 760), HEAD | {(1, 0): ["1"], (1, 1): ["Kiểm tra chất lượng nước tại"], (1, 2): ["Trạm Y tế"], (1, 3): ["Tháng 3"]}
    )
    pdf.page()
    pdf.table(XS, (60, 85, 110, 135), HEAD | {(1, 1): ["các giếng khoan tập trung"], (2, 0): ["2"], (2, 1): ["Công bố kết quả"]})
    source = read(pdf)
    assert [cells(source, i) for i in range(3)] == [
        ["STT", "Nội dung", "Chủ trì", "Thời hạn"],
        ["1", "Kiểm tra chất lượng nước tại các giếng khoan tập trung", "Trạm Y tế", "Tháng 3"],
        ["2", "Công bố kết quả", "", ""],
    ]
    assert [block.page for block in source.blocks] == [1, 1, 2]
    assert {block.table for block in source.blocks} == {0}


def test_lines_under_the_letterhead_and_coloured_areas_make_no_table():
    pdf = Pdf()
    pdf.canvas.setFillColorRGB(0.9, 0.9, 1)
    for y in (600, 620, 640):
        pdf.canvas.rect(85, y, 300, 18, stroke=0, fill=1)
        pdf.canvas.rect(385, y, 125, 18, stroke=0, fill=1)
    pdf.canvas.setFillColorRGB(0, 0, 0)
    pdf.canvas.line(300, 760, 450, 760)
    pdf.block(100, LONG)
    assert texts(read(pdf)) == [LONG]


def test_footnotes_come_last_and_do_not_cut_the_text():
    pdf = Pdf()
    pdf.lines(
        700,
        "    Các xã căn cứ hướng dẫn của cấp trên và điều kiện thực tế của địa phương",
        "để lựa chọn hình thức tổ chức phù hợp, bảo đảm",
    )
    pdf.text(85, 775, "1 Hướng dẫn số 03/HD-PKT của Phòng Kinh tế.", size=9)
    pdf.page()
    pdf.lines(80, "tiết kiệm.", "    Báo cáo kết quả trước ngày 20.")
    source = read(pdf)
    assert texts(source, "body")[0].endswith("bảo đảm tiết kiệm.")
    assert texts(source, "footnote") == ["1 Hướng dẫn số 03/HD-PKT của Phòng Kinh tế."]


def test_a_landscape_annex_that_is_stored_turned_is_read_upright():
    pdf = Pdf()
    pdf.canvas.setPageRotation(90)
    pdf.canvas.translate(595, 0)
    pdf.canvas.rotate(90)
    pdf.canvas.setFont("Chữ", 13)
    pdf.canvas.drawString(80, 500, "Phụ lục phân công nhiệm vụ")
    pdf.canvas.drawString(80, 480, "1. Phòng Kinh tế rà soát kênh mương.")
    assert texts(read(pdf)) == ["Phụ lục phân công nhiệm vụ", "1. Phòng Kinh tế rà soát kênh mương."]


def test_an_encrypted_file_a_damaged_one_and_an_endless_one_have_their_own_codes():
    from reportlab.lib.pdfencrypt import StandardEncryption

    secret = Pdf(encrypt=StandardEncryption("mat-khau", ownerPassword="x"))
    secret.text(85, 100, "Kín")
    endless = Pdf()
    for _ in range(MAX_PAGES + 1):
        endless.page()
    for data, code in ((secret.data(), "GV104"), (b"%PDF-1.7\n1 0 obj <<", "GV103"), (endless.data(), "GV116")):
        with pytest.raises(GiaoviecError) as error:
            read_pdf(data, path="văn bản.pdf")
        assert error.value.code == code


def test_an_empty_page_holds_nothing():
    pdf = Pdf()
    pdf.page()
    with pytest.raises(GiaoviecError) as error:
        read(pdf)
    assert error.value.code == "GV110"


def test_a_page_without_text_is_read_by_ocr_and_the_others_are_not():
    ocr_ready()
    pdf = Pdf()
    pdf.block(100, LONG)
    pdf.page()
    pdf.picture(scan((85, 100, "Giao Phòng Kinh tế báo cáo kết quả trước ngày 20 tháng 5.")))
    source = read(pdf)
    assert texts(source)[0] == LONG
    assert "Phòng Kinh tế báo cáo kết quả trước ngày 20 tháng 5." in texts(source)[1]
    assert source.blocks[1].page == 2
    assert source.ocr and 0.75 < source.confidence <= 1


def test_without_tesseract_the_pages_with_text_are_still_read(monkeypatch):
    monkeypatch.setattr(ocr, "_languages", lambda: None)
    pdf = Pdf()
    pdf.block(100, LONG)
    pdf.page()
    pdf.picture(scan((85, 100, "Chữ trong ảnh")))
    source = read(pdf)
    assert texts(source) == [LONG]
    assert [(problem.code, problem.page) for problem in source.problems] == [("GV113", 2)]


def ocr_ready():
    font_file()
    if "vie" not in (ocr._languages() or ()):
        pytest.skip("tesseract with Vietnamese is not installed")


def test_millimetre_paper_is_no_table():
    pdf = Pdf()
    for i in range(150):
        pdf.canvas.line(4 * i, 0, 4 * i, 600)
        pdf.canvas.line(0, 4 * i, 596, 4 * i)
    pdf.lines(300, "Sơ đồ tuyến kênh.")
    assert [block.kind for block in read(pdf).blocks] == ["paragraph"]


def test_a_word_of_signs_that_nobody_sees_is_no_line():
    pdf = Pdf()
    pdf.lines(100, "1. Giao Sở Y tế báo cáo.", "\u200b\u00ad", "2. Giao Công an tỉnh kiểm tra.")
    pdf.text(85, 160, "\u200b")
    assert texts(read(pdf)) == ["1. Giao Sở Y tế báo cáo.", "2. Giao Công an tỉnh kiểm tra."]


def test_text_left_of_the_page_is_still_read():
    pdf = Pdf()
    pdf.lines(100, "1. Giao Sở Y tế báo cáo.", "2. Giao Công an tỉnh kiểm tra.", left=-400)
    assert texts(read(pdf)) == ["1. Giao Sở Y tế báo cáo.", "2. Giao Công an tỉnh kiểm tra."]


def test_a_page_of_a_kilometre_is_no_picture_that_fills_the_memory(monkeypatch):
    asked = []

    def unread(image, *, path, number):
        asked.append(image.width * image.height)
        return ocr.Scan(Page(number, 1, 1, []), None)

    monkeypatch.setattr(ocr, "recognise", unread)
    pdf = Pdf(invariant=1)
    pdf.lines(100, "Giao Sở Y tế báo cáo.")
    pdf.page()
    pdf.canvas.setPageSize((2_800_000, 842))
    pdf.picture(scan(), width=2_800_000, height=842)
    assert read(pdf).text == "Giao Sở Y tế báo cáo."
    assert len(asked) == 1
    assert 1_000_000 < asked[0] < 45_000_000
