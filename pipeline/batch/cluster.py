"""Files through the machines of a Dask cluster, of which this one needs to see only the scheduler."""

from __future__ import annotations

import os
import pickle
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from pipeline.batch.item import Item, brought
from pipeline.batch.ledger import version
from pipeline.batch.remote import Order, end, work
from pipeline.batch.work import Job, Outcome, failed
from pipeline.batch.worker import Limits
from pipeline.errors import GiaoviecError
from pipeline.export.atomic import atomically
from pipeline.export.documents import document_path
from pipeline.knowledge.toml_lines import lines

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT = 10.0  # seconds
_TICK = 0.2  # seconds between looks at whether to stop
_LOOK = 1.0  # seconds between looks at how many threads the cluster has
_ALONE = 60.0  # seconds without any worker after which the user is told
_AHEAD = 3  # parcels under way for each thread of the cluster, so that none waits for the next
_BYTES_UNDER_WAY = 512 << 20  # the scheduler holds them in memory
_FILES, _SMALL = 8, 64 << 10  # so many files of so many bytes go in one parcel, since each costs the scheduler milliseconds


def on_cluster(
    items: Iterable[Item],
    job: Job,
    *,
    scheduler: str,
    shared: bool,
    limits: Limits,
    stopping: Callable[[], bool],
    alone: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """The outcome of each item as soon as it is there. Workers may come and go; what one had in hand when it was lost is done by another.

    Args:
        scheduler: its address, "tcp://máy-chủ:8786".
        shared: the machines read the files and write the JSON themselves, all under the same paths; otherwise the bytes of a file go there
            and its JSON comes back here.
        stopping: once it says so no further file is begun; those in hand are finished.
        alone: called once when there has been no worker for long.

    Raises:
        GiaoviecError: GV428 without Dask, GV429 when the scheduler is not reached, GV430 when a machine has another version of the program,
            GV432 when a machine must not start processes, GV433 when it does not see the shared folder; what `in_processes` raises.
    """
    with _connected(scheduler) as client:
        dispatch = _Dispatch(client, scheduler, job, shared=shared, limits=limits)
        try:
            yield from dispatch.outcomes(deque(items), stopping, alone)
        finally:
            dispatch.end()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise GiaoviecError("GV428") from error
    try:
        client = Client(scheduler, timeout=_CONNECT, set_as_default=False, direct_to_workers=False)
    except (OSError, ValueError) as error:
        raise GiaoviecError("GV429", address=scheduler, detail="không trả lời") from error
    try:
        yield client
    finally:
        client.close()


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Files that are under way together, and how many bytes they are."""

    items: list[Item]
    size: int


class _Errand:
    """Files with what is to be done with them, which is done where this is unpickled.

    To Dask it is bytes: a scheduler needs no giaoviec, and a worker without it says so in the error of a task instead of ending.
    """

    def __init__(self, order: Order, items: list[Item]):
        self._order, self._items = order, items

    def __reduce__(self) -> tuple[Any, ...]:
        return work, (self._order, self._items)


class _Dispatch:
    """The files of one run under way to the machines and back."""

    def __init__(self, client: Client, scheduler: str, job: Job, *, shared: bool, limits: Limits):
        self._client, self._scheduler, self._job, self._shared = client, scheduler, job, shared
        out = Path(os.path.abspath(job.out)) if shared and job.out else None
        office = _office(job.office) if job.office else None
        self._order = Order(uuid.uuid4().hex, version(), job.votes, office, out, limits)
        self._sent: dict[str, _Parcel] = {}
        self._back: SimpleQueue[Future] = SimpleQueue()
        self._one_by_one: set[str] = set()
        self._threads, self._looked, self._last_seen = 0, 0.0, monotonic()
        self._told = False

    def outcomes(self, todo: deque[Item], stopping: Callable[[], bool], alone: Callable[[], None]) -> Iterator[Outcome]:
        """See `on_cluster`."""
        ending = False
        while todo or self._sent:
            self._look(alone)
            if not ending and stopping():
                ending = True
                self.end()
            if ending:
                todo.clear()
                if not self._threads:
                    return  # nobody has anything in hand
            while todo and self._has_room():
                yield from self._send(self._next_parcel(todo))
            yield from self._receive(todo)

    def end(self) -> None:
        """Ends the run on all machines: the files in hand are finished, no other is begun."""
        with suppress(Exception):  # a machine that cannot be told any more has nothing in hand either
            self._client.run(end, self._order.run, on_error="ignore")

    def _look(self, alone: Callable[[], None]) -> None:
        """Sees from time to time how many threads there are."""
        now = monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, ValueError, CancelledError) as error:
            raise self._unreachable() from error
        if self._threads:
            self._last_seen = now
        elif now - self._last_seen > _ALONE and not self._told:
            self._told = True
            alone()

    def _has_room(self) -> bool:
        under_way = sum(parcel.size for parcel in self._sent.values())
        return len(self._sent) < _AHEAD * self._threads and (under_way < _BYTES_UNDER_WAY or not self._sent)

    def _next_parcel(self, todo: deque[Item]) -> _Parcel:
        """A large file alone, small ones together; towards the end fewer, so that all threads have some."""
        most = min(_FILES, len(todo) // (_AHEAD * self._threads))
        items = [todo.popleft()]
        size = items[0].size()
        while todo and len(items) < most and size < _SMALL * len(items) and self._one_by_one.isdisjoint((items[0].name, todo[0].name)):
            items.append(todo.popleft())
            size += items[-1].size()
        return _Parcel(items, size)

    def _send(self, parcel: _Parcel) -> Iterator[Outcome]:
        """Sends files; gives the outcomes of those that cannot be read here."""
        sent: list[Item] = []
        for item in parcel.items:
            try:
                sent.append(Item(Path(os.path.abspath(item.path)), item.name, item.member) if self._shared else brought(item))
            except GiaoviecError as error:
                yield failed(item, error, self._job, seconds=0.0)
        if sent:
            key = f"giaoviec-{uuid.uuid4().hex}"
            self._sent[key] = parcel
            future = self._client.submit(pickle.loads, pickle.dumps(_Errand(self._order, sent)), key=key, pure=False)
            future.add_done_callback(self._back.put)

    def _receive(self, todo: deque[Item]) -> Iterator[Outcome]:
        """Waits a moment for a parcel to come back; gives the outcomes of its files."""
        from distributed import KilledWorker

        try:
            future = self._back.get(timeout=_TICK)
        except Empty:
            return
        parcel = self._sent.pop(str(future.key))
        try:
            outcomes = future.result()
        except KilledWorker as error:
            yield from self._killed(parcel.items, todo, error.allowed_failures + 1)
            return
        except CancelledError as error:
            raise self._unreachable() from error
        except (ImportError, AttributeError) as error:  # the machine has no such module or function
            raise self._stranger() from error
        for outcome in outcomes:
            yield outcome if self._shared or self._job.out is None else _written_here(outcome, self._job.out)

    def _killed(self, items: list[Item], todo: deque[Item], attempts: int) -> Iterator[Outcome]:
        """Files whose worker was killed every time: each is sent alone; one that was alone has failed."""
        if len(items) > 1:
            self._one_by_one.update(item.name for item in items)
            todo.extendleft(reversed(items))
            return
        [item] = items
        error = GiaoviecError("GV123", path=item.name, attempts=attempts, detail="máy đang đọc bị ngắt")
        yield failed(item, error, self._job, seconds=0.0)

    def _unreachable(self) -> GiaoviecError:
        return GiaoviecError("GV429", address=self._scheduler, detail="mất liên lạc giữa chừng")

    def _stranger(self) -> GiaoviecError:
        """The error that names the workers whose program does not know how to do this."""
        answers = self._client.run(end, self._order.run, on_error="return")
        host = ", ".join(address for address, answer in answers.items() if isinstance(answer, Exception))
        return GiaoviecError("GV430", host=host, theirs="chưa cài, hoặc bản cũ", ours=self._order.version)


def _written_here(outcome: Outcome, out: Path) -> Outcome:
    """Writes the JSON that an outcome brought back."""
    with atomically(document_path(out, outcome.name)) as file:
        file.write(outcome.json or b"")
    return replace(outcome, json=None)


def _office(path: Path) -> str:
    """The office's configuration for other machines: without the template of requests, which is filled here and stands nowhere else."""
    text = path.read_text("utf-8-sig")
    line = lines(text).get(("request", "template"))
    return "\n".join("" if number == line else words for number, words in enumerate(text.split("\n"), start=1))
