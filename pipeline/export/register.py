"""`tasks.xlsx`: the register an office follows its tasks with, a sheet of how clear the documents are, one of what concerns whole
documents, and one of the files that failed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.export.summary import Counts, Table
from pipeline.schema import DIMENSIONS, Extraction, Task

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
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
_SUMMARY = (7, 46, 11, 11, 11, 11, 11, 11, 11, 11, 11)  # widths of the columns that its tables share

_LONGEST_CELL = 32_767  # characters, Excel's own limit
_LINE, _HIGHEST_ROW = 15.0, 409.0  # points
_LETTERS = 1.08  # letters to the width of a digit, with some room to spare
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar is not the world's before
_AT = {name: place for place, (name, _) in enumerate(COLUMNS)}
_CHARTED_RULES = 10
_CHART = {"column": (300, 17), "bar": (420, 23)}  # pixels in height, and the rows of the sheet to leave for it
_FONT_OF_CHARTS = {"name": "Times New Roman", "size": 10}
_FAINT = {"visible": True, "line": {"color": "#E3E6EB", "width": 0.5}}
_SCALE = {
    "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": 0, "mid_value": 0.5, "max_value": 1,
    "min_color": "#F8D0CB", "mid_color": "#FFF6CC", "max_color": "#CDEBC5",
}  # fmt: skip
_COLOURS = {"high": "#F8D0CB", "medium": "#FCE4C4", "low": "#FFF6CC"}
_FONT = {"font_name": "Times New Roman", "font_size": 11}  # the offices' face; the default one too, columns are measured in its digits
_UNDATED = datetime(2000, 1, 1)  # Excel wants a day of creation; the same input gives the same bytes

Value = str | int | float | date | datetime | None


def write(extractions: Iterable[Extraction], path: Path) -> None:
    """Writes the workbook with the sheets "Nhiệm vụ", "Tổng hợp 6 rõ", "Vấn đề của văn bản" and "Tệp lỗi"; an empty one has its headings.

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
    worst = labels.worst_severity(task)
    issues = "\n".join(f"[{labels.SEVERITIES[f.severity]}] {labels.issue(f)}: {f.message}" for f in labels.worst_first(task.findings))
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
        labels.SEVERITIES[worst] if worst else None,
        len(task.findings) or None,
        issues,
        "\n".join(labels.proposals(task)),
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
        self.share = book.add_format(cell | {"align": "center", "num_format": "0%"})
        self.title = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 13})
        self.severity = {name: book.add_format(cell | {"bg_color": colour}) for name, colour in _COLOURS.items()}
        self.grade = {name: book.add_format(cell | {"bg_color": colour, "align": "center"}) for name, colour in _COLOURS.items()}

    def write(self, extractions: Iterable[Extraction]) -> None:
        names = ("Nhiệm vụ", "Tổng hợp 6 rõ", "Vấn đề của văn bản", "Tệp lỗi")
        tasks, summary, findings, failures = (self.book.add_worksheet(name) for name in names)
        for sheet, columns in ((tasks, COLUMNS), (findings, _OF_DOCUMENTS), (failures, _FAILURES)):
            self.head(sheet, columns)
        number = found = failed = 0
        counts = Counts()
        for extraction in extractions:
            counts.add(extraction)
            for task in extraction.tasks:
                number += 1
                worst = labels.worst_severity(task)
                colour: dict[int, str | None] = {_AT["Mức độ"]: worst, _AT["Vấn đề cần làm rõ"]: worst}
                self.line(tasks, number, row(number, extraction, task), colour=colour)
            for finding in labels.worst_first(extraction.findings):
                found += 1
                code, severity = labels.rule(finding.rule)[0], labels.SEVERITIES[finding.severity]
                concerns: list[Value] = [
                    found,
                    labels.title(extraction),
                    code,
                    severity,
                    finding.message,
                    finding.suggestion,
                    extraction.source.path,
                ]
                self.line(findings, found, concerns, colour={3: finding.severity})
            for problem in extraction.errors:
                failed += 1
                failure: list[Value] = [
                    failed,
                    extraction.source.path,
                    labels.STATUSES[extraction.status],
                    problem.code,
                    problem.page,
                    problem.message,
                ]
                self.line(failures, failed, failure)
        self.finish(tasks, number, len(COLUMNS), frozen_columns=2)
        self.two_pages_wide(tasks, number)
        for sheet, rows, columns in ((findings, found, _OF_DOCUMENTS), (failures, failed, _FAILURES)):
            self.finish(sheet, rows, len(columns))
            sheet.fit_to_pages(1, 0)
        self.summary(summary, counts)

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
            formats = self.grade if value in labels.SEVERITIES.values() else self.severity
            self.cell(sheet, at, column, value, formats[severity] if severity else self.text)

    def cell(self, sheet: Worksheet, at: int, column: int, value: Value, style: Format) -> None:
        if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            value = labels.office_date(value.isoformat())
        if value is None or value == "":
            sheet.write_blank(at, column, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(at, column, value, self.minute if isinstance(value, datetime) else self.day)
        elif isinstance(value, float):
            sheet.write_number(at, column, value, self.share)
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
        """On paper a line goes over two pages, legibly, each with the number and symbol; the verbatim text and the file stay out."""
        sheet.set_print_scale(72)
        sheet.set_v_pagebreaks([_AT["Thời hạn"]])
        sheet.repeat_columns(_AT["STT"], _AT["Số, ký hiệu"])
        sheet.print_area(0, 0, max(rows, 1), _AT["Đề nghị sửa"])

    def print_setup(self, sheet: Worksheet) -> None:
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&RTrang &P/&N")

    def summary(self, sheet: Worksheet, counts: Counts) -> None:
        for column, width in enumerate(_SUMMARY):
            sheet.set_column(column, column, width)
        self.print_setup(sheet)
        sheet.fit_to_pages(1, 0)
        dimensions, rules = counts.by_dimension(), counts.by_rule()
        self.table(sheet, 0, "Mức độ rõ của mọi văn bản", {"STT": list(range(1, len(DIMENSIONS) + 1))} | dimensions)
        if any(dimensions["Nhiệm vụ đã xét"]):
            chart = self.chart("column", sheet, (2, 5, len(DIMENSIONS)), "Tỷ lệ nhiệm vụ đã rõ trong số nhiệm vụ đã xét", "#3B7DDB")
            chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": _FONT_OF_CHARTS, "major_gridlines": _FAINT})
            sheet.insert_chart("G1", chart, {"x_offset": 12, "y_offset": 4})
        at = _CHART["column"][1]
        self.table(sheet, at, "Theo vấn đề cần làm rõ", rules)
        shown = min(len(rules["Mã"]), _CHARTED_RULES)
        if shown:
            chart = self.chart("bar", sheet, (at + 2, 3, shown), f"{shown} vấn đề gặp nhiều nhất (số nhiệm vụ)", "#D9822B")
            chart.set_y_axis({"reverse": True, "num_font": _FONT_OF_CHARTS | {"size": 9}, "interval_unit": 1})
            chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
            sheet.insert_chart(at, 6, chart, {"x_offset": 12, "y_offset": 4})
        at += max(len(rules["Mã"]) + 3, _CHART["bar"][1])
        for heading, table in (("Theo văn bản", counts.by_document()), ("Theo cơ quan chủ trì", counts.by_owner())):
            rows = len(next(iter(table.values())))
            self.table(sheet, at, heading, {"STT": list(range(1, rows + 1))} | table)
            at += rows + 3

    def table(self, sheet: Worksheet, at: int, heading: str, columns: Table) -> None:
        """A heading, the names of the columns and their cells, from row `at` on; shares are coloured by how high they are."""
        sheet.write_string(at, 0, heading, self.title)
        sheet.set_row(at, 21)
        sheet.set_row(at + 1, 32)
        for column, name in enumerate(columns):
            sheet.write_string(at + 1, column, name, self.heading)
            if name.startswith(("Rõ ", "Tỷ lệ")):
                sheet.conditional_format(at + 2, column, max(at + 1 + len(columns[name]), at + 2), column, _SCALE)
        for below, values in enumerate(zip(*columns.values(), strict=True), start=at + 2):
            sheet.set_row(below, _height(values, _SUMMARY[: len(values)]))
            for column, value in enumerate(values):
                self.cell(sheet, below, column, value, self.text)

    def chart(self, kind: str, sheet: Worksheet, cells: tuple[int, int, int], title: str, colour: str) -> Any:
        """A chart of the cells in one column (first row, column, number of rows), named by those of the second column."""
        first, column, rows = cells
        chart = self.book.add_chart({"type": kind})
        chart.add_series(
            {
                "categories": [sheet.name, first, 1, first + rows - 1, 1],
                "values": [sheet.name, first, column, first + rows - 1, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "font": _FONT_OF_CHARTS},
            }
        )
        chart.set_title({"name": title, "overlay": False, "name_font": {"name": "Times New Roman", "size": 12, "bold": True}})
        chart.set_x_axis({"num_font": _FONT_OF_CHARTS})
        chart.set_legend({"none": True})
        chart.set_size({"width": 430, "height": _CHART[kind][0]})
        return chart


def _height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that wrapped text needs; not every spreadsheet program fits the rows of a file that does not say."""
    texts = [(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
    lines = max((sum(_lines(line, width) for line in text.split("\n")) for text, width in texts), default=1)
    return min(lines * _LINE, _HIGHEST_ROW)


def _lines(text: str, width: int) -> int:
    """The lines that a text takes in a column so many digits wide."""
    letters = int(width * _LETTERS)
    lines, room = 1, letters
    for word in text.split(" "):
        if len(word) > room and room < letters:
            lines, room = lines + 1, letters
        lines += max(len(word) - 1, 0) // letters
        room -= len(word) + 1
    return lines
