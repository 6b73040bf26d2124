"""What only shows when the documents of a run are read together: a task that another document assigns too, one that hangs on a document
all whose deadlines have passed. The documents' own JSON stays what the document alone gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.export import labels
from pipeline.knowledge.office import Office
from pipeline.language.fold import fold
from pipeline.pipes.clarity.repeats import Repeats
from pipeline.pipes.clarity.review import EXPIRED, REPEATS, rules, settle
from pipeline.pipes.clarity.rules.document import closes
from pipeline.schema import Dismissed, Extraction, Finding, Task

_SYMBOL = r"\w[\w&]*(?:\.\w+)*"
_NUMBER = re.compile(rf"\d{{1,6}}[a-z]?(?: ?/ ?\d{{4}})? ?[/-] ?{_SYMBOL}(?: ?[-/] ?{_SYMBOL})*")
_NEVER = "9999-12-31"

Said = dict[int, tuple[list[Finding], list[Dismissed]]]
"""Of the tasks of one document, by their index, the findings across documents that are kept and those that are dismissed."""


class Across:
    """Finds what only documents together show, by the rules of an office.

    Args:
        office: the office's configuration.
        last_days: the last due day (ISO) of each document by its number, for those whose tasks all have one; see `last_days`.
    """

    def __init__(self, office: Office, last_days: dict[str, str]):
        self._office = office
        self._rules = rules(office)
        self._last_days = last_days

    def said(self, extractions: Iterable[Extraction]) -> Iterator[Said]:
        """For each extraction in their order what the earlier ones and all the parents say of its tasks."""
        repeats = Repeats(self._rules[REPEATS], across=True)
        for extraction in extractions:
            yield {at: told for at, task in enumerate(extraction.tasks) if any(told := self._of_task(repeats, extraction, task))}

    def _of_task(self, repeats: Repeats, extraction: Extraction, task: Task) -> tuple[list[Finding], list[Dismissed]]:
        names = [name for name in (extraction.document.number, extraction.source.path) if name]
        known = {one.rule for one in task.findings}
        found = (self._repeated(repeats, extraction, task), self._expired(extraction, task))
        new = [one for one in found if one is not None and one.rule not in known]
        return settle(new, self._rules, self._office, names, task)

    def _repeated(self, repeats: Repeats, extraction: Extraction, task: Task) -> Finding | None:
        title = labels.title(extraction)
        where = f"{title}, mục {task.locator}" if task.locator else title
        return repeats.finding(task, where, extraction.source.path or title)

    def _expired(self, extraction: Extraction, task: Task) -> Finding | None:
        """A task that cites a document of the run all whose deadlines lie before this one was issued."""
        issued = extraction.document.issued
        own = _key(extraction.document.number or "")
        folded = fold(task.text)
        if issued is None or closes(folded):
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


def attach(extraction: Extraction, said: Said) -> Extraction:
    """The extraction with what other documents say of its tasks."""
    for at, (findings, dismissed) in said.items():
        extraction.tasks[at].findings.extend(findings)
        extraction.tasks[at].dismissed.extend(dismissed)
    return extraction


def last_days(extractions: Iterable[Extraction]) -> dict[str, str]:
    """The last due day (ISO) by the number of each document whose tasks all have a due day; of several with one number the last of all."""
    out: dict[str, str] = {}
    for extraction in extractions:
        days = [task.deadline.due[:10] if task.deadline and task.deadline.due else "" for task in extraction.tasks]
        if extraction.document.number:
            number = _key(extraction.document.number)
            out[number] = max(out.get(number, ""), max(days) if days and all(days) else _NEVER)
    return {number: day for number, day in out.items() if day != _NEVER}


def _key(number: str) -> str:
    """A document's number as it is looked up: folded, without blanks."""
    return "".join(fold(number).split())
