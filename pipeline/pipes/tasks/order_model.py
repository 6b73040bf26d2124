"""Is this an order? The model's view of a sentence, beside the grammar's: for wordings that no rule foresaw.

The candidates are the sentences that the grammar took for tasks, and those that it passed over where orders may stand. A row of a table is
none: that it is a task its columns say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pipeline.pipes.agencies.grammar import opens_with_verb, starts_body
from pipeline.pipes.models.judge import Judge
from pipeline.pipes.tasks.assignments import Assignment, Assignments
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_TOKEN = re.compile(r"\w+|[^\w\s]")
_READ = 40  # words of a candidate from its beginning; what makes an order stands in front
_HEADING = 10  # words of the line above
_REPORTED = ("news", "minutes")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be an order; `taken` is the grammar's verdict."""

    assignment: Assignment
    taken: bool


def candidates(found: Assignments) -> list[Candidate]:
    """What the model is asked about, in reading order."""
    every = [*(Candidate(task, True) for task in found.tasks if task.row is None), *(Candidate(task, False) for task in found.passed)]
    return sorted(every, key=lambda one: (one.assignment.start, one.assignment.end))


def reconsider(structure: Structure, found: Assignments, judge: Judge) -> bool:
    """Adds to the tasks what the grammar missed, and takes out what is no order; True when anything changed.

    What the grammar took may only go where orders are reported (news, minutes): elsewhere it knows an order when it sees one.
    """
    view = OrderView(structure, found)
    asked = candidates(found)
    certain = structure.outline.head.kind.policy not in _REPORTED
    answers = [(certain and one.taken) or judge.decide(one.taken, partial(view.features, one)).answer for one in asked]
    rows = [task for task in found.tasks if task.row is not None]
    taken = [one.assignment for one, answer in zip(asked, answers, strict=True) if answer]
    found.tasks = sorted([*rows, *taken], key=lambda task: (task.start, task.end))
    for one, answer in zip(asked, answers, strict=True):
        if answer and not one.taken:  # what is a task is no heading that names whom others inherit
            index = one.assignment.item.index
            found.subjects[index] = [told for told in found.subjects[index] if told[0] != one.assignment.start]
    found.passed = [one.assignment for one, answer in zip(asked, answers, strict=True) if not answer]
    return any(one.taken != answer for one, answer in zip(asked, answers, strict=True))


class OrderView:
    """What the order model sees of the candidates of one document: their words, their place in the outline, what stands around them."""

    def __init__(self, structure: Structure, found: Assignments):
        self._structure, self._found = structure, found
        self._tasks_under: Counter[int] = Counter(above.index for task in found.tasks if (above := task.item.parent) is not None)
        self._tasks_in: Counter[int] = Counter(task.item.index for task in found.tasks)
        self._kind = structure.outline.head.kind

    def features(self, candidate: Candidate) -> Iterator[str]:
        """The features of a candidate, words without blanks."""
        task, item = candidate.assignment, candidate.assignment.item
        folded = self._structure.folded
        words = [_shape(word) for word in _TOKEN.findall(folded, task.start, task.end)]
        yield f"form={task.form}"
        yield f"zone={item.zone}"
        yield f"marker={item.kind}"
        yield f"policy={self._kind.policy}"
        yield f"kind={self._kind.name.replace(' ', '_')}"
        yield f"length={min(len(words) // 6, 9)}"
        for size in (1, 2, 3):
            yield "first=" + "_".join(words[:size])
        for word, after in zip(words[:_READ], [*words[1:_READ], "."], strict=False):
            yield f"w={word}"
            yield f"b={word}_{after}"
        if words:
            yield f"last={words[-1]}"
        yield from self._place(candidate, item)
        if starts_body(folded, task.start):
            yield "body_first"
        if opens_with_verb(folded, task.start):
            yield "verb_first"
        if task.owners:
            yield "names_owner"

    def _place(self, candidate: Candidate, item: Item) -> Iterator[str]:
        own = int(candidate.taken)
        for name, above in zip(("parent", "grandparent"), item.ancestors, strict=False):
            for word in _TOKEN.findall(self._structure.folded, above.start, above.end)[:_HEADING]:
                yield f"{name}={word}"
        if item.parent is not None:
            siblings = max(len(item.parent.children) - 1, 1)
            yield f"siblings={min(4 * max(self._tasks_under[item.parent.index] - own, 0) // siblings, 4)}"
        if self._tasks_in[item.index] > own:
            yield "beside_task"
        if any(above.index in self._found.leads for above in item.ancestors):
            yield "led"
        if any(self._found.subjects.get(above.index) for above in (item, *item.ancestors)):
            yield "told"


def _shape(word: str) -> str:
    return "#" if word[0].isdigit() else word
