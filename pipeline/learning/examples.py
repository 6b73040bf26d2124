"""From annotated documents to the cases that models learn from: what the pipeline saw, and what the gold says of it.

The pipeline itself makes the cases, so that a model is trained on what it will be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.learning.answers import GoldDocument
from pipeline.learning.evaluation import IGNORED, score_document
from pipeline.learning.matching import QuoteFinder, WordIndex
from pipeline.pipes.agencies.boundary_model import positions
from pipeline.pipes.agencies.grammar import starts_body
from pipeline.pipes.clarity.confidence import confidence_features
from pipeline.pipes.clarity.content import is_generic
from pipeline.pipes.clarity.content_model import content_features
from pipeline.pipes.load import extraction
from pipeline.pipes.tasks.boundaries import named_from
from pipeline.pipes.tasks.order_model import OrderView, candidates

_SURELY_TASK, _SURELY_NONE = 0.5, 0.15  # share of a candidate's words that lie in gold tasks; what is between teaches nothing

_BETWEEN = " ,()"  # what may stand between a name and the word behind it


@dataclass(frozen=True)
class Example:
    """One case: its features (words, parted by blanks), the gold's answer and the rule's; `document` is its place among the documents.

    Cases of one document with the same `choice` are places of which one is chosen.
    """

    features: str
    label: bool
    rule: bool
    document: int
    choice: int | None = None


def _line(features: Iterable[str]) -> str:
    """Features in one line, in an order that does not depend on the run."""
    return " ".join(sorted(set(features)))


def order_examples(doc: Doc, gold: GoldDocument, place: int) -> Iterator[Example]:
    """Is this an order: of each candidate of a Doc that only the rules went over."""
    index = WordIndex(doc.text)
    in_gold, in_text = QuoteFinder(index), QuoteFinder(index)
    ordered = set[int]().union(*(in_gold.find(task.quote) for task in gold.gold.tasks))
    ignored = set[int]().union(*map(in_gold.find, gold.gold.ignored))
    view = OrderView(doc._.structure, doc._.assignments)
    for candidate in candidates(doc._.assignments):
        words = in_text.find(doc.text[candidate.assignment.start : candidate.assignment.end])
        if not words or len(words & ignored) >= IGNORED * len(words):
            continue
        share = len(words & ordered) / len(words)
        if share >= _SURELY_TASK or share < _SURELY_NONE:
            yield Example(_line(view.features(candidate)), share >= _SURELY_TASK, candidate.taken, place)


def boundary_examples(doc: Doc, gold: GoldDocument, place: int) -> Iterator[Example]:
    """Where does the name end: of each place behind the beginning of an owner's name that the gold has in the task's own words."""
    text, folded = doc._.structure.text, doc._.structure.folded
    for outcome in score_document(gold, extraction(doc)).outcomes:
        if outcome.predicted is None or outcome.gold is None:
            continue
        task = doc._.drafts[outcome.predicted].assignment
        start = named_from(task)
        end = _owners_end(text, start, task.end, gold.gold.tasks[outcome.gold].owners) if start is not None else None
        if start is None or end is None or not starts_body(folded, start):
            continue
        rule = task.owners[-1].end if task.owners else None
        for position in positions(text, folded, start, task.end, rule):
            over = len(text[: position.at].rstrip(_BETWEEN))
            yield Example(_line(position.features), over == end, position.rule, place, start)


def _owners_end(text: str, start: int, end: int, owners: Sequence[str]) -> int | None:
    """Where the last of the gold's owners ends, when they all stand in the text and the first begins at `start`."""
    begins = [text.find(owner, start, end) for owner in owners]
    if not begins or min(begins) != start:
        return None
    return max(at + len(owner) for at, owner in zip(begins, owners, strict=True))


def content_examples(doc: Doc, gold: GoldDocument, place: int) -> Iterator[Example]:
    """Is the content generic: of each task without a result that was found and is in the gold."""
    for outcome in score_document(gold, extraction(doc)).outcomes:
        if outcome.predicted is None or outcome.gold is None:
            continue
        task = doc._.tasks[outcome.predicted]
        if task.result is None:
            generic = "content-generic" in gold.gold.tasks[outcome.gold].rules
            rule = is_generic(task.content)
            yield Example(_line(content_features(task.content, rule)), generic, rule, place)


def confidence_examples(doc: Doc, gold: GoldDocument, place: int) -> Iterator[Example]:
    """Is the task right as it stands: of each task found, with its owner, coordinators and deadline."""
    for outcome in score_document(gold, extraction(doc)).outcomes:
        if outcome.predicted is not None:
            draft, task = doc._.drafts[outcome.predicted], doc._.tasks[outcome.predicted]
            features = _line(confidence_features(doc._.structure, draft, task))
            yield Example(features, outcome.outcome == "exact", True, place)
