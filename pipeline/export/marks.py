"""Spans that overlap as they like, laid flat: the stretches of a text between which nothing begins or ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.export import labels
from pipeline.schema import Task

Kind = Literal["task", "owner", "coordinator", "deadline", "result", "finding"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that belongs to a task.

    Attributes:
        start, end: characters of the document's text, half-open.
        kind: the task itself, one of its fields, or what a finding points at.
        task: the task's number in the document, from 1.
        about: what to show on hover; empty for the task itself.
        opens: whether the stretch is the beginning of the mark (set by `marked_lines`).
    """

    start: int
    end: int
    kind: Kind
    task: int
    about: str = ""
    opens: bool = False


def marks(tasks: Sequence[Task]) -> list[Mark]:
    """The marks of all tasks and their fields; a field without a place in the text has none."""
    return [mark for number, task in enumerate(tasks, start=1) for mark in _task_marks(number, task)]


def _task_marks(number: int, task: Task) -> Iterator[Mark]:
    yield Mark(task.start, task.end, "task", number)
    deadline, result = task.deadline, task.result
    fields: list[tuple[Kind, str, int | None, int | None]] = []
    fields += [("owner", f"Chủ trì: {party.name}", party.start, party.end) for party in task.owners]
    fields += [("coordinator", f"Phối hợp: {party.name}", party.start, party.end) for party in task.coordinators]
    if deadline:
        fields.append(("deadline", f"Thời hạn: {labels.deadline_value(deadline) or deadline.text}", deadline.start, deadline.end))
    if result:
        fields.append(("result", "Sản phẩm, kết quả", result.start, result.end))
    fields += [
        ("finding", f"Cần làm rõ: {finding.message}", finding.start, finding.end)
        for finding in task.findings
        if (finding.start, finding.end) != (task.start, task.end)
    ]  # what concerns the whole task underlines no words
    for kind, about, start, end in fields:
        if start is not None and end is not None:
            yield Mark(start, end, kind, number, about)


def marked_lines(text: str, marks: Sequence[Mark]) -> Iterator[list[tuple[str, list[Mark]]]]:
    """The text line by line, each line cut into (stretch, marks that cover it whole); the stretches together are the line.

    >>> owner, task = Mark(5, 12, "owner", 1), Mark(0, 20, "task", 1)
    >>> [(stretch, [m.kind for m in held]) for line in marked_lines("Giao Sở Y tế kiểm tra", [task, owner]) for stretch, held in line]
    [('Giao ', ['task']), ('Sở Y tế', ['task', 'owner']), (' kiểm tr', ['task']), ('a', [])]
    """
    waiting = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: mark.start)
    active: list[Mark] = []
    at = next_mark = 0
    for line in text.split("\n"):
        end = at + len(line)
        while next_mark < len(waiting) and waiting[next_mark].start < end:
            active.append(waiting[next_mark])
            next_mark += 1
        active = [mark for mark in active if mark.end > at]
        cuts = sorted({at, end, *(edge for mark in active for edge in (mark.start, mark.end) if at < edge < end)})
        yield [_stretch(text, start, stop, active) for start, stop in pairwise(cuts)]
        at = end + 1


def _stretch(text: str, start: int, stop: int, active: Sequence[Mark]) -> tuple[str, list[Mark]]:
    return text[start:stop], [
        replace(mark, opens=True) if mark.start == start else mark for mark in active if mark.start < stop and start < mark.end
    ]
