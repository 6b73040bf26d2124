"""Files through processes of this machine, each of which does one file at a time and may die of it.

Every process has a pipe of its own, so that one that is killed in the middle of a message harms nobody else. What ends a process (a crash,
its time or its memory) is known with the file that it had in hand: after a crash the file is tried again, since it may not have been the
cause; out of time or memory it has failed.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import psutil

from pipeline.batch.item import Item
from pipeline.batch.work import Job, Outcome, failed, process
from pipeline.errors import GiaoviecError, silence_libraries

ATTEMPTS = 3
TIME_LIMIT = 600.0
MEMORY_LIMIT = 2048
_TICK = 0.2  # seconds between looks at the clock and at the memory
_START_LIMIT = 120.0
_IDLE = 300.0  # seconds without a file after which a process ends
_TIRED = 0.5  # share of the memory limit from which a process is replaced after its file


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take: seconds of wall-clock time, and MB of memory of its process."""

    seconds: float = TIME_LIMIT
    megabytes: int = MEMORY_LIMIT


def in_processes(
    items: Iterable[Item], job: Job, *, workers: int, limits: Limits = Limits(), stopping: Callable[[], bool] = lambda: False
) -> Iterator[Outcome]:
    """The outcome of each item as soon as it is there, in the order in which they are finished.

    Args:
        workers: how many processes.
        stopping: once it says so no further file is begun; those in hand are finished.

    Raises:
        GiaoviecError: see `Crew.outcomes`.
    """
    scratch = Path(tempfile.mkdtemp(prefix="giaoviec-"))
    crew = Crew(job, workers=workers, limits=limits, scratch=scratch)
    try:
        yield from crew.outcomes(items, stopping=stopping)
    finally:
        crew.end()
        shutil.rmtree(scratch, ignore_errors=True)


class Crew:
    """Processes of this machine for one job: started when there is work for them, replaced when they end.

    Args:
        workers: how many at most.
        scratch: the folder for their temporary files.
    """

    def __init__(self, job: Job, *, workers: int, limits: Limits, scratch: Path):
        self._job, self._workers, self._limits, self._scratch = job, workers, limits, scratch
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
                crew.append(Worker(self._job, self._limits, self._scratch))
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
        """Ends the processes, and what a process had started before somebody killed it."""
        for worker in self._crew:
            worker.end()
        self._crew.clear()
        for one in psutil.process_iter(["cmdline"]):
            if any(str(self._scratch) in word for word in one.info["cmdline"] or ()):
                with suppress(psutil.Error):
                    one.kill()


def _stirring(crew: list[Worker]) -> list[Worker]:
    """Those who have something to say, and those that had to be ended; waits for a moment when there is nothing."""
    wait([worker.pipe for worker in crew], timeout=_TICK)
    return [worker for worker in crew if worker.pipe.poll() or worker.is_over()]


class Worker:
    """A process that does one file at a time.

    Attributes:
        ready: it has loaded what it needs.
        item, attempt: the file in hand, for the how manieth time.
        gone: it has ended, or will do nothing more.
        over: the error of a limit that the file in hand went over.
    """

    def __init__(self, job: Job, limits: Limits, scratch: Path):
        self.job, self.limits = job, limits
        self.pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, job, limits.megabytes, scratch), daemon=True)
        self._process.start()
        theirs.close()
        self._seen = psutil.Process(self._process.pid)
        self._began = time.monotonic()
        self.ready = self.gone = False
        self.item: Item | None = None
        self.attempt = 0
        self.over: GiaoviecError | None = None

    def give(self, item: Item, attempt: int = 1) -> None:
        """Hands it a file; one that is gone already will not answer, as if it had crashed of it."""
        self.item, self.attempt, self._began = item, attempt, time.monotonic()
        with suppress(OSError):
            self.pipe.send(item)

    def is_alive(self) -> bool:
        """Whether its process stands; one that had nothing to do for long has ended itself."""
        return self._process.is_alive()

    def message(self) -> Outcome | None:
        """What it says: an outcome, or nothing. Sets `ready` and `gone`.

        Raises:
            GiaoviecError: what it could not go on with.
        """
        try:
            message = self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):
            self.gone = True
            return None
        match message:
            case GiaoviecError():
                raise message
            case "ready":
                self.ready = True
            case Outcome() as outcome, bool(tired):
                self.item, self.gone = None, tired
                return outcome
        return None

    def is_over(self) -> bool:
        """Whether the limits make an end of it; then it has been ended."""
        if not self.gone and self._is_over():
            self.gone = True
            self.end()
        return self.gone

    def _is_over(self) -> bool:
        took = time.monotonic() - self._began
        if self.item is None:
            return not self.ready and took > _START_LIMIT
        if took > self.limits.seconds:
            self.over = GiaoviecError("GV121", path=self.item.name, seconds=f"{self.limits.seconds:g}")
        elif self._memory() > self.limits.megabytes << 20:
            self.over = GiaoviecError("GV122", path=self.item.name, limit=self.limits.megabytes)
        return self.over is not None

    def outcome_of_end(self) -> Outcome:
        """The outcome of the file that it had in hand when it ended."""
        assert self.item is not None
        error = self.over or GiaoviecError("GV123", path=self.item.name, attempts=self.attempt, detail=self.last_words)
        return failed(self.item, error, self.job, seconds=time.monotonic() - self._began)

    @property
    def last_words(self) -> str:
        """How the process ended, for a message."""
        code = self._process.exitcode or 0
        return f"tín hiệu {-code}" if code < 0 else f"mã {code}"

    def end(self) -> None:
        """Ends the process with all that it has started."""
        try:
            family = [*self._seen.children(recursive=True), self._seen]
        except psutil.Error:
            family = []
        for one in family:
            with suppress(psutil.Error):
                one.kill()
        self._process.join()
        self.pipe.close()

    def _memory(self) -> int:
        try:
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0


def _serve(pipe: Connection, job: Job, megabytes: int, scratch: Path) -> None:
    """The life of a worker: it reads what it is given until there is nothing more, or until it has grown too big."""
    from pipeline.pipes.load import shared

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that decides; programs started from here do not hear it either
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    threading.Thread(target=_die_with_parent, args=(scratch,), daemon=True).start()
    silence_libraries()
    try:
        shared(job.votes, job.office)
        pipe.send("ready")
        this = psutil.Process()
        tired = False
        while not tired and pipe.poll(_IDLE):
            outcome = process(pipe.recv(), job)
            tired = this.memory_info().rss > _TIRED * (megabytes << 20)
            pipe.send((outcome, tired))
    except GiaoviecError as error:
        pipe.send(error)
    except (EOFError, OSError):
        return  # nobody waits any more


def _die_with_parent(scratch: Path) -> None:
    parent: Any = multiprocessing.parent_process()
    parent.join()
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)
