"""The same task assigned twice, in one document or in two, with other owners or another deadline.

Two tasks are the same when they share nearly all runs of three words of their contents, whatever stands around them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.fold import fold
from pipeline.pipes.clarity.rules.rule import Rule
from pipeline.schema import Finding, Task

_RUN = 3
_FEWEST_WORDS = 7
_FEWEST_WORDS_WITH_FIGURE = 4
_COMMON = 60  # a run of words that so many tasks share says nothing


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task was assigned first, and what of it is compared."""

    where: str
    owners: frozenset[str]
    named: str
    due: str | None
    runs: frozenset[str]
    figures: frozenset[str]


class Repeats:
    """Goes through tasks in order and tells of each whether it was assigned before, with other owners or another deadline."""

    def __init__(self, rule: Rule):
        self._rule = rule
        self._seen: list[Place] = []
        self._by_run: dict[str, list[int]] = defaultdict(list)

    def finding(self, task: Task, where: str) -> Finding | None:
        """The finding for a task at `where` ("mục II.3, Kế hoạch số 12/KH-UBND"); the task is remembered for those that follow."""
        words = re.findall(r"\w+", fold(task.content))
        figures = frozenset(word for word in words if word.isdigit())
        if len(words) < (_FEWEST_WORDS_WITH_FIGURE if figures else _FEWEST_WORDS):
            return None
        runs = frozenset(" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
        place = Place(where, frozenset(fold(owner.name) for owner in task.owners), _named(task), _due(task), runs, figures)
        alike = (one for one in self._alike(runs) if one.figures == figures)
        earlier = next((one for one in alike if one.owners != place.owners or _differ(one.due, place.due)), None)
        self._remember(place)
        if earlier is None:
            return None
        text = self._rule.text
        deadline = f", thời hạn {earlier.due}" if earlier.due and _differ(earlier.due, place.due) else ""
        message = text.message.format(where=earlier.where, owners=earlier.named, deadline=deadline)
        return Finding(
            rule=text.name, severity=text.severity, message=message, suggestion=f"{text.advice}.", start=task.start, end=task.end
        )

    def _alike(self, runs: frozenset[str]) -> Iterator[Place]:
        counts: dict[int, int] = defaultdict(int)
        for run in runs:
            known = self._by_run.get(run, ())
            if len(known) < _COMMON:
                for index in known:
                    counts[index] += 1
        for index in sorted(counts):
            other = self._seen[index].runs
            if counts[index] >= self._rule.threshold * max(len(runs), len(other)):
                yield self._seen[index]

    def _remember(self, place: Place) -> None:
        for run in place.runs:
            self._by_run[run].append(len(self._seen))
        self._seen.append(place)


def _named(task: Task) -> str:
    return "; ".join(owner.name for owner in task.owners) or "(không nêu cơ quan chủ trì)"


def _due(task: Task) -> str | None:
    return task.deadline.text if task.deadline else None


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and fold(one) != fold(other)
