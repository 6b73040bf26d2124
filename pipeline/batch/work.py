"""The work of one file: read, extracted, written; the same function in this process, in a local worker and on another machine."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from pipeline.batch.item import Item, State
from pipeline.errors import GiaoviecError
from pipeline.export.documents import write_document
from pipeline.schema import Extraction, FileInfo, Problem, Status

if TYPE_CHECKING:
    from pipeline.pipes.models.judge import Votes


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with each file.

    Attributes:
        votes, office: see `pipeline.load`.
        out: the folder whose `documents/` the JSON goes to; None where the outcome brings it back.
    """

    votes: Votes = "both"
    office: Path | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file, always: its status, and what a run must know of it; the extraction itself is in its JSON.

    Attributes:
        problems: what went wrong or is in doubt.
        tasks, flagged: how many tasks, and how many of them are not clear.
        seconds: what it took, wall-clock time.
        size: bytes of the JSON.
        json: its bytes, where no folder was given.
        finished: when the run had it, in seconds since 1970.
    """

    name: str
    status: Status
    problems: tuple[Problem, ...] = ()
    tasks: int = 0
    flagged: int = 0
    pages: int | None = None
    ocr_confidence: float | None = None
    sha256: str | None = None
    state: State | None = None
    seconds: float = 0.0
    finished: float = 0.0
    size: int = 0
    json: bytes | None = None


def process(item: Item, job: Job) -> Outcome:
    """Reads one file, extracts its tasks and writes its JSON; a file that cannot be read is an outcome too.

    Raises:
        GiaoviecError: GV401 when the JSON cannot be written, GV414 and GV502–GV504 when the job cannot be done at all.
    """
    began, state = time.perf_counter(), item.state()
    try:
        data = item.read()
    except GiaoviecError as error:
        return failed(item, error, job, seconds=time.perf_counter() - began)
    extraction = extract_bytes(data, item.name, job.votes, job.office)
    outcome = replace(outcome_of(item, extraction), state=state, sha256=hashlib.sha256(data).hexdigest())
    return _delivered(outcome, extraction, job, seconds=time.perf_counter() - began)


def failed(item: Item, error: GiaoviecError, job: Job, *, seconds: float) -> Outcome:
    """The outcome, written like any other, of a file that could not be read, or whose process had to be ended.

    Raises:
        GiaoviecError: GV401 when the JSON cannot be written.
    """
    extraction = _failed(item.name, error)
    return _delivered(replace(outcome_of(item, extraction), state=item.state()), extraction, job, seconds=seconds)


def extract_item(item: Item, votes: Votes, office: Path | None = None) -> Extraction:
    """The extraction of one file, of status "failed" where it cannot be read; it calls the file by its name.

    Raises:
        GiaoviecError: GV414 and GV502–GV504 when no file can be read at all.
    """
    try:
        data = item.read()
    except GiaoviecError as error:
        return _failed(item.name, error)
    return extract_bytes(data, item.name, votes, office)


def extract_bytes(data: bytes, name: str, votes: Votes, office: Path | None = None) -> Extraction:
    """The extraction of a file's bytes, see `extract_item`."""
    from pipeline.pipes.load import shared

    shared(votes, office)  # a model or a configuration that cannot be used is no fault of the file
    try:
        return _extraction(data, name, votes, office)
    except GiaoviecError as error:
        return _failed(name, error)
    except MemoryError:
        return _failed(name, GiaoviecError("GV122", path=name, limit=psutil.virtual_memory().total >> 20))
    except Exception as error:
        if os.environ.get("GIAOVIEC_DEBUG"):
            raise
        return _failed(name, GiaoviecError("GV901", path=name, detail=f"{type(error).__name__}: {error}"))


def _extraction(data: bytes, name: str, votes: Votes, office: Path | None) -> Extraction:
    from pipeline.pipes.load import extract
    from pipeline.reading import read_bytes

    return extract(read_bytes(data, path=name), votes, office)


def _failed(name: str, error: GiaoviecError) -> Extraction:
    problem = Problem(code=error.code, message=error.message, page=error.page)
    return Extraction(status="failed", source=FileInfo(path=name), errors=[problem])


def _delivered(outcome: Outcome, extraction: Extraction, job: Job, *, seconds: float) -> Outcome:
    """Writes the JSON, or puts it into the outcome where the job has no folder."""
    content = None if job.out else extraction.to_json().encode()
    size = write_document(job.out, outcome.name, extraction).stat().st_size if job.out else len(content or b"")
    return replace(outcome, seconds=seconds, size=size, json=content)


def outcome_of(item: Item, extraction: Extraction) -> Outcome:
    """What a run must know of an extraction."""
    return Outcome(
        name=item.name,
        status=extraction.status,
        problems=tuple(extraction.errors),
        tasks=len(extraction.tasks),
        flagged=sum(bool(task.findings) for task in extraction.tasks),
        pages=extraction.source.pages,
        ocr_confidence=extraction.source.ocr_confidence,
    )
