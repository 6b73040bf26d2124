"""Sixty suggestions over the documents of corpus/test, each judged by a reader who had not written the rules.

`pytest -rP tests/regression/test_suggestions.py` prints them beside the sentences that they are for. A suggestion that has changed since it
was judged has to be read again: put the new wording and the verdict into cases/suggestions.csv.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

import pipeline

ROOT = Path(__file__).parents[2]
JUDGED = list(csv.DictReader((ROOT / "tests/regression/cases/suggestions.csv").read_text("utf-8").splitlines()))
VERDICTS = ("grammatical", "meaning", "invents_nothing")
WHOLE = "(rewording)"
"""In place of the rule: the sentence that answers all findings of a task."""


@cache
def suggestions(doc: str) -> set[tuple[str, str, str]]:
    """Rule, sentence and suggestion of each finding of a document, and of each rewording."""
    found = set()
    for task in pipeline.extract(ROOT / f"corpus/test/docs/{doc}.txt").tasks:
        text = " ".join(task.text.split())
        found |= {(finding.rule, text, finding.suggestion) for finding in task.findings}
        if task.rewording:
            found.add((WHOLE, text, task.rewording.text))
    return found


def is_right(row: dict[str, str]) -> bool:
    return all(row[verdict] == "yes" for verdict in VERDICTS)


@pytest.mark.parametrize("row", JUDGED, ids=lambda row: f"{row['doc']}-{row['rule']}")
def test_the_suggestion_is_the_one_that_was_judged(row: dict[str, str]) -> None:
    print(
        f"{row['doc']}, {row['rule']}: {'đúng' if is_right(row) else 'chưa đúng: ' + row['why']}\n  {row['task']}\n  → {row['suggestion']}"
    )
    made = {text for rule, task, text in suggestions(row["doc"]) if (rule, task) == (row["rule"], row["task"])}
    assert row["suggestion"] in made, f"judge it again: {made}"


def test_nine_of_ten_suggestions_are_right() -> None:
    """Grammatical, keeps the meaning, invents nothing: at least 54 of 60."""
    assert len(JUDGED) == 60 and all(row[verdict] in ("yes", "no") for row in JUDGED for verdict in VERDICTS)
    assert sum(map(is_right, JUDGED)) >= 54
