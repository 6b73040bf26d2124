"""One pattern for a table of phrases."""

from __future__ import annotations

import re

import pytest

from pipeline.knowledge.patterns import any_of

VERBS = ["báo cáo", "báo", "ban hành", "rà soát", "rà phá", "v.v", "ban"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("báo cáo viên", "báo cáo"),
        ("báo chí", "báo"),
        ("rà phá bom mìn", "rà phá"),
        ("ban hành", "ban hành"),
        ("v.v", "v.v"),
        ("vav", None),  # the full stop of a phrase is a full stop
        ("rà lại", None),
    ],
)
def test_longest_phrase_that_stands_at_a_place_is_found(text: str, found: str | None) -> None:
    match = re.match(any_of(VERBS), text)
    assert (match[0] if match else None) == found


def test_shorter_phrase_is_found_where_the_rest_of_the_pattern_rules_out_the_longer() -> None:
    assert re.match(rf"{any_of(['sở', 'sở y', 'sở y tế'])}(?!\w)", "sở y tếch")[0] == "sở y"  # type: ignore[index]


def test_no_phrases_are_found_nowhere() -> None:
    assert re.search(any_of([]), "báo cáo") is None


def test_order_of_the_table_does_not_matter() -> None:
    forwards, backwards = re.compile(any_of(VERBS)), re.compile(any_of(VERBS[::-1]))
    text = "báo cáo, báo chí, ban hành, ban tổ chức, rà soát"
    assert forwards.findall(text) == backwards.findall(text) == ["báo cáo", "báo", "ban hành", "ban", "rà soát"]
