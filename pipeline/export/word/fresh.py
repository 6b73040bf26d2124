"""A new Word file of a text that was read from another format: a paragraph for each line, in the face and on the paper of an office."""

from __future__ import annotations

import io
from datetime import datetime

from pipeline.export import labels
from pipeline.export.word.markup import AUTHOR, legal
from pipeline.reading.wordpackage import WordPackage
from pipeline.reading.wordstyles import W
from pipeline.reading.wordtrace import Origin, Passage, Trace
from pipeline.schema import Extraction

_FONT, _POINTS = "Times New Roman", 13
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}  # mm, Nghị định 30/2020/NĐ-CP, phụ lục I
_UNDATED = datetime(2000, 1, 1)  # the properties want a day; the same input gives the same bytes


def fresh_document(extraction: Extraction) -> tuple[bytes, Trace]:
    """A Word file of the text, and where each character of the text stands in it."""
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in _MARGINS.items():
        setattr(section, name, Mm(width))
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_POINTS)
    normal.paragraph_format.space_after = Pt(6)
    about = document.core_properties
    about.title, about.author, about.comments = legal(labels.title(extraction)), AUTHOR, ""
    about.created = about.modified = _UNDATED
    for line in extraction.text.split("\n"):
        run = document.add_paragraph().add_run()
        run._r.add_t(legal(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), _trace(out.getvalue(), extraction.text)


def _trace(data: bytes, text: str) -> Trace:
    package = WordPackage(data, path="")
    places = {element: number for number, element in enumerate(package.root(package.main).iter("*"))}
    paragraphs = [element for element in places if element.tag == f"{W}p"]
    origins: list[Origin | None] = [None] * len(text)
    passages, start = [], 0
    for line, paragraph in zip(text.split("\n"), paragraphs, strict=True):
        node = places[next(paragraph.iter(f"{W}t"))]
        passages.append(Passage(start, start + len(line), places[paragraph]))
        for at, sign in enumerate(line):
            origins[start + at] = None if sign.isspace() else Origin(node, at, node, at + 1)
        start += len(line) + 1
    texts = frozenset(number for element, number in places.items() if element.tag == f"{W}t")
    return Trace(text, tuple(origins), tuple(passages), texts)
