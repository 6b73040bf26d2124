"""Which task of those before it a task repeats with other owners or another deadline.

Two tasks are the same when they share nearly all runs of three words of their contents and all their figures, whatever stands around them.

Tasks are kept as numbers, since a run over many documents may have a million of them: about 500 bytes for each (tracemalloc, tasks of 25
words that have no run in common: 480 with 50,000 tasks, 533 with 100,000), and as much again at the moments in which the table of runs
grows. A run of words is a hash of 64 bits that is the same on every machine; in a million tasks two of them fall together by chance once in
ten thousand times.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import predicate_pattern
from pipeline.pipes.clarity.case import adverbs_end, one_line
from pipeline.schema import Task

_RUN = 3
_FEWEST_WORDS = 7
_FEWEST_WORDS_WITH_FIGURE = 4
_WORD = re.compile(r"\w+")
_SUPPORTS = re.compile(r"(?:chủ động |tích cực )?(?:phối hợp|hỗ trợ|tham gia|tạo điều kiện)(?!\w)")
_HEAD = 60  # characters in which a body is told to support others
_SHORTEST = 0.7  # how much shorter one of the two may be: "tổ chức thu gom …" and "thu gom …"
_COMMON = 60  # a run of words that so many tasks share says nothing
_NOTHING = 0  # in place of the hash of what is not there: no act, no deadline
_FIRST_SIZE = 512
_FULL = 0.75


class Seen:
    """The tasks seen so far, by their number from 0 on in the order in which they came.

    Args:
        threshold: the share of common runs, 0 to 1, from which two tasks are the same.
    """

    def __init__(self, threshold: float):
        self._threshold = threshold
        self._runs = _Runs()
        self._lengths = array("I")  # in runs
        self._documents = array("l")
        self._owners, self._dues, self._acts, self._figures = array("Q"), array("Q"), array("Q"), array("Q")

    def earlier(self, task: Task, document: int | None = None) -> int | None:
        """The number of the first task before this one that is the same with other owners or another deadline; this one is seen now.

        Args:
            document: the document that the task stands in, to be compared with tasks of other documents only; None to compare it with all.
        """
        number = len(self._lengths)
        content, figures = fold(task.content), _NOTHING
        runs: Sequence[int] = ()
        if words := _compared_words(task, content):
            runs = [_hash(run) for run in {" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}]
            figures = _hash(*sorted({word for word in words if word.isdigit()}))
        self._lengths.append(len(runs))
        self._documents.append(-1 if document is None else document)
        self._owners.append(_hash(*sorted({owner.agency or fold(owner.name) for owner in task.owners})))
        self._dues.append(_hash(due) if (due := due_of(task)) else _NOTHING)
        self._acts.append(_hash(act) if runs and (act := _act(content)) else _NOTHING)
        self._figures.append(figures)
        return next((other for other in self._same(number, runs) if self._contradict(other, number)), None)

    def _same(self, number: int, runs: Sequence[int]) -> Iterator[int]:
        """Those seen before that are the same task, the earliest first."""
        shared: dict[int, int] = defaultdict(int)
        for run in runs:
            for other in self._runs.holders(run, number):
                shared[other] += 1
        document, length = self._documents[number], self._lengths[number]
        for other in sorted(shared):
            shorter, longer = sorted((length, self._lengths[other]))
            if (
                (document < 0 or self._documents[other] != document)
                and _agree(self._acts[other], self._acts[number])
                and self._figures[other] == self._figures[number]
                and shared[other] >= self._threshold * shorter
                and shorter >= _SHORTEST * longer
            ):
                yield other

    def _contradict(self, one: int, other: int) -> bool:
        return self._owners[one] != self._owners[other] or not _agree(self._dues[one], self._dues[other])


class _Runs:
    """Which tasks have a run of words. Most runs only one has: it stands in a table of plain numbers, others beside it.

    The table is a hash table with open addressing: a dictionary would need five times the memory.
    """

    def __init__(self) -> None:
        self._resize(_FIRST_SIZE)
        self._several: dict[int, array[int]] = {}
        self._used = 0

    def holders(self, run: int, task: int) -> Sequence[int]:
        """The tasks that have the run, before `task` has it too; none when it is common."""
        if self._used > _FULL * len(self._firsts):
            self._grow()
        slot = self._slot(run)
        if not self._firsts[slot]:
            self._keys[slot], self._firsts[slot] = run, task + 1
            self._used += 1
            return ()
        several = self._several.setdefault(run, array("I", (self._firsts[slot] - 1,)))
        if len(several) == _COMMON:
            return ()
        before = several[:]
        several.append(task)
        return before

    def _slot(self, run: int) -> int:
        """Where a run stands, else where it is to stand."""
        keys, firsts = self._keys, self._firsts
        slot, size = run % len(firsts), len(firsts)
        while firsts[slot] and keys[slot] != run:
            slot = slot + 1 if slot + 1 < size else 0
        return slot

    def _grow(self) -> None:
        held = zip(self._keys, self._firsts, strict=True)
        self._resize(len(self._firsts) * 3 // 2)
        for run, first in held:
            if first:
                slot = self._slot(run)
                self._keys[slot], self._firsts[slot] = run, first

    def _resize(self, size: int) -> None:
        self._keys = array("Q", bytes(8 * size))
        self._firsts = array("I", bytes(4 * size))  # the number of the task and one; 0 where there is none


def due_of(task: Task) -> str | None:
    """The day of a task's deadline, else its words as they are compared; None without a deadline."""
    words = one_line(task.deadline.text) if task.deadline else ""
    return (task.deadline.due or fold(words)) if task.deadline and words else None


def _compared_words(task: Task, content: str) -> list[str]:
    """The words of a content (folded) that says enough to be compared; of one that only supports others none."""
    words = _WORD.findall(content)
    if len(words) < (_FEWEST_WORDS_WITH_FIGURE if any(map(str.isdigit, words)) else _FEWEST_WORDS):
        return []
    text = fold(task.text)
    supports = _SUPPORTS.match(text) or "phối hợp" in text[:_HEAD] or "theo thẩm quyền" in text
    return [] if supports else words


def _act(content: str) -> str:
    """The verb that a task begins with: to draw up an estimate and to approve it are two tasks. Empty where it is none."""
    verb = predicate_pattern().match(content, adverbs_end(content, 0))
    return verb[0] if verb else ""


def _agree(one: int, other: int) -> bool:
    """Are two hashes the same, or is there nothing behind one of them?"""
    return one == other or _NOTHING in (one, other)


def _hash(*words: str) -> int:
    """A number from 1 to 2⁶⁴-1 for some words, the same on every machine."""
    return int.from_bytes(blake2b("\n".join(words).encode(), digest_size=8).digest(), "little") or 1
