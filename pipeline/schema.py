"""The contract: one `Extraction` for each document, the only thing that export, batch and review read.

Every `start`/`end` is a half-open interval of characters of `Extraction.text`, the canonical (NFC) text. A field that has no place of
its own in the text (a task without owner that inherits the addressee of the whole document has one; an owner that is only implied has
none) carries `None` for both.

The JSON Schema is generated with `Extraction.model_json_schema()`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "giaoviec/1"

Status = Literal["ok", "partial", "failed"]
Origin = Literal["explicit", "inherited", "document", "anaphora"]
DeadlineKind = Literal["date", "duration", "recurring", "event", "vague"]
Bound = Literal["before", "by", "within", "on"]
Precision = Literal["minute", "day", "month", "quarter", "half-year", "year"]
Recurrence = Literal["daily", "weekly", "monthly", "quarterly", "semiannual", "annual", "ongoing"]
DeadlineStatus = Literal["resolved", "partial", "unresolved"]
DeadlineFlaw = Literal["weekday-mismatch", "impossible-date", "begins-after-end"]
Severity = Literal["high", "medium", "low"]
DIMENSIONS = ("người", "việc", "thời gian", "trách nhiệm", "thẩm quyền", "sản phẩm")  # the official "6 rõ", KL 226-KL/TW (2025)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(_Model):
    """Something that went wrong while reading one file: a code, what happened and what to do, in Vietnamese."""

    code: str
    message: str
    page: int | None = None


class FileInfo(_Model):
    """The file that a document was read from."""

    path: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    pages: int | None = None
    ocr: bool = False
    ocr_confidence: float | None = Field(default=None, description="mean word confidence, 0 to 1; null without OCR")


class Header(_Model):
    """What the head and the foot of a document say of the document itself."""

    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    issued: str | None = Field(default=None, description="ISO date")
    place: str | None = None
    subject: str | None = None
    signer: str | None = None
    recipients: list[str] = []


class Party(_Model):
    """A body in a role of a task. `agency` is its identifier in `knowledge/agencies.csv`, where it is known; `now` names who holds its
    tasks today, where that is another body."""

    name: str
    agency: str | None = None
    now: str | None = None
    start: int | None = None
    end: int | None = None
    source: Origin = "explicit"


class Deadline(_Model):
    """By when, or how often. `due` is an ISO date or date-time, the last moment that is in time.

    `status`: "resolved" where a day or a rule with its day is certain; "partial" where something is missing or in doubt (a year, the day of
    a period, the start of a span, a weekday that contradicts its day); "unresolved" for an event or a word that nobody can check.
    `text` are the words it was computed from; `note` says in Vietnamese what was inferred or is missing.
    """

    text: str
    kind: DeadlineKind
    due: str | None = None
    begin: str | None = Field(default=None, description="ISO date on which the stretch begins, where one is stated")
    bound: Bound | None = None
    precision: Precision | None = None
    recurrence: Recurrence | None = None
    rrule: str | None = Field(default=None, description="RFC 5545 RRULE without DTSTART")
    anchor: str | None = Field(default=None, description="the words of the start or the event that a span or an event hangs on")
    status: DeadlineStatus = "resolved"
    flaw: DeadlineFlaw | None = None
    start: int | None = None
    end: int | None = None
    source: Origin = "explicit"
    note: str | None = None


class Result(_Model):
    """The product or figure that can be checked off."""

    text: str
    start: int | None = None
    end: int | None = None


class Finding(_Model):
    """What is vague about a task or a document, and how to word it so that it is not.

    `evidence` are the words that weighed most where a model decided, the heaviest first.
    """

    rule: str
    severity: Severity
    message: str
    suggestion: str
    start: int | None = None
    end: int | None = None
    evidence: list[str] = []


class Dismissed(Finding):
    """A finding that the office has dismissed, with its reason; it counts nowhere."""

    reason: str


class Edit(_Model):
    """A change of the document's text: `text` in place of the characters from `start` to `end`; where both are equal it is inserted."""

    start: int
    end: int
    text: str


class Rewording(_Model):
    """A whole sentence for a task that answers all its findings. Facts that only the drafter knows stand in [brackets].

    `edits` are the same changes in place, in the order of the text and apart from each other; empty where they cannot be made in place.
    """

    text: str
    edits: list[Edit] = []


class Task(_Model):
    """One task that the document assigns."""

    id: str
    locator: str
    page: int | None = None
    text: str
    start: int
    end: int
    content: str
    owners: list[Party] = []
    coordinators: list[Party] = []
    deadline: Deadline | None = None
    result: Result | None = None
    findings: list[Finding] = []
    dismissed: list[Dismissed] = []
    clarity: dict[str, bool | None] = {}
    rewording: Rewording | None = None
    confidence: float = 1.0


class Extraction(_Model):
    """Everything that was read from one document."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    status: Status = "ok"
    errors: list[Problem] = []
    source: FileInfo = FileInfo()
    document: Header = Header()
    text: str = ""
    tasks: list[Task] = []
    findings: list[Finding] = Field(default=[], description="what concerns the document as a whole")
    dismissed: list[Dismissed] = []
    clarity: dict[str, float | None] = Field(default={}, description="for each of the 6 rõ the share of judged tasks that are clear")

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    def to_json(self, *, indent: int | None = 1) -> str:
        """The document's JSON: the same bytes for the same input, Vietnamese letters as they are, a newline at the end."""
        return self.model_dump_json(by_alias=True, indent=indent) + "\n"
