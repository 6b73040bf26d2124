"""What a rule of clarity is: what its table says, the cues it looks for, and who looks.

The modules of this package register their checks with `checks`; `pipeline.pipes.clarity.review` puts tables, cues and checks together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.knowledge.rulebook import Cues, RuleText
from pipeline.pipes.clarity.case import Case, one_line
from pipeline.pipes.clarity.rewording import NO_CHANGE, Change, reworded
from pipeline.schema import Finding, Severity

_LOWER: dict[Severity, Severity] = {"high": "medium", "medium": "low", "low": "low"}
_GENERAL_KINDS = ("V", "S")
_REQUEST = re.compile(
    r"(?<!\w)đề nghị (?:ủy ban |ban thường trực ủy ban )?(?:mặt trận|mttq|hội đồng nhân dân|hđnd|tòa án|viện kiểm sát|đoàn đại biểu|"
    r"liên đoàn|hội )"
)
_OPENING = 60


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found.

    Attributes:
        start, end: where the offending words stand in the document.
        facts: what the rule's message names.
        change: how the task's sentence changes.
        hint: a sentence in place of the reworded one, where none can be given.
        more: what is said behind the suggestion.
        evidence: the words that weighed most, where a model decided.
    """

    start: int
    end: int
    facts: Mapping[str, object] = field(default_factory=dict)
    change: Change = NO_CHANGE
    hint: str = ""
    more: str = ""
    evidence: tuple[str, ...] = ()


Check = Callable[["Rule", Case], Flaw | None]
CHECKS: dict[str, Check] = {}


def checks(name: str) -> Callable[[Check], Check]:
    """Registers the check of the rule `name`."""

    def register(check: Check) -> Check:
        assert name not in CHECKS, name
        CHECKS[name] = check
        return check

    return register


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as an office uses it: severity and threshold in `text` are the office's, `cues` hold its phrases too.

    `all_cues` are those of every rule: where none of them stands, this rule need not look for its own.
    """

    text: RuleText
    cues: Cues
    check: Check
    all_cues: Cues | None = None

    @property
    def threshold(self) -> float:
        """The number that the rule compares with."""
        assert self.text.threshold is not None, self.text.name
        return self.text.threshold

    def cued(self, case: Case) -> Iterator[tuple[int, int, str]]:
        """Where the body of a task has a cue that nothing behind it spells out, with what could stand in its place."""
        if self.all_cues is not None and not case.has_any(self.all_cues):
            return
        for match, instead in self.cues.find(case.body):
            if not case.spelled_out(match.end()):
                yield match.start(), match.end(), instead

    def finding(self, case: Case) -> tuple[Finding, Flaw] | None:
        """The finding for a task, with what was found; None when the rule has nothing to say."""
        flaw = self.check(self, case)
        if flaw is None:
            return None
        proposal = flaw.hint or f"«{reworded(case.task, flaw.change)}»"
        suggestion = f": {proposal}" + (f" {flaw.more}" if flaw.more else "")
        return self.report(flaw.facts, (flaw.start, flaw.end), suggestion, self._severity(case), flaw.evidence), flaw

    def report(
        self,
        facts: Mapping[str, object],
        place: tuple[int, int] | None,
        suggestion: str,
        severity: Severity | None = None,
        evidence: Sequence[str] = (),
    ) -> Finding:
        """A finding of this rule with its message.

        Args:
            facts: what the message names.
            place: None for a document as a whole.
            suggestion: what follows the advice.
            severity: None for the rule's.
            evidence: the words that weighed most, where a model decided.
        """
        text = self.text
        start, end = place or (None, None)
        return Finding(
            rule=text.name,
            severity=severity or text.severity,
            message=text.message.format(**facts),
            suggestion=f"{text.advice}{suggestion}",
            start=start,
            end=end,
            evidence=list(evidence),
        )

    def _severity(self, case: Case) -> Severity:
        """One degree lower for a resolution, which is meant to be general; low for a request to a body that nobody can press."""
        if self.text.name == "deadline-missing" and _REQUEST.search(f"{case.setting.ahead}{case.folded[:_OPENING]}"):
            return "low"
        general = case.setting.kind == "nghị quyết" and self.text.code[0] in _GENERAL_KINDS
        return _LOWER[self.text.severity] if general else self.text.severity


def cue_flaw(case: Case, start: int, end: int, instead: str) -> Flaw:
    """The flaw of a cue at `start:end` of the task's text; `instead` takes its place in the rewording, or, in round brackets, stands
    behind its clause."""
    facts = {"phrase": one_line(case.task.text[start:end])}
    place = case.span(start, end)
    if instead.startswith("("):
        return Flaw(*place, facts, said_behind(case, end, f" {instead}"))
    return Flaw(*place, facts, Change.replacing(*place, instead) if instead else NO_CHANGE)


def said_behind(case: Case, at: int, text: str) -> Change:
    """Something said behind the part of the sentence that holds a place of the task's text."""
    end = case.segment_end(at)
    if end >= len(case.task.text.rstrip(" .;,:")):
        return Change(behind=text)
    place = case.task.start + end
    return Change.replacing(place, place, text)
