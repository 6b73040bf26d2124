"""Measures predictions against gold annotation: which tasks were found, and which of their fields are right.

A predicted and a gold task are the same when the words they cover overlap by half, one to one. Every figure of a field is end to end: a
missed gold task counts against the recall of each of its fields, a spurious one against their precision. What each figure means is
written in docs/evaluation.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.knowledge.rulebook import load_rulebook
from pipeline.learning.answers import HEADER_FIELDS, RULES, GoldDocument, Prediction, TaskAnswer, predicted_document, read_bench
from pipeline.learning.matching import QuoteFinder, WordIndex, match_tasks
from pipeline.learning.names import count_same_names

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("task", "task words", "owner", "coordinators", "deadline", "exact", *RULES, *HEADER_FIELDS)
DUE_RIGHT = "due right"  # only its precision means something: of the days that were stated, how many are right
IGNORED = 0.5  # share of a predicted task's words that lies in ignored text
_SHOWN_ELSEWHERE = frozenset({"owner-missing", "deadline-missing", "deadline-vague"})  # as a wrong owner or deadline


@dataclass
class Tally:
    """Right answers seen from the gold side (for recall) and from the predicted side (for precision), and the wrong ones."""

    gold_hits: int = 0
    predicted_hits: int = 0
    spurious: int = 0
    missed: int = 0

    def add(self, hits: int, *, spurious: int, missed: int, predicted_hits: int | None = None) -> None:
        """Adds some answers; `hits` are counted on both sides unless `predicted_hits` differ."""
        self.gold_hits += hits
        self.predicted_hits += hits if predicted_hits is None else predicted_hits
        self.spurious += spurious
        self.missed += missed

    def add_one(self, *, gold: bool, predicted: bool, right: bool) -> None:
        """Adds one answer that the gold has, or the prediction, or both, and that is right or not."""
        self.add(int(right), spurious=int(predicted and not right), missed=int(gold and not right))


@dataclass(frozen=True)
class Mistake:
    """One wrong answer, to be read by a person.

    Attributes:
        field: "no-output", "missed", "spurious", or the measure that is wrong.
        quote: the task it concerns.
        wanted, got: names, or kind, value and phrase of a deadline, or the rule where it holds.
    """

    doc: str
    field: str
    quote: str = ""
    wanted: tuple[str, ...] = ()
    got: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskOutcome:
    """What became of one gold task, or of one spurious task.

    Attributes:
        occurrence: 0 for the first task of the document with this quote, 1 for the second …
        outcome: "exact", "wrong", "missed" or "spurious".
        wrong: which of owner, coordinators and deadline are wrong.
        gold, predicted: which of the document's tasks it is about; None for one that is spurious, or was missed.
    """

    doc: str
    quote: str
    occurrence: int
    outcome: str
    wrong: tuple[str, ...] = ()
    gold: int | None = None
    predicted: int | None = None


@dataclass
class Report:
    """The outcome of an evaluation.

    Attributes:
        counts: the tallies, one row for each document and measure: doc, kind, measure and the fields of `Tally`.
        outcomes: what became of each gold task and each spurious one.
        mistakes: every wrong answer, in the order of the documents.
    """

    counts: pd.DataFrame
    outcomes: list[TaskOutcome]
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def figures(self) -> pd.DataFrame:
        """Precision, recall, f1 and number of gold answers (columns p, r, f1, n) of each of `MEASURES` and `DUE_RIGHT`."""
        return _figures(self.counts.groupby("measure")).reindex([*MEASURES, DUE_RIGHT])

    @property
    def rule_figures(self) -> pd.DataFrame:
        """The same columns for every rule of clarity that was judged, by its name."""
        figures = _figures(self.counts.groupby("measure"))
        return figures.loc[[name for name in load_rulebook() if name in figures.index]]

    def figures_by(self, column: str) -> pd.DataFrame:
        """The figures for each value of "kind" or "doc": index (value, measure)."""
        return _figures(self.counts.groupby([column, "measure"]))

    @property
    def wrong_days(self) -> tuple[int, int]:
        """How many of the days that predictions state as due are wrong, and how many are stated."""
        due = self.counts[self.counts["measure"] == DUE_RIGHT]
        wrong = int(due["spurious"].sum())
        return wrong, wrong + int(due["predicted_hits"].sum())

    @property
    def spurious_without_tasks(self) -> tuple[int, int]:
        """How many tasks were found in documents that assign none, and how many such documents there are."""
        tasks = self.counts[self.counts["measure"] == "task"]
        free = tasks[tasks["gold_hits"] + tasks["missed"] == 0]
        return int(free["spurious"].sum()), len(free)


def _figures(groups: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    """Columns p, r, f1 and n of grouped counts; a ratio of nothing to nothing is 0."""
    sums = groups[["gold_hits", "predicted_hits", "spurious", "missed"]].sum()
    n = sums["gold_hits"] + sums["missed"]
    p = (sums["predicted_hits"] / (sums["predicted_hits"] + sums["spurious"])).fillna(0.0)
    r = (sums["gold_hits"] / n).fillna(0.0)
    return sums.assign(p=p, r=r, f1=(2 * p * r / (p + r)).fillna(0.0), n=n)[["p", "r", "f1", "n"]]


def evaluate(bench: Path, predictions: Mapping[str, Prediction], *, docs: Collection[str] | None = None) -> Report:
    """Scores predictions against the gold annotation of a bench.

    Args:
        bench: a folder with `docs/<id>.txt` and `gold/<id>.json`.
        predictions: extractions, or objects of the same JSON, by document id; a document without one counts as without any task.
        docs: only these documents; None for all.

    Raises:
        GiaoviecError: GV405 when the bench is not as it must be.
    """
    return score((document, predictions.get(document.doc)) for document in read_bench(bench, docs))


def score(pairs: Iterable[tuple[GoldDocument, Prediction | None]]) -> Report:
    """Scores the predictions for some documents; None stands for a document without any."""
    import pandas as pd

    scores = [score_document(document, prediction) for document, prediction in pairs]
    rows = [
        {"doc": score.doc, "kind": score.kind, "measure": measure, **vars(score.tallies[measure])}
        for score in scores
        for measure in dict.fromkeys((*MEASURES, DUE_RIGHT, *sorted(score.tallies)))
    ]
    return Report(
        counts=pd.DataFrame(rows),
        outcomes=[outcome for score in scores for outcome in score.outcomes],
        mistakes=[mistake for score in scores for mistake in score.mistakes],
    )


def score_document(document: GoldDocument, prediction: Prediction | None) -> DocumentScore:
    """Compares one document's gold with its prediction."""
    return DocumentScore(document, prediction)


class DocumentScore:
    """What a comparison of one document's gold with its prediction found: `tallies`, `outcomes`, `mistakes`."""

    def __init__(self, document: GoldDocument, prediction: Prediction | None):
        self.doc, self.kind = document.doc, document.kind
        self._judged = document.judged
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.outcomes: list[TaskOutcome] = []
        self.mistakes: list[Mistake] = []
        self._quotes_seen: Counter[tuple[str, bool]] = Counter()
        if prediction is None:
            self._mistake("no-output")
        predicted = predicted_document(prediction)
        self._score_header(document.gold.header, predicted.header)
        self._score_tasks(document, predicted.tasks)

    def _mistake(self, field: str, quote: str = "", wanted: tuple[str, ...] = (), got: tuple[str, ...] = ()) -> None:
        self.mistakes.append(Mistake(self.doc, field, quote, wanted, got))

    def _score_header(self, gold: Mapping[str, str | None], predicted: Mapping[str, str | None]) -> None:
        for name in HEADER_FIELDS:
            wanted, got = gold[name], predicted[name]
            if not wanted:
                continue
            right = got is not None and _bare(got) == _bare(wanted)
            self.tallies[name].add_one(gold=True, predicted=got is not None, right=right)
            if not right:
                self._mistake(name, "", (wanted,), (got,) if got else ())

    def _score_tasks(self, document: GoldDocument, predicted: tuple[TaskAnswer, ...]) -> None:
        index = WordIndex(document.text)
        in_gold, in_prediction = QuoteFinder(index), QuoteFinder(index)
        gold = document.gold.tasks
        gold_places = [in_gold.find(task.quote) for task in gold]
        ignored = set[int]().union(*map(in_gold.find, document.gold.ignored))
        places = [in_prediction.find(task.quote) for task in predicted]
        pairs = match_tasks(gold_places, places)
        taken = set(pairs.values())
        spurious = [p for p in range(len(predicted)) if p not in taken and not _is_ignored(places[p], ignored)]
        self.tallies["task"].add(len(pairs), spurious=len(spurious), missed=len(gold) - len(pairs))
        self._score_words(set[int]().union(*gold_places), set[int]().union(*places), ignored)
        for g, task in enumerate(gold):
            self._score_task(task, predicted[pairs[g]] if g in pairs else None, g, pairs.get(g))
        for p in spurious:
            self._score_task(None, predicted[p], None, p)

    def _score_words(self, gold: set[int], predicted: set[int], ignored: set[int]) -> None:
        predicted = predicted - (ignored - gold)
        self.tallies["task words"].add(len(gold & predicted), spurious=len(predicted - gold), missed=len(gold - predicted))

    def _score_task(self, gold: TaskAnswer | None, predicted: TaskAnswer | None, g: int | None, p: int | None) -> None:
        """Scores the fields of a pair, of a missed gold task (no prediction) or of a spurious one (no gold); g and p are their places."""
        wanted, got = gold or TaskAnswer(""), predicted or TaskAnswer("")
        wrong = [
            *self._score_names("owner", wanted.owners, got.owners),
            *self._score_names("coordinators", wanted.coordinators, got.coordinators),
            *self._score_deadline(wanted, got),
        ]
        for rule in self._judged:
            holds, flagged = rule in wanted.rules, rule in got.rules
            self.tallies[rule].add_one(gold=holds, predicted=flagged, right=holds and flagged)
        exact = gold is not None and predicted is not None and not wrong
        self.tallies["exact"].add_one(gold=gold is not None, predicted=predicted is not None, right=exact)
        outcome = self._outcome(gold, predicted, wrong)
        task = gold or predicted
        assert task is not None
        key = (task.quote, gold is None)
        kept = tuple(wrong) if outcome == "wrong" else ()
        self.outcomes.append(TaskOutcome(self.doc, task.quote, self._quotes_seen[key], outcome, kept, g, p))
        self._quotes_seen[key] += 1

    def _score_names(self, measure: str, wanted: tuple[str, ...], got: tuple[str, ...]) -> list[str]:
        gold_hits, predicted_hits = count_same_names(wanted, got)
        missed, spurious = len(wanted) - gold_hits, len(got) - predicted_hits
        self.tallies[measure].add(gold_hits, spurious=spurious, missed=missed, predicted_hits=predicted_hits)
        return [measure] if missed or spurious else []

    def _score_deadline(self, wanted: TaskAnswer, got: TaskAnswer) -> list[str]:
        right = wanted.due is not None and wanted.due == got.due
        self.tallies["deadline"].add_one(gold=wanted.due is not None, predicted=got.due is not None, right=right)
        if got.states_day:
            self.tallies[DUE_RIGHT].add_one(gold=False, predicted=True, right=right)
        return ["deadline"] if wanted.due != got.due else []

    def _outcome(self, gold: TaskAnswer | None, predicted: TaskAnswer | None, wrong: list[str]) -> str:
        """What became of the task; mistakes are kept."""
        if gold is None or predicted is None:
            outcome = "spurious" if gold is None else "missed"
            self._mistake(outcome, (gold or predicted or TaskAnswer("")).quote)
            return outcome
        flags = [rule for rule in sorted(self._judged - _SHOWN_ELSEWHERE) if (rule in gold.rules) != (rule in predicted.rules)]
        for name in (*wrong, *flags):
            self._mistake(name, gold.quote, _shown(gold, name), _shown(predicted, name))
        return "wrong" if wrong else "exact"


def _bare(value: object) -> str:
    """A number or date as it is compared: letters and digits, lower case."""
    return re.sub(r"\W", "", str(value)).lower()


def _is_ignored(place: set[int], ignored: set[int]) -> bool:
    return bool(place) and len(place & ignored) >= IGNORED * len(place)


def _shown(task: TaskAnswer, name: str) -> tuple[str, ...]:
    """The answer of a task to one measure, for a `Mistake`."""
    if name == "owner":
        return task.owners
    if name == "coordinators":
        return task.coordinators
    if name == "deadline":
        return (task.due.kind or "", task.due.value or "", task.phrase) if task.due else ()
    return (name,) if name in task.rules else ()
