"""What clerks decided about tasks, as training data: reviewed documents become the office's own corpus.

A line of a decisions file is the JSON of one document (`schema.Extraction`) after review: fields as the reviewer left them, tasks that were
missed added, and in each task a `verdict`: "accepted", "edited" or "added" for what is a task, "rejected" for what is none. A finding that
the reviewer dismissed has `dismissed` with a reason. A document in which some task has no verdict was not read to its end and is left out;
so is one without tasks, unless `"reviewed": true` says that somebody read it and found none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.errors import GiaoviecError, system_reason
from pipeline.learning.documents import text_hash
from pipeline.schema import Extraction, Task

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
        GiaoviecError: GV108 when there is no such file, GV109 when it cannot be read, GV409 with the line that is not as it must be.
    """
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise GiaoviecError("GV108", path=file) from error
    except OSError as error:
        raise GiaoviecError("GV109", path=file, detail=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise GiaoviecError("GV409", path=file, line=1, detail="tệp không phải UTF-8") from error
    out = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                out.append(_reviewed(json.loads(line)))
            except json.JSONDecodeError as error:
                raise GiaoviecError("GV409", path=file, line=number, detail="không phải JSON") from error
            except ValueError as error:
                raise GiaoviecError("GV409", path=file, line=number, detail=_reason(error)) from error
    return out


def _reviewed(line: Any) -> ReviewedDocument:
    """The document of a line.

    Raises:
        ValueError: it is not a document of the contract with verdicts.
    """
    if not isinstance(line, dict) or not isinstance(line.get("tasks"), list) or not all(isinstance(task, dict) for task in line["tasks"]):
        raise ValueError("thiếu «tasks»")
    verdicts = [task.get("verdict") for task in line["tasks"]]
    unknown = next((verdict for verdict in verdicts if verdict is not None and verdict not in _IS_TASK), None)
    if unknown is not None:
        raise ValueError(f"verdict «{unknown}» không thuộc {', '.join(_IS_TASK)}")
    extraction = Extraction.model_validate(_without_review(line))
    doc = text_hash(extraction.text)
    reviewed = bool(verdicts) or line.get("reviewed") is True
    if None in verdicts or not reviewed or extraction.status == "failed" or not extraction.text.strip():
        return ReviewedDocument(doc, extraction.text, None)
    pairs = [(task, raw) for task, raw in zip(extraction.tasks, line["tasks"], strict=True) if _IS_TASK[raw["verdict"]]]
    tasks = [_gold_task(extraction.text, task, raw) for task, raw in pairs]
    header = extraction.document.model_dump(include={"number", "kind", "issuer", "issued", "subject"})
    return ReviewedDocument(doc, extraction.text, {"doc": doc, "header": header, "tasks": tasks, "ignore": []})


def _without_review(line: dict[str, Any]) -> dict[str, Any]:
    """The line as the contract has it, without what the review added."""
    tasks = []
    for task in line["tasks"]:
        found = task.get("findings") or []
        findings = [{key: finding[key] for key in finding if key != "dismissed"} for finding in found if isinstance(finding, dict)]
        tasks.append({**{key: task[key] for key in task if key != "verdict"}, "findings": findings})
    return {**{key: line[key] for key in line if key != "reviewed"}, "tasks": tasks}


def _reason(error: ValueError) -> str:
    """What is wrong, in words of the file: the field that the contract does not allow, or the message itself."""
    if isinstance(error, ValidationError):
        return f"trường «{'.'.join(map(str, error.errors()[0]['loc']))}» thiếu hoặc sai kiểu"
    return str(error)


def _gold_task(text: str, task: Task, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The gold of a task that the reviewer let stand.

    Raises:
        ValueError: its words do not stand in the document, or its day is none.
    """
    if not task.text.strip() or " ".join(task.text.split()) not in " ".join(text.split()):
        raise ValueError(f"nhiệm vụ «{task.text[:40]}» không có trong văn bản")
    deadline = task.deadline
    if deadline is not None and deadline.due is not None:
        try:
            date.fromisoformat(deadline.due[:10])
        except ValueError as error:
            raise ValueError(f"thời hạn «{deadline.due}» không phải ngày dạng 2025-03-20") from error
    dismissed = {finding["rule"] for finding in raw.get("findings") or [] if finding.get("dismissed")}
    value = (deadline.recurrence if deadline.kind == "recurring" else deadline.due) if deadline else None
    return {
        "quote": task.text,
        "owner": [owner.name for owner in task.owners],
        "inherited": bool(task.owners) and all(owner.source != "explicit" for owner in task.owners),
        "coordinators": [party.name for party in task.coordinators],
        "deadline": {"quote": deadline.text, "kind": deadline.kind, "value": value} if deadline else None,
        "result": task.result.text if task.result else None,
        "content_generic": any(finding.rule == "content-generic" for finding in task.findings) and "content-generic" not in dismissed,
    }


def add_to_corpus(reviewed: Iterable[ReviewedDocument], corpus: Path) -> None:
    """Writes reviewed documents to the office's corpus (`docs/*.txt`, `gold/*.json`); a document reviewed again replaces itself.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written.
    """
    try:
        for one in reviewed:
            if one.gold is None:
                continue
            gold = json.dumps(one.gold, ensure_ascii=False, indent=1)
            for name, content in ((f"docs/{one.doc}.txt", one.text), (f"gold/{one.doc}.json", gold)):
                (corpus / name).parent.mkdir(parents=True, exist_ok=True)
                (corpus / name).write_text(content, "utf-8")
    except OSError as error:
        raise GiaoviecError("GV401", path=corpus, detail=system_reason(error)) from error
