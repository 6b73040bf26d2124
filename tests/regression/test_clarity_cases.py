"""Every case of `cases/clarity.txt`: general contents are called general, others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.pipes.clarity.content import is_generic

CASES = Path(__file__).parent / "cases" / "clarity.txt"


def _cases() -> list[tuple[bool, str]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [(line[0] == "+", line[2:]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("general", "content"), _cases())
def test_general_content_is_told_from_a_concrete_act(general: bool, content: str) -> None:
    assert is_generic(content) is general
