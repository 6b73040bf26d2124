"""Pages drawn for the tests: PDF with reportlab, scans with Pillow, both in a font of the machine that has Vietnamese letters."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842
SIZE = 13
DOTS = 300 / 72


@cache
def font_file(bold: bool = False) -> str:
    style = ":style=Bold" if bold else ""
    if shutil.which("fc-match"):
        for family in ("Liberation Serif", "DejaVu Serif"):
            command = ["fc-match", "-f", "%{file}", f"{family}{style}:lang=vi"]
            found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            if found.endswith(".ttf"):
                return found
    pytest.skip("no TrueType font with Vietnamese letters (install fonts-dejavu-core)")


class Pdf:
    """A PDF in the making; places are points from the upper left corner."""

    def __init__(self, **options):
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), **options)
        pdfmetrics.registerFont(TTFont("Chữ", font_file()))
        pdfmetrics.registerFont(TTFont("Đậm", font_file(bold=True)))

    def text(self, x, y, words, *, size=SIZE, bold=False):
        self.canvas.setFont("Đậm" if bold else "Chữ", size)
        self.canvas.drawString(x, HEIGHT - y, words)

    def lines(self, y, *lines, left=85, pitch=18, size=SIZE):
        for i, line in enumerate(lines):
            words = line.lstrip()
            self.text(left + 28 * (len(line) > len(words)), y + i * pitch, words, size=size)
        return y + len(lines) * pitch

    def block(self, y, words, *, left=85, right=510, indent=28, pitch=18):
        """A paragraph set justified, its first line indented, as word processors do."""
        rest, first = words.split(), True
        while rest:
            start = left + indent * first
            line = [rest.pop(0)]
            while rest and pdfmetrics.stringWidth(" ".join([*line, rest[0]]), "Chữ", SIZE) <= right - start:
                line.append(rest.pop(0))
            space = (right - start - pdfmetrics.stringWidth("".join(line), "Chữ", SIZE)) / max(len(line) - 1, 1) if rest else 3.4
            x = start
            for word in line:
                self.text(x, y, word)
                x += pdfmetrics.stringWidth(word, "Chữ", SIZE) + space
            y, first = y + pitch, False
        return y

    def table(self, xs, ys, cells):
        """Rules the grid; `cells` maps (row, column) to lines of text, or to `None` for a cell that goes on from the one above."""
        for row in range(len(ys)):
            for column in range(len(xs) - 1):
                if row in (0, len(ys) - 1) or cells.get((row, column), ()) is not None:
                    self.canvas.line(xs[column], HEIGHT - ys[row], xs[column + 1], HEIGHT - ys[row])
        for x in xs:
            self.canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        for (row, column), lines in cells.items():
            for i, line in enumerate(lines or ()):
                self.text(xs[column] + 4, ys[row] + 14 + 15 * i, line, size=11)

    def page(self):
        self.canvas.showPage()

    def picture(self, image, x=0, y=0, width=WIDTH, height=HEIGHT):
        from reportlab.lib.utils import ImageReader

        self.canvas.drawImage(ImageReader(image), x, HEIGHT - y - height, width, height)

    def data(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()


def scan(*texts, rules=(), size=SIZE) -> Image.Image:
    """A page as a scanner sees it, at 300 dots an inch: (x, y, words) and ruled lines (x0, y0, x1, y1), in points."""
    image = Image.new("RGB", (round(WIDTH * DOTS), round(HEIGHT * DOTS)), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(font_file(), round(size * DOTS))
    for x, y, words in texts:
        draw.text((x * DOTS, y * DOTS), words, font=font, fill="black", anchor="ls")
    for rule in rules:
        draw.line([place * DOTS for place in rule], fill=(60, 60, 60), width=3)
    return image


def encoded(image: Image.Image, form="PNG", **options) -> bytes:
    out = io.BytesIO()
    image.copy().save(out, form, dpi=(300, 300), **options)  # Pillow keeps one format's settings at the image and trips over them
    return out.getvalue()


def texts(source, part=None) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks if part is None or block.part == part]


def cells(source, row: int) -> list[str]:
    return [source.text[cell.start : cell.end] for cell in source.blocks[row].cells]
