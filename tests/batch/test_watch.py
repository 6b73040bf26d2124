"""`giaoviec watch` as a process of its own: what arrives in the folder is read once it is whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cluster_processes import ROOT

from pipeline.batch import Job, plan, run
from pipeline.batch.run import here
from pipeline.batch.watch import Watch
from pipeline.cli import main
from pipeline.cli.progress import log_json

LIMIT = 60.0  # seconds that a round may take
FIRST = "KẾ HOẠCH\n\n1. Giao Sở Y tế kiểm tra kho vắc xin trước ngày 30/6/2026.\n"
SECOND = "2. Giao Sở Tài chính báo cáo kinh phí trước ngày 15/7/2026.\n"


class Watching:
    """A running `giaoviec watch` whose results go into the folder that it watches."""

    def __init__(self, home: Path, *options: str):
        self.folder, self.out, self._log = home / "đến", home / "đến" / "sổ", home / "lời"
        self.folder.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "pipeline", "watch", self.folder, "-o", self.out, "--votes", "rules", "--log-json", *options]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=log, stderr=log, start_new_session=True)

    def said(self) -> list[str]:
        return self._log.read_text("utf-8").splitlines()

    def rounds(self) -> list[str]:
        """The summaries of the rounds, without the time of day."""
        return [line.split(": ", 1)[1] for line in self.said() if "văn bản, " in line]

    def read(self) -> list[str]:
        """The names of the files as they were read."""
        events = [json.loads(line) for line in self.said() if line.startswith("{")]
        return [event["name"] for event in events if event["event"] == "file"]

    def until(self, what, message: str) -> None:
        end = time.monotonic() + LIMIT
        while not what():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, [message, *self.said()]
            time.sleep(0.05)

    def interrupt(self) -> int:
        """Ctrl-C, and the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(LIMIT)


@pytest.fixture
def watch(tmp_path):
    started: list[Watching] = []

    def start(*options: str) -> Watching:
        started.append(Watching(tmp_path, "--settle", "0.7", *options))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


def tasks(watching: Watching) -> list[str]:
    """The owners of the tasks in the register's data, in order."""
    lines = (watching.out / "tasks.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["owners"][0]["name"] for line in lines]


def test_what_is_there_and_what_arrives_is_read_and_what_goes_is_taken_out(watch, tmp_path):
    (tmp_path / "đến").mkdir()
    (tmp_path / "đến" / "a.txt").write_text(FIRST, "utf-8")
    watching = watch()
    watching.until(lambda: len(watching.rounds()) == 1, "the file that was there")
    assert tasks(watching) == ["Sở Y tế"]
    (tmp_path / "máy quét.tmp").write_text(SECOND, "utf-8")
    (tmp_path / "đến" / "tháng 7").mkdir()
    os.rename(tmp_path / "máy quét.tmp", tmp_path / "đến" / "tháng 7" / "b.txt")
    watching.until(lambda: len(watching.rounds()) == 2, "the file renamed into place")
    assert tasks(watching) == ["Sở Y tế", "Sở Tài chính"]
    (tmp_path / "đến" / "a.txt").unlink()
    watching.until(lambda: len(watching.rounds()) == 3, "the file that went")
    assert tasks(watching) == ["Sở Tài chính"]
    assert not (watching.out / "documents" / "a.txt.json").exists()
    time.sleep(2)  # its own results in the folder wake it no more
    assert [line.rsplit(",", 2)[0] for line in watching.rounds()] == [f"{count} văn bản, {count} nhiệm vụ" for count in (1, 2, 1)]
    assert watching.rounds()[-1].endswith(", 0 tệp lỗi. Đã gỡ kết quả của 1 tệp không còn.")
    assert watching.read() == ["a.txt", "tháng 7/b.txt"]
    assert watching.interrupt() == 0
    assert watching.said()[-1] == "Đã thôi theo dõi."


@pytest.mark.parametrize("options", [[], ["--poll"]])
def test_a_file_that_is_still_written_waits_until_it_is_whole(watch, options):
    watching = watch("--settle", "1.5", *options)
    watching.until(lambda: watching.said(), "the greeting")
    with (watching.folder / "a.txt").open("w", encoding="utf-8") as file:
        for part in (FIRST, SECOND):
            file.write(part)
            file.flush()
            time.sleep(0.4)
    watching.until(lambda: watching.rounds(), "the file")
    assert tasks(watching) == ["Sở Y tế", "Sở Tài chính"]
    assert watching.read() == ["a.txt"]


def test_a_run_that_is_interrupted_says_so_in_the_exit_code(watch, tmp_path):
    (tmp_path / "đến").mkdir()
    for number in range(20):
        (tmp_path / "đến" / f"{number}.txt").write_text(f"{FIRST}Lần {number}.\n", "utf-8")
    watching = watch("--workers", "1")
    watching.until(lambda: any('"start"' in line for line in watching.said()), "the start of the run")
    assert watching.interrupt() == 130
    assert len(watching.read()) < 20 and not watching.rounds()


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["watch", str(tmp_path / "không có"), "-o", str(tmp_path / "ra")]) == 2
    assert "Lỗi GV108: Không tìm thấy «" in capsys.readouterr().err


def test_without_watchdog_the_error_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchdog.events", None)
    assert main(["watch", str(tmp_path), "-o", str(tmp_path / "ra")]) == 4
    assert "giaoviec[watch]" in capsys.readouterr().err


def test_files_that_never_come_to_rest_do_not_keep_the_others_waiting(tmp_path, monkeypatch):
    (tmp_path / "yên.txt").write_text(FIRST, "utf-8")
    watch, restless = Watch(tmp_path, tmp_path / "sổ", settle=0.1), tmp_path / "sửa mãi.txt"
    restless.write_text("", "utf-8")

    def pass_time(seconds: float) -> None:
        with restless.open("a", encoding="utf-8") as file:
            file.write(SECOND)

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.batch.watch.time.sleep", pass_time)
        assert [item.name for item in watch.changed()] == ["yên.txt"]
    assert [item.name for item in watch.changed()] == ["sửa mãi.txt", "yên.txt"]


def test_a_round_that_failed_is_tried_again_though_nothing_has_changed(tmp_path):
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    watch = Watch(tmp_path, tmp_path / "sổ", settle=0.05)
    assert [item.name for item in watch.changed()] == ["a.txt"]
    watch.try_again(after=0.1)
    assert [item.name for item in watch.changed()] == ["a.txt"]


def test_results_of_files_that_were_taken_away_are_kept_on_demand(tmp_path):
    given, job = tmp_path / "đến", Job(votes="rules", out=tmp_path / "sổ")
    given.mkdir()
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND), ("hỏng.txt", "")):
        (given / name).write_text(text, "utf-8")
    run(plan([given]), job, here, log_json)
    before = (tmp_path / "sổ/documents/a.txt.json").read_bytes()
    (given / "a.txt").unlink()
    (given / "hỏng.txt").unlink()
    (given / "b.txt").rename(given / "b mới.txt")
    kept = run(plan([given]), job, here, log_json, keep=True)
    assert [(outcome.name, outcome.status) for outcome in kept.outcomes] == [("b mới.txt", "ok"), ("a.txt", "ok")]
    assert kept.dropped == 2  # the old name of b.txt, and the failure of a file that is gone
    assert (tmp_path / "sổ/documents/a.txt.json").read_bytes() == before
    dropped = run(plan([given]), job, here, log_json)
    assert [outcome.name for outcome in dropped.outcomes] == ["b mới.txt"]
    assert not (tmp_path / "sổ/documents/a.txt.json").exists()
