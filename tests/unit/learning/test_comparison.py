import copy
import json

import pytest
from annotated_bench import GOLD, PREDICTION, TEXT, write_bench

from pipeline.errors import GiaoviecError
from pipeline.learning.comparison import compare, load_report, report_json
from pipeline.learning.evaluation import evaluate


def better_and_worse():
    """`PREDICTION` with the third task's owner put right and the spurious task gone, but the first task's owner wrong."""
    prediction = copy.deepcopy(PREDICTION)
    prediction["tasks"][2]["owners"] = [{"name": "các cấp, các ngành"}]
    prediction["tasks"][0]["owners"] = [{"name": "Sở Nội vụ"}]
    del prediction["tasks"][4]
    return prediction


@pytest.fixture
def bench(tmp_path):
    return write_bench(tmp_path, {"ct1": (TEXT, GOLD)})


def test_gains_and_losses_are_told_task_by_task(bench):
    comparison = compare(evaluate(bench, {"ct1": PREDICTION}), evaluate(bench, {"ct1": better_and_worse()}))
    assert [(c.before and c.before.outcome, c.after and c.after.outcome, c.task.quote[:7]) for c in comparison.gains] == [
        ("wrong", "exact", "Các cấp"),
        ("spurious", None, "Kho cũ "),
    ]
    assert [(c.before.outcome, c.after.outcome, c.after.wrong) for c in comparison.losses] == [("exact", "wrong", ("owner",))]


def test_differences_are_new_minus_old(bench):
    comparison = compare(evaluate(bench, {"ct1": PREDICTION}), evaluate(bench, {"ct1": better_and_worse()}))
    assert comparison.differences.loc["task", "p"] == pytest.approx(3 / 3 - 3 / 4)
    assert comparison.differences.loc["owner", "r"] == pytest.approx(3 / 5 - 3 / 5)
    assert comparison.differences.loc["exact", "n"] == 0


def test_one_wrong_field_less_is_a_gain(bench):
    prediction = copy.deepcopy(PREDICTION)
    prediction["tasks"][1]["deadline"]["recurrence"] = "quarterly"
    (gain,) = compare(evaluate(bench, {"ct1": PREDICTION}), evaluate(bench, {"ct1": prediction})).gains
    assert (gain.before.wrong, gain.after.wrong) == (("coordinators", "deadline"), ("coordinators",))


def test_a_saved_report_compares_as_the_report_itself(bench, tmp_path):
    report = evaluate(bench, {"ct1": PREDICTION})
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(report_json(report)), "utf-8")
    loaded = load_report(file)
    assert loaded.figures.equals(report.figures)
    assert loaded.outcomes == report.outcomes
    assert compare(loaded, report).gains == compare(loaded, report).losses == ()


def test_only_documents_of_both_are_compared(tmp_path):
    bench = write_bench(tmp_path, {"ct1": (TEXT, GOLD), "ct2": (TEXT, GOLD)})
    old = evaluate(bench, {"ct1": PREDICTION, "ct2": PREDICTION})
    comparison = compare(old, evaluate(bench, {"ct2": better_and_worse()}, docs=["ct2"]))
    assert comparison.docs == ("ct2",)
    assert comparison.differences.loc["task", "n"] == 0
    assert {change.task.doc for change in (*comparison.gains, *comparison.losses)} == {"ct2"}


def test_a_task_that_only_one_gold_has_is_neither_gain_nor_loss(bench, tmp_path):
    shorter = {**GOLD, "tasks": GOLD["tasks"][:3]}
    edited = write_bench(tmp_path / "edited", {"ct1": (TEXT, shorter)})
    comparison = compare(evaluate(edited, {"ct1": PREDICTION}), evaluate(bench, {"ct1": PREDICTION}))
    assert comparison.gains == comparison.losses == ()


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"schema": "giaoviec/1", "tasks": []}', '{"schema": "giaoviec-evaluation/1", "counts": [[1]], "tasks": []}'],
)
def test_a_file_that_is_no_saved_report_is_refused(tmp_path, content):
    file = tmp_path / "old.json"
    file.write_text(content, "utf-8")
    with pytest.raises(GiaoviecError, match=r"GV406.*old\.json"):
        load_report(file)


def test_a_saved_report_that_is_missing_is_refused(tmp_path):
    with pytest.raises(GiaoviecError, match="GV406"):
        load_report(tmp_path / "old.json")
