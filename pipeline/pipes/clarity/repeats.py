"""The same task assigned twice, in one document or in two, with other owners or another deadline.

Two tasks are the same when they share nearly all runs of three words of their contents and all their figures, whatever stands around them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import predicate_pattern
from pipeline.pipes.clarity.case import adverbs_end, one_line
from pipeline.pipes.clarity.rules.rule import Rule
from pipeline.schema import Finding, Task

_RUN = 3
_FEWEST_WORDS = 7
_FEWEST_WORDS_WITH_FIGURE = 4
_SUPPORTS = re.compile(r"(?:chủ động |tích cực )?(?:phối hợp|hỗ trợ|tham gia|tạo điều kiện)(?!\w)")
_HEAD = 60  # characters in which a body is told to support others
_SHORTEST = 0.7  # how much shorter one of the two may be: "tổ chức thu gom …" and "thu gom …"
_COMMON = 60  # a run of words that so many tasks share says nothing
NOBODY = "(không nêu cơ quan chủ trì)"


@dataclass(frozen=True, slots=True)
class _Assigned:
    """One task as it is compared, and where it stands."""

    document: str
    where: str
    owners: frozenset[str]
    named: str
    deadline: str | None
    due: str | None
    act: str
    runs: frozenset[tuple[str, ...]]
    figures: frozenset[str]


class Repeats:
    """Goes through tasks in order and tells of each whether it was assigned before, with other owners or another deadline.

    Args:
        rule: "assigned-twice", with the share of common words from which two tasks are the same.
        across: tell only of tasks of other documents.
    """

    def __init__(self, rule: Rule, *, across: bool = False):
        self._rule = rule
        self._across = across
        self._seen: list[_Assigned] = []
        self._by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)

    def finding(self, task: Task, where: str, document: str = "") -> Finding | None:
        """The finding for a task that stands at `where` ("mục II.3"); the task is remembered for those that follow."""
        content, text = fold(task.content), fold(task.text)
        words = re.findall(r"\w+", content)
        figures = frozenset(word for word in words if word.isdigit())
        if len(words) < (_FEWEST_WORDS_WITH_FIGURE if figures else _FEWEST_WORDS):
            return None
        if _SUPPORTS.match(text) or "phối hợp" in text[:_HEAD] or "theo thẩm quyền" in text:
            return None
        runs = frozenset(zip(*(words[i:] for i in range(_RUN)), strict=False))
        owners = frozenset(owner.agency or fold(owner.name) for owner in task.owners)
        named = "; ".join(one_line(owner.name) for owner in task.owners) or NOBODY
        deadline = one_line(task.deadline.text) if task.deadline else None
        due = (task.deadline.due or fold(deadline)) if task.deadline and deadline else None
        this = _Assigned(document, where, owners, named, deadline, due, _act(content), runs, figures)
        earlier = next((one for one in self._alike(this) if one.owners != owners or _differ(one, this)), None)
        for run in runs:
            self._by_run[run].append(len(self._seen))
        self._seen.append(this)
        return self._told(task, this, earlier) if earlier else None

    def _told(self, task: Task, this: _Assigned, earlier: _Assigned) -> Finding:
        deadline = f", thời hạn «{earlier.deadline}»" if _differ(earlier, this) else ""
        facts = {"where": earlier.where, "owners": earlier.named, "deadline": deadline}
        return self._rule.report(facts, (task.start, task.end), ".")

    def _alike(self, this: _Assigned) -> Iterator[_Assigned]:
        """Those seen before that are the same task, the earliest first."""
        counts: dict[int, int] = defaultdict(int)
        for run in this.runs:
            known = self._by_run.get(run, ())
            if len(known) < _COMMON:
                for index in known:
                    counts[index] += 1
        for index in sorted(counts):
            other = self._seen[index]
            if self._across and other.document == this.document:
                continue
            shorter, longer = sorted((len(this.runs), len(other.runs)))
            same_act = other.act == this.act or not (other.act and this.act)
            if (
                same_act
                and other.figures == this.figures
                and counts[index] >= self._rule.threshold * shorter
                and shorter >= _SHORTEST * longer
            ):
                yield other


def _differ(one: _Assigned, other: _Assigned) -> bool:
    """Have two tasks deadlines, and these another day?"""
    return one.due is not None and other.due is not None and one.due != other.due


def _act(content: str) -> str:
    """The verb that a task begins with: to draw up an estimate and to approve it are two tasks. Empty where it is none."""
    verb = predicate_pattern().match(content, adverbs_end(content, 0))
    return verb[0] if verb else ""
