from __future__ import annotations

import numpy as np
import pytest

from pipeline.errors import GiaoviecError
from pipeline.learning.documents import folds
from pipeline.learning.examples import Example
from pipeline.learning.fitting import Recipe, figures, find_bounds, fit
from pipeline.pipes.models.judge import Bounds, Judge


def cases(*counts: tuple[int, str, bool, bool]) -> list[Example]:
    """So many examples with these features, the gold's answer and the rule's; each of a document of its own."""
    out: list[Example] = []
    for number, features, label, rule in counts:
        out += [Example(features, label, rule, len(out) + i) for i in range(number)]
    return out


def test_whole_groups_go_to_one_fold_and_folds_are_of_like_size() -> None:
    groups = ["chợ"] * 4 + ["đê"] * 2 + ["rừng"] * 2
    place = folds(groups, 2)
    assert len(set(place[:4])) == len(set(place[4:6])) == len(set(place[6:])) == 1
    assert sorted([place.count(0), place.count(1)]) == [4, 4]


def test_a_bound_lies_where_enough_answers_against_the_rule_are_right() -> None:
    examples = cases((40, "", True, False), (2, "", False, False), (8, "", True, False), (30, "", False, False))
    probabilities = np.array([0.95] * 40 + [0.8] * 10 + [0.6] * 30)
    assert find_bounds(examples, probabilities, Recipe(1.0, trusted=0.95)) == Bounds(yes=0.8, no=None)
    assert find_bounds(examples, probabilities, Recipe(1.0, trusted=0.99)) == Bounds(yes=0.95, no=None)


def test_a_bound_does_not_reach_where_the_model_is_mostly_wrong_however_right_it_is_above() -> None:
    examples = cases((600, "", True, False), (30, "", False, False))
    assert find_bounds(examples, np.array([0.99] * 600 + [0.7] * 30), Recipe(1.0, trusted=0.95)) == Bounds(yes=0.99, no=None)


def test_a_model_that_is_unsure_earns_nothing() -> None:
    assert find_bounds(cases((50, "", True, False)), np.array([0.4] * 50), Recipe(1.0)) == Bounds(None, None)


def test_too_few_cases_earn_no_bound_however_right_they_are() -> None:
    examples = cases((29, "", True, False), (40, "", False, False))
    assert find_bounds(examples, np.array([0.99] * 29 + [0.1] * 40), Recipe(1.0)) == Bounds(None, None)


def test_a_model_that_may_not_drop_gets_no_lower_bound() -> None:
    examples = cases((40, "", False, True), (40, "", True, True))
    probabilities = np.array([0.02] * 40 + [0.9] * 40)
    assert find_bounds(examples, probabilities, Recipe(1.0)) == Bounds(yes=None, no=pytest.approx(0.02))
    assert find_bounds(examples, probabilities, Recipe(1.0, may_drop=False)) == Bounds(None, None)


def test_examples_are_weighed_to_the_share_in_real_documents() -> None:
    labels = np.array([True] * 5 + [False] * 5)
    weights = Recipe(1.0, share=0.2).weights(labels)
    assert weights[labels].sum() / weights.sum() == pytest.approx(0.2)
    assert Recipe(1.0).weights(labels).tolist() == [1.0] * 10


def test_figures_of_rules_model_and_both() -> None:
    examples = cases((6, "", True, True), (2, "", True, False), (2, "", False, True), (10, "", False, False))
    probabilities = np.array([0.9] * 6 + [0.97] * 2 + [0.3] * 2 + [0.1] * 9 + [0.6])
    found = figures(examples, probabilities, [Judge(bounds=Bounds(yes=0.95))] * 20, Recipe(1.0))
    assert found["rules"] == {"p": 0.75, "r": 0.75, "f1": 0.75}
    assert found["model"] == {"p": 0.8889, "r": 1.0, "f1": 0.9412}
    assert found["both"] == {"p": 0.8, "r": 1.0, "f1": 0.8889}
    assert [row["examples"] for row in found["reliability"]] == [9, 2, 1, 8]
    assert found["reliability"][0] == {"said": 0.1, "so": 0.0, "examples": 9}


def test_of_places_one_is_chosen() -> None:
    rule_right = [Example("", i == 1, i == 1, 0, 7) for i in range(3)]
    rule_wrong = [Example("", i == 2, i == 0, 0, 9) for i in range(3)]
    rule_silent = [Example("", i == 0, False, 1, 7) for i in range(3)]
    probabilities = np.array([0.1, 0.6, 0.2, 0.1, 0.1, 0.9, 0.4, 0.1, 0.1])
    found = figures([*rule_right, *rule_wrong, *rule_silent], probabilities, [Judge(bounds=Bounds(yes=0.8))] * 9, Recipe(1.0))
    assert found["rules"] == {"p": 0.5, "r": 0.3333, "f1": 0.4}
    assert found["model"] == {"p": 1.0, "r": 0.6667, "f1": 0.8}
    assert found["both"] == {"p": 1.0, "r": 0.6667, "f1": 0.8}


def test_what_is_told_of_a_fold_did_not_choose_its_bound() -> None:
    examples = [Example("sạch" if i % 2 else "bẩn", bool(i % 2), False, i) for i in range(200)]
    fold = [0] * 120 + [1] * 40 + [2] * 40
    fitted = fit(examples, fold, [True] * 200, Recipe(1.0, rare=1))
    assert fitted.bounds_by_fold[0] == find_bounds(examples[120:], fitted.unseen[120:], Recipe(1.0, rare=1))
    assert fitted.judge(1).bounds == fitted.bounds_by_fold[1] and fitted.judge().bounds == fitted.bounds


def test_too_little_to_learn_from_is_told() -> None:
    with pytest.raises(GiaoviecError, match="GV411"):
        fit([Example("a", True, True, 0), Example("b", True, False, 1)], [0, 1], [True, True], Recipe(1.0))


def test_a_model_learns_a_word_that_decides_and_is_judged_on_what_it_did_not_see() -> None:
    words = ["kho", "bến", "cầu", "phà", "kè"]
    examples = [Example(f"{'sạch' if i % 2 else 'bẩn'} {words[i % 5]}", bool(i % 2), False, i) for i in range(60)]
    fold = [i // 12 for i in range(60)]
    fitted = fit(examples, fold, [True] * 60, Recipe(1.0, rare=1))
    assert fitted.model.probability(["sạch"]) > 0.9 > 0.1 > fitted.model.probability(["bẩn"])
    assert len(fitted.by_fold) == 5
    assert all((said > 0.5) == example.label for said, example in zip(fitted.unseen, examples, strict=True))
    assert fitted.bounds.yes is not None


def test_a_model_without_a_fold_does_not_know_what_only_stands_there() -> None:
    examples = [Example("chung" if i >= 12 else "riêng", i % 2 == 0 if i >= 12 else True, False, i) for i in range(60)]
    fitted = fit(examples, [i // 12 for i in range(60)], [True] * 60, Recipe(1.0, rare=1))
    assert "riêng" not in fitted.by_fold[0].weights
    assert "riêng" in fitted.by_fold[1].weights
