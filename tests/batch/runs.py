"""Runs of `giaoviec extract` as a process of its own, what they leave behind, and what they give.

Each has a folder for temporary files of its own, and marks every process that it starts, by the environment that they inherit: what it
leaves behind is found whatever else the machine does.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

ROOT = Path(__file__).parents[2]
MARK = "GIAOVIEC_RUN_OF_FAULTS"
PATIENCE = 180.0  # seconds for anything that must happen; a busy machine needs a part of it
_LEFT_TO_END = 15.0  # seconds in which the processes of a killed run must be gone


@dataclass
class Command:
    """`giaoviec extract`, to be started again and again with the same arguments.

    Attributes:
        arguments: what stands behind "extract".
        scratch: the folder for temporary files of everything that it starts.
        first: a folder that stands first on PATH.
        stderr: what was said by the start that ended last.
    """

    arguments: tuple[object, ...]
    scratch: Path
    first: Path | None = None
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    process: subprocess.Popen[bytes] | None = None
    stdout: str = ""
    stderr: str = ""

    def start(self, *, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Starts it as the leader of a process group, as a shell does; `before` is called in the new process."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {MARK: self.mark, "TMPDIR": str(self.scratch)}
        if self.first is not None:
            environment["PATH"] = f"{self.first}{os.pathsep}{environment['PATH']}"
        with self._told("stdout").open("wb") as out, self._told("stderr").open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipeline", "extract", *map(str, self.arguments)],
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True, preexec_fn=before,
            )  # fmt: skip
        return self.process

    def wait(self) -> int:
        """Waits for the end of what was started; the exit code, less than 0 for a signal."""
        assert self.process is not None
        code = self.process.wait(timeout=PATIENCE)
        self.stdout, self.stderr = (self._told(stream).read_text("utf-8", "replace") for stream in ("stdout", "stderr"))
        return code

    def run(self, *, before: Callable[[], None] | None = None) -> int:
        """Starts it and waits for its end."""
        self.start(before=before)
        return self.wait()

    def said(self) -> str:
        """What it has said so far on the standard error."""
        return self._told("stderr").read_text("utf-8", "replace")

    def family(self) -> list[psutil.Process]:
        """All its processes that live, whoever their parent is by now."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def workers(self) -> list[psutil.Process]:
        """The processes that read, in the order in which they were started."""
        return sorted((one for one in self.family() if _is_worker(one)), key=lambda one: (one.create_time(), one.pid))

    def left(self) -> list[str]:
        """What it has left behind some seconds after its end: processes and temporary files."""
        processes = self.processes_left()
        files = sorted(path.name for path in self.scratch.iterdir() if path.name not in ("stdout.txt", "stderr.txt"))
        return processes + [f"temporary file left: {name}" for name in files]

    def processes_left(self) -> list[str]:
        """The processes that still live some seconds after its end."""
        end = time.monotonic() + _LEFT_TO_END
        while (family := self.family()) and time.monotonic() < end:
            time.sleep(0.05)
        found = []
        for one in family:
            with suppress(psutil.Error):
                found.append(f"process left: {' '.join(one.cmdline())[:120]}")
        return found

    def end(self) -> None:
        """Ends whatever still runs."""
        for one in self.family():
            with suppress(psutil.Error):
                one.kill()
        if self.process is not None:
            self.process.wait(timeout=PATIENCE)

    def _told(self, stream: str) -> Path:
        return self.scratch / f"{stream}.txt"


def _is_worker(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return any("multiprocessing.spawn" in word for word in process.cmdline())
    return False


def until(happened: Callable[[], object], *, what: str, patience: float = PATIENCE) -> None:
    """Waits for something that must happen.

    Raises:
        TimeoutError: it did not.
    """
    end = time.monotonic() + patience
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {patience:g} s for: {what}")
        time.sleep(0.01)


@dataclass(frozen=True)
class Results:
    """A folder of results, to be compared.

    Attributes:
        files: the names of all files in it.
        hashes: SHA-256 of each JSON and of `tasks.jsonl`.
        rows: name, status, hash of the source and number of tasks of each line of the ledger.
        free: nobody holds the folder.
    """

    files: frozenset[str]
    hashes: Mapping[str, str]
    rows: tuple[tuple[object, ...], ...]
    free: bool

    def complaints(self, other: Results) -> Iterator[str]:
        """What differs in `other`, which should be the same."""
        for name in sorted(self.files - other.files):
            yield f"missing: {name}"
        for name in sorted(other.files - self.files):
            yield f"too much: {name}"
        for name in sorted(self.hashes.keys() & other.hashes.keys()):
            if self.hashes[name] != other.hashes[name]:
                yield f"other content: {name}"
        for row in sorted(set(self.rows) ^ set(other.rows), key=str):
            yield f"ledger {'without' if row in self.rows else 'with'}: {row}"
        if not other.free:
            yield "the folder is still held"


def results(out: Path) -> Results:
    """What stands in a folder of results."""
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    told = {name for name in files if name.startswith("documents/") or name == "tasks.jsonl"}
    hashes = {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in told}
    return Results(frozenset(files), hashes, ledger_rows(out), is_free(out))


def ledger_rows(out: Path) -> tuple[tuple[object, ...], ...]:
    """Name, status, hash of the source and number of tasks of each entry."""
    base = sqlite3.connect(out / ".giaoviec" / "ledger.sqlite")
    try:
        return tuple(base.execute("select name, status, sha256, tasks from outcomes order by name"))
    finally:
        base.close()


def is_free(out: Path) -> bool:
    """Whether nobody holds a folder of results."""
    lock = FileLock(out / ".giaoviec" / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def outcomes(out: Path) -> int:
    """How many JSON files stand there."""
    return sum(1 for _ in (out / "documents").rglob("*.json"))
