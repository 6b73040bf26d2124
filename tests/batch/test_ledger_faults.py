"""What was done before cannot be trusted, or is no longer wanted."""

from __future__ import annotations

import random
import sqlite3

import pytest

from pipeline.batch import plan
from tests.batch.letters import read_here, write_letters
from tests.batch.runs import results

ALL = ["01 công văn.txt", "02 công văn.txt", "03 công văn.txt", "04 công văn.txt"]


@pytest.fixture
def letters(tmp_path):
    """Four documents that were read into the folder "out"."""
    assert write_letters(tmp_path / "in", 4) == ALL
    read_here(plan([tmp_path / "in"]), tmp_path / "out")
    return tmp_path / "in"


@pytest.fixture
def out(letters):
    return letters.parent / "out"


def read_now(run):
    return sorted(outcome.name for outcome in run.now)


@pytest.mark.parametrize("seed", range(12))
def test_a_ledger_with_random_bytes_in_it_does_no_harm(seed, letters, out):
    before, ledger, rng = results(out), out / ".giaoviec" / "ledger.sqlite", random.Random(seed)
    content = bytearray(ledger.read_bytes())
    for _ in range(1 if seed < 6 else 40):
        at = rng.randrange(len(content) - 100)
        content[at : at + 100] = rng.randbytes(100)
    ledger.write_bytes(content)
    read_here(plan([letters]), out)
    assert results(out).hashes == before.hashes
    assert [(name, status) for name, status, *_ in results(out).rows] == [(name, "ok") for name in ALL]
    assert read_now(read_here(plan([letters]), out)) == []


def test_a_ledger_that_was_cut_off_is_put_aside(letters, out):
    before, ledger = results(out), out / ".giaoviec" / "ledger.sqlite"
    ledger.write_bytes(ledger.read_bytes()[:5000])
    assert read_now(read_here(plan([letters]), out)) == ALL
    assert (results(out).hashes, results(out).rows) == (before.hashes, before.rows)


def test_a_ledger_of_another_layout_is_put_aside(letters, out):
    before, ledger = results(out), out / ".giaoviec" / "ledger.sqlite"
    ledger.unlink()
    with sqlite3.connect(ledger) as base:
        base.execute("create table outcomes (name text primary key, json text)")
    assert read_now(read_here(plan([letters]), out)) == ALL
    assert results(out).rows == before.rows


def test_what_another_version_has_done_is_done_again(letters, out, monkeypatch):
    monkeypatch.setattr("pipeline.batch.ledger.version", lambda: "9.9.9+0000000000000000")
    assert read_now(read_here(plan([letters]), out)) == ALL
    assert read_now(read_here(plan([letters]), out)) == []


def test_all_is_done_again_when_the_configuration_has_changed(letters, out, tmp_path):
    office = tmp_path / "giaoviec.toml"
    for content, read in (('[rules]\noff = ["D01"]\n', ALL), ('[rules]\noff = ["D01"]\n', []), ('[rules]\noff = ["D02"]\n', ALL)):
        office.write_text(content, "utf-8")
        assert read_now(read_here(plan([letters]), out, office=office)) == read


def test_all_is_done_again_on_demand(letters, out):
    before = results(out)
    assert read_now(read_here(plan([letters]), out, again=True)) == ALL
    assert results(out).hashes == before.hashes


def test_a_result_that_somebody_deleted_or_cut_is_made_again(letters, out):
    before = results(out)
    (out / "documents" / "02 công văn.txt.json").unlink()
    cut = out / "documents" / "03 công văn.txt.json"
    cut.write_bytes(cut.read_bytes()[:-20])
    assert read_now(read_here(plan([letters]), out)) == ["02 công văn.txt", "03 công văn.txt"]
    assert results(out).hashes == before.hashes


def test_the_result_of_a_file_that_was_renamed_goes_with_the_old_name_and_the_user_is_told(letters, out, command):
    extract = command(letters, "-o", out)
    assert extract.run() == 0
    (letters / "02 công văn.txt").rename(letters / "09 công văn.txt")
    (letters / "04 công văn.txt").unlink()
    assert extract.run() == 0
    assert "Đã gỡ kết quả của 2 tệp không còn trong lần chạy này." in extract.stdout
    assert "2 tệp không đổi từ lần chạy trước, còn 1 tệp." in extract.stderr
    left = ["01 công văn.txt", "03 công văn.txt", "09 công văn.txt"]
    assert [name for name, *_ in results(out).rows] == left
    assert sorted(path.name for path in (out / "documents").iterdir()) == [f"{name}.json" for name in left]
    assert "04 công văn.txt" not in (out / "tasks.jsonl").read_text("utf-8")


def test_a_result_without_an_entry_goes_when_its_file_is_gone_and_what_is_not_ours_stays(letters, out):
    """As a run leaves it that was killed between the two, when the file is renamed before the next one."""
    with sqlite3.connect(out / ".giaoviec" / "ledger.sqlite") as base:
        base.execute("delete from outcomes where name = '04 công văn.txt'")
    (letters / "04 công văn.txt").unlink()
    (out / "documents" / "của tôi.json").write_text('{"ghi chú": "đừng xóa"}', "utf-8")
    run = read_here(plan([letters]), out)
    assert run.dropped == 1
    assert sorted(path.name for path in (out / "documents").iterdir()) == [
        "01 công văn.txt.json", "02 công văn.txt.json", "03 công văn.txt.json", "của tôi.json"]  # fmt: skip


def test_a_file_and_one_named_like_its_result_both_have_their_outcome(letters, out):
    (letters / "01 công văn.txt.json").write_text("Giao Sở Y tế kiểm tra kho thuốc.", "utf-8")
    run = read_here(plan([letters]), out)
    assert read_now(run) == ["01 công văn.txt.json"]
    assert len(list((out / "documents").iterdir())) == 5
    assert read_now(read_here(plan([letters]), out)) == []
