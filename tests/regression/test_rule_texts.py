"""Every rule of clarity flags the texts of its table that it must flag, and lets those pass that it must let pass.

The texts were written from the definitions before the checks were. Those that still come out wrong stand in `cases/rule_gaps.txt`, a line
each with ⏎ for a line break; the list can only shrink.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.knowledge.rulebook import RuleText, framed, load_rulebook
from pipeline.pipes.load import extract
from pipeline.schema import Extraction

GAPS = Path(__file__).with_name("cases") / "rule_gaps.txt"
EVERY_RULE_ON = '[rules]\non = ["several-acts"]\n'
RULEBOOK = load_rulebook()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "giaoviec.toml"
    path.write_text(EVERY_RULE_ON, "utf-8")
    return path


def shipped() -> list[tuple[str, bool, str]]:
    return [
        (rule.name, flag, text)
        for rule in RULEBOOK.values()
        for flag, texts in ((True, rule.flags), (False, rule.passes))
        for text in texts
    ]


def gaps() -> list[tuple[str, bool, str]]:
    lines = [line for line in GAPS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    parts = [line.split(" | ", 2) for line in lines]
    return [(rule, kind == "flag", text.replace("⏎", "\n")) for rule, kind, text in parts]


def outcome(rule: RuleText, text: str, office: Path) -> tuple[bool, Extraction]:
    extraction = extract(framed(rule, text), "rules", office)
    found = [finding.rule for task in extraction.tasks for finding in task.findings] + [finding.rule for finding in extraction.findings]
    return rule.name in found, extraction


def identifiers(cases: list[tuple[str, bool, str]]) -> list[str]:
    return [f"{rule}-{'flag' if flag else 'pass'}-{number}" for number, (rule, flag, _) in enumerate(cases)]


def test_rules_that_are_off_are_switched_on_here() -> None:
    assert all(f'"{rule.name}"' in EVERY_RULE_ON for rule in RULEBOOK.values() if not rule.on)


@pytest.mark.parametrize(("name", "flag", "text"), shipped(), ids=identifiers(shipped()))
def test_a_rule_flags_and_passes_its_texts(name: str, flag: bool, text: str, office: Path) -> None:
    flagged, extraction = outcome(RULEBOOK[name], text, office)
    assert flagged is flag
    assert extraction.tasks or RULEBOOK[name].scope == "document" or name == "no-task"


@pytest.mark.parametrize(("name", "flag", "text"), gaps(), ids=identifiers(gaps()))
@pytest.mark.xfail(strict=True, reason="known gap; take the line out of rule_gaps.txt and put the text back when it is closed")
def test_known_gaps_are_still_gaps(name: str, flag: bool, text: str, office: Path) -> None:
    flagged, extraction = outcome(RULEBOOK[name], text, office)
    assert flagged is flag and extraction.tasks
