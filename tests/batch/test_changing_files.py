"""Files that go, grow or are replaced, before, while and after they are read."""

from __future__ import annotations

import json
import os
import threading
import zipfile
from pathlib import Path

import pytest

from pipeline.batch import plan
from tests.batch.letters import TEXTS, read_here, write_letters

LINE = "{}. Giao Sở Y tế kiểm tra kho thuốc số {}, báo cáo trước ngày 05/6/2024.\n"


@pytest.fixture
def letters(tmp_path):
    write_letters(tmp_path / "in", 3)
    return tmp_path / "in"


def codes(run):
    """The codes of the problems of each file that has some."""
    return {outcome.name: [problem.code for problem in outcome.problems] for outcome in run.outcomes if outcome.problems}


def read_now(run):
    return sorted(outcome.name for outcome in run.now)


def text_of(out, name):
    return json.loads((out / "documents" / f"{name}.json").read_text("utf-8"))["text"]


def test_a_file_that_goes_before_it_is_read_has_failed_and_is_read_when_it_is_back(letters, tmp_path):
    items = plan([letters])
    content = (letters / "02 công văn.txt").read_bytes()
    (letters / "02 công văn.txt").unlink()
    first = read_here(items, tmp_path / "out")
    assert codes(first) == {"02 công văn.txt": ["GV108"]}
    assert json.loads((tmp_path / "out/documents/02 công văn.txt.json").read_text("utf-8"))["status"] == "failed"
    (letters / "02 công văn.txt").write_bytes(content)
    second = read_here(items, tmp_path / "out")
    assert codes(second) == {} and read_now(second) == ["02 công văn.txt"]


def test_what_cannot_be_opened_is_an_outcome_and_holds_nobody_up(letters, tmp_path):
    os.mkfifo(letters / "ống.txt")
    (letters / "lạc.txt").symlink_to(tmp_path / "không có")
    items = plan([letters])
    (letters / "01 công văn.txt").unlink()
    (letters / "01 công văn.txt").mkdir()
    run = read_here(items, tmp_path / "out")
    assert codes(run) == {"01 công văn.txt": ["GV109"], "lạc.txt": ["GV108"], "ống.txt": ["GV109"]}
    assert len(run.outcomes) == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_a_file_without_the_right_to_read_it_has_failed(letters, tmp_path):
    (letters / "02 công văn.txt").chmod(0)
    assert codes(read_here(plan([letters]), tmp_path / "out")) == {"02 công văn.txt": ["GV109"]}


@pytest.fixture
def grows(tmp_path):
    """A file that somebody is copying."""
    path = tmp_path / "in" / "đang chép.txt"
    path.parent.mkdir()
    path.write_text(LINE.format(1, 1), "utf-8")
    return path


def append(path, number):
    with path.open("ab", buffering=0) as file:
        file.write(f"Kho thuốc số {number}.\n".encode())


@pytest.mark.parametrize(("times", "found"), [(1, {}), (2, {}), (99, {"đang chép.txt": ["GV119"]})])
def test_a_file_that_grows_under_the_reading_is_read_when_it_is_at_rest_or_not_at_all(times, found, grows, tmp_path, monkeypatch):
    plain, left = Path.read_bytes, iter(range(times))

    def disturbed(path):
        content = plain(path)
        if path == grows and next(left, None) is not None:
            append(grows, 2)
        return content

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", disturbed)
        run = read_here(plan([grows.parent]), tmp_path / "out")
    assert codes(run) == found
    assert codes(read_here(plan([grows.parent]), tmp_path / "out")) == {}
    assert text_of(tmp_path / "out", grows.name) == grows.read_text("utf-8").rstrip("\n")


def test_a_file_that_somebody_writes_all_the_time_is_read_whole_in_the_end(grows, tmp_path):
    ended = threading.Event()

    def write():
        for number in range(2, 1000):
            append(grows, number)
            if ended.wait(0.002):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        first = read_here(plan([grows.parent]), tmp_path / "out")
    finally:
        ended.set()
        writer.join()
    whole = grows.read_text("utf-8").splitlines()
    if codes(first) != {grows.name: ["GV119"]}:
        read = text_of(tmp_path / "out", grows.name).splitlines()
        assert read == whole[: len(read)]
    second = read_here(plan([grows.parent]), tmp_path / "out")
    assert codes(second) == {} and text_of(tmp_path / "out", grows.name).splitlines() == whole


@pytest.fixture
def settled(monkeypatch):
    """Files need not have lain for two seconds before their time of change is trusted."""
    monkeypatch.setattr("pipeline.batch.item._FRESH", 0)


@pytest.mark.parametrize("days_older", [0, 400])
def test_a_file_replaced_by_one_of_the_same_size_and_an_old_time_is_noticed(days_older, settled, tmp_path):
    """Even with the very time of the one before, since the system keeps the time of the exchange. Only where the system does not (Windows),
    or under a clock that was set back to the same nanosecond, the same size and time mean the same file."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ct.txt").write_text(LINE.format(1, 1), "utf-8")
    read_here(plan([folder]), tmp_path / "out")
    assert read_now(read_here(plan([folder]), tmp_path / "out")) == []
    before = (folder / "ct.txt").stat()
    (tmp_path / "ct.txt").write_text(LINE.format(1, 7), "utf-8")
    os.utime(tmp_path / "ct.txt", ns=(before.st_atime_ns, before.st_mtime_ns - days_older * 86_400_000_000_000))
    os.replace(tmp_path / "ct.txt", folder / "ct.txt")
    assert (folder / "ct.txt").stat().st_size == before.st_size
    assert read_now(read_here(plan([folder]), tmp_path / "out")) == ["ct.txt"]
    assert "kho thuốc số 7" in text_of(tmp_path / "out", "ct.txt")


def test_a_file_that_is_only_copied_anew_is_not_read_again(settled, letters, tmp_path):
    read_here(plan([letters]), tmp_path / "out")
    for path in letters.iterdir():
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    assert read_now(read_here(plan([letters]), tmp_path / "out")) == []


def test_a_member_of_an_archive_replaced_by_one_of_the_same_size_is_noticed(tmp_path):
    archive = tmp_path / "gửi lại.zip"
    for number in (1, 7):
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr(zipfile.ZipInfo("ct.txt", (2024, 5, 2, 8, 0, 0)), LINE.format(1, number))
            file.writestr(zipfile.ZipInfo("kh.txt", (2024, 5, 2, 8, 0, 0)), TEXTS[0].read_bytes())
        last = read_here(plan([archive]), tmp_path / "out")
    assert read_now(last) == ["gửi lại.zip/ct.txt"]
    assert "kho thuốc số 7" in text_of(tmp_path / "out", "gửi lại.zip/ct.txt")
