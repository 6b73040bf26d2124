"""The mark-up of the deadline phrases: one order, or one table cell, with the deadline that a person read from it.

    # B1 trước ngày, đủ năm
    issued: 2023-02-01
    text: Sở Tài chính hoàn thành việc rà soát quỹ đất công [[trước ngày 30 tháng 6 năm 2023]]
    expect: date 2023-06-30
    also: bound=before ; precision=day ; status=resolved

- the name begins with a code of what the phrase is: A days, B bounds, T times of day, P periods, D spans, R recurrences, E events, V vague
  words, C several deadlines, X extensions, N numbers and days that are no deadline;
- `issued` is the day of the document, `-` where it is unknown; `cell:` in place of `text:` is the deadline column of a table;
- `expect`: "<kind> <value>", "-" for a value that cannot be computed, or "none";
- `also` (optional): further fields of `pipeline.schema.Deadline`, and `inferred=year` where the note must say that the year was inferred.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.pipes.deadlines.grammar import TimeExpression, choose_deadline, find_time_expressions, read_deadline_cell
from pipeline.structure.citations import find_citations

CASES = Path(__file__).with_name("cases")


def read_phrases(path: Path) -> list[dict[str, str]]:
    """The cases of one file, in its order: the keys of a block, and its "name"."""
    cases = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        name, *lines = block.splitlines()
        cases.append({"name": name.removeprefix("# "), **dict(line.split(": ", 1) for line in lines)})
    return cases


def plain_text(case: dict[str, str]) -> str:
    """The order or the cell without its marks."""
    return case.get("cell") or case["text"].replace("[[", "").replace("]]", "")


def found_in(case: dict[str, str]) -> TimeExpression | None:
    """The deadline that the program reads in a case."""
    issued = None if case["issued"] == "-" else date.fromisoformat(case["issued"])
    text = plain_text(case)
    if "cell" in case:
        return read_deadline_cell(text, issued=issued)
    return choose_deadline(find_time_expressions(text, issued=issued, mask=find_citations(text)), text)


def value_of(expression: TimeExpression | None) -> str:
    """A deadline in the words of `expect`."""
    if expression is None:
        return "none"
    value = expression.recurrence if expression.kind == "recurring" else expression.due
    if expression.kind in ("date", "duration"):
        return f"{expression.kind} {value or '-'}"
    return f"{expression.kind} {value or ''}".strip()


def differences(case: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What a case expects and what is read, for each point in which they differ."""
    found = found_in(case)
    points = {"value": (case["expect"], value_of(found))}
    if "[[" in case.get("text", ""):
        start = case["text"].index("[[")
        place = f"{found.start} {found.text}" if found else "none"
        points["phrase"] = (f"{start} {case['text'][start + 2 : case['text'].index(']]')]}", place)
    for pair in case["also"].split(" ; ") if "also" in case else ():
        key, value = pair.split("=", 1)
        if key == "inferred":
            points[key] = (value, "year" if found and found.note and "năm suy ra" in found.note else "-")
        else:
            points[key] = (value, str(getattr(found, key, None)))
    return {point: pair for point, pair in points.items() if pair[0] != pair[1]}
