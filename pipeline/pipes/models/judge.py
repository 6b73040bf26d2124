"""Where the rules and the models meet: whose answer holds when both have one.

The precedence, the same for every question: the rule's answer holds, unless the model is so sure of the opposite that on documents it had
not seen it was right against the rule far more often than wrong. How sure that is, training finds out and writes down with the model (its
`Bounds`). A model that never earns it never overrules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.pipes.models.linear import LinearModel

Votes = Literal["rules", "models", "both"]
"""Who is asked: the rules alone, the models alone (where there is one), or both by the precedence."""

Features = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Bounds:
    """A model overrules a "no" of the rule from the probability `yes` on, a "yes" up to `no`; None: never."""

    yes: float | None = None
    no: float | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer, how likely the model takes a "yes" for (None: not asked), and whose answer it is."""

    answer: bool
    probability: float | None
    by: Literal["rule", "model"]


@dataclass(frozen=True)
class Judge:
    """One question to which there are a rule and perhaps a model.

    >>> judge = Judge(LinearModel({"exhorts": 4.0}), Bounds(yes=0.9))
    >>> judge.decide(False, lambda: ["exhorts"])
    Verdict(answer=True, probability=0.9820137900379085, by='model')
    >>> judge.decide(True, lambda: []).by
    'rule'
    """

    model: LinearModel | None = None
    bounds: Bounds = Bounds()
    votes: Votes = "both"

    def decide(self, rule: bool, features: Features) -> Verdict:
        """The answer to a question that the rule answers with `rule`; the features are only made when a model is asked."""
        if self.model is None or self.votes == "rules":
            return Verdict(rule, None, "rule")
        probability = self.model.probability(features())
        if self.votes == "models":
            return Verdict(probability >= 0.5, probability, "model")
        bound = self.bounds.no if rule else self.bounds.yes
        overruled = bound is not None and (probability <= bound if rule else probability >= bound)
        return Verdict(rule != overruled, probability, "model" if overruled else "rule")


RULE_ALONE = Judge()
"""A judge without a model."""
