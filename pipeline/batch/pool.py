"""Files through processes of this machine, each of which does one file at a time and may die of it (`worker`).

What ends a process (a crash, its time or its memory) is known with the file that it had in hand: after a crash the file is tried again,
since it may not have been the cause; out of time or memory it has failed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from pathlib import Path

from pipeline.batch.item import Item
from pipeline.batch.scratch import scratch
from pipeline.batch.work import Job, Outcome
from pipeline.batch.worker import Limits, Worker
from pipeline.errors import GiaoviecError

ATTEMPTS = 3
USUAL = Limits()
_TICK = 0.2  # seconds between looks at the clock and at the memory


def in_processes(
    items: Iterable[Item], job: Job, *, workers: int, limits: Limits = USUAL, stopping: Callable[[], bool] = lambda: False
) -> Iterator[Outcome]:
    """The outcome of each item as soon as it is there, in the order in which they are finished.

    Args:
        workers: how many processes.
        stopping: once it says so no further file is begun; those in hand are finished.

    Raises:
        GiaoviecError: see `Crew.outcomes`.
    """
    with scratch() as folder:
        crew = Crew(job, workers=workers, limits=limits, folder=folder)
        try:
            yield from crew.outcomes(items, stopping=stopping)
        finally:
            crew.end()


class Crew:
    """Processes of this machine for one job: started when there is work for them, replaced when they end.

    Args:
        workers: how many at most.
        folder: for their temporary files, see `scratch`.
    """

    def __init__(self, job: Job, *, workers: int, limits: Limits, folder: Path):
        self._job, self._workers, self._limits, self._folder = job, workers, limits, folder
        self._crew: list[Worker] = []

    def outcomes(self, items: Iterable[Item], *, stopping: Callable[[], bool]) -> Iterator[Outcome]:
        """The outcome of each item, see `in_processes`; the processes stay for the items of a next call.

        Raises:
            GiaoviecError: GV401 when an outcome cannot be written, GV505 when no process can be started; what `process` raises.
        """
        todo = deque((item, 1) for item in items)
        crew, failed_starts = self._crew, 0
        while todo or any(worker.item for worker in crew):
            if stopping():
                todo.clear()
            while len(crew) < min(self._workers, len(todo) + sum(worker.item is not None for worker in crew)):
                crew.append(Worker(self._job, self._limits, self._folder))
            for worker in crew:
                if worker.ready and worker.item is None and todo and worker.is_alive():
                    worker.give(*todo.popleft())
            for worker in _stirring(crew):
                if outcome := worker.message():
                    failed_starts = 0
                    yield outcome
                if not worker.gone:
                    continue
                crew.remove(worker)
                worker.end()
                if worker.item is None:
                    failed_starts += not worker.ready
                    if failed_starts >= ATTEMPTS:
                        raise GiaoviecError("GV505", detail=worker.last_words)
                elif worker.attempt < ATTEMPTS and worker.over is None:
                    todo.appendleft((worker.item, worker.attempt + 1))
                else:
                    yield worker.outcome_of_end()

    def end(self) -> None:
        """Ends the processes."""
        for worker in self._crew:
            worker.end()
        self._crew.clear()


def _stirring(crew: list[Worker]) -> list[Worker]:
    """Those who have something to say, and those that had to be ended; waits for a moment when there is nothing."""
    wait([worker.pipe for worker in crew], timeout=_TICK)
    return [worker for worker in crew if worker.pipe.poll() or worker.is_over()]
