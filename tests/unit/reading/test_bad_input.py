import io
import os
import zipfile
from pathlib import Path

import pytest
from word_files import W, docx, packed, paragraph

from pipeline.errors import GiaoviecError
from pipeline.reading import archive, read, read_bytes
from pipeline.reading.docx import read_docx


def code_of(function, *arguments, **options):
    with pytest.raises(GiaoviecError) as error:
        function(*arguments, **options)
    return error.value.code


def word(document):
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def body(content):
    return f"<w:document {W}><w:body>{content}</w:body></w:document>"


GOOD = docx(paragraph("Giao Sở Y tế kiểm tra các chợ đầu mối trên địa bàn."))


def test_missing_file():
    assert code_of(read, Path("không/có/tệp.docx")) == "GV108"


def test_folder(tmp_path):
    assert code_of(read, tmp_path) == "GV109"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_file_without_permission(tmp_path):
    file = tmp_path / "mật.txt"
    file.write_text("x")
    file.chmod(0)
    assert code_of(read, file) == "GV109"


def test_file_that_the_system_refuses(tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "mật.txt"
    file.write_text("x")
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert code_of(read, file) == "GV109"


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_empty_file(data):
    assert code_of(read_bytes, data, path="a.docx") == "GV101"


def test_file_over_the_size_limit(tmp_path):
    file = tmp_path / "lớn.txt"
    file.write_bytes(b"a" * (1 << 20) + b"b")
    with pytest.raises(GiaoviecError) as error:
        read(file, max_megabytes=1)
    assert error.value.code == "GV105"
    assert "2 MB, giới hạn 1 MB" in error.value.message
    assert code_of(read_bytes, file.read_bytes(), path="lớn.txt", max_megabytes=1) == "GV105"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_document_that_was_cut_off(share):
    assert code_of(read_bytes, GOOD[: int(len(GOOD) * share)], path="a.docx") == "GV103"


def test_document_with_damaged_bytes():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as whole:
        member = whole.getinfo("word/document.xml")
    begin = member.header_offset + 30 + len(member.filename)
    damaged = bytearray(GOOD)
    damaged[begin + 5 : begin + 40] = b"\xff" * 35
    assert code_of(read_bytes, bytes(damaged), path="a.docx") == "GV103"


@pytest.mark.parametrize("document", [b"<w:document", f"<w:document {W}/>".encode(), b""])
def test_document_whose_main_part_is_damaged(document):
    assert code_of(read_bytes, word(document), path="a.docx") == "GV103"


def test_document_without_main_part():
    assert code_of(read_bytes, packed({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<x/>"}), path="a.docx") == "GV103"


def test_exception_that_no_reader_expects_is_a_damaged_file_and_not_a_traceback(monkeypatch):
    def fail(data, *, path):
        raise KeyError("word/document.xml")

    monkeypatch.setattr("pipeline.reading.docx.read_docx", fail)
    with pytest.raises(GiaoviecError) as error:
        read_bytes(GOOD, path="a.docx")
    assert error.value.code == "GV103"
    assert "Traceback" not in error.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_declaration_is_refused(encoding):
    document = '<!DOCTYPE w:document [<!ENTITY a "lặp"><!ENTITY b "&a;&a;">]>' + body(paragraph("&b;"))
    assert code_of(read_bytes, word(document.encode(encoding)), path="a.docx") == "GV107"


def test_entity_that_names_a_file_of_the_machine_is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật")
    document = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>' + body(paragraph("&a;"))
    assert code_of(read_bytes, word(document.encode()), path="a.docx") == "GV107"


def test_archive_that_unpacks_to_too_much_is_refused_by_its_directory(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_MB", 1)
    assert code_of(read_bytes, word(body(paragraph("a" * (2 << 20))).encode()), path="a.docx") == "GV106"


def test_archive_whose_pictures_blow_up_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_MB", 1)
    data = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>", "word/media/a.bmp": bytes(3 << 20)})
    assert code_of(read_bytes, data, path="a.docx") == "GV106"


def test_parts_together_over_the_limit_are_refused_while_reading(monkeypatch):
    data = docx(paragraph("a" * 2000), styles="<w:style/>" * 50)
    opened = archive.Archive(data, path="a.docx")
    opened._left = 1500
    assert code_of(opened.read, "word/document.xml") == "GV106"


def test_member_that_is_longer_than_the_directory_says_is_refused():
    data = bytearray(word(body(paragraph("x" * 5000)).encode()))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert code_of(read_bytes, bytes(data), path="a.docx") == "GV103"


def test_archive_under_a_password_is_said():
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code_of(read_bytes, bytes(data), path="a.docx") == "GV104"


def test_deeply_nested_document_is_refused_and_does_not_stop_the_program():
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    assert code_of(read_bytes, docx(deep), path="a.docx") == "GV117"


def test_document_without_any_text():
    assert code_of(read_bytes, docx("<w:p/>"), path="a.docx") == "GV110"


def test_message_names_the_file():
    with pytest.raises(GiaoviecError) as error:
        read_docx(GOOD[:100], path="công văn 12.docx")
    assert "«công văn 12.docx»" in error.value.message
