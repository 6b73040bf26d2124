"""What the comments say and which words they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.export import labels
from pipeline.schema import Extraction, Finding

_SUBJECT = ("V/v", "v/v")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the characters from `start` to `end` of the text; `lines` are its paragraphs."""

    start: int
    end: int
    lines: tuple[str, ...]


def remarks(extraction: Extraction, titles: Mapping[str, str]) -> list[Remark]:
    """A remark for every finding, in the order of the text; one without words of its own is about its task, one of the document about its
    title.

    Args:
        extraction: the document.
        titles: what to call each rule ("D01 Thiếu thời hạn"); one that is not in it is called by its name.
    """
    found = [_remark(finding, *title_of(extraction), titles) for finding in extraction.findings]
    found += [_remark(finding, task.start, task.end, titles) for task in extraction.tasks for finding in task.findings]
    return sorted(found, key=lambda remark: (remark.start, -remark.end))


def title_of(extraction: Extraction) -> tuple[int, int]:
    """Start and end of the document's title: its kind in capitals, else its subject (an official letter), else its first words.

    >>> from pipeline.schema import Header
    >>> text = "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI\\nTỈNH BẮC LÂM | Độc lập\\nCHỈ THỊ\\nVề việc tiếp công dân"
    >>> start, end = title_of(Extraction(text=text, document=Header(kind="chỉ thị")))
    >>> text[start:end]
    'CHỈ THỊ'
    """
    kind = (extraction.document.kind or "").upper()
    lines = list(_lines(extraction.text))
    found = [(start, line) for start, line in lines if kind and line.startswith(kind)]
    found = found or [(start, line) for start, line in lines if line.startswith(_SUBJECT)] or lines[:1]
    return (found[0][0], found[0][0] + len(found[0][1])) if found else (0, 0)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, those of a table row cell by cell, each with its start."""
    start = 0
    for line in text.split("\n"):
        at = start
        for cell in line.split(" | "):
            if cell.strip():
                yield at, cell
            at += len(cell) + len(" | ")
        start += len(line) + 1


def _remark(finding: Finding, start: int, end: int, titles: Mapping[str, str]) -> Remark:
    severity = labels.degree(finding.severity)
    lines = [f"[{titles.get(finding.rule, finding.rule)}] mức độ {severity}: {finding.message}"]
    if finding.suggestion:
        lines.append(f"Đề nghị: {finding.suggestion}")
    if finding.start is not None and finding.end is not None:
        start, end = finding.start, finding.end
    return Remark(start, end, tuple(lines))
