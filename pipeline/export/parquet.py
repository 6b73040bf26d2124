"""`tasks.parquet`: one row a task in typed columns, for pandas, DuckDB and their like to read a million of them at once.

The names of the columns are those of the contract (`pipeline.schema`), flat; a judgement of the "6 rõ" is a column of its own ("rõ người").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import GiaoviecError
from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.schema import DIMENSIONS, Extraction, Task

if TYPE_CHECKING:
    from pyarrow import Schema

_ROWS_OF_A_GROUP = 5_000


def check(path: Path) -> None:
    """Looks whether there is what the file `path` is written with.

    Raises:
        GiaoviecError: GV423 when pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise GiaoviecError("GV423", path=path)


@contextmanager
def writer(path: Path, *, group: int = _ROWS_OF_A_GROUP) -> Iterator[Callable[[Extraction], None]]:
    """Gives a function that adds a document's tasks to `path`; the file appears when the block ends well.

    Args:
        group: how many rows are kept in memory until they are written together.

    Raises:
        GiaoviecError: GV423 when pyarrow is not installed, GV401 when the file cannot be written.
    """
    check(path)
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema, waiting = _schema(), list[dict[str, Any]]()
    with atomically(path) as file, ParquetWriter(file, schema, compression="zstd") as parquet:

        def add(extraction: Extraction) -> None:
            waiting.extend(row(extraction, task) for task in extraction.tasks)
            if len(waiting) >= group:
                put()

        def put() -> None:
            parquet.write_table(Table.from_pylist(waiting, schema))
            waiting.clear()

        yield add
        put()


def row(extraction: Extraction, task: Task) -> dict[str, Any]:
    """The values of one task by the names of the columns."""
    head, deadline = extraction.document, task.deadline
    return {
        "path": extraction.source.path,
        "number": head.number,
        "kind": head.kind,
        "issuer": head.issuer,
        "issued": _day(head.issued),
        "subject": head.subject,
        "id": task.id,
        "locator": task.locator,
        "page": task.page,
        "start": task.start,
        "end": task.end,
        "text": task.text,
        "content": task.content,
        "owners": [party.name for party in task.owners],
        "owner_agencies": [party.agency for party in task.owners],
        "coordinators": [party.name for party in task.coordinators],
        "deadline": deadline.text if deadline else None,
        "deadline_kind": deadline.kind if deadline else None,
        "due": _day(deadline.due if deadline else None),
        "recurrence": deadline.recurrence if deadline else None,
        "result": task.result.text if task.result else None,
        "findings": [finding.rule for finding in task.findings],
        "severity": labels.worst_severity(task),
        "rewording": task.rewording.text if task.rewording else None,
        "confidence": task.confidence,
    } | {f"rõ {name}": task.clarity.get(name) for name in DIMENSIONS}


def _schema() -> Schema:
    import pyarrow

    text, texts, whole = pyarrow.string(), pyarrow.list_(pyarrow.string()), pyarrow.int64()
    types = dict.fromkeys(("page", "start", "end"), whole) | dict.fromkeys(("issued", "due"), pyarrow.date32())
    types["confidence"] = pyarrow.float64()
    types |= dict.fromkeys(("owners", "owner_agencies", "coordinators", "findings"), texts)
    types |= {f"rõ {name}": pyarrow.bool_() for name in DIMENSIONS}
    empty = Task(id="", locator="", text="", start=0, end=0, content="")
    return pyarrow.schema([(name, types.get(name, text)) for name in row(Extraction(), empty)])


def _day(iso: str | None) -> date | None:
    """The day of an ISO date or date-time; None for none or one that is no date of the calendar."""
    when = labels.moment(iso)
    return date(when.year, when.month, when.day) if when else None
