"""`tasks.xlsx`: the register an office follows its tasks with, a sheet of counts, and a sheet of the files that failed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.schema import Extraction, Task

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# (name, width in characters) of the first sheet's columns
COLUMNS = (
    ("STT", 5),
    ("Số, ký hiệu", 16),
    ("Ngày văn bản", 12),
    ("Trích yếu", 30),
    ("Vị trí", 12),
    ("Nội dung nhiệm vụ", 50),
    ("Cơ quan chủ trì", 26),
    ("Cơ quan hiện nay", 22),
    ("Cơ quan phối hợp", 30),
    ("Thời hạn", 13),
    ("Thời hạn bằng chữ", 20),
    ("Sản phẩm", 24),
    ("Đánh giá 6 rõ", 18),
    ("Vấn đề cần làm rõ", 42),
    ("Nguyên văn", 44),
    ("Tệp", 24),
)
NOBODY = "(không nêu cơ quan chủ trì)"

_LONGEST_CELL = 32_767  # characters, Excel's own limit
_LINE, _HIGHEST_ROW = 15.0, 409.0  # points
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar is not the world's before
_AT = {name: place for place, (name, _) in enumerate(COLUMNS)}
_ISSUES = _AT["Vấn đề cần làm rõ"]
_COLOURS = {"high": "#F8D0CB", "medium": "#FCE4C4", "low": "#FFF6CC"}
_FONT = {"font_name": "Times New Roman", "font_size": 11}  # the offices' face; the default one too, columns are measured in its digits
_UNDATED = datetime(2000, 1, 1)  # Excel wants a day of creation; the same input gives the same bytes

Value = str | int | date | datetime | None


def write(extractions: Iterable[Extraction], path: Path) -> None:
    """Writes the workbook with the sheets "Nhiệm vụ", "Thống kê" and "Tệp lỗi"; without a task the sheets have only their headings.

    Text that starts with "=", "+", "-" or "@" stays text, never a formula. Dates are real date cells.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "default_format_properties": _FONT}) as book:
        book.set_properties({"title": "Sổ theo dõi nhiệm vụ", "created": _UNDATED})
        _Register(book).write(extractions)
    with atomically(path) as file:
        file.write(buffer.getvalue())


def row(number: int, extraction: Extraction, task: Task) -> list[Value]:
    """The cells of one task, in the order of `COLUMNS`."""
    head, deadline = extraction.document, task.deadline
    due = labels.moment(deadline.due if deadline else None)
    issues = "\n".join(f"[{labels.SEVERITIES[f.severity]}] {f.message} → {f.suggestion}" for f in task.findings)
    return [
        number,
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
        issues,
        task.text,
        extraction.source.path,
    ]


class _Register:
    def __init__(self, book: Workbook):
        self.book = book
        self.widths: dict[str, list[int]] = {}
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CED6"} | _FONT
        self.heading = book.add_format(cell | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"})
        self.text = book.add_format(cell)
        self.day = book.add_format(cell | {"num_format": "dd/mm/yyyy", "align": "center"})
        self.minute = book.add_format(cell | {"num_format": "dd/mm/yyyy hh:mm", "align": "center"})
        self.number = book.add_format(cell | {"align": "center"})
        self.title = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 13})
        self.severity = {name: book.add_format(cell | {"bg_color": colour}) for name, colour in _COLOURS.items()}

    def write(self, extractions: Iterable[Extraction]) -> None:
        tasks, counts, failures = (self.book.add_worksheet(name) for name in ("Nhiệm vụ", "Thống kê", "Tệp lỗi"))
        self.head(tasks, COLUMNS)
        self.head(failures, (("STT", 5), ("Tệp", 44), ("Tình trạng", 18), ("Mã lỗi", 10), ("Trang", 8), ("Lý do và cách xử lý", 90)))
        number = failed = 0
        facts: list[dict[str, object]] = []
        for extraction in extractions:
            for task in extraction.tasks:
                number += 1
                self.line(tasks, number, row(number, extraction, task), colour={_ISSUES: labels.worst_severity(task)})
                facts.extend(_facts(number, task))
            for problem in extraction.errors:
                failed += 1
                self.line(
                    failures,
                    failed,
                    [failed, extraction.source.path, labels.STATUSES[extraction.status], problem.code, problem.page, problem.message],
                )
        self.finish(tasks, number, len(COLUMNS), frozen_columns=2)
        self.two_pages_wide(tasks, number)
        self.finish(failures, failed, 6)
        failures.fit_to_pages(1, 0)
        self.counts(counts, facts)

    def head(self, sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
        self.widths[sheet.name] = [width for _, width in columns]
        sheet.set_row(0, 34)
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.heading)

    def line(self, sheet: Worksheet, at: int, values: list[Value], *, colour: dict[int, str | None] | None = None) -> None:
        sheet.set_row(at, _height(values, self.widths[sheet.name]))
        for column, value in enumerate(values):
            severity = (colour or {}).get(column)
            self.cell(sheet, at, column, value, self.severity[severity] if severity else self.text)

    def cell(self, sheet: Worksheet, at: int, column: int, value: Value, style: Format) -> None:
        if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            value = labels.office_date(value.isoformat())
        if value is None or value == "":
            sheet.write_blank(at, column, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(at, column, value, self.minute if isinstance(value, datetime) else self.day)
        elif isinstance(value, int):
            sheet.write_number(at, column, value, self.number)
        else:
            sheet.write_string(at, column, value if len(value) <= _LONGEST_CELL else value[: _LONGEST_CELL - 1] + "…", style)

    def finish(self, sheet: Worksheet, rows: int, columns: int, *, frozen_columns: int = 0) -> None:
        sheet.freeze_panes(1, frozen_columns)
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.repeat_rows(0)
        self.print_setup(sheet)

    def two_pages_wide(self, sheet: Worksheet, rows: int) -> None:
        """On paper a line of the register goes over two pages, legibly, each with the number and symbol; the file's name stays out."""
        sheet.set_print_scale(75)
        sheet.set_v_pagebreaks([_AT["Thời hạn"]])
        sheet.repeat_columns(_AT["STT"], _AT["Số, ký hiệu"])
        sheet.print_area(0, 0, max(rows, 1), _AT["Nguyên văn"])

    def print_setup(self, sheet: Worksheet) -> None:
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&RTrang &P/&N")

    def counts(self, sheet: Worksheet, facts: list[dict[str, object]]) -> None:
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 16)
        at = 0
        for heading, table in (("Theo cơ quan chủ trì", _by_owner(facts)), ("Theo vấn đề cần làm rõ", _by_finding(facts))):
            sheet.write_string(at, 0, heading, self.title)
            for column, (name, cells) in enumerate(table.items()):
                sheet.write_string(at + 1, column, name, self.heading)
                for below, value in enumerate(cells, start=at + 2):
                    self.cell(sheet, below, column, value, self.text)
            at += len(next(iter(table.values()))) + 4
        self.print_setup(sheet)


def _height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that wrapped text needs; not every spreadsheet program fits the rows of a file that does not say."""
    texts = [(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
    lines = max((sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts), default=1)
    return min(lines * _LINE, _HIGHEST_ROW)


def _facts(number: int, task: Task) -> Iterator[dict[str, object]]:
    """What the counts need of one task: a record for every pair of owner and finding."""
    for owner in sorted({party.name for party in task.owners}) or [NOBODY]:
        common = {"task": number, "owner": owner, "flagged": bool(task.findings), "open": task.deadline is None}
        yield common | {"rule": None, "severity": None}
        for finding in task.findings:
            yield common | {"rule": finding.rule, "severity": labels.SEVERITIES[finding.severity]}


def _by_owner(facts: list[dict[str, object]]) -> dict[str, list[Any]]:
    import pandas as pd

    frame = pd.DataFrame(facts, columns=["task", "owner", "flagged", "open"]).drop_duplicates()
    table = frame.groupby("owner", as_index=False).agg(tasks=("task", "nunique"), flagged=("flagged", "sum"), open=("open", "sum"))
    table = table.sort_values(["tasks", "owner"], ascending=[False, True])
    return {
        "Cơ quan chủ trì": table["owner"].tolist(),
        "Số nhiệm vụ": table["tasks"].astype(int).tolist(),
        "Cần làm rõ": table["flagged"].astype(int).tolist(),
        "Không có thời hạn": table["open"].astype(int).tolist(),
    }


def _by_finding(facts: list[dict[str, object]]) -> dict[str, list[Any]]:
    import pandas as pd

    from pipeline.knowledge.rulebook import load_rulebook

    titles = {name: rule.title for name, rule in load_rulebook().items()}
    frame = pd.DataFrame(facts, columns=["task", "rule", "severity"]).dropna(subset=["rule"]).replace({"rule": titles})
    table = frame.groupby(["rule", "severity"], as_index=False).agg(tasks=("task", "nunique"))
    table = table.sort_values(["tasks", "rule"], ascending=[False, True])
    return {"Vấn đề": table["rule"].tolist(), "Mức độ": table["severity"].tolist(), "Số nhiệm vụ": table["tasks"].astype(int).tolist()}
