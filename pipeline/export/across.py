"""What only shows when the documents of a run are read together: a task that another document assigns too, one that hangs on a document
all whose deadlines have passed. The documents' own JSON stays what the document alone gives."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pipeline.export import labels
from pipeline.knowledge.office import Office
from pipeline.language.fold import fold
from pipeline.pipes.clarity.repeats import Assignment, repeated
from pipeline.pipes.clarity.review import EXPIRED, REPEATS, rules, settle
from pipeline.pipes.clarity.rules.document import closes
from pipeline.pipes.clarity.seen import Seen
from pipeline.schema import Extraction, Finding, Task

_SYMBOL = r"\w[\w&]*(?:\.\w+)*"
_NUMBER = re.compile(rf"\d{{1,6}}[a-z]?(?: ?/ ?\d{{4}})? ?[/-] ?{_SYMBOL}(?: ?[-/] ?{_SYMBOL})*")
_NEVER = "9999-12-31"


class Across:
    """Finds what only documents together show, by the rules of an office.

    While tasks are compared only numbers of them are kept (`pipes.clarity.seen`), then the words of those that a later one repeats.

    Args:
        office: the office's configuration.
        extractions: the documents of the run, which are then given to `attach` in the same order.

    >>> from pipeline.knowledge.office import NO_OFFICE
    >>> from pipeline.schema import Header, Party
    >>> def plan(number: str, owner: str) -> Extraction:
    ...     words = "Nạo vét 14 km kênh Xáng Múc"
    ...     task = Task(id="1", locator="2", text=words, start=0, end=27, content=words, owners=[Party(name=owner)])
    ...     return Extraction(document=Header(kind="kế hoạch", number=number), tasks=[task])
    >>> documents = [plan("12/KH-UBND", "Phòng Kinh tế"), plan("20/KH-UBND", "Trạm Thủy nông")]
    >>> across = Across(NO_OFFICE, documents)
    >>> [finding.message for one in documents for task in across.attach(one).tasks for finding in task.findings]
    ['Việc này đã giao ở Kế hoạch số 12/KH-UBND, mục 2 cho Phòng Kinh tế.']
    """

    def __init__(self, office: Office, extractions: Iterable[Extraction]):
        self._office = office
        self._rules = rules(office)
        self._last_days: dict[str, str] = {}  # of each document by its number, for those whose tasks all have a due day
        self._repeats: dict[int, int] = {}  # the number of a task in the run, and of the earlier one that it repeats
        seen, numbers = Seen(self._rules[REPEATS].threshold), itertools.count()
        for document, extraction in enumerate(extractions):
            self._remember_last_day(extraction)
            for task, number in zip(extraction.tasks, numbers, strict=False):
                earlier = seen.earlier(task, document)
                if earlier is not None:
                    self._repeats[number] = earlier
        self._first_end = min(self._last_days.values(), default=_NEVER)
        self._earlier: dict[int, Assignment | None] = dict.fromkeys(self._repeats.values())  # filled in as they come again
        self._attached = 0

    def attach(self, extraction: Extraction) -> Extraction:
        """The next document with what the earlier ones, and all that it cites, say of its tasks."""
        names = [name for name in (extraction.document.number, extraction.source.path) if name]
        title = labels.title(extraction)
        for number, task in enumerate(extraction.tasks, start=self._attached):
            if number in self._earlier:
                self._earlier[number] = Assignment.of(task, f"{title}, mục {task.locator}" if task.locator else title)
            known = {one.rule for one in task.findings}
            found = (self._repeated(number, task), self._expired(extraction, task))
            if new := [one for one in found if one is not None and one.rule not in known]:
                kept, dismissed = settle(new, self._rules, self._office, names, task)
                task.findings += kept
                task.dismissed += dismissed
        self._attached += len(extraction.tasks)
        return extraction

    def _remember_last_day(self, extraction: Extraction) -> None:
        """The last due day (ISO) of a document; it never comes where a task has none. Of several with one number it is that of all."""
        if extraction.document.number:
            days = [task.deadline.due[:10] if task.deadline and task.deadline.due else _NEVER for task in extraction.tasks]
            number = _key(extraction.document.number)
            self._last_days[number] = max(self._last_days.get(number, ""), *days) if days else _NEVER

    def _repeated(self, number: int, task: Task) -> Finding | None:
        earlier = self._earlier[self._repeats[number]] if number in self._repeats else None
        return repeated(self._rules[REPEATS], task, earlier) if earlier else None

    def _expired(self, extraction: Extraction, task: Task) -> Finding | None:
        """A task that cites a document of the run all whose deadlines lie before this one was issued."""
        issued = extraction.document.issued
        if issued is None or issued <= self._first_end:
            return None
        own = _key(extraction.document.number or "")
        folded = fold(task.text)
        if closes(folded):
            return None
        for match in _NUMBER.finditer(folded):
            number = _key(match[0])
            last = self._last_days.get(number, _NEVER)
            if number == own or last >= issued:
                continue
            rule = self._rules[EXPIRED]
            facts = {"phrase": task.text[match.start() : match.end()], "until": f"ngày {labels.office_date(last)}"}
            return rule.report(facts, (task.start + match.start(), task.start + match.end()), f". {rule.text.instead}")
        return None


def _key(number: str) -> str:
    """A document's number as it is looked up: folded, without blanks."""
    return "".join(fold(number).split())
