"""How much of the phrase tables of `tests/regression/cases` is right, by code, and what the library dateparser makes of the same days.

    python benchmarks/phrases.py

Every deadline phrase counts as right when all its fields are; every owner phrase when text, owners, coordinators and deadline of the task
are. dateparser (1.2, not a dependency: `pip install dateparser` into another folder and set PYTHONPATH) is asked for the core calendar
value alone: the marked words of those phrases that come to a day, in Vietnamese, day first, with the document's date as base; of the dates
that it finds the one nearest to the right day counts, and of months, quarters and years any day in them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests" / "regression"
sys.path.insert(0, str(TESTS))

import pandas as pd  # noqa: E402
from marked_cases import read_cases, seen, source_of  # noqa: E402
from phrase_cases import CASES, differences, found_in, read_phrases, value_of  # noqa: E402

import pipeline  # noqa: E402

Finder = Callable[[str, date | None], list[date]]


def main() -> None:
    """Prints both tables, and the comparison where dateparser is there."""
    phrases = read_phrases(CASES / "deadline_phrases.txt")
    print(f"Deadline phrases: {len(phrases)}\n{by_code([(code(case), not differences(case)) for case in phrases])}\n")
    owners = [(name.split()[0], right) for name, right in owner_phrases()]
    print(f"Owner phrases, tasks: {len(owners)}\n{by_code(owners)}\n")
    find = dateparser_finder()
    if find is None:
        print("dateparser is not installed: the comparison is left out.")
        return
    dated = [case for case in phrases if case["expect"].startswith("date 2")]
    ours = [(code(case), value_of(found_in(case)) == case["expect"]) for case in dated]
    theirs = [(code(case), core_value_found(case, find)) for case in dated]
    print(
        f"Phrases that come to a day: {len(dated)}; giaoviec (exact value)\n{by_code(ours)}\n\ndateparser (core value)\n{by_code(theirs)}"
    )


def code(case: dict[str, str]) -> str:
    """The code of a phrase: "B1"."""
    return case["name"].split()[0]


def by_code(outcomes: list[tuple[str, bool]]) -> pd.DataFrame:
    """How many phrases of each code there are and which share is right, with a line for all."""
    frame = pd.DataFrame(outcomes, columns=["code", "right"])
    table = frame.groupby("code")["right"].agg(["size", "mean"])
    table.loc["all"] = [len(frame), frame["right"].mean()]
    return table.astype({"size": int}).round(3)


def owner_phrases() -> list[tuple[str, bool]]:
    """Each task of the owner phrases with the name of its case, and whether it is read as marked."""
    out = []
    for case in read_cases(CASES / "owner_phrases.txt"):
        found = list(seen(pipeline.extract(source_of(case)), case))
        out += [(case.name, task in found) for task in case.expected]
    return out


def core_value_found(case: dict[str, str], find: Finder) -> bool:
    """Whether one of the days that are found in the marked words lies in the period that the phrase names."""
    text = case.get("cell") or case["text"].partition("[[")[2].partition("]]")[0]
    issued = None if case["issued"] == "-" else date.fromisoformat(case["issued"])
    due = date.fromisoformat(case["expect"].split()[1][:10])
    unit = next((part.partition("=")[2] for part in case.get("also", "").split(" ; ") if part.startswith("precision=")), "day")
    return any(period(day, unit) == period(due, unit) for day in find(text, issued))


def period(day: date, unit: str) -> tuple[int, ...]:
    """The period of this unit in which a day lies."""
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}.get(unit)
    return (day.year, (day.month - 1) // months) if months else (day.year, day.month, day.day)


def dateparser_finder() -> Finder | None:
    """dateparser's search for dates in a text; `None` where it is not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None

    def find(text: str, issued: date | None) -> list[date]:
        settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "PREFER_DAY_OF_MONTH": "last"}
        base = {"RELATIVE_BASE": datetime.combine(issued, time())} if issued else {}
        return [found.date() for _, found in search_dates(text, languages=["vi"], settings={**settings, **base}) or []]

    return find


if __name__ == "__main__":
    main()
