"""Cases in child processes: one that crashes, hangs or eats memory ends its process and nothing else."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pipeline
from tests.fuzz.mutator import Case, case
from tests.fuzz.verdict import Verdict, judge

SECONDS = 10  # of the processor: a busy machine makes no file slow
MEGABYTES = 1500  # above what the process takes before its first case
_PATIENCE = 120  # seconds on the clock, for a case that waits and computes nothing
_FORK = multiprocessing.get_context("fork")  # the pipeline, loaded once, is there in every child


def judged(seed: int, numbers: Iterable[int], *, jobs: int, form: str | None = None) -> Iterator[tuple[Case, Verdict]]:
    """The cases of a run with their verdicts, in the order in which they end.

    LibreOffice and Tesseract are out of reach of the children: what is tried are our own readers, which then say GV111 and GV113.
    """
    pipeline.extract("Giao Sở Y tế báo cáo trước ngày 30/6/2024.\n")
    waiting = iter(numbers)
    workers = [_Worker() for _ in range(jobs)]
    try:
        busy = {worker for worker in workers if worker.take(seed, next(waiting, None), form)}
        while busy:
            wait([worker.pipe for worker in busy], timeout=0.2)
            for worker in list(busy):
                done = worker.ended()
                if done is not None:
                    yield done
                    if not worker.take(seed, next(waiting, None), form):
                        busy.remove(worker)
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A child process that judges one case after the other; a new one where the last one was lost."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.pipe, theirs = _FORK.Pipe()
        self._process = _FORK.Process(target=_judge_all, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def take(self, seed: int, number: int | None, form: str | None) -> bool:
        """Hands over a case; `False` where there is none left."""
        if number is None:
            return False
        self._case = case(seed, number, form=form)
        self._since = time.monotonic()
        self.pipe.send(self._case)
        return True

    def ended(self) -> tuple[Case, Verdict] | None:
        """The verdict on the case in hand, once it is there, the child is lost or the time is over."""
        if self.pipe.poll():
            try:
                return self._case, self.pipe.recv()
            except (EOFError, ConnectionError):
                self._process.join()
                if self._process.exitcode == -signal.SIGXCPU:
                    return self._lost("hang", f"more than {SECONDS} seconds")
                return self._lost("crash", f"the process ended with {self._process.exitcode}")
        if time.monotonic() - self._since > _PATIENCE:
            return self._lost("hang", f"nothing for {_PATIENCE} seconds")
        return None

    def _lost(self, outcome: str, fault: str) -> tuple[Case, Verdict]:
        self.end()
        self._begin()
        return self._case, Verdict(outcome, time.monotonic() - self._since, fault)

    def end(self) -> None:
        """Ends the child, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _judge_all(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its children
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = taken + (MEGABYTES << 20)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["PATH"] = os.devnull
    while True:
        try:
            given = pipe.recv()
        except EOFError:
            return
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + SECONDS, most))
        pipe.send(judge(given))
