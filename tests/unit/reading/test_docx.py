import io
import unicodedata

from docx import Document
from word_files import cell, docx, item, level, lists, packed, paragraph, run, table

from pipeline.reading.docx import read_docx

BREAK = "<w:r><w:br/></w:r>"
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def read(body, **parts):
    return read_docx(docx(body, **parts), path="văn bản.docx")


def texts(source, part=None):
    return [source.text[block.start : block.end] for block in source.blocks if part is None or block.part == part]


def cells(source, row):
    return [source.text[cell.start : cell.end] for cell in source.blocks[row].cells]


def field(instruction, result):
    return f"{sign('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{sign('separate')}{run(result)}{sign('end')}"


def sign(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_document_of_python_docx_is_read_in_order():
    document = Document()
    document.add_paragraph("Kính gửi: Sở Giao thông vận tải")
    rows = document.add_table(rows=2, cols=2).rows
    rows[0].cells[0].text, rows[0].cells[1].text = "TT", "Nhiệm vụ"
    rows[1].cells[0].text, rows[1].cells[1].text = "1", "Sửa cầu Bến Đá\nGắn biển báo"
    document.add_paragraph("Yêu cầu báo cáo trước ngày 12/9/2024.")
    out = io.BytesIO()
    document.save(out)
    source = read_docx(out.getvalue(), path="cv.docx")
    assert source.text == (
        "Kính gửi: Sở Giao thông vận tải\nTT | Nhiệm vụ\n1 | Sửa cầu Bến Đá\nGắn biển báo\nYêu cầu báo cáo trước ngày 12/9/2024."
    )
    assert [block.kind for block in source.blocks] == ["paragraph", "row", "row", "paragraph"]
    assert [block.table for block in source.blocks] == [None, 0, 0, None]


def test_text_in_content_controls_links_and_smart_tags_is_kept():
    inline = paragraph(
        "Giao ",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Sở Y tế ')}</w:sdtContent></w:sdt>",
        f"<w:hyperlink>{run('kiểm tra ')}</w:hyperlink>",
        f"<w:smartTag><w:smartTag>{run('chợ Đông')}</w:smartTag></w:smartTag>",
    )
    nested = f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{paragraph('Đoạn trong khung')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('a')}<w:sdt><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    assert read(inline + nested + f"<w:tbl>{row}</w:tbl>").text == "Giao Sở Y tế kiểm tra chợ Đông\nĐoạn trong khung\na | b"


def test_tracked_changes_are_read_as_accepted():
    body = paragraph(
        "Hoàn thành ",
        f'<w:ins w:id="1">{run("trước ngày 20/10")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>sớm</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="3">{run("chỗ cũ")}</w:moveFrom>',
        f'<w:moveTo w:id="4">{run(" như đã hẹn")}</w:moveTo>',
    )
    assert read(body).text == "Hoàn thành trước ngày 20/10 như đã hẹn"


def test_deleted_paragraph_end_joins_the_next_paragraph():
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    joined = read(paragraph("Giao Sở Nội vụ", properties=mark) + paragraph(" rà soát biên chế"))
    assert texts(joined) == ["Giao Sở Nội vụ rà soát biên chế"]
    assert texts(read(paragraph("Hết văn bản", properties=mark))) == ["Hết văn bản"]


def test_deleted_rows_and_cells_are_left_out():
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("việc bỏ")}{cell("x")}</w:tr>'
    kept = cell("1") + cell("cột bỏ", properties='<w:cellDel w:id="2"/>') + cell("việc giữ")
    assert read(table(gone, kept)).text == "1 | việc giữ"


def test_hidden_text_is_left_out_directly_and_by_style():
    styles = '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph(
        "Thấy",
        run(" ẩn", "<w:vanish/>"),
        run(" cũng ẩn", '<w:rStyle w:val="An"/>'),
        run(" lại thấy", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>'),
    )
    assert read(body, styles=styles).text == "Thấy lại thấy"


def test_line_breaks_begin_a_block_unless_the_sentence_goes_on():
    body = (
        paragraph("KT. CHỦ TỊCH", BREAK, "PHÓ CHỦ TỊCH", BREAK, BREAK, "Lò Văn Tám")
        + paragraph("- Sở Tài chính;", BREAK, "- Sở Tư pháp.")
        + paragraph("Rà soát toàn bộ hồ sơ của", BREAK, "các hộ dân ven sông")
    )
    assert texts(read(body)) == [
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lò Văn Tám",
        "- Sở Tài chính;",
        "- Sở Tư pháp.",
        "Rà soát toàn bộ hồ sơ của các hộ dân ven sông",
    ]


def test_rules_drawn_with_hyphens_are_left_out():
    source = read(paragraph("ĐỘC LẬP", BREAK, "-----------") + paragraph("_______") + table(cell("1") + cell("-")))
    assert texts(source) == ["ĐỘC LẬP", "1 | -"]


def test_number_stands_before_the_first_line_only():
    numbered = paragraph("Sở Y tế:", BREAK, "Kiểm tra vắc xin.", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    source = read(numbered, numbering=lists({0: level(0, "decimal", "%1.")}, {1: (0, "")}))
    assert texts(source) == ["1. Sở Y tế:", "Kiểm tra vắc xin."]
    assert [block.label for block in source.blocks] == ["1.", ""]


def test_tabs_hyphens_and_symbols_are_characters():
    body = paragraph(
        "Số:",
        "<w:r><w:tab/></w:r>",
        "15/KH",
        "<w:r><w:noBreakHyphen/></w:r>",
        "UBND",
        '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>',
        "xã",
        "<w:r><w:softHyphen/></w:r>",
        "hội",
    )
    assert read(body).text == "Số: 15/KH-UBND-xãhội"


def test_fields_give_their_result_and_page_numbers_and_contents_are_left_out():
    body = (
        paragraph("Xem ", field(" REF muc2 ", "mục 2"), ", trang ", field(" PAGE ", "7"))
        + paragraph(field(' TOC \\o "1-3" ', "I. MỤC ĐÍCH 1"))
        + paragraph("Tổng ", f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple>')
    )
    assert texts(read(body)) == ["Xem mục 2, trang", "Tổng"]


def test_field_without_end_does_not_hide_the_rest():
    contents = f"{sign('begin')}<w:r><w:instrText> TOC </w:instrText></w:r>{sign('separate')}"
    assert texts(read(paragraph(contents, "Mục lục") + paragraph("Giao Sở Y tế"))) == ["Mục lục", "Giao Sở Y tế"]
    assert texts(read(paragraph(sign("begin")) + paragraph("Giao Sở Y tế"))) == ["Giao Sở Y tế"]


def test_dates_that_a_conversion_fills_in_are_left_out():
    data = docx(paragraph("Hà Giang, ", field(' DATE \\@ "dd/MM/yyyy" ', "03/02/2021")))
    assert read_docx(data, path="a.docx").text == "Hà Giang, 03/02/2021"
    assert read_docx(data, path="a.docx", converted=True).text == "Hà Giang,"


def test_bold_is_all_or_nothing_and_may_come_from_a_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Goc"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Tieude"><w:basedOn w:val="Goc"/></w:style>'
    )
    in_style = '<w:pStyle w:val="Tieude"/>'
    body = (
        paragraph(run("CHỈ ", "<w:b/>"), run("THỊ", '<w:b w:val="1"/>'))
        + paragraph(run("Một phần", "<w:b/>"), "thường")
        + paragraph("II. NHIỆM VỤ", properties=in_style)
        + paragraph(run("thường", '<w:b w:val="0"/>'), properties=in_style)
        + paragraph(run("Đậm", "<w:b/>"), run("  "))
    )
    assert [block.bold for block in read(body, styles=styles).blocks] == [True, False, True, False, True]


def test_merged_cells_point_at_the_cell_where_the_merge_begins():
    restart, go_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    source = read(
        paragraph("Phụ lục")
        + table(
            cell("TT") + cell("Nhiệm vụ", properties=wide) + cell("Chủ trì"),
            cell("1") + cell("Đường") + cell("Vá ổ gà") + cell("Phòng Kinh tế", properties=restart),
            cell("2") + cell("Cầu") + cell("Sơn lan can") + cell(properties=go_on),
            cell("3") + cell("Cống", properties=wide) + cell(properties='<w:vMerge w:val="continue"/>'),
        )
    )
    header, first, second, third = source.blocks[1:]
    assert [(c.column, c.columns) for c in header.cells] == [(0, 1), (1, 2), (3, 1)]
    assert [(c.column, c.columns) for c in third.cells] == [(0, 1), (1, 2), (3, 1)]
    assert cells(source, 3) == ["2", "Cầu", "Sơn lan can", "Phòng Kinh tế"]
    assert [c.merged for c in second.cells] == [False, False, False, True]
    assert second.cells[3].start == third.cells[2].start == first.cells[3].start
    assert source.text[second.start : second.end] == "2 | Cầu | Sơn lan can | "


def test_cell_merged_sideways_in_the_old_way_is_one_cell():
    merged = cell("Quý I", properties='<w:hMerge w:val="restart"/>') + cell(properties="<w:hMerge/>")
    body = table(merged + cell("x"), cell("a") + cell("b") + cell("c"))
    assert [(c.column, c.columns) for c in read(body).blocks[0].cells] == [(0, 2), (2, 1)]


def test_row_that_begins_late_keeps_its_columns():
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("b")}{cell("c")}</w:tr>'
    source = read(table(cell("1") + cell("2") + cell("3"), late))
    assert [c.column for c in source.blocks[1].cells] == [1, 2]


def test_merge_goes_on_through_a_row_without_text():
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    source = read(
        table(cell("Sở Y tế", properties=restart) + cell("a"), cell(properties=go_on) + cell(), cell(properties=go_on) + cell("b"))
    )
    assert [cells(source, row) for row in (0, 1)] == [["Sở Y tế", "a"], ["Sở Y tế", "b"]]


def test_letterhead_is_a_row_of_two_cells_with_their_lines():
    left = cell(paragraph("UBND TỈNH X", BREAK, "SỞ CÔNG THƯƠNG"), "Số: 07/SCT")
    source = read(table(left + cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập")))
    assert cells(source, 0) == ["UBND TỈNH X\nSỞ CÔNG THƯƠNG\nSố: 07/SCT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập"]


def test_nested_table_is_flattened_into_its_cell():
    source = read(table(cell("1") + cell("Trước", table(cell("a") + cell("b"), cell("c") + cell("d")), "Sau")))
    assert cells(source, 0) == ["1", "Trước\na\nb\nc\nd\nSau"]


def test_table_of_one_column_is_a_frame_around_paragraphs():
    source = read(
        table(cell("CHỈ THỊ", item("Giao Sở Y tế", 1), table(cell("TT") + cell("Việc")))),
        numbering=lists({0: level(0, "decimal", "%1.")}, {1: (0, "")}),
    )
    assert [(block.kind, block.label) for block in source.blocks] == [("paragraph", ""), ("paragraph", "1."), ("row", "")]
    assert source.blocks[2].table == 0


def test_text_box_is_read_once_behind_its_paragraph():
    box = f"<w:txbxContent>{paragraph('HỎA TỐC')}{table(cell('a') + cell('b'))}</w:txbxContent>"
    shape = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(paragraph(shape, "CÔNG ĐIỆN") + paragraph("Về phòng chống bão"))
    assert texts(source) == ["CÔNG ĐIỆN", "HỎA TỐC", "a | b", "Về phòng chống bão"]
    assert [block.part for block in source.blocks] == ["body", "textbox", "textbox", "body"]


def test_text_box_of_the_old_kind_only_and_in_a_cell():
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('KHẨN')}</w:txbxContent></v:textbox></w:pict></w:r>"
    alternatives = f'<mc:Choice Requires="wpg"><w:drawing/></mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    anchor = paragraph(f"<w:r><mc:AlternateContent>{alternatives}</mc:AlternateContent></w:r>")
    source = read(anchor + table(cell(paragraph("Số: 3", box)) + cell("b")))
    assert texts(source) == ["KHẨN", "Số: 3\nKHẨN | b"]


def test_footnotes_and_running_heads_stand_behind_the_body():
    def note(key, text, kind=""):
        return f'<w:footnote w:id="{key}"{kind}>{paragraph(text)}</w:footnote>'

    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    notes = note(0, "---", ' w:type="separator"') + note(4, "Sửa năm 2020.") + note(5, "Số 21/NQ-HĐND.") + note(6, "Không dùng.")
    body = paragraph("Theo Nghị quyết", reference.format(5), " đã ban hành", reference.format(4)) + paragraph("Hết.") + section
    source = read(
        body, footnotes=notes, header1=paragraph("Dự thảo lần 2") + paragraph(field(" PAGE ", "2")), footer1=paragraph("Lưu hành nội bộ")
    )
    assert texts(source) == [
        "Theo Nghị quyết đã ban hành",
        "Hết.",
        "[1] Số 21/NQ-HĐND.",
        "[2] Sửa năm 2020.",
        "Dự thảo lần 2",
        "Lưu hành nội bộ",
    ]
    assert [block.part for block in source.blocks] == ["body", "body", "footnote", "footnote", "header", "footer"]


def test_pages_follow_the_breaks_that_word_drew():
    source = read(
        paragraph("Trang một")
        + paragraph(PAGE_BREAK)
        + paragraph(RENDERED, "Trang hai")
        + paragraph("còn nữa", RENDERED, "sang trang ba")
        + paragraph("Trang ba")
    )
    assert [block.page for block in source.blocks] == [1, 2, 2, 3]
    assert source.pages == 3


def test_row_over_two_pages_turns_the_page_once():
    row = cell(paragraph("a"), paragraph(RENDERED, "b")) + cell(paragraph("c"), paragraph(RENDERED, "d"))
    source = read(paragraph("đầu") + table(row) + paragraph("cuối"))
    assert [block.page for block in source.blocks] == [1, 1, 2]


def test_pages_by_hand_count_only_while_they_can_be_true():
    too_many = "".join(paragraph(f"Dòng {i}") for i in range(45))
    source = read(paragraph("Quyết định") + paragraph(PAGE_BREAK, "Phụ lục I") + too_many + paragraph(PAGE_BREAK, "Phụ lục II"))
    assert [source.blocks[i].page for i in (0, 1, 2, -1)] == [1, 2, 2, None]
    assert source.pages is None


def test_document_without_breaks_has_no_pages():
    source = read(paragraph("Một đoạn"))
    assert (source.blocks[0].page, source.pages) == (None, None)


def test_fonts_from_before_unicode_are_decoded():
    abc, capitals = '<w:rFonts w:ascii=".VnTime"/>', '<w:rFonts w:ascii=".VnTimeH"/>'
    body = (
        paragraph(run("\u00a7\u00aa n\u00b5y giao Së Y t\u00d5", abc))
        + paragraph(run("chØ thÞ", capitals))
        + paragraph(run("Sôû Coâng Thöông", '<w:rFonts w:ascii="VNI-Times"/>'))
    )
    source = read(body)
    assert texts(source) == ["Đê này giao Sở Y tế", "CHỈ THỊ", "Sở Công Thương"]
    assert [problem.code for problem in source.problems] == ["GV204", "GV204"]


def test_unicode_text_that_only_kept_an_old_font_stays_as_it_is():
    old = '<w:rFonts w:ascii=".VnTime"/>'
    source = read(paragraph(run("Giao Sở Y tế ", old), run("có kế hoạch", old)))
    assert source.text == "Giao Sở Y tế có kế hoạch"
    assert source.problems == ()


def test_old_font_of_a_style_and_of_a_list_number():
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
    numbering = lists({0: level(0, "decimal", "§iÒu %1.", more='<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>')}, {1: (0, "")})
    assert read(item("Giao vi\u00d6c", 1), styles=styles, numbering=numbering).text == "Điều 1. Giao việc"


def test_document_saved_as_strict_is_read():
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict.decode()}"><w:body>{paragraph("Giao Sở Xây dựng")}</w:body></w:document>'
    data = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})
    assert read_docx(data, path="a.docx").text == "Giao Sở Xây dựng"


def test_embedded_file_is_reported_as_left_out():
    source = read(paragraph("Kèm theo") + '<w:altChunk r:id="x"/>')
    assert [problem.code for problem in source.problems] == ["GV206"]


def test_text_is_composed_and_offsets_are_those_of_the_text():
    source = read(paragraph(unicodedata.normalize("NFD", "Ủy ban  nhân dân")) + paragraph("xã"))
    assert source.text == "Ủy ban nhân dân\nxã"
    assert texts(source) == ["Ủy ban nhân dân", "xã"]


def test_a_note_that_is_referred_to_again_is_read_once():
    again = '<w:r><w:footnoteReference w:id="2"/></w:r>' * 3
    source = read(paragraph("Giao Sở Y tế", again), footnotes=f'<w:footnote w:id="2">{paragraph("Theo Công văn số 12.")}</w:footnote>')
    assert texts(source) == ["Giao Sở Y tế", "[1] Theo Công văn số 12."]


def test_fields_in_one_another_by_the_thousand_cost_no_time():
    opened = sign("begin") + sign("separate") + run("a")
    source = read(paragraph(opened * 20_000, sign("end") * 20_000, "hết"))
    assert source.text == "a" * 20_000 + "hết"


def test_a_field_in_one_that_is_left_out_is_left_out_too():
    inner = field("REF b", "trang 2")
    listed = f"{sign('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{sign('separate')}{run('Mục lục ')}{inner}{run(' hết')}{sign('end')}"
    assert read(paragraph(listed, "Giao Sở Y tế")).text == "Giao Sở Y tế"


def test_styles_based_on_one_another_by_the_thousand_are_no_damage():
    chain = "".join(f'<w:style w:styleId="s{i}"><w:basedOn w:val="s{i - 1}"/><w:rPr><w:b/></w:rPr></w:style>' for i in range(5000))
    source = read(paragraph("Giao Sở Y tế", properties='<w:pStyle w:val="s4999"/>'), styles=chain)
    assert source.text == "Giao Sở Y tế"
    assert source.blocks[0].bold


def test_styles_based_on_one_another_in_a_circle_keep_what_they_set():
    bold = '<w:style w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:b/></w:rPr></w:style>'
    circle = f'<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>{bold}'
    assert read(paragraph("Giao Sở Y tế", properties='<w:pStyle w:val="a"/>'), styles=circle).blocks[0].bold


def test_a_text_box_outside_any_run_is_read_once():
    source = read(paragraph("Giao Sở Y tế", f"<w:txbxContent>{paragraph('Hỏa tốc')}</w:txbxContent>"))
    assert [(block.part, source.text[block.start : block.end]) for block in source.blocks] == [
        ("body", "Giao Sở Y tế"),
        ("textbox", "Hỏa tốc"),
    ]
