"""Every case of `cases/results.txt`: the product is found where a person marked it, and nothing is found where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.pipes.results.grammar import find_result

CASES = Path(__file__).parent / "cases" / "results.txt"


def _cases() -> list[str]:
    lines = CASES.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("marked", _cases())
def test_product_is_found_where_it_is_marked(marked: str) -> None:
    text = marked.replace("[[", "").replace("]]", "")
    found = find_result(text)
    if found is None:
        assert "[[" not in marked
    else:
        assert f"{text[: found[0]]}[[{text[found[0] : found[1]]}]]{text[found[1] :]}" == marked
