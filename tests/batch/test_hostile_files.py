"""Broken and hostile files end in a coded outcome: no crash, no hang, no memory without end."""

import os
import re

import pytest
from hostile_files import build, cases
from reading_apart import read_apart

WORK = 60  # seconds of processor time, which a busy machine does not make longer
SECONDS = 180
MOST_MB = 2048
MISREAD_BY_SUPERUSER = "không quyền đọc.docx"
CASES = {case.name: case for case in cases()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def results(folder):
    paths = build(folder)
    before = everything(folder)
    found = read_apart(paths, seconds=SECONDS)
    assert everything(folder) == before, "reading wrote a file"
    return {name: result | {"path": paths[name].as_posix()} for name, result in found.items()}


def everything(folder):
    return sorted(os.path.join(parent, name) for parent, folders, files in os.walk(folder) for name in folders + files)


def as_shown(path):
    """A path as text can hold it: names in a legacy encoding have bytes that stand for no character."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def test_there_are_files_of_every_kind():
    assert len(CASES) >= 200
    assert {case.name.rpartition(".")[2] for case in CASES.values()} >= {
        "docx",
        "doc",
        "rtf",
        "odt",
        "pdf",
        "html",
        "txt",
        "md",
        "png",
        "tiff",
    }


@pytest.mark.parametrize("name", list(CASES), ids=lambda name: name.encode("ascii", "backslashreplace").decode())
def test_file_comes_to_what_a_person_expects(results, name):
    if name == MISREAD_BY_SUPERUSER and os.geteuid() == 0:
        pytest.skip("the superuser may read every file")
    result = results[name]
    assert CASES[name].expected.objections(result["status"], result["codes"], result["text"]) == [], result["messages"]
    assert "GV901" not in result["codes"]
    assert result["cpu"] < WORK
    assert result["peak_mb"] < MOST_MB
    assert result.get("offsets", True)
    for message in result["messages"]:
        assert "Traceback" not in message
        assert re.search("[ạ-ỹđĐ]", message.replace(result["path"], "")), message
        if result["status"] == "failed":
            assert f"«{as_shown(result['path'])}»" in as_shown(message)


def test_deadline_is_read_through_signs_that_nobody_sees(results):
    for name in ("ký tự không bề rộng.txt", "chữ đảo chiều.txt", "ký tự điều khiển.txt", "ký tự ngoài bảng.txt"):
        assert results[name]["due"] == ["2025-12-15"], name


def test_nothing_of_the_machine_is_read_into_a_document(results):
    with open("/etc/passwd") as file:
        first = file.readline().strip()
    assert [name for name, result in results.items() if first in result["text"]] == []
