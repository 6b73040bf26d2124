from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pipeline.knowledge.predicates as module
from pipeline.errors import GiaoviecError


@pytest.fixture
def office_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Writes lines into a table beside a copy of the module's folder, and gives the uncached reader."""

    def write(*lines: str):
        (tmp_path / "predicates.csv").write_text("\n".join(["phrase,role", *lines]) + "\n", "utf-8")
        shutil.copy(Path(module.__file__), tmp_path / "predicates.py")
        monkeypatch.setattr(module, "__file__", str(tmp_path / "predicates.py"))
        return module.predicates.__wrapped__

    return write


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("phải", "modal"),
        ("có trách nhiệm", "modal"),
        ("khẩn trương", "manner"),
        ("chủ trì", "lead"),
        ("phối hợp", "coordinate"),
        ("chỉ đạo", "direct"),
        ("báo cáo", "report"),
        ("rà soát", "act"),
    ],
)
def test_the_words_of_an_order_have_their_roles(phrase: str, role: str) -> None:
    assert module.predicates()[phrase] == role


def test_every_phrase_is_lower_case_without_blanks_around() -> None:
    assert [phrase for phrase in module.predicates() if phrase != phrase.lower().strip()] == []


def test_an_office_may_add_a_verb(office_table) -> None:
    assert office_table("sơn lại,act")() == {"sơn lại": "act"}


@pytest.mark.parametrize("bad", ["rà soát,verb", "kiểm tra,act"])
def test_an_unknown_role_or_a_repeated_phrase_is_named_with_its_line(office_table, bad: str) -> None:
    with pytest.raises(GiaoviecError, match=r"GV501: Dữ liệu «predicates.csv» dòng 3 "):
        office_table("kiểm tra,act", bad)()
