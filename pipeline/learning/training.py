"""Trains every model that ships: from annotated documents to `models/<name>/<version>/`, with figures on documents no model saw.

The story: the pipeline goes over the documents with its rules alone; each question learns from what it saw. Five times a fifth of the
documents (whole themes) is left out, so that for each document there are models that do not know it: by what those say, training decides
how far a model may be trusted against the rule, and learns how sure a finished task is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from pipeline.errors import GiaoviecError
from pipeline.learning.answers import GoldDocument
from pipeline.learning.comparison import figures_json
from pipeline.learning.documents import NOISE, TrainingDocument, documents_hash, folds, read_documents, text_hash
from pipeline.learning.evaluation import Report, score
from pipeline.learning.examples import Example, boundary_examples, confidence_examples, content_examples, order_examples
from pipeline.learning.fitting import FOLDS, Fitted, Recipe, figures, fit, judges, unseen_figures
from pipeline.learning.shelf import Facts, shelve
from pipeline.pipes.load import extraction, load
from pipeline.pipes.models.judge import RULE_ALONE, VOTES, Judge, Votes
from pipeline.pipes.models.store import load_model
from pipeline.schema import Extraction

RECIPES: Mapping[str, Recipe] = {
    "order": Recipe(0.1, may_drop=False, trusted=0.96),
    "boundary": Recipe(3.0, may_drop=False, yes=0.5),
    "content": Recipe(0.1, share=0.24, trusted=0.985),
    "confidence": Recipe(0.1, may_drop=False),
}
"""The models that ship. `confidence` comes last: it judges what the others have decided."""
_QUESTIONS = {"order": order_examples, "boundary": boundary_examples, "content": content_examples}

if TYPE_CHECKING:
    import numpy as np

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Training:
    """What was learnt: each model with its figures, and end to end what rules, models and both make of unseen documents.

    Attributes:
        fitted: the models by name.
        metrics: by name; see `pipeline.learning.fitting.figures`, for "cross-validation", "held out" and "held out by kind".
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
        GiaoviecError: GV405 when a folder cannot be read, GV411 when there is too little to learn from.
    """
    documents = [document for corpus in corpora for document in read_documents(corpus, noise=noise)]
    learn = [document for document in documents if document.part == "learn"]
    held = [document for document in documents if document.part == "held out"]
    groups = [document.group for document in learn]
    if len(set(groups)) < FOLDS:
        raise GiaoviecError("GV411", folds=FOLDS)
    fold = folds(groups, FOLDS)
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
    pairs: dict[Votes, list[tuple[GoldDocument, Extraction]]] = {votes: [] for votes in VOTES}
    examples: list[Example] = []
    for place, one in enumerate(documents):
        for votes in VOTES:
            if one.noisy and votes != "both":
                continue  # noisy copies only teach
            set_judges(nlp, judges_for(place), votes)
            doc = nlp(one.document.text)
            if not one.noisy:
                pairs[votes].append((one.document, extraction(doc)))
            if votes == "both":
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
    """The figures of one model, on what it did not see."""
    import numpy as np

    counted = np.array([clean[example.document] for example in learnt], bool)
    judge = fitted.judge()
    assert judge.model is not None
    said = np.array([judge.model.probability(example.features.split()) for example in to_check])
    kinds = np.array([held[example.document].document.kind for example in to_check])

    def checked(chosen: np.ndarray) -> dict[str, Any]:
        return figures([to_check[int(i)] for i in np.flatnonzero(chosen)], said[chosen], [judge] * int(chosen.sum()), recipe)

    by_kind = {kind: checked(kinds == kind) for kind in sorted(set(kinds.tolist()))}
    return {
        "cross-validation": unseen_figures(fitted, learnt, counted, recipe),
        "held out": checked(np.ones(len(to_check), bool)),
        "held out by kind": {kind: {key: found[key] for key in found if key != "reliability"} for kind, found in by_kind.items()},
    }


def end_to_end(training: Training) -> dict[str, Any]:
    """The figures of whole documents, by part and vote: the object of `giaoviec evaluate --json` for each."""
    parts = {"cross-validation": training.unseen, "held out": training.held_out}
    return {part: {votes: figures_json(report.figures) for votes, report in reports.items()} for part, reports in parts.items()}


def save(training: Training, folder: Path, version: str) -> list[Path]:
    """Writes the models and returns the folder of each.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written.
    """
    learnt = [one for one in training.documents if one.part == "learn"]
    facts = Facts(
        version,
        documents_hash(training.documents),
        [text_hash(one.document.text) for one in learnt if not one.noisy],
        sum(one.noisy for one in learnt),
        len(training.documents) - len(learnt),
        end_to_end(training),
    )
    homes = [shelve(folder, name, fitted, RECIPES[name], training.metrics[name], facts) for name, fitted in training.fitted.items()]
    load_model.cache_clear()
    return homes


def with_models_in_use(documents: Iterable[GoldDocument]) -> Report:
    """What the models in use make of documents, scored.

    Raises:
        GiaoviecError: GV502–GV504 when they cannot be used.
    """
    nlp = load("both")
    return score((document, extraction(nlp(document.text))) for document in documents)
