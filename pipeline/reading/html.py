"""HTML pages: the document itself, without navigation and scripts; lists with their numbers, tables as rows."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.errors import GiaoviecError
from pipeline.reading.archive import MAX_MARKUP
from pipeline.reading.attributes import whole_number
from pipeline.reading.encodings import Decoded, decode
from pipeline.reading.numbering import number
from pipeline.reading.source import Cell, Source, SourceBuilder, TooMuch, normalise, thousands
from pipeline.schema import Problem

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "button",
    "input",
    "textarea",
    "select",
    "iframe",
    "svg",
    "head",
    "object",
    "video",
    "audio",
    "canvas",
    "dialog",
}
_BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "section",
    "article",
    "main",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "figure",
    "figcaption",
    "center",
    "body",
    "hr",
    "address",
    "fieldset",
    "form",
}
_HEADINGS = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_CONTAINERS = ("article", "main", "section", "div", "form", "body")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}  # of Python, of no page
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LIST_FORMS = {
    "a": "lowerLetter",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "i": "lowerRoman",
    "lower-roman": "lowerRoman",
    "A": "upperLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "I": "upperRoman",
    "upper-roman": "upperRoman",
}
_MOST_LINKS = 0.4  # of a block's text: more than that is navigation
_MOST_SPAN = 200
_MOST_START = 999_999


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    label: str = ""
    bold: bool = False


def read_html(data: bytes, *, path: str) -> Source:
    """An HTML page, saved from a browser or made by an office program.

    Raises:
        GiaoviecError: GV101 for an empty file, GV103 for one that holds no elements, GV110 where no text is left.
        TooMuch: it has more than `MAX_MARKUP` tags, or nothing that is not nested too deeply.
    """
    from lxml import etree, html

    decoded = _decode(data, path)
    if decoded.text.count("<") > MAX_MARKUP:
        raise TooMuch(f"hơn {thousands(MAX_MARKUP)} thẻ HTML")
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(decoded.text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise GiaoviecError("GV103", path=path, detail="không phân tích được HTML") from error
    problems = decoded.problems
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)  # what lies deeper was left out
    if deep:
        doubt = GiaoviecError("GV206", path=path, detail="phần lồng quá sâu")
        problems = (*problems, Problem(code=doubt.code, message=doubt.message))
    _clean(root)
    builder = SourceBuilder()
    writer = _Writer(builder)
    writer.write(_main_content(root))
    source = builder.build(media_type="text/html", problems=problems)
    if not source.text:
        raise TooMuch("mọi phần lồng quá sâu") if deep else GiaoviecError("GV110", path=path)
    return source


def _decode(data: bytes, path: str) -> Decoded:
    """By byte order mark or UTF-8 where it is valid, else by the page's own word, else by its letters."""
    decoded = decode(data, path=path)
    declared = _CHARSET.search(data[:4096])
    if declared is None or decoded.encoding not in ("Windows-1252", "Windows-1258"):
        return decoded
    name = declared.group(1).decode("ascii")
    try:
        if codecs.lookup(name).name in _NO_CHARSETS:
            return decoded
        return Decoded(data.decode(name), name)
    except (LookupError, UnicodeError):
        return decoded


def _clean(root: HtmlElement) -> None:
    """Empties what is not shown or not part of the text.

    Nothing is taken out: that would write the text behind it anew, which lxml refuses where it holds a control character.
    """
    for element in list(root.iter()):
        if element.getparent() is not None and (element.tag in _DROPPED or _is_hidden(element)):
            element.clear(keep_tail=True)
            element.tag = "span"


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or "") is not None
    )


def _main_content(root: HtmlElement) -> HtmlElement:
    """The smallest block that holds nearly all of the running text; the body where there is no navigation around it."""
    body = root.find("body") if root.find("body") is not None else root
    total = _weight(body)
    best = body
    while True:
        child = max((element for element in best if element.tag in _CONTAINERS), key=_weight, default=None)
        if child is None or _weight(child) < 0.8 * total or not _around_is_navigation(best, child):
            return best
        best = child


def _weight(element: HtmlElement) -> int:
    """How much running text a block holds: its letters outside links."""
    return _length(element) - _linked(element)


def _length(element: HtmlElement) -> int:
    return len(normalise(element.text_content()))


def _linked(element: HtmlElement) -> int:
    return sum(map(_length, element.iter("a")))


def _around_is_navigation(block: HtmlElement, child: HtmlElement) -> bool:
    """Whether what stands in a block beside its main child is mostly links."""
    around = _length(block) - _length(child)
    return around == 0 or _linked(block) - _linked(child) >= _MOST_LINKS * around


class _Writer:
    """Walks through the elements and adds paragraphs and rows in the order in which they are shown."""

    def __init__(self, builder: SourceBuilder):
        self._builder = builder
        self._tables = 0

    def write(self, element: HtmlElement) -> None:
        for item in _content(element):
            if isinstance(item, _Paragraph):
                self._builder.paragraph(item.text, label=item.label, bold=item.bold)
            else:
                self._table(item)

    def _table(self, table: HtmlElement) -> None:
        grid = _grid(table)
        if _is_layout(grid):
            for row in grid:
                for cell in row:
                    if cell.element is not None:
                        self.write(cell.element)
            return
        above: dict[int, Cell] = {}
        for row in grid:
            paragraphs = [None if cell.element is None else [_labelled(each) for each in _flat(cell.element)] for cell in row]
            cells = self._builder.row(
                paragraphs,
                table=self._tables,
                columns=[(cell.column, cell.columns) for cell in row],
                above=[above.get(cell.column) for cell in row],
            )
            for cell, written in zip(row, cells, strict=False):
                if cell.element is not None:
                    above[cell.column] = written
        self._tables += 1


def _labelled(paragraph: _Paragraph) -> str:
    return f"{paragraph.label} {paragraph.text}".strip()


def _flat(element: HtmlElement) -> Iterator[_Paragraph]:
    """The paragraphs of a cell, those of tables inside it too."""
    for item in _content(element):
        if isinstance(item, _Paragraph):
            yield item
        else:
            for row in _grid(item):
                for cell in row:
                    if cell.element is not None:
                        yield from _flat(cell.element)


def _content(element: HtmlElement) -> Iterator[_Paragraph | HtmlElement]:
    """The paragraphs and tables of a block, in order."""
    text: list[tuple[str, bool]] = []
    label = ""
    for item in chain(_pieces(element, bold=False), [""]):
        if isinstance(item, tuple):
            text.append(item)
            continue
        joined = "".join(piece for piece, _ in text)
        if normalise(joined):
            yield _Paragraph(joined, label, all(bold for piece, bold in text if piece.strip()))
            label = ""
        text = []
        if isinstance(item, str):
            label = item or label
        else:
            yield item


def _pieces(element: HtmlElement, *, bold: bool) -> Iterator[tuple[str, bool] | str | HtmlElement]:
    """Text with its weight; a string where a paragraph ends (the label of the next one, or empty); tables as they are."""
    bold = bold or element.tag in _HEADINGS or _BOLD.search(element.get("style") or "") is not None
    if element.text:
        yield element.text, bold
    value = _start(element)
    for child in element:
        if child.tag == "br":
            yield ""
        elif child.tag == "table":
            yield child
        elif child.tag in _BLOCKS:
            if child.tag == "li":
                value = whole_number(child.get("value"), value)
                yield _list_label(element, value)
                value += 1
            else:
                yield ""
            yield from _pieces(child, bold=bold)
            yield ""
        else:
            yield from _pieces(child, bold=bold)
        if child.tail:
            yield child.tail, bold


def _start(element: HtmlElement) -> int:
    return whole_number(element.get("start"), 1, least=-_MOST_START) if element.tag == "ol" else 1


def _list_label(parent: HtmlElement, value: int) -> str:
    """The mark that a browser shows before an item: "1.", "a.", "II.", or "-" for a bullet."""
    style = _LIST_STYLE.search(parent.get("style") or "")
    kind = parent.get("type") or (style.group(1) if style else "")
    if kind == "none":
        return ""
    return f"{number(value, _LIST_FORMS.get(kind, 'decimal'))}." if parent.tag == "ol" else "-"


@dataclass(frozen=True, slots=True)
class _GridCell:
    """A cell where it stands in the grid; `element` is `None` for one that continues the cell above."""

    element: HtmlElement | None
    column: int
    columns: int


def _grid(table: HtmlElement) -> list[list[_GridCell]]:
    """The rows of a table with `rowspan` and `colspan` worked out."""
    rows: list[list[_GridCell]] = []
    waiting: dict[int, tuple[int, int]] = {}  # column: rows still to cover, columns
    for tr in _rows(table):
        row: list[_GridCell] = []
        column = 0
        cells = deque(cell for cell in tr if cell.tag in ("td", "th"))
        fresh: dict[int, tuple[int, int]] = {}
        last = max(waiting, default=-1)
        while cells or column <= last:
            if column in waiting:
                left, width = waiting.pop(column)
                row.append(_GridCell(None, column, width))
                if left > 1:
                    fresh[column] = (left - 1, width)
                column += width
            elif cells:
                cell = cells.popleft()
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                row.append(_GridCell(cell, column, width))
                if height > 1:
                    fresh[column] = (height - 1, width)
                column += width
            else:
                column += 1
        waiting = fresh
        rows.append(row)
    return rows


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _span(cell: HtmlElement, name: str) -> int:
    return min(whole_number(cell.get(name), 1, least=1), _MOST_SPAN)


def _is_layout(grid: list[list[_GridCell]]) -> bool:
    """Whether a table only places things: one column, or a cell that holds tables or nearly all of the text."""
    cells = [cell for row in grid for cell in row if cell.element is not None]
    if max((len(row) for row in grid), default=0) < 2:
        return True
    lengths = [len(normalise(cell.element.text_content())) for cell in cells if cell.element is not None]
    nested = any(cell.element is not None and cell.element.find(".//table") is not None for cell in cells)
    return nested or (max(lengths) > 1500 and max(lengths) > 0.8 * sum(lengths))
