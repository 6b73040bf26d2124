"""A run and its ledger, with a stand-in for the pipeline that counts what it reads."""

from __future__ import annotations

import os
import random
from contextlib import contextmanager

import pytest

from pipeline.batch import Job, plan, run
from pipeline.batch.folder import held, sweep
from pipeline.batch.run import here, large_first
from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction, FileInfo


class Office:
    """A folder of texts, the results made of it, and what was read in the last run."""

    def __init__(self, home):
        self.given, self.out, self.read = home / "vào", home / "ra", []
        self.votes, self.config = "both", None

    def write(self, name, text, *, age=100):
        path = self.given / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        then = 1_700_000_000 - age
        os.utime(path, (then, then))

    def extraction(self, data, name, *_):
        self.read.append(name)
        match data.decode():
            case "hỏng":
                raise GiaoviecError("GV103", path=name, detail="thử")
            case "thiếu":
                raise GiaoviecError("GV111", path=name)
        return Extraction(source=FileInfo(path=name), text=data.decode())

    def run(self, execute=here, *, again=False):
        self.read.clear()
        return run(plan([self.given]), Job(self.votes, self.config, self.out), execute, quietly, again=again)

    def results(self):
        return {path.name: path.read_bytes() for path in (self.out / "documents").rglob("*.json")}


@contextmanager
def quietly(total, known):
    yield lambda outcome: None


@pytest.fixture
def office(tmp_path, monkeypatch):
    made = Office(tmp_path)
    monkeypatch.setattr("pipeline.batch.work._extraction", made.extraction)
    for name in ("a.txt", "b.txt", "2024/c.txt"):
        made.write(name, f"Giao Sở Y tế: {name}")
    return made


def test_every_file_has_one_outcome_in_the_order_of_the_plan(office):
    office.write("b.txt", "hỏng")
    found = office.run()
    assert [(outcome.name, outcome.status) for outcome in found.outcomes] == [("a.txt", "ok"), ("b.txt", "failed"), ("2024/c.txt", "ok")]
    assert found.complete and len(found.now) == 3
    assert sorted(office.results()) == ["a.txt.json", "b.txt.json", "c.txt.json"]


def test_a_second_run_reads_nothing(office):
    office.run()
    again = office.run()
    assert office.read == [] and again.now == []
    assert [outcome.name for outcome in again.outcomes] == ["a.txt", "b.txt", "2024/c.txt"]


def test_a_second_run_reads_what_is_new_or_has_changed(office):
    office.run()
    office.write("b.txt", "Giao Sở Y tế kiểm tra.", age=50)
    office.write("d.txt", "Giao Công an tỉnh.")
    office.run()
    assert office.read == ["b.txt", "d.txt"]


def test_a_file_that_was_only_touched_is_known_by_its_content(office):
    office.run()
    os.utime(office.given / "a.txt", (1_700_000_500, 1_700_000_500))
    office.run()
    assert office.read == []


def test_all_are_read_again_when_asked(office):
    office.run()
    office.run(again=True)
    assert office.read == ["a.txt", "b.txt", "2024/c.txt"]


def test_all_are_read_again_under_another_configuration(office, tmp_path):
    office.run()
    office.votes = "rules"
    office.run()
    assert len(office.read) == 3
    office.config = tmp_path / "giaoviec.toml"
    office.config.write_text("[rules]\noff = ['too-short']\n", "utf-8")
    office.run()
    assert len(office.read) == 3
    office.run()
    assert office.read == []


def test_all_are_read_again_by_another_version(office, monkeypatch):
    office.run()
    monkeypatch.setattr("pipeline.batch.ledger.version", lambda: "9.9+0")
    office.run()
    assert len(office.read) == 3


def test_a_result_that_is_gone_or_cut_is_made_again(office):
    office.run()
    (office.out / "documents/a.txt.json").unlink()
    cut = office.out / "documents/b.txt.json"
    cut.write_bytes(cut.read_bytes()[:10])
    office.run()
    assert office.read == ["a.txt", "b.txt"]


def test_a_failure_of_the_machine_is_tried_again_and_one_of_the_file_is_not(office):
    office.write("a.txt", "hỏng")
    office.write("b.txt", "thiếu")
    office.run()
    office.run()
    assert office.read == ["b.txt"]


def test_results_of_files_that_are_gone_are_removed(office):
    office.run()
    (office.given / "b.txt").unlink()
    assert office.run().dropped == 1
    assert sorted(office.results()) == ["a.txt.json", "c.txt.json"]


def test_a_run_that_was_cut_off_goes_on_and_ends_as_if_it_had_not_been(office):
    whole = Office(office.given.parent / "khác")
    whole.given = office.given
    whole.run()

    def cut_off(items, job):
        yield from here(items[:1], job)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.run(cut_off)
    assert len(office.results()) == 1
    office.run()
    assert office.read == ["b.txt", "2024/c.txt"]
    assert office.results() == whole.results()


def test_a_run_that_is_stopped_keeps_what_belongs_to_files_it_did_not_come_to(office):
    office.run()
    (office.given / "a.txt").unlink()
    office.write("b.txt", "Giao Sở Y tế kiểm tra.", age=50)
    found = office.run(lambda items, job: iter(()))
    assert not found.complete and found.dropped == 0
    assert sorted(office.results()) == ["a.txt.json", "b.txt.json", "c.txt.json"]


def test_the_order_of_work_changes_nothing(office):
    def shuffled(items, job):
        return here(random.Random(5).sample(items, len(items)), job)

    for number in range(20):
        office.write(f"2025/{number}.txt", f"Giao Công an tỉnh việc {number}.")
    first = office.run(shuffled)
    names, results = [outcome.name for outcome in first.outcomes], office.results()
    second = office.run(again=True)
    assert names == [outcome.name for outcome in second.outcomes] == [item.name for item in plan([office.given])]
    assert office.results() == results


def test_a_damaged_ledger_is_put_aside_and_all_is_read_again(office):
    office.run()
    base = office.out / ".giaoviec/ledger.sqlite"
    base.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    office.run()
    assert len(office.read) == 3 and (office.out / ".giaoviec/ledger.damaged").exists()
    office.run()
    assert office.read == []


def test_large_files_are_begun_first(office):
    office.write("b.txt", "x" * (6 << 20))
    office.write("2024/c.txt", "x" * (7 << 20))
    assert [item.name for item in large_first(plan([office.given]))] == ["2024/c.txt", "b.txt", "a.txt"]


def test_two_runs_do_not_write_into_one_folder(office):
    with held(office.out), pytest.raises(GiaoviecError, match=rf"GV424: .*tiến trình {os.getpid()} trên máy"), held(office.out):
        pass
    with held(office.out):
        pass  # the lock has fallen with the run


def test_what_a_killed_process_left_unfinished_is_swept_away(office):
    (office.out / "documents/2024").mkdir(parents=True)
    for name in (".0123456789abcdef.tmp", "2024/.ab12_xyz.tmp", "ct.tmp", ".ghi.tmp"):
        (office.out / "documents" / name).write_bytes(b"{")
    sweep(office.out)
    assert sorted(path.name for path in (office.out / "documents").rglob("*") if path.is_file()) == [".ghi.tmp", "ct.tmp"]
