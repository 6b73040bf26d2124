"""Where owners' names end: the model's answer against the grammar's. The models here are made by hand."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.pipes.models.judge import Bounds, Judge
from pipeline.pipes.models.linear import LinearModel

HEAD = "SỞ LAO ĐỘNG TỈNH BÌNH AN\nSố: 12/KH-SLĐ\nBình An, ngày 04 tháng 3 năm 2024\nKẾ HOẠCH\nHuấn luyện an toàn\nI. TỔ CHỨC THỰC HIỆN\n"
GROOM = "1. Giao Tổ Bảo tồn voi Ea Rok lùa hai voi già về bãi chăn trước ngày 20/5/2024."


@pytest.fixture(scope="module")
def nlp():
    return pipeline.load("rules")


def owners(nlp, judge: Judge | None, *lines: str) -> list[list[str]]:
    component = nlp.get_pipe("giaoviec_tasks")
    before = component.boundary
    component.boundary = judge or before
    try:
        return [[owner.name for owner in task.owners] for task in nlp(HEAD + "\n".join(lines) + "\n")._.tasks]
    finally:
        component.boundary = before


def test_the_model_ends_a_name_before_a_verb_that_no_table_holds(nlp) -> None:
    assert owners(nlp, None, GROOM) != [["Tổ Bảo tồn voi Ea Rok"]]
    assert owners(nlp, Judge(LinearModel({"w=lùa": 9.0}, intercept=-4.0), Bounds(yes=0.5)), GROOM) == [["Tổ Bảo tồn voi Ea Rok"]]


def test_an_unsure_model_leaves_the_name_as_the_grammar_read_it(nlp) -> None:
    unsure = Judge(LinearModel({"w=lùa": 3.5}, intercept=-4.0), Bounds(yes=0.5))
    assert owners(nlp, unsure, GROOM) == owners(nlp, None, GROOM)


def test_what_inherits_an_owner_gets_the_name_as_the_model_ends_it(nlp) -> None:
    judge = Judge(LinearModel({"w=lùa": 9.0}, intercept=-4.0), Bounds(yes=0.5))
    found = owners(nlp, judge, GROOM.removesuffix(".") + "; lập hồ sơ từng con.", "a) Ghi sổ hằng ngày.")
    assert found == [["Tổ Bảo tồn voi Ea Rok"], ["Tổ Bảo tồn voi Ea Rok"]]


def test_a_list_of_names_is_cut_as_ever(nlp) -> None:
    line = "1. Giao Hạt Kiểm lâm Krông Na, Tổ Bảo tồn voi Ea Rok lùa hai voi già về bãi chăn, lập hồ sơ từng con."
    judge = Judge(LinearModel({"w=lùa": 9.0}, intercept=-4.0), Bounds(yes=0.5))
    assert owners(nlp, judge, line) == [["Hạt Kiểm lâm Krông Na", "Tổ Bảo tồn voi Ea Rok"]]


def test_a_name_is_not_cut_down_to_its_kind(nlp) -> None:
    line = "1. Cơ quan thường trực Tổ Bảo tồn voi kiểm tra bãi chăn trước ngày 20/5/2024."
    judge = Judge(LinearModel({"w=thường": 9.0}, intercept=-4.0), Bounds(yes=0.5))
    assert owners(nlp, judge, line) == owners(nlp, None, line) == [["Cơ quan thường trực Tổ Bảo tồn voi"]]
