"""Gold annotation and predictions in one form, the `TaskAnswer`, so that the two can be compared field by field."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import GiaoviecError
from pipeline.knowledge.rulebook import load_rulebook
from pipeline.learning.names import is_generic
from pipeline.schema import Extraction

RULES = ("owner-missing", "owner-generic", "deadline-missing", "deadline-vague", "result-missing", "content-generic")
"""The rules whose findings follow from the fields of a gold task."""
FINDINGS = "findings.csv"
"""The file of a bench in which people have said of each gold task which of the other rules hold."""
EVERY_DOCUMENT = "*"
"""Stands for the document in the line of `FINDINGS` that names the rules that were judged."""
HEADER_FIELDS = ("number", "issued")

Prediction = Mapping[str, Any] | Extraction


class Due(NamedTuple):
    """What counts of a deadline: its kind, and the ISO day or the recurrence."""

    kind: str | None
    value: str | None = None


@dataclass(frozen=True)
class TaskAnswer:
    """One task as it is scored.

    Attributes:
        quote: the task's text in the document.
        due: None without deadline.
        states_day: whether a prediction resolves the deadline to a day, so that a wrong day would mislead the reader.
        rules: the findings: of a gold task those among the rules that were judged.
        phrase: the deadline's words, for display only.
    """

    quote: str
    owners: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    due: Due | None = None
    states_day: bool = False
    rules: frozenset[str] = frozenset()
    phrase: str = ""


@dataclass(frozen=True)
class DocumentAnswer:
    """One document as it is scored: the header's fields, the tasks, and the quotes that are neither right nor wrong."""

    header: Mapping[str, str | None]
    tasks: tuple[TaskAnswer, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoldDocument:
    """A document of a bench with its gold annotation; `doc` is its id, `kind` the kind of document that its header tells.

    `judged` are the rules that were asked of every one of its tasks.
    """

    doc: str
    text: str
    kind: str
    gold: DocumentAnswer
    judged: frozenset[str] = frozenset(RULES)


def read_bench(bench: Path, docs: Collection[str] | None = None) -> list[GoldDocument]:
    """The documents of `bench/gold/*.json` with their text from `bench/docs/*.txt`, in the order of their ids.

    Args:
        docs: only these ids; None or empty for all.

    Raises:
        GiaoviecError: GV405 when the folder has no gold, an id is not in it, a text is missing or a gold file is malformed.
    """
    files = {file.stem: file for file in sorted((bench / "gold").glob("*.json"))}
    if not files:
        raise GiaoviecError("GV405", path=bench, detail="không có tệp gold/*.json")
    unknown = sorted(set(docs or ()) - files.keys())
    if unknown:
        raise GiaoviecError("GV405", path=bench, detail=f"không có văn bản {', '.join(unknown)}")
    documents = [_read_document(bench, file) for doc, file in files.items() if not docs or doc in docs]
    return _with_findings(documents, bench) if (bench / FINDINGS).is_file() else documents


def _with_findings(documents: list[GoldDocument], bench: Path) -> list[GoldDocument]:
    """The documents with the findings that people have given: see `_read_findings`.

    Raises:
        GiaoviecError: GV405 for a task that the file says nothing of.
    """
    judged, given = _read_findings(bench)
    out = []
    for document in documents:
        tasks = []
        for number, task in enumerate(document.gold.tasks, start=1):
            quote, rules = given.get((document.doc, number), ("", frozenset()))
            if not quote or not " ".join(task.quote.split()).startswith(quote):
                raise GiaoviecError("GV405", path=bench, detail=f"{FINDINGS} thiếu nhiệm vụ {number} của {document.doc}")
            tasks.append(replace(task, rules=task.rules | rules))
        out.append(replace(document, gold=replace(document.gold, tasks=tuple(tasks)), judged=judged | frozenset(RULES)))
    return out


def _read_findings(bench: Path) -> tuple[frozenset[str], dict[tuple[str, int], tuple[str, frozenset[str]]]]:
    """The rules that were judged, and for each document and number of a task the start of its quote and the rules that hold.

    The line of the document `*` names the rules that were judged, each other line one task: doc, number from 1, start of the quote, rules.

    Raises:
        GiaoviecError: GV405 for a line that is not of this form, names a rule that is not judged, or stands for no document of the bench.
    """
    known = {file.stem for file in (bench / "gold").glob("*.json")}
    judged: frozenset[str] = frozenset()
    given: dict[tuple[str, int], tuple[str, frozenset[str]]] = {}
    with (bench / FINDINGS).open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        if next(reader, None) != ["doc", "task", "quote", "rules"]:
            raise _wrong(bench, 1, "phải có tiêu đề doc,task,quote,rules")
        for row in reader:
            if len(row) != 4:
                raise _wrong(bench, reader.line_num, "phải có 4 cột")
            doc, number, quote, rules = row[0], row[1], row[2], frozenset(row[3].split())
            fault = None
            if doc == EVERY_DOCUMENT:
                judged, fault = rules, _not_judgeable(rules)
            elif unknown := sorted(rules - judged):
                fault = f"quy tắc «{unknown[0]}» không có trong dòng «{EVERY_DOCUMENT}»"
            elif doc not in known or not number.isdecimal() or not quote or (doc, int(number)) in given:
                fault = f"không có văn bản «{doc}», số nhiệm vụ không phải là số, thiếu trích dẫn hoặc trùng dòng trước"
            else:
                given[doc, int(number)] = quote, rules
            if fault:
                raise _wrong(bench, reader.line_num, fault)
    return judged, given


def _not_judgeable(rules: frozenset[str]) -> str | None:
    unknown = sorted(rules - (load_rulebook().keys() - set(RULES)))
    return f"quy tắc «{unknown[0]}» không có, hoặc suy ra từ gold" if unknown else None


def _wrong(bench: Path, line: int, detail: str) -> GiaoviecError:
    return GiaoviecError("GV405", path=bench, detail=f"{FINDINGS} dòng {line}: {detail}")


def _read_document(bench: Path, gold_file: Path) -> GoldDocument:
    text_file = bench / "docs" / f"{gold_file.stem}.txt"
    if not text_file.is_file():
        raise GiaoviecError("GV405", path=bench, detail=f"thiếu docs/{text_file.name}")
    try:
        gold = json.loads(gold_file.read_text("utf-8"))
        return gold_document(gold_file.stem, text_file.read_text("utf-8", errors="replace"), gold)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GiaoviecError("GV405", path=bench, detail=f"gold/{gold_file.name} sai mẫu: {error!r}") from error


def gold_document(doc: str, text: str, gold: Mapping[str, Any]) -> GoldDocument:
    """A document with the JSON object of its gold file."""
    header = gold.get("header") or {}
    answer = DocumentAnswer(
        header={field: header.get(field) for field in HEADER_FIELDS},
        tasks=tuple(gold_answer(task) for task in gold["tasks"]),
        ignored=tuple(gold.get("ignore", ())),
    )
    return GoldDocument(doc, text, header.get("kind") or "", answer)


def read_predictions(folder: Path, docs: Iterable[str]) -> dict[str, Any]:
    """The predictions `<id>.json` or `<id>.<ext>.json` anywhere under the folder; an id without one is left out.

    Raises:
        GiaoviecError: GV108 when there is no such folder, GV406 when a file is not the JSON object of the contract.
    """
    if not folder.is_dir():
        raise GiaoviecError("GV108", path=folder)
    predictions: dict[str, Any] = {}
    for doc in docs:
        file = next((file for file in sorted(folder.rglob(f"{doc}.*")) if file.suffix == ".json"), None)
        if file:
            predictions[doc] = read_object(file, predicted_document)
    return predictions


def read_object(file: Path, check: Callable[[Any], object]) -> Any:
    """The JSON value of a file, after `check` has gone through it without error.

    Raises:
        GiaoviecError: GV406 when the file cannot be read or is not what `check` expects.
    """
    try:
        value = json.loads(file.read_text("utf-8"))
        check(value)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise GiaoviecError("GV406", path=file, detail=repr(error)) from error
    return value


def predicted_document(prediction: Prediction | None) -> DocumentAnswer:
    """A prediction in the form of the contract as a `DocumentAnswer`; None (no output) has neither header nor tasks."""
    if isinstance(prediction, Extraction):
        prediction = prediction.model_dump(by_alias=True)
    prediction = prediction or {"tasks": ()}
    header = prediction.get("document") or {}
    return DocumentAnswer(
        header={field: header.get(field) for field in HEADER_FIELDS},
        tasks=tuple(predicted_answer(task) for task in prediction["tasks"]),
    )


def predicted_answer(task: Mapping[str, Any]) -> TaskAnswer:
    """A task of the contract (`schema.Task`) as it is scored."""
    deadline = task.get("deadline") or {}
    kind, due = deadline.get("kind"), deadline.get("due")
    return TaskAnswer(
        quote=task["text"],
        owners=_party_names(task.get("owners")),
        coordinators=_party_names(task.get("coordinators")),
        due=_due(kind, deadline.get("recurrence") if kind == "recurring" else due) if deadline else None,
        states_day=bool(due),
        rules=frozenset(finding["rule"] for finding in task.get("findings", ())),
        phrase=deadline.get("text") or "",
    )


def _party_names(parties: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(party["name"] if isinstance(party, Mapping) else party for party in parties or ())


def gold_answer(task: Mapping[str, Any]) -> TaskAnswer:
    """A task of a gold file as it is scored; the findings follow from its fields (GUIDELINES, end of section 3)."""
    owners = tuple(task.get("owner") or ())
    deadline = task.get("deadline") or {}
    due = _due(deadline["kind"], deadline.get("value")) if deadline else None
    expected = {
        "owner-missing": not owners,
        "owner-generic": bool(owners) and all(map(is_generic, owners)),
        "deadline-missing": due is None,
        "deadline-vague": due is not None and due.kind == "vague",
        "result-missing": not task.get("result"),
        "content-generic": bool(task.get("content_generic")),
    }
    return TaskAnswer(
        quote=task["quote"],
        owners=owners,
        coordinators=tuple(task.get("coordinators") or ()),
        due=due,
        rules=frozenset(rule for rule, holds in expected.items() if holds),
        phrase=deadline.get("quote") or "",
    )


def _due(kind: str | None, value: str | None) -> Due:
    """A duration that was resolved counts as the day it ends on; of a day with a time of day only the day counts."""
    if kind in ("date", "duration"):
        return Due("date", value[:10]) if value else Due("duration")
    return Due(kind, value if kind == "recurring" else None)
