"""PDF files: pages with a text layer by the places of their letters, the others by OCR.

Letters are put in order by where they stand, not as the file lists them: a file whose Vietnamese letters come from a second font lists them
after the line they belong to, and every reader that trusts its order loses them.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from pipeline.errors import MESSAGES, GiaoviecError
from pipeline.reading import pdf_trial
from pipeline.reading.encodings import legacy_converter, syllable_share
from pipeline.reading.lattice import Rule
from pipeline.reading.page_layout import Page, Word, write_pages
from pipeline.reading.source import Source, SourceBuilder, thousands
from pipeline.schema import Problem

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

MAX_PAGES = 500
MAX_LETTERS = 50_000  # of one page; a full one has 4,000
MAX_PATHS = 50_000  # of one page; one with more is a drawing, without tables
_FEW_LETTERS = 20
_NAMELESS, _NAMELESS_SHARE = 3, 0.02  # so many letters that their font gives no name: words cannot be put together from the others
_STAMP_LETTERS = 200  # on a scan, what a digital signature or the gazette's head adds
_STRANGE_WORDS = 20  # so many beyond ASCII that are no syllables: the fonts do not say which letters they draw
_SPACE = 0.16  # of the letters' height: room between two letters that separates words
_TYPED_SPACE = 0.05  # where the file has a space between them
_THIN = 3.0
_MOST_DOTS = 40_000_000  # of a page's picture; A2 at 300 dots an inch has 35 million
_SHORT = 6.0


@dataclass(frozen=True, slots=True)
class _Letter:
    sign: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool
    after_space: bool


def read_pdf(data: bytes, *, path: str) -> Source:
    """A PDF file; pages without a text layer are read by OCR.

    Raises:
        GiaoviecError: GV103 damaged, GV104 encrypted, GV110 nothing readable, GV113 to GV115 from OCR, GV116 too many pages.
        TooMuch: its pages cannot be opened in sensible time and memory.
    """
    pdf_trial.check(data)
    document = _open(data, path)
    try:
        if len(document) > MAX_PAGES:
            raise GiaoviecError("GV116", path=path, pages=len(document), limit=MAX_PAGES)
        return _read(document, path)
    finally:
        document.close()


def _open(data: bytes, path: str) -> pypdfium2.PdfDocument:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
        len(document)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise GiaoviecError("GV104", path=path) from error
        raise GiaoviecError("GV103", path=path, detail="không mở được PDF") from error
    return document


def _read(document: pypdfium2.PdfDocument, path: str) -> Source:
    from pypdfium2 import PdfiumError

    from pipeline.reading.ocr import Scan, mended, recognise, summary

    pages: list[Page] = []
    scans: list[Scan] = []
    problems: list[Problem] = []
    failure: GiaoviecError | None = None
    for number in range(1, len(document) + 1):
        try:
            sheet = document[number - 1]
            page, nameless = _text_page(sheet, number, path)
            picture = _picture(sheet) if nameless or _needs_ocr(sheet, page) else None
        except (PdfiumError, GiaoviecError) as error:  # pdfium says only that it failed; the other pages are still good
            failure = failure or (error if isinstance(error, GiaoviecError) else None)
            problems.append(Problem(code="GV203", message=MESSAGES["GV203"].format(page=number), page=number))
            continue
        if picture is not None:
            try:
                scan = recognise(picture, path=path, number=number)
            except GiaoviecError as error:
                failure = failure or error
                problems.append(Problem(code=error.code, message=error.message, page=number))
            else:
                scans.append(scan)
                page = scan.page
        pages.append(page)
        sheet.close()
    pages, legacy = _in_unicode(pages)
    if legacy:
        problems.append(Problem(code="GV204", message=MESSAGES["GV204"].format(path=path, encoding=legacy)))
    builder = SourceBuilder()
    write_pages(mended(pages) if scans else pages, builder)
    confidence, doubts = summary(scans)
    source = builder.build(
        media_type="application/pdf", pages=len(document), ocr=bool(scans), confidence=confidence, problems=(*problems, *doubts)
    )
    if not source.text:
        raise failure or GiaoviecError("GV110", path=path)
    return source


def _needs_ocr(sheet: pypdfium2.PdfPage, page: Page) -> bool:
    """Whether a page must be read as a picture: it has one and few letters besides, or its letters are no Vietnamese."""
    import pypdfium2.raw as pdfium

    text = " ".join(word.text for word in page.words)
    letters = sum(map(str.isalnum, text))
    if letters >= _STAMP_LETTERS:
        strange = sum(not word.isascii() for word in text.split())
        return strange >= _STRANGE_WORDS and syllable_share(text) < 0.3 and legacy_converter(text) is None
    area = page.width * page.height
    pictures = [thing.get_bounds() for thing in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    covered = max(((right - left) * (top - bottom) for left, bottom, right, top in pictures), default=0)
    if letters < _FEW_LETTERS:
        return covered > 0.1 * area
    return covered > 0.15 * area


def _picture(sheet: pypdfium2.PdfPage) -> Image:
    """The page as a scan of it would be; a poster, or a page whose size is a mistake, in fewer dots."""
    from pipeline.reading.ocr import Scan

    width, height = sheet.get_size()
    return sheet.render(scale=min(Scan.DPI / 72, math.sqrt(_MOST_DOTS / max(width * height, 1)))).to_pil()


def _in_unicode(pages: list[Page]) -> tuple[list[Page], str | None]:
    """The pages with letters of legacy fonts as Unicode, and the name of their encoding."""
    found = legacy_converter(" ".join(word.text for page in pages for word in page.words))
    if found is None:
        return pages, None
    name, convert = found
    return [replace(page, words=[replace(word, text=convert(word.text)) for word in page.words]) for page in pages], name


def _text_page(sheet: pypdfium2.PdfPage, number: int, path: str) -> tuple[Page, bool]:
    """A page as its letters tell it, and whether so many of them have no name that it must be read as a picture.

    Raises:
        GiaoviecError: GV117 for a page of more letters than `MAX_LETTERS`.
    """
    import pypdfium2.raw as pdfium

    width, height = sheet.get_size()
    place = _Place(sheet)
    textpage = sheet.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(textpage.raw)
        if count > MAX_LETTERS:
            raise GiaoviecError("GV117", path=path, detail=f"trang {number} có hơn {thousands(MAX_LETTERS)} chữ")
        nameless = sum(_is_nameless(textpage.raw, i) for i in range(count))
        words = list(_words(sorted(_letters(textpage.raw, place), key=lambda letter: (letter.top + letter.bottom, letter.left))))
    finally:
        textpage.close()
    return Page(number, width, height, words, tuple(_rules(sheet, place))), nameless > max(_NAMELESS, _NAMELESS_SHARE * count)


def _is_nameless(textpage: Any, i: int) -> bool:
    """Whether a letter is drawn by a font that does not say which one it is: its number in the font is all that is left."""
    import pypdfium2.raw as pdfium

    return pdfium.FPDFText_GetUnicode(textpage, i) < 0x20 and pdfium.FPDFText_HasUnicodeMapError(textpage, i) == 1


class _Place:
    """Turns points of the page's own axes (upwards, not rotated) into points as the page is shown, from its upper left corner."""

    def __init__(self, sheet: pypdfium2.PdfPage):
        left, bottom, right, top = sheet.get_cropbox() or sheet.get_mediabox()
        self._turn = sheet.get_rotation() % 360
        self._left, self._bottom, self._right, self._top = left, bottom, right, top

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        if self._turn == 90:
            return y - self._bottom, x - self._left
        if self._turn == 180:
            return self._right - x, y - self._bottom
        if self._turn == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y


def _letters(textpage: Any, place: _Place) -> Iterator[_Letter]:
    """The visible letters of a page, in the file's order."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    bold, font = False, None
    after_space = False
    for i in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if code in (0x20, 0xA0):
            after_space = True
        if code <= 0x20 or code in (0xA0, 0xFFFE, 0xFFFF) or not pdfium.FPDFText_GetLooseCharBox(textpage, i, box):
            continue
        x0, y0 = place(box.left, box.top)
        x1, y1 = place(box.right, box.bottom)
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if bottom - top < 1 or right <= left:
            continue
        thing = pdfium.FPDFText_GetTextObject(textpage, i)
        at = ctypes.addressof(thing.contents) if thing else None
        if at != font or at is None:
            length = pdfium.FPDFText_GetFontInfo(textpage, i, name, len(name), flags)
            bold = b"bold" in name.raw[: max(length - 1, 0)].lower() or 600 <= pdfium.FPDFText_GetFontWeight(textpage, i) <= 1000
            font = at
        yield _Letter(chr(code), left, top, right, bottom, bold, after_space)
        after_space = False


def _words(letters: list[_Letter]) -> Iterator[Word]:
    """Letters that stand close together on one line, as words."""
    lines: list[list[_Letter]] = []
    for letter in letters:
        middle = (letter.top + letter.bottom) / 2
        for line in reversed(lines[-4:]):
            if abs((line[0].top + line[0].bottom) / 2 - middle) < 0.4 * min(letter.bottom - letter.top, line[0].bottom - line[0].top):
                line.append(letter)
                break
        else:
            lines.append([letter])
    for line in lines:
        line.sort(key=lambda letter: letter.left)
        word: list[_Letter] = []
        for letter in line:
            size = letter.bottom - letter.top
            if word and letter.sign == word[-1].sign and letter.left - word[-1].left < 0.1 * size:
                continue  # drawn twice to look bold
            if word and letter.left - word[-1].right > (_TYPED_SPACE if letter.after_space else _SPACE) * size:
                yield _word(word)
                word = []
            word.append(letter)
        if word:
            yield _word(word)


def _word(letters: list[_Letter]) -> Word:
    top, bottom = min(letter.top for letter in letters), max(letter.bottom for letter in letters)
    size = max(letter.bottom - letter.top for letter in letters)
    return Word(
        "".join(letter.sign for letter in letters),
        letters[0].left,
        top,
        letters[-1].right,
        bottom,
        size,
        all(letter.bold for letter in letters),
    )


def _rules(sheet: pypdfium2.PdfPage, place: _Place) -> Iterator[Rule]:
    """The straight lines that a page's paths draw along its axes; coloured areas are none, but a thin filled bar is."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    paths = list(islice(sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]), MAX_PATHS + 1))
    for path in paths if len(paths) <= MAX_PATHS else ():
        pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke)
        for points in _strokes(path, place):
            if stroke.value:
                for a, b in pairwise(points):
                    yield from _rule(a, b)
            elif fill.value:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                if min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN:
                    yield from _rule((min(xs), min(ys)), (max(xs), max(ys)))


def _strokes(path: pypdfium2.PdfObject, place: _Place) -> Iterator[list[tuple[float, float]]]:
    """The corners of each piece of a path, the first again at the end where it is closed."""
    import pypdfium2.raw as pdfium

    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(pdfium.FPDFPath_CountSegments(path.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(place(*matrix.on_point(x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = a, b
    if abs(y1 - y0) < _THIN and abs(x1 - x0) >= _SHORT:
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x1 - x0) < _THIN and abs(y1 - y0) >= _SHORT:
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
