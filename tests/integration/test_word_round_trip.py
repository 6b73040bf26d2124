"""Every sample as a commented Word file, read again by python-docx, by giaoviec itself and by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from gold_samples import CORPUS, NAMES, extraction_of, need_programs
from lxml import etree
from word_files import cell, docx, paragraph, run, table
from word_markup import accepted, anchored, assert_comments_are_well_placed, members, on, read_as, rejected, task

import pipeline
from pipeline.export.word import write_commented
from pipeline.reading import read_bytes
from pipeline.reading.office import to_docx
from pipeline.schema import Edit, Extraction, Rewording

WORD = [name for name in NAMES if name.endswith(".docx")]
CONVERTED = [name for name in NAMES if name.endswith((".doc", ".odt", ".rtf"))]
OTHERS = [name for name in NAMES if name not in WORD]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
THEIRS = "hằng tuần gửi Sở Kế hoạch và Đầu tư"  # begins what a clerk has put in as a tracked change; nobody else's words may change there
WRITTEN_ANEW = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The old samples as LibreOffice saves them in Word's format, each with what was found in it."""
    need_programs("a.doc")
    folder = tmp_path_factory.mktemp("converted")
    for name in CONVERTED:
        given = CORPUS / "samples" / name
        (folder / f"{name}.docx").write_bytes(to_docx(given.read_bytes(), given.suffix[1:], path=name))
    return {path.name: (path.read_bytes(), pipeline.extract(path)) for path in sorted(folder.iterdir())}


def commented(original, extraction, folder: Path, **options) -> bytes:
    write_commented(original, extraction, folder / "commented.docx", **options)
    return (folder / "commented.docx").read_bytes()


def solid(text: str) -> str:
    return "".join(text.split())


def about(extraction: Extraction, data: bytes) -> list[str]:
    """The words that the findings are about, without list numbers and cell separators, which the file does not hold as text."""
    labels = [(block.start, block.start + len(block.label)) for block in read_bytes(data, path="a.docx").blocks]
    numbered = {at for start, end in labels for at in range(start, end)}
    spans = [
        (found.start, found.end) if found.start is not None and found.end is not None else (task.start, task.end)
        for task in extraction.tasks
        for found in task.findings
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    return ["".join(extraction.text[at] for at in range(*span) if at not in numbered).replace(" | ", "") for span in spans]


def check(original: bytes, extraction: Extraction, folder: Path) -> bytes:
    made = commented(original, extraction, folder)
    expected = [solid(words) for words in about(extraction, original)]
    assert len(expected) == sum(len(task.findings) for task in extraction.tasks)
    assert [solid(words) for words in anchored(made)] == expected
    assert [comment.author for comment in Document(io.BytesIO(made)).comments] == ["giaoviec"] * len(expected)
    assert_comments_are_well_placed(made)
    before, after = read_bytes(original, path="a.docx"), read_bytes(made, path="a.docx")
    assert (after.text, after.blocks) == (before.text, before.blocks)
    old, new = members(original), members(made)
    assert list(new)[: len(old)] == list(old)
    assert {name for name in old if new[name] != old[name]} <= WRITTEN_ANEW
    assert commented(original, extraction, folder) == made
    return made


@pytest.mark.parametrize("name", WORD)
def test_word_sample_comes_back_with_comments_on_the_exact_words(name, tmp_path):
    original = (CORPUS / "samples" / name).read_bytes()
    check(original, extraction_of(name), tmp_path)


def test_files_of_libreoffice_come_back_with_comments_on_the_exact_words(converted, tmp_path):
    for original, extraction in converted.values():
        check(original, extraction, tmp_path)


@pytest.mark.parametrize("name", OTHERS)
def test_sample_of_another_format_becomes_a_word_file_with_its_lines(name, tmp_path):
    need_programs(name)
    extraction = extraction_of(name)
    made = commented(None, extraction, tmp_path)
    assert [paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs] == extraction.text.split("\n")
    assert len(anchored(made)) == sum(len(task.findings) for task in extraction.tasks)
    assert commented(None, extraction, tmp_path) == made


@pytest.mark.parametrize("name", WORD)
def test_changes_that_are_accepted_give_the_new_text_and_rejected_the_old_one(name, tmp_path):
    original, extraction = (CORPUS / "samples" / name).read_bytes(), extraction_of(name)
    text = reworded(extraction)
    made = commented(original, extraction_with_edits(extraction), tmp_path, suggest_edits=True)
    assert text.count("Yêu cầu ") > 5
    assert read_bytes(made, path="a.docx").text == read_bytes(accepted(made), path="a.docx").text == text
    assert read_bytes(rejected(made), path="a.docx").text == extraction.text
    assert_comments_are_well_placed(made)


def edits(extraction: Extraction) -> dict[int, list[Edit]]:
    """For each task by its number: its first word anew, and a deadline behind its last; for tasks that begin inside another one nothing."""
    out: dict[int, list[Edit]] = {}
    at = 0
    for number, given in enumerate(extraction.tasks):
        if given.start < at:
            continue
        word = given.text.split()[0]
        behind = Edit(start=given.end, end=given.end, text=" trước ngày 30/6/2026")
        out[number] = [Edit(start=given.start, end=given.start + len(word), text=f"Yêu cầu {word}"), behind]
        at = given.end + 1
    return out


def reworded(extraction: Extraction) -> str:
    text = extraction.text
    for edit in reversed(possible(extraction)):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def possible(extraction: Extraction) -> list[Edit]:
    """The edits that can be made: a rewording is made whole or not at all."""
    theirs = extraction.text.find(THEIRS)
    whole = [of_task for of_task in edits(extraction).values() if not any(edit.start == theirs < edit.end for edit in of_task)]
    return [edit for of_task in whole for edit in of_task]


def extraction_with_edits(extraction: Extraction) -> Extraction:
    changed = extraction.model_copy(deep=True)
    for number, of_task in edits(extraction).items():
        changed.tasks[number].rewording = Rewording(text="", edits=of_task)
    return changed


def test_libreoffice_reads_the_same_comments_and_changes(converted, tmp_path):
    given = {name: ((CORPUS / "samples" / name).read_bytes(), extraction_of(name)) for name in WORD} | converted
    (tmp_path / "made").mkdir()
    for name, (original, extraction) in given.items():
        write_commented(original, extraction, tmp_path / "made" / name)
        write_commented(original, extraction_with_edits(extraction), tmp_path / "made" / f"sửa {name}", suggest_edits=True)
    fresh = extraction_of("chi-thi-03-tet-binh-than-huyen-phu-hoa.txt")
    write_commented(None, fresh, tmp_path / "made" / "mới.docx")
    opened = as_opendocument(sorted((tmp_path / "made").iterdir()), tmp_path)
    for name, (original, extraction) in given.items():
        assert sorted(solid(words) for words in annotated(opened[name])) == sorted(solid(words) for words in about(extraction, original))
        changes = opened[f"sửa {name}"].iter(f"{TEXT}insertion", f"{TEXT}deletion")
        ours = [change.tag for change in changes if change.findtext(f".//{CREATOR}") == "giaoviec"]
        wanted = possible(extraction)
        assert ours.count(f"{TEXT}insertion") == len(wanted)
        assert ours.count(f"{TEXT}deletion") == sum(edit.start < edit.end for edit in wanted)
    assert len(annotated(opened["mới.docx"])) == sum(len(task.findings) for task in fresh.tasks)


def test_libreoffice_keeps_comments_in_every_kind_of_place(tmp_path):
    need_programs("a.doc")
    note = f'<w:footnote w:id="7">{paragraph("Theo Báo cáo số 3.")}</w:footnote>'
    formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=20%</m:t></m:r></m:oMath>'
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('HỎA TỐC')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    body = (
        paragraph("CHỈ THỊ", box)
        + paragraph(
            "Giao ", f'<w:hyperlink w:anchor="a">{run("Sở Y tế")}</w:hyperlink>', f'<w:ins w:id="0" w:author="An">{run(" mua")}</w:ins>'
        )
        + paragraph("giảm ", formula, " chợ", '<w:r><w:footnoteReference w:id="7"/></w:r>', " ở xã")
        + table(cell("Trước", table(cell("Trong 1") + cell("Trong 2")), "Sau") + cell("Cạnh"))
        + paragraph("Hết")
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    )
    data = docx(body, footnotes=note, header1=paragraph("Bản dự thảo"))
    where = ["HỎA", "Sở", "mua", "20%", "Báo cáo số 3", "ở xã", "Trước\nTrong", "Trong 1", "2\nSau", "Sau | Cạnh", "Cạnh\nHết", "dự thảo"]
    text = read_bytes(data, path="a.docx").text
    write_commented(data, read_as(data, task(0, len(text), *on(text, *where))), tmp_path / "a.docx")
    found = annotated(as_opendocument([tmp_path / "a.docx"], tmp_path)["a.docx"])
    assert len(found) == len(where)
    assert {"Sở", "mua", "ở xã", "Trong 1", "Cạnh"} <= set(found)


def as_opendocument(files: list[Path], folder: Path) -> dict[str, etree._Element]:
    """The content of each Word file as LibreOffice understands it."""
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "odt"]
    subprocess.run([*command, "--outdir", str(folder / "odt"), *map(str, files)], check=True, capture_output=True, timeout=300)
    out = {}
    for file in files:
        with zipfile.ZipFile(folder / "odt" / f"{file.stem}.odt") as archive:
            out[file.name] = etree.fromstring(archive.read("content.xml"))
    return out


def annotated(content: etree._Element) -> list[str]:
    """The words that each comment of giaoviec is about."""
    words: dict[str, list[str]] = {}
    open_: set[str] = set()

    def add(text: str | None) -> None:
        for key in open_:
            words[key].append(text or "")

    def walk(element: etree._Element) -> None:
        name = element.get(f"{OFFICE}name") or f"without words {len(words)}"
        if element.tag == f"{OFFICE}annotation":
            words[name] = []
            open_.add(name)
        elif element.tag == f"{OFFICE}annotation-end":
            open_.discard(name)
        else:
            add(element.text)
            for child in element:
                walk(child)
        add(element.tail)

    walk(content)
    return ["".join(said) for said in words.values()]
