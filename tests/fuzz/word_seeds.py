"""Small Word files to start from, each with one kind of what the reader of Word files must know."""

from __future__ import annotations

from word_files import cell, docx, item, level, lists, paragraph, run, table

_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def numbered() -> bytes:
    """Lists of several levels, set directly and by a style; one of them begins at 5."""
    levels = "".join(level(depth, form, pattern) for depth, (form, pattern) in enumerate(_LEVELS))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    in_list = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return docx(
        paragraph(run("KẾ HOẠCH", "<w:b/>"), properties='<w:pStyle w:val="Dau"/>')
        + item("TỔ CHỨC THỰC HIỆN", 1)
        + item("Sở Y tế:", 1, 1)
        + item("Rà soát, báo cáo trước ngày 30/6/2024;", 1, 2)
        + item("Phối hợp với Công an tỉnh kiểm tra.", 1, 3)
        + paragraph("Giao Văn phòng theo dõi.", properties='<w:pStyle w:val="Danhsach"/>')
        + item("Thực hiện hằng quý.", 2),
        numbering=lists({0: levels}, {1: (0, ""), 2: (0, restart)}),
        styles='<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Dau"><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Danhsach"><w:basedOn w:val="Dau"/>{in_list}</w:style>',
    )


def tabled() -> bytes:
    """A table with cells over columns and rows, one that begins late, and a table in a cell."""
    late = (
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell("Báo cáo")
        + cell(properties="<w:vMerge/>")
        + cell("30/6/2024")
        + "</w:tr>"
    )
    owner = cell("Sở Y tế", properties='<w:vMerge w:val="restart"/>')
    return docx(
        paragraph("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ")
        + table(
            cell("TT") + cell("Nhiệm vụ") + cell("Chủ trì") + cell("Thời hạn"),
            cell("I") + cell("Công tác y tế", properties='<w:gridSpan w:val="3"/>'),
            cell("1") + cell("Rà soát", table(cell("a") + cell("b"))) + owner + cell("Quý III"),
            late,
        )
    )


def within_lines() -> bytes:
    """A field, tracked changes, signs, an old font, a footnote, a text box, a content control, page headers and footers."""
    box = f"<w:txbxContent>{paragraph('Hỏa tốc')}</w:txbxContent>"
    drawn = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    return docx(
        paragraph(
            run("Giao "),
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DATE </w:instrText><w:fldChar w:fldCharType="separate"/></w:r>',
            run("ngày 05/6/2024"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            f"<w:ins>{run('Sở Nội vụ')}</w:ins><w:del>{run('bỏ')}</w:del>",
            '<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:tab/><w:br w:type="page"/><w:noBreakHyphen/></w:r>',
            run("Uû ban nh©n d©n", '<w:rFonts w:ascii=".VnTime"/>'),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            f"<w:r><mc:AlternateContent>{drawn}</mc:AlternateContent></w:r>",
            properties="<w:rPr><w:del/></w:rPr>",
        )
        + f"<w:sdt><w:sdtContent>{paragraph('Nơi nhận: như trên.')}</w:sdtContent></w:sdt>"
        + '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>',
        footnotes=f'<w:footnote w:id="2">{paragraph("Theo Công văn số 12/SNV.")}</w:footnote>',
        header1=paragraph("CÔNG BÁO"),
        footer1=paragraph("Trang 2"),
    )
