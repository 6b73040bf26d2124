from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.batch import Item, plan, run
from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction, FileInfo, Problem


@pytest.fixture
def folder(tmp_path):
    """A folder as offices have them, with what does not belong to it."""
    for name in ("b.docx", "a.txt", "2024/chỉ thị.pdf", "2024/~$chỉ thị.docx", ".DS_Store", ".git/config", "ket-qua/tasks.jsonl"):
        path = tmp_path / "vào" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path / "vào"


def names(items):
    return [item.name for item in items]


def test_a_folder_is_walked_in_order_without_hidden_and_lock_files(folder):
    assert names(plan([folder])) == ["a.txt", "b.docx", "2024/chỉ thị.pdf", "ket-qua/tasks.jsonl"]


def test_the_output_of_an_earlier_run_is_not_read(folder):
    assert names(plan([folder], exclude=folder / "ket-qua")) == ["a.txt", "b.docx", "2024/chỉ thị.pdf"]


def test_a_file_that_is_named_is_taken_as_it_is(folder):
    assert plan([folder / ".DS_Store"]) == [Item(folder / ".DS_Store", ".DS_Store")]


def test_names_from_several_inputs_are_told_apart_by_their_place(folder, tmp_path):
    other = tmp_path / "khác" / "a.txt"
    other.parent.mkdir()
    other.write_bytes(b"y")
    assert names(plan([folder / "2024", folder, other])) == ["chỉ thị.pdf", "a.txt", "b.docx", "ket-qua/tasks.jsonl", "3/a.txt"]


def test_a_file_given_twice_is_read_once(folder):
    assert names(plan([folder / "a.txt", folder / "2024" / ".." / "a.txt"])) == ["a.txt"]


def test_what_does_not_exist_is_named(tmp_path):
    with pytest.raises(GiaoviecError, match=r"GV108.*khong-co"):
        plan([tmp_path / "khong-co"])


def test_a_folder_without_files_is_an_error(tmp_path):
    with pytest.raises(GiaoviecError, match="GV403"):
        plan([tmp_path])


def test_a_name_that_is_no_text_can_still_be_written_in_json(tmp_path):
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/ch\xed th\xee.txt"))).write_bytes(b"x")
    [item] = plan([tmp_path])
    assert item.name == "ch� th�.txt"
    item.name.encode("utf-8")


def extraction(path: Path) -> Extraction:
    """A stand-in for the pipeline: fails on the files whose name says so."""
    match path.stem:
        case "hỏng":
            raise GiaoviecError("GV103", path=path, page=4, detail="thiếu cuối tệp")
        case "cấm":
            raise PermissionError(13, "Permission denied")
        case "lạ":
            raise ZeroDivisionError("chia cho không")
        case "mờ":
            return Extraction(status="partial", errors=[Problem(code="GV206", message=f"Tệp «{path}» có phần không giải mã được.")])
    return Extraction(source=FileInfo(path=str(path), sha256="ab"), text="Giao Sở Y tế")


def outcomes(*stems):
    return list(run([Item(Path("/máy/này") / f"{stem}.txt", f"2024/{stem}.txt") for stem in stems], extraction))


def test_each_file_gives_one_outcome_in_order_whatever_happens():
    found = outcomes("tốt", "hỏng", "cấm", "lạ", "mờ", "tốt")
    assert [outcome.extraction.status for outcome in found] == ["ok", "failed", "failed", "failed", "partial", "ok"]
    assert [[problem.code for problem in outcome.extraction.errors] for outcome in found] == [
        [], ["GV103"], ["GV109"], ["GV901"], ["GV206"], []]  # fmt: skip


def test_an_outcome_names_the_file_as_every_machine_would():
    good, broken, blurred = outcomes("tốt", "hỏng", "mờ")
    assert (good.name, good.extraction.source.path, good.extraction.source.sha256) == ("2024/tốt.txt", "2024/tốt.txt", "ab")
    assert broken.extraction.source.path == "2024/hỏng.txt"
    [problem] = broken.extraction.errors
    assert problem.page == 4 and problem.message.startswith("Tệp «2024/hỏng.txt» bị hỏng")
    assert "/máy/này" not in blurred.extraction.to_json()


def test_an_unexpected_error_says_what_it_was():
    [outcome] = outcomes("lạ")
    assert "ZeroDivisionError: chia cho không" in outcome.extraction.errors[0].message


def test_somebody_who_debugs_sees_the_error_itself(monkeypatch):
    monkeypatch.setenv("GIAOVIEC_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        outcomes("lạ")


def test_outcomes_come_one_at_a_time():
    read = []
    stream = run([Item(Path("một.txt"), "một.txt"), Item(Path("hai.txt"), "hai.txt")], lambda path: read.append(path.name) or Extraction())
    next(stream)
    assert read == ["một.txt"]
