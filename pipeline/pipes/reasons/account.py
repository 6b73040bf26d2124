"""What every rule and model said of a clause: read from what the components kept, nothing is decided anew here.

`Teller` runs the pipeline with judges that keep what they were shown, and accounts for any clause of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from spacy.tokens import Doc

from pipeline.knowledge.registry import agencies_by_id
from pipeline.pipes.agencies.grammar import Body, predicate_pattern
from pipeline.pipes.clarity.component import ClarityComponent
from pipeline.pipes.load import VietnameseDirectives, load
from pipeline.pipes.models.judge import Judge, Verdict, Votes
from pipeline.pipes.reasons.clauses import Clause
from pipeline.pipes.tasks.assignments import Assignment, LeftOut, Why
from pipeline.pipes.tasks.columns import Column
from pipeline.pipes.tasks.component import TasksComponent
from pipeline.pipes.tasks.draft import Draft
from pipeline.pipes.tasks.grammar import Order, orders
from pipeline.reading.source import Source
from pipeline.schema import Deadline, Dismissed, Finding, Header, Origin, Party, Severity, Task
from pipeline.structure.kinds import Policy
from pipeline.structure.outline import Item, Zone

_HEAVIEST = 8
_ACT_WORDS = 4
_CUE_WORDS = 8
_LINE_WORDS = 16

_Found = TypeVar("_Found", bound=Finding)
State = Literal["no", "found", "off", "dismissed"]
"""What a rule of clarity says of a task: nothing, a finding, a finding that the office has dismissed; "off": the office does not ask it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: where it stands (empty without a number) and its first words."""

    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What the rule and a model answered to one question.

    Attributes:
        rule, answer, by: the rule's answer, the one that holds, and whose it is.
        probability: how likely the model takes a "yes" for; None where it was not asked.
        bound: the probability that it would have to reach (or, where the rule says yes, to fall to) to overrule; None: it never may.
        pro, con: the features that weighed most for and against, with their weights.
    """

    rule: bool
    answer: bool
    by: Literal["rule", "model"]
    probability: float | None
    bound: float | None
    pro: tuple[tuple[str, float], ...] = ()
    con: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the grammar made of a clause, or of a part of it.

    Attributes:
        form: see `Assignment.form`; "none" where it sees no order.
        cue: the words in front that order; `owners`: who is ordered; `act`: the words that open the predicate.
        why: why it is no task all the same; None where it is one.
        labels: the questions that a labelled line answers, or the columns of a row.
        under: the locators of the tasks that a lead-in introduces.
    """

    form: str
    start: int
    end: int
    cue: str = ""
    owners: tuple[str, ...] = ()
    act: str = ""
    why: Why | None = None
    labels: tuple[Column, ...] = ()
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """An owner or a coordinator.

    Attributes:
        words: as the document names it; `source`: see `pipeline.schema.Party`.
        line: the line that names it, where that is not the task itself.
        pointer: the words of the task that point back to it ("các đơn vị trên").
        agency, known: its identifier and name in the registry; `now`: who holds its tasks today.
    """

    words: str
    source: Origin
    line: Line | None
    pointer: str
    agency: str | None
    known: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class NameEnd:
    """What the model "boundary" said of the end of an owner's name: how likely it ends before the words `before`.

    Attributes:
        rule: the words in front of which the grammar ends it; empty where it sees no name.
        agrees: whether both end it at the same place; `changed`: whether the model's answer holds instead of the grammar's.
    """

    rule: str
    before: str
    probability: float
    agrees: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The deadline with the line that states it (None: the task itself), the other times of the task, and the day for the whole list."""

    deadline: Deadline | None
    line: Line | None
    others: tuple[str, ...]
    parent_due: str | None


@dataclass(frozen=True, slots=True)
class RuleVote:
    """What one rule of clarity says: of the task, or (`scope` "document") of the document."""

    code: str
    name: str
    title: str
    scope: str
    state: State
    severity: Severity | None = None
    message: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskAccount:
    """One task with where each of its fields comes from."""

    task: Task
    seen: Seen
    order: Vote | None
    owners: tuple[Role, ...]
    name_end: NameEnd | None
    coordinators: tuple[Role, ...]
    due: Due
    result_line: Line | None
    content: Vote | None
    rules: tuple[RuleVote, ...]
    confidence: Vote | None


@dataclass(frozen=True, slots=True)
class ClauseAccount:
    """One clause: where it stands, its tasks, and what of it is none (with the vote of the model on the whole clause, if it was asked)."""

    locator: str
    page: int | None
    text: str
    start: int
    end: int
    zone: Zone
    headings: tuple[Line, ...]
    left_out: tuple[Seen, ...]
    order: Vote | None
    tasks: tuple[TaskAccount, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Explanation:
    """The clauses asked about, with what holds for the whole document."""

    path: str | None
    document: Header
    policy: Policy
    votes: Votes
    clauses: tuple[ClauseAccount, ...]


class Teller:
    """One document, processed so that it can be told why.

    Raises:
        GiaoviecError: see `pipeline.pipes.load.load`.

    >>> from pipeline.pipes.reasons.clauses import clauses
    >>> from pipeline.reading.text import source_of_text
    >>> teller = Teller(source_of_text("Giao Sở Y tế kiểm tra 05 bệnh viện trước ngày 05/6/2024.\\n"), "rules")
    >>> [account] = teller.explain(clauses(teller.doc)).clauses
    >>> account.tasks[0].seen.cue, account.tasks[0].seen.act, account.tasks[0].owners[0].known
    ('Giao', 'kiểm tra', 'Sở Y tế')
    """

    def __init__(self, source: Source, votes: Votes = "both", office: Path | None = None):
        nlp = load(votes, office)
        tasks, clarity = nlp.get_pipe("giaoviec_tasks"), nlp.get_pipe("giaoviec_clarity")
        assert isinstance(nlp, VietnameseDirectives) and isinstance(tasks, TasksComponent) and isinstance(clarity, ClarityComponent)
        self._tasks, self._clarity = tasks, clarity
        self._tasks.tell()
        self._clarity.tell()
        self._votes = votes
        self.doc: Doc = nlp(nlp.doc_of(source))
        self._structure = self.doc._.structure
        self._found = self.doc._.assignments
        self._text, self._folded = self._structure.text, self._structure.folded

    def explain(self, asked: Sequence[Clause]) -> Explanation:
        """The account of these clauses."""
        head = self._structure.outline.head
        told = tuple(self.clause(clause) for clause in asked)
        return Explanation(self._structure.source.path, head.header, head.kind.policy, self._votes, told)

    def clause(self, clause: Clause) -> ClauseAccount:
        """The account of one clause."""
        item = clause.item
        pairs = [
            (draft, task)
            for draft, task in zip(self.doc._.drafts, self.doc._.tasks, strict=True)
            if draft.assignment.item is item and draft.start < clause.end and draft.end > clause.start
        ]
        here = [one for one in self._found.left_out if one.item is item and one.start < clause.end and one.end > clause.start]
        at = min((start for start in self._found.verdicts if clause.start <= start < clause.end), default=None)
        return ClauseAccount(
            locator=clause.locator,
            page=item.page,
            text=self._text[clause.start : clause.end],
            start=clause.start,
            end=clause.end,
            zone=item.zone,
            headings=tuple(self._line(above) for above in item.ancestors),
            left_out=tuple(self._left_out(one, clause) for one in here),
            order=self._vote(self._found.verdicts[at], self._tasks.order) if at is not None else None,
            tasks=tuple(self._task(draft, task, clause) for draft, task in pairs),
        )

    def _task(self, draft: Draft, task: Task, clause: Clause) -> TaskAccount:
        assignment = draft.assignment
        verdict = self._found.verdicts.get(draft.start)
        return TaskAccount(
            task=task,
            seen=self._seen(assignment, clause, None),
            order=self._vote(verdict, self._tasks.order),
            owners=tuple(self._role(party, draft, assignment.owners) for party in task.owners),
            name_end=self._name_end(draft.start),
            coordinators=tuple(self._role(party, draft, ()) for party in task.coordinators),
            due=self._due(draft, task),
            result_line=self._line_of(task.result.start, draft) if task.result and task.result.start is not None else None,
            content=self._vote(draft.content, self._clarity.content) if task.result is None else None,
            rules=tuple(self._rules(task)),
            confidence=self._vote(draft.confidence, self._clarity.confidence),
        )

    def _left_out(self, one: LeftOut, clause: Clause) -> Seen:
        order = one.order
        if one.why == "verbs do not count":  # what it would be where orders stand
            order = next(iter(orders(self._text, self._folded, one.start, one.end)), None)
        if order is not None:
            return self._seen(order, clause, one.why)
        labels = tuple(label.column for label in self._found.labels if label.item is one.item) if one.why == "label" else ()
        return Seen("none", one.start, one.end, why=one.why, labels=labels)

    def _seen(self, order: Order | Assignment, clause: Clause, why: Why | None) -> Seen:
        if isinstance(order, Assignment) and order.row is not None:
            labels = tuple(column for column, cell in order.row.cells.items() if cell.end > cell.start)
            return Seen("row", order.start, order.end, why=why, labels=labels)
        begins = order.position if isinstance(order, Assignment) else order.start
        front = self._text[clause.start : begins].strip(" ,:\n").split() if order.form == "cue" else []
        cue = " ".join(["…", *front[-_CUE_WORDS:]] if len(front) > _CUE_WORDS else front)
        act = self._first_words(order.predicate) if order.form not in ("none", "title") else ""
        under: dict[str, None] = {}
        if why == "only leads in":
            under = {task.locator: None for draft, task in self._inside(clause.item) if task.locator}
        return Seen(order.form, order.start, order.end, cue, tuple(body.name for body in order.owners), act, why, under=tuple(under))

    def _inside(self, item: Item) -> Iterator[tuple[Draft, Task]]:
        """The tasks under an item."""
        for draft, task in zip(self.doc._.drafts, self.doc._.tasks, strict=True):
            if any(above is item for above in draft.assignment.item.ancestors):
                yield draft, task

    def _vote(self, verdict: Verdict | None, judge: Judge) -> Vote | None:
        if verdict is None:
            return None
        known = judge.model.weighed(verdict.features) if judge.model is not None else []
        pro = tuple(one for one in known if one[1] > 0)[:_HEAVIEST]
        con = tuple(one for one in reversed(known) if one[1] < 0)[:_HEAVIEST]
        return Vote(verdict.rule, verdict.answer, verdict.by, verdict.probability, judge.bound(verdict.rule), pro, con)

    def _role(self, party: Party, draft: Draft, ordered: tuple[Body, ...]) -> Role:
        line = self._line_of(party.start, draft) if party.start is not None else None
        pointer = "; ".join(body.name for body in ordered) if party.source == "anaphora" else ""
        known = agencies_by_id()[party.agency].name if party.agency else None
        return Role(" ".join(party.name.split()), party.source, line, pointer, party.agency, known, party.now)

    def _name_end(self, start: int) -> NameEnd | None:
        """What the model said of the name in the task that begins at `start`."""
        said = self._found.boundaries.get(start)
        if said is None:
            return None
        agrees = said.rule is not None and not re.search(r"\w", self._text[min(said.rule, said.likeliest) : max(said.rule, said.likeliest)])
        rule = self._first_words(said.rule) if said.rule is not None else ""
        return NameEnd(rule, self._first_words(said.likeliest), said.probability, agrees, said.at is not None)

    def _due(self, draft: Draft, task: Task) -> Due:
        deadline = task.deadline
        line = self._line_of(deadline.start, draft) if deadline is not None and deadline.start is not None else None
        spans = [(span.start_char, span.end_char) for span in self.doc.spans["deadlines"]]
        if deadline is not None and deadline.start is not None and deadline.end is not None:
            spans = [(start, end) for start, end in spans if end <= deadline.start or start >= deadline.end]
        others = tuple(" ".join(self._text[start:end].split()) for start, end in spans if draft.start <= start and end <= draft.end)
        return Due(deadline, line, others, draft.due.parent_due if draft.due else None)

    def _rules(self, task: Task) -> Iterator[RuleVote]:
        """Every rule in the order of the rulebook."""
        for name, rule in self._clarity.rules.items():
            text = rule.text
            about_task = text.scope != "document"
            found: Finding | None = _of(name, task.findings if about_task else self.doc._.findings)
            let_be: Dismissed | None = _of(name, task.dismissed if about_task else self.doc._.dismissed)
            if not text.on:
                yield RuleVote(text.code, name, text.title, text.scope, "off")
            elif let_be is not None:
                yield RuleVote(text.code, name, text.title, text.scope, "dismissed", let_be.severity, let_be.message, let_be.reason)
            elif found is not None:
                yield RuleVote(text.code, name, text.title, text.scope, "found", found.severity, found.message)
            else:
                yield RuleVote(text.code, name, text.title, text.scope, "no")

    def _line_of(self, at: int, draft: Draft) -> Line | None:
        """The line that a field stands in; None where that is the task itself, or a cell of its row."""
        item = draft.assignment.item
        if draft.start <= at < draft.end or (draft.assignment.row is not None and item.start <= at < item.end):
            return None
        other = next((one for one in self._structure.outline.items if one.start <= at < one.end), None)
        if other is not None:
            return self._line(other)
        start = self._text.rfind("\n", 0, at) + 1  # above the first item: the addressees of a letter
        end = self._text.find("\n", at)
        return Line("", _short(self._text[start : end if end >= 0 else len(self._text)]))

    def _line(self, item: Item) -> Line:
        return Line(item.locator, _short(self._text[item.start : item.end]))

    def _first_words(self, at: int) -> str:
        """The words from a place on: those of a predicate of the lexicon, else the first few."""
        at += len(self._text[at:]) - len(self._text[at:].lstrip(" ,:;\n"))
        known = predicate_pattern().match(self._folded, at)
        if known is not None:
            return self._text[at : known.end()]
        return " ".join(self._text[at : at + 80].split("\n")[0].split()[:_ACT_WORDS])


def _of(rule: str, findings: Sequence[_Found]) -> _Found | None:
    return next((finding for finding in findings if finding.rule == rule), None)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LINE_WORDS]) + (" …" if len(words) > _LINE_WORDS else "")
