"""A run: what is new or has changed is read, every file has one outcome, and a run that was cut off goes on where it was."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from pipeline.batch.item import Item
from pipeline.batch.ledger import ledger
from pipeline.batch.work import Job, Outcome, process

Execute = Callable[[Iterable[Item], Job], Iterator[Outcome]]
"""Gives the outcome of each item, in whatever order: `here`, `pool.in_processes`, `cluster.on_cluster`."""
Progress = Callable[[int, int], AbstractContextManager[Callable[[Outcome], None]]]
"""Called with the number of all files and of those done before; gives what is called with each outcome."""

_LARGE = 5 << 20  # bytes from which a file is begun before the others, the largest first


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run.

    Attributes:
        names: all files, as planned.
        outcomes: what came of each, in the same order; of a run that was stopped, of those that are done.
        now: those of them that were read now and not in an earlier run, as they were finished.
        dropped: results of earlier runs whose files are gone from the plan; they are removed.
        complete: nothing is left to do.
    """

    names: Sequence[str]
    outcomes: Sequence[Outcome]
    now: Sequence[Outcome]
    dropped: int
    complete: bool


def run(items: Sequence[Item], job: Job, execute: Execute, progress: Progress, *, again: bool = False, keep: bool = False) -> Run:
    """Does what is left to do of a plan, into the folder `job.out`, which must be held (`folder.held`).

    Args:
        again: read all files, whatever was done before.
        keep: what was read in earlier runs from files that are gone now stays, behind those of the plan.

    Raises:
        GiaoviecError: GV401 when results cannot be written, and what `execute` raises; what is done until then stays done.
    """
    assert job.out is not None
    names = [item.name for item in items]
    with ledger(job.out, job) as book:
        todo = [item for item in items if again or book.known(item) is None]
        began, read = time.time(), 0
        try:
            with progress(len(items), len(items) - len(todo)) as done:
                for outcome in execute(large_first(todo), job):
                    book.enter(replace(outcome, finished=time.time()))  # by this machine's clock, wherever it was read
                    read += 1
                    done(outcome)
        finally:
            book.commit()
        complete = read == len(todo)
        if keep:
            names += book.kept(names)
        dropped = book.drop_others(names) if complete else 0
        found = {outcome.name: outcome for outcome in book.outcomes(names)}
    outcomes = [found[name] for name in names if name in found]
    now = sorted((outcome for outcome in outcomes if outcome.finished >= began), key=lambda outcome: outcome.finished)
    return Run(names, outcomes, now, dropped, complete)


def here(items: Iterable[Item], job: Job) -> Iterator[Outcome]:
    """The files one after the other in this process."""
    for item in items:
        yield process(item, job)


def large_first(items: Sequence[Item]) -> list[Item]:
    """The files in the order in which they are begun: the large ones first, so that none of them is still read when all others are done."""
    sizes = {item.name: item.size() for item in items}
    large = sorted((item for item in items if sizes[item.name] >= _LARGE), key=lambda item: -sizes[item.name])
    return large + [item for item in items if sizes[item.name] < _LARGE]


def cores() -> int:
    """How many processes this machine can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def stoppable(tell: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Gives what says whether the user has asked to stop (Ctrl-C): the files in hand are finished, no other is begun. A second Ctrl-C ends
    everything at once.

    Args:
        tell: called at the first one.
    """
    asked = threading.Event()

    def stop(*_: object) -> None:
        if asked.is_set():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a third one would hinder the clearing up
            raise KeyboardInterrupt
        asked.set()
        tell()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
