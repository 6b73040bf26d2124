"""The lines of one Word paragraph as the reader sees them: tracked changes accepted, fields by their result, hidden text left out.

Fonts older than Unicode (`.VnTime`, `VNI-Times`) hold letters under other characters' codes; such runs are decoded here, by the font that
they are set in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree

from pipeline.reading.markers import ends_sentence, is_caps, is_decoration, starts_item
from pipeline.reading.wordstyles import Look, Styles, W, run_look

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TCVN3, TCVN3_CAPITALS, VNI = "TCVN3 (ABC)", "TCVN3 (ABC), chữ hoa", "VNI"
LINES_OF_A_PAGE = 40
CHARACTERS_OF_A_LINE = 75
CHARACTERS_OF_A_PAGE = 9000
RULE = 3  # hyphens from which a line is drawn with them; a single one may stand in a cell for "none"
_DELETED = (f"{W}del", f"{W}moveFrom")
_SKIPPED = (
    f"{W}pPr",
    f"{W}rPr",
    f"{W}sdtPr",
    f"{W}sdtEndPr",
    f"{W}rt",
    f"{W}delText",
    f"{W}numberingChange",
    f"{W}tcPr",
    f"{W}trPr",
    f"{W}tblPr",
    f"{W}tblGrid",
    f"{W}txbxContent",  # read behind the paragraph
)
_GENERATED_FIELDS = ("TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "FILENAME")  # repeat headings, or tell of the file and not of its content
_CLOCK_FIELDS = ("DATE", "TIME")
_UNICODE_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
_SYMBOL_CODE = re.compile(r"(?!D[89A-F]..)[0-9A-F]{1,4}", re.IGNORECASE)  # a UTF-16 unit; half of a pair draws nothing
SYMBOLS = {
    0xF02D: "-",
    0xF02B: "+",
    0xF02F: "/",
    0xF0B7: "-",
    0xF0A7: "-",
    0xF0A8: "☐",
    0xF06F: "☐",
    0xF0FE: "☒",
    0xF0FC: "✓",
    0xF0E0: "→",
    0xF0B3: "≥",
    0xF0A3: "≤",
    0xF0B4: "×",
    0xF0B0: "°",
    0xF0B1: "±",
}


@dataclass(slots=True)
class TextLine:
    """What stands between two line breaks, and what it was put together from; `page` counts from 1, `None` where the file does not tell."""

    text: str
    bold: bool
    page: int | None
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one look; a line break is a piece whose text is a line feed.

    `node` is the element that holds the text, character by character, or that stands for one character (a tab); for a list number, which is
    written nowhere, the paragraph.
    """

    text: str
    bold: bool = False
    font: str | None = None
    page: int | None = None
    node: etree._Element | None = None


@dataclass(slots=True)
class Pages:
    """Counts pages by the breaks that Word left where it last showed the document.

    A file that only has breaks set by hand is counted as long as what stands between two of them fits on a page, one whose breaks Word did
    not finish drawing as long as it is possible; a wrong page is worse than none.
    """

    rendered: bool = False
    current: int | None = None
    _lines: int = 0
    _characters: int = 0

    @classmethod
    def of(cls, root: etree._Element) -> Pages:
        """The counter for a document part, standing at its beginning."""
        rendered = root.find(f".//{W}lastRenderedPageBreak") is not None
        by_hand = any(br.get(f"{W}type") == "page" for br in root.iter(f"{W}br"))
        return cls(rendered, 1 if rendered or by_hand else None)

    def turn(self, *, rendered: bool) -> None:
        """A page break: one that Word drew (`rendered`), or one set by hand."""
        if self.current is not None and rendered == self.rendered:
            self.current += 1
            self._lines = self._characters = 0

    def fill(self, text: str) -> None:
        """Text that was put on the current page."""
        self._lines += math.ceil(len(text) / CHARACTERS_OF_A_LINE)
        self._characters += len(text)
        full = self._characters > CHARACTERS_OF_A_PAGE if self.rendered else self._lines > LINES_OF_A_PAGE
        if full:
            self.current = None


@dataclass(slots=True)
class _Field:
    around: bool  # whether text is shown where the field stands
    instruction: str = ""
    result: bool = False
    shown: bool = False


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs in order; keeps the fields that are open, the notes that were referred to and the old encodings that were met.

    `fields_balanced` says that every field has its end, so that leaving one out cannot swallow the rest of the document; `clock_fields`
    that the results of date fields are those that Word stored and not the day of a conversion.
    """

    styles: Styles
    pages: Pages
    fields_balanced: bool = True
    clock_fields: bool = True
    notes: list[tuple[str, str, etree._Element]] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)
    _fields: list[_Field] = field(default_factory=list)

    def pieces(self, paragraph: etree._Element) -> list[Piece]:
        """The visible text of a `w:p`, run by run."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self.styles.default_paragraph if style is None else style.get(f"{W}val")
        out = list(self._inline(paragraph, self.styles.look(name).over(self.styles.defaults)))
        while self._fields and not self._fields[-1].result:
            self._fields.pop()  # an instruction ends with its paragraph; one that does not is damaged and must not hide what follows
        return out

    def lines(self, pieces: list[Piece]) -> list[TextLine]:
        """The lines of a paragraph's pieces, without those that only draw a rule.

        A break in the middle of a sentence (the next line goes on in lower case) is only a space.
        """
        if any(legacy_encoding(piece.font) and _UNICODE_VIETNAMESE.search(piece.text) for piece in pieces):
            pieces = [replace(piece, font=None) for piece in pieces]  # Unicode after all, in a font that has an old name
        lines: list[TextLine] = []
        broken = True
        for is_break, group in groupby(pieces, key=lambda piece: piece.text == "\n"):
            run = list(group)
            if is_break:
                broken = len(run) > 1
                continue
            shown = [piece for piece in run if piece.text.strip()]
            text = self._decoded(run).strip()
            if not text or (len(text) >= RULE and is_decoration(text)):
                broken = True
                continue
            line = TextLine(text, all(piece.bold for piece in shown), shown[0].page, run)
            before = lines[-1] if lines else None
            if before is not None and not broken and _goes_on(before.text, line.text):
                before.text = f"{before.text} {line.text}"
                before.bold = before.bold and line.bold
                before.pieces += line.pieces
            else:
                lines.append(line)
            broken = False
        for line in lines:
            self.pages.fill(line.text)
        return lines

    def decode(self, text: str, font: str | None) -> str:
        """Text in a font older than Unicode as Unicode; text in any other font as it is."""
        encoding = legacy_encoding(font)
        if encoding is None or _UNICODE_VIETNAMESE.search(text):
            return text
        from pipeline.reading.encodings import tcvn3_to_unicode, vni_to_unicode

        latin = "".join(chr(ord(sign) - 0xF000) if 0xF020 <= ord(sign) <= 0xF0FF else sign for sign in text)
        decoded = vni_to_unicode(latin) if encoding == VNI else tcvn3_to_unicode(latin)
        if decoded != latin:
            self.encodings.add(VNI if encoding == VNI else TCVN3)
        return decoded.upper() if encoding == TCVN3_CAPITALS else decoded

    def _decoded(self, pieces: list[Piece]) -> str:
        text = ""
        for font, group in groupby(pieces, key=lambda piece: piece.font):
            text += self.decode("".join(piece.text for piece in group), font)
        return text.translate(SYMBOLS)

    def _inline(self, parent: etree._Element, base: Look) -> Iterator[Piece]:
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag in _DELETED:
                self._deleted_fields(child)
            elif tag == f"{W}fldSimple" and self._is_left_out(child.get(f"{W}instr", "")):
                continue
            elif tag == f"{W}r":
                yield from self._run(child, base)
            elif tag == f"{MC}AlternateContent":
                yield from self._inline(chosen(child), base)
            elif tag == f"{M}t":
                yield from self._piece(child, child.text or "", base)
            else:
                yield from self._inline(child, base)

    def _run(self, run: etree._Element, base: Look) -> Iterator[Piece]:
        properties = run.find(f"{W}rPr")
        look = base
        if properties is not None:
            style = properties.find(f"{W}rStyle")
            look = run_look(properties).over(self.styles.look(None if style is None else style.get(f"{W}val"))).over(base)
        yield from self._content(run, look)

    def _content(self, run: etree._Element, look: Look) -> Iterator[Piece]:
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                yield from self._piece(child, child.text or "", look)
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield from self._piece(child, " ", look)
            elif tag == f"{W}br" and child.get(f"{W}type") == "page":
                yield from self._piece(child, "\n", look)
                self.pages.turn(rendered=False)
            elif tag in (f"{W}br", f"{W}cr"):
                yield from self._piece(child, "\n", look)
            elif tag == f"{W}lastRenderedPageBreak":
                self.pages.turn(rendered=True)
            elif tag == f"{W}noBreakHyphen":
                yield from self._piece(child, "-", look)
            elif tag == f"{W}softHyphen":
                yield from self._piece(child, "\u00ad", look)
            elif tag == f"{W}sym":
                yield from self._piece(child, _symbol(child.get(f"{W}char", "20")), look)
            elif tag == f"{MC}AlternateContent":
                yield from self._content(chosen(child), look)
            elif tag == f"{W}ruby":
                yield from self._inline(child, look)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference") and self._visible():
                self.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", ""), child))
            else:
                self._field(child)

    def _piece(self, node: etree._Element, text: str, look: Look) -> Iterator[Piece]:
        if text and not look.hidden and self._visible():
            text = text if text == "\n" else text.replace("\n", " ")
            yield Piece(text, bool(look.bold), look.font, self.pages.current, node)

    def _visible(self) -> bool:
        """Whether text is shown here: in no open field's instruction, and in no result that is left out."""
        return not self._fields or self._fields[-1].shown

    def _is_left_out(self, instruction: str) -> bool:
        name = field_name(instruction)
        return name in _GENERATED_FIELDS or (name in _CLOCK_FIELDS and not self.clock_fields)

    def _field(self, sign: etree._Element) -> None:
        if sign.tag == f"{W}instrText" and self._fields:
            self._fields[-1].instruction += sign.text or ""
        elif sign.tag == f"{W}fldChar":
            kind = sign.get(f"{W}fldCharType")
            if kind == "begin":
                self._fields.append(_Field(self._visible()))
            elif kind == "separate" and self._fields:
                opened = self._fields[-1]
                opened.result = True
                opened.shown = opened.around and not (self.fields_balanced and self._is_left_out(opened.instruction))
            elif kind == "end" and self._fields:
                self._fields.pop()

    def _deleted_fields(self, deleted: etree._Element) -> None:
        """A field may begin in deleted text and end outside it, so its signs count even there."""
        for sign in deleted.iter(f"{W}fldChar", f"{W}instrText"):
            self._field(sign)


def field_name(instruction: str) -> str:
    """The name of the field that an instruction asks for.

    >>> field_name(' DDEAUTO  excel "bảng.xlsx" ')
    'DDEAUTO'
    """
    return next(iter(instruction.split()), "").upper()


def legacy_encoding(font: str | None) -> str | None:
    """The encoding that a font from before Unicode stands for.

    >>> legacy_encoding(".VnTime"), legacy_encoding(".VnTimeH"), legacy_encoding("VNI-Times"), legacy_encoding("Times New Roman")
    ('TCVN3 (ABC)', 'TCVN3 (ABC), chữ hoa', 'VNI', None)
    """
    name = (font or "").strip()
    if name.lower().startswith(".vn"):
        return TCVN3_CAPITALS if name.endswith("H") else TCVN3
    return VNI if name.upper().startswith("VNI-") else None


def _symbol(code: str) -> str:
    """The sign of a `w:sym` by its hexadecimal code, those of symbol fonts in the private use area; nothing for what is no code."""
    if not _SYMBOL_CODE.fullmatch(code):
        return ""
    number = int(code, 16)
    return chr(number if number > 0xFF else 0xF000 + number)


def chosen(alternatives: etree._Element) -> etree._Element:
    """The one branch of an `mc:AlternateContent` that is read: the one with a text box, else the first."""
    branches = [branch for branch in alternatives if branch.tag in (f"{MC}Choice", f"{MC}Fallback")]
    boxed = (branch for branch in branches if branch.find(f".//{W}txbxContent") is not None)
    return next(boxed, branches[0] if branches else alternatives)


def _goes_on(before: str, text: str) -> bool:
    return text[:1].islower() and not (ends_sentence(before) or is_caps(before) or starts_item(text, before))
