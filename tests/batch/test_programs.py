"""LibreOffice and Tesseract that hang, crash or take their reader with them, and a file that is too much for the memory.

Scripts stand for the programs, first on PATH; the files beside the one at fault are read as ever, and nothing is left running.
"""

from __future__ import annotations

import json

import pytest
from PIL import Image, ImageDraw

from tests.batch.faults import CORPUS
from tests.batch.letters import write_letters
from tests.batch.runs import ledger_rows

DOC, SCAN, LETTERS = "cv 87.doc", "bản chụp.png", ["01 công văn.txt", "02 công văn.txt", "03 công văn.txt"]
HANGS = "sleep 1000 &\nwait"
LANGUAGES = '[ "$1" = --list-langs ] && { echo vie; exit 0; }\n'


@pytest.fixture
def folder(tmp_path):
    """Three texts, a .doc and a scanned page."""
    assert write_letters(tmp_path / "in", 3) == LETTERS
    (tmp_path / "in" / DOC).write_bytes((CORPUS / "samples" / "cong-van-87-rac-thai-xa-tan-loc.doc").read_bytes())
    page = Image.new("L", (620, 877), 255)
    ImageDraw.Draw(page).text((60, 60), "UY BAN NHAN DAN", fill=0, font_size=32)
    page.save(tmp_path / "in" / SCAN, dpi=(75, 75))
    return tmp_path / "in"


def statuses(out):
    return {name: status for name, status, *_ in ledger_rows(out)}


def message(out, name):
    """The only problem of a document."""
    [problem] = json.loads((out / "documents" / f"{name}.json").read_text("utf-8"))["errors"]
    return f"{problem['code']}: {problem['message']}"


@pytest.mark.parametrize(("soffice", "tesseract", "of_doc", "of_scan"), [
    (HANGS, LANGUAGES + HANGS, f"GV121: Đọc «{DOC}» quá 4 giây nên đã dừng.", f"GV121: Đọc «{SCAN}» quá 4 giây nên đã dừng."),
    ("exit 1", LANGUAGES + "echo 'thiếu bộ nhớ' >&2; exit 1",
     f"GV112: LibreOffice không chuyển được «{DOC}» (tệp không mở được).", f"GV115: Nhận dạng chữ không xong cho «{SCAN}» (thiếu bộ nhớ)."),
    ("kill -SEGV $$", "echo eng",
     f"GV112: LibreOffice không chuyển được «{DOC}» (tệp không mở được).", f"GV114: Tesseract chưa có tiếng Việt để đọc «{SCAN}»."),
], ids=["hang", "fail", "crash, no Vietnamese"])  # fmt: skip
def test_programs_that_do_not_do_their_work_fail_their_files_alone(
    soffice, tesseract, of_doc, of_scan, folder, tmp_path, command, programs
):
    first = programs(soffice=soffice, tesseract=tesseract)
    extract = command(folder, "-o", tmp_path / "out", "--workers", 2, "--time-limit", 4, first=first)
    assert extract.run() == 3
    assert statuses(tmp_path / "out") == {DOC: "failed", SCAN: "failed"} | dict.fromkeys(LETTERS, "ok")
    assert message(tmp_path / "out", DOC).startswith(of_doc) and message(tmp_path / "out", SCAN).startswith(of_scan)
    assert extract.left() == []


def test_a_document_that_takes_its_reader_with_it_three_times_has_failed_and_is_tried_again_later(folder, tmp_path, command, programs):
    (folder / SCAN).unlink()
    deadly = programs(soffice="sleep 1000 &\nkill -KILL $PPID")
    extract = command(folder, "-o", tmp_path / "out", "--workers", 2, first=deadly)
    assert extract.run() == 3
    assert statuses(tmp_path / "out") == {DOC: "failed"} | dict.fromkeys(LETTERS, "ok")
    said = f"GV123: Tiến trình đọc «{DOC}» bị tắt đột ngột 3 lần (tín hiệu 9). "
    assert message(tmp_path / "out", DOC).startswith(said) and said in extract.stderr
    assert extract.left() == []

    later = command(folder, "-o", tmp_path / "out", "--workers", 2)
    assert later.run() == 0
    assert "3 tệp không đổi từ lần chạy trước, còn 1 tệp." in later.stderr
    assert statuses(tmp_path / "out") == dict.fromkeys([DOC, *LETTERS], "ok")


def test_a_file_that_takes_its_only_reader_with_it_does_not_end_the_run(folder, tmp_path, command, programs):
    extract = command(folder / DOC, "-o", tmp_path / "out", first=programs(soffice="kill -KILL $PPID"))
    assert extract.run() == 3
    assert statuses(tmp_path / "out") == {DOC: "failed"}
    assert message(tmp_path / "out", DOC).startswith("GV123: ")


def test_a_file_that_needs_more_memory_than_it_may_has_failed_and_the_others_are_read(folder, tmp_path, command):
    for name in (DOC, SCAN):
        (folder / name).unlink()
    Image.new("LA", (9400, 9400), (255, 255)).save(folder / "rất lớn.png", compress_level=1)  # over 1 GB when it is opened and turned
    extract = command(folder, "-o", tmp_path / "out", "--workers", 2, "--memory", 500)
    assert extract.run() == 3
    assert statuses(tmp_path / "out") == {"rất lớn.png": "failed"} | dict.fromkeys(LETTERS, "ok")
    assert message(tmp_path / "out", "rất lớn.png").startswith("GV122: Đọc «rất lớn.png» cần quá 500 MB bộ nhớ nên đã dừng.")
    assert extract.left() == []
