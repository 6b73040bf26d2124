"""Tasks written down in short: the places of their parts are looked up in their own text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.pipes.agencies.resolve import resolve
from pipeline.schema import Deadline, DeadlineKind, Party, Result, Task


def task(
    text: str,
    owners: Sequence[str] = (),
    deadline: tuple[DeadlineKind, str] | None = None,
    result: str | None = None,
    coordinators: Sequence[str] = (),
    issued: date | None = None,
    **fields: str,
) -> Task:
    """A task with the places of its parts; an owner that the text does not have is inherited. `fields` are further ones of the deadline."""
    content = text
    for part in (*owners, *([deadline[1]] if deadline else [])):
        content = content.replace(part, "")
    found = None
    if deadline:
        kind, phrase = deadline
        at = text.find(phrase)
        found = Deadline.model_validate({"text": phrase, "kind": kind, "start": at, "end": at + len(phrase), **fields})

    def party(name: str) -> Party:
        at = text.find(name)
        if at < 0:
            return Party(name=name, agency=resolve(name, issued), source="inherited")
        return Party(name=name, agency=resolve(name, issued), start=at, end=at + len(name))

    return Task(
        id="by-hand",
        locator="1",
        text=text,
        start=0,
        end=len(text),
        content=content.strip(" ,.:"),
        owners=[party(name) for name in owners],
        coordinators=[party(name) for name in coordinators],
        deadline=found,
        result=Result(text=result) if result else None,
    )
