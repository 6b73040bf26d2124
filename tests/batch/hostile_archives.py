"""Zip containers that lie, blow up or want to write elsewhere, and the XML in them that does."""

from __future__ import annotations

import io
import struct
import zipfile

from hostile_files import SENTENCE, content, failed, ok
from word_files import W, docx, packed, paragraph

GOOD = docx(paragraph(SENTENCE))
ODT = "application/vnd.oasis.opendocument.text"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def with_parts(parts: dict[str, bytes], data: bytes = GOOD) -> bytes:
    """A Word file with members added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(members | parts)


def main_part(document: str | bytes) -> bytes:
    """A Word file whose main part is these bytes."""
    return with_parts({"word/document.xml": document.encode() if isinstance(document, str) else document})


def odt(body: str, *, before: str = "") -> bytes:
    """An OpenDocument text; `before` stands before its root."""
    root = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}" office:version="1.2"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
        f'<m:file-entry m:full-path="/" m:media-type="{ODT}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    return packed({"mimetype": ODT.encode(), "content.xml": f"{before}{root}".encode(), "META-INF/manifest.xml": manifest.encode()})


def _body(inner: str, before: str = "") -> str:
    return f"{before}<w:document {W}><w:body>{inner}</w:body></w:document>"


def _laughs(depth: int = 12) -> str:
    """Entities that stand for ten of the one before, so that the last one is 10 ** depth letters long."""
    lines = ['<!ENTITY e0 "ha">'] + [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth)]
    return f"<!DOCTYPE w [{''.join(lines)}]>"


def _patched(data: bytes, at: int, value: int, form: str) -> bytes:
    """The directory entry of the last member with one number changed."""
    out = bytearray(data)
    entry = out.rfind(b"PK\x01\x02")
    struct.pack_into(form, out, entry + at, value)
    return bytes(out)


@content("bom một phần lớn.docx", failed("GV106"))
def _one_huge_member() -> bytes:
    return main_part(b"<w:document>" + bytes(150 << 20))


@content("bom ảnh lớn.docx", failed("GV106"))
def _one_huge_picture() -> bytes:
    return with_parts({"word/media/image1.bmp": bytes(150 << 20)})


@content("bom nhiều phần.docx", failed("GV106"))
def _many_members() -> bytes:
    return with_parts({f"word/part{number}.xml": bytes(2 << 20) for number in range(60)})


@content("sáu mươi nghìn phần nhỏ.docx", ok())
def _countless_members() -> bytes:
    return with_parts({f"word/media/{number}": b"" for number in range(60_000)})


@content("bom lồng nhau.docx", ok())
def _nested() -> bytes:
    inner = bytes(20 << 20)
    for _ in range(4):
        inner = packed({"a.zip": inner})
    return with_parts({"word/embeddings/a.zip": inner})


@content("phần chồng lên nhau.docx", failed("GV106", "GV103"))
def _overlapping() -> bytes:
    """A thousand directory entries that lead to one and the same megabyte."""
    data = with_parts({"word/big.xml": bytes(1 << 20)})
    end = data.rfind(b"PK\x05\x06")
    first = struct.unpack_from("<I", data, end + 16)[0]
    last = data.rfind(b"PK\x01\x02")
    directory = data[first:end] + data[last:end] * 1000
    count = struct.unpack_from("<H", data, end + 10)[0] + 1000
    return data[:first] + directory + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), first, 0)


@content("nói dối nhỏ hơn.docx", failed("GV103", "GV106"))
def _lies_small() -> bytes:
    return _patched(packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(150 << 20)}), 24, 1000, "<I")


@content("nói dối lớn hơn.docx", failed("GV106"))
def _lies_big() -> bytes:
    return _patched(GOOD, 24, 0xFFFFFF00, "<I")


@content("kiểu nén lạ.docx", failed("GV103"))
def _unknown_compression() -> bytes:
    return _patched(packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), 10, 99, "<H")


@content("vị trí phần ngoài tệp.docx", failed("GV103"))
def _member_outside() -> bytes:
    return _patched(packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), 42, 0x7FFFFFFF, "<I")


@content("thư mục nén ngược.docx", failed("GV103"))
def _directory_points_to_itself() -> bytes:
    out = bytearray(GOOD)
    struct.pack_into("<I", out, out.rfind(b"PK\x05\x06") + 16, 0xFFFFFFF0)
    return bytes(out)


@content("mật khẩu nén.docx", failed("GV104"))
def _password_of_the_archive() -> bytes:
    return _patched(GOOD, 8, 1, "<H")


@content("thoát thư mục.docx", ok())
def _traversal() -> bytes:
    return with_parts(dict.fromkeys(("../../ra-ngoai.txt", "/tmp/ra-ngoai.txt", "..\\..\\ra-ngoai.txt", "word/../../ra.txt"), b"x"))


@content("quan hệ trỏ ra ngoài.docx", ok())
def _relation_outside() -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="'
        'http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="../../../../etc/passwd"/></Relationships>'
    )
    return with_parts({"word/_rels/document.xml.rels": relations.encode()})


@content("trùng tên phần.docx", ok())
def _same_name_in_other_letters() -> bytes:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.XML"), b"<x/>")
        archive.writestr(zipfile.ZipInfo("WORD/document.xml"), b"<x/>")
    return out.getvalue()


@content("bom thực thể.docx", failed("GV107"))
def _billion_laughs() -> bytes:
    return main_part(_body(paragraph("&e11;"), _laughs()))


@content("bom thực thể trong kiểu chữ.docx", failed("GV107"))
def _billion_laughs_in_styles() -> bytes:
    good = docx(paragraph(SENTENCE), styles="")
    return with_parts({"word/styles.xml": f'{_laughs()}<w:styles {W}><w:style w:styleId="&e11;"/></w:styles>'.encode()}, good)


@content("bom thực thể UTF-16.docx", failed("GV107"))
def _billion_laughs_in_utf_16() -> bytes:
    return main_part(_body(paragraph("&e11;"), _laughs()).encode("utf-16-be"))


@content("bom thực thể UTF-7.docx", failed("GV107", "GV103", "GV117"))
def _billion_laughs_in_utf_7() -> bytes:
    document = _body(paragraph("&e11;"), _laughs()).encode("utf-7").replace(b"<!DOCTYPE", b"+ADwAIQ-DOCTYPE")
    return main_part(b'<?xml version="1.0" encoding="UTF-7"?>' + document)


@content("thực thể dài lặp lại.docx", failed("GV107"))
def _quadratic_entity() -> bytes:
    return main_part(_body(paragraph("&a;" * 10_000), f'<!DOCTYPE w [<!ENTITY a "{"x" * 100_000}">]>'))


@content("thực thể đọc tệp máy.docx", failed("GV107"))
def _entity_of_the_machine() -> bytes:
    return main_part(_body(paragraph("&a;"), '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'))


@content("thực thể qua mạng.docx", failed("GV107"))
def _entity_of_the_network() -> bytes:
    return main_part(_body(paragraph("x"), '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/theo-doi.dtd">'))


@content("thực thể tham số.odt", failed("GV107"))
def _parameter_entity() -> bytes:
    return odt("<text:p>x</text:p>", before='<!DOCTYPE o [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>')


@content("bom thực thể.odt", failed("GV107"))
def _billion_laughs_in_odt() -> bytes:
    return odt("<text:p>&e11;</text:p>", before=_laughs())


@content("bom nén.odt", failed("GV106"))
def _huge_odt() -> bytes:
    return odt(f"<text:p>{'a' * (120 << 20)}</text:p>")


@content("xinclude đọc tệp máy.docx", ok())
def _xinclude() -> bytes:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    return main_part(_body(paragraph(SENTENCE) + include))
