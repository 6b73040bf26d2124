"""Word files whose mark-up is too much, and Word files that want to run or fetch something."""

from __future__ import annotations

from hostile_archives import GOOD, main_part, with_parts
from hostile_files import SAMPLES, SENTENCE, content, failed, ok, partial
from test_detect import compound_file
from word_files import W, cell, docx, item, level, lists, paragraph, run, table

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SIGN = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def related(body: str, *relations: tuple[str, str, bool], parts: dict[str, bytes] | None = None, owner: str = "document") -> bytes:
    """A Word file whose part `owner` has relations (kind, target, external), called r1, r2 …"""
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{kind if "/" in kind else f"{_KINDS}/{kind}"}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if external else ''}/>"
        for n, (kind, target, external) in enumerate(relations, start=1)
    )
    listing = f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'
    return with_parts({f"word/_rels/{owner}.xml.rels": listing.encode()} | (parts or {}), docx(body))


@content("bảng lồng năm trăm tầng.docx", failed("GV117"))
def _nested_tables() -> bytes:
    inner = paragraph(SENTENCE)
    for _ in range(500):
        inner = table(cell(inner + "<w:p/>"))
    return docx(inner)


@content("bảng lồng bốn mươi tầng.docx", ok())
def _nested_tables_that_word_still_opens() -> bytes:
    inner = paragraph(SENTENCE)
    for _ in range(40):
        inner = table(cell(inner, "x"))
    return docx(inner)


@content("trường lồng nhau.docx", ok("chữ"))
def _nested_fields() -> bytes:
    return docx(paragraph((_SIGN.format("begin") + _SIGN.format("separate") + run("chữ")) * 50_000) + paragraph(SENTENCE))


@content("trường không đóng.docx", ok())
def _fields_never_closed() -> bytes:
    return docx(paragraph(_SIGN.format("begin") * 50_000 + "<w:r><w:instrText>DATE</w:instrText></w:r>") + paragraph(SENTENCE))


@content("đoạn bị xóa nối nhau.docx", ok("cuối cùng"))
def _paragraphs_that_go_on() -> bytes:
    carried = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>a </w:t></w:r></w:p>'
    return docx(carried * 60_000 + paragraph("cuối cùng"))


@content("danh sách lồng sâu.docx", ok())
def _deep_lists() -> bytes:
    levels = "".join(level(depth, "decimal", f"%{depth + 1}.") for depth in range(9))
    return docx(item(SENTENCE, 1, 900) + item(SENTENCE, 1, 8), numbering=lists({0: levels}, {1: (0, "")}))


@content("số thứ tự khổng lồ.docx", ok())
def _huge_numbers() -> bytes:
    levels = level(0, "lowerRoman", "%1.", start=2_000_000_000) + level(1, "upperLetter", "%2)" * 1000, start=2_000_000_000)
    return docx(item(SENTENCE, 1) + item("Trình duyệt.", 1, 1), numbering=lists({0: levels}, {1: (0, "")}))


@content("kiểu chữ kế thừa vòng tròn.docx", ok())
def _circle_of_styles() -> bytes:
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 9}"/></w:style>' for n in range(9))
    return docx(paragraph(SENTENCE, properties='<w:pStyle w:val="s0"/>'), styles=styles)


@content("kiểu chữ kế thừa hai vạn đời.docx", ok())
def _chain_of_styles() -> bytes:
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20_000))
    return docx(paragraph(SENTENCE, properties='<w:pStyle w:val="s0"/>') * 100, styles=styles)


@content("ô rộng khổng lồ.docx", ok())
def _huge_cells() -> bytes:
    return docx(table(cell(SENTENCE, properties='<w:gridSpan w:val="2000000000"/>') + cell("x"), cell("a") + cell("b")))


@content("một triệu hàng.docx", failed("GV117"))
def _million_rows() -> bytes:
    row = "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>"
    return docx(f"<w:tbl>{row * 1_000_000}</w:tbl>")


@content("mười triệu đoạn rỗng.docx", failed("GV117"))
def _ten_million_elements() -> bytes:
    return docx("<w:p/>" * 10_000_000)


@content("tám triệu thuộc tính.docx", failed("GV117", "GV103"))
def _attributes() -> bytes:
    return docx("<w:p>" + ("<w:r " + " ".join(f'a{n}=""' for n in range(1000)) + "/>") * 8_000 + "</w:p>")


@content("một đoạn ba mươi triệu chữ.docx", failed("GV117"))
def _one_long_paragraph() -> bytes:
    return docx(paragraph("giao việc " * 3_000_000))


@content("chữ chồng dấu.docx", ok("cuối cùng"))
def _piled_marks() -> bytes:
    return docx(paragraph("a" + "\u0301\u0323" * 200_000) + paragraph("cuối cùng"))


@content("macro.docm", ok())
def _macros() -> bytes:
    return related(
        paragraph(SENTENCE),
        ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", False),
        parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1AutoOpen"},
    )


@content("mẫu từ xa.docx", ok())
def _remote_template() -> bytes:
    return related(
        paragraph(SENTENCE),
        ("attachedTemplate", "http://127.0.0.1:9/mau.dotm", True),
        parts={"word/settings.xml": f'<w:settings {W}><w:attachedTemplate w:val="r1"/></w:settings>'.encode()},
        owner="settings",
    )


@content("liên kết ngoài.docx", ok())
def _external_links() -> bytes:
    return related(
        paragraph(SENTENCE),
        ("image", "file:///etc/passwd", True),
        ("hyperlink", "javascript:alert(1)", True),
        ("oleObject", "\\\\127.0.0.1\\chung\\bang.xlsx", True),
        ("officeDocument", "http://127.0.0.1:9/khac.xml", True),
    )


@content("tệp khác nhúng.docx", partial("GV206", says=SENTENCE))
def _alternative_chunk() -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chunk = f'<w:altChunk xmlns:r="{relation}" r:id="r1"/>'
    page = b"<html><script>alert(1)</script><p>Giao vi&#7879;c</p></html>"
    return related(paragraph(SENTENCE) + chunk, ("aFChunk", "chunk.html", False), parts={"word/chunk.html": page})


@content("nhúng chương trình.docx", ok())
def _embedded_program() -> bytes:
    return related(
        paragraph(SENTENCE), ("oleObject", "embeddings/oleObject1.bin", False), parts={"word/embeddings/oleObject1.bin": b"MZ" + bytes(500)}
    )


@content("trường DDE.docx", ok())
def _dde() -> bytes:
    field = f'<w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/k calc&quot;">{run(" ")}</w:fldSimple>'
    return docx(f"<w:p>{field}{run(SENTENCE)}</w:p>")


@content("mật khẩu.docx", failed("GV104"))
def _password() -> bytes:
    return compound_file("EncryptedPackage", b"\x00" * 300)


@content("mật khẩu.doc", failed("GV104"))
def _password_of_old_word() -> bytes:
    return compound_file("WordDocument", b"\xec\xa5\xc1\0" + bytes(7) + b"\x01" + bytes(100))


@content("đầu tệp Word rồi hết.doc", failed("GV103", "GV112"))
def _stub_of_old_word() -> bytes:
    return compound_file("WordDocument")[:1024]


@content("chuỗi tệp vòng tròn.doc", failed("GV112", "GV103", "GV110"))
def _circular_sectors() -> bytes:
    """A real file whose sector table leads every sector to itself."""
    data = bytearray((SAMPLES / "cong-van-87-rac-thai-xa-tan-loc.doc").read_bytes())
    table_at = (int.from_bytes(data[76:80], "little") + 1) * 512
    for number in range(128):
        data[table_at + 4 * number : table_at + 4 * number + 4] = number.to_bytes(4, "little")
    return bytes(data)


@content("phần chính không có thân.docx", failed("GV103"))
def _without_body() -> bytes:
    return main_part(f"<w:document {W}/>")


@content("phần chính trỏ vòng.docx", failed("GV103"))
def _main_part_is_its_own_relations() -> bytes:
    relation = f'<Relationship Id="a" Type="{_KINDS}/officeDocument" Target="_rels/.rels"/>'
    listing = f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'
    return with_parts({"_rels/.rels": listing.encode()})


@content("vừa là docx vừa là html.docx", ok())
def _polyglot() -> bytes:
    return GOOD + b"<html><script>alert(1)</script></html>"


@content("html trước docx.docx", ok() | failed("GV102", "GV103"))
def _polyglot_behind() -> bytes:
    return b"<html><body>" + GOOD
