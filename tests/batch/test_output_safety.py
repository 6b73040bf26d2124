"""What is written from hostile texts and names: nothing in it runs, nothing is fetched, and nothing lands outside the output folder."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hostile_archives import with_parts
from hostile_places import NAMES
from hostile_word import related
from lxml import etree, html
from reading_apart import ROOT
from word_files import W, docx, paragraph, run

FORMULA = '=HYPERLINK("http://127.0.0.1:9","x")'
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>"
VAGUE = "Giao Sở Y tế sớm báo cáo kết quả {}."
TEXTS = {
    "công thức.txt": "\n".join(
        f"{n}. {sign}cmd|' /C calc'!A0 Giao Sở Y tế sớm báo cáo {sign}1+1." for n, sign in enumerate("=+-@\t", start=1)
    ),
    "công thức có dấu.txt": f"Số: =1+1/QĐ-UBND\n{FORMULA}\nGiao Sở =1+1 sớm báo cáo {FORMULA}.",
    "mã trang.txt": VAGUE.format(SCRIPT),
    "mã trang.html": f"<html><body><p>{VAGUE.format(SCRIPT.replace('<', '&lt;'))}</p></body></html>",
    "thuộc tính.txt": VAGUE.format('" onmouseover="alert(1)" x=\'\' "><svg onload=alert(1)>'),
    "mẫu.txt": VAGUE.format("{{ 7*7 }} {% for x in y %} ${7*7}"),
    "ký tự điều khiển.txt": VAGUE.format("\x1b]0;x\x07 \x01\x0b \ufffe\uffff"),
}
ORDER = "Giao Sở Y tế sớm báo cáo kết quả."
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
MS = "http://schemas.microsoft.com/office/2006/relationships"
_SIGN = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction):
    asked = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return _SIGN.format("begin") + asked + _SIGN.format("separate") + run("kết quả cũ") + _SIGN.format("end")


def ole(kind, relation):
    thing = f'<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="{kind}" {R} r:id="{relation}"/>'
    return f"<w:p><w:r><w:object>{thing}</w:object></w:r></w:p>"


def everything_active():
    """A Word file with all that runs or fetches by itself, and with a hyperlink, a table inside it, a footer as they should stay."""
    body = (
        paragraph(ORDER)
        + f'<w:altChunk {R} r:id="r2"/>'
        + ole("Link", "r3")
        + ole("Embed", "r6")
        + f'<w:p><w:r><a:blip xmlns:a="{DRAWING}" {R} r:link="r4" r:embed="r7"/></w:r></w:p>'
        + f'<w:p><w:hyperlink {R} r:id="r5">{run("Cổng thông tin")}</w:hyperlink></w:p>'
        + f"<w:p>{field(' DDEAUTO excel calc ')}{field(' PAGE ')}</w:p>"
        + f'<w:p><w:fldSimple w:instr="INCLUDETEXT http://127.0.0.1:9/a">{run("chữ cũ")}</w:fldSimple></w:p>'
    )
    settings = f'<w:settings {W} {R}><w:attachedTemplate r:id="t1"/><w:zoom w:percent="100"/></w:settings>'
    template = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="t1" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:9/a.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    data = related(
        body,
        (f"{MS}/vbaProject", "vbaProject.bin", False),
        ("aFChunk", "chunk.html", False),
        ("oleObject", "file:///C:/a.xlsx", True),
        ("image", "http://127.0.0.1:9/a.png", True),
        ("hyperlink", "https://vanban.vi.du", True),
        ("package", "embeddings/bang.xlsx", False),
        ("image", "media/anh.png", False),
        ("settings", "settings.xml", False),
        parts={
            "word/vbaProject.bin": b"macro",
            "word/_rels/vbaProject.bin.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="v" '
                f'Type="{MS}/wordVbaData" Target="vbaData.xml"/></Relationships>'
            ).encode(),
            "word/vbaData.xml": b"<x/>",
            "word/chunk.html": b"<script>alert(1)</script>",
            "word/embeddings/bang.xlsx": b"PK bang",
            "word/media/anh.png": b"anh",
            "word/settings.xml": settings.encode(),
            "word/_rels/settings.xml.rels": template.encode(),
            "../../ra-ngoai.txt": b"x",
        },
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
    types = types.replace(
        b"</Types>", b'<Override PartName="/word/vbaData.xml" ContentType="application/vnd.ms-word.vbaData+xml"/></Types>'
    )
    return with_parts({"[Content_Types].xml": types}, data)


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """A run over all of it: the folder around it, its output folder, its own temporary folder."""
    around = tmp_path_factory.mktemp("quanh")
    given, temporary = around / "vào", around / "tạm"
    given.mkdir()
    temporary.mkdir()
    for name, text in TEXTS.items():
        (given / name).write_text(text, encoding="utf-8")
    for name in NAMES:
        (given / name).write_bytes(docx(paragraph(ORDER)))
    (given / "chạy khi mở.docm").write_bytes(everything_active())
    before = everything(around)
    command = [sys.executable, "-m", "pipeline", "extract", str(given), "-o", str(around / "ra")]
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--comments", "--requests", "--suggest-edits"], cwd=around, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return around, before, done


def everything(folder):
    return {os.path.relpath(os.path.join(parent, name), folder) for parent, folders, files in os.walk(folder) for name in folders + files}


@pytest.fixture(scope="module")
def out(run_of):
    return run_of[0] / "ra"


@pytest.fixture(scope="module")
def returned(out):
    """The members of the file with active content, as it was given back."""
    with zipfile.ZipFile(out / "comments" / "chạy khi mở.docm.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_is_written_outside_the_output_folder_and_nothing_temporary_is_left(run_of):
    around, before, _ = run_of
    new = {name for name in everything(around) - before if name != "ra" and not name.startswith("ra" + os.sep)}
    assert new == set()


def test_every_document_has_its_files_and_none_has_another_ones(out):
    documents = [path for path in (out / "documents").rglob("*") if path.is_file()]
    hidden = sum(name.startswith(".") for name in NAMES)
    assert hidden == 1
    assert len(documents) == len(TEXTS) + len(NAMES) - hidden + 1
    assert len([path for path in (out / "comments").rglob("*.docx") if path.is_file()]) >= len(NAMES)


def test_no_cell_of_the_register_is_a_formula_or_a_link(out):
    book = openpyxl.load_workbook(out / "tasks.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    said = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert any("=cmd|' /C calc'!A0" in value for value in said)
    assert any(value.startswith("=") for value in said), "no cell begins with the sign, so nothing was tried"


def test_register_holds_no_code_and_fetches_nothing(out):
    with zipfile.ZipFile(out / "tasks.xlsx") as archive:
        assert [name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()] == []
        assert [name for name in archive.namelist() if name.endswith(".rels") and b"External" in archive.read(name)] == []
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


def test_nothing_of_a_document_or_a_name_becomes_markup_of_the_page(out):
    page = html.fromstring((out / "report.html").read_bytes())
    own = html.fromstring((ROOT / "pipeline" / "export" / "report.html").read_bytes())
    assert [script.text for script in page.iter("script")] == [script.text for script in own.iter("script")]
    tags = {element.tag for element in own.iter(etree.Element)}
    for element in page.iter(etree.Element):
        assert element.tag in tags or element.tag not in ("iframe", "object", "embed", "svg", "base", "link", "form")
        assert [name for name in element.attrib if name.startswith("on")] == []
        for name in ("href", "src", "action", "formaction", "data", "srcset"):
            assert element.get(name, "#").startswith("#"), (element.tag, name, element.get(name))
    assert SCRIPT in page.text_content(), "the text is shown as it was typed"


def test_terminal_is_not_given_the_control_characters_of_a_name(run_of):
    said = run_of[2].stdout + run_of[2].stderr
    assert "đỏ" in said
    assert [sign for sign in said if ord(sign) < 0x20 and sign != "\n"] == []


def test_returned_files_are_well_formed_and_have_nothing_active(out):
    for path in (*(out / "comments").rglob("*.docx"), *(out / "requests").rglob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                assert ".." not in name
                assert "vba" not in name.lower()
                if not name.endswith((".xml", ".rels")):
                    continue
                root = etree.fromstring(archive.read(name))
                targets = [relation for relation in root.iter("{*}Relationship") if relation.get("TargetMode") == "External"]
                assert all(target.get("Type").endswith("/hyperlink") for target in targets), (path, name)


def test_returned_file_has_the_drafters_content_and_no_loose_ends(returned):
    main = returned["word/document.xml"]
    relations = {element.get("Id") for element in etree.fromstring(returned["word/_rels/document.xml.rels"])}
    used = {value for element in etree.fromstring(main).iter() for name, value in element.attrib.items() if "/relationships}" in name}
    assert used <= relations
    assert {"r5", "r6", "r7"} <= used, "the hyperlink, the table inside the file and its picture stay"
    assert returned["word/embeddings/bang.xlsx"] == b"PK bang"
    assert returned["word/media/anh.png"] == b"anh"
    assert b"<w:zoom" in returned["word/settings.xml"]
    assert b"commentReference" in main


def test_what_runs_or_fetches_by_itself_is_left_out_of_a_returned_file(returned):
    assert not {"word/vbaProject.bin", "word/vbaData.xml", "word/chunk.html", "../../ra-ngoai.txt"} & returned.keys()
    assert b"macroEnabled" not in returned["[Content_Types].xml"]
    assert b"vbaData" not in returned["[Content_Types].xml"]
    main = returned["word/document.xml"]
    assert b"altChunk" not in main
    assert b'Type="Link"' not in main
    assert b"DDEAUTO" not in main
    assert b"INCLUDETEXT" not in main
    assert b"attachedTemplate" not in returned["word/settings.xml"]
    assert "kết quả cũ" in main.decode() and "chữ cũ" in main.decode()
    assert b" PAGE " in main


def test_original_is_not_touched(run_of):
    assert (run_of[0] / "vào" / "chạy khi mở.docm").read_bytes() == everything_active()


def test_paths_in_the_outputs_are_not_those_of_the_machine(run_of):
    around, _, _ = run_of
    for path in Path(around / "ra" / "documents").rglob("*.json"):
        assert str(around) not in path.read_text("utf-8")
