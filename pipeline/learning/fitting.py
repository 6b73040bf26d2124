"""Fits one model to its examples, and finds out on documents that it did not see how far it may be trusted against the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import GiaoviecError
from pipeline.learning.examples import Example
from pipeline.pipes.models.judge import VOTES, Bounds, Judge, Votes
from pipeline.pipes.models.linear import LinearModel, linear_model

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

FOLDS = 5
SUPPORT = 30
"""A model may overrule the rule where it was right against it in a share of `Recipe.trusted` of at least so many cases it had not seen …"""
_TAIL = 0.8
"""… and in this share of the last so many, the least sure of them."""
_BINS = 10


@dataclass(frozen=True)
class Recipe:
    """How a model is fitted.

    Attributes:
        strength: the inverse of the regularisation.
        rare: a feature counts from so many examples on.
        share: the share of "yes" in real documents, where the corpus has another on purpose; examples are weighed accordingly.
        may_drop: whether the model may turn a "yes" of the rule into a "no".
        trusted: in what share of unseen cases it must be right against the rule to overrule it.
        yes: the probability from which on it turns a "no" into a "yes"; None: found on unseen examples, see `find_bounds`.
    """

    strength: float
    rare: int = 3
    share: float | None = None
    may_drop: bool = True
    trusted: float = 0.95
    yes: float | None = None

    def weights(self, labels: np.ndarray) -> np.ndarray:
        """What each example counts, so that the share of "yes" among them is `share`.

        >>> Recipe(1.0, share=0.2).weights(np.array([True, False])).tolist()
        [0.4, 1.6]
        """
        if self.share is None or labels.all() or not labels.any():
            return np.ones(len(labels))
        there = labels.mean()
        return np.where(labels, self.share / there, (1 - self.share) / (1 - there))


@dataclass(frozen=True)
class Fitted:
    """A model fitted on all examples, those fitted without each fold, and what the latter made of the examples they had not seen.

    Attributes:
        folds: the fold of each example.
        unseen: for each example the probability by the model that does not know its document.
        bounds: when the model for use overrules the rule.
        bounds_by_fold: the same for the model without a fold, found on the other folds: what is told of a fold did not choose its bound.
    """

    pipeline: Pipeline
    by_fold: tuple[LinearModel, ...]
    folds: np.ndarray
    unseen: np.ndarray
    bounds: Bounds
    bounds_by_fold: tuple[Bounds, ...]

    @property
    def model(self) -> LinearModel:
        """The model for use."""
        return linear_model(self.pipeline)

    def judge(self, fold: int | None = None) -> Judge:
        """The judge for use, or the one that does not know a fold."""
        return Judge(self.model, self.bounds) if fold is None else Judge(self.by_fold[fold], self.bounds_by_fold[fold])


def fit(examples: Sequence[Example], fold: Sequence[int], clean: Sequence[bool], recipe: Recipe) -> Fitted:
    """Fits a model.

    Args:
        examples: of documents that are numbered as in `fold` and `clean`.
        fold: the fold of each document.
        clean: whether a document is as it was written; the noisy ones are trained on, and do not count in what the model is held to.

    Raises:
        GiaoviecError: GV411 when there are too few examples to leave a fold out.
    """
    folds = np.array([fold[example.document] for example in examples])
    number = max(fold, default=0) + 1
    unseen = np.zeros(len(examples))
    by_fold = []
    for left_out in range(number):
        known = [example for example, place in zip(examples, folds, strict=True) if place != left_out]
        model = linear_model(_pipeline(known, fold, recipe))
        by_fold.append(model)
        for i in np.flatnonzero(folds == left_out):
            unseen[i] = model.probability(examples[int(i)].features.split())
    counted = np.array([clean[example.document] for example in examples], bool)

    def bounds(chosen: np.ndarray) -> Bounds:
        return find_bounds([examples[int(i)] for i in np.flatnonzero(chosen)], unseen[chosen], recipe)

    by_others = tuple(bounds(counted & (folds != left_out)) for left_out in range(number))
    return Fitted(_pipeline(examples, fold, recipe), tuple(by_fold), folds, unseen, bounds(counted), by_others)


def _pipeline(examples: Sequence[Example], fold: Sequence[int], recipe: Recipe) -> Pipeline:
    """Counts of features, a logistic regression on them, and a sigmoid that calibrates it on folds it was not fitted on."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline
    from threadpoolctl import threadpool_limits

    groups = np.array([fold[example.document] for example in examples])
    labels = np.array([example.label for example in examples], bool)
    splits = [(np.flatnonzero(groups != left_out), np.flatnonzero(groups == left_out)) for left_out in sorted(set(groups.tolist()))]
    if len(splits) < 2 or any(len(set(labels[rest].tolist())) < 2 for rest, _ in splits):
        raise GiaoviecError("GV411", folds=FOLDS)
    regression = LogisticRegression(C=recipe.strength, max_iter=3000, tol=1e-6)
    classifier = CalibratedClassifierCV(regression, method="sigmoid", cv=splits, ensemble=False)
    vectorizer = CountVectorizer(token_pattern=r"\S+", lowercase=False, binary=True, min_df=recipe.rare)
    pipeline = Pipeline([("vectorizer", vectorizer), ("classifier", classifier)])
    with threadpool_limits(1):  # the same sums on every machine, and no cores that wait for each other
        pipeline.fit([example.features for example in examples], labels, classifier__sample_weight=recipe.weights(labels))
    classifier.cv = None  # the splits are indices of the training examples: nothing to store with the model
    return pipeline


def find_bounds(examples: Sequence[Example], probabilities: np.ndarray, recipe: Recipe) -> Bounds:
    """From where on the model may overrule the rule, see `Recipe` and `SUPPORT`; None where it never earns it.

    >>> unsure = [Example("", False, False, 0)] * 10
    >>> sure = [Example("", True, False, 0)] * 40
    >>> find_bounds([*unsure, *sure], np.array([0.5] * 10 + [0.9] * 40), Recipe(1.0))
    Bounds(yes=0.9, no=None)
    """
    label, rule = (np.array([getattr(example, name) for example in examples], bool) for name in ("label", "rule"))
    weights = recipe.weights(label)
    yes = _bound(probabilities[~rule], label[~rule], weights[~rule], recipe.trusted) if recipe.yes is None else recipe.yes
    no = _bound(1 - probabilities[rule], ~label[rule], weights[rule], recipe.trusted) if recipe.may_drop else None
    return Bounds(yes, None if no is None else round(1 - no, 3))


def _bound(sureness: np.ndarray, right: np.ndarray, weights: np.ndarray, trusted: float) -> float | None:
    """The lowest sureness from which on enough answers are right, and also enough of the least sure among them; in thousandths."""
    sureness = np.round(sureness, 3)
    order = np.argsort(-sureness, kind="stable")
    falling = sureness[order]
    good, everything = (np.concatenate([[0.0], np.cumsum(values[order])]) for values in (right * weights, weights))
    for many in range(len(order), SUPPORT - 1, -1):
        if falling[many - 1] < 0.5 or (many < len(order) and falling[many] == falling[many - 1]):
            continue  # cases that are equally sure stand or fall together
        since = many - SUPPORT
        tail = (good[many] - good[since]) / (everything[many] - everything[since])
        if good[many] >= trusted * everything[many] and tail >= _TAIL:
            return float(falling[many - 1])
    return None


def answers(examples: Sequence[Example], probabilities: np.ndarray, judges: Sequence[Judge]) -> dict[Votes, np.ndarray]:
    """What rules, models and both say to each example, as they would in the pipeline; `judges` has the judge of each example."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        groups[(-1, i) if example.choice is None else (example.document, example.choice)].append(i)
    out: dict[Votes, np.ndarray] = {}
    for votes in VOTES:
        said = np.zeros(len(examples), bool)
        for members in groups.values():
            first = examples[members[0]]
            judge = replace(judges[members[0]], votes=votes)
            values = [float(probabilities[i]) for i in members]
            if first.choice is None:
                said[members[0]] = judge.weigh(first.rule, values[0])
                continue
            chosen = judge.pick(values, next((place for place, i in enumerate(members) if examples[i].rule), None))
            if chosen is not None:
                said[members[chosen]] = True
        out[votes] = said
    return out


def figures(examples: Sequence[Example], probabilities: np.ndarray, judges: Sequence[Judge], recipe: Recipe) -> dict[str, Any]:
    """Precision, recall and F1 of the rules, the model and both; the model's Brier score; its reliability, a row for each tenth.

    The last two weigh the examples as training does.
    """
    label = np.array([example.label for example in examples], bool)
    weights = recipe.weights(label)
    said = answers(examples, probabilities, judges)
    return {
        "examples": len(examples),
        "positive": int(label.sum()),
        "rules": _scores(label, said["rules"]),
        "model": _scores(label, said["models"]),
        "both": _scores(label, said["both"]),
        "brier": round(float(np.average((probabilities - label) ** 2, weights=weights)), 4) if len(examples) else None,
        "reliability": _reliability(label, probabilities, weights),
    }


def unseen_figures(fitted: Fitted, examples: Sequence[Example], counted: np.ndarray, recipe: Recipe) -> dict[str, Any]:
    """The figures of cross-validation: of each example that counts, by the judge that does not know its document."""
    by_fold = [fitted.judge(fold) for fold in range(len(fitted.by_fold))]
    chosen = np.flatnonzero(counted)
    judges = [by_fold[fitted.folds[i]] for i in chosen]
    return figures([examples[int(i)] for i in chosen], fitted.unseen[counted], judges, recipe)


def _scores(label: np.ndarray, answer: np.ndarray) -> dict[str, float]:
    hits, said, there = int((label & answer).sum()), int(answer.sum()), int(label.sum())
    p, r = hits / said if said else 0.0, hits / there if there else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if hits else 0.0}


def _reliability(label: np.ndarray, probabilities: np.ndarray, weights: np.ndarray) -> list[dict[str, float]]:
    """For each tenth of the probabilities: what was said on average, what share was so, of how many."""
    tenth = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    rows = []
    for i in range(_BINS):
        here = tenth == i
        if here.any():
            said, so = (float(np.average(values[here], weights=weights[here])) for values in (probabilities, label))
            rows.append({"said": round(said, 3), "so": round(so, 3), "examples": int(here.sum())})
    return rows


def judges(fitted: Mapping[str, Fitted], fold: int | None = None) -> dict[str, Judge]:
    """The judges of the questions: those for use, or those that do not know a fold."""
    return {name: one.judge(fold) for name, one in fitted.items()}
