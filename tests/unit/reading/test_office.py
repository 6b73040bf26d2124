import http.server
import os
import shutil
import stat
import subprocess
import threading

import pytest
from word_files import cell, docx, item, level, lists, packed, paragraph, run, table

from pipeline.errors import GiaoviecError
from pipeline.reading import office, read_bytes

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

PLAN = docx(
    paragraph(run("KẾ HOẠCH", "<w:b/>"))
    + item("Giao Phòng Văn hóa sửa nhà văn hóa thôn Bản Lầu.", 1)
    + item("Lập dự toán", 1, 1)
    + item("Trình duyệt", 1, 1)
    + item("Giao Công an xã giữ trật tự.", 1)
    + table(
        cell("TT") + cell("Việc") + cell("Chủ trì"),
        cell("1") + cell("Quét vôi") + cell("Thôn 3", properties='<w:vMerge w:val="restart"/>'),
        cell("2") + cell("Thay mái") + cell(properties="<w:vMerge/>"),
    )
    + paragraph("Nơi nhận: như trên."),
    numbering=lists({0: level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)")}, {1: (0, "")}),
)
EXPECTED = [
    "KẾ HOẠCH",
    "1. Giao Phòng Văn hóa sửa nhà văn hóa thôn Bản Lầu.",
    "a) Lập dự toán",
    "b) Trình duyệt",
    "2. Giao Công an xã giữ trật tự.",
    "TT | Việc | Chủ trì",
    "1 | Quét vôi | Thôn 3",
    "2 | Thay mái | ",
    "Nơi nhận: như trên.",
]


@pytest.fixture(scope="module")
def saved_as(tmp_path_factory):
    """The plan as LibreOffice saves it in its other formats."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "plan.docx").write_bytes(PLAN)
    for form in ("doc:MS Word 97", "rtf", "odt"):
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(folder / "plan.docx")], check=True, capture_output=True, timeout=120)
    return {form: (folder / f"plan.{form}").read_bytes() for form in ("doc", "rtf", "odt")}


@needs_libreoffice
@pytest.mark.parametrize(
    ("form", "media_type"), [("doc", "application/msword"), ("rtf", "application/rtf"), ("odt", "application/vnd.oasis.opendocument.text")]
)
def test_old_word_rtf_and_opendocument_keep_numbers_and_tables(saved_as, form, media_type):
    source = read_bytes(saved_as[form], path=f"kế hoạch.{form}")
    assert [source.text[block.start : block.end] for block in source.blocks] == EXPECTED
    assert source.media_type == media_type
    assert source.problems == ()
    assert source.blocks[0].bold
    assert source.blocks[2].label == "a)"
    merged = source.blocks[7].cells[2]
    assert merged.merged
    assert source.text[merged.start : merged.end] == "Thôn 3"


@needs_libreoffice
def test_the_same_file_gives_the_same_source_every_time(saved_as):
    assert read_bytes(saved_as["rtf"], path="a.rtf") == read_bytes(saved_as["rtf"], path="a.rtf")


@needs_libreoffice
def test_rtf_that_was_cut_off_is_read_as_far_as_it_goes_and_says_so(saved_as):
    whole = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Giao Ban Dan toc\par Bao cao ket qua\par}"
    source = read_bytes(whole[:-10], path="a.rtf")
    assert source.text.startswith("Giao Ban Dan toc\nBao cao")
    assert [problem.code for problem in source.problems] == ["GV206"]
    assert read_bytes(whole, path="a.rtf").problems == ()


@needs_libreoffice
def test_nothing_that_a_document_links_to_is_fetched():
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    picture = f'<draw:image xlink:href="http://127.0.0.1:{server.server_port}/theo-doi.png" xlink:type="simple"/>'
    namespaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("m", "manifest"))
    )
    content = (
        f'<office:document-content {namespaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
        f'<office:text><text:p>Giao Ban Dân tộc<draw:frame text:anchor-type="as-char">{picture}</draw:frame></text:p></office:text>'
        "</office:body></office:document-content>"
    )
    media_type = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="{kind}"/>' for name, kind in (("/", media_type), ("content.xml", "text/xml"))
    )
    data = packed(
        {
            "mimetype": media_type.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": f"<m:manifest {namespaces}>{entries}</m:manifest>".encode(),
        }
    )
    try:
        assert read_bytes(data, path="a.odt").text == "Giao Ban Dân tộc"
    finally:
        server.shutdown()
    assert asked == []


def test_missing_libreoffice_is_said(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(GiaoviecError) as error:
        read_bytes(rb"{\rtf1 Giao viec\par}", path="a.rtf")
    assert error.value.code == "GV111"


def fake_office(monkeypatch, tmp_path, script):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))


def test_libreoffice_that_makes_nothing_is_an_error(monkeypatch, tmp_path):
    fake_office(monkeypatch, tmp_path, "exit 0")
    with pytest.raises(GiaoviecError) as error:
        office.to_docx(b"{\\rtf1}", "rtf", path="a.rtf")
    assert error.value.code == "GV112"


def test_libreoffice_that_hangs_is_ended_with_its_children(monkeypatch, tmp_path):
    fake_office(monkeypatch, tmp_path, f"tail -f /dev/null &\necho $! > '{tmp_path}/child'\nwait")
    with pytest.raises(GiaoviecError) as error:
        office.to_docx(b"{\\rtf1}", "rtf", path="a.rtf", time_limit=1.5)
    assert error.value.code == "GV112"
    assert "1.5 giây" in error.value.message
    child = int((tmp_path / "child").read_text())
    assert not is_running(child)


def is_running(process):
    """A killed child of a killed parent may wait a moment as a zombie until it is collected."""
    try:
        with open(f"/proc/{process}/stat") as state:
            return state.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_temporary_files_are_removed(monkeypatch, tmp_path):
    fake_office(monkeypatch, tmp_path, "exit 1")
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with pytest.raises(GiaoviecError):
        office.to_docx(b"{\\rtf1}", "rtf", path="a.rtf")
    assert os.listdir(folder) == []


@pytest.mark.parametrize(
    ("signature", "version", "expected"),
    [(b"\xec\xa5", 193, "MS Word 97"), (b"\xdc\xa5", 104, "MS Word 95"), (b"\xdc\xa5", 101, "MS WinWord 6.0")],
)
def test_import_filter_follows_the_version_of_word(monkeypatch, tmp_path, signature, version, expected):
    from test_detect import compound_file

    fake_office(monkeypatch, tmp_path, f"echo \"$@\" > '{tmp_path}/arguments'")
    with pytest.raises(GiaoviecError):
        office.to_docx(compound_file("WordDocument", signature + version.to_bytes(2, "little") + bytes(8)), "doc", path="a.doc")
    assert f"--infilter={expected}" in (tmp_path / "arguments").read_text()
