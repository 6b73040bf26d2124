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
from pipeline.pipes.models.linear import word_shape
from pipeline.pipes.tasks.assignments import Assignment, Assignments
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_TOKEN = re.compile(r"\w+|[^\w\s]")
_READ = 40  # words of a candidate from its beginning; what makes an order stands in front
_HEADING = 10  # words of the line above


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
    """Adds to the tasks what the judge takes for an order among the sentences that were passed over; True when there is any.

    What the grammar took stays: of the few sentences that look like orders and are none, no corpus has enough to learn from.
    """
    view = OrderView(structure, found)
    added: list[Assignment] = []
    passed: list[Assignment] = []
    if judge.tells:  # its view of what the grammar took changes nothing
        for task in (task for task in found.tasks if task.row is None):
            found.verdicts[task.start] = judge.decide(True, partial(view.features, Candidate(task, True)))
    for task in found.passed:
        verdict = found.verdicts[task.start] = judge.decide(False, partial(view.features, Candidate(task, False)))
        (added if verdict.answer else passed).append(task)
    for task in added:  # what is a task is no heading that names whom others inherit
        index = task.item.index
        found.subjects[index] = [told for told in found.subjects[index] if told[0] != task.start]
    found.tasks = sorted([*found.tasks, *added], key=lambda task: (task.start, task.end))
    found.passed = passed
    return bool(added)


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
        words = [word_shape(word) for word in _TOKEN.findall(folded, task.start, task.end)]
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
                yield f"{name}={word_shape(word)}"
        if item.parent is not None:
            siblings = max(len(item.parent.children) - 1, 1)
            yield f"siblings={min(4 * max(self._tasks_under[item.parent.index] - own, 0) // siblings, 4)}"
        if self._tasks_in[item.index] > own:
            yield "beside_task"
        if any(above.index in self._found.leads for above in item.ancestors):
            yield "led"
        if any(self._found.subjects.get(above.index) for above in (item, *item.ancestors)):
            yield "told"
