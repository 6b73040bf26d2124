"""Fits one model to its examples, and finds out on documents that it did not see how far it may be trusted against the rule."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.learning.examples import Example
from pipeline.pipes.models.judge import Bounds, Judge
from pipeline.pipes.models.linear import LinearModel, linear_model

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

FOLDS = 5
SUPPORT = 30
"""A model may overrule the rule where it was right against it in a share of `Recipe.trusted` of at least so many cases it had not seen."""
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
    """A model fitted on all examples, those fitted without each fold, and what the latter made of the examples they had not seen."""

    pipeline: Pipeline
    by_fold: tuple[LinearModel, ...]
    unseen: np.ndarray
    bounds: Bounds

    @property
    def model(self) -> LinearModel:
        """The model for use."""
        return linear_model(self.pipeline)


def fit(examples: Sequence[Example], fold: Sequence[int], clean: Sequence[bool], recipe: Recipe) -> Fitted:
    """Fits a model.

    Args:
        examples: of documents that are numbered as in `fold` and `clean`.
        fold: the fold of each document.
        clean: whether a document is as it was written; the noisy ones are trained on, and do not count in what the model is held to.
    """
    folds = np.array([fold[example.document] for example in examples])
    unseen = np.zeros(len(examples))
    by_fold = []
    for left_out in range(max(fold) + 1):
        known = [example for example, place in zip(examples, folds, strict=True) if place != left_out]
        model = linear_model(_pipeline(known, fold, recipe))
        by_fold.append(model)
        for i in np.flatnonzero(folds == left_out):
            unseen[i] = model.probability(examples[int(i)].features.split())
    counted = np.array([clean[example.document] for example in examples])
    held = [example for example, counts in zip(examples, counted, strict=True) if counts]
    return Fitted(_pipeline(examples, fold, recipe), tuple(by_fold), unseen, find_bounds(held, unseen[counted], recipe))


def _pipeline(examples: Sequence[Example], fold: Sequence[int], recipe: Recipe) -> Pipeline:
    """Counts of features, a logistic regression on them, and a sigmoid that calibrates it on folds it was not fitted on."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline
    from threadpoolctl import threadpool_limits

    groups = np.array([fold[example.document] for example in examples])
    splits = [(np.flatnonzero(groups != left_out), np.flatnonzero(groups == left_out)) for left_out in sorted(set(groups))]
    regression = LogisticRegression(C=recipe.strength, max_iter=3000, tol=1e-6)
    classifier = CalibratedClassifierCV(regression, method="sigmoid", cv=splits, ensemble=False)
    vectorizer = CountVectorizer(token_pattern=r"\S+", lowercase=False, binary=True, min_df=recipe.rare)
    pipeline = Pipeline([("vectorizer", vectorizer), ("classifier", classifier)])
    labels = np.array([example.label for example in examples])
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
    label, rule = _answers(examples)
    weights = recipe.weights(label)
    yes = recipe.yes or _bound(probabilities[~rule], label[~rule], weights[~rule], recipe.trusted)
    no = _bound(1 - probabilities[rule], ~label[rule], weights[rule], recipe.trusted) if recipe.may_drop else None
    return Bounds(yes, None if no is None else math.floor(1000 * (1 - no)) / 1000)


def _answers(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """The gold's answers, and the rule's."""
    return np.array([example.label for example in examples], bool), np.array([example.rule for example in examples], bool)


def _bound(sureness: np.ndarray, right: np.ndarray, weights: np.ndarray, trusted: float) -> float | None:
    """The lowest sureness from which on enough answers are right."""
    order = np.argsort(-sureness, kind="stable")
    falling = sureness[order]
    share = np.cumsum((right * weights)[order]) / np.cumsum(weights[order])
    whole = np.append(falling[1:] < falling[:-1], True)[: len(order)]  # cases that are equally sure stand or fall together
    enough = np.flatnonzero(whole & (share >= trusted) & (np.arange(1, len(order) + 1) >= SUPPORT))
    return math.ceil(1000 * falling[enough[-1]]) / 1000 if len(enough) else None


def figures(examples: Sequence[Example], probabilities: np.ndarray, bounds: Bounds, recipe: Recipe) -> dict[str, Any]:
    """Precision, recall and F1 of the rules, the model and both; the model's Brier score; its reliability, a row for each tenth.

    The last two weigh the examples as training does: they hold for real documents.
    """
    label, rule = _answers(examples)
    weights = recipe.weights(label)
    both = rule.copy()
    if bounds.yes is not None:
        both |= probabilities >= bounds.yes
    if bounds.no is not None:
        both &= ~(rule & (probabilities <= bounds.no))
    return {
        "examples": len(examples),
        "positive": int(label.sum()),
        "rules": _scores(label, rule),
        "model": _scores(label, probabilities >= 0.5),
        "both": _scores(label, both),
        "brier": round(float(np.average((probabilities - label) ** 2, weights=weights)), 4) if len(examples) else None,
        "reliability": _reliability(label, probabilities, weights),
    }


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
    """The judges of the questions, with the models for use, or with those that did not see a fold."""
    return {name: Judge(one.model if fold is None else one.by_fold[fold], one.bounds) for name, one in fitted.items()}
