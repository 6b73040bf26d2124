"""Word documents (.docx) as a `Source`: paragraphs with their list numbers, tables as rows, notes and running heads at the end.

What Word shows is what is read: tracked changes as accepted, hidden text and the table of contents left out. Reading order is the body
(text boxes behind the paragraph that holds them), footnotes and endnotes, page headers, page footers.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.errors import GiaoviecError
from pipeline.reading.attributes import whole_number
from pipeline.reading.numbering import Numbering
from pipeline.reading.source import Cell, Part, Source, SourceBuilder
from pipeline.reading.wordpackage import R, WordPackage
from pipeline.reading.wordruns import MC, TCVN3, VNI, Pages, Piece, RunReader, TextLine, chosen
from pipeline.reading.wordstyles import Look, Styles, W, paragraph_look
from pipeline.reading.wordtrace import Trace, Written, trace_of
from pipeline.schema import Problem

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DELETED = (f"{W}del", f"{W}moveFrom")
_MOST_COLUMNS = 63  # of a table in Word


def read_docx(data: bytes, *, path: str, converted: bool = False) -> Source:
    """Reads a Word document.

    Args:
        data: the bytes of the file.
        path: the file's name, for messages.
        converted: whether LibreOffice has just made it; it puts the day of the conversion into date fields, which are then left out.

    Raises:
        GiaoviecError: GV103 damaged, GV104 password, GV106 unpacks to too much, GV107 declares entities.
    """
    return _Document(WordPackage(data, path=path), clock_fields=not converted).read()


def trace_docx(data: bytes, *, path: str) -> tuple[Source, Trace]:
    """Reads a Word document as `read_docx` does, with the element that each character of its text stands in.

    >>> from pathlib import Path
    >>> data = Path("corpus/samples/chi-thi-05-phong-chong-thien-tai.docx").read_bytes()
    >>> source, trace = trace_docx(data, path="chỉ thị 05.docx")
    >>> source.text == read_docx(data, path="chỉ thị 05.docx").text == trace.text
    True
    """
    document = _Document(WordPackage(data, path=path), clock_fields=True, traced=True)
    return document.read(), document.trace()


class _Document:
    """One pass over a document; list numbers, pages and open fields are counted on the way."""

    def __init__(self, package: WordPackage, *, clock_fields: bool, traced: bool = False):
        self._package = package
        self._traced = traced
        self._root = package.root(package.main)
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), list_styles=self._styles.list_of)
        signs = [sign.get(f"{W}fldCharType") for sign in self._root.iter(f"{W}fldChar")]
        balanced = signs.count("begin") == signs.count("end")
        self._pages = Pages.of(self._root)
        self._runs = RunReader(self._styles, self._pages, fields_balanced=balanced, clock_fields=clock_fields)
        self._builder = SourceBuilder()
        self._tables = 0
        self._carried: list[Piece] = []

    def read(self) -> Source:
        body = self._root.find(f"{W}body")
        if body is None:
            raise GiaoviecError("GV103", path=self._package.path, detail="không có thân văn bản")
        self._blocks(body, "body")
        pages = self._pages.current
        self._pages.current = None
        self._notes()
        self._running("headerReference", "header")
        self._running("footerReference", "footer")
        return self._builder.build(media_type=MEDIA_TYPE, pages=pages, problems=self._problems())

    def trace(self) -> Trace:
        """Where the text came from; of a document that was read with `traced`."""
        return trace_of(self._builder.build().text, self._builder.origins, self._root, self._runs.decode)

    def _blocks(self, container: etree._Element, part: Part) -> None:
        for element in _unwrapped(container, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}p":
                self._paragraph(element, part)
            else:
                self._table(element, part)
        self._flush(part)

    def _paragraph(self, paragraph: etree._Element, part: Part) -> None:
        label, lines = self._numbered_lines(paragraph)
        for line in lines:
            origin = self._origin(line, label, anchor=paragraph)
            self._builder.paragraph(line.text, page=line.page, part=part, label=label, bold=line.bold, origin=origin)
            label = ""
        for box in _text_boxes(paragraph):
            self._blocks(box, "textbox" if part == "body" else part)

    def _origin(self, line: TextLine, label: str = "", *, anchor: etree._Element | None = None) -> Written | None:
        """What a line was put together from, where the reader was asked to trace; `anchor` is the element that stands for it as a whole."""
        if not self._traced:
            return None
        return Written([Piece(f"{label} "), *line.pieces] if label else line.pieces, anchor)

    def _flush(self, part: Part) -> None:
        """What is left of a last paragraph whose end was deleted."""
        lines = self._runs.lines(self._carried)
        self._carried = []
        for line in lines:
            self._builder.paragraph(line.text, page=line.page, part=part, bold=line.bold, origin=self._origin(line))

    def _numbered_lines(self, paragraph: etree._Element) -> tuple[str, list[TextLine]]:
        """The list number and the lines of a paragraph. One whose end is deleted (tracked changes) goes on in the next paragraph."""
        pieces, self._carried = self._carried, []
        pieces += self._runs.pieces(paragraph)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None and any(mark.find(tag) is not None for tag in _DELETED):
            self._carried = pieces
            return "", []
        lines = self._runs.lines(pieces)
        hidden = mark is not None and mark.find(f"{W}vanish") is not None and not lines
        return "" if hidden else self._label(paragraph), lines

    def _label(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        name = self._styles.default_paragraph if style is None else style.get(f"{W}val")
        own = Look() if properties is None else paragraph_look(properties)
        look = own.over(self._styles.look(name))
        if look.num_id is None or look.num_id == "0":
            return ""
        depth = look.depth
        if depth is None:
            origin = self._styles.list_origin(name)
            depth = 0 if own.num_id is not None or origin is None else self._numbering.level_of_style(look.num_id, origin)
        label = self._numbering.label(look.num_id, depth)
        return self._runs.decode(label.text, label.font)

    def _table(self, table: etree._Element, part: Part) -> None:
        rows = list(_rows(table))
        if all(len(cells) == 1 for _, cells in rows):  # a frame around text, not a table
            for _, cells in rows:
                for cell in cells:
                    self._blocks(cell, part)
            return
        number = self._tables
        self._tables += 1
        above: dict[int, Cell] = {}
        for row, cells in rows:
            above = self._row(row, cells, above, table=number, part=part)

    def _row(
        self, row: etree._Element, elements: list[etree._Element], above: dict[int, Cell], *, table: int, part: Part
    ) -> dict[int, Cell]:
        """Adds one row; returns for each grid column the cell that a vertical merge would go on from."""
        texts: list[list[str] | None] = []
        origins: list[list[Written | None]] = []
        spans: list[tuple[int, int]] = []
        page = first = self._pages.current
        last = first
        column = whole_number(_property(row, "trPr", "gridBefore"), 0, most=_MOST_COLUMNS)
        for cell in elements:
            width = whole_number(_property(cell, "tcPr", "gridSpan"), 1, least=1, most=_MOST_COLUMNS)
            if _property(cell, "tcPr", "hMerge") == "continue" and spans:
                spans[-1] = (spans[-1][0], spans[-1][1] + width)
                column += width
                continue
            self._pages.current = first
            lines = self._cell_lines(cell)
            if not any(texts) and lines:
                page = lines[0].page
            last = max(last, self._pages.current) if last is not None and self._pages.current is not None else None
            texts.append(None if _continues_merge(cell) and column in above else [line.text for line in lines])
            origins.append([self._origin(line) for line in lines])
            spans.append((column, width))
            column += width
        self._pages.current = last
        merged = [above.get(start) for start, _ in spans]
        cells = self._builder.row(texts, table=table, columns=spans, above=merged, page=page, part=part, origins=origins)
        if not cells:  # left out, but what it only carries on still goes on below it
            return {start: above[start] for (start, _), text in zip(spans, texts, strict=True) if text is None}
        return {cell.column: cell for cell in cells}

    def _cell_lines(self, cell: etree._Element) -> list[TextLine]:
        """The paragraphs of a cell, those of nested tables and text boxes among them; a list number alone in a cell is its text."""
        out: list[TextLine] = []
        for element in _unwrapped(cell, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                for _, inner in _rows(element):
                    for nested in inner:
                        out += [] if _continues_merge(nested) else self._cell_lines(nested)
                continue
            label, lines = self._numbered_lines(element)
            if label:
                first = lines[0] if lines else TextLine("", False, self._pages.current)
                pieces = [Piece(f"{label} ", node=element), *first.pieces]
                lines[:1] = [TextLine(f"{label} {first.text}".strip(), first.bold, first.page, pieces)]
            out += lines
            for box in _text_boxes(element):
                out += self._cell_lines(box)
        out += self._runs.lines(self._carried)
        self._carried = []
        return out

    def _notes(self) -> None:
        """Footnotes and endnotes in the order in which the text refers to them, numbered as Word numbers them."""
        roots = {kind: self._package.part(f"{kind}s") for kind in ("footnote", "endnote")}
        by_id = {(kind, note.get(f"{W}id", "")): note for kind, root in roots.items() if root is not None for note in root}
        counts = {"footnote": 0, "endnote": 0}
        for kind, key, reference in list(self._runs.notes):
            note = by_id.pop((kind, key), None)  # a note that damaged files refer to again and again is still one
            if note is None:
                continue
            counts[kind] += 1
            label = f"[{counts[kind]}]"
            for line in self._cell_lines(note):
                origin = self._origin(line, label, anchor=reference)
                self._builder.paragraph(line.text, part="footnote", label=label, bold=line.bold, origin=origin)
                label = ""

    def _running(self, reference: str, part: Part) -> None:
        """The page headers or footers of all sections, each text once."""
        targets = [self._package.target(element.get(f"{R}id", "")) for element in self._root.iter(f"{W}{reference}")]
        seen: set[str] = set()
        for target in dict.fromkeys(name for name in targets if name is not None):
            root = self._package.root(target)
            text = "".join(root.itertext()).strip()
            if text and text not in seen:
                seen.add(text)
                self._blocks(root, part)

    def _problems(self) -> tuple[Problem, ...]:
        errors = [GiaoviecError("GV204", path=self._package.path, encoding=name) for name in (TCVN3, VNI) if name in self._runs.encodings]
        if self._root.find(f".//{W}altChunk") is not None:
            errors.append(GiaoviecError("GV206", path=self._package.path, detail="tệp khác nhúng nguyên trong văn bản"))
        return tuple(Problem(code=error.code, message=error.message) for error in errors)


def _unwrapped(container: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """The wanted elements of a container in order, out of content controls, insertions and other wrappers; not out of deletions."""
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _unwrapped(chosen(child), *wanted)
        elif child.tag not in _DELETED:
            yield from _unwrapped(child, *wanted)


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """The rows of a table that are shown, each with its cells."""
    for row in _unwrapped(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and any(properties.find(f"{W}{name}") is not None for name in ("del", "hidden")):
            continue
        cells = [cell for cell in _unwrapped(row, f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is None]
        if cells:
            yield row, cells


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes that are anchored in an element, without those inside other text boxes."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _text_boxes(chosen(child))
        elif child.tag not in _DELETED:
            yield from _text_boxes(child)


def _continues_merge(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _property(element: etree._Element, group: str, name: str) -> str | None:
    child = element.find(f"{W}{group}/{W}{name}")
    return None if child is None else child.get(f"{W}val", "continue")
