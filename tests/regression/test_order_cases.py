"""Every case of `cases/orders.txt`, `roles.txt`, `tables.txt`, `owner_phrases.txt` and `header.txt`: what a reader would enter into the
register. `owner_phrases.txt` was written by others from the guidelines alone, before the grammar knew its phrases.

`known_failures.txt` lists the cases that the grammar still gets wrong, with the right expectation in the case; the list can only shrink.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_cases import Case, read_cases, read_keys, seen, source_of

import pipeline

CASES = Path(__file__).with_name("cases")
KNOWN = dict(
    line.split(" — ", 1)
    for line in Path(__file__).with_name("known_failures.txt").read_text("utf-8").splitlines()
    if line and not line.startswith(("#", "deadline_phrases: "))
)


def params(file: str, names: list[str]) -> list:
    keys = [f"{file}: {name}" for name in names]
    return [[pytest.mark.xfail(strict=True, reason=KNOWN[key])] if key in KNOWN else [] for key in keys]


def marked(file: str) -> list:
    cases = read_cases(CASES / f"{file}.txt")
    marks = params(file, [case.name for case in cases])
    return [pytest.param(case, id=f"{file}: {case.name}", marks=mark) for case, mark in zip(cases, marks, strict=True)]


def headers() -> list:
    blocks = [block for block in (CASES / "header.txt").read_text("utf-8").split("\n\n") if block.startswith("# ")]
    cases = [read_keys(block) for block in blocks]
    marks = params("header", [name for name, _, _ in cases])
    return [pytest.param(keys, lines, id=f"header: {name}", marks=mark) for (name, keys, lines), mark in zip(cases, marks, strict=True)]


ORDERS, ROLES, TABLES, HEADERS = marked("orders"), marked("roles"), marked("tables"), headers()
OWNERS = marked("owner_phrases")


@pytest.mark.parametrize("case", [*ORDERS, *ROLES, *TABLES, *OWNERS])
def test_the_tasks_of_a_case(case: Case) -> None:
    assert list(seen(pipeline.extract(source_of(case)), case)) == list(case.expected)


@pytest.mark.parametrize(("keys", "lines"), HEADERS)
def test_the_header_of_a_case(keys: dict[str, str], lines: list[str]) -> None:
    header = pipeline.extract("\n".join(lines) + "\n").document
    assert {key: getattr(header, key) or "-" for key in keys} == keys


def test_every_case_has_a_name_of_its_own_and_every_known_failure_a_case() -> None:
    names = [param.id for param in [*ORDERS, *ROLES, *TABLES, *OWNERS, *HEADERS]]
    assert len(names) == len(set(names))
    assert set(KNOWN) <= set(names)


def test_there_are_enough_cases_and_most_hold() -> None:
    assert len(ORDERS) + len(ROLES) + len(TABLES) + len(HEADERS) >= 120
    assert len(KNOWN) <= 0.25 * (len(ORDERS) + len(ROLES) + len(TABLES) + len(HEADERS))


def test_the_owner_phrases_are_enough_and_mostly_right() -> None:
    cases = read_cases(CASES / "owner_phrases.txt")
    phrases = sum(max(1, len(task.owners)) + bool(task.coordinators) for case in cases for task in case.expected)
    assert phrases >= 300
    assert {case.name.split()[0] for case in cases} == {f"W{number}" for number in range(1, 22)}
    assert sum(f"owner_phrases: {case.name}" in KNOWN for case in cases) <= 0.25 * len(cases)
