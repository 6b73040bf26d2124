"""The same documents give the same bytes, however they are given and by whomever they are read."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

from pipeline.batch import Job, plan, read_list
from pipeline.batch.pool import in_processes
from tests.batch.faults import CORPUS
from tests.batch.letters import read_here, write_letters


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    """A folder of texts, a web page, a Word document, an empty file, and what one process makes of them."""
    folder = tmp_path_factory.mktemp("same") / "in"
    write_letters(folder, 8)
    for name in ("cong-van-1893-bo-gddt-duoi-nuoc.html", "chi-thi-05-phong-chong-thien-tai.docx"):
        (folder / name).write_bytes((CORPUS / "samples" / name).read_bytes())
    (folder / "trống.txt").write_bytes(b"")
    read_here(plan([folder]), folder.parent / "out")
    return folder


def written(out):
    return {path.name: path.read_bytes() for path in (out / "documents").rglob("*.json")}


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_processes_give_the_bytes_of_one_whatever_their_number_and_the_order(workers, letters, tmp_path):
    items = plan([letters])
    random.Random(workers).shuffle(items)
    outcomes = list(in_processes(items, Job(out=tmp_path), workers=workers))
    assert sorted(outcome.name for outcome in outcomes) == sorted(item.name for item in items)
    assert len(items) == 11
    assert written(tmp_path) == written(letters.parent / "out")


def test_without_a_folder_the_outcomes_bring_the_same_bytes(letters):
    brought = {f"{outcome.name}.json": outcome.json for outcome in in_processes(plan([letters]), Job(), workers=2)}
    assert brought == written(letters.parent / "out")


@pytest.mark.parametrize("given", ["pattern", "list", "archive", "files"])
def test_a_pattern_a_list_an_archive_and_the_files_give_the_tasks_of_the_folder(given, letters, tmp_path):
    match given:
        case "pattern":
            items = plan([letters.parent / "**" / "*.*"], exclude=letters.parent / "out")
        case "list":
            (tmp_path / "list.txt").write_text("".join(f"{path}\n" for path in sorted(letters.iterdir())), "utf-8")
            items = plan([], listed=read_list(tmp_path / "list.txt"))
        case "archive":
            with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
                for path in letters.iterdir():
                    archive.write(path, path.name)
            items = plan([tmp_path / "in.zip"])
        case "files":
            items = plan(sorted(letters.iterdir()))
    read_here(items, tmp_path / "out")
    assert tasks(written(tmp_path / "out")) == tasks(written(letters.parent / "out"))


def tasks(documents):
    """Status and tasks of each document by its own name."""
    found = {name: json.loads(content) for name, content in documents.items()}
    assert sum(len(document["tasks"]) for document in found.values()) > 30
    return {Path(name).name: (document["status"], document["tasks"]) for name, document in found.items()}
