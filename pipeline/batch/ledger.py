"""What has been done, in `OUT/.giaoviec/ledger.sqlite`: one line a file, so that a second run does only what is new or has changed.

An outcome is entered after its JSON stands whole in its place, and all entries of half a second are committed at once. A run that is cut
off in between, by whatever, has at worst a JSON without an entry; that file is then read again and gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.item import Item
from pipeline.batch.work import Job, Outcome
from pipeline.errors import GiaoviecError
from pipeline.export.documents import document_path
from pipeline.export.publish import take_back
from pipeline.pipes.models.store import models_folder
from pipeline.schema import Problem

FOLDER = ".giaoviec"
_TABLE = """create table if not exists outcomes (
    name text primary key, size_read integer, changed integer, sha256 text, version text, job text, status text, problems text,
    tasks integer, flagged integer, pages integer, ocr_confidence real, seconds real, finished real, size integer) without rowid"""
_COLUMNS = 15
_COMMIT_AFTER = 0.5  # seconds
_MAY_PASS = frozenset({"GV108", "GV109", "GV111", "GV112", "GV113", "GV114", "GV115", "GV119", "GV121", "GV122", "GV123", "GV901"})
"""Failures that may have lain in the machine or the moment and not in the file: it is tried again in the next run."""
_MACHINE = {
    sqlite3.SQLITE_BUSY: "chương trình khác đang giữ",
    sqlite3.SQLITE_CANTOPEN: "không mở được",
    sqlite3.SQLITE_FULL: "hết chỗ trên ổ đĩa",
    sqlite3.SQLITE_IOERR: "lỗi đọc ghi ổ đĩa",
    sqlite3.SQLITE_READONLY: "không có quyền ghi",
}


class Ledger:
    """The entries of one folder of results; see `ledger`."""

    def __init__(self, out: Path, version: str, job: str):
        self._out = out
        self._fingerprint = (version, job)
        self._entered = 0.0
        path = out / FOLDER / "ledger.sqlite"
        try:
            self._open(path)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter when SQLite quotes what is damaged
            if _fault(error) in _MACHINE:
                raise
            self._base.close()
            os.replace(path, path.with_suffix(".damaged"))  # what was done is done again
            path.with_name("ledger.sqlite-journal").unlink(missing_ok=True)
            self._open(path)

    def _open(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level="IMMEDIATE")
        self._base.execute("pragma synchronous = full")
        self._base.execute(_TABLE)
        with closing(sqlite3.connect(":memory:")) as fresh:
            fresh.execute(_TABLE)
            if _layout(self._base) != _layout(fresh):
                raise sqlite3.DatabaseError("of another version, or damaged")
        if self._base.execute("pragma quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        deque(self._base.execute("select * from outcomes"), maxlen=0)  # fails on a name or hash that is no text any more

    def known(self, item: Item) -> Outcome | None:
        """The outcome of an item that need not be read again: nothing has changed, neither the file, the program, nor the configuration.

        A file whose size or time of change is another one is known by its content.
        """
        row = self._base.execute("select * from outcomes where name = ?", (item.name,)).fetchone()
        if row is None or (row[4], row[5]) != self._fingerprint:
            return None
        try:
            outcome = _outcome(row)
        except (TypeError, ValueError):
            return None  # damaged in place
        if outcome.status == "failed" and any(problem.code in _MAY_PASS for problem in outcome.problems):
            return None
        if not self._stands(outcome):
            return None
        state = item.state()
        if state is not None and state == outcome.state:
            return outcome
        if outcome.sha256 is None or _sha256(item) != outcome.sha256:
            return None
        self.enter(replace(outcome, state=state))
        return outcome

    def enter(self, outcome: Outcome) -> None:
        """Enters what came of a file."""
        size, changed = outcome.state or (None, None)
        problems = json.dumps([problem.model_dump() for problem in outcome.problems], ensure_ascii=False)
        row = (
            outcome.name, size, changed, outcome.sha256, *self._fingerprint, outcome.status, problems, outcome.tasks, outcome.flagged,
            outcome.pages, outcome.ocr_confidence, outcome.seconds, outcome.finished, outcome.size,
        )  # fmt: skip
        self._base.execute(f"insert or replace into outcomes values ({', '.join('?' * _COLUMNS)})", row)
        if time.monotonic() - self._entered > _COMMIT_AFTER:
            self.commit()

    def commit(self) -> None:
        """Makes what was entered last."""
        self._base.commit()
        self._entered = time.monotonic()

    def outcomes(self, names: Collection[str]) -> Iterator[Outcome]:
        """What came of these files, in no order."""
        wanted = set(names)
        for row in self._base.execute("select * from outcomes"):
            if row[0] in wanted:
                yield _outcome(row)

    def kept(self, names: Collection[str]) -> list[str]:
        """The other files that were read in earlier runs, by name, without those that are here under another name: their content is."""
        contents = {outcome.sha256 for outcome in self.outcomes(names)}
        rows = self._base.execute("select name, sha256 from outcomes where status != 'failed' order by name")
        mine = set(names)
        return [name for name, sha256 in rows if name not in mine and sha256 not in contents]

    def drop_others(self, names: Collection[str]) -> int:
        """Takes out what belongs to no file of this run any more, entries and JSON; how many files these are.

        A run that was cut off can have left a JSON without an entry.
        """
        kept = set(names)
        gone = [name for (name,) in self._base.execute("select name from outcomes") if name not in kept]
        unwanted = {document_path(self._out, name) for name in gone} | set(self._strays(names))
        for path in unwanted:
            path.unlink(missing_ok=True)
        for name in gone:
            take_back(self._out, name)
        self._base.executemany("delete from outcomes where name = ?", ((name,) for name in gone))
        self.commit()
        return len(unwanted)

    def _strays(self, names: Collection[str]) -> Iterator[Path]:
        """The JSON of documents that are none of these. What else somebody put into the folder is not ours to remove."""
        ours = {str(document_path(self._out, name)) for name in names}
        for parent, _, files in os.walk(self._out / "documents"):
            for file in files:
                path = os.path.join(parent, file)
                if file.endswith(".json") and path not in ours and _is_extraction(Path(path)):
                    yield Path(path)

    def close(self) -> None:
        """Commits and closes."""
        with suppress(sqlite3.Error):
            self._base.commit()
        self._base.close()

    def _stands(self, outcome: Outcome) -> bool:
        try:
            return document_path(self._out, outcome.name).stat().st_size == outcome.size
        except OSError:
            return False


@contextmanager
def ledger(out: Path, job: Job) -> Iterator[Ledger]:
    """The ledger of a folder of results.

    Raises:
        GiaoviecError: GV401 when it cannot be written.
    """
    opened: Ledger | None = None
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        opened = Ledger(out, version(), job_hash(job))
        yield opened
    except sqlite3.OperationalError as error:
        raise GiaoviecError("GV401", path=out / FOLDER, detail=f"sổ ghi kết quả: {_MACHINE.get(_fault(error), error)}") from error
    finally:
        if opened is not None:
            opened.close()


def version() -> str:
    """The version of the program with its tables and models: the number, and the start of a hash of all that decides what is extracted."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.csv"), *package.rglob("*.toml"), *models_folder().rglob("meta.json")]):
        digest.update(path.name.encode() + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def job_hash(job: Job) -> str:
    """The hash of the configuration: who votes, and the office's file."""
    office = job.office.read_bytes() if job.office is not None and job.office.is_file() else b""
    return hashlib.sha256(f"{job.votes}\n".encode() + office).hexdigest()[:16]


def _layout(base: sqlite3.Connection) -> list[tuple[str]]:
    return base.execute("select sql from sqlite_master").fetchall()


def _fault(error: Exception) -> int:
    """SQLite's number of what went wrong, without its finer distinctions; 255 where it gave none."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


def _is_extraction(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return b'"schema": "giaoviec/' in file.read(100)
    return False


def _sha256(item: Item) -> str | None:
    try:
        return hashlib.sha256(item.read()).hexdigest()
    except GiaoviecError:
        return None


def _outcome(row: tuple[Any, ...]) -> Outcome:
    name, size_read, changed, sha256, _, _, status, problems, *rest = row
    tasks, flagged, pages, ocr_confidence, seconds, finished, size = rest
    return Outcome(
        name=name,
        status=status,
        problems=tuple(Problem(**problem) for problem in json.loads(problems)),
        tasks=tasks,
        flagged=flagged,
        pages=pages,
        ocr_confidence=ocr_confidence,
        sha256=sha256,
        state=None if size_read is None else (size_read, changed),
        seconds=seconds,
        finished=finished,
        size=size,
    )
