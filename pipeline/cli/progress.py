"""How far a run is: a bar on a terminal, lines elsewhere, or JSON lines for programs; always on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.batch import Outcome
from pipeline.export import labels
from pipeline.reading.source import normalise, thousands

_EACH = 200  # up to so many files every one has its line, where there is no terminal
_EVERY = 10.0  # seconds between the lines that tell how far a larger run is


@contextmanager
def progress(total: int, known: int = 0) -> Iterator[Callable[[Outcome], None]]:
    """Gives a function to be called with each outcome of `total` files, of which `known` were done before."""
    if known:
        print(f"{thousands(known)} tệp không đổi từ lần chạy trước, còn {thousands(total - known)} tệp.", file=sys.stderr, flush=True)
    if total > known:
        yield from (_bar if sys.stderr.isatty() else _lines)(total, known)
    else:
        yield lambda outcome: None


@contextmanager
def log_json(total: int, known: int = 0) -> Iterator[Callable[[Outcome], None]]:
    """As `progress`, one JSON object a line: "start", a "file" for each outcome, "end"."""
    began, count = time.monotonic(), known

    def done(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        took = time.monotonic() - began
        _event(
            "file",
            name=outcome.name,
            status=outcome.status,
            tasks=outcome.tasks,
            flagged=outcome.flagged,
            pages=outcome.pages,
            ocr_confidence=outcome.ocr_confidence,
            seconds=round(outcome.seconds, 4),
            errors=[problem.model_dump() for problem in outcome.problems],
            done=count,
            total=total,
            per_second=round((count - known) / took, 3) if took else None,
            remaining=round((total - count) * took / (count - known), 1),
        )

    _event("start", total=total, known=known)
    yield done
    _event("end", done=count, total=total, seconds=round(time.monotonic() - began, 3))


def line(outcome: Outcome) -> str:
    """What came of one file, in one line: its name and its tasks, or its errors; without control characters, which a terminal obeys."""
    return normalise(_told(outcome))


def _told(outcome: Outcome) -> str:
    errors = "; ".join(f"{problem.code}: {problem.message}" for problem in outcome.problems)
    if outcome.status == "failed":
        return f"{outcome.name}: KHÔNG ĐỌC ĐƯỢC. {errors}"
    tasks = f"{outcome.name}: {outcome.tasks} nhiệm vụ, {outcome.flagged} cần làm rõ"
    return f"{tasks}. {errors}" if errors else tasks


def _lines(total: int, known: int) -> Iterator[Callable[[Outcome], None]]:
    """A line for each file; of many files one for each that has something to tell, and from time to time how far it is."""
    began = told = time.monotonic()
    count = known

    def done(outcome: Outcome) -> None:
        nonlocal count, told
        count += 1
        if total <= _EACH or outcome.status != "ok":
            print(f"[{count}/{total}] {line(outcome)}", file=sys.stderr, flush=True)
        now = time.monotonic()
        if total > _EACH and now - told >= _EVERY:
            told = now
            rate = (count - known) / (now - began)
            print(
                f"[{count}/{total}] {labels.decimal(rate)} tệp/giây, còn khoảng {labels.span((total - count) / rate)}",
                file=sys.stderr,
                flush=True,
            )

    yield done


def _bar(total: int, known: int) -> Iterator[Callable[[Outcome], None]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    began, count = time.monotonic(), known
    columns = (TextColumn("{task.fields[rate]}"), TextColumn("còn"), TimeRemainingColumn(), TextColumn("{task.fields[name]}"))
    with Progress(TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), *columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=known, name="", rate="")

        def done(outcome: Outcome) -> None:
            nonlocal count
            count += 1
            rate = (count - known) / max(time.monotonic() - began, 0.001)
            bar.update(task, advance=1, name=escape(outcome.name), rate=f"{labels.decimal(rate)} tệp/giây")
            if outcome.status != "ok":
                bar.console.print(line(outcome), markup=False, highlight=False)

        yield done


def _event(event: str, **facts: object) -> None:
    print(json.dumps({"event": event} | facts, ensure_ascii=False), file=sys.stderr, flush=True)
