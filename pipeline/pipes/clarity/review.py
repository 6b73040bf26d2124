"""The rules put together for an office, and what they find of one task: findings, the official "6 rõ", and the reworded sentence.

Source of the six: Kết luận 226-KL/TW (2025), Quyết định 2179/QĐ-TTg (2025).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import GiaoviecError
from pipeline.knowledge.office import NO_OFFICE, Office
from pipeline.knowledge.rulebook import CUES, Cues, load_cues, load_rulebook
from pipeline.language.fold import fold
from pipeline.pipes.clarity.case import Case
from pipeline.pipes.clarity.rewording import Change, reword
from pipeline.pipes.clarity.rules import calendar, content, deadline, document, owner, responsibility, result  # noqa: F401  (register checks)
from pipeline.pipes.clarity.rules.document import DOCUMENT_RULES
from pipeline.pipes.clarity.rules.rule import CHECKS, Flaw, Rule
from pipeline.schema import DIMENSIONS, Dismissed, Finding, Rewording, Task

REPEATS, EXPIRED = "assigned-twice", "parent-expired"
_NO_TIME = frozenset({"deadline-missing", "deadline-vague", "deadline-past", "impossible-date"})
_LEADS = re.compile(r"chủ trì|đầu mối|chịu trách nhiệm chính", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:theo|thuộc|trong|đúng) thẩm quyền|[uủ][ỷy] quyền|được (?:toàn quyền )?quyết định", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Review:
    """What the rules say of one task. `findings` are those of all rules; which are switched off, the caller leaves out."""

    findings: list[Finding]
    changes: list[Change]
    clarity: dict[str, bool | None]


def rules(office: Office = NO_OFFICE) -> dict[str, Rule]:
    """The rules by name in the order of the rulebook, with the office's severities, thresholds and wording; also those switched off.

    Raises:
        GiaoviecError: GV501 for a table that is not valid, and for a rule that can never match: nobody checks it, its check has no table,
            or none of its own texts has a cue of it.
    """
    rulebook, cues = load_rulebook(), load_cues()
    everybody = CHECKS.keys() | DOCUMENT_RULES | {REPEATS}
    if orphans := sorted(everybody ^ rulebook.keys()):
        raise GiaoviecError(
            "GV501", path="rules/", line=1, detail=f"quy tắc «{orphans[0]}» không bao giờ khớp: thiếu bảng hoặc thiếu mã kiểm tra"
        )
    for name, known in cues.items():
        if not any(known.within(fold(text)) for text in rulebook[name].flags):
            detail = f"quy tắc «{name}» không bao giờ khớp: không ví dụ nào của nó có cụm từ nào của nó"
            raise GiaoviecError("GV501", path=CUES.name, line=1, detail=detail)
    found = {name: _rule(name, office, cues.get(name, Cues({}))) for name in rulebook}
    every = Cues(dict.fromkeys((phrase for rule in found.values() for phrase in rule.cues.phrases), ""))
    return {name: replace(rule, all_cues=every) for name, rule in found.items()}


def _rule(name: str, office: Office, cues: Cues) -> Rule:
    text = load_rulebook()[name]
    text = replace(
        text,
        severity=office.severities.get(name, text.severity),
        threshold=office.thresholds.get(name, text.threshold),
        on=name in office.on or (text.on and name not in office.off),
    )
    return Rule(text, cues.with_more(office.wording.get(name, {})), CHECKS.get(name, _nothing))


def _nothing(rule: Rule, case: Case) -> Flaw | None:
    """The check of a rule that is not about one task."""
    return None


def review(case: Case, rulebook: dict[str, Rule]) -> Review:
    """What the rules say of a task, in the order of the rulebook.

    >>> from pipeline.schema import Deadline, Party
    >>> task = Task(
    ...     id="1", locator="1", text="Phòng Nội vụ sớm kiểm tra các kho lưu trữ", start=0, end=41, content="kiểm tra các kho lưu trữ",
    ...     owners=[Party(name="Phòng Nội vụ", start=0, end=12)], deadline=Deadline(text="sớm", kind="vague", start=13, end=16))
    >>> found = review(Case(task), rules())
    >>> [finding.rule for finding in found.findings]
    ['deadline-vague', 'result-missing']
    >>> found.findings[0].suggestion
    'Thay bằng mốc cụ thể: «Phòng Nội vụ kiểm tra các kho lưu trữ, hoàn thành trước ngày [dd/mm/yyyy].»'
    >>> found.clarity["người"], found.clarity["thời gian"], found.clarity["thẩm quyền"]
    (True, False, None)
    """
    found = [outcome for rule in rulebook.values() if (outcome := rule.finding(case)) is not None]
    findings = [finding for finding, _ in found]
    return Review(findings, [flaw.change for _, flaw in found], _six_clear({finding.rule for finding in findings}, case.task))


def settle(
    findings: Sequence[Finding], rulebook: Mapping[str, Rule], office: Office, documents: Sequence[str], task: Task | None = None
) -> tuple[list[Finding], list[Dismissed]]:
    """The findings that an office wants to see, and those that it has dismissed.

    Args:
        documents: what the document is called: its number, its path.
        task: whose findings they are; None for those of the document.
    """
    kept, dismissed = [], []
    locator, identifier = (task.locator, task.id) if task else ("", "")
    for finding in findings:
        if not rulebook[finding.rule].text.on:
            continue
        dismissal = office.dismissal(finding.rule, documents=documents, locator=locator, task=identifier)
        if dismissal:
            dismissed.append(Dismissed(**finding.model_dump(), reason=dismissal.reason))
        else:
            kept.append(finding)
    return kept, dismissed


def rewording(task: Task, changes: Sequence[Change]) -> Rewording | None:
    """The task's sentence with all changes; None where nothing changes."""
    return reword(task, changes) if any(changes) else None


def shares(tasks: Sequence[Task]) -> dict[str, float | None]:
    """For each of the "6 rõ" the share of the tasks judged by it that are clear, 0 to 1; None where no task was judged by it."""
    out: dict[str, float | None] = {}
    for dimension in DIMENSIONS if tasks else ():
        judged = [task.clarity[dimension] for task in tasks if task.clarity.get(dimension) is not None]
        out[dimension] = round(sum(map(bool, judged)) / len(judged), 3) if judged else None
    return out


def _six_clear(flaws: set[str], task: Task) -> dict[str, bool | None]:
    has_owner = not flaws & {"owner-missing", "owner-generic"}
    one_lead = not flaws & {"several-leads", "no-lead"} and (len(task.owners) == 1 or _LEADS.search(task.text) is not None)
    authority = None
    if "authority-unnamed" in flaws:
        authority = False
    elif _AUTHORITY.search(task.text):
        authority = True
    return {
        "người": has_owner,
        "việc": "content-generic" not in flaws,
        "thời gian": not flaws & _NO_TIME,
        "trách nhiệm": has_owner and one_lead,
        "thẩm quyền": authority,
        "sản phẩm": "result-missing" not in flaws,
    }
