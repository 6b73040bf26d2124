"""A few small documents, and a run over them in this process, where it does not matter which process reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.batch import Item, Job, Run, folder, run
from pipeline.batch.run import here
from tests.batch.faults import CORPUS

TEXTS = sorted((CORPUS / "test" / "docs").glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))[8:]
"""Texts that assign tasks, the smallest first."""


def write_letters(folder: Path, count: int) -> list[str]:
    """Writes so many small texts; their names, in the order of a plan."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, text in enumerate(TEXTS[:count], start=1):
        (folder / f"{place:02} công văn.txt").write_bytes(text.read_bytes())
    return sorted(path.name for path in folder.iterdir())


def read_here(items: Sequence[Item], out: Path, *, office: Path | None = None, again: bool = False) -> Run:
    """Does what is left to do of a plan in this process."""
    with folder.held(out):
        return run(items, Job(office=office, out=out), here, _quietly, again=again)


@contextmanager
def _quietly(total: int, known: int) -> Iterator[object]:
    yield lambda outcome: None
