from __future__ import annotations

import json

from pipeline.batch import Outcome
from pipeline.cli import progress as module
from pipeline.cli.progress import log_json, progress
from pipeline.schema import Problem

BROKEN = Outcome("hỏng.pdf", "failed", (Problem(code="GV103", message="Tệp «hỏng.pdf» bị hỏng."),), seconds=0.25)


def outcomes(count):
    return [Outcome(f"{number}.txt", "ok", tasks=2, flagged=1) for number in range(count)]


def test_every_file_of_a_small_run_has_its_line(capsys):
    with progress(2) as done:
        for outcome in (*outcomes(1), BROKEN):
            done(outcome)
    assert capsys.readouterr().err.splitlines() == [
        "[1/2] 0.txt: 2 nhiệm vụ, 1 cần làm rõ", "[2/2] hỏng.pdf: KHÔNG ĐỌC ĐƯỢC. GV103: Tệp «hỏng.pdf» bị hỏng."]  # fmt: skip


def test_files_known_from_an_earlier_run_are_counted(capsys):
    with progress(1502, 1500) as done:
        for outcome in (*outcomes(1), BROKEN):
            done(outcome)
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "1.500 tệp không đổi từ lần chạy trước, còn 2 tệp."
    assert told[-1].startswith("[1502/1502] hỏng.pdf")


def test_a_large_run_tells_failures_the_rate_and_the_time_left(capsys, monkeypatch):
    clock = iter([0.0] + [5.0 * number for number in range(1, 402)])  # five seconds a file
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))
    with progress(400) as done:
        for outcome in outcomes(4):
            done(outcome)
        done(BROKEN)
    assert capsys.readouterr().err.splitlines() == [
        "[2/400] 0,2 tệp/giây, còn khoảng 33 phút",
        "[4/400] 0,2 tệp/giây, còn khoảng 33 phút",
        "[5/400] hỏng.pdf: KHÔNG ĐỌC ĐƯỢC. GV103: Tệp «hỏng.pdf» bị hỏng.",
    ]


def test_programs_get_an_object_a_line(capsys):
    with log_json(3, 1) as done:
        done(outcomes(1)[0])
        done(BROKEN)
    start, first, second, end = map(json.loads, capsys.readouterr().err.splitlines())
    assert (start["event"], start["total"], start["known"]) == ("start", 3, 1)
    assert (first["event"], first["name"], first["status"], first["tasks"], first["done"]) == ("file", "0.txt", "ok", 2, 2)
    assert second["errors"][0]["code"] == "GV103" and second["seconds"] == 0.25 and second["remaining"] == 0
    assert (end["event"], end["done"], end["total"]) == ("end", 3, 3)
