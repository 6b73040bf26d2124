"""The counts of the register's sheet "Tổng hợp 6 rõ": how clear the documents are, who holds unclear tasks, what they lack most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.export import labels
from pipeline.pipes.clarity.repeats import NOBODY
from pipeline.schema import DIMENSIONS, Extraction, Severity

if TYPE_CHECKING:
    from pandas import DataFrame

Table = dict[str, list[Any]]
"""Columns by their headings; a share is a float from 0 to 1, None where nothing was judged."""


@dataclass(slots=True)
class Counts:
    """What is counted of the documents that are added; the tables may be asked for at any time."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    owners: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)

    def add(self, extraction: Extraction) -> None:
        """Counts one document with its tasks; a task of two owners counts for both, a rule once for a task."""
        document, file = len(self.documents), labels.file_name(extraction)
        known = extraction.document.number or not (extraction.document.kind and file)
        name = labels.title(extraction) if known else f"{labels.title(extraction)} ({file})"
        self.documents.append({"name": name, "issued": labels.moment(extraction.document.issued)})
        for task in extraction.tasks:
            about = {"document": document, "task": len(self.tasks), "flagged": bool(task.findings), "open": task.deadline is None}
            self.tasks.append(about | {name: task.clarity.get(name) for name in DIMENSIONS})
            self.owners += [about | {"owner": owner} for owner in sorted({party.name for party in task.owners}) or [NOBODY]]
            self.findings += [{"task": about["task"], "rule": one.rule, "severity": one.severity} for one in task.findings]

    def by_dimension(self) -> Table:
        """For each of the "6 rõ": the tasks that were judged, those that are clear and unclear, the share of the clear ones."""
        judged = self._frame()[list(DIMENSIONS)]
        known, clear = judged.notna().sum(), (judged == 1).sum()
        return {
            "Tiêu chí": [f"Rõ {name}" for name in DIMENSIONS],
            "Nhiệm vụ đã xét": known.astype(int).tolist(),
            "Đã rõ": clear.astype(int).tolist(),
            "Chưa rõ": (known - clear).astype(int).tolist(),
            "Tỷ lệ rõ": list(_shares(judged)),
        }

    def by_document(self) -> Table:
        """For each document with tasks: how many, how many are not clear, and the share of the clear ones in each of the "6 rõ"."""
        frame = self._frame()
        groups = frame.groupby("document", sort=True)
        shares = [list(_shares(group[list(DIMENSIONS)])) for _, group in groups]
        about = [self.documents[document] for document in groups.groups]
        return {
            "Văn bản": [one["name"] for one in about],
            "Ngày": [one["issued"] for one in about],
            "Số nhiệm vụ": groups.size().astype(int).tolist(),
            "Cần làm rõ": groups["flagged"].sum().astype(int).tolist(),
        } | {f"Rõ {name}": [share[at] for share in shares] for at, name in enumerate(DIMENSIONS)}

    def by_owner(self) -> Table:
        """For each owner: the tasks, those that are not clear, those without a deadline; who has most comes first."""
        import pandas as pd

        frame = pd.DataFrame(self.owners, columns=["owner", "task", "flagged", "open"])
        table = frame.groupby("owner", as_index=False).agg(tasks=("task", "nunique"), flagged=("flagged", "sum"), open=("open", "sum"))
        table = table.sort_values(["tasks", "owner"], ascending=[False, True])
        return {
            "Cơ quan chủ trì": table["owner"].tolist(),
            "Số nhiệm vụ": table["tasks"].astype(int).tolist(),
            "Cần làm rõ": table["flagged"].astype(int).tolist(),
            "Không có thời hạn": table["open"].astype(int).tolist(),
        }

    def by_rule(self) -> Table:
        """For each rule and severity: the tasks that it found fault with; the most frequent comes first."""
        import pandas as pd

        frame = pd.DataFrame(self.findings, columns=["rule", "severity", "task"])
        table = frame.groupby(["rule", "severity"], as_index=False).agg(tasks=("task", "nunique"))
        table[["code", "title"]] = [labels.rule(name) for name in table["rule"]] or None
        table = table.sort_values(["tasks", "code", "title"], ascending=[False, True, True])
        return {
            "Mã": table["code"].tolist(),
            "Vấn đề": table["title"].tolist(),
            "Mức độ": [labels.SEVERITIES[severity] for severity in _severities(table)],
            "Số nhiệm vụ": table["tasks"].astype(int).tolist(),
        }

    def _frame(self) -> DataFrame:
        import pandas as pd

        frame = pd.DataFrame(self.tasks, columns=["document", "task", "flagged", "open", *DIMENSIONS])
        return frame.astype(dict.fromkeys(DIMENSIONS, "boolean"))


def _shares(judged: DataFrame) -> Iterator[float | None]:
    """For each column the share of what is true among what is true or false."""
    for name in judged:
        known = judged[name].dropna()
        yield float(known.mean()) if len(known) else None


def _severities(table: DataFrame) -> list[Severity]:
    return table["severity"].tolist()
