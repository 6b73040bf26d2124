"""Folders for the temporary files of a run: whatever ends its processes, they are gone afterwards with the programs that still use them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

_PREFIX, _LOCK = "giaoviec-run-", "lock"
DYING = 5.0  # seconds that a killed program may take to be gone


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for temporary files, held as long as this process lives and cleared at the end.

    When this process and its workers are all killed at once nobody is left to clear it: the next run does, see `clear_abandoned`.
    """
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = FileLock(folder / _LOCK)
    lock.acquire()
    try:
        yield folder
    finally:
        lock.release()
        clear(folder)


def clear(folder: Path) -> None:
    """Removes a folder, and before it the programs whose TMPDIR lies in it: LibreOffice outlives a worker that was killed."""
    killed = []
    for one in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if Path(one.environ().get("TMPDIR", "")).is_relative_to(folder):
                one.kill()
                killed.append(one)
    psutil.wait_procs(killed, timeout=DYING)
    remove(folder)


def remove(folder: Path) -> None:
    """Removes a folder, its lock last: as long as anything is left, the next run knows it by its lock."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != _LOCK:
                shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def clear_abandoned() -> None:
    """Clears what runs have left that were killed with all their processes. Those that live hold their folders."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        lock = FileLock(path)
        with suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            clear(path.parent)
            lock.release()
