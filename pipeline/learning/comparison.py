"""Keeps the outcome of an evaluation, and tells what a change to the product gained and lost, task by task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.learning.answers import read_object
from pipeline.learning.evaluation import Report, TaskOutcome

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "giaoviec-evaluation/1"
_COLUMNS = ("doc", "kind", "measure", "gold_hits", "predicted_hits", "spurious", "missed")
_ALL_WRONG = 4  # more than the three fields that can be wrong in a task that was found


@dataclass(frozen=True)
class Change:
    """A task whose outcome is not what it was; a spurious task that came or went has None on the other side."""

    before: TaskOutcome | None
    after: TaskOutcome | None

    @property
    def task(self) -> TaskOutcome:
        """The outcome that names the task: the later one, if there is one."""
        task = self.after or self.before
        assert task is not None
        return task


@dataclass(frozen=True)
class Comparison:
    """What changed between two evaluations, over the documents that both have.

    Attributes:
        docs: the ids of those documents.
        differences: columns p, r, f1 and n of the later figures minus those of the earlier.
        gains, losses: tasks with fewer wrong fields than before, and with more; a spurious task that went, or that came.
    """

    docs: tuple[str, ...]
    differences: pd.DataFrame
    gains: tuple[Change, ...]
    losses: tuple[Change, ...]


def compare(old: Report, new: Report) -> Comparison:
    """What `new` gained and lost against `old`. A gold task that only one of them knows (the gold was edited) is left out."""
    docs = sorted(set(old.counts["doc"]) & set(new.counts["doc"]))
    old, new = _restrict(old, docs), _restrict(new, docs)
    changes = _changes(old.outcomes, new.outcomes)
    return Comparison(
        docs=tuple(docs),
        differences=new.figures - old.figures,
        gains=tuple(change for change in changes if _burden(change.after) < _burden(change.before)),
        losses=tuple(change for change in changes if _burden(change.after) > _burden(change.before)),
    )


def _restrict(report: Report, docs: Iterable[str]) -> Report:
    counts = report.counts[report.counts["doc"].isin(docs)]
    return replace(report, counts=counts, outcomes=[outcome for outcome in report.outcomes if outcome.doc in docs])


def _changes(old: Iterable[TaskOutcome], new: Iterable[TaskOutcome]) -> list[Change]:
    before, after = _by_task(old), _by_task(new)
    keys = [*after, *(key for key in before if key not in after)]
    changes = [Change(before.get(key), after.get(key)) for key in keys]
    return [change for change in changes if (change.before and change.after) or change.task.outcome == "spurious"]


def _by_task(outcomes: Iterable[TaskOutcome]) -> dict[tuple[object, ...], TaskOutcome]:
    return {(outcome.doc, outcome.quote, outcome.occurrence, outcome.outcome == "spurious"): outcome for outcome in outcomes}


def _burden(outcome: TaskOutcome | None) -> int:
    """How much a secretary would have to correct: nothing, some fields, or the whole task."""
    if outcome is None or outcome.outcome == "exact":
        return 0
    return len(outcome.wrong) if outcome.outcome == "wrong" else _ALL_WRONG


def figures_json(figures: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The figures as plain numbers: for each measure p, r, f1 and n."""
    return {measure: {**row, "n": int(row["n"])} for measure, row in figures.to_dict("index").items()}


def report_json(report: Report) -> dict[str, Any]:
    """Figures, tallies and outcomes as a JSON object, for `load_report`; the list of mistakes is not kept."""
    return {
        "schema": SCHEMA,
        "figures": figures_json(report.figures),
        "counts": report.counts[list(_COLUMNS)].to_numpy(dtype=object).tolist(),
        "tasks": [asdict(outcome) for outcome in report.outcomes],
    }


def load_report(file: Path) -> Report:
    """The report that was written as `report_json`, without mistakes.

    Raises:
        GiaoviecError: GV406 when the file is something else.
    """
    return _report(read_object(file, _report))


def _report(saved: dict[str, Any]) -> Report:
    import pandas as pd

    if saved["schema"] != SCHEMA:
        raise ValueError(f"schema {saved['schema']!r}")
    counts = pd.DataFrame(saved["counts"], columns=list(_COLUMNS))
    outcomes = [TaskOutcome(**{**task, "wrong": tuple(task["wrong"])}) for task in saved["tasks"]]
    return Report(counts, outcomes)
