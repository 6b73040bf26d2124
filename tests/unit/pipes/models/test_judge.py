from __future__ import annotations

import pytest

from pipeline.pipes.models.judge import RULE_ALONE, Bounds, Judge
from pipeline.pipes.models.linear import LinearModel

MODEL = LinearModel({"sure": 5.0, "unsure": 0.4, "against": -5.0})


def asked():
    raise AssertionError("the features were made although no model is asked")


@pytest.mark.parametrize("rule", [True, False])
def test_without_a_model_the_rule_answers_and_no_features_are_made(rule: bool) -> None:
    assert RULE_ALONE.decide(rule, asked).answer is rule
    assert Judge(MODEL, Bounds(yes=0.9), votes="rules").decide(rule, asked).answer is rule


@pytest.mark.parametrize(
    ("rule", "feature", "answer", "by"),
    [
        (False, "sure", True, "model"),
        (False, "unsure", False, "rule"),
        (True, "against", False, "model"),
        (True, "unsure", True, "rule"),
        (True, "sure", True, "rule"),
    ],
)
def test_the_model_overrules_only_beyond_its_bounds(rule: bool, feature: str, answer: bool, by: str) -> None:
    verdict = Judge(MODEL, Bounds(yes=0.9, no=0.1)).decide(rule, lambda: [feature])
    assert (verdict.answer, verdict.by) == (answer, by)


def test_only_a_judge_that_tells_keeps_what_the_model_was_shown() -> None:
    judge = Judge(MODEL, Bounds(yes=0.9))
    shown = ["sure", "unknown"]
    assert judge.decide(False, lambda: iter(shown)).features == ()
    told = judge.telling().decide(False, lambda: iter(shown))
    assert (told.features, told.rule, told.answer, told.probability) == (("sure", "unknown"), False, True, pytest.approx(0.9933, abs=1e-4))


@pytest.mark.parametrize(
    ("votes", "rule", "bound"), [("both", False, 0.9), ("both", True, 0.1), ("models", True, 0.5), ("models", False, 0.5)]
)
def test_the_bound_is_what_the_model_must_reach_against_the_rule(votes, rule: bool, bound: float) -> None:
    assert Judge(MODEL, Bounds(yes=0.9, no=0.1), votes=votes).bound(rule) == bound


@pytest.mark.parametrize(("rule", "feature"), [(False, "sure"), (True, "against")])
def test_a_model_that_earned_no_bound_never_overrules(rule: bool, feature: str) -> None:
    verdict = Judge(MODEL, Bounds()).decide(rule, lambda: [feature])
    assert verdict.answer is rule
    assert verdict.probability == pytest.approx(0.9933 if feature == "sure" else 0.0067, abs=1e-4)


def test_models_alone_answer_from_one_half_on() -> None:
    judge = Judge(MODEL, Bounds(), votes="models")
    assert judge.decide(False, lambda: ["unsure"]).answer is True
    assert judge.decide(True, lambda: ["against"]).answer is False


@pytest.mark.parametrize(
    ("votes", "places", "rule", "chosen"),
    [
        ("both", [["against"], ["sure"]], 0, 1),
        ("both", [["against"], ["unsure"]], 0, 0),
        ("both", [["against"], ["unsure"]], None, None),
        ("both", [["against"], ["sure"]], None, 1),
        ("models", [["against"], ["unsure"]], 0, 1),
        ("models", [["against"], ["against"]], 0, 0),
        ("rules", [["against"], ["sure"]], 0, 0),
        ("both", [], None, None),
    ],
)
def test_of_several_places_the_surest_is_taken_when_it_is_sure_enough(votes, places, rule, chosen) -> None:
    assert Judge(MODEL, Bounds(yes=0.9), votes=votes).choose(places, rule).place == chosen
