"""The work of one file, with a stand-in for the pipeline that fails on the texts that say so."""

from __future__ import annotations

import hashlib
import os
import zipfile

import pytest

from pipeline.batch import Item, Job
from pipeline.batch.work import extract_item, process
from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction, FileInfo, Finding, Problem, Task


def read_as_said(data, name, votes, office):
    text = data.decode()
    match text:
        case "hỏng":
            raise GiaoviecError("GV103", path=name, page=4, detail="thiếu cuối tệp")
        case "lạ":
            raise ZeroDivisionError("chia cho không")
        case "nặng":
            raise MemoryError
        case "mờ":
            return Extraction(
                status="partial", source=FileInfo(path=name, pages=2, ocr_confidence=0.71), errors=[Problem(code="GV206", message="…")]
            )
    finding = Finding(rule="deadline-missing", severity="high", message="Chưa có thời hạn.", suggestion="Nêu ngày.")
    tasks = [Task(id=str(at), locator="", text=text, start=0, end=9, content=text, findings=[finding] * at) for at in range(2)]
    return Extraction(source=FileInfo(path=name), text=text, tasks=tasks)


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Writes a file of this text and gives its item."""
    monkeypatch.setattr("pipeline.batch.work._extraction", read_as_said)

    def write(text: str) -> Item:
        path = tmp_path / "vào" / f"{text[:9]}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
        return Item(path, f"2024/{text[:9]}.txt")

    return write


def test_an_outcome_says_what_a_run_must_know(given, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.batch.item._FRESH", 0)
    item = given("Giao Sở Y tế kiểm tra kho.")
    outcome = process(item, Job(out=tmp_path / "ra"))
    written = (tmp_path / "ra/documents/2024/Giao Sở Y.txt.json").read_bytes()
    assert (outcome.name, outcome.status, outcome.tasks, outcome.flagged, outcome.problems) == ("2024/Giao Sở Y.txt", "ok", 2, 1, ())
    assert (outcome.size, outcome.json) == (len(written), None)
    assert outcome.sha256 == hashlib.sha256("Giao Sở Y tế kiểm tra kho.".encode()).hexdigest()
    assert outcome.state == (32, item.path.stat().st_ctime_ns)  # 26 letters, three of which take three bytes


def test_without_a_folder_the_json_comes_back(given, tmp_path):
    item = given("Giao Sở Y tế kiểm tra kho.")
    process(item, Job(out=tmp_path / "ra"))
    outcome = process(item, Job())
    assert outcome.json == (tmp_path / "ra/documents/2024/Giao Sở Y.txt.json").read_bytes()
    assert outcome.size == len(outcome.json)


@pytest.mark.parametrize(("text", "status", "code"), [
    ("hỏng", "failed", "GV103"), ("lạ", "failed", "GV901"), ("nặng", "failed", "GV122"), ("mờ", "partial", "GV206"),
])  # fmt: skip
def test_whatever_happens_there_is_an_outcome_with_its_json(given, tmp_path, text, status, code):
    outcome = process(given(text), Job(out=tmp_path / "ra"))
    assert (outcome.status, [problem.code for problem in outcome.problems]) == (status, [code])
    assert f'"status": "{status}"' in (tmp_path / f"ra/documents/2024/{text}.txt.json").read_text("utf-8")


def test_a_failure_calls_the_file_as_every_machine_would(given, tmp_path):
    item = given("hỏng")
    outcome = process(item, Job(out=tmp_path / "ra"))
    [problem] = outcome.problems
    assert problem.page == 4 and problem.message.startswith("Tệp «2024/hỏng.txt» bị hỏng")
    assert str(tmp_path) not in (tmp_path / "ra/documents/2024/hỏng.txt.json").read_text("utf-8")


def test_pages_and_the_confidence_of_recognition_are_kept(given, tmp_path):
    outcome = process(given("mờ"), Job(out=tmp_path / "ra"))
    assert (outcome.pages, outcome.ocr_confidence) == (2, 0.71)


def test_an_unexpected_error_says_what_it_was_and_is_seen_by_who_debugs(given, monkeypatch):
    item = given("lạ")
    assert "ZeroDivisionError: chia cho không" in extract_item(item, "rules").errors[0].message
    monkeypatch.setenv("GIAOVIEC_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        extract_item(item, "rules")


def test_a_file_that_is_gone_has_failed(given):
    item = given("mờ")
    item.path.unlink()
    [problem] = extract_item(item, "rules").errors
    assert problem.code == "GV108" and "2024/mờ.txt" in problem.message


def test_a_file_that_has_just_changed_has_no_state_to_know_it_by(given):
    item = given("mờ")
    os.utime(item.path)
    assert item.state() is None


def test_a_member_of_an_archive_is_read_where_it_lies(given, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("kh/nội dung.txt", "Giao Sở Y tế kiểm tra kho.")
        file.writestr("../ngoài.txt", "Giao Sở Y tế kiểm tra kho.")
    inside, outside = Item(path, "a.zip/kh/nội dung.txt", "kh/nội dung.txt"), Item(path, "a.zip/_/ngoài.txt", "../ngoài.txt")
    assert process(inside, Job(out=tmp_path / "ra")).tasks == 2
    assert [problem.code for problem in process(outside, Job(out=tmp_path / "ra")).problems] == ["GV120"]
    assert not (tmp_path / "ra/documents/ngoài.txt.json").exists() and not (tmp_path / "ra/ngoài.txt.json").exists()


@pytest.mark.parametrize(("make", "code"), [
    (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)), "GV103"),
    (lambda path: zipfile.ZipFile(path, "w").close(), "GV101"),
])  # fmt: skip
def test_an_archive_that_cannot_be_opened_or_is_empty_says_so(given, tmp_path, make, code):
    make(tmp_path / "b.zip")
    assert [problem.code for problem in extract_item(Item(tmp_path / "b.zip", "b.zip"), "rules").errors] == [code]


def test_an_archive_that_blows_up_is_refused(given, tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"{number}.txt", bytes(40 << 20))
    [problem] = extract_item(Item(tmp_path / "b.zip", "b.zip"), "rules").errors
    assert problem.code == "GV106" and "120 MB" in problem.message


def test_a_member_under_a_password_says_so(given, tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as file:
        file.writestr("ct.txt", "x")
    data = bytearray((tmp_path / "b.zip").read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of encryption in the directory
    (tmp_path / "b.zip").write_bytes(data)
    assert [problem.code for problem in extract_item(Item(tmp_path / "b.zip", "b.zip/ct.txt", "ct.txt"), "rules").errors] == ["GV104"]
