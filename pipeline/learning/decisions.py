"""What clerks decided about tasks, as training data: reviewed documents become the office's own corpus.

A line of a decisions file is the JSON of one document (`schema.Extraction`) after review: fields as the reviewer left them, tasks that were
missed added, and in each task a `verdict`: "accepted", "edited" or "added" for what is a task, "rejected" for what is none. A finding that
the reviewer dismissed has `dismissed` with a reason. A document in which some task has no verdict was not read to its end and is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import GiaoviecError
from pipeline.learning.answers import gold_document

_IS_TASK = {"accepted": True, "edited": True, "added": True, "rejected": False}


@dataclass(frozen=True)
class ReviewedDocument:
    """One document with the gold that follows from its review; None where it was not read to its end."""

    doc: str
    text: str
    gold: Mapping[str, Any] | None


def read_decisions(file: Path) -> list[ReviewedDocument]:
    """The documents of a decisions file.

    Raises:
        GiaoviecError: GV108 when there is no such file, GV409 with the line that is not as it must be.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise GiaoviecError("GV108", path=file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise GiaoviecError("GV109", path=file, detail=str(error)) from error
    out = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            reviewed = _reviewed(json.loads(line))
            if reviewed.gold is not None:
                gold_document(reviewed.doc, reviewed.text, reviewed.gold)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GiaoviecError("GV409", path=file, line=number, detail=str(error) or repr(error)) from error
        out.append(reviewed)
    return out


def _reviewed(extraction: Mapping[str, Any]) -> ReviewedDocument:
    text = extraction["text"]
    doc = hashlib.sha256(text.encode()).hexdigest()[:16]
    verdicts = [task.get("verdict") for task in extraction["tasks"]]
    unknown = next((verdict for verdict in verdicts if verdict is not None and verdict not in _IS_TASK), None)
    if unknown is not None:
        raise ValueError(f"verdict «{unknown}» không thuộc {', '.join(_IS_TASK)}")
    if None in verdicts:
        return ReviewedDocument(doc, text, None)
    header = extraction.get("document") or {}
    gold = {
        "doc": doc,
        "header": {key: header.get(key) for key in ("number", "kind", "issuer", "issued", "subject")},
        "tasks": [_gold_task(task) for task in extraction["tasks"] if _IS_TASK[task["verdict"]]],
        "ignore": [],
    }
    return ReviewedDocument(doc, text, gold)


def _gold_task(task: Mapping[str, Any]) -> dict[str, Any]:
    deadline, result = task.get("deadline"), task.get("result")
    owners = task.get("owners") or []
    value = (deadline.get("recurrence") if deadline["kind"] == "recurring" else deadline.get("due")) if deadline else None
    return {
        "quote": task["text"],
        "owner": [owner["name"] for owner in owners],
        "inherited": bool(owners) and all(owner.get("source", "explicit") != "explicit" for owner in owners),
        "coordinators": [party["name"] for party in task.get("coordinators") or []],
        "deadline": {"quote": deadline["text"], "kind": deadline["kind"], "value": value} if deadline else None,
        "result": result["text"] if result else None,
        "content_generic": any(
            finding["rule"] == "content-generic" and not finding.get("dismissed") for finding in task.get("findings") or []
        ),
    }


def add_to_corpus(reviewed: Iterable[ReviewedDocument], corpus: Path) -> int:
    """Writes reviewed documents to the office's corpus (`docs/*.txt`, `gold/*.json`); a document reviewed again replaces itself.

    Returns:
        How many were written.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written.
    """
    written = 0
    try:
        for one in reviewed:
            if one.gold is None:
                continue
            gold = json.dumps(one.gold, ensure_ascii=False, indent=1)
            for name, content in ((f"docs/{one.doc}.txt", one.text), (f"gold/{one.doc}.json", gold)):
                (corpus / name).parent.mkdir(parents=True, exist_ok=True)
                (corpus / name).write_text(content, "utf-8")
            written += 1
    except OSError as error:
        raise GiaoviecError("GV401", path=corpus, detail=error.strerror) from error
    return written
