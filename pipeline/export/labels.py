"""How the outputs and the command line say the values of the contract to a Vietnamese office, once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import TypeVar

from pipeline.schema import DIMENSIONS, Deadline, Extraction, Finding, Origin, Party, Recurrence, Severity, Status, Task

_Found = TypeVar("_Found", bound=Finding)

SEVERITIES: dict[Severity, str] = {"high": "Cao", "medium": "Trung bình", "low": "Thấp"}  # the worst first
RECURRENCES: dict[Recurrence, str] = {
    "daily": "Hằng ngày",
    "weekly": "Hằng tuần",
    "monthly": "Hằng tháng",
    "quarterly": "Hằng quý",
    "semiannual": "6 tháng một lần",
    "annual": "Hằng năm",
    "ongoing": "Thường xuyên",
}
ORIGINS: dict[Origin, str] = {
    "explicit": "nêu trực tiếp",
    "inherited": "theo đề mục phía trên",
    "document": "theo phần chung của văn bản",
    "anaphora": "theo câu trước",
}
STATUSES: dict[Status, str] = {"ok": "Đã đọc", "partial": "Đọc chưa trọn vẹn", "failed": "Không đọc được"}


def degree(severity: Severity) -> str:
    """A severity in the middle of a sentence.

    >>> degree("medium")
    'trung bình'
    """
    return SEVERITIES[severity].lower()


def worst_severity(task: Task) -> Severity | None:
    """The highest severity among a task's findings; `None` for a task that nothing was found of."""
    found = {finding.severity for finding in task.findings}
    return next((severity for severity in SEVERITIES if severity in found), None)


def worst_first(findings: Iterable[_Found]) -> list[_Found]:
    """Findings by severity, those of the same one in the order in which they came."""
    order = list(SEVERITIES)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


@cache
def rule(name: str) -> tuple[str, str]:
    """Code and title of a rule; of one that the rulebook does not have, nothing and its name.

    >>> rule("deadline-missing"), rule("của-cơ-quan")
    (('D01', 'Thiếu thời hạn'), ('', 'của-cơ-quan'))
    """
    from pipeline.knowledge.rulebook import load_rulebook

    text = load_rulebook().get(name)
    return (text.code, text.title) if text else ("", name)


def issue(finding: Finding) -> str:
    """Code and title of a finding's rule.

    >>> issue(Finding(rule="deadline-missing", severity="high", message="Chưa có thời hạn.", suggestion="Thêm ngày."))
    'D01 Thiếu thời hạn'
    """
    return " ".join(rule(finding.rule)).strip()


def evidence(finding: Finding) -> str:
    """The words that weighed most where a model decided; empty where none did.

    >>> evidence(Finding(rule="content-generic", severity="medium", message="", suggestion="", evidence=["đẩy mạnh", "phải"]))
    'từ ngữ nặng ký: «đẩy mạnh», «phải»'
    """
    return f"từ ngữ nặng ký: {', '.join(f'«{word}»' for word in finding.evidence)}" if finding.evidence else ""


def proposals(task: Task) -> list[str]:
    """What to write in place of a task's words: the whole new sentence where there is one, else the suggestions, the worst first."""
    if task.rewording:
        return [task.rewording.text]
    return list(dict.fromkeys(finding.suggestion for finding in worst_first(task.findings) if finding.suggestion))


def percent(share: float | None) -> str:
    """A share as a percentage; only all is 100 and only none is 0, and what was not judged says so.

    >>> [percent(share) for share in (1, 0.999, 0.947, 0.001, 0, None)]
    ['100%', '99%', '95%', '1%', '0%', 'chưa xét']
    """
    if share is None:
        return "chưa xét"
    return f"{round(share * 100) if share in (0, 1) else min(max(round(share * 100), 1), 99)}%"


def moment(iso: str | None) -> date | datetime | None:
    """The date or date-time of an ISO string of the contract; `None` for none or one that is no date of the calendar.

    >>> moment("2024-05-20"), moment("2024-05-20T17:00"), moment(None)
    (datetime.date(2024, 5, 20), datetime.datetime(2024, 5, 20, 17, 0), None)
    """
    if not iso:
        return None
    try:
        return date.fromisoformat(iso) if len(iso) == len("2024-05-20") else datetime.fromisoformat(iso)
    except ValueError:
        return None


def office_date(iso: str | None) -> str:
    """A date as offices write it in tables; empty for none.

    >>> office_date("2024-05-02"), office_date("2024-05-02T17:30")
    ('02/05/2024', '17:30 ngày 02/05/2024')
    """
    when = moment(iso)
    if isinstance(when, datetime):
        return f"{when:%H:%M} ngày {when:%d/%m/%Y}"
    return f"{when:%d/%m/%Y}" if when else ""


def letter_date(iso: str | None) -> str:
    """A date as letters cite it: a zero in front of days below 10 and of the first two months; empty for none.

    >>> letter_date("2025-03-10"), letter_date("2024-02-05")
    ('10/3/2025', '05/02/2024')
    """
    when = moment(iso)
    return f"{when:%d}/{when.month:0{2 if when.month < 3 else 1}d}/{when.year}" if when else ""


def deadline_value(deadline: Deadline | None) -> str:
    """What a deadline comes to: its day, else how often; empty where the words give neither.

    >>> deadline_value(Deadline(text="hằng quý", kind="recurring", recurrence="quarterly"))
    'Hằng quý'
    """
    if deadline is None:
        return ""
    often = RECURRENCES[deadline.recurrence] if deadline.recurrence else ""
    return "; ".join(part for part in (often, office_date(deadline.due)) if part)


def names(parties: Sequence[Party]) -> str:
    """The bodies of one role on one line.

    >>> names([Party(name="Sở Y tế"), Party(name="Công an tỉnh")])
    'Sở Y tế; Công an tỉnh'
    """
    return "; ".join(party.name for party in parties)


def holders(parties: Sequence[Party]) -> str:
    """Who holds the tasks of the bodies of one role today; empty where that is nobody else.

    >>> holders([Party(name="Sở Y tế"), Party(name="Sở GTVT", now="Sở Xây dựng")])
    'Sở Xây dựng (thay Sở GTVT)'
    """
    return "; ".join(f"{party.now} (thay {party.name})" for party in parties if party.now)


def place(task: Task) -> str:
    """Where a task stands in its document: the drafter's numbering and the page.

    >>> place(Task(id="1", locator="II.3.a", page=2, text="", start=0, end=0, content=""))
    'II.3.a (trang 2)'
    """
    return " ".join(part for part in (task.locator, f"(trang {task.page})" if task.page else "") if part)


def clarity(task: Task) -> str:
    """The verdict by the official "6 rõ" (KL 226-KL/TW, 2025) in one line; empty where nothing was judged.

    >>> judged = {"người": True, "việc": True, "thời gian": False, "trách nhiệm": True, "thẩm quyền": None, "sản phẩm": True}
    >>> clarity(Task(id="1", locator="1", text="", start=0, end=0, content="", clarity=judged))
    'Đạt 4/6; thiếu: thời gian; chưa xét: thẩm quyền'
    """
    if not task.clarity:
        return ""
    met, missing, open_ = ([d for d in DIMENSIONS if task.clarity.get(d) is value] for value in (True, False, None))
    parts = [f"Đạt {len(met)}/{len(DIMENSIONS)}"]
    parts += [f"thiếu: {', '.join(missing)}"] if missing else []
    parts += [f"chưa xét: {', '.join(open_)}"] if open_ else []
    return "; ".join(parts)


def title(extraction: Extraction) -> str:
    """What one calls a document: its kind and number, else its file.

    >>> from pipeline.schema import Header
    >>> title(Extraction(document=Header(kind="chỉ thị", number="05/CT-UBND")))
    'Chỉ thị số 05/CT-UBND'
    """
    head = extraction.document
    kind = (head.kind or "văn bản")[:1].upper() + (head.kind or "văn bản")[1:]
    if head.number:
        return f"{kind} số {head.number}"
    return kind if head.kind else (extraction.source.path or kind)


def file_name(extraction: Extraction) -> str:
    """The name of a document's file without its folders; empty where it was not read from one."""
    return (extraction.source.path or "").replace("\\", "/").rpartition("/")[2]


def citation(extraction: Extraction) -> str:
    """A document as a letter cites it: kind, number and day; one without kind and number by its file.

    >>> from pipeline.schema import FileInfo, Header
    >>> citation(Extraction(document=Header(kind="kế hoạch", number="12/KH-UBND", issued="2025-03-10")))
    'Kế hoạch số 12/KH-UBND ngày 10/3/2025'
    >>> citation(Extraction(source=FileInfo(path="đến/quét 01.pdf")))
    'Văn bản «quét 01.pdf»'
    """
    head = extraction.document
    file = file_name(extraction)
    named = title(extraction) if head.number or head.kind or not file else f"Văn bản «{file}»"
    day = letter_date(head.issued)
    return f"{named} ngày {day}" if day else named


def decimal(number: float) -> str:
    """A number with one decimal.

    >>> decimal(12.34)
    '12,3'
    """
    return f"{number:.1f}".replace(".", ",")


def span(seconds: float) -> str:
    """A length of time as people say it.

    >>> span(0.03), span(0.42), span(42.4), span(3725), span(266400)
    ('dưới 0,1 giây', '0,4 giây', '42 giây', '1 giờ 2 phút', '74 giờ')
    """
    if seconds < 0.05:
        return "dưới 0,1 giây"
    if seconds < 90:
        return f"{decimal(seconds)} giây" if seconds < 10 else f"{round(seconds)} giây"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} phút"
    return f"{hours} giờ {minutes} phút" if minutes and hours < 24 else f"{hours} giờ"
