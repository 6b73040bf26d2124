"""Files of every format that were cut off at each tenth of their length, as by a full disk or a broken download."""

from __future__ import annotations

import io
from functools import partial as bind

from drawn_pages import Pdf, encoded, scan
from hostile_files import SAMPLES, SENTENCE, Expected, content, failed, ok, partial

SAMPLE_OF = {
    "docx": "chi-thi-05-phong-chong-thien-tai.docx",
    "doc": "cong-van-87-rac-thai-xa-tan-loc.doc",
    "rtf": "bao-cao-418-quy-iii-so-xay-dung.rtf",
    "odt": "ke-hoach-09-cai-cach-hanh-chinh-phuong.odt",
    "html": "cong-van-1893-bo-gddt-duoi-nuoc.html",
    "txt": "ke-hoach-22-thang-cong-nhan.txt",
}
_DAMAGED = failed("GV103")
_EXPECTED: dict[str, Expected] = {
    "docx": _DAMAGED,
    "odt": _DAMAGED,
    "doc": failed("GV103", "GV112", "GV110"),
    "rtf": partial("GV206") | failed("GV110", "GV112"),
    "pdf": failed("GV103", "GV110") | partial("GV203", "GV206"),
    "html": ok("", "GV206") | partial("GV206") | failed("GV110"),
    "txt": ok("", "GV206") | partial("GV206"),
    "png": _DAMAGED,
    "tiff": _DAMAGED,
}
_SLOW = {"doc": (1, 5, 9), "rtf": (2, 5, 8)}  # each takes a start of LibreOffice


def whole(form: str) -> bytes:
    """A file of the format that is all right."""
    if form in SAMPLE_OF:
        return (SAMPLES / SAMPLE_OF[form]).read_bytes()
    if form == "pdf":
        drawing = Pdf(invariant=True)
        for page in range(1, 4):
            drawing.lines(100, f"{page}. {SENTENCE}")
            drawing.page()
        return drawing.data()
    return encoded(scan((80, 100, SENTENCE)).crop((0, 0, 2400, 600)), form.upper())


def _cut(form: str, tenths: int) -> bytes:
    data = whole(form)
    return io.BytesIO(data).read(len(data) * tenths // 10)


for _form, _expected in _EXPECTED.items():
    for _tenths in _SLOW.get(_form, range(1, 10)):
        content(f"cắt còn {_tenths} phần mười.{_form}", _expected)(bind(_cut, _form, _tenths))
