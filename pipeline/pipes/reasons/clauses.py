"""The clauses of a document, found by where they stand or by their words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.errors import GiaoviecError
from pipeline.language.fold import fold
from pipeline.pipes.tasks.sentences import sentences
from pipeline.structure.outline import Item

_SHOWN = 5
_CLOSE_WORDS = 0.5  # share of the words asked for


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of a paragraph, or a row of a table. A row that is a task goes by the locator of the task (its ordinal in the table)."""

    item: Item
    start: int
    end: int
    locator: str


def clauses(doc: Doc) -> list[Clause]:
    """Every clause of a processed Doc, in reading order."""
    rows = _tasks_of_rows(doc)
    out = []
    for item in doc._.structure.outline.items:
        spans = [] if item.kind == "row" else sentences(doc._.structure.text, item.start, item.end)
        locator = rows.get(item.index, item.locator)
        out += [Clause(item, start, end, locator) for start, end in spans or [(item.start, item.end)]]
    return out


def _tasks_of_rows(doc: Doc) -> dict[int, str]:
    """The locators of the tasks that stand in rows, by the index of the row."""
    pairs = zip(doc._.drafts, doc._.tasks, strict=True)
    return {draft.assignment.item.index: task.locator for draft, task in pairs if draft.assignment.row is not None}


def clauses_at(doc: Doc, at: str) -> list[Clause]:
    """The clauses at a locator ("II.3.b"), also of the unnumbered paragraphs that go on the item.

    Raises:
        GiaoviecError: GV417 with the nearest locators, when the document has no such.
    """
    every = clauses(doc)
    wanted = _plain(at)
    found = [clause for clause in every if clause.locator and _plain(clause.locator) == wanted]
    if not found:
        known = list(dict.fromkeys(clause.locator for clause in every if clause.locator))
        near = _nearest(at, known)
        close = f" Vị trí gần nhất: {'; '.join(near)}." if near else ""
        raise GiaoviecError("GV417", path=doc._.source.path or "văn bản", at=at, close=close)
    tasks = _tasks_of_rows(doc)
    in_rows = [clause for clause in found if clause.item.index in tasks]  # "Bảng 1.2" is first the row with the ordinal 2
    return in_rows or found


def clauses_with(doc: Doc, words: str) -> list[Clause]:
    """The clauses that hold some of the document's words, whatever its line breaks, capitals and tone marks.

    Raises:
        GiaoviecError: GV418 with the clauses that share most words, when these words stand in none.
    """
    every = clauses(doc)
    parts = [re.escape(part) for part in fold(words).split()]
    places = [match.span() for match in re.finditer(r"\s+".join(parts), doc._.structure.folded)] if parts else []
    found = [clause for clause in every if any(start < clause.end and end > clause.start for start, end in places)]
    if not found:
        near = "; ".join(f"«{quote}»" for quote in _alike(doc, words, every))
        raise GiaoviecError("GV418", path=doc._.source.path or "văn bản", text=words, close=f" Câu gần nhất: {near}." if near else "")
    return found


def _plain(locator: str) -> str:
    """A locator as it is compared: "ii.3.b", however it was typed ("II.3 b)")."""
    return ".".join(re.findall(r"[+-]?\w+", fold(locator).replace("điều ", "điều_").replace("bảng ", "bảng_")))


def _nearest(at: str, known: Sequence[str]) -> list[str]:
    """The locators that begin with as many parts of this one as any does, those spelt most like it first."""
    wanted = _plain(at).split(".")

    def shared(locator: str) -> int:
        parts = _plain(locator).split(".")
        return next((i for i, (one, other) in enumerate(zip(wanted, parts, strict=False)) if one != other), min(len(wanted), len(parts)))

    most = max(map(shared, known), default=0)
    best = [locator for locator in known if shared(locator) == most]
    likeness = {locator: difflib.SequenceMatcher(None, _plain(at), _plain(locator)).ratio() for locator in best}
    return sorted(best, key=lambda locator: -likeness[locator])[:_SHOWN]


def _alike(doc: Doc, words: str, every: Sequence[Clause]) -> Iterator[str]:
    """The beginnings of the clauses that share most of some words."""
    wanted = set(re.findall(r"\w+", fold(words)))
    folded = doc._.structure.folded
    shares = [(len(wanted & set(re.findall(r"\w+", folded[one.start : one.end]))), -one.start, one) for one in every]
    for share, _, one in sorted(shares, key=lambda entry: entry[:2], reverse=True)[:2]:
        if wanted and share >= _CLOSE_WORDS * len(wanted):
            yield " ".join(doc._.structure.text[one.start : one.end].split()[:10]) + " …"
