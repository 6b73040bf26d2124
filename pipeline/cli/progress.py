"""How far a run is: a bar on a terminal, a line for each file elsewhere; always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from pipeline.batch import Outcome
from pipeline.reading.source import normalise


@contextmanager
def progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """Gives a function to be called with each outcome of `total`."""
    if not sys.stderr.isatty():
        numbers = count(1)
        yield lambda outcome: print(f"[{next(numbers)}/{total}] {line(outcome)}", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    left = (TextColumn("còn"), TimeRemainingColumn(), TextColumn("{task.fields[name]}"))
    with Progress(TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), *left, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, name="")

        def done(outcome: Outcome) -> None:
            bar.update(task, advance=1, name=escape(outcome.name))
            if outcome.extraction.status != "ok":
                bar.console.print(line(outcome), markup=False, highlight=False)

        yield done


def line(outcome: Outcome) -> str:
    """What came of one file, in one line: its name and its tasks, or its errors; without control characters, which a terminal obeys."""
    return normalise(_told(outcome))


def _told(outcome: Outcome) -> str:
    extraction = outcome.extraction
    errors = "; ".join(f"{problem.code}: {problem.message}" for problem in extraction.errors)
    if extraction.status == "failed":
        return f"{outcome.name}: KHÔNG ĐỌC ĐƯỢC. {errors}"
    flagged = sum(bool(task.findings) for task in extraction.tasks)
    tasks = f"{outcome.name}: {len(extraction.tasks)} nhiệm vụ, {flagged} cần làm rõ"
    return f"{tasks}. {errors}" if errors else tasks
