"""Every mark-up case of `cases/deadlines.txt`: an order, or a table cell, with the deadline a person read from it.

A block: `# name`, `issued: <ISO date or ->`, `text: … [[phrase]] …` or `cell: …`, `expect: <kind> [value]` (`-` for no due day) or `none`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.pipes.deadlines.grammar import TimeExpression, choose_deadline, find_time_expressions, read_deadline_cell
from pipeline.structure.citations import find_citations

CASES = Path(__file__).with_name("cases") / "deadlines.txt"


def read_cases() -> list[dict[str, str]]:
    cases = []
    for block in CASES.read_text(encoding="utf-8").strip().split("\n\n"):
        name, *lines = block.splitlines()
        cases.append({"name": name.removeprefix("# "), **dict(line.split(": ", 1) for line in lines)})
    return cases


def value_of(expression: TimeExpression | None) -> str:
    if expression is None:
        return "none"
    value = expression.recurrence if expression.kind == "recurring" else expression.due
    if expression.kind in ("date", "duration"):
        return f"{expression.kind} {value or '-'}"
    return f"{expression.kind} {value or ''}".strip()


CASES_READ = read_cases()


@pytest.mark.parametrize("case", CASES_READ, ids=[case["name"] for case in CASES_READ])
def test_the_deadline_of_a_case(case: dict[str, str]) -> None:
    issued = None if case["issued"] == "-" else date.fromisoformat(case["issued"])
    if "cell" in case:
        assert value_of(read_deadline_cell(case["cell"], issued=issued)) == case["expect"]
        return
    text = case["text"].replace("[[", "").replace("]]", "")
    deadline = choose_deadline(find_time_expressions(text, issued=issued, mask=find_citations(text)), text)
    assert value_of(deadline) == case["expect"]
    if "[[" in case["text"]:
        assert deadline is not None
        start = case["text"].index("[[")
        assert (deadline.start, deadline.text) == (start, case["text"][start + 2 : case["text"].index("]]")])


def test_there_are_cases_of_every_kind() -> None:
    kinds = {case["expect"].split()[0] for case in CASES_READ}
    assert kinds == {"date", "duration", "recurring", "event", "vague", "none"}
    assert len(CASES_READ) >= 120
