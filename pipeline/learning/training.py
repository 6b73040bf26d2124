"""Trains every model that ships: from annotated documents to `models/<name>/<version>/`, with figures on documents no model saw.

The story: the pipeline goes over the documents with its rules alone; each question learns from what it saw. Five times a fifth of the
documents (whole themes) is left out, so that for each document there are models that do not know it: by what those say, training decides
how far a model may be trusted against the rule, and learns how sure a finished task is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.learning.answers import GoldDocument
from pipeline.learning.comparison import figures_json
from pipeline.learning.documents import NOISE, TrainingDocument, documents_hash, folds, read_documents
from pipeline.learning.evaluation import Report, score
from pipeline.learning.examples import Example, boundary_examples, confidence_examples, content_examples, order_examples
from pipeline.learning.fitting import FOLDS, Fitted, Recipe, figures, fit, judges
from pipeline.learning.shelf import Facts, shelve
from pipeline.pipes.load import extraction, load
from pipeline.pipes.models.judge import RULE_ALONE, Judge, Votes
from pipeline.schema import Extraction

RECIPES: Mapping[str, Recipe] = {
    "order": Recipe(0.1, trusted=0.97),
    "boundary": Recipe(3.0, may_drop=False, yes=0.5),
    "content": Recipe(0.1, share=0.24, trusted=0.98),
    "confidence": Recipe(0.1, may_drop=False),
}
"""The models that ship. `confidence` comes last: it judges what the others have decided."""
_QUESTIONS = {"order": order_examples, "boundary": boundary_examples, "content": content_examples}
_VOTES: tuple[Votes, ...] = ("rules", "models", "both")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Training:
    """What was learnt: each model with its figures, and end to end what rules, models and both make of unseen documents.

    Attributes:
        fitted: the models by name.
        metrics: by name; see `pipeline.learning.fitting.figures`, for "cross-validation", "held out" and "by kind".
        unseen, held_out: reports by vote: over the documents to learn from, each with models that do not know it, and over the held-out.
    """

    documents: Sequence[TrainingDocument]
    fitted: Mapping[str, Fitted]
    metrics: Mapping[str, Any]
    unseen: Mapping[Votes, Report]
    held_out: Mapping[Votes, Report]


def train(corpora: Sequence[Path], *, noise: str | None = NOISE, tell: Tell = lambda line: None) -> Training:
    """Fits the models of `RECIPES`.

    Args:
        corpora: folders that `read_documents` reads.
        noise: see `read_documents`.
        tell: is told what is being done, in Vietnamese.

    Raises:
        GiaoviecError: GV405 when a folder cannot be read.
    """
    documents = [document for corpus in corpora for document in read_documents(corpus, noise=noise)]
    learn = [document for document in documents if document.part == "learn"]
    held = [document for document in documents if document.part == "held out"]
    fold = folds([document.group for document in learn], FOLDS)
    clean = [not document.noisy for document in learn]
    nlp = load("rules")

    tell(f"Đọc {len(learn)} văn bản để học và {len(held)} văn bản để kiểm tra …")
    learnt, to_check = _examples(nlp, learn), _examples(nlp, held)
    fitted: dict[str, Fitted] = {}
    for name in _QUESTIONS:
        tell(f"Huấn luyện mô hình «{name}» trên {len(learnt[name])} trường hợp …")
        fitted[name] = fit(learnt[name], fold, clean, RECIPES[name])

    tell("Chạy thử trên những văn bản mà từng mô hình chưa thấy …")
    by_fold = [judges(fitted, left_out) for left_out in range(FOLDS)]
    unseen, sure = _run(nlp, learn, lambda place: by_fold[fold[place]])
    final = judges(fitted)
    held_out, sure_held = _run(nlp, held, lambda place: final) if held else ({}, [])
    learnt["confidence"], to_check["confidence"] = sure, sure_held
    fitted["confidence"] = fit(sure, fold, clean, RECIPES["confidence"])
    metrics = {name: _metrics(one, RECIPES[name], learnt[name], clean, to_check[name], held) for name, one in fitted.items()}
    return Training(documents, fitted, metrics, unseen, held_out)


def _examples(nlp: Language, documents: Sequence[TrainingDocument]) -> dict[str, list[Example]]:
    """The examples of every question, from what the rules alone make of the documents."""
    out: dict[str, list[Example]] = {name: [] for name in _QUESTIONS}
    docs = nlp.pipe(one.document.text for one in documents)
    for place, (one, doc) in enumerate(zip(documents, docs, strict=True)):
        for name, read in _QUESTIONS.items():
            out[name] += read(doc, one.document, place)
    return out


def _run(
    nlp: Language, documents: Sequence[TrainingDocument], judges_for: Callable[[int], Mapping[str, Judge]]
) -> tuple[dict[Votes, Report], list[Example]]:
    """End to end over documents, each with judges that do not know it: reports by vote, and how right the tasks of both are."""
    pairs: dict[Votes, list[tuple[GoldDocument, Extraction]]] = {votes: [] for votes in _VOTES}
    examples: list[Example] = []
    for place, one in enumerate(documents):
        for votes in _VOTES[one.noisy * 2 :]:  # noisy copies only teach
            set_judges(nlp, judges_for(place), votes)
            doc = nlp(one.document.text)
            if not one.noisy:
                pairs[votes].append((one.document, extraction(doc)))
        examples += confidence_examples(doc, one.document, place)
    return {votes: score(found) for votes, found in pairs.items()}, examples


def set_judges(nlp: Language, by: Mapping[str, Judge], votes: Votes) -> None:
    """Puts judges into the components of a pipeline, to vote as told."""
    tasks, clarity = nlp.get_pipe("giaoviec_tasks"), nlp.get_pipe("giaoviec_clarity")
    for component, name in ((tasks, "order"), (tasks, "boundary"), (clarity, "content"), (clarity, "confidence")):
        judge = by.get(name, RULE_ALONE)
        setattr(component, name, Judge(judge.model, judge.bounds, votes))


def _metrics(
    fitted: Fitted,
    recipe: Recipe,
    learnt: Sequence[Example],
    clean: Sequence[bool],
    to_check: Sequence[Example],
    held: Sequence[TrainingDocument],
) -> dict[str, Any]:
    import numpy as np

    counted = np.array([clean[example.document] for example in learnt])
    known = [example for example, counts in zip(learnt, counted, strict=True) if counts]
    model = fitted.model
    said = np.array([model.probability(example.features.split()) for example in to_check])
    kinds = [held[example.document].document.kind for example in to_check]
    by_kind = {}
    for kind in sorted(set(kinds)):
        here = [i for i, other in enumerate(kinds) if other == kind]
        by_kind[kind] = figures([to_check[i] for i in here], said[here], fitted.bounds, recipe)
        del by_kind[kind]["reliability"]
    return {
        "cross-validation": figures(known, fitted.unseen[counted], fitted.bounds, recipe),
        "held out": figures(to_check, said, fitted.bounds, recipe),
        "held out by kind": by_kind,
    }


def end_to_end(training: Training) -> dict[str, Any]:
    """The figures of whole documents, by part and vote: the object of `giaoviec evaluate --json` for each."""
    parts = {"cross-validation": training.unseen, "held out": training.held_out}
    return {part: {votes: figures_json(report.figures) for votes, report in reports.items()} for part, reports in parts.items()}


def save(training: Training, folder: Path, version: str) -> Iterator[Path]:
    """Writes the models; gives the folder of each as it is written.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written.
    """
    facts = Facts(version, documents_hash(training.documents), len(training.documents), end_to_end(training))
    for name, fitted in training.fitted.items():
        yield shelve(folder, name, fitted, RECIPES[name], training.metrics[name], facts)


def with_models_in_use(documents: Iterable[GoldDocument]) -> Report:
    """What the models in use make of documents, scored.

    Raises:
        GiaoviecError: GV502–GV504 when they cannot be used.
    """
    nlp = load("both")
    return score((document, extraction(nlp(document.text))) for document in documents)
