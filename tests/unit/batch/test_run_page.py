from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from pipeline.batch import Outcome, Run
from pipeline.batch.run_page import write
from pipeline.schema import Problem

MISSING = Problem(code="GV113", message="Cần Tesseract để đọc bản chụp «ảnh.png».")
HOSTILE = Problem(code="GV103", message="Tệp «<script>alert(1)</script>.docx» bị hỏng.")
KNOWN = Outcome("cũ.txt", "ok", tasks=4, seconds=9.0, finished=50.0)
NOW = [
    Outcome("ct.docx", "ok", tasks=3, seconds=1.0, finished=101.0),
    Outcome("ảnh.png", "failed", (MISSING,), seconds=0.2, finished=101.2),
    Outcome("ảnh 2.png", "failed", (MISSING,), seconds=0.2, finished=101.4),
    Outcome("<script>alert(1)</script>.docx", "failed", (HOSTILE,), seconds=0.1, finished=101.5),
    Outcome("quét.pdf", "partial", tasks=2, pages=12, ocr_confidence=0.72, seconds=8.5, finished=110.0),
    Outcome("quét rõ.pdf", "ok", tasks=1, pages=3, ocr_confidence=0.96, seconds=4.0, finished=110.0),
]


@pytest.fixture
def page(tmp_path: Path) -> html.HtmlElement:
    outcomes = [KNOWN, *NOW]
    write(Run([outcome.name for outcome in outcomes], outcomes, NOW, 0, True), tmp_path / "run.html")
    return html.fromstring((tmp_path / "run.html").read_bytes())


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def section(page: html.HtmlElement, heading: str) -> html.HtmlElement:
    return next(one for one in page.iter("section") if text(one.find("h2")) == heading)


def rows(element: html.HtmlElement) -> list[list[str]]:
    return [[text(cell) for cell in row.iter("td")] for row in element.iter("tr") if row.find("td") is not None]


def test_the_tiles_count_all_files(page):
    assert [text(tile) for tile in page.find_class("tiles")[0]] == [
        "7 văn bản", "6 đọc lần này", "1 đọc chưa trọn vẹn", "3 tệp lỗi", "10 nhiệm vụ"]  # fmt: skip


def test_the_rate_is_that_of_this_run(page):
    # begun at 100, when the first file was, and finished at 110: 6 files and 15 pages in 10 seconds
    assert "6 tệp trong 10 giây: 0,6 tệp/giây, 1,5 trang/giây; thời gian đọc cộng lại 14 giây." in text(section(page, "Tốc độ"))


def test_each_stretch_of_the_run_has_a_bar(page):
    bars = section(page, "Tốc độ").findall(".//rect")
    counts = [int(bar.find("title").text.split()[0]) for bar in bars]
    assert len(bars) == 60 and sum(counts) == 6
    assert counts[6] == 1 and counts[59] == 2  # at 101.0 of 100 to 110, and the last two at its end


def test_failures_stand_by_code_the_most_frequent_first(page):
    told = [text(one) for one in section(page, "Lỗi và chỗ đọc chưa chắc, theo mã").iter("summary")]
    assert told == ["GV113 2 tệp", "GV103 1 tệp"]


def test_the_slowest_files_come_first(page):
    assert rows(section(page, "Tệp đọc lâu nhất"))[:3] == [
        ["cũ.txt", "9,0 giây", "", "4"], ["quét.pdf", "8,5 giây", "12", "2"], ["quét rõ.pdf", "4,0 giây", "3", "1"]]  # fmt: skip


def test_scans_are_counted_by_confidence_and_the_worst_named(page):
    counts, worst = section(page, "Bản chụp: độ tin cậy nhận dạng chữ").iter("table")
    assert [row[1] for row in rows(counts)] == ["0", "1", "0", "0", "1"]
    assert [row[0] for row in rows(worst)] == ["quét.pdf", "quét rõ.pdf"]


def test_names_and_messages_are_text(page):
    assert not list(page.iter("script"))
    assert "<script>alert(1)</script>.docx" in text(section(page, "Tệp đọc lâu nhất"))


def test_a_run_that_read_nothing_has_no_rate(tmp_path):
    write(Run(["cũ.txt"], [KNOWN], [], 0, True), tmp_path / "run.html")
    assert "Tốc độ" not in (tmp_path / "run.html").read_text("utf-8")
