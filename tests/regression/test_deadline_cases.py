"""Every case of `cases/deadlines.txt` and `cases/deadline_phrases.txt`; the mark-up is explained in `phrase_cases.py`.

`deadlines.txt` grew with the grammar; `deadline_phrases.txt` was written by others from the description of the phrases alone, before the
grammar knew them. What is still wrong in it stands in `known_failures.txt`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from phrase_cases import CASES, differences, found_in, read_phrases

KNOWN = dict(
    line.split(" — ", 1)
    for line in Path(__file__).with_name("known_failures.txt").read_text("utf-8").splitlines()
    if line.startswith("deadline_phrases: ")
)
GROWN = read_phrases(CASES / "deadlines.txt")
TABLE = read_phrases(CASES / "deadline_phrases.txt")


def params() -> list:
    out = [pytest.param(case, id=case["name"]) for case in GROWN]
    for case in TABLE:
        key = f"deadline_phrases: {case['name']}"
        marks = [pytest.mark.xfail(strict=True, reason=KNOWN[key])] if key in KNOWN else []
        out.append(pytest.param(case, id=key, marks=marks))
    return out


@pytest.mark.parametrize("case", params())
def test_the_deadline_of_a_case(case: dict[str, str]) -> None:
    assert differences(case) == {}


def test_the_table_has_every_code_and_phrases_enough() -> None:
    codes = Counter(case["name"].split()[0] for case in TABLE)
    assert {"A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B5", "B6", "T1", "X1", "N"} <= set(codes)
    assert {f"P{n}" for n in range(1, 10)} | {f"D{n}" for n in range(1, 5)} | {f"R{n}" for n in range(1, 6)} <= set(codes)
    assert {f"E{n}" for n in range(1, 6)} | {"V1", "V2", "V3", "C1", "C2", "C3"} <= set(codes)
    assert len(TABLE) >= 400
    assert codes["N"] >= 100


def test_the_share_of_the_table_that_is_right() -> None:
    wrong = [case["name"] for case in TABLE if differences(case)]
    assert len(wrong) <= 0.03 * len(TABLE)
    assert set(KNOWN) == {f"deadline_phrases: {name}" for name in wrong}


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case["name"] for case in TABLE}) == len(TABLE)


@pytest.mark.parametrize("case", [case for case in GROWN + TABLE if case["expect"].startswith("recurring")], ids=lambda case: case["name"])
def test_a_rule_is_read_back_by_dateutil(case: dict[str, str]) -> None:
    """A rule says when the task is due again: the first two days of its period are those that the rule's name promises."""
    found = found_in(case)
    if found is None or found.rrule is None:
        assert found is None or found.recurrence == "ongoing"
        return
    first, second = rrulestr(f"DTSTART:20240101T000000\nRRULE:{found.rrule}")[:2]
    days = {"daily": (1, 1), "weekly": (1, 16), "monthly": (9, 62), "quarterly": (28, 125), "semiannual": (90, 190), "annual": (250, 370)}
    low, high = days[found.recurrence or ""]
    assert low <= (second - first).days <= high
