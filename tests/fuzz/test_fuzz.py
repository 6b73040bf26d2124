import os
from collections import Counter

import pytest

from tests.fuzz.mutator import SHARES, case
from tests.fuzz.verdict import judge
from tests.fuzz.workers import judged

CASES = 500
SEED = 20


@pytest.fixture(scope="module")
def verdicts():
    return list(judged(SEED, range(CASES), jobs=2))


def test_no_mutated_file_crashes_hangs_or_is_misread(verdicts):
    assert len(verdicts) == CASES
    assert [f"{given.seed}:{given.number} {given.form}: {verdict.fault}" for given, verdict in verdicts if verdict.fault] == []


def test_every_form_is_among_the_mutated_files(verdicts):
    assert {given.form for given, _ in verdicts} == set(SHARES)


def test_many_mutated_files_can_still_be_read(verdicts):
    read = Counter(given.form for given, verdict in verdicts if verdict.outcome == "ok")
    tried = Counter(given.form for given, _ in verdicts)
    assert min(read[form] / tried[form] for form in ("docx", "html", "pdf", "txt", "md")) > 0.3


def test_a_case_is_the_same_file_every_time():
    assert case(1, 7) == case(1, 7)
    assert case(1, 7).data != case(2, 7).data


def test_a_fault_of_a_reader_is_found_behind_the_error_that_covers_it(monkeypatch):
    def fail(data, *, path):
        return {}["word/document.xml"]

    monkeypatch.setattr("pipeline.reading.text.read_text", fail)
    verdict = judge(case(1, 0, form="txt"))
    assert verdict.outcome == "GV103"
    assert "hidden behind GV103: KeyError at" in (verdict.fault or "")


def test_a_case_that_ends_its_process_is_a_crash_and_the_next_one_is_judged(monkeypatch):
    ended = case(1, 4).data

    def end_at_the_first(given):
        return os._exit(3) if given.data == ended else judge(given)

    monkeypatch.setattr("tests.fuzz.workers.judge", end_at_the_first)
    verdicts = {given.number: verdict for given, verdict in judged(1, (4, 5), jobs=1)}
    assert (verdicts[4].outcome, verdicts[4].fault) == ("crash", "the process ended with 3")
    assert verdicts[5].fault is None


def test_a_case_that_computes_too_long_is_a_hang(monkeypatch):
    def compute(given):
        while True:
            pass

    monkeypatch.setattr("tests.fuzz.workers.SECONDS", 1)
    monkeypatch.setattr("tests.fuzz.workers.judge", compute)
    assert [verdict.outcome for _, verdict in judged(1, (4,), jobs=1)] == ["hang"]
