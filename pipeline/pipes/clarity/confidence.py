"""How sure is a task as it stands: in what share of such tasks a person would not have to touch owner, coordinators and deadline."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.pipes.clarity.owners import is_generic_owner
from pipeline.pipes.models.judge import Judge, Verdict
from pipeline.pipes.tasks.draft import Draft
from pipeline.schema import Origin, Task
from pipeline.structure.model import Structure

_CERTAINTY: dict[Origin, float] = {"explicit": 1.0, "inherited": 0.9, "anaphora": 0.75, "document": 0.7}


def confidence_verdict(judge: Judge, structure: Structure, draft: Draft, task: Task) -> Verdict:
    """How probable the model takes it for that the task is right."""
    return judge.decide(True, lambda: confidence_features(structure, draft, task))


def confidence_of(draft: Draft, verdict: Verdict) -> float:
    """The probability that the task is right, 0 to 1, calibrated where there is a model; without one an estimate of the grammar's."""
    return round(_estimate(draft) if verdict.probability is None else verdict.probability, 3)


def _estimate(draft: Draft) -> float:
    """Lower where the owner is inherited, where nobody is named, where only a verb makes it an order."""
    value = 0.97 if draft.assignment.row is not None or draft.assignment.owners else 0.9
    return value * min((_CERTAINTY[party.source] for party in draft.owners), default=0.8)


def confidence_features(structure: Structure, draft: Draft, task: Task) -> Iterator[str]:
    """What speaks for a task being right or wrong, words without blanks: its form, where each field comes from, what stands around it."""
    assignment = draft.assignment
    kind = structure.outline.head.kind
    yield f"form={assignment.form}"
    yield f"kind={kind.name.replace(' ', '_')}"
    yield f"policy={kind.policy}+{assignment.form}"
    yield f"zone={assignment.item.zone}"
    yield f"marker={assignment.item.kind}"
    yield f"length={min(len(task.text.split()) // 10, 9)}"
    yield f"owners={min(len(task.owners), 4)}"
    for owner in task.owners:
        yield f"owner_from={owner.source}"
        yield f"owner_known={owner.agency is not None}"
        yield f"owner_words={min(len(owner.name.split()) // 2, 6)}"
        yield f"owner_first={owner.name.split()[0].lower()}"
        if is_generic_owner(owner.name):
            yield "owner_generic"
    yield f"coordinators={min(len(task.coordinators), 4)}"
    if task.deadline is None:
        yield "no_deadline"
    else:
        yield f"deadline={task.deadline.kind}"
        yield f"deadline_from={task.deadline.source}"
        yield f"deadline_kind_from={task.deadline.kind}+{task.deadline.source}"
        yield f"deadline_day={task.deadline.due is not None}"
        if task.deadline.note:
            yield "deadline_noted"
    for mark in (";", "(", ":", "trước", "ngày", "tháng", "phối hợp"):
        if mark in task.text:
            yield f"has={mark.replace(' ', '_')}"
