"""What the deadline grammar gives: one time expression with its place, its kind and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.schema import Bound, DeadlineFlaw, DeadlineKind, DeadlineStatus, Precision, Recurrence


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A phrase that says by when, or how often; the fields are those of `pipeline.schema.Deadline`.

    `start` and `end` are a half-open interval of the text it was found in. `due` is an ISO date or a date-time without zone, the last
    moment that is in time; `None` when it cannot be worked out, and `note` then says why (in Vietnamese). `doubt` marks a value that may
    be wrong (a calendar that is not confirmed, a year corrected by the weekday).
    """

    start: int
    end: int
    text: str
    kind: DeadlineKind
    due: str | None = None
    begin: str | None = None
    bound: Bound | None = None
    precision: Precision | None = None
    recurrence: Recurrence | None = None
    rrule: str | None = None
    anchor: str | None = None
    flaw: DeadlineFlaw | None = None
    doubt: bool = False
    note: str | None = None

    @property
    def status(self) -> DeadlineStatus:
        """How far the expression says when, see `pipeline.schema.Deadline`."""
        if self.kind in ("event", "vague"):
            return "unresolved"
        if self.kind == "recurring":
            certain = self.recurrence in ("ongoing", "daily") or ";BY" in (self.rrule or "")
        else:
            certain = self.due is not None and not self.doubt and self.flaw is None
        return "resolved" if certain else "partial"


class Places:
    """The characters of a text that are taken; asking costs as much as the interval is long, however many are taken."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()):
        self._taken = bytearray(length)
        for start, end in spans:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Takes the half-open interval; what of it lies outside the text is left out."""
        start, end = max(start, 0), min(end, len(self._taken))
        self._taken[start:end] = b"\1" * max(0, end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether no character of the half-open interval is taken."""
        return self._taken.find(1, start, end) < 0
