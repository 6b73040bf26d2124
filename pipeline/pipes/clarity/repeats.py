"""The finding of a task that was assigned before, in one document or in another, with other owners or another deadline."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.pipes.clarity.case import one_line
from pipeline.pipes.clarity.rules.rule import Rule
from pipeline.pipes.clarity.seen import Seen, due_of
from pipeline.schema import Finding, Task

NOBODY = "(không nêu cơ quan chủ trì)"


class Assignment(NamedTuple):
    """What is said of the earlier of two tasks: where it stands ("mục II.3"), its owners, its deadline in words and as it is compared."""

    where: str
    owners: str
    deadline: str
    due: str | None

    @classmethod
    def of(cls, task: Task, where: str) -> Assignment:
        """That of a task which stands at `where`."""
        owners = "; ".join(one_line(owner.name) for owner in task.owners) or NOBODY
        return cls(where, owners, one_line(task.deadline.text) if task.deadline else "", due_of(task))


class Repeats:
    """Goes through the tasks of one document in order and tells of each whether it was assigned before.

    Args:
        rule: "assigned-twice", with the share of common runs of words from which two tasks are the same.
    """

    def __init__(self, rule: Rule):
        self._rule = rule
        self._seen = Seen(rule.threshold)
        self._tasks: list[tuple[Task, str]] = []

    def finding(self, task: Task, where: str) -> Finding | None:
        """The finding for a task that stands at `where` ("mục II.3"); the task is remembered for those that follow."""
        earlier = self._seen.earlier(task)
        self._tasks.append((task, where))
        return None if earlier is None else repeated(self._rule, task, Assignment.of(*self._tasks[earlier]))


def repeated(rule: Rule, task: Task, earlier: Assignment) -> Finding:
    """The finding for a task that was assigned before; its deadline is named where the two differ in it."""
    due = due_of(task)
    differ = earlier.due is not None and due is not None and earlier.due != due
    deadline = f", thời hạn «{earlier.deadline}»" if differ else ""
    return rule.report({"where": earlier.where, "owners": earlier.owners, "deadline": deadline}, (task.start, task.end), ".")
