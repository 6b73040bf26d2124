"""Telling why changes nothing, leaves no clause out, and every feature of the models has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline
from pipeline.cli.account_lines import lines
from pipeline.cli.feature_words import in_words
from pipeline.knowledge.wording import CLASSES
from pipeline.pipes.load import load
from pipeline.pipes.models.judge import Bounds, Judge
from pipeline.pipes.models.linear import LinearModel
from pipeline.pipes.reasons.account import Teller
from pipeline.pipes.reasons.clauses import clauses
from pipeline.pipes.tasks import component
from pipeline.reading.text import source_of_text

SAMPLES = Path(__file__).parents[4] / "corpus" / "samples"
READ = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".docx", ".txt", ".html", ".md"})


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_every_clause_is_a_task_or_has_a_reason(path: Path) -> None:
    teller = Teller(pipeline.read(path), "rules")
    accounts = teller.explain(clauses(teller.doc)).clauses
    assert [account.text for account in accounts if not account.tasks and not account.left_out] == []
    assert {one.task.id for account in accounts for one in account.tasks} == {task.id for task in pipeline.extract(path, "rules").tasks}
    assert teller.doc._.tasks == pipeline.extract(path, "rules").tasks


def test_a_model_that_tells_decides_as_one_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge(LinearModel({"w=tuyến": 6.0, "form=verb": -9.0}), Bounds(yes=0.9))
    monkeypatch.setattr(component, "judge", lambda name, votes: judge if name == "order" else Judge())
    text = "Số: 12/CT-UBND\nCHỈ THỊ\nVề y tế\n1. Kiểm tra 05 trạm y tế.\n2. Bệnh nhân nặng chuyển về tuyến trên trong ngày.\n"
    monkeypatch.setattr("pipeline.pipes.clarity.component.judge", lambda name, votes: Judge())
    teller = Teller(source_of_text(text))
    assert [task.text for task in teller.doc._.tasks] == ["Kiểm tra 05 trạm y tế", "Bệnh nhân nặng chuyển về tuyến trên trong ngày"]
    assert load()(text)._.tasks == teller.doc._.tasks
    assert all(line.text == line.text.strip() for line in lines(teller.explain(clauses(teller.doc))))


def test_words_that_are_searched_with_the_signs_of_patterns_are_plain_text() -> None:
    from pipeline.errors import GiaoviecError
    from pipeline.pipes.reasons.clauses import clauses_with

    teller = Teller(source_of_text("Số: 12/CT-UBND\nCHỈ THỊ\nVề y tế\n1. Kiểm tra (05) trạm y tế.\n"), "rules")
    assert [clause.locator for clause in clauses_with(teller.doc, "tra (05)")] == ["1"]
    for nothing in (".*", "", "   "):
        with pytest.raises(GiaoviecError, match="GV418"):
            clauses_with(teller.doc, nothing)


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("b=kiểm_tra+cơ_sở", "cụm «kiểm tra cơ sở»"),
        ("first=giao_sở", "mở đầu bằng «giao sở»"),
        ("zone=goals", "phần mục đích, yêu cầu"),
        ("marker=", "cách đánh số: không đánh số"),
        ("siblings=4", "hầu hết mục cùng cấp là nhiệm vụ"),
        ("numbers=0", "không có con số"),
        ("numbers=3", "từ 3 con số trở lên"),
        ("deadline_kind_from=date+inherited", "thời hạn ngày, theo đề mục phía trên"),
        ("owner_generic", "cơ quan chủ trì chung chung"),
    ],
)
def test_a_feature_in_words(feature: str, words: str) -> None:
    assert in_words(feature) == words


def test_every_kind_of_feature_of_the_shipped_models_has_words() -> None:
    from pipeline.pipes.models.store import WEIGHTS, _read_weights, models_folder, newest

    unspoken = set()
    for name in ("order", "content", "confidence"):
        home = newest(models_folder(), name)
        assert home is not None
        for feature in _read_weights((home / WEIGHTS).read_bytes()).weights:
            if not feature.startswith("length=") and in_words(feature) == feature:
                unspoken.add(feature)
            if re.match(r"(?:first_|verb_)?class=", feature):
                assert feature.partition("=")[2] in CLASSES
    assert unspoken == set()
