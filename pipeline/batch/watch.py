"""A folder that files arrive in: when it has changed, and which of its files are whole.

What the system tells of the folder only wakes the watch up; what has changed is seen by looking at the files twice. So an event too many or
too few does no harm, and neither does a clock of a file server that is wrong.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.batch.item import Item
from pipeline.batch.plan import plan
from pipeline.errors import GiaoviecError, system_reason

_PATIENCE = 15  # settling times after which a round begins though other files still change
_TICK = 1.0  # seconds after which a wait looks whether it is interrupted
_QUIET_EVENTS = frozenset({"opened", "closed_no_write"})  # somebody has read a file, as a round itself does

_States = dict[Path, tuple[int, int, int] | None]


class Watch:
    """The files of a folder, each time that they have changed and are whole; see `watching`."""

    def __init__(self, folder: Path, out: Path, settle: float):
        self._folder, self._out, self._settle = folder, out, settle
        self._awake = threading.Event()
        self._awake.set()
        self._seen: _States = {}
        self._again = math.inf

    def wake(self) -> None:
        """Something may have changed."""
        self._awake.set()

    def try_again(self, after: float) -> None:
        """The last round does not count: the next comes after so many seconds, even when nothing changes until then."""
        self._seen, self._again = {}, time.monotonic() + after

    def changed(self) -> list[Item]:
        """Waits until the files are others than the last time, and gives those that nobody writes to any more.

        An empty folder is no change: it may be a drive that is not there.

        Raises:
            GiaoviecError: GV108 when the folder is gone.
        """
        while True:
            while not self._awake.wait(_TICK) and time.monotonic() < self._again:
                pass
            self._awake.clear()
            self._again = math.inf
            items, states = self._settled()
            if items and states != self._seen:
                self._seen = states
                return items

    def _settled(self) -> tuple[list[Item], _States]:
        """The files that have stayed as they are for the settling time, with their states; waits for the others, but not for ever."""
        items, before = self._look()
        for _ in range(_PATIENCE):
            time.sleep(self._settle)
            items, now = self._look()
            if now == before:
                return items, now
            stable = {path: state for path, state in now.items() if before.get(path) == state}
            before = now
        self.wake()
        return [item for item in items if item.path in stable], stable

    def _look(self) -> tuple[list[Item], _States]:
        try:
            items = plan([self._folder], exclude=self._out)
        except GiaoviecError as error:
            if error.code != "GV403":
                raise
            items = []
        return items, {item.path: _state(item.path) for item in items}


@contextmanager
def watching(folder: Path, out: Path, *, settle: float, poll: bool) -> Iterator[Watch]:
    """Watches a folder and all folders in it.

    Args:
        out: the folder of results, which may lie in it and is not watched.
        settle: seconds that a file must stay as it is.
        poll: look at the files from time to time, where the system does not tell of changes (network drives).

    Raises:
        GiaoviecError: GV108 when the folder is not there, GV431 without watchdog, GV434 when the system lets nobody watch it.
    """
    try:
        from watchdog.events import FileSystemEvent, FileSystemEventHandler
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver
    except ImportError as error:
        raise GiaoviecError("GV431") from error
    if not folder.is_dir():
        raise GiaoviecError("GV108", path=folder)
    watch, ours = Watch(folder, out, settle), str(out.resolve())

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type not in _QUIET_EVENTS and not f"{os.fsdecode(event.src_path)}{os.sep}".startswith(f"{ours}{os.sep}"):
                watch.wake()

    observer = PollingObserver(timeout=settle) if poll else Observer()
    observer.daemon = True
    try:
        observer.schedule(Handler(), str(folder.resolve()), recursive=True)
        observer.start()
    except OSError as error:
        raise GiaoviecError("GV434", path=folder, detail=system_reason(error)) from error
    try:
        yield watch
    finally:
        observer.stop()
        observer.join()


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
