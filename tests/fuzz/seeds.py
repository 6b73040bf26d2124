"""The files that are mutated: the samples, and small documents made by the builders of the readers' tests."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests/unit/reading"))  # where pytest finds the builders too

from drawn_pages import Pdf, scan  # noqa: E402

from tests.fuzz.package_changes import packed  # noqa: E402
from tests.fuzz.word_seeds import numbered, tabled, within_lines  # noqa: E402

SAMPLES = ROOT / "corpus/samples"


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to start from; `form` is its format's name as in `pipeline.reading.detect`."""

    form: str
    name: str
    data: bytes


@cache
def seeds() -> dict[str, tuple[Seed, ...]]:
    """All seeds by their form, the same bytes on every run."""
    found = [Seed(path.suffix[1:], path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    found += [Seed("docx", f"{make.__name__}.docx", _dated(make())) for make in (numbered, tabled, within_lines)]
    found += [Seed("pdf", "bảng.pdf", _ruled_pdf()), Seed("pdf", "bản chụp.pdf", _scanned_pdf())]
    found += [Seed("html", "bảng.html", _TABLE.encode()), Seed("html", "danh sách.html", _LISTS.encode())]
    forms = sorted({seed.form for seed in found})
    return {form: tuple(seed for seed in found if seed.form == form) for form in forms}


def _dated(data: bytes) -> bytes:
    """A package without the time at which it was built."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed([(name, archive.read(name)) for name in archive.namelist()])


def _ruled_pdf() -> bytes:
    page = Pdf(invariant=1, pageCompression=1)
    page.lines(80, "UBND TỈNH HÀ ĐÔNG", "KẾ HOẠCH", "I. TỔ CHỨC THỰC HIỆN", "  1. Giao Sở Y tế rà soát trước ngày 30/6/2024.")
    page.table(
        (60, 100, 320, 520),
        (200, 230, 290),
        {(0, 0): ["TT"], (0, 1): ["Việc"], (0, 2): ["Chủ trì"], (1, 1): ["Quét vôi"], (1, 2): ["Thôn 3"]},
    )
    page.page()
    page.block(90, "Ủy ban nhân dân xã Tân Lộc kiểm tra việc thu gom rác thải sinh hoạt, báo cáo kết quả trước ngày 25 hằng tháng.")
    return page.data()


def _scanned_pdf() -> bytes:
    page = Pdf(invariant=1)
    page.picture(scan((85, 100, "Giao Sở Y tế kiểm tra.")).resize((300, 420)))
    return page.data()


_TABLE = (
    "<html><head><meta charset='utf-8'></head><body><h2>KẾ HOẠCH</h2><table border='1'><tr><th>TT</th><th>Việc</th><th>Chủ trì</th></tr>"
    "<tr><td rowspan='2'>1</td><td colspan='1'>Rà soát<p>Báo cáo</p></td><td>Sở Y tế</td></tr>"
    "<tr><td>Họp</td><td>Văn phòng</td></tr></table></body></html>"
)
_LISTS = (
    "<!-- lưu --><!DOCTYPE html><body><nav><a href='/'>Trang chủ</a></nav><main><ol type='I'><li>Mục đích<ol type='a' start='3'>"
    "<li value='6'>Giao <b>Sở Nội vụ</b> báo cáo trước ngày 30/6/2024;</li></ol></li><li><p>Yêu cầu</p></li></ol>"
    "<div style='display:none'>ẩn</div><ul style='list-style-type:lower-roman'><li>Sở Y tế&nbsp;&amp; Công an tỉnh</li></ul></main></body>"
)
