"""The register's sheet "Tổng hợp 6 rõ": the tables of `summary.Counts` one under the other, with two charts beside them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.export.sheets import Look, forget_row, numbered, print_setup
from pipeline.export.summary import Counts, Table
from pipeline.schema import DIMENSIONS

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_NAME = "Tổng hợp 6 rõ"
_WIDTHS = (7, 46, 11, 11, 11, 11, 11, 11, 11, 11, 11)  # of the columns that the tables share
_CHARTED_RULES = 10
_CHART = {"column": (300, 17), "bar": (420, 23)}  # pixels in height, and the rows of the sheet to leave for it
_BESIDE = 6  # the column that charts begin in
_FONT_OF_CHARTS = {"name": "Times New Roman", "size": 10}
_FAINT = {"visible": True, "line": {"color": "#E3E6EB", "width": 0.5}}
_SCALE = {
    "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": 0, "mid_value": 0.5, "max_value": 1,
    "min_color": "#F8D0CB", "mid_color": "#FFF6CC", "max_color": "#CDEBC5",
}  # fmt: skip


class _Place(NamedTuple):
    """Where a table begins: its sheet, its first row below the headings, how many of its rows are on that sheet."""

    sheet: Worksheet
    first: int
    rows: int


class SummarySheet:
    """The tables in the order of the sheet; what finds no room on one sheet goes on on a further one, "Tổng hợp 6 rõ (2)".

    Args:
        most: how many rows a sheet has at most.
    """

    def __init__(self, book: Workbook, look: Look, *, most: int):
        self.book = book
        self.look = look
        self.most = most
        self.sheets = 0
        self.begin_sheet()

    def begin_sheet(self) -> None:
        """Goes on on a new sheet of the same columns."""
        self.sheets += 1
        self.sheet = self.book.add_worksheet(numbered(_NAME, self.sheets))
        self.at = 0  # the row of the next table
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        print_setup(self.sheet)
        self.sheet.fit_to_pages(1, 0)

    def write(self, counts: Counts) -> None:
        """Writes all tables and charts."""
        dimensions, rules = counts.by_dimension(), counts.by_rule()
        place = self.table("Mức độ rõ của mọi văn bản", _counted(dimensions), charted="column")
        if any(dimensions["Nhiệm vụ đã xét"]):
            title = "Tỷ lệ nhiệm vụ đã rõ trong số nhiệm vụ đã xét"
            chart = self.chart("column", place, (5, len(DIMENSIONS)), _counted(dimensions), title, "#3B7DDB")
            chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": _FONT_OF_CHARTS, "major_gridlines": _FAINT})
            place.sheet.insert_chart(place.first - 2, _BESIDE, chart, {"x_offset": 12, "y_offset": 4})
        place = self.table("Theo vấn đề cần làm rõ", rules, charted="bar")
        shown = min(place.rows, _CHARTED_RULES)
        if shown:
            chart = self.chart("bar", place, (3, shown), rules, f"{shown} vấn đề gặp nhiều nhất (số nhiệm vụ)", "#D9822B")
            chart.set_y_axis({"reverse": True, "num_font": _FONT_OF_CHARTS | {"size": 9}, "interval_unit": 1})
            chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
            place.sheet.insert_chart(place.first - 2, _BESIDE, chart, {"x_offset": 12, "y_offset": 4})
        self.table("Theo văn bản", _counted(counts.by_document()))
        self.table("Theo cơ quan chủ trì", _counted(counts.by_owner()))

    def table(self, heading: str, columns: Table, *, charted: str | None = None) -> _Place:
        """Writes a heading, the names of the columns and their cells, and leaves room for a chart beside them."""
        rows, left = zip(*columns.values(), strict=True), len(next(iter(columns.values())))
        begun: _Place | None = None
        while begun is None or left:
            if self.at + 2 + min(left, 1) > self.most:
                self.begin_sheet()
            place = _Place(self.sheet, self.at + 2, min(left, self.most - self.at - 2))
            self.headings(f"{heading} (tiếp theo)" if begun else heading, columns, place)
            for at, values in enumerate(islice(rows, place.rows), start=place.first):
                self.look.row(self.sheet, at, values, _WIDTHS[: len(values)])
                if not charted:  # a chart has to know how high the rows are that it stands beside
                    forget_row(self.sheet, at - 1)
            left -= place.rows
            self.at = max(place.first + place.rows + 1, self.at + _CHART[charted][1] if charted else 0)
            begun = begun or place
        return begun

    def headings(self, heading: str, columns: Table, place: _Place) -> None:
        """The two rows above a table; its shares are coloured by how high they are."""
        sheet, first, rows = place
        sheet.set_row(first - 2, 21)
        sheet.write_string(first - 2, 0, heading, self.look.title)
        sheet.set_row(first - 1, 32)
        for column, name in enumerate(columns):
            sheet.write_string(first - 1, column, name, self.look.heading)
            if name.startswith(("Rõ ", "Tỷ lệ")):
                sheet.conditional_format(first, column, first + max(rows - 1, 0), column, _SCALE)

    def chart(self, kind: str, place: _Place, cells: tuple[int, int], columns: Table, title: str, colour: str) -> Any:
        """A chart of the first cells in one column of a table (its number, how many cells), named by those of the second column."""
        column, rows = cells
        names, values = list(columns.values())[1], list(columns.values())[column]
        last = place.first + rows - 1
        chart = self.book.add_chart({"type": kind})
        chart.add_series(
            {
                "categories": [place.sheet.name, place.first, 1, last, 1],
                "values": [place.sheet.name, place.first, column, last, column],
                "categories_data": names[:rows],  # the rows are in the file, where XlsxWriter cannot look for what the chart shows
                "values_data": [value if value is None else f"{value:.16g}" for value in values[:rows]],
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


def _counted(table: Table) -> Table:
    """A table with its rows numbered."""
    return {"STT": list(range(1, len(next(iter(table.values()))) + 1))} | table
