from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from word_files import cell, docx, item, level, lists, packed, paragraph, run, table
from word_markup import (
    MAIN,
    W,
    accepted,
    anchored,
    assert_comments_are_well_placed,
    attribute,
    comments,
    finding,
    local,
    main_part,
    members,
    on,
    read_as,
    rejected,
    task,
)

from pipeline.errors import GiaoviecError
from pipeline.export.word import write_commented
from pipeline.reading import read_bytes
from pipeline.schema import Edit, Extraction, Finding, Header

WRITTEN_ANEW = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
STRICT = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")


@pytest.fixture
def comment(tmp_path):
    """Writes a file with a comment on each of the words and gives back its bytes, after what must hold for every file."""

    def write(data, *words, findings=(), edits=None, main="word/document.xml", **options):
        text = read_bytes(data, path="văn bản.docx").text
        extraction = read_as(data, task(0, len(text), *on(text, *words), *findings, edits=edits))
        write_commented(data, extraction, tmp_path / "a.docx", **options)
        made = (tmp_path / "a.docx").read_bytes()
        write_commented(data, extraction, tmp_path / "b.docx", **options)
        assert (tmp_path / "b.docx").read_bytes() == made
        assert_comments_are_well_placed(made, main)
        if not options.get("suggest_edits"):
            assert read_bytes(made, path="a.docx").text == text
        return made

    return write


def looks(data):
    """Text and look of each run that holds text."""
    return [
        ("".join(text.text or "" for text in run_.iter(f"{W}t")), [local(child) for child in run_.iterfind(f"{W}rPr/*")])
        for run_ in main_part(data).iter(f"{W}r")
        if run_.find(f"{W}t") is not None
    ]


def around(*names):
    """A comment around these children of a paragraph."""
    return ["commentRangeStart", *names, "commentRangeEnd", "r"]


def field(result, instruction="REF muc_2"):
    signs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{signs[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{signs[1]}{run(result)}{signs[2]}"


def text_box(*content, alternative=True):
    vml = f"<w:pict><v:shape><v:textbox><w:txbxContent>{''.join(content)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    if not alternative:
        return f"<w:r>{vml}</w:r>"
    drawing = f"<w:drawing><wps:txbx><w:txbxContent>{''.join(content)}</w:txbxContent></wps:txbx></w:drawing>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{vml}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


# What a comment says


def test_comment_names_rule_severity_message_and_suggestion(comment):
    found = Finding(rule="deadline-vague", severity="medium", message="“Sớm” không phải thời hạn.", suggestion="Ghi ngày.", start=0, end=4)
    made = comment(docx(paragraph("Giao Sở Y tế")), findings=[found])
    assert comments(made) == [
        ("giaoviec", "gv", "[deadline-vague] mức độ trung bình: “Sớm” không phải thời hạn.\nĐề nghị: Ghi ngày."),
    ]
    assert [item.timestamp for item in Document(io.BytesIO(made)).comments] == [None]
    made = comment(docx(paragraph("Giao Sở Y tế")), findings=[found], titles={"deadline-vague": "D02 Thời hạn mơ hồ"})
    assert comments(made)[0][2].startswith("[D02 Thời hạn mơ hồ] mức độ trung bình: ")


def test_comment_without_a_suggestion_has_one_paragraph(comment):
    found = Finding(rule="r", severity="low", message="Chữ \x01 < & >", suggestion="", start=0, end=4)
    assert comments(comment(docx(paragraph("Giao Sở Y tế")), findings=[found]))[0][2] == "[r] mức độ thấp: Chữ � < & >"


def test_finding_without_words_of_its_own_is_about_its_task_and_one_of_the_document_about_its_title(tmp_path):
    head = table(cell("ỦY BAN NHÂN DÂN") + cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    data = docx(head + paragraph("CHỈ THỊ") + paragraph("Về việc tiếp công dân") + paragraph("1. Giao Sở Y tế báo cáo."))
    at = read_as(data).text.index("Giao")
    for kind, title in (("chỉ thị", "CHỈ THỊ"), ("công văn", "ỦY BAN NHÂN DÂN")):
        extraction = read_as(data, task(at, at + len("Giao Sở Y tế"), finding()), findings=[finding(rule="recipients-missing")])
        extraction.document = Header(kind=kind)
        write_commented(data, extraction, tmp_path / "a.docx")
        assert anchored((tmp_path / "a.docx").read_bytes()) == [title, "Giao Sở Y tế"]


def test_official_letter_is_commented_at_its_subject(tmp_path):
    data = docx(paragraph("Số: 12/UBND-VX") + paragraph("V/v phòng chống dịch") + paragraph("Kính gửi: Sở Y tế"))
    extraction = read_as(data, findings=[finding()])
    extraction.document = Header(kind="công văn")
    write_commented(data, extraction, tmp_path / "a.docx")
    assert anchored((tmp_path / "a.docx").read_bytes()) == ["V/v phòng chống dịch"]


# Where it stands


def test_run_is_split_at_the_edges_and_keeps_its_look_blanks_tabs_and_breaks(comment):
    look = "<w:rPr><w:b/><w:i/></w:rPr>"
    body = paragraph(f'<w:r w:rsidR="00A1">{look}<w:tab/><w:t>Giao Sở Y tế kiểm tra</w:t><w:br/><w:t>Chợ Đông</w:t></w:r>')
    made = comment(docx(body), "Sở Y tế", "tra")
    assert anchored(made) == ["Sở Y tế", "tra"]
    assert looks(made) == [(said, ["b", "i"]) for said in ("Giao ", "Sở Y tế", " kiểm ", "tra", "Chợ Đông")]
    root = main_part(made)
    assert [local(child) for run_ in root.iter(f"{W}r") for child in run_ if local(child) in ("tab", "br")] == ["tab", "br"]
    blank = [text for text in root.iter(f"{W}t") if text.text != (text.text or "").strip()]
    assert [text.get("{http://www.w3.org/XML/1998/namespace}space") for text in blank] == ["preserve", "preserve"]
    assert [run_.get(f"{W}rsidR") for run_ in root.iter(f"{W}r") if run_.find(f"{W}commentReference") is None] == ["00A1"] * 5


def test_words_over_several_runs_and_blanks_that_the_reader_shortens(comment):
    body = paragraph(run("Giao  S"), run("ở\u00a0Y"), run(" \u200bt"), run("ế  \u00ad báo"), " cáo")
    made = comment(docx(body), "Sở Y tế", "Giao Sở", "tế báo cáo")
    assert anchored(made) == ["Giao Sở", "Sở Y \u200btế", "tế \u00ad báo cáo"]


def test_letters_and_marks_that_stand_apart_are_one(comment):
    apart = unicodedata.normalize("NFD", "Giao Sở Y tế kiểm kê")
    at = apart.index("\u0301")
    made = comment(docx(paragraph(run(apart[:at]), run(apart[at:]))), "tế", "Sở", "kê")
    assert [unicodedata.normalize("NFC", said) for said in anchored(made)] == ["Sở", "tế", "kê"]


@pytest.mark.parametrize(
    ("font", "pieces", "said"),
    [
        (".VnTime", ["Giao S", "ë Y t", "Õ b¸o c¸o"], ["Së Y tÕ", "b¸o"]),
        ("VNI-Times", ["Giao Sô", "û Y te", "á baùo caùo"], ["Sôû Y teá", "baùo"]),
        (".VnTimeH", ["giao s", "ë y t", "Õ b¸o c¸o"], ["së y tÕ", "b¸o"]),
    ],
)
def test_fonts_older_than_unicode(comment, font, pieces, said):
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    words = ["SỞ Y TẾ", "BÁO"] if font.endswith("H") else ["Sở Y tế", "báo"]
    made = comment(docx(paragraph(*(run(piece, look) for piece in pieces))), *words)
    assert anchored(made) == said
    assert all(names == ["rFonts"] for _, names in looks(made))


def test_links_insertions_controls_tags_and_fields_are_marked_inside(comment):
    body = paragraph(
        "Giao ",
        f'<w:hyperlink w:anchor="a">{run("Sở Y tế ")}</w:hyperlink>',
        f'<w:ins w:id="0" w:author="An">{run("kiểm tra")}</w:ins>',
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' chợ Đông')}</w:sdtContent></w:sdt>",
        f'<w:smartTag w:uri="u" w:element="e"><w:smartTagPr/>{run(", xã Tân")}</w:smartTag>',
        field(" Lập, báo cáo"),
        f'<w:fldSimple w:instr="REF a">{run(" hằng tháng")}</w:fldSimple>',
    )
    words = ["Giao Sở", "Y tế", "tế kiểm", "tra", "chợ Đông", "Đông, xã", "Tân", "Lập", "báo cáo hằng", "tháng"]
    made = comment(docx(body), *words)
    assert anchored(made) == words
    assert len(main_part(made).findall(f".//{W}fldChar")) == 3


def test_marks_stand_outside_of_what_is_commented_whole(comment):
    made = comment(docx(paragraph("Giao ", f'<w:ins w:id="0" w:author="An">{run("Sở Y tế")}</w:ins>', " báo cáo")), "Sở Y tế")
    children = [local(child) for child in main_part(made).find(f".//{W}p")]
    assert children == ["pPr", "r", *around("ins"), "r"]


def test_control_that_is_filled_from_elsewhere_and_formula_are_marked_from_outside(comment):
    bound = f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{run("Sở Y tế kiểm tra")}</w:sdtContent></w:sdt>'
    formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x = 20%</m:t></m:r></m:oMath>'
    made = comment(docx(paragraph("Giao ", bound, " giảm ", formula, " số chợ")), "Y tế", "20%")
    assert anchored(made)[0] == "Sở Y tế kiểm tra"
    children = [local(child) for child in main_part(made).find(f".//{W}p")]
    assert children == ["pPr", "r", *around("sdt"), "r", *around("oMath"), "r"]


def test_list_number_is_marked_from_the_first_character_of_its_paragraph(comment):
    numbering = lists({0: level(0, "decimal", "%1.")}, {1: (0, "")})
    data = docx(item("Giao Sở Y tế", 1) + item("Giao Sở Xây dựng", 1) + table(cell(item("", 1)) + cell("Việc")), numbering=numbering)
    made = comment(data, "1. Giao", "2.", "3.")
    assert anchored(made) == ["Giao", "Giao Sở Xây dựng", ""]
    assert [len(cell_.findall(f".//{W}commentRangeStart")) for cell_ in main_part(made).iter(f"{W}tc")] == [1, 0]


@pytest.mark.parametrize("alternative", [True, False])
def test_text_box_is_marked_at_the_run_that_holds_it(comment, alternative):
    boxed = [paragraph("HỎA TỐC"), table(cell("Giờ gửi") + cell("15h"))]
    made = comment(docx(paragraph("Kính gửi: ", text_box(*boxed, alternative=alternative), " Sở Y tế")), "HỎA", "15h", "Kính gửi")
    first = main_part(made).find(f"{W}body/{W}p")
    starts = [attribute(mark, "id") for mark in first.iterfind(f"{W}commentRangeStart")]
    assert starts == ["0", "1", "2"]
    assert anchored(made) == ["Kính gửi:"[:-1], "HỎA TỐC Giờ gửi 15h", "HỎA TỐC Giờ gửi 15h"]


def test_words_from_a_paragraph_into_its_text_box_are_one_range(comment):
    data = docx(paragraph(text_box(paragraph("Khẩn")), "Giao Sở Y tế"))
    text = read_bytes(data, path="a.docx").text
    assert text == "Giao Sở Y tế\nKhẩn"
    assert anchored(comment(data, "tế\nKhẩn")) == ["KhẩnGiao Sở Y tế"]


def test_footnote_is_marked_at_its_reference_and_a_page_header_at_the_first_paragraph(comment):
    note = f'<w:footnote w:id="7">{paragraph("Theo Báo cáo số 3.")}{paragraph("Bản sao kèm theo.")}</w:footnote>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    body = paragraph("CHỈ THỊ") + paragraph("Giao Sở", '<w:r><w:footnoteReference w:id="7"/></w:r>', " Y tế") + section
    made = comment(docx(body, footnotes=note, header1=paragraph("Bản dự thảo")), "Báo cáo số 3", "kèm theo", "dự thảo")
    assert anchored(made) == ["CHỈ THỊ", "", ""]
    second = main_part(made).findall(f"{W}body/{W}p")[1]
    names = [local(child) if local(child) != "r" else [local(inner) for inner in child if local(inner) != "rPr"] for child in second]
    reference = [["commentReference"]]
    assert names == [
        "pPr",
        ["t"],
        *["commentRangeStart", "commentRangeStart"],
        ["footnoteReference"],
        *["commentRangeEnd", *reference, "commentRangeEnd", *reference],
        ["t"],
    ]


def test_words_of_cells_rows_and_several_paragraphs(comment):
    rows = table(cell("STT") + cell("Việc", "Chi tiết"), cell("1") + cell("Sửa cầu Bến Đá"))
    made = comment(docx(paragraph("Giao Sở Xây dựng") + rows + paragraph("Hết")), "Chi tiết", "dựng\nSTT | Việc", "1 | Sửa", "Bến Đá\nHết")
    assert anchored(made) == ["dựng STT Việc", "Chi tiết", "1 Sửa", "Bến Đá"]  # the last would leave the table that it begins in


def test_words_of_a_table_in_a_cell(comment):
    nested = table(cell("Trong 1") + cell("Trong 2"))
    rows = table(cell("Trước", nested, "Sau") + cell("Cạnh"))
    words = ["Trước\nTrong 1", "Trong 1\nTrong 2", "2\nSau | Cạnh", "Sau | Cạnh\nHết"]
    assert anchored(comment(docx(rows + paragraph("Hết")), *words)) == ["Trước Trong 1", "Trong 1 Trong 2", "2", "Sau Cạnh"]


def test_paragraph_whose_end_is_deleted_goes_on_in_the_next(comment):
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    made = comment(docx(paragraph("Giao Sở Nội", properties=mark) + paragraph(" vụ rà soát")), "Nội vụ")
    assert anchored(made) == ["Nội vụ"]


def test_empty_words_and_words_beyond_the_text_still_have_a_place(comment):
    data = docx(paragraph("Giao Sở Y tế"))
    assert anchored(comment(data, findings=[finding(5, 5)])) == ["S"]
    assert anchored(comment(data, findings=[finding(400, 410)])) == ["Giao Sở Y tế"]


def test_document_without_a_paragraph_gets_one_for_its_comment(comment):
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    made = comment(docx(section, header1=paragraph("Bản dự thảo")), "dự thảo")
    assert [local(child) for child in main_part(made).find(f"{W}body")] == ["p", "sectPr"]


def test_xml_comments_and_instructions_stay_and_a_text_with_holes_is_split_rightly(comment):
    body = paragraph("<!-- bản 3 --><?soát xong?>", "<w:r><w:t>Giao Sở<!-- Nội vụ --> Y tế</w:t></w:r>")
    made = comment(docx(body), "Sở Y")
    assert anchored(made) == ["Sở Y"]
    assert b"<!-- b\xe1\xba\xa3n 3 --><?so" in members(made)["word/document.xml"][0]
    made = comment(docx(f"<w:p><!-- bản 3 --><w:pPr/>{run('Giao Sở')}</w:p>"), findings=[finding(400, 410)])
    assert [local(child) for child in main_part(made).find(f".//{W}p").iterchildren("*")] == ["pPr", *around("r")]


# What stays as it is


def test_other_members_keep_bytes_order_and_compression(comment):
    given_ = members(docx(paragraph("Giao Sở Y tế"), styles="<w:style/>", settings="<w:zoom/>"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"ghi chu"
        archive.writestr("word/media/image1.png", bytes(range(256)), zipfile.ZIP_STORED)
        for name, (content, _) in given_.items():
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    made = comment(out.getvalue(), "Sở Y tế")
    before, after = members(out.getvalue()), members(made)
    assert list(after) == [*before, "word/comments.xml"]
    assert {name: after[name] for name in before.keys() - WRITTEN_ANEW} == {name: before[name] for name in before.keys() - WRITTEN_ANEW}
    assert {name: after[name][1] for name in before} == {name: before[name][1] for name in before}
    assert zipfile.ZipFile(io.BytesIO(made)).comment == b"ghi chu"


def test_document_without_findings_comes_back_member_by_member(comment):
    data = docx(paragraph("Giao Sở Y tế"))
    assert members(comment(data)) == members(data)


def test_existing_comments_changes_and_bookmarks_stay_and_numbers_do_not_clash(comment):
    body = paragraph(
        '<w:bookmarkStart w:id="1" w:name="muc_2"/>',
        '<w:commentRangeStart w:id="0"/>',
        "Giao Sở",
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        '<w:bookmarkEnd w:id="1"/>',
        '<w:del w:id="3" w:author="An"><w:r><w:delText> Nội vụ</w:delText></w:r></w:del>',
        " Y tế",
    )
    theirs = f'<w:comment w:id="0" w:author="Bình" w:initials="B">{paragraph("Đã rõ")}</w:comment>'
    data = docx(body, comments=theirs)
    made = comment(data, "Sở Y tế", "Giao")
    assert [(author, said.partition("\n")[0]) for author, _, said in comments(made)] == [
        ("Bình", "Đã rõ"),
        *[("giaoviec", "[deadline-missing] mức độ cao: Chưa có thời hạn.")] * 2,
    ]
    root = main_part(made)
    assert sorted(mark.get(f"{W}id") for mark in root.iter(f"{W}commentReference")) == ["0", "2", "4"]
    assert sorted(anchored(made)) == ["Giao", "Giao Sở", "Sở Y tế"]
    assert [local(mark) for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}del")] == ["bookmarkStart", "bookmarkEnd", "del"]
    same = {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert {name: members(made)[name] for name in same} == {name: members(data)[name] for name in same}


def test_comments_part_goes_beside_a_file_that_has_its_name(comment):
    files = {name: content for name, (content, _) in members(docx(paragraph("Giao Sở Y tế"))).items()}
    made = comment(packed(files | {"word/comments.xml": b"<other/>"}), "Sở")
    assert members(made)["word/comments.xml"][0] == b"<other/>"
    assert "word/comments1.xml" in members(made)
    assert len(comments(made)) == 1


def test_main_part_may_stand_anywhere_and_have_no_relations(comment):
    files = {name: content for name, (content, _) in members(docx(paragraph("Giao Sở Y tế"))).items()}
    del files["word/_rels/document.xml.rels"]
    files["word/ban thao/van ban.xml"] = files.pop("word/document.xml")
    for name in ("_rels/.rels", "[Content_Types].xml"):
        files[name] = files[name].replace(b"word/document.xml", b"word/ban thao/van ban.xml")
    made = comment(packed(files), "Sở Y tế", main="word/ban thao/van ban.xml")
    assert anchored(made, "word/ban thao/van ban.xml") == ["Sở Y tế"]
    assert list(members(made))[-2:] == ["word/ban thao/_rels/van ban.xml.rels", "word/ban thao/comments.xml"]
    assert comments(made)[0][0] == "giaoviec"


def test_relation_to_comments_that_are_missing_is_used(comment):
    files = {name: content for name, (content, _) in members(docx(paragraph("Giao Sở Y tế"), comments="")).items()}
    del files["word/comments.xml"]
    made = comment(packed(files), "Sở Y tế")
    assert len(comments(made)) == 1
    assert members(made)["word/_rels/document.xml.rels"][0] == files["word/_rels/document.xml.rels"]


def test_strict_file_gets_strict_comments(comment):
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    files = {
        name: content.replace(MAIN.encode(), strict.encode()).replace(*(address.encode() for address in STRICT))
        for name, (content, _) in members(docx(paragraph("Giao ", run("Sở Y tế", "<w:b/>")))).items()
    }
    made = comment(packed(files), "Y tế")
    assert anchored(made) == ["Y tế"]
    root = etree.fromstring(members(made)["word/comments.xml"][0])
    assert {etree.QName(element).namespace for element in root.iter()} == {strict}
    assert STRICT[1].encode() + b"/comments" in members(made)["word/_rels/document.xml.rels"][0]
    assert MAIN.encode() not in members(made)["word/document.xml"][0]


def test_copied_look_has_a_number_of_its_own_for_its_tracked_change(comment):
    look = '<w:b/><w:rPrChange w:id="0" w:author="An"><w:rPr/></w:rPrChange>'
    made = comment(docx(paragraph(run("Giao Sở Y tế", look))), "Sở")
    numbers = [element.get(f"{W}id") for element in main_part(made).iter(f"{W}rPrChange", f"{W}commentReference")]
    assert len(numbers) == 4 and len(set(numbers)) == 4


# What is refused


def test_another_file_or_another_text_is_refused(tmp_path):
    data, other = docx(paragraph("Giao Sở Y tế")), docx(paragraph("Giao Sở Y tế báo cáo"))
    extraction = read_as(data, task(0, 4, finding()))
    with pytest.raises(GiaoviecError) as refused:
        write_commented(other, extraction, tmp_path / "a.docx")
    assert refused.value.code == "GV118" and "văn bản.docx" in refused.value.message
    extraction.source.sha256 = None
    with pytest.raises(GiaoviecError, match="GV118"):
        write_commented(other, extraction, tmp_path / "a.docx")
    write_commented(data, extraction, tmp_path / "a.docx")
    extraction.source.sha256 = hashlib.sha256(data).hexdigest()
    extraction.text += "!"
    with pytest.raises(GiaoviecError, match="GV118"):
        write_commented(data, extraction, tmp_path / "b.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_damaged_picture_is_told_and_nothing_is_written(tmp_path):
    picture = b"\x89PNG" + b"diem anh" * 9
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, (content, _) in members(docx(paragraph("Giao Sở Y tế"))).items():
            archive.writestr(name, content)
        archive.writestr("word/media/image1.png", picture)
    data = out.getvalue().replace(picture, picture[::-1])
    extraction = read_as(data, task(0, 4, finding()))
    with pytest.raises(GiaoviecError, match="GV103"):
        write_commented(data, extraction, tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


# A file of another format


def test_text_of_another_format_becomes_a_word_file_of_an_office(tmp_path, directive):
    for name in ("a.docx", "b.docx"):
        write_commented(None, directive, tmp_path / name)
    made = (tmp_path / "a.docx").read_bytes()
    assert made == (tmp_path / "b.docx").read_bytes()
    document = Document(io.BytesIO(made))
    assert [line.text for line in document.paragraphs] == directive.text.split("\n")
    normal, page = document.styles["Normal"], document.sections[0]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 13)
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert anchored(made) == ["=Thẩm định dự toán hằng quý", "Quan tâm hơn nữa công tác bảo quản", "Quan tâm hơn nữa"]
    assert document.core_properties.title == "Chỉ thị số 07/CT-UBND"


def test_signs_that_xml_cannot_hold_do_not_shift_the_words(tmp_path):
    text = "Giao\x01 Sở\ud800 Y tế | báo cáo"
    at = text.index("Y tế")
    write_commented(None, Extraction(text=text, tasks=[task(0, 4, finding(at, at + 4))]), tmp_path / "a.docx")
    assert anchored((tmp_path / "a.docx").read_bytes()) == ["Y tế"]


def test_document_without_text_is_an_empty_page(tmp_path, failed):
    failed.findings = [finding()]
    write_commented(None, failed, tmp_path / "a.docx")
    assert anchored((tmp_path / "a.docx").read_bytes()) == [""]


# Tracked changes


def change(text, words, new, behind=False):
    """An edit that puts `new` in place of the words, or behind them."""
    at = text.index(words)
    return Edit(start=at + len(words) * behind, end=at + len(words), text=new)


@pytest.fixture
def reworded(comment):
    """Makes the edits as tracked changes; gives the bytes, and what is read after all were accepted and after all were rejected."""

    def write(data, *edits, words=()):
        text = read_bytes(data, path="a.docx").text
        made = comment(data, *words, edits=[change(text, *edit) if isinstance(edit, tuple) else edit for edit in edits], suggest_edits=True)
        assert read_bytes(made, path="a.docx").text == read_bytes(accepted(made), path="a.docx").text
        return made, *(read_bytes(settle(made), path="a.docx").text for settle in (accepted, rejected))

    return write


def test_words_are_replaced_in_the_look_of_the_old_ones(reworded):
    data = docx(paragraph("Giao ", run("các đơn vị liên quan", "<w:b/>"), " báo cáo sớm."))
    made, after, before = reworded(data, ("các đơn vị liên quan", "Sở Y tế"), ("sớm", "trước ngày 05/6/2024"), words=["các đơn vị"])
    assert after == "Giao Sở Y tế báo cáo trước ngày 05/6/2024."
    assert before == "Giao các đơn vị liên quan báo cáo sớm."
    changes = list(main_part(made).iter(f"{W}del", f"{W}ins"))
    assert [local(element) for element in changes] == ["del", "del", "ins", "del", "ins"]  # a comment ends in the deleted words
    assert {(element.get(f"{W}author"), element.get(f"{W}date")) for element in changes} == {("giaoviec", None)}
    assert len({element.get(f"{W}id") for element in changes}) == 5
    assert looks(made) == [("Giao ", []), ("Sở Y tế", ["b"]), (" báo cáo ", []), ("trước ngày 05/6/2024", []), (".", [])]
    deleted = [text.text for text in main_part(made).iter(f"{W}delText")]
    assert deleted == ["các đơn vị", " liên quan", "sớm"]


def test_words_are_inserted_and_deleted_with_their_blanks(reworded):
    data = docx(paragraph(run("Giao  Sở Y tế "), run("khẩn trương "), run("báo"), run(" cáo.")))
    text = "Giao Sở Y tế khẩn trương báo cáo."
    _, after, before = reworded(data, ("khẩn trương ", ""), ("cáo", " trước ngày 05/6/2024", True))
    assert (after, before) == ("Giao Sở Y tế báo cáo trước ngày 05/6/2024.", text)
    _, after, before = reworded(data, (" khẩn trương", ""), (" Y tế", " Xây dựng"), Edit(start=0, end=0, text="Kính đề nghị: "))
    assert (after, before) == ("Kính đề nghị: Giao Sở Xây dựng báo cáo.", text)
    _, after, before = reworded(data, Edit(start=4, end=5, text=" cho "), Edit(start=len(text), end=len(text), text=" Hết."))
    assert (after, before) == ("Giao cho Sở Y tế khẩn trương báo cáo. Hết.", text)


def test_old_and_new_words_stay_inside_the_comment_on_them(reworded):
    made, *_ = reworded(docx(paragraph("Giao Sở Y tế báo cáo sớm.")), ("sớm", "trước ngày 05/6/2024"), words=["sớm", "Sở Y tế"])
    names = [local(child) for child in main_part(made).find(f".//{W}p")]
    assert names == ["pPr", "r", *around("r"), "r", *around("del", "ins"), "r"]


def test_of_two_tasks_that_change_the_same_words_the_first_has_its_way(tmp_path):
    data = docx(paragraph("Giao các đơn vị báo cáo sớm."))
    text = read_as(data).text
    first = task(0, 5, edits=[change(text, "các đơn vị", "Sở Y tế")])
    second = task(0, 6, edits=[change(text, "đơn vị báo", "x"), change(text, "các đơn vị", " y", behind=True), change(text, "sớm", "ngay")])
    write_commented(data, read_as(data, first, second), tmp_path / "a.docx", suggest_edits=True)
    assert read_bytes((tmp_path / "a.docx").read_bytes(), path="a.docx").text == "Giao Sở Y tế báo cáo sớm."
    write_commented(data, read_as(data, first, second), tmp_path / "a.docx")
    assert members((tmp_path / "a.docx").read_bytes()) == members(data)


def hidden_note():
    return '<w:r><w:footnoteReference w:id="7"/></w:r>'


NOT_PLAIN = {
    "field": [field("đơn vị")],
    "simple field": [f'<w:fldSimple w:instr="REF a">{run("đơn vị")}</w:fldSimple>'],
    "insertion": [f'<w:ins w:id="0" w:author="An">{run("đơn vị")}</w:ins>'],
    "deletion between": ["đơn", '<w:del w:id="0" w:author="An"><w:r><w:delText> bộ</w:delText></w:r></w:del>', " vị"],
    "hidden words between": ["đơn", run("[xem lại]", "<w:vanish/>"), " vị"],
    "note between": ["đơn", hidden_note(), " vị"],
    "picture between": ["đơn", "<w:r><w:drawing/></w:r>", " vị"],
    "field between": ["đơn", field("5", "PAGE"), " vị"],
    "page break": ["đơn", '<w:r><w:br w:type="page"/></w:r>', "vị"],
    "control": [f"<w:sdt><w:sdtPr/><w:sdtContent>{run('đơn vị')}</w:sdtContent></w:sdt>"],
    "ruby": [f"<w:r><w:ruby><w:rubyBase>{run('đơn vị')}</w:rubyBase></w:ruby></w:r>"],
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_a_rewording_with_words_that_are_not_plain_text_is_left_out_as_a_whole(reworded, case):
    note = f'<w:footnote w:id="7">{paragraph("Theo Báo cáo số 3.")}</w:footnote>'
    data = docx(paragraph("Giao các ", *NOT_PLAIN[case], " báo cáo sớm."), footnotes=note)
    text = read_as(data).text
    made, *_ = reworded(data, Edit(start=text.index("đơn"), end=text.index("vị") + 2, text="Sở Y tế"), ("sớm", "ngay"))
    assert read_bytes(made, path="a.docx").text == text
    assert [element.get(f"{W}author") for element in main_part(made).iter(f"{W}ins", f"{W}del")].count("giaoviec") == 0
    made, *_ = reworded(data, ("sớm", "ngay"))
    assert read_bytes(made, path="a.docx").text == text.replace("sớm", "ngay")
    assert [element.get(f"{W}author") for element in main_part(made).iter(f"{W}ins", f"{W}del")].count("giaoviec") == 2


def test_words_of_two_paragraphs_of_cells_of_boxes_and_list_numbers_are_left_alone(reworded):
    numbering = lists({0: level(0, "decimal", "%1.")}, {1: (0, "")})
    body = item("Giao Sở Y tế", 1) + paragraph("báo cáo", text_box(paragraph("Khẩn"))) + table(cell("việc") + cell("hạn"))
    data = docx(body, numbering=numbering)
    text = read_as(data).text
    edits = [("tế\nbáo", "x"), ("1. Giao", "x"), ("Khẩn", "x"), ("việc | hạn", "x"), ("Sở", "x\ny"), ("Sở", "Sở")]
    _, after, before = reworded(data, *edits)
    assert after == before == text
    assert reworded(data, Edit(start=0, end=0, text="x"), Edit(start=len(text) + 5, end=len(text) + 6, text="x"))[1] == text
    assert reworded(data, ("Giao", "Đề nghị"))[1] == text.replace("Giao", "Đề nghị")


def test_words_over_links_bookmarks_and_other_comments_are_changed(reworded):
    body = paragraph(
        "Giao các ",
        '<w:bookmarkStart w:id="0" w:name="a"/><w:proofErr w:type="spellStart"/>',
        f'<w:hyperlink w:anchor="a">{run("đơn vị")}{run(" trực thuộc")}</w:hyperlink>',
        '<w:bookmarkEnd w:id="0"/>',
        " báo cáo",
    )
    made, after, before = reworded(docx(body), ("các đơn vị trực thuộc báo", "Sở Y tế báo"), words=["đơn vị", "trực"])
    assert (after, before) == ("Giao Sở Y tế báo cáo", "Giao các đơn vị trực thuộc báo cáo")
    assert [text.text for text in main_part(made).iter(f"{W}delText")] == ["các ", "đơn vị", " ", "trực", " thuộc", " báo"]
    assert len(anchored(made)) == 2


def test_new_words_beside_an_old_font_are_in_one_that_can_show_them(reworded):
    look = '<w:rStyle w:val="a"/><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/><w:b/>'
    made, after, before = reworded(docx(paragraph(run("Giao S\u00eb Y t\u00d5 b\u00b8o c\u00b8o sím.", look))), ("sớm", "trước ngày 05/6"))
    assert (after, before) == ("Giao Sở Y tế báo cáo trước ngày 05/6.", "Giao Sở Y tế báo cáo sớm.")
    inserted = main_part(made).find(f".//{W}ins/{W}r/{W}rPr")
    assert [local(child) for child in inserted] == ["rStyle", "rFonts", "b"]
    assert inserted.find(f"{W}rFonts").get(f"{W}ascii") == "Times New Roman"


def test_new_words_do_not_repeat_the_tracked_change_of_a_look(reworded):
    look = '<w:b/><w:rPrChange w:id="0" w:author="An"><w:rPr/></w:rPrChange>'
    made, after, _ = reworded(docx(paragraph(run("Giao Sở Y tế", look))), ("Y tế", "Nội vụ"))
    assert after == "Giao Sở Nội vụ"
    assert [local(child) for child in main_part(made).find(f".//{W}ins/{W}r/{W}rPr")] == ["b"]


def test_edits_of_a_text_of_another_format(tmp_path, directive):
    edits = [change(directive.text, "trước ngày 05/6/2024", "trước ngày 15/6/2024"), change(directive.text, "hằng quý", "hằng tháng")]
    directive.tasks[0] = task(0, 5, edits=edits)
    write_commented(None, directive, tmp_path / "a.docx", suggest_edits=True)
    made = (tmp_path / "a.docx").read_bytes()
    assert [line.text for line in Document(io.BytesIO(rejected(made))).paragraphs] == directive.text.split("\n")
    expected = directive.text.replace("05/6/2024", "15/6/2024").replace("hằng quý", "hằng tháng")
    assert [line.text for line in Document(io.BytesIO(accepted(made))).paragraphs] == expected.split("\n")


# Any cut of any text

WORDS = st.lists(st.sampled_from(["Giao", "Sở", "Y", "tế", "chủ", "trì,", "hợp", "ủy", "dân", "kiểm", "kê;"]), min_size=1, max_size=9)
BLANKS = st.sampled_from([" ", "  ", "\u00a0", " \u200b", "\t"])
WRAPPERS = st.sampled_from(["{}", "{}", "{}", "<w:hyperlink>{}</w:hyperlink>", '<w:smartTag w:uri="u" w:element="e">{}</w:smartTag>'])


@st.composite
def cut_paragraph(draw):
    """A paragraph whose words are cut into runs anywhere, composed or not, with blanks of all kinds between them."""
    written = draw(BLANKS).join(draw(WORDS)) + draw(st.sampled_from(["", " ", "."]))
    written = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), written)
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(written) - 1)), max_size=5)))
    pieces = [written[start:end] for start, end in zip([0, *cuts], [*cuts, len(written)], strict=True)]
    runs = "".join(draw(WRAPPERS).format(run(piece.replace("\t", "</w:t><w:tab/><w:t>"), "<w:b/>")) for piece in pieces)
    return paragraph(f'<w:proofErr w:type="spellStart"/>{runs}')


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cut_paragraph(), min_size=1, max_size=3), st.data())
def test_any_words_of_any_cut_are_anchored_and_changed_rightly(tmp_path, paragraphs, data):
    given_ = docx("".join(paragraphs))
    text = read_bytes(given_, path="a.docx").text
    solid = [at for at, sign in enumerate(text) if not sign.isspace()]
    ends = data.draw(st.lists(st.tuples(st.sampled_from(solid), st.sampled_from(solid)), min_size=1, max_size=4))
    spans = sorted({(min(pair), max(pair) + 1) for pair in ends}, key=lambda span: (span[0], -span[1]))
    line = data.draw(st.sampled_from(text.split("\n")))
    first, last = sorted(data.draw(st.tuples(st.integers(0, len(line)), st.integers(0, len(line)))))
    begin = text.index(line)
    edit = Edit(start=begin + first, end=begin + last, text=data.draw(st.sampled_from(["", "Sở Xây dựng", " trước ngày 05/6 "])))
    extraction = read_as(given_, task(0, 1, *(finding(*span) for span in spans), edits=[edit]))
    for suggest_edits in (False, True):
        write_commented(given_, extraction, tmp_path / "a.docx", suggest_edits=suggest_edits)
        made = (tmp_path / "a.docx").read_bytes()
        assert_comments_are_well_placed(made)
        assert read_bytes(rejected(made), path="a.docx").text == text
        said = [unicodedata.normalize("NFC", words).replace("\u200b", "") for words in anchored(rejected(made))]
        assert [" ".join(words.split()) for words in said] == [" ".join(text[start:end].split()) for start, end in spans]
    changed = text[: edit.start] + edit.text + text[edit.end :]
    lines = [" ".join(part.split()) for part in changed.split("\n")]
    if any(lines):  # a file without a word cannot be read
        assert read_bytes(accepted(made), path="a.docx").text == "\n".join(part for part in lines if part)
