"""Pictures that blow up, and pictures that are none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from drawn_pages import encoded, scan
from hostile_files import SENTENCE, content, failed, ok, partial
from PIL import Image

_SCAN = scan((80, 100, SENTENCE)).crop((0, 0, 2480, 700))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG of one bit per point; without `chunks` its points are missing."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


@content("bom điểm ảnh.png", failed("GV117"))
def _bomb() -> bytes:
    return _png(100_000, 100_000)


@content("ảnh rất lớn.png", failed("GV117"))
def _just_under_what_pillow_refuses() -> bytes:
    out = io.BytesIO()
    Image.new("1", (13_000, 13_000), 1).save(out, "PNG")
    return out.getvalue()


@content("dải hẹp phóng to.png", failed("GV110", "GV117"))
def _strip_that_would_be_enlarged() -> bytes:
    out = io.BytesIO()
    Image.new("L", (1_300, 60_000), 255).save(out, "PNG", dpi=(70, 70))
    return out.getvalue()


@content("ảnh một điểm.png", failed("GV110"))
def _one_point() -> bytes:
    return encoded(Image.new("RGB", (1, 1), "black"))


@content("ảnh không bề rộng.png", failed("GV103"))
def _no_width() -> bytes:
    return _png(0, 0)


@content("chú thích bung lớn.png", failed("GV103") | ok())
def _text_bomb() -> bytes:
    comment = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200 << 20), 9))
    data = encoded(_SCAN)
    return data[:33] + comment + data[33:]


@content("mười nghìn trang.tiff", failed("GV116"))
def _many_frames() -> bytes:
    return _frames(10_000)


@content("trang vòng tròn.tiff", failed("GV103", "GV110", "GV116") | partial("GV203"))
def _circle_of_frames() -> bytes:
    data = bytearray(_frames(3))
    return bytes(data[:-4] + struct.pack("<I", 8))


def _frames(count: int) -> bytes:
    """A TIFF of so many pictures of one point."""
    entries = ((256, 3, 1), (257, 3, 1), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 4), (277, 3, 1), (278, 3, 1), (279, 4, 1))
    size = 2 + 12 * len(entries) + 4
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, form, 1, value) for tag, form, value in entries)
    out = [b"II*\0\x08\0\0\0"]
    for number in range(1, count + 1):
        out.append(directory + struct.pack("<I", 8 + number * size if number < count else 0))
    return b"".join(out)


@content("khổ ảnh nói dối.tiff", failed("GV103", "GV117"))
def _tiff_that_lies() -> bytes:
    return _frames(1).replace(struct.pack("<HHII", 256, 3, 1, 1), struct.pack("<HHII", 256, 4, 1, 0x7FFFFFFF))


@content("ảnh vẽ bằng XML.png", failed("GV102"))
def _svg() -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>{SENTENCE}</text></svg>'.encode()


@content("ảnh vẽ bằng XML có khai báo.png", failed("GV102"))
def _svg_with_declaration() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'


@content("vừa là ảnh vừa là zip.png", ok())
def _polyglot() -> bytes:
    out = io.BytesIO(encoded(_SCAN))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), b"<x/>")
    return out.getvalue()


@content("điểm ảnh nhiễu.jpg", failed("GV103", "GV110"))
def _damaged_jpeg() -> bytes:
    data = bytearray(encoded(_SCAN.resize((300, 80)), "JPEG"))
    data[200:] = b"\xff\xda" * 400
    return bytes(data)


@content("chương trình.jpg", failed("GV102"))
def _program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(500)
