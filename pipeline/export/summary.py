"""The counts of the register's sheet "Tổng hợp 6 rõ": how clear the documents are, who holds unclear tasks, what they lack most."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any, NamedTuple

from pipeline.export import labels
from pipeline.pipes.clarity.repeats import NOBODY
from pipeline.schema import DIMENSIONS, Extraction, Severity, Task

Table = dict[str, list[Any]]
"""Columns by their headings; a share is a float from 0 to 1, None where nothing was judged."""


class Judged:
    """How many tasks were judged by each of the "6 rõ", and how many of them are clear."""

    def __init__(self) -> None:
        self.known = Counter[str]()
        self.clear = Counter[str]()

    def add(self, task: Task) -> None:
        """Counts one task."""
        for name, value in task.clarity.items():
            if value is not None:
                self.known[name] += 1
                self.clear[name] += value

    def shares(self) -> dict[str, float | None]:
        """For each of the "6 rõ" the share of what is clear; None where nothing was judged by it."""
        return {name: self.clear[name] / self.known[name] if self.known[name] else None for name in DIMENSIONS}


class _Document(NamedTuple):
    name: str
    issued: date | datetime | None
    tasks: int
    flagged: int
    shares: tuple[float | None, ...]


class Counts:
    """What is counted of the documents that are added, by document, owner and rule; the tables may be asked for at any time."""

    def __init__(self) -> None:
        self._judged = Judged()
        self._documents: list[_Document] = []
        self._owners: dict[str, Counter[str]] = {}
        self._rules = Counter[tuple[str, Severity]]()

    def add(self, extraction: Extraction) -> None:
        """Counts one document with its tasks; a task of two owners counts for both, a rule once for a task."""
        judged, flagged = Judged(), 0
        for task in extraction.tasks:
            judged.add(task)
            self._judged.add(task)
            flagged += bool(task.findings)
            self._rules.update({(one.rule, one.severity) for one in task.findings})
            for owner in {party.name for party in task.owners} or {NOBODY}:
                held = self._owners.setdefault(owner, Counter())
                held.update(tasks=1, flagged=bool(task.findings), open=task.deadline is None)
        if extraction.tasks:
            issued = labels.moment(extraction.document.issued)
            self._documents.append(_Document(_name(extraction), issued, len(extraction.tasks), flagged, tuple(judged.shares().values())))

    def by_dimension(self) -> Table:
        """For each of the "6 rõ": the tasks that were judged, those that are clear and unclear, the share of the clear ones."""
        known, clear = ([counter[name] for name in DIMENSIONS] for counter in (self._judged.known, self._judged.clear))
        return {
            "Tiêu chí": [f"Rõ {name}" for name in DIMENSIONS],
            "Nhiệm vụ đã xét": known,
            "Đã rõ": clear,
            "Chưa rõ": [all_ - some for all_, some in zip(known, clear, strict=True)],
            "Tỷ lệ rõ": list(self._judged.shares().values()),
        }

    def by_document(self) -> Table:
        """For each document with tasks: how many, how many are not clear, and the share of the clear ones in each of the "6 rõ"."""
        about: Table = {
            "Văn bản": [one.name for one in self._documents],
            "Ngày": [one.issued for one in self._documents],
            "Số nhiệm vụ": [one.tasks for one in self._documents],
            "Cần làm rõ": [one.flagged for one in self._documents],
        }
        return about | {f"Rõ {name}": [one.shares[at] for one in self._documents] for at, name in enumerate(DIMENSIONS)}

    def by_owner(self) -> Table:
        """For each owner: the tasks, those that are not clear, those without a deadline; who has most comes first."""
        held = sorted(self._owners.items(), key=lambda one: (-one[1]["tasks"], one[0]))
        return {
            "Cơ quan chủ trì": [owner for owner, _ in held],
            "Số nhiệm vụ": [counts["tasks"] for _, counts in held],
            "Cần làm rõ": [counts["flagged"] for _, counts in held],
            "Không có thời hạn": [counts["open"] for _, counts in held],
        }

    def by_rule(self) -> Table:
        """For each rule and severity: the tasks that it found fault with; the most frequent comes first."""
        found = sorted((-tasks, *labels.rule(rule), severity) for (rule, severity), tasks in self._rules.items())
        return {
            "Mã": [code for _, code, _, _ in found],
            "Vấn đề": [title for _, _, title, _ in found],
            "Mức độ": [labels.SEVERITIES[severity] for *_, severity in found],
            "Số nhiệm vụ": [-tasks for tasks, *_ in found],
        }


def _name(extraction: Extraction) -> str:
    """What the document is called; one of a kind but without number is told apart by its file."""
    file = labels.file_name(extraction)
    known = extraction.document.number or not (extraction.document.kind and file)
    return labels.title(extraction) if known else f"{labels.title(extraction)} ({file})"
