"""Writes the blocks of `markup` as a .pdf: with a text layer, or as the scan of a printed page."""

from __future__ import annotations

import io
import random
import subprocess
from xml.sax.saxutils import escape

from markup import Block, Columns, Line, PageBreak, Table, inline
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Table as Grid

DPI, SKEW, NOISE, QUALITY = 200, 0.5, 7, 36
BODY = ParagraphStyle("body", fontName="Body", fontSize=11, leading=15, alignment=TA_JUSTIFY, spaceAfter=5, firstLineIndent=1 * cm)
CENTRE = ParagraphStyle("centre", parent=BODY, alignment=TA_CENTER, firstLineIndent=0)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=9.5, leading=12.5, alignment=0, firstLineIndent=0, spaceAfter=0)
HEAD = ParagraphStyle("head", parent=CELL, alignment=TA_CENTER)


def _font_file(name: str) -> str:
    """Where Debian's fonts-dejavu-core put a face of DejaVu Serif, as fontconfig says."""
    return subprocess.run(["fc-match", "-f", "%{file}", name], check=True, capture_output=True, text=True).stdout


def _register_fonts() -> None:
    pdfmetrics.registerFont(TTFont("Body", _font_file("DejaVu Serif:style=Book")))
    pdfmetrics.registerFont(TTFont("Body-Bold", _font_file("DejaVu Serif:style=Bold")))
    pdfmetrics.registerFontFamily("Body", normal="Body", bold="Body-Bold", italic="Body", boldItalic="Body-Bold")


def pdf_bytes(blocks: list[Block]) -> bytes:
    """A pdf with a text layer; the same source gives the same bytes."""
    _register_fonts()
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=2.2 * cm,
        rightMargin=1.4 * cm,
        topMargin=1.8 * cm,
        bottomMargin=1.8 * cm,
        invariant=1,
        title="",
        author="",
    )
    story: list = []
    for block in blocks:
        story.extend(_flowables(block))
    page.build(story)
    return out.getvalue()


def _flowables(block: Block) -> list:
    if isinstance(block, Columns):
        foot = block.left[0].startswith("**Nơi nhận")
        columns = [
            [Paragraph(_html(t) or "&nbsp;", CELL if foot and i == 0 else HEAD) for t in lines]
            for i, lines in enumerate((block.left, block.right))
        ]
        return [
            Spacer(1, 0.3 * cm),
            Grid([columns], colWidths=(7 * cm, 10.4 * cm), style=[("VALIGN", (0, 0), (-1, -1), "TOP")]),
            Spacer(1, 0.4 * cm),
        ]
    if isinstance(block, Table):
        return [_ruled(block), Spacer(1, 0.4 * cm)]
    if isinstance(block, PageBreak):
        return [NewPage()]
    return [_paragraph(block)]


def _paragraph(line: Line) -> Paragraph:
    text = _html(line.text)
    if line.style in ("title", "bold"):
        text = f"<b>{text}</b>"
    return Paragraph(text, CENTRE if line.style in ("title", "center") else BODY)


def _ruled(table: Table) -> LongTable:
    cells = [
        [
            Paragraph(f"<b>{_html(text)}</b>" if r < table.header else _html(text), HEAD if r < table.header else CELL)
            if text not in ("<", "^", "")
            else ""
            for text in row
        ]
        for r, row in enumerate(table.rows)
    ]
    style = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("SPAN", (first, first_row), (last, last_row)) for first_row, first, last_row, last in table.spans()]
    return LongTable(cells, colWidths=[width * cm for width in table.widths], repeatRows=table.header, style=style)


def _html(text: str) -> str:
    return "".join(f"<b>{escape(run.text)}</b>" if run.kind == "bold" else escape(run.text) for run in inline(text))


def scan_bytes(blocks: list[Block]) -> bytes:
    """The same pages as an office scanner gives them: grey images, a little skew and noise, no text."""
    import numpy as np
    import pypdfium2
    from PIL import Image, ImageFilter

    random.seed(7)
    grain = np.random.default_rng(7)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in pypdfium2.PdfDocument(pdf_bytes(blocks)):
        image = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(SKEW * random.choice((-1, 1)), resample=Image.Resampling.BICUBIC, fillcolor=255)
        image = image.filter(ImageFilter.GaussianBlur(0.5))
        noisy = np.asarray(image, dtype=float) * 0.93 + grain.normal(0, NOISE, (image.height, image.width))
        photo = io.BytesIO()
        Image.fromarray(noisy.clip(0, 255).astype("uint8")).save(photo, "JPEG", quality=QUALITY)
        canvas.drawImage(ImageReader(photo), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
