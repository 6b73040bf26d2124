"""What a machine of a cluster does: files of a run that another machine leads, in guarded processes like those of a local pool.

Dask calls `work` in the threads of its worker process. A file that crashes, hangs or eats memory ends the guarded process of that thread,
not Dask's.
"""

from __future__ import annotations

import atexit
import multiprocessing
import socket
import threading
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.item import Item
from pipeline.batch.ledger import FOLDER, version
from pipeline.batch.pool import Crew
from pipeline.batch.scratch import scratch
from pipeline.batch.work import Job, Outcome
from pipeline.batch.worker import Limits
from pipeline.errors import GiaoviecError

if TYPE_CHECKING:
    from pipeline.pipes.models.judge import Votes


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with each file of a run, as any machine can understand it.

    Attributes:
        run: tells this run from all others.
        version: of the program that gives the order, see `ledger.version`.
        votes: see `Job`.
        office: the content of the office's configuration.
        out: the folder that all machines write into; None where the JSON goes back in the outcome.
        limits: what a file may take.
    """

    run: str
    version: str
    votes: Votes
    office: str | None
    out: Path | None
    limits: Limits


class Post:
    """One guarded process of this machine at the disposal of a run, with its temporary files.

    Raises:
        GiaoviecError: GV430 when this machine has another version of the program, GV432 when it must not start processes, GV433 when it
            does not see the shared folder of results.
    """

    def __init__(self, order: Order):
        host = socket.gethostname()
        if (here := version()) != order.version:
            raise GiaoviecError("GV430", host=host, theirs=here, ours=order.version)
        if multiprocessing.current_process().daemon:
            raise GiaoviecError("GV432", host=host)
        if order.out is not None and not (order.out / FOLDER).is_dir():
            raise GiaoviecError("GV433", host=host, path=order.out)
        self._held = ExitStack()
        folder = self._held.enter_context(scratch())
        office = None
        if order.office is not None:
            office = folder / "giaoviec.toml"
            office.write_text(order.office, "utf-8")
        self._crew = Crew(Job(order.votes, office, order.out), workers=1, limits=order.limits, folder=folder)
        self._run = order.run

    def outcomes(self, items: Sequence[Item]) -> list[Outcome]:
        """The outcomes of these files; fewer when the run is ended meanwhile."""
        return list(self._crew.outcomes(items, stopping=lambda: self._run in _ended))

    def end(self) -> None:
        """Ends the process and removes its files."""
        self._crew.end()
        self._held.close()


_idle: defaultdict[str, list[Post]] = defaultdict(list)
_ended: set[str] = set()
_lock = threading.Lock()  # a Dask worker may have several threads


def work(order: Order, items: Sequence[Item]) -> list[Outcome]:
    """The outcomes of these files; none is begun any more once the run has ended.

    Raises:
        GiaoviecError: see `Post` and `Crew.outcomes`.
    """
    if order.run in _ended:
        return []
    with _lock:
        post = _idle[order.run].pop() if _idle[order.run] else None
    post = post or Post(order)
    try:
        outcomes = post.outcomes(items)
    except BaseException:
        post.end()
        raise
    with _lock:
        if order.run not in _ended:
            _idle[order.run].append(post)
            return outcomes
    post.end()
    return outcomes


def end(run: str) -> None:
    """Ends a run on this machine: the files in hand are finished, no other is begun, and its processes go."""
    with _lock:
        _ended.add(run)
        posts = _idle.pop(run, [])
    for post in posts:
        post.end()


@atexit.register
def _end_all() -> None:
    for run in list(_idle):
        end(run)
