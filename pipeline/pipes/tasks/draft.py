"""A task while the components fill it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.pipes.models.judge import Verdict
from pipeline.pipes.tasks.assignments import Assignment
from pipeline.pipes.tasks.schedule import Due
from pipeline.schema import Finding, Party


@dataclass(slots=True)
class Draft:
    """One task: where it stands, and the fields found so far. Offsets are characters of the canonical text.

    `content` says whether the content is generic, `confidence` whether the task is right: the verdicts, to tell why.
    """

    assignment: Assignment
    due: Due | None = None
    owners: list[Party] = field(default_factory=list)
    coordinators: list[Party] = field(default_factory=list)
    result: tuple[int, int] | None = None
    findings: list[Finding] = field(default_factory=list)
    clarity: dict[str, bool | None] = field(default_factory=dict)
    content: Verdict | None = None
    confidence: Verdict | None = None

    @property
    def start(self) -> int:
        """First character of the task."""
        return self.assignment.start

    @property
    def end(self) -> int:
        """Behind the last character of the task."""
        return self.assignment.end
