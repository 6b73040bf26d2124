"""All outputs of a run at once: what is written and counted, what an error leaves behind, and that the same gives the same bytes."""

from __future__ import annotations

import errno
import json
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from docx import Document

from pipeline.errors import GiaoviecError
from pipeline.export import html, jsonl, parquet, publish, register, report
from pipeline.export.documents import write_document
from pipeline.knowledge.office import Office

OUTPUTS = {"tasks.jsonl": jsonl, "tasks.xlsx": register, "report.html": report, "tasks.parquet": parquet}


@pytest.fixture
def run(tmp_path, directive, failed) -> Path:
    """A folder with the JSON of two documents."""
    write_document(tmp_path, "2024/chỉ thị 7.docx", directive)
    write_document(tmp_path, "hỏng.pdf", failed)
    return tmp_path


NAMES = ["2024/chỉ thị 7.docx", "hỏng.pdf"]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_everything_that_is_asked_for_is_written_and_counted(run):
    counts = publish.publish(run, NAMES, comments=True, requests=True, table=True)
    assert files(run) == [
        "comments/2024/chỉ thị 7.docx", "documents/2024/chỉ thị 7.docx.json", "documents/hỏng.pdf.json", "report.html",
        "requests/2024/chỉ thị 7.docx", "tasks.jsonl", "tasks.parquet", "tasks.xlsx",
    ]  # fmt: skip
    assert counts == {
        "documents": 2, "ok": 1, "failed": 1, "unclear": 1, "tasks": 3, "flagged": 2, "high": 1, "low": 1,
    }  # fmt: skip


def test_what_is_not_asked_for_is_not_written(run):
    publish.publish(run, NAMES)
    assert [name for name in files(run) if not name.startswith("documents/")] == ["report.html", "tasks.jsonl", "tasks.xlsx"]


def test_no_document_is_read_more_than_twice(run, monkeypatch):
    read, times = publish.read_document, Counter()

    def counted(out, name):
        times[name] += 1
        return read(out, name)

    monkeypatch.setattr(publish, "read_document", counted)
    publish.publish(run, NAMES, comments=True, requests=True, table=True)
    assert times == dict.fromkeys(NAMES, 2)


def test_the_same_documents_give_the_same_bytes_of_every_output(tmp_path, directive, failed):
    for folder in ("một", "hai"):
        for name, extraction in zip(NAMES, (directive, failed), strict=True):
            write_document(tmp_path / folder, name, extraction)
        publish.publish(tmp_path / folder, NAMES, suggest_edits=True, requests=True, table=True)
    first, second = ({name: (tmp_path / folder / name).read_bytes() for name in files(tmp_path / folder)} for folder in ("một", "hai"))
    assert first == second and len(first) == 8


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_is_not_finished_leaves_the_one_before_and_nothing_else(tmp_path, directive, name):
    (tmp_path / name).write_text("bản cũ", "utf-8")
    with pytest.raises(RuntimeError), OUTPUTS[name].writer(tmp_path / name) as add:
        add(directive)
        raise RuntimeError
    assert (tmp_path / name).read_text("utf-8") == "bản cũ"
    assert files(tmp_path) == [name] and [path.name for path in tmp_path.iterdir()] == [name]


def test_a_full_disk_is_told_of_the_file_that_was_written(run, monkeypatch):
    @contextmanager
    def full(path):
        def add(extraction):
            raise OSError(errno.ENOSPC, "No space left on device")

        yield add

    monkeypatch.setitem(publish._WRITERS, "tasks.xlsx", full)
    with pytest.raises(GiaoviecError, match=r"GV401: Không ghi được vào «.*tasks\.xlsx» \(hết chỗ trên ổ đĩa\)"):
        publish.publish(run, NAMES)
    assert [name for name in files(run) if not name.startswith("documents/")] == []


def word_document(run: Path, name: str, directive) -> bytes:
    """Writes the JSON of a Word file of the run, and returns another file."""
    word = directive.model_copy(deep=True)
    word.source.path, word.source.media_type = name, publish.DOCX
    write_document(run, name, word)
    Document().save(run / "khác.docx")
    return (run / "khác.docx").read_bytes()


def test_a_file_that_has_changed_keeps_nothing_else_from_being_written(run, directive):
    changed = word_document(run, "đã sửa.docx", directive)
    with pytest.raises(GiaoviecError, match="GV118"):
        publish.publish(run, ["đã sửa.docx", *NAMES], originals=lambda name: changed, comments=True, requests=True)
    assert {"tasks.xlsx", "tasks.jsonl", "report.html", "comments/2024/chỉ thị 7.docx", "requests/đã sửa.docx"} <= set(files(run))
    assert "comments/đã sửa.docx" not in files(run)


def test_a_file_that_is_gone_is_told_by_its_name(run, directive):
    word_document(run, "đã xóa.docx", directive)

    def gone(name: str) -> bytes:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    with pytest.raises(GiaoviecError, match=r"GV109: Không mở được «đã xóa\.docx»"):
        publish.publish(run, ["đã xóa.docx"], originals=gone, comments=True)
    assert (run / "tasks.xlsx").exists()


def test_before_the_work_it_is_told_what_could_not_be_done_after_it(tmp_path, monkeypatch):
    with pytest.raises(GiaoviecError, match="GV108"):
        publish.prepare(tmp_path / "ra", office=Office(request_template=tmp_path / "thiếu.docx"), requests=True)
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed
    with pytest.raises(GiaoviecError, match=r"GV423: .*tasks\.parquet.*pip install 'giaoviec\[parquet\]'"):
        publish.prepare(tmp_path / "ra", table=True)
    assert not (tmp_path / "ra").exists()
    (tmp_path / "ra").write_text("một tệp", "utf-8")
    with pytest.raises(GiaoviecError, match="GV401"):
        publish.prepare(tmp_path / "ra")


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path):
    publish.prepare(tmp_path / "ra")
    assert list((tmp_path / "ra").iterdir()) == []


def test_hostile_names_and_texts_are_text_in_every_output(tmp_path, directive):
    name = "<img src=x onerror=alert(1)>.docx"
    directive.source.path = name
    directive.document.kind = directive.document.number = None  # so that the file is the title
    directive.tasks[0].content = "</script><script>alert(1)</script>"
    write_document(tmp_path, name, directive)
    publish.publish(tmp_path, [name])
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<img" not in page and page.count("<script") == 1
    assert "&lt;img src=x onerror=alert(1)&gt;.docx" in page
    assert json.loads((tmp_path / "tasks.jsonl").read_text("utf-8").splitlines()[0])["path"] == name


def test_a_document_is_opened_by_a_tag_of_its_own(directive):
    assert html.opening(7, 2, opened=True) == '<details class="document" id="d7" data-flagged="2" open>'
    assert "".join(html.document(7, directive)).endswith("</details>\n")
