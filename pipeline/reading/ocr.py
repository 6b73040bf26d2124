"""Scanned pages and photographs by Tesseract, with `vie`; the words it finds are laid out as those of a PDF page.

Before reading, a page is set straight, turned where it lies on its side, and its ruled lines are taken out (they tell the tables). The red
channel alone is read: red stamps over the signature vanish in it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, ClassVar

from pipeline.errors import MESSAGES, GiaoviecError, system_reason
from pipeline.reading.numbering import number as list_number
from pipeline.reading.page_layout import Page, Word, write_pages
from pipeline.reading.scan_lines import ruled_lines, straightened
from pipeline.reading.source import Source, SourceBuilder
from pipeline.schema import Problem

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_FRAMES = 500
MAX_PIXELS = 100_000_000  # of one page: A3 at 600 dots per inch has 70 million
DOUBTFUL = 0.75
_SECONDS = 120
_NOISE, _DIRT = 0.1, 0.3  # confidence below which something is no word, with and without letters
_NUMERAL = re.compile(r"[IVXHỊÍÌl1|!]{1,5}[.,]")
_NUMERAL_SIGNS = str.maketrans("ỊÍÌl1|!", "IIIIIII")
_ROMAN_VALUES = {list_number(value, "upperRoman"): value for value in range(1, 40)}
_BULLETS = frozenset("-–—+*•")
_SIDEWAYS, _UNREADABLE = 0.6, 0.4
_INK = 0.0001  # share of dark points below which a page is blank


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as recognised; `confidence` is the mean of its words, 0 to 1, `None` without words."""

    DPI: ClassVar[int] = 300

    page: Page
    confidence: float | None
    blank: bool = False


def read_image(data: bytes, *, path: str) -> Source:
    """A PNG, JPEG or TIFF file; the frames of a TIFF are pages.

    Raises:
        GiaoviecError: GV103 damaged, GV110 nothing readable, GV113 no Tesseract, GV114 no Vietnamese, GV115 failed, GV116 too many frames,
            GV117 too many points.
    """
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data))
        frames = getattr(image, "n_frames", 1)
        if frames > MAX_FRAMES:
            raise GiaoviecError("GV116", path=path, pages=frames, limit=MAX_FRAMES)
        scans = [
            recognise(_upright(_checked(frame, path)), path=path, number=number)
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1)
        ]
        media_type = Image.MIME.get(image.format or "", "image/png")
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except (UnidentifiedImageError, OSError) as error:
        raise GiaoviecError("GV103", path=path, detail="không mở được ảnh") from error
    builder = SourceBuilder()
    write_pages(mended([scan.page for scan in scans]), builder)
    confidence, problems = summary(scans)
    source = builder.build(media_type=media_type, pages=len(scans), ocr=True, confidence=confidence, problems=problems)
    if not source.text:
        raise GiaoviecError("GV110", path=path)
    return source


def check_size(width: float, height: float, *, path: str) -> None:
    """Raises GV117 for a picture of more points than `MAX_PIXELS`."""
    if width * height > MAX_PIXELS:
        raise _too_large(path)


def _too_large(path: str) -> GiaoviecError:
    return GiaoviecError("GV117", path=path, detail=f"trang ảnh hơn {MAX_PIXELS // 1_000_000} triệu điểm ảnh")


def _checked(frame: Image, path: str) -> Image:
    check_size(*frame.size, path=path)
    return frame


def summary(scans: Sequence[Scan]) -> tuple[float | None, tuple[Problem, ...]]:
    """The mean confidence of all words, and what to doubt: GV202 for a page badly read, GV203 for one not read at all."""
    problems = []
    for scan in scans:
        number = scan.page.number
        if scan.confidence is None:
            if not scan.blank:
                problems.append(Problem(code="GV203", message=MESSAGES["GV203"].format(page=number), page=number))
        elif scan.confidence < DOUBTFUL:
            message = MESSAGES["GV202"].format(page=number, confidence=round(scan.confidence * 100))
            problems.append(Problem(code="GV202", message=message, page=number))
    words = [(scan.confidence, len(scan.page.words)) for scan in scans if scan.confidence is not None]
    total = sum(count for _, count in words)
    return (round(sum(mean * count for mean, count in words) / total, 4) if total else None), tuple(problems)


def mended(pages: Sequence[Page]) -> list[Page]:
    """The pages with the Roman numerals of headings put right: read as letters ("H." for "II."), they are known by the one before."""
    last = 0
    out = []
    for page in pages:
        words = list(page.words)
        for i, word in enumerate(words):
            if (i and words[i - 1].top == word.top) or not _NUMERAL.fullmatch(word.text):
                continue
            value = _ROMAN_VALUES.get(word.text[:-1].translate(_NUMERAL_SIGNS).replace("H", "II"))
            # a stroke is easily lost, and no list counts the same number twice
            if value and last and not word.text[0].isdigit() and (value == last + 1 or value == last > 1):
                last += 1
                words[i] = replace(word, text=f"{list_number(last, 'upperRoman')}.")
            elif word.text[:-1] in _ROMAN_VALUES:
                last = _ROMAN_VALUES[word.text[:-1]]
        out.append(replace(page, words=words))
    return out


def recognise(image: Image, *, path: str, number: int) -> Scan:
    """Reads one picture of a page.

    Args:
        image: at `Scan.DPI` dots per inch.
        path: the file, for messages.
        number: the page, counted from 1.

    Raises:
        GiaoviecError: GV113, GV114, GV115.
    """
    _require_tesseract(path)
    grey = image.getchannel("R") if image.mode in ("RGB", "RGBA") else image.convert("L")
    if _is_blank(grey):
        return Scan(_page(grey, number, []), None, blank=True)
    scan = _read_straight(grey, path, number)
    if scan.confidence is None or scan.confidence < _SIDEWAYS:
        for degrees in (90, 270, 180):
            turned = _read_straight(grey.rotate(degrees, expand=True), path, number)
            if (turned.confidence or 0) > (scan.confidence or 0) + 0.1 and len(turned.page.words) >= 0.5 * len(scan.page.words):
                scan = turned
            if (scan.confidence or 0) >= DOUBTFUL:
                break
    if (scan.confidence or 0) < _UNREADABLE or not any(sum(map(str.isalpha, word.text)) > 1 for word in scan.page.words):
        return Scan(_page(grey, number, []), None)
    return scan


def _read_straight(grey: Image, path: str, number: int) -> Scan:
    grey = straightened(grey)
    rules, clean = ruled_lines(grey, dpi=Scan.DPI)
    found = _tesseract(clean, path)
    words = [word for word, _ in found]
    confidence = sum(mean for _, mean in found) / len(found) if found else None
    return Scan(replace(_page(grey, number, words), rules=tuple(rules)), confidence)


def _page(grey: Image, number: int, words: Sequence[Word]) -> Page:
    return Page(number, grey.width * 72 / Scan.DPI, grey.height * 72 / Scan.DPI, words)


def _upright(frame: Image) -> Image:
    """The frame turned as its camera says and scaled to `Scan.DPI`; without a resolution, a page is taken to be 21 cm wide."""
    from PIL import ImageOps

    image = ImageOps.exif_transpose(frame)
    image = image.convert("RGB") if image.mode not in ("L", "RGB") else image
    dots = float(frame.info.get("dpi", (0, 0))[0] or 0)
    if not 70 <= dots <= 1200 or image.width / dots > 20:
        dots = min(image.width, image.height) / 8.27
    scale = min(Scan.DPI / dots, 4.0, (MAX_PIXELS / (image.width * image.height)) ** 0.5)
    return image if 0.9 < scale < 1.1 else image.resize((round(image.width * scale), round(image.height * scale)))


def _is_blank(grey: Image) -> bool:
    """Whether a page is white, or black, all over."""
    histogram = grey.histogram()
    dark, all_points = sum(histogram[:128]), sum(histogram)
    return min(dark, all_points - dark) < _INK * all_points


@cache
def _languages() -> frozenset[str] | None:
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return frozenset((listed.stdout + listed.stderr).split())


def _require_tesseract(path: str) -> None:
    languages = _languages()
    if languages is None:
        raise GiaoviecError("GV113", path=path)
    if "vie" not in languages:
        raise GiaoviecError("GV114", path=path)


def _tesseract(grey: Image, path: str) -> list[tuple[Word, float]]:
    """The words of a page with their confidence, 0 to 1, places in points."""
    picture = io.BytesIO()
    grey.save(picture, "PPM")
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", "4", "--dpi", str(Scan.DPI), "tsv"]
    try:
        # one thread: the batch runs one page on each core
        done = subprocess.run(
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise GiaoviecError("GV115", path=path, detail=f"quá {_SECONDS} giây cho một trang") from error
    except OSError as error:
        raise GiaoviecError("GV115", path=path, detail=system_reason(error)) from error
    if done.returncode:
        raise GiaoviecError("GV115", path=path, detail=done.stderr.decode("utf-8", "replace").strip()[:120])
    return _words(done.stdout.decode("utf-8"))


def _words(table: str) -> list[tuple[Word, float]]:
    """The words of Tesseract's table, each at the usual height of the words of its line: single boxes differ with their letters."""
    out: list[tuple[Word, float]] = []
    rows = [cells for row in table.splitlines()[1:] if len(cells := row.split("\t")) >= 12 and cells[0] == "5"]
    for _, line in groupby(rows, key=lambda cells: cells[1:5]):
        found = [
            (text, float(cells[10]) / 100, [int(value) * 72 / Scan.DPI for value in cells[6:10]])
            for cells in line
            if (text := cells[11].strip().strip("_|~¦"))
        ]
        found = [word for word in found if word[0] in _BULLETS or word[1] >= (_NOISE if any(map(str.isalnum, word[0])) else _DIRT)]
        tall = [place for text, _, place in found if sum(map(str.isalnum, text)) > 1] or [place for _, _, place in found]
        if not tall:
            continue
        top, height = median(place[1] for place in tall), median(place[3] for place in tall)
        out += [
            (Word(text, left, top, left + width, top + height, height), max(confidence, 0.0))
            for text, confidence, (left, _, width, _) in found
        ]
    return out
