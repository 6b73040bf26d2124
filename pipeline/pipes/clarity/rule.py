"""What a rule of clarity is: a name, how grave, what it says and why, and examples that it must flag and must let pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.pipes.agencies.resolve import resolve
from pipeline.schema import Deadline, DeadlineKind, Finding, Party, Result, Severity, Task


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may know besides the task: the document's date, and the due day of the heading or lead-in above (ISO)."""

    issued: date | None = None
    parent_due: str | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found: the sentence for the reader, how to word it better, and where the offending words stand in the document."""

    message: str
    suggestion: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """A task in short, to show what a rule flags and what it lets pass. `fields` are further fields of its deadline."""

    text: str
    owners: tuple[str, ...] = ()
    deadline: tuple[DeadlineKind, str] | None = None
    result: str | None = None
    coordinators: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    setting: Setting = Setting()

    def task(self) -> Task:
        """The example as a task, with the places of its parts in its own text; the content is the text without owners and deadline."""
        content = self.text
        for part in (*self.owners, *([self.deadline[1]] if self.deadline else [])):
            content = content.replace(part, "")
        owners, coordinators = ([self._party(name) for name in names] for names in (self.owners, self.coordinators))
        deadline = None
        if self.deadline:
            kind, phrase = self.deadline
            at = self.text.find(phrase)
            deadline = Deadline.model_validate({"text": phrase, "kind": kind, "start": at, "end": at + len(phrase), **self.fields})
        return Task(
            id="example",
            locator="1",
            text=self.text,
            start=0,
            end=len(self.text),
            content=content.strip(" ,.:"),
            owners=owners,
            coordinators=coordinators,
            deadline=deadline,
            result=Result(text=self.result) if self.result else None,
        )

    def _party(self, name: str) -> Party:
        at = self.text.find(name)
        return Party(name=name, agency=resolve(name, self.setting.issued), start=at, end=at + len(name))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. The texts are Vietnamese and make its page in the handbook: what, why, a bad and a good example, what to use instead.

    `check` returns the flaw of a task, None when there is none.
    """

    name: str
    severity: Severity
    title: str
    what: str
    why: str
    instead: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    check: Callable[[Task, Setting], Flaw | None]

    def finding(self, task: Task, setting: Setting) -> Finding | None:
        """The finding for a task, None when the rule has nothing to say."""
        flaw = self.check(task, setting)
        if flaw is None:
            return None
        return Finding(
            rule=self.name, severity=self.severity, message=flaw.message, suggestion=flaw.suggestion, start=flaw.start, end=flaw.end
        )
