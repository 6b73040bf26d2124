"""Paths that are no files, files that must not be read whole, and names that were made to break something."""

from __future__ import annotations

import os
import socket
from functools import partial as bind
from pathlib import Path

from hostile_archives import GOOD
from hostile_files import SENTENCE, content, failed, ok, place

LONGEST = "Ủy ban nhân dân " * 14
NAMES = (
    "tên\nxuống dòng.docx",
    "tên có \"nháy kép\" và 'nháy đơn'.docx",
    "-o.docx",
    "--format=json",
    "=cmd|' calc'!A0.docx",
    "<img src=x onerror=alert(1)>.docx",
    "javascript:alert(1).docx",
    "$(touch ra-ngoai) `id`;&.docx",
    "..\\..\\ra-ngoai.docx",
    "%2e%2e%2fra-ngoai.docx",
    "{path} %s {0}.docx",
    "[red]đỏ[blink].docx",
    "\x1b[31mđỏ\x07.docx",
    "đảo \u202excod.txt",
    "NUL.docx ",
    LONGEST.encode()[:250].decode("utf-8", "ignore").strip() + ".docx",
    os.fsdecode("Uû ban".encode("latin-1") + b"\xff\xfe.docx"),
)
"""File names that a command, a page, a table or a file system could take for something else."""

for _name in NAMES:
    content(_name, ok(SENTENCE, "GV201") if _name.endswith(".txt") else ok())(bind(bytes, GOOD))


@place("thư mục.docx", failed("GV109"))
def _folder(path: Path) -> None:
    path.mkdir()


@place("ống dẫn.docx", failed("GV109"))
def _pipe(path: Path) -> None:
    os.mkfifo(path)


@place("ổ cắm.docx", failed("GV109"))
def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket has at most 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(path.name)
    finally:
        os.chdir(here)


@place("thiết bị không hết.txt", failed("GV109"))
def _endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@place("liên kết tới chính nó.docx", failed("GV109"))
def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@place("liên kết gãy.docx", failed("GV108"))
def _broken_link(path: Path) -> None:
    path.symlink_to("không có.docx")


@place("hai GB rỗng.docx", failed("GV105"))
def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 2 << 30)


@place("không quyền đọc.docx", failed("GV109"))
def _without_permission(path: Path) -> None:
    path.write_bytes(GOOD)
    path.chmod(0)


@content("rỗng.docx", failed("GV101"))
def _empty() -> bytes:
    return b""


@content("khoảng trắng.pdf", failed("GV101"))
def _blank() -> bytes:
    return b" \r\n" * 1000


@content("bảng tính đổi đuôi.doc", ok(SENTENCE, "GV201"))
def _other_extension() -> bytes:
    return GOOD
