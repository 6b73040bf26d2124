"""Old Word (.doc), RTF and OpenDocument files: LibreOffice turns them into .docx, which `docx.py` reads.

Every conversion runs in a process group and a profile of its own, so that several may run at once and one that hangs is ended with all
its children. The profile forbids macros and loads nothing that a document links to: directives can be confidential.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.errors import GiaoviecError
from pipeline.reading.detect import WORD_95, word_block
from pipeline.reading.docx import read_docx
from pipeline.reading.source import Source
from pipeline.schema import Problem

TIME_LIMIT = 120.0
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}
_FIRST_OF_WORD_95 = 103  # version number in the document's head; smaller ones are Word 6
_SCRIPTING, _INTERNET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_INTERNET, "ooInetProxyType", "2"),  # a proxy where nobody listens
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
)
_RTF_BRACE = re.compile(rb"\\[{}\\]|[{}]")


def read_doc(data: bytes, *, path: str) -> Source:
    """Reads a binary Word document (97 to 2003); arguments and errors as `read_rtf`."""
    return read_docx(to_docx(data, "doc", path=path), path=path, converted=True)


def read_rtf(data: bytes, *, path: str) -> Source:
    """Reads a Rich Text file; one that was cut off is read as far as it goes (GV206).

    Args:
        data: the bytes of the file.
        path: the file's name, for messages.

    Raises:
        GiaoviecError: GV111 LibreOffice is missing, GV112 it failed or took longer than `TIME_LIMIT` seconds.
    """
    missing = _open_groups(data)  # LibreOffice reads nothing of a file whose groups are not closed
    source = read_docx(to_docx(data + b"}" * missing, "rtf", path=path), path=path, converted=True)
    if not missing:
        return source
    error = GiaoviecError("GV206", path=path, detail="tệp bị cắt cụt ở cuối")
    return replace(source, problems=(*source.problems, Problem(code=error.code, message=error.message)))


def read_odt(data: bytes, *, path: str) -> Source:
    """Reads an OpenDocument text; arguments and errors as `read_rtf`."""
    return read_docx(to_docx(data, "odt", path=path), path=path, converted=True)


def to_docx(data: bytes, form: str, *, path: str, time_limit: float = TIME_LIMIT) -> bytes:
    """The bytes of a `.docx` made by LibreOffice.

    Args:
        data: the bytes of the file.
        form: "doc", "rtf" or "odt"; LibreOffice must not guess, since it takes a damaged file for plain text.
        path: the file's name, for messages.
        time_limit: seconds after which the conversion is ended.

    Raises:
        GiaoviecError: GV111 LibreOffice is missing, GV112 it failed or took too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise GiaoviecError("GV111", path=path)
    with tempfile.TemporaryDirectory(prefix="giaoviec-", ignore_cleanup_errors=True) as folder:
        profile, given, made = Path(folder, "profile"), Path(folder, f"document.{form}"), Path(folder, "made", "document.docx")
        _write_profile(profile)
        given.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"--infilter={_filter(data, form)}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(made.parent),
            str(given),
        ]
        _run(command, time_limit, path)
        if not made.is_file():
            raise GiaoviecError("GV112", path=path, detail="tệp không mở được")
        return made.read_bytes()


def _filter(data: bytes, form: str) -> str:
    """The name of LibreOffice's import filter; it has three for the versions of a .doc."""
    block = word_block(data) if form == "doc" else b""
    if block[:2] != WORD_95:
        return _FILTERS[form]
    return "MS Word 95" if int.from_bytes(block[2:4], "little") >= _FIRST_OF_WORD_95 else "MS WinWord 6.0"


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n',
        encoding="utf-8",
    )


def _run(command: list[str], time_limit: float, path: str) -> None:
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    try:
        process.wait(timeout=time_limit)
    except subprocess.TimeoutExpired as error:
        raise GiaoviecError("GV112", path=path, detail=f"quá {time_limit:g} giây") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _open_groups(data: bytes) -> int:
    """How many groups of an RTF file are left open at its end."""
    signs = [sign for sign in _RTF_BRACE.findall(data) if len(sign) == 1]
    return max(0, signs.count(b"{") - signs.count(b"}"))
