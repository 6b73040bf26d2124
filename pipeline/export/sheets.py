"""Tables of an Excel workbook that are written a row at a time and go on on further sheets where one is full.

XlsxWriter keeps what it is given in temporary files ("constant memory"), so rows come in their order. No cell is ever a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.export import labels
from pipeline.export.atomic import atomically, folder_beside

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, Excel's own limit
_LONGEST_CELL = 32_767  # characters, Excel's own limit
_LINE, _HIGHEST_ROW = 15.0, 409.0  # points
_LETTERS = 1.08  # letters to the width of a digit, with some room to spare
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar is not the world's before
_COLOURS = {"high": "#F8D0CB", "medium": "#FCE4C4", "low": "#FFF6CC"}
_FONT = {"font_name": "Times New Roman", "font_size": 11}  # the offices' face; the default one too, columns are measured in its digits
_UNDATED = datetime(2000, 1, 1)  # Excel wants a day of creation; the same input gives the same bytes

Value = str | int | float | date | datetime | None
Columns = Sequence[tuple[str, int]]
"""Names of columns, and their widths in characters."""


@contextmanager
def workbook(path: Path, title: str) -> Iterator[Workbook]:
    """A workbook to be filled in; it appears when the block ends well, and nothing stays of it otherwise.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with atomically(path) as file, folder_beside(path) as folder:
        options = {"constant_memory": True, "tmpdir": str(folder), "use_zip64": True, "default_format_properties": _FONT}
        book = Workbook(file, options)
        book.set_properties({"title": title, "created": _UNDATED})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # `close` alone would do so, and write the whole book on the way


class Look:
    """The formats of the cells of a workbook, and what goes into a cell."""

    def __init__(self, book: Workbook):
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

    def row(
        self, sheet: Worksheet, at: int, values: Sequence[Value], widths: Sequence[int], colours: Mapping[int, str | None] | None = None
    ) -> None:
        """Writes a row as high as its texts need.

        Args:
            at: the row, from 0; those before it are written already.
            widths: of the columns, in characters.
            colours: the severity that a column is coloured by.
        """
        sheet.set_row(at, _height(values, widths))
        for column, value in enumerate(values):
            severity = colours.get(column) if colours else None
            formats = self.grade if severity and value in labels.SEVERITIES.values() else self.severity
            self.cell(sheet, at, column, value, formats[severity] if severity else self.text)

    def cell(self, sheet: Worksheet, at: int, column: int, value: Value, style: Format) -> None:
        """Writes a cell; text stays text whatever it begins with."""
        if value is None or value == "":
            sheet.write_blank(at, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(at, column, _text(value), style)
        elif isinstance(value, float):
            sheet.write_number(at, column, value, self.share)
        elif isinstance(value, int):
            sheet.write_number(at, column, value, self.number)
        elif (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            sheet.write_string(at, column, labels.office_date(value.isoformat()), style)
        else:
            sheet.write_datetime(at, column, value, self.minute if isinstance(value, datetime) else self.day)


class Rows:
    """A table of one heading, on a sheet and, where that is full, on further ones: "Nhiệm vụ", "Nhiệm vụ (2)", …

    Args:
        most: how many rows a sheet has at most, with the heading.
        finish: what is done with a sheet that has so many rows below its heading.
    """

    def __init__(self, book: Workbook, look: Look, name: str, columns: Columns, *, most: int, finish: Callable[[Worksheet, int], None]):
        self.book = book
        self.look = look
        self.name = name
        self.columns = columns
        self.most = most
        self.set_up = finish
        self.widths = [width for _, width in columns]
        self.number = 0  # of rows on all sheets
        self.sheets = 0
        self.begin_sheet()

    def add(self, values: Sequence[Value], colours: Mapping[int, str | None] | None = None) -> None:
        """Adds a row behind its number; `colours` as in `Look.row`, by columns."""
        if self.at == self.most:
            self.finish()
            self.begin_sheet()
        self.number += 1
        self.look.row(self.sheet, self.at, [self.number, *values], self.widths, colours)
        forget_row(self.sheet, self.at - 1)
        self.at += 1

    def begin_sheet(self) -> None:
        """Goes on on a new sheet with the same headings."""
        self.sheets += 1
        self.sheet = self.book.add_worksheet(numbered(self.name, self.sheets))
        self.sheet.set_row(0, 34)
        for column, (name, width) in enumerate(self.columns):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, name, self.look.heading)
        self.at = 1

    def finish(self) -> None:
        """Sets up the sheet that was written last: filtered and for paper, and what is its own."""
        self.sheet.autofilter(0, 0, max(self.at - 1, 1), len(self.columns) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self.sheet.repeat_rows(0)
        print_setup(self.sheet)
        self.set_up(self.sheet, self.at - 1)


def numbered(name: str, number: int) -> str:
    """The name of a sheet that is the second, third … of its table.

    >>> numbered("Nhiệm vụ", 1), numbered("Nhiệm vụ", 2)
    ('Nhiệm vụ', 'Nhiệm vụ (2)')
    """
    return f"{name} ({number})" if number > 1 else name


def forget_row(sheet: Worksheet, at: int) -> None:
    """Drops what XlsxWriter remembers of a row that it has written into its file already: its height, of every row to the end."""
    sheet.row_info.pop(at, None)
    sheet.row_sizes.pop(at, None)


def print_setup(sheet: Worksheet) -> None:
    """A4 across, with page numbers."""
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RTrang &P/&N")


def _text(value: str) -> str:
    """What Excel can hold of a text; one in the tags of XlsxWriter's own rich strings would be taken for markup."""
    held = value if len(value) <= _LONGEST_CELL else value[: _LONGEST_CELL - 1] + "…"
    return f" {held}" if held.startswith("<r>") else held


def _height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that wrapped text needs; not every spreadsheet program fits the rows of a file that does not say."""
    texts = [(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
    lines = max((sum(_lines(line, width) for line in text.split("\n")) for text, width in texts), default=1)
    return min(lines * _LINE, _HIGHEST_ROW)


@lru_cache(maxsize=256)  # the subject and the path of a document stand in each of its rows
def _lines(text: str, width: int) -> int:
    """The lines that a text takes in a column so many digits wide."""
    letters = int(width * _LETTERS)
    if len(text) <= letters:
        return 1
    lines, room = 1, letters
    for length in map(len, text.split(" ")):
        if length > room and room < letters:
            lines, room = lines + 1, letters
        if length > letters:
            lines += (length - 1) // letters
        room -= length + 1
    return lines
