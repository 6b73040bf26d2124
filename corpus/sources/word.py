"""Writes the blocks of `markup` as a .docx with what Word itself would write: numbering.xml, tracked changes, footnotes, merged cells."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from markup import Block, Columns, Line, PageBreak, Table

FONT, SIZE = "Times New Roman", 13
CLERK, CHANGED = "Văn thư", "2023-08-10T09:00:00Z"
LIST = 90  # number of our list; far from the numbers that python-docx's template uses
FORMATS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def docx_bytes(blocks: list[Block], *, created: datetime) -> bytes:
    """The document; `created` is written as its date so that the same source gives the same bytes."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.paragraph_format.space_after = Pt(4)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin = page.bottom_margin = Cm(2)
    page.left_margin, page.right_margin = Cm(3), Cm(1.5)
    properties = document.core_properties
    properties.author = properties.last_modified_by = CLERK
    properties.created = properties.modified = created
    properties.title = properties.comments = ""
    _add_list(document)
    notes: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            _write_line(document.add_paragraph(), block, notes)
        elif isinstance(block, Columns):
            _write_columns(document, block)
        elif isinstance(block, Table):
            _write_table(document, block)
        elif isinstance(block, PageBreak):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph()  # a body that ends with a table is not a sound Word document
    if notes:
        _add_footnotes(document, notes)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_list(document) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (kind, text) in enumerate(FORMATS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}"/></w:num>'))


def _write_line(paragraph, line: Line, notes: list[str]) -> None:
    if line.style in ("title", "center"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if line.level is not None:
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{line.level}"/><w:numId w:val="{LIST}"/></w:numPr>')
        )
    runs = line.runs
    for run in runs:
        if run.kind == "note":
            notes.append(run.text)
            paragraph._p.append(
                parse_xml(
                    f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(notes)}"/></w:r>'
                )
            )
            continue
        written = paragraph.add_run(run.text)
        written.bold = True if line.style in ("title", "bold") or line.level == 0 or run.kind == "bold" else None
        if run.kind in ("ins", "del"):
            _track(written._r, run.kind)
    if runs and all(run.kind == "del" for run in runs):  # the paragraph mark went with its text
        mark = f'<w:rPr {nsdecls("w")}><w:del w:id="99" w:author="{CLERK}" w:date="{CHANGED}"/></w:rPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(mark))


def _track(run, kind: str) -> None:
    change = parse_xml(f'<w:{kind} {nsdecls("w")} w:id="{_next_change(run)}" w:author="{CLERK}" w:date="{CHANGED}"/>')
    if kind == "del":
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
    run.addprevious(change)
    change.append(run)


def _next_change(run) -> int:
    """A number for a tracked change that no earlier one of the document has."""
    body = run.getroottree().getroot()
    return 100 + len(body.findall(f".//{qn('w:ins')}")) + len(body.findall(f".//{qn('w:del')}"))


def _write_columns(document, columns: Columns) -> None:
    table = _table(document, 1, (6.5, 10))
    for cell, lines, width in zip(table.rows[0].cells, (columns.left, columns.right), (6.5, 10), strict=True):
        cell.width = Cm(width)
        _fill(cell, lines, centred=not columns.left[0].startswith("**Nơi nhận"))
    if columns.left[0].startswith("**Nơi nhận"):
        for paragraph in table.rows[0].cells[1].paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document, rows: int, widths: tuple[float, ...]):
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _fill(cell, lines: tuple[str, ...], *, centred: bool) -> None:
    for i, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        _write_line(paragraph, Line(text, "center" if centred else "body"), [])


def _write_table(document, table: Table) -> None:
    grid = _table(document, len(table.rows), table.widths)
    grid.style = "Table Grid"
    for first_row, first, last_row, last in table.spans():
        grid.cell(first_row, first).merge(grid.cell(last_row, last))
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            if text in "<^":  # an empty text, too: nothing to write
                continue
            cell = grid.cell(r, c)
            cell.width = Cm(table.widths[c])
            _write_line(cell.paragraphs[0], Line(text, "bold" if r < table.header else "body"), [])


def _add_footnotes(document, notes: list[str]) -> None:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
        for kind, number, element in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
    )
    texts = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        for i, text in enumerate(notes, 1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{separators}{texts}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
