"""A process that does one file at a time, and the hand that holds it: with limits of time and memory, and an end for all that it started.

Every process has a pipe of its own, so that one that is killed in the middle of a message harms nobody else.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from pipeline.batch.item import Item
from pipeline.batch.scratch import DYING, clear, remove
from pipeline.batch.work import Job, Outcome, failed, process
from pipeline.errors import GiaoviecError, silence_libraries

TIME_LIMIT = 600.0
MEMORY_LIMIT = 2048
_START_LIMIT = 120.0
_IDLE = 300.0  # seconds without a file after which a process ends
_TIRED = 0.5  # share of the memory limit from which a process is replaced after its file


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take: seconds of wall-clock time, and MB of memory of its process."""

    seconds: float = TIME_LIMIT
    megabytes: int = MEMORY_LIMIT


class Worker:
    """A process that does one file at a time.

    Attributes:
        ready: it has loaded what it needs.
        item, attempt: the file in hand, for the how manieth time.
        gone: it has ended, or will do nothing more.
        over: the error of a limit that the file in hand went over.
    """

    def __init__(self, job: Job, limits: Limits, folder: Path):
        self.job, self.limits = job, limits
        self._scratch = Path(tempfile.mkdtemp(dir=folder))
        self.pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, job, limits.megabytes, self._scratch), daemon=True)
        with _deaf():
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
        """Ends the process with all that it has started, and clears its temporary files."""
        try:
            family = [*self._seen.children(recursive=True), self._seen]
        except psutil.Error:
            family = []
        for one in family:
            with suppress(psutil.Error):
                one.kill()
        self._process.join()
        self.pipe.close()
        clear(self._scratch)

    def _memory(self) -> int:
        try:
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0


@contextmanager
def _deaf() -> Iterator[None]:
    """A process that is started here does not hear Ctrl-C, not even before it can say so itself; this one hears it a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would be started with the first process, and hear again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, job: Job, megabytes: int, own: Path) -> None:
    """The life of a worker: it reads what it is given until there is nothing more, or until it has grown too big."""
    from pipeline.pipes.load import shared

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that decides; programs started from here do not hear it either
    os.environ["TMPDIR"] = tempfile.tempdir = str(own)
    orphaned = threading.Thread(target=_die_with_parent, args=(own.parent,), daemon=True)
    orphaned.start()
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
        orphaned.join()  # nobody waits any more; it ends this process when all is cleared


def _die_with_parent(folder: Path) -> None:
    parent: Any = multiprocessing.parent_process()
    parent.join()
    children = psutil.Process().children(recursive=True)
    for child in children:
        with suppress(psutil.Error):
            child.kill()
    psutil.wait_procs(children, timeout=DYING)  # until then they may still write
    remove(folder)
    os._exit(1)
