"""The order model's part: what it is asked, and what becomes of its answers. The models here are made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

import pipeline
from pipeline.pipes.models.judge import Bounds, Judge
from pipeline.pipes.models.linear import LinearModel
from pipeline.pipes.tasks.order_model import OrderView, candidates

TEXT = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH AN\nSố: 12/CT-UBND\nBình An, ngày 04 tháng 3 năm 2024\nCHỈ THỊ\nVề trồng rừng\n"
    "Ủy ban nhân dân tỉnh chỉ đạo như sau:\n1. Sở Y tế:\na) Kiểm tra 12 trạm xá.\nb) Trạm xá Đồng Sậy mái dột từ tháng 01.\n"
    "c) Lập danh mục thuốc.\n"
)
LEAK = "Trạm xá Đồng Sậy mái dột từ tháng 01"


@pytest.fixture(scope="module")
def nlp():
    return pipeline.load("rules")


def texts(doc) -> list[str]:
    return [task.text for task in doc._.tasks]


def with_order(nlp, judge: Judge):
    component = nlp.get_pipe("giaoviec_tasks")
    before, component.order = component.order, judge
    try:
        return nlp(TEXT)
    finally:
        component.order = before


def test_candidates_are_the_tasks_and_the_sentences_that_were_passed_over(nlp) -> None:
    doc = nlp(TEXT)
    asked = [(doc.text[one.assignment.start : one.assignment.end], one.taken) for one in candidates(doc._.assignments)]
    assert asked == [("Kiểm tra 12 trạm xá", True), (LEAK, False), ("Lập danh mục thuốc", True)]


def test_a_sentence_that_the_model_is_sure_of_becomes_a_task_and_inherits_its_owner(nlp) -> None:
    doc = with_order(nlp, Judge(LinearModel({"w=dột": 9.0}), Bounds(yes=0.9)))
    assert texts(doc) == ["Kiểm tra 12 trạm xá", LEAK, "Lập danh mục thuốc"]
    assert [owner.name for owner in doc._.tasks[1].owners] == ["Sở Y tế"]


def test_what_the_grammar_took_stays_whatever_the_model_says(nlp) -> None:
    doc = with_order(nlp, Judge(LinearModel({"w=thuốc": -9.0}), Bounds(no=0.1)))
    assert texts(doc) == ["Kiểm tra 12 trạm xá", "Lập danh mục thuốc"]


def test_an_unsure_model_changes_nothing(nlp) -> None:
    doc = with_order(nlp, Judge(LinearModel({"w=dột": 1.0, "w=thuốc": -1.0}), Bounds(yes=0.9, no=0.1)))
    assert texts(doc) == ["Kiểm tra 12 trạm xá", "Lập danh mục thuốc"]


def test_the_model_sees_the_words_the_place_and_the_neighbours(nlp) -> None:
    doc = nlp(TEXT)
    leak = next(one for one in candidates(doc._.assignments) if not one.taken)
    seen = set(OrderView(doc._.structure, doc._.assignments).features(leak))
    assert {"form=none", "marker=letter", "zone=body", "first=trạm", "b=mái_dột", "w=#", "parent=sở", "told", "siblings=4"} <= seen
    assert {"form=verb", "verb_first"} & seen == set()


def test_without_neighbours_that_are_tasks_the_model_sees_none(nlp) -> None:
    doc = nlp(TEXT)
    leak = next(one for one in candidates(doc._.assignments) if not one.taken)
    alone = replace(doc._.assignments, tasks=[])
    assert "siblings=0" in set(OrderView(doc._.structure, alone).features(leak))
