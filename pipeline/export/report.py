"""`report.html`: one self-contained page with every document, or, of a large run, an index of pages in the folder `report` beside it.

A page loads nothing from anywhere, so that it can be sent by mail or kept with the file; it also prints.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from pipeline.export import html, labels
from pipeline.export.atomic import atomically, folder_beside
from pipeline.export.summary import Judged
from pipeline.schema import Extraction

ON_A_PAGE = 300  # documents
_OPEN_AT_ONCE = 3  # more documents than these are shown folded
_PAGE_NAME = re.compile(r"\d{4,}\.html")
_ALL, _OF_PAGE = "mọi văn bản", "các văn bản của trang này"


@contextmanager
def writer(path: Path, *, on_a_page: int = ON_A_PAGE) -> Iterator[Callable[[Extraction], None]]:
    """Gives a function that adds a document to the page; it appears, with its further pages, when the block ends well.

    Args:
        path: the page. The pages of more than `on_a_page` documents stand in the folder of its name ("report/0001.html", …); those of an
            earlier run are replaced or removed.
        on_a_page: how many documents a page has at most.

    Raises:
        GiaoviecError: GV401 when a page cannot be written.
    """
    with folder_beside(path) as pages, TemporaryFile(dir=pages) as bodies:
        report = _Report(path, pages, bodies, on_a_page)
        yield report.add
        report.finish()


@dataclass(slots=True)
class _Totals:
    """What is counted of documents in a row, and the titles of the first and the last of them."""

    documents: int = 0
    tasks: int = 0
    flagged: int = 0
    failed: int = 0
    judged: Judged = field(default_factory=Judged)
    titles: tuple[str, str] = ("", "")

    def add(self, extraction: Extraction) -> None:
        title = labels.title(extraction)
        self.titles = (self.titles[0] if self.documents else title, title)
        self.documents += 1
        self.tasks += len(extraction.tasks)
        self.flagged += sum(bool(task.findings) for task in extraction.tasks)
        self.failed += extraction.status == "failed"
        for task in extraction.tasks:
            self.judged.add(task)


@dataclass(slots=True)
class _Page:
    """The documents of one page: their rows in the list, and of each how many tasks are flagged and how many bytes its HTML has."""

    number: int
    totals: _Totals = field(default_factory=_Totals)
    rows: list[str] = field(default_factory=list)
    documents: list[tuple[int, int]] = field(default_factory=list)


class _Report:
    """Writes the pages one after the other; of the one that is not full yet, the documents' HTML waits in the file `bodies`."""

    def __init__(self, path: Path, pages: Path, bodies: BinaryIO, on_a_page: int):
        self.path = path
        self.pages = pages
        self.bodies = bodies
        self.on_a_page = on_a_page
        self.before, self.after = files("pipeline.export").joinpath("report.html").read_text("utf-8").split("<!-- documents -->")
        self.totals = _Totals()
        self.page = _Page(1)
        self.done: list[_Totals] = []  # of the pages that are written

    def add(self, extraction: Extraction) -> None:
        """Adds a document; the page that is full goes before it."""
        if self.page.totals.documents == self.on_a_page:
            self.turn(last=False)
        self.totals.add(extraction)
        self.page.totals.add(extraction)
        number, flagged = self.totals.documents, sum(bool(task.findings) for task in extraction.tasks)
        self.page.rows.append(_row(number, flagged, extraction))
        length = self.bodies.write("".join(html.document(number, extraction)).encode())
        self.page.documents.append((flagged, length))

    def finish(self) -> None:
        """Puts the pages in their places."""
        if self.done:
            self.turn(last=True)
            self.place_pages()
        with atomically(self.path) as file:
            if self.done:
                overview = "".join((*_overview(self.totals, _ALL), *_index(self.done, self.path.stem, self.on_a_page)))
                before = self.before.replace("<body>", '<body class="index">').replace("<!-- overview -->", overview)
                file.write((before + self.after).encode())
            else:
                self.write_page(file, _ALL)
        self.remove_pages()

    def turn(self, *, last: bool) -> None:
        """Writes the page and begins the next one."""
        number = self.page.number
        links = [f'<a href="../{escape(self.path.name)}">Danh sách các trang</a>']
        links += [f'<a rel="prev" href="{_name(number - 1)}">Trang trước</a>'] if number > 1 else []
        links += [f'<b aria-current="page">Trang {number}</b>']
        links += [f'<a rel="next" href="{_name(number + 1)}">Trang sau</a>'] if not last else []
        with (self.pages / _name(number)).open("wb") as file:
            self.write_page(file, _OF_PAGE, f'<nav class="pages" aria-label="Các trang">{" ".join(links)}</nav>\n')
        self.done.append(self.page.totals)
        self.page = _Page(number + 1)
        self.bodies.seek(0)
        self.bodies.truncate()

    def write_page(self, file: BinaryIO, which: str, links: str = "") -> None:
        """A whole page: what it counts, the list of its documents and the documents, with the links above and below."""
        totals, first = self.page.totals, self.totals.documents - self.page.totals.documents + 1
        listed = "".join((links, *_overview(totals, which), *_list(self.page.rows)))
        file.write(self.before.replace("<!-- overview -->", listed).encode())
        self.bodies.seek(0)
        for number, (flagged, length) in enumerate(self.page.documents, start=first):
            file.write(html.opening(number, flagged, opened=totals.documents <= _OPEN_AT_ONCE).encode())
            file.write(self.bodies.read(length))
        file.write((links + self.after).encode())

    def place_pages(self) -> None:
        folder = self.path.with_suffix("")
        folder.mkdir(exist_ok=True)
        for number in range(1, len(self.done) + 1):
            os.replace(self.pages / _name(number), folder / _name(number))

    def remove_pages(self) -> None:
        """Removes the pages of an earlier, larger run, and the folder when nothing else is in it."""
        folder = self.path.with_suffix("")
        if not folder.is_dir():
            return
        kept = {_name(number) for number in range(1, len(self.done) + 1)}
        for page in list(folder.iterdir()):
            if _PAGE_NAME.fullmatch(page.name) and page.name not in kept:
                page.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


def _overview(totals: _Totals, which: str) -> Iterator[str]:
    tiles = (
        ("văn bản", totals.documents, ""),
        ("nhiệm vụ", totals.tasks, ""),
        ("cần làm rõ", totals.flagged, "warn"),
        ("tệp lỗi", totals.failed, "bad" if totals.failed else ""),
    )
    yield '<ul class="tiles">'
    yield from (f'<li class="{kind}"><b>{value}</b> {name}</li>' for name, value, kind in tiles)
    yield "</ul>\n"
    yield from html.bars(totals.judged.shares() if totals.judged.known else {}, f"Tỷ lệ nhiệm vụ đã rõ, {which}")


def _list(rows: list[str]) -> Iterator[str]:
    yield (
        '<table class="list"><caption>Danh sách văn bản</caption><thead><tr><th>STT</th><th>Văn bản</th><th>Cơ quan ban hành</th>'
        "<th>Ngày</th><th>Nhiệm vụ</th><th>Cần làm rõ</th><th>Tình trạng</th></tr></thead><tbody>\n"
    )
    yield from rows
    yield "</tbody></table>\n"


def _row(number: int, flagged: int, extraction: Extraction) -> str:
    head = extraction.document
    return (
        f'<tr data-flagged="{flagged}"><td class="n">{number}</td>'
        f'<td><a href="#d{number}">{escape(labels.title(extraction))}</a><small>{escape(head.subject or "")}</small></td>'
        f'<td>{escape(head.issuer or "")}</td><td class="n">{labels.office_date(head.issued)}</td>'
        f'<td class="n">{len(extraction.tasks)}</td><td class="n">{flagged or ""}</td>'
        f"<td>{html.status(extraction)}</td></tr>\n"
    )


def _index(pages: list[_Totals], folder: str, on_a_page: int) -> Iterator[str]:
    yield (
        '<table class="list"><caption>Các trang</caption><thead><tr><th>Trang</th><th>STT văn bản</th><th>Từ văn bản</th>'
        "<th>Đến văn bản</th><th>Nhiệm vụ</th><th>Cần làm rõ</th><th>Tệp lỗi</th></tr></thead><tbody>\n"
    )
    for number, totals in enumerate(pages, start=1):
        begin = (number - 1) * on_a_page + 1
        first, last = totals.titles
        yield (
            f'<tr><td class="n"><a href="{escape(folder)}/{_name(number)}">{number}</a></td>'
            f'<td class="n">{begin}–{begin + totals.documents - 1}</td><td>{escape(first)}</td><td>{escape(last)}</td>'
            f'<td class="n">{totals.tasks}</td><td class="n">{totals.flagged or ""}</td><td class="n">{totals.failed or ""}</td></tr>\n'
        )
    yield "</tbody></table>\n"


def _name(number: int) -> str:
    return f"{number:04d}.html"
