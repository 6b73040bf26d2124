"""`tasks.jsonl`: one line a task, with what one must know of its document, for programs and spreadsheets to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.export.atomic import atomically
from pipeline.schema import Extraction


@contextmanager
def writer(path: Path) -> Iterator[Callable[[Extraction], None]]:
    """Gives a function that adds a document's tasks to `path`, one JSON object a line; the file appears when the block ends well.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    with atomically(path) as file:

        def add(extraction: Extraction) -> None:
            for line in lines(extraction):
                file.write(line.encode() + b"\n")

        yield add


def lines(extraction: Extraction) -> Iterator[str]:
    """Each task of one document as a line of JSON: path, number, kind, issuer, issued and subject of the document, then the task.

    `start` and `end` are characters of the `text` in the document's own JSON.
    """
    about = {"path": extraction.source.path, **extraction.document.model_dump(include={"number", "kind", "issuer", "issued", "subject"})}
    for task in extraction.tasks:
        yield json.dumps(about | task.model_dump(), ensure_ascii=False)
