"""A linear model with calibrated probabilities, asked one case at a time.

Training is scikit-learn's; a single case costs it far more than the few sums it needs, so its weights are read out once into a dictionary.
A case is a set of features, each a word without blanks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import Pipeline


@dataclass(frozen=True)
class LinearModel:
    """The weights of the features, and the line that turns their sum into a probability: 1 / (1 + exp(slope * sum + offset))."""

    weights: Mapping[str, float]
    intercept: float = 0.0
    slope: float = -1.0
    offset: float = 0.0

    def probability(self, features: Iterable[str]) -> float:
        """How likely the case is what the model asks for; a feature that is given twice counts once.

        >>> round(LinearModel({"v=tăng_cường": 2.0}).probability({"v=tăng_cường", "w=công"}), 2)
        0.88
        """
        score = self.intercept + math.fsum(filter(None, map(self.weights.get, set(features))))  # in any order the same
        return 1 / (1 + math.exp(max(-500.0, min(500.0, self.slope * score + self.offset))))

    def weighed(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """The features that the model knows with what each adds to the log-odds of a "yes", what speaks most for it first.

        >>> LinearModel({"w=đê": -1.0, "w=vai_trò": 3.0}).weighed(["w=đê", "w=phường", "w=vai_trò"])
        [('w=vai_trò', 3.0), ('w=đê', -1.0)]
        """
        known = ((feature, -self.slope * weight) for feature in set(features) if (weight := self.weights.get(feature)))
        return sorted(known, key=lambda one: (-one[1], one[0]))

    def heaviest(self, features: Iterable[str]) -> list[str]:
        """The features that speak for a "yes", the heaviest first.

        >>> LinearModel({"w=phát_huy": 2.0, "w=đê": -1.0, "w=vai_trò": 3.0}).heaviest(["w=đê", "w=phát_huy", "w=vai_trò"])
        ['w=vai_trò', 'w=phát_huy']
        """
        return [feature for feature, weight in self.weighed(features) if weight > 0]


def word_shape(word: str) -> str:
    """A word as features name it: what begins with a figure is "#", for no number should be learnt by heart.

    >>> word_shape("2016"), word_shape("đê")
    ('#', 'đê')
    """
    return "#" if word[0].isdigit() else word


def linear_model(trained: Pipeline) -> LinearModel:
    """The weights of a trained `vectorizer` + `classifier` (a `CalibratedClassifierCV` with one logistic regression)."""
    vectorizer: CountVectorizer = trained["vectorizer"]
    calibrated: CalibratedClassifierCV = trained["classifier"]
    [fitted] = calibrated.calibrated_classifiers_
    [sigmoid] = fitted.calibrators
    coefficients = fitted.estimator.coef_[0]
    weights = {word: float(coefficients[i]) for word, i in vectorizer.vocabulary_.items() if coefficients[i]}
    return LinearModel(weights, float(fitted.estimator.intercept_[0]), float(sigmoid.a_), float(sigmoid.b_))
