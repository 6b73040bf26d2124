"""A rule of clarity at work: what the product finds in the rule's own texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from pipeline.knowledge.office import NO_OFFICE, Office
from pipeline.knowledge.rulebook import framed, load_rulebook
from pipeline.pipes.clarity.component import ClarityComponent
from pipeline.pipes.clarity.review import rules
from pipeline.pipes.load import VietnameseDirectives, extraction, load
from pipeline.schema import Finding


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts of a rule in which it found something, each with the findings, and texts that it let pass."""

    flagged: tuple[tuple[str, tuple[Finding, ...]], ...]
    passed: tuple[str, ...]


def examples(name: str, office: Office = NO_OFFICE, *, most: int = 2) -> Examples:
    """The first texts of the rule `name` that come out as its table says, by the rules alone and with the office's wording.

    The rule is asked also where the office has switched it off; what the office dismisses is shown.

    >>> [(text, [finding])] = examples("deadline-vague", most=1).flagged
    >>> finding.message
    'Thời hạn «trong thời gian sớm nhất» không phải là mốc kiểm tra được.'
    """
    text = load_rulebook()[name]
    nlp = load("rules")
    clarity = nlp.get_pipe("giaoviec_clarity")
    assert isinstance(nlp, VietnameseDirectives) and isinstance(clarity, ClarityComponent)
    clarity.office = replace(office, on=office.on | {name}, off=office.off - {name}, dismissals=())
    clarity.rules = rules(clarity.office)

    def found(example: str) -> tuple[Finding, ...]:
        document = extraction(nlp(framed(text, example)))
        every = [finding for task in document.tasks for finding in task.findings] + document.findings
        return tuple(finding for finding in every if finding.rule == name)

    flagged = ((example, findings) for example in text.flags if (findings := found(example)))
    passed = (example for example in text.passes if not found(example))
    return Examples(tuple(islice(flagged, most)), tuple(islice(passed, most)))
