"""Everything that is made of the documents' JSON: tables, pages, commented documents and requests, in two passes over the documents.

The first pass learns what documents say of one another (`across`); in the second each document is read, given to every writer and
forgotten, so that memory grows only by what is compared and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from pipeline.errors import GiaoviecError, system_reason
from pipeline.export import jsonl, labels, parquet, register, report, request
from pipeline.export.across import Across
from pipeline.export.atomic import check_folder, coded
from pipeline.export.documents import path_of, read_document
from pipeline.knowledge.office import NO_OFFICE, Office
from pipeline.knowledge.rulebook import load_rulebook
from pipeline.schema import Extraction

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TASKS, REGISTER, PAGE, TABLE = "tasks.jsonl", "tasks.xlsx", "report.html", "tasks.parquet"
COMMENTS, REQUESTS = "comments", "requests"
_WRITERS = {TASKS: jsonl.writer, REGISTER: register.writer, PAGE: report.writer, TABLE: parquet.writer}

Originals = Callable[[str], bytes | None]
"""Gives the bytes of the file that the document of a name was read from; None where there is none."""


def prepare(out: Path, *, office: Office = NO_OFFICE, requests: bool = False, table: bool = False) -> None:
    """Looks, before the work, whether `publish` will be able to do what it is asked for.

    Raises:
        GiaoviecError: what is wrong with the office's template of a request (see `request.check`), GV423 when pyarrow is not installed,
            GV401 when the folder cannot be written.
    """
    if requests and office.request_template:
        request.check(office.request_template)
    if table:
        parquet.check(out / TABLE)
    check_folder(out)


def publish(
    out: Path,
    names: Sequence[str],
    *,
    office: Office = NO_OFFICE,
    originals: Originals | None = None,
    comments: bool = False,
    suggest_edits: bool = False,
    requests: bool = False,
    table: bool = False,
    gone: Collection[str] = (),
) -> Counter[str]:
    """Writes everything into `out` that is made of the documents whose JSON is there, and counts it.

    A document that cannot be commented, or no request be written for, does not keep the others from it: the first such error is raised when
    everything else is written.

    Args:
        out: the folder of the run.
        names: the documents in their order, as `documents.write_document` got them.
        office: the office's configuration: findings across documents, its template.
        originals: where the Word files come from that are to be commented; for what it does not give, a new file of the text is made.
        comments: whether the documents with findings come back with comments (`comments/`).
        suggest_edits: the same, with the rewordings as tracked changes.
        requests: whether requests for revision are written (`requests/`).
        table: whether `tasks.parquet` is written too; one of an earlier run is removed otherwise.
        gone: documents whose files are there no more: what was made of them stays as it is.

    Returns:
        "documents", and by their status "ok", "partial", "failed"; "tasks"; "flagged", tasks with findings, and by their worst one "high",
        "medium", "low"; "unclear", documents with findings: those that come back with comments or get a request.

    Raises:
        GiaoviecError: GV401 when a file cannot be written, GV109 and GV406 when a document's JSON cannot be read, GV423; of a single
            document GV109, GV118 and what `request.write` says of a template.
    """
    across = Across(office, (read_document(out, name) for name in names))
    counts, problem = Counter[str](), None
    hand_back = _hand_back(out, office, originals, suggest_edits if comments or suggest_edits else None, requests)
    with ExitStack() as opened:
        writers = [(out / name, opened.enter_context(writer(out / name))) for name, writer in _WRITERS.items() if table or name != TABLE]
        for name in names:
            extraction = across.attach(read_document(out, name))
            count(extraction, counts)
            for path, add in writers:
                with coded(path):  # else another file that is open would be blamed
                    add(extraction)
            if name in gone:
                continue
            if not request.needed(extraction):
                take_back(out, name)
                continue
            for write in hand_back:
                try:
                    write(name, extraction)
                except GiaoviecError as error:
                    problem = problem or error
    if not table:
        (out / TABLE).unlink(missing_ok=True)
    if problem:
        raise problem
    return counts


def take_back(out: Path, name: str) -> None:
    """Removes what an earlier run made of a document that has nothing to be made clear any more."""
    for folder in (COMMENTS, REQUESTS):
        path_of(out / folder, name, ".docx").unlink(missing_ok=True)


def count(extraction: Extraction, counts: Counter[str]) -> None:
    """Adds a document to what `publish` returns."""
    counts["documents"] += 1
    counts[extraction.status] += 1
    counts["unclear"] += request.needed(extraction)
    counts["tasks"] += len(extraction.tasks)
    for task in extraction.tasks:
        if severity := labels.worst_severity(task):
            counts["flagged"] += 1
            counts[severity] += 1


def _hand_back(
    out: Path, office: Office, originals: Originals | None, suggest_edits: bool | None, requests: bool
) -> list[Callable[[str, Extraction], None]]:
    """What is written for each document with findings; `suggest_edits` is None where none comes back with comments."""
    writers: list[Callable[[str, Extraction], None]] = []
    if suggest_edits is not None:
        titles = {name: f"{rule.code} {rule.title}" for name, rule in load_rulebook().items()}
        writers.append(partial(_comment, out / COMMENTS, originals, suggest_edits, titles))
    if requests:
        writers.append(partial(_request, out / REQUESTS, office.request_template))
    return writers


def _comment(
    folder: Path, originals: Originals | None, suggest_edits: bool, titles: Mapping[str, str], name: str, extraction: Extraction
) -> None:
    from pipeline.export.word import write_commented

    try:
        original = originals(name) if originals and extraction.source.media_type == DOCX else None
    except OSError as error:
        raise GiaoviecError("GV109", path=name, detail=system_reason(error)) from error
    write_commented(original, extraction, path_of(folder, name, ".docx"), suggest_edits=suggest_edits, titles=titles)


def _request(folder: Path, template: Path | None, name: str, extraction: Extraction) -> None:
    request.write(extraction, path_of(folder, name, ".docx"), template=template)
