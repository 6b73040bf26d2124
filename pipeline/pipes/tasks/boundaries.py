"""Puts the ends of owners' names right where the model is sure of another than the grammar's."""

from __future__ import annotations

from dataclasses import replace

from pipeline.knowledge.nouns import phrases
from pipeline.language.fold import fold
from pipeline.language.names import known_names
from pipeline.pipes.agencies.boundary_model import boundary
from pipeline.pipes.agencies.grammar import Body, split_bodies
from pipeline.pipes.models.judge import Judge
from pipeline.pipes.tasks.assignments import Assignment, Assignments
from pipeline.structure.model import Structure


def named_from(task: Assignment) -> int | None:
    """Where the names of a task's owners begin in its own words, or would begin; None for a table row, or where they stand elsewhere."""
    start = task.owners[0].start if task.owners else task.start
    return start if task.row is None and task.start <= start < task.end else None


def settle_boundaries(structure: Structure, found: Assignments, judge: Judge) -> None:
    """Changes the owners of those tasks whose name the judge ends elsewhere, also for what inherits from them."""
    for place, task in enumerate(found.tasks):
        start = named_from(task)
        if start is None or (task.owners and all(_is_registered(body) for body in task.owners)):
            continue  # a registered name ends where it ends
        rule = task.owners[-1].end if task.owners else None
        said = boundary(judge, structure.text, structure.folded, start, task.end, rule)
        if said is None:
            continue
        found.boundaries[task.start] = said
        at = said.at
        bodies = split_bodies(structure.text, structure.folded, start, at) if at is not None else ()
        if at is not None and bodies and not (task.owners and _is_bare(bodies)):
            _rename(found, task, bodies)
            found.tasks[place] = replace(task, owners=bodies, predicate=at)


def _is_registered(body: Body) -> bool:
    return known_names().end_at(fold(body.name), 0) == len(body.name)


def _is_bare(bodies: tuple[Body, ...]) -> bool:
    """Whether nothing is left of a name but its kind ("Cơ quan | thường trực Tổ công tác")."""
    return len(bodies) == 1 and fold(bodies[0].name) in phrases("head")


def _rename(found: Assignments, task: Assignment, bodies: tuple[Body, ...]) -> None:
    told = [entry for entry in found.subjects[task.item.index] if entry[1] != task.owners]
    found.subjects[task.item.index] = sorted([*told, (task.start, bodies)], key=lambda entry: entry[0])
