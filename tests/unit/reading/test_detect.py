import struct

import pytest
from word_files import docx, packed, paragraph

from pipeline.errors import GiaoviecError
from pipeline.reading import read, read_bytes
from pipeline.reading.detect import claims_other, detect


def compound_file(name, content=b""):
    """An OLE file with one stream: header, directory sector, stream sector; no more than the reader looks at."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = struct.pack("<H", 9)
    entry = bytearray(512)
    title = name.encode("utf-16-le") + b"\0\0"
    entry[: len(title)] = title
    entry[64:66] = struct.pack("<H", len(title))
    entry[116:120] = struct.pack("<I", 1)
    return bytes(header + entry) + content.ljust(512, b"\0")


ODT = "application/vnd.oasis.opendocument.text"
WORD = b"\xec\xa5\xc1\0"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.docx", docx(paragraph("x")), "docx"),
        ("a.doc", compound_file("WordDocument", WORD + bytes(8)), "doc"),
        ("a.rtf", b"\r\n{\\rtf1\\ansi x}", "rtf"),
        ("a.odt", packed({"mimetype": ODT.encode(), "content.xml": b"<x/>"}), "odt"),
        ("a.pdf", b"\n%PDF-1.7\n", "pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "png"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\0", "jpeg"),
        ("a.tif", b"II*\0\0\0", "tiff"),
        ("a.tif", b"MM\0*\0\0", "tiff"),
        ("a.html", b"\xef\xbb\xbf <!-- saved -->\n<!DOCTYPE HTML><p>", "html"),
        ("a.html", b"<?xml version='1.0'?><html>", "html"),
        ("a.html", "Giao <b>Sở Y tế</b>".encode(), "html"),
        ("a.htm", "<html><body>Giao Sở Y tế".encode("utf-16"), "html"),
        ("a", b"<div><p>x</p></div>", "html"),
        ("a.txt", "1. Giao Sở Y tế <khẩn>".encode(), "txt"),
        ("a.txt", "Giao Sở Y tế".encode("utf-16"), "txt"),
        ("a.txt", "Giao Sở Y tế báo cáo ngay".encode("utf-16-le"), "txt"),
        ("a.txt", "Uû ban nh©n d©n x·".encode("latin-1"), "txt"),
        ("a.md", "# Chỉ thị".encode(), "md"),
        ("a.txt", b"MZ la viet tat", "txt"),
    ],
)
def test_format_is_that_of_the_content(name, data, form):
    assert detect(data, path=name).name == form


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (docx(paragraph("x")), "docx"),
        (b"{\\rtf1 x}", "rtf"),
        (b"%PDF-1.4", "pdf"),
        (b"<html><p>x", "html"),
        ("Giao việc".encode(), "txt"),
    ],
)
def test_extension_does_not_decide(data, form):
    assert detect(data, path="tệp.doc").name == form


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "GV102", "spreadsheetml"),
        (packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<x/>"}), "GV102", "presentationml"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "GV102", "spreadsheet"),
        (packed({"ảnh.png": b"x"}), "GV102", "application/zip"),
        (packed({"[Content_Types].xml": b"<Types/>"}), "GV103", "word/document.xml"),
        (packed({"mimetype": ODT.encode()}), "GV103", "content.xml"),
        (compound_file("Workbook"), "GV102", "vnd.ms-excel"),
        (compound_file("PowerPoint Document"), "GV102", "vnd.ms-powerpoint"),
        (compound_file("Contents"), "GV103", "WordDocument"),
        (b"7z\xbc\xaf\x27\x1c\0\0", "GV102", "7z"),
        (b"Rar!\x1a\x07\0\0", "GV102", "rar"),
        (b"GIF89a\0\0\0", "GV102", "image/gif"),
        (bytes(range(256)) * 8, "GV102", "application/octet-stream"),
        (bytes([7, 200, 3, 129, 14, 250] * 50), "GV102", "application/octet-stream"),
        (b"<?xml version='1.0'?><so-lieu/>", "GV102", "application/xml"),
        (compound_file("EncryptedPackage"), "GV104", "mật khẩu"),
        (compound_file("WordDocument", WORD + bytes(7) + b"\x01"), "GV104", "mật khẩu"),
        (packed({"mimetype": ODT.encode(), "content.xml": b"?", "META-INF/manifest.xml": b"<m:encryption-data/>"}), "GV104", "mật khẩu"),
        (packed({"mimetype": ODT.encode(), "content.xml": b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'}), "GV107", "DTD"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(data, code, says):
    with pytest.raises(GiaoviecError) as error:
        detect(data, path="tệp.doc")
    assert error.value.code == code
    assert says in error.value.message


def test_wrong_extension_is_reported_and_the_file_still_read():
    source = read_bytes(docx(paragraph("Giao Sở Y tế")), path="công văn.pdf")
    assert source.text == "Giao Sở Y tế"
    assert [problem.code for problem in source.problems] == ["GV201"]
    assert "wordprocessingml" in source.problems[0].message


def test_extension_of_no_known_format_claims_nothing():
    text = detect("Giao việc".encode(), path="36.QD-UBND")
    assert not claims_other("36.QD-UBND", text)
    assert not claims_other("không đuôi", text)
    assert claims_other("bài.html", text)


def test_capital_extension_is_the_same():
    assert not claims_other("CV.DOCX", detect(docx(paragraph("x")), path="CV.DOCX"))


def test_source_says_which_file_it_was_read_from(tmp_path):
    file = tmp_path / "kế hoạch.txt"
    file.write_bytes(b"abc")
    source = read(file)
    assert source.path == file.as_posix()
    assert source.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert source.media_type == "text/plain"
    assert source.text == "abc"


def test_page_behind_many_comments_is_known_at_once():
    comments = "<!-- mục lục -->\n" * 500
    assert detect(f"{comments}<html><body>Giao việc</body></html>".encode(), path="a").name == "html"
    assert detect(f"{comments}Giao việc".encode(), path="a").name == "txt"


def test_media_type_that_an_archive_says_of_itself_is_named_only_where_it_is_one():
    for written, named in ((b"application/epub+zip\n", "application/epub+zip"), (b"<x>" * 1000, "application/zip")):
        with pytest.raises(GiaoviecError) as error:
            detect(packed({"mimetype": written}), path="a.odt")
        assert error.value.code == "GV102"
        assert f"({named})" in error.value.message
