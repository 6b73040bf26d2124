"""Kills at chosen moments; `python -m tests.batch.faults` does as many as one likes at random ones."""

from __future__ import annotations

import pytest

from tests.batch.faults import Kill, disturbed


@pytest.mark.parametrize("kills", [
    [Kill("parent", "start-up", 0.6, at_once=True), Kill("parent", "publishing", 0.0, at_once=True)],
    [Kill("parent", "reading", 0.1, at_once=False), Kill("everything", "reading", 0.5, at_once=True)],
    [Kill("worker", "reading", 0.1, at_once=False), Kill("all workers", "reading", 0.6, at_once=False)],
    [Kill("all workers", "start-up", 0.5, at_once=False), Kill("parent", "reading", 0.0, at_once=True)],
    [Kill("everything", "start-up", 0.9, at_once=True), Kill("everything", "publishing", 0.0, at_once=True)],
], ids=lambda kills: ", ".join(f"{kill.kind} at {kill.stage}" for kill in kills))  # fmt: skip
def test_a_batch_that_is_killed_loses_nothing(kills, documents, reference, tmp_path, command):
    trial = disturbed(command(documents, "-o", tmp_path / "out", "--workers", 2), tmp_path / "out", kills, reference)
    assert trial.complaints == []
    assert sum(trial.kills.values()) == 2


def test_every_file_of_an_undisturbed_run_has_one_outcome(documents, reference):
    statuses = {name: status for name, status, *_ in reference.results.rows}
    assert len(statuses) == reference.files == 42
    assert {name for name, status in statuses.items() if status == "failed"} == {"hỏng.docx", "trống.txt"}
    assert {name for name in statuses if ".zip/" in name} == {f"gửi lại.zip/{place} báo cáo.txt" for place in (1, 2, 3)}
    assert {f"documents/{name}.json" for name in statuses} < reference.results.files
