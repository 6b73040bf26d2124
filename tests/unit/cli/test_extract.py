"""The command without the pipeline behind it: every file is a document of one task, and its words say what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction, FileInfo, Finding, Party, Task

OF_THE_RUN = {"run.html", "holder.json", "ledger.sqlite"}  # tell when it was


def read_as_one_task(text: str, name: str) -> Extraction:
    if "hỏng" in text:
        raise GiaoviecError("GV103", path=name, detail="thử")
    findings = [Finding(rule="result-missing", severity=severity, message="Chưa nêu sản phẩm.", suggestion="Nêu sản phẩm.")
                for severity in ("high", "medium", "low") if severity in text]  # fmt: skip
    task = Task(id="t", locator="1", text=text, start=0, end=len(text), content=text, owners=[Party(name="Sở Y tế")], findings=findings)
    return Extraction(text=text, source=FileInfo(path=name), tasks=[task])


@pytest.fixture
def documents(tmp_path, read_as):
    """Writes files by name and text into a folder and returns the folder."""
    read_as(read_as_one_task)

    def write(**texts: str) -> Path:
        folder = tmp_path / "vào"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, "utf-8")
        return folder

    return write


def run(*arguments):
    return main([str(argument) for argument in arguments])


def test_a_folder_gives_json_lines_register_and_page(documents, tmp_path, capsys):
    out = tmp_path / "ra"
    assert run("extract", documents(a="Kiểm tra kho", b="Lập danh sách low"), "-o", out) == 0
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and ".giaoviec" not in path.parts) == [
        "documents/a.txt.json", "documents/b.txt.json", "report.html", "run.html", "tasks.jsonl", "tasks.xlsx"]  # fmt: skip
    assert json.loads((out / "documents/b.txt.json").read_text("utf-8"))["source"]["path"] == "b.txt"
    assert len((out / "tasks.jsonl").read_text("utf-8").splitlines()) == 2
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "2 văn bản, 2 nhiệm vụ, 1 cần làm rõ, 0 tệp lỗi."
    assert told.err.splitlines() == ["[1/2] a.txt: 1 nhiệm vụ, 0 cần làm rõ", "[2/2] b.txt: 1 nhiệm vụ, 1 cần làm rõ"]


def test_a_second_run_gives_the_same_bytes(documents, tmp_path):
    folder = documents(a="Kiểm tra kho", b="hỏng")
    for out in ("một", "hai"):
        run("extract", folder, "-o", tmp_path / out)
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / out).rglob("*.*") if path.is_file() and path.name not in OF_THE_RUN}
        for out in ("một", "hai")
    )
    assert first == second and len(first) == 5


def test_a_file_that_fails_is_written_and_told_and_the_others_are_done(documents, tmp_path, capsys):
    assert run("extract", documents(a="hỏng", b="Kiểm tra kho"), "-o", tmp_path / "ra") == 3
    failed = json.loads((tmp_path / "ra/documents/a.txt.json").read_text("utf-8"))
    assert (failed["status"], failed["errors"][0]["code"], failed["tasks"]) == ("failed", "GV103", [])
    assert (tmp_path / "ra/documents/b.txt.json").exists()
    told = capsys.readouterr()
    assert "2 văn bản, 1 nhiệm vụ, 0 cần làm rõ, 1 tệp lỗi." in told.out
    assert "KHÔNG ĐỌC ĐƯỢC. GV103" in told.err


@pytest.mark.parametrize(("text", "threshold", "code"), [
    ("Kiểm tra", "low", 0), ("low", "low", 1), ("low", "medium", 0), ("medium", "medium", 1), ("high", "medium", 1), ("medium", "high", 0),
])  # fmt: skip
def test_findings_from_the_threshold_on_make_the_exit_code_one(documents, tmp_path, text, threshold, code):
    assert run("extract", documents(a=text), "-o", tmp_path / "ra", "--fail-on", threshold) == code


def test_failed_files_weigh_more_than_findings(documents, tmp_path):
    assert run("extract", documents(a="high", b="hỏng"), "-o", tmp_path / "ra", "--fail-on", "low") == 3


def test_json_of_one_document_is_printed_and_nothing_else(documents, capsys):
    assert run("extract", documents(a="Kiểm tra kho") / "a.txt", "--format", "json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["tasks"][0]["content"] == "Kiểm tra kho"
    assert told.err == ""


def test_json_of_a_failed_document_is_printed_with_the_reason_beside_it(documents, capsys):
    assert run("extract", documents(a="hỏng"), "--format", "json") == 3
    told = capsys.readouterr()
    assert json.loads(told.out)["status"] == "failed"
    assert told.err.startswith("GV103: Tệp «a.txt» bị hỏng")


@pytest.mark.parametrize(("options", "code"), [(["--format", "json"], "GV402"), ([], "GV404"), (["--format", "json", "-o", "ra"], "GV407")])
def test_options_that_do_not_fit_are_told(documents, capsys, options, code):
    assert run("extract", documents(a="x", b="y"), *options) == 2
    assert code in capsys.readouterr().err


def test_a_path_that_does_not_exist_is_named(tmp_path, capsys):
    assert run("extract", tmp_path / "khong-co", "-o", tmp_path / "ra") == 2
    told = capsys.readouterr().err
    assert "GV108" in told and "khong-co" in told
    assert not (tmp_path / "ra").exists()


def test_an_output_that_cannot_be_written_is_told_before_any_work(documents, tmp_path, capsys):
    (tmp_path / "ra").write_text("một tệp", "utf-8")
    assert run("extract", documents(a="x"), "-o", tmp_path / "ra") == 4
    told = capsys.readouterr().err
    assert "GV401" in told and "[1/1]" not in told


def test_the_output_may_lie_in_the_folder_that_is_read(documents, tmp_path):
    folder = documents(a="Kiểm tra kho")
    for _ in range(2):
        assert run("extract", folder, "-o", folder / "ket-qua") == 0
    assert [path.name for path in (folder / "ket-qua/documents").rglob("*.json")] == ["a.txt.json"]
