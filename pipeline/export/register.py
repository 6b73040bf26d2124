"""`tasks.xlsx`: the register an office follows its tasks with, a sheet of how clear the documents are, one of what concerns whole
documents, and one of the files that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.export import labels
from pipeline.export.sheets import MOST_ROWS, Look, Rows, Value, workbook
from pipeline.export.summary import Counts
from pipeline.export.summary_sheet import SummarySheet
from pipeline.schema import Extraction, Task

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# (name, width in characters) of the first sheet's columns
COLUMNS = (
    ("STT", 5),
    ("Số, ký hiệu", 16),
    ("Ngày văn bản", 12),
    ("Trích yếu", 26),
    ("Vị trí", 12),
    ("Nội dung nhiệm vụ", 50),
    ("Cơ quan chủ trì", 26),
    ("Cơ quan hiện nay", 20),
    ("Cơ quan phối hợp", 24),
    ("Thời hạn", 13),
    ("Thời hạn bằng chữ", 16),
    ("Sản phẩm", 22),
    ("Đánh giá 6 rõ", 16),
    ("Mức độ", 9),
    ("Số vấn đề", 7),
    ("Vấn đề cần làm rõ", 40),
    ("Đề nghị sửa", 46),
    ("Nguyên văn", 44),
    ("Tệp", 24),
)
_OF_DOCUMENTS = (("STT", 5), ("Văn bản", 32), ("Mã", 7), ("Mức độ", 11), ("Vấn đề", 60), ("Đề nghị", 60), ("Tệp", 30))
_FAILURES = (("STT", 5), ("Tệp", 44), ("Tình trạng", 18), ("Mã lỗi", 10), ("Trang", 8), ("Lý do và cách xử lý", 90))
_AT = {name: place for place, (name, _) in enumerate(COLUMNS)}


@contextmanager
def writer(path: Path, *, most_rows: int = MOST_ROWS) -> Iterator[Callable[[Extraction], None]]:
    """Gives a function that adds a document to the workbook, which appears when the block ends well.

    Its sheets are "Nhiệm vụ", "Tổng hợp 6 rõ", "Vấn đề của văn bản" and "Tệp lỗi"; one without rows has its headings, and one that is full
    goes on on a further sheet "Nhiệm vụ (2)" behind the others. Text that starts with "=", "+", "-" or "@" stays text, never a formula.
    Dates are real date cells.

    Args:
        most_rows: how many rows a sheet has at most.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    with workbook(path, "Sổ theo dõi nhiệm vụ") as book:
        look, counts = Look(book), Counts()
        tasks = Rows(book, look, "Nhiệm vụ", COLUMNS, most=most_rows, finish=_set_up_tasks)
        summary = SummarySheet(book, look, most=most_rows)
        findings = Rows(book, look, "Vấn đề của văn bản", _OF_DOCUMENTS, most=most_rows, finish=_set_up_list)
        failures = Rows(book, look, "Tệp lỗi", _FAILURES, most=most_rows, finish=_set_up_list)

        def add(extraction: Extraction) -> None:
            counts.add(extraction)
            _add_tasks(tasks, extraction)
            _add_findings(findings, extraction)
            _add_failures(failures, extraction)

        yield add
        for table in (tasks, findings, failures):
            table.finish()
        summary.write(counts)


def row(extraction: Extraction, task: Task) -> list[Value]:
    """The cells of one task behind its number, in the order of `COLUMNS`."""
    head, deadline = extraction.document, task.deadline
    due = labels.moment(deadline.due if deadline else None)
    worst = labels.worst_severity(task)
    issues = "\n".join(f"[{labels.SEVERITIES[f.severity]}] {labels.issue(f)}: {f.message}" for f in labels.worst_first(task.findings))
    return [
        head.number,
        labels.moment(head.issued) or head.issued,
        head.subject,
        labels.place(task),
        task.content,
        labels.names(task.owners),
        labels.holders(task.owners),
        labels.names(task.coordinators),
        due or labels.deadline_value(deadline),
        deadline.text if deadline else None,
        task.result.text if task.result else None,
        labels.clarity(task),
        labels.SEVERITIES[worst] if worst else None,
        len(task.findings) or None,
        issues,
        "\n".join(labels.proposals(task)),
        task.text,
        extraction.source.path,
    ]


def _add_tasks(tasks: Rows, extraction: Extraction) -> None:
    for task in extraction.tasks:
        worst = labels.worst_severity(task)
        tasks.add(row(extraction, task), {_AT["Mức độ"]: worst, _AT["Vấn đề cần làm rõ"]: worst} if worst else None)


def _add_findings(findings: Rows, extraction: Extraction) -> None:
    for finding in labels.worst_first(extraction.findings):
        code, severity = labels.rule(finding.rule)[0], labels.SEVERITIES[finding.severity]
        concerns = [labels.title(extraction), code, severity, finding.message, finding.suggestion, extraction.source.path]
        findings.add(concerns, {3: finding.severity})


def _add_failures(failures: Rows, extraction: Extraction) -> None:
    for problem in extraction.errors:
        status = labels.STATUSES[extraction.status]
        failures.add([extraction.source.path, status, problem.code, problem.page, problem.message])


def _set_up_tasks(sheet: Worksheet, rows: int) -> None:
    """On paper a line goes over two pages, legibly, each with the number and symbol; the verbatim text and the file stay out."""
    sheet.freeze_panes(1, 2)
    sheet.set_print_scale(72)
    sheet.set_v_pagebreaks([_AT["Thời hạn"]])
    sheet.repeat_columns(_AT["STT"], _AT["Số, ký hiệu"])
    sheet.print_area(0, 0, max(rows, 1), _AT["Đề nghị sửa"])


def _set_up_list(sheet: Worksheet, rows: int) -> None:
    """On paper a line goes over one page."""
    sheet.freeze_panes(1, 0)
    sheet.fit_to_pages(1, 0)
