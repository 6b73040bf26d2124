"""Where the rules and the models meet: whose answer holds when both have one.

The precedence, the same for every question: the rule's answer holds, unless the model is so sure of the opposite that on documents it had
not seen it was right against the rule far more often than wrong. How sure that is, training finds out and writes down with the model (its
`Bounds`). A model that never earns it never overrules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from pipeline.pipes.models.linear import LinearModel

Votes = Literal["rules", "models", "both"]
"""Who is asked: the rules alone, the models alone (where there is one), or both by the precedence."""

VOTES: tuple[Votes, ...] = get_args(Votes)
Features = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Bounds:
    """A model overrules a "no" of the rule from the probability `yes` on, a "yes" up to `no`; None: never."""

    yes: float | None = None
    no: float | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer, how likely the model takes a "yes" for (None: not asked), and whose answer it is.

    `rule` is what the rule said; `features` are those that the model was shown, kept only by a judge that tells (`Judge.telling`).
    """

    answer: bool
    probability: float | None
    by: Literal["rule", "model"]
    rule: bool = field(repr=False)
    features: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Choice:
    """The place chosen among several (None: none of them), and the one that the model takes for the likeliest (None: not asked)."""

    place: int | None
    likeliest: int | None = None
    probability: float | None = None


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
    tells: bool = False

    def telling(self) -> Judge:
        """The same judge, whose verdicts keep the features that the model was shown: to tell why."""
        return replace(self, tells=True)

    def decide(self, rule: bool, features: Features) -> Verdict:
        """The answer to a question that the rule answers with `rule`; the features are only made when a model is asked."""
        if self.model is None or self.votes == "rules":
            return Verdict(rule, None, "rule", rule)
        shown = features()
        kept = tuple(shown) if self.tells else ()
        probability = self.model.probability(kept or shown)
        answer = self.weigh(rule, probability)
        return Verdict(answer, probability, "model" if answer != rule or self.votes == "models" else "rule", rule, kept)

    def weigh(self, rule: bool, probability: float) -> bool:
        """The answer when the rule says `rule`, and the model takes a "yes" for so probable."""
        if self.votes == "rules":
            return rule
        if self.votes == "models":
            return probability >= 0.5
        bound = self.bound(rule)
        return rule != (bound is not None and (probability <= bound if rule else probability >= bound))

    def bound(self, rule: bool) -> float | None:
        """The probability from which on (or, where the rule says yes, up to which) the model's answer holds; None: never."""
        if self.votes == "models":
            return 0.5
        return self.bounds.no if rule else self.bounds.yes

    def choose(self, places: Sequence[Iterable[str]], rule: int | None) -> Choice:
        """Which of several places is the one: the rule's choice (None: it has none), unless the model is sure of another.

        Args:
            places: the features of each place.
            rule: the rule's choice, a position in `places`.

        >>> Judge(LinearModel({"verb": 4.0}), Bounds(yes=0.9)).choose([["noun"], ["verb"]], 0).place
        1
        """
        if self.model is None or not places:
            return Choice(rule)
        probabilities = [self.model.probability(features) for features in places]
        likeliest = max(range(len(places)), key=probabilities.__getitem__)
        return Choice(self.pick(probabilities, rule), likeliest, probabilities[likeliest])

    def pick(self, probabilities: Sequence[float], rule: int | None) -> int | None:
        """The choice among places that the model takes for so probable; of equally probable ones the first."""
        if self.votes == "rules" or not probabilities:
            return rule
        best = max(range(len(probabilities)), key=probabilities.__getitem__)
        bound = self.bound(False)
        return best if bound is not None and probabilities[best] >= bound else rule


RULE_ALONE = Judge()
"""A judge without a model."""
