"""The mark-up in which the corpus is written: a document with its tasks and their fields marked in place.

Writing and annotating are one act, and the gold can never quote words that do not stand in the text. A file has a head of `key: value`
lines, a line `---`, and the document as it is printed, with these marks in it:

- `[[ … ]]` is one task; `<< … >>` is neither right nor wrong to extract. Neither holds another of its kind.
- `{owner:…}`, `{coord:…}`, `{result:…}` are fields of the task that they stand in, and so is one deadline: `{due 2024-06-30:…}`,
  `{duration 2024-06-30:…}` (or `{duration:…}` without a day), `{recurring monthly:…}`, `{event:…}`, `{vague:…}`. Marks may nest.
- What holds for several tasks has a label where it stands, inside or outside of tasks: `{owner#yt:Sở Y tế}`. The same label on several
  marks of a heading makes them one set. A task takes it by its label, behind two colons: `[[Rà soát 05 bệnh viện :: #yt #han]]`. Its own
  deadline goes before one that it takes.
- Behind the colons also: `generic` (nobody could say at the due time whether the task was done), and `owner="A; B"`, `coord="A; B"` for
  bodies that the text names in other words at this place ("các đơn vị trên").
- `!` behind a value (`{due 2024-06-30!:…}`) tells the linter that a person has checked a day that it would compute otherwise.

    >>> document = read_marked('''kind: chỉ thị
    ... issued: 2024-03-04
    ... ---
    ... 1. {owner#yt:Sở Y tế}:
    ... a) [[Kiểm tra 05 bệnh viện, {result:báo cáo UBND tỉnh} {due 2024-06-30:trước ngày 30/6/2024} :: #yt]].''')
    >>> document.text.splitlines()[1]
    'a) Kiểm tra 05 bệnh viện, báo cáo UBND tỉnh trước ngày 30/6/2024.'
    >>> task = document.tasks[0]
    >>> task.owners[0].quote, task.inherited, task.deadline.value, task.result.quote
    ('Sở Y tế', True, '2024-06-30', 'báo cáo UBND tỉnh')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.schema import DeadlineKind

HEADER = ("number", "kind", "issuer", "issued", "subject")
_KIND_OF_MARK: Mapping[str, DeadlineKind] = {
    "due": "date",
    "duration": "duration",
    "recurring": "recurring",
    "event": "event",
    "vague": "vague",
}
_MARK = re.compile(
    r"(?P<task>\[\[)|(?P<end>\]\])|(?P<ignore><<)|(?P<ignored>>>)|(?P<close>\})|\s*::\s*(?P<notes>[^\[\]]*?)\s*(?=\]\])|"
    r"\{(?P<field>owner|coord|result|due|duration|recurring|event|vague)(?:#(?P<label>\w+))?(?: (?P<value>[\w:+-]+))?(?P<checked>!)?:"
)
_NOTE = re.compile(r'#(?P<label>\w+)|(?P<field>owner|coord)="(?P<names>[^"]*)"|(?P<generic>generic)|(?P<unknown>\S+)')


class MarkupError(ValueError):
    """A mark that cannot be read; the message names the line of the file, counted from 1."""


@dataclass(frozen=True)
class Passage:
    """Words of the document: characters of its text, half-open. Words that stand nowhere (a note in the mark-up) have neither."""

    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class MarkedDeadline:
    """A deadline as annotated; its passage may stand elsewhere than the task. `checked`: a person vouches for the value."""

    passage: Passage
    kind: DeadlineKind
    value: str | None
    checked: bool = False


@dataclass(frozen=True)
class MarkedTask:
    """A task as annotated. `inherited`: its owners stand outside of it."""

    passage: Passage
    owners: tuple[Passage, ...]
    inherited: bool
    coordinators: tuple[Passage, ...]
    deadline: MarkedDeadline | None
    result: Passage | None
    generic: bool


@dataclass(frozen=True)
class MarkedDocument:
    """A document without its marks, and what they say. `head` holds the header's fields and what the corpus says of the document."""

    head: Mapping[str, str]
    text: str
    tasks: tuple[MarkedTask, ...]
    ignored: tuple[Passage, ...]

    def gold(self, doc: str) -> dict[str, Any]:
        """The annotation in the form of a gold file."""
        return {
            "doc": doc,
            "header": {key: self.head.get(key) or None for key in HEADER},
            "tasks": [_gold_task(task) for task in self.tasks],
            "ignore": [passage.quote for passage in self.ignored],
        }


@dataclass
class _Field:
    """A mark that was opened: what it is, and where its text begins."""

    name: str
    label: str | None
    value: str | None
    checked: bool
    start: int


@dataclass
class _Fields:
    """What marks say of one task, or of all the tasks that take a label."""

    names: dict[str, list[Passage]] = field(default_factory=lambda: {"owner": [], "coord": []})
    deadlines: list[MarkedDeadline] = field(default_factory=list)
    result: Passage | None = None


@dataclass
class _Open:
    """A task whose end was not read yet."""

    start: int
    own: _Fields = field(default_factory=_Fields)
    notes: str = ""
    end: int | None = None


def read_marked(source: str) -> MarkedDocument:
    """Reads a marked file.

    Raises:
        MarkupError: a mark is unknown, not closed, stands where it has no meaning, or a label is not defined.
    """
    head_text, separator, body = source.partition("\n---\n")
    if not separator:
        raise MarkupError("line 1: no line --- behind the head")
    return _Reader(_head(head_text), body, first_line=head_text.count("\n") + 3).read()


def _head(text: str) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key, colon, value = line.partition(":")
        if not colon or not key.strip():
            raise MarkupError(f"line {number}: not 'key: value'")
        head[key.strip()] = "" if value.strip() == "-" else value.strip()
    return head


class _Reader:
    """One pass over the body: plain text goes out, marks fill the fields of tasks and labels; then tasks take what they refer to."""

    def __init__(self, head: dict[str, str], body: str, first_line: int) -> None:
        self.head, self.body, self.first_line = head, body, first_line
        self.plain: list[str] = []
        self.length = 0
        self.tasks: list[_Open] = []
        self.task: _Open | None = None
        self.ignored: list[Passage] = []
        self.ignore_start: int | None = None
        self.stack: list[_Field] = []
        self.labels: dict[str, _Fields] = {}
        self.at = 0

    def read(self) -> MarkedDocument:
        position = 0
        for mark in _MARK.finditer(self.body):
            self._emit(self.body[position : mark.start()])
            self.at = position = mark.start()
            self._mark(mark)
            position = mark.end()
        self._emit(self.body[position:])
        if self.task or self.stack or self.ignore_start is not None:
            raise self._error("not closed at the end of the document")
        self.text = "".join(self.plain)
        return MarkedDocument(self.head, self.text, tuple(map(self._finish, self.tasks)), tuple(self.ignored))

    def _emit(self, text: str) -> None:
        self.plain.append(text)
        self.length += len(text)

    def _mark(self, mark: re.Match[str]) -> None:
        if mark["field"]:
            self.stack.append(_Field(mark["field"], mark["label"], mark["value"], bool(mark["checked"]), self.length))
        elif mark["close"]:
            self._close()
        elif mark["task"]:
            if self.task:
                raise self._error("a task inside a task")
            self.task = _Open(self.length)
            self.tasks.append(self.task)
        elif mark["ignore"]:
            self.ignore_start = self.length
        elif mark["ignored"]:
            if self.ignore_start is None:
                raise self._error(">> without <<")
            self.ignored.append(self._passage(self.ignore_start))
            self.ignore_start = None
        elif self.task is None:
            raise self._error("]] or :: outside a task")
        elif mark["end"]:
            if self.stack:
                raise self._error("a field is not closed at the end of its task")
            self.task.end = self.length
            self.task = None
        else:
            self.task.notes = mark["notes"]

    def _close(self) -> None:
        if not self.stack:
            raise self._error("} without a mark")
        opened = self.stack.pop()
        passage = self._passage(opened.start)
        if opened.label:
            self._fill(self.labels.setdefault(opened.label, _Fields()), opened, passage)
        elif self.task is None:
            raise self._error("a field outside a task needs a label")
        if self.task:
            self._fill(self.task.own, opened, passage)

    def _passage(self, start: int) -> Passage:
        """What was read since `start`."""
        return Passage("".join(self.plain)[start:], start, self.length)

    def _fill(self, fields: _Fields, mark: _Field, passage: Passage) -> None:
        if mark.name in fields.names:
            fields.names[mark.name].append(passage)
        elif mark.name == "result":
            fields.result = passage
        else:
            kind = _KIND_OF_MARK[mark.name]
            if (kind in ("event", "vague")) != (mark.value is None) and kind != "duration":
                raise self._error(f"{mark.name} {'with' if mark.value else 'without'} a value")
            fields.deadlines.append(MarkedDeadline(passage, kind, mark.value, mark.checked))

    def _finish(self, task: _Open) -> MarkedTask:
        assert task.end is not None
        own, taken, generic = task.own, _Fields(), False
        for note in _NOTE.finditer(task.notes):
            if note["label"]:
                if note["label"] not in self.labels:
                    raise MarkupError(f"label #{note['label']} is not defined: {self.text[task.start : task.end][:60]!r}")
                other = self.labels[note["label"]]
                for name in taken.names:
                    taken.names[name] += other.names[name]
                taken.deadlines += other.deadlines
                taken.result = other.result or taken.result
            elif note["field"]:
                taken.names[note["field"]] += [Passage(name.strip()) for name in note["names"].split(";")]
            elif note["unknown"]:
                raise MarkupError(f"note {note['unknown']!r} is not known: {self.text[task.start : task.end][:60]!r}")
            generic = generic or bool(note["generic"])
        deadlines = own.deadlines or taken.deadlines
        if len(deadlines) > 1:
            raise MarkupError(f"a task with two deadlines: {self.text[task.start : task.end][:60]!r}")
        return MarkedTask(
            passage=Passage(self.text[task.start : task.end], task.start, task.end),
            owners=_unique(own.names["owner"] + taken.names["owner"]),
            inherited=not own.names["owner"] and bool(taken.names["owner"]),
            coordinators=_unique(own.names["coord"] + taken.names["coord"]),
            deadline=deadlines[0] if deadlines else None,
            result=own.result or taken.result,
            generic=generic,
        )

    def _error(self, problem: str) -> MarkupError:
        return MarkupError(f"line {self.first_line + self.body.count(chr(10), 0, self.at)}: {problem}")


def _unique(names: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple({" ".join(name.quote.split()): name for name in names}.values())


def _gold_task(task: MarkedTask) -> dict[str, Any]:
    deadline = task.deadline
    return {
        "quote": task.passage.quote,
        "owner": [owner.quote for owner in task.owners],
        "inherited": task.inherited,
        "coordinators": [coordinator.quote for coordinator in task.coordinators],
        "deadline": {"quote": deadline.passage.quote, "kind": deadline.kind, "value": deadline.value} if deadline else None,
        "result": task.result.quote if task.result else None,
        "content_generic": task.generic,
    }
