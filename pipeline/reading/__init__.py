"""Files of any supported format to a `Source`: one canonical text with exact offsets.

One module per format, all with the signature `read_<format>(data, *, path) -> Source`; none of them knows Vietnamese grammar.
"""

from __future__ import annotations

import hashlib
import stat
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from pipeline.errors import GiaoviecError, system_reason
from pipeline.reading.detect import claims_other, detect
from pipeline.reading.source import Source, TooMuch
from pipeline.schema import Problem

__all__ = ["MAX_MEGABYTES", "file_bytes", "read", "read_bytes"]

MAX_MEGABYTES = 200
_ATTEMPTS, _PAUSE = 3, 0.5  # for a file that is being written; seconds between
_READERS = {
    "docx": "docx.read_docx",
    "doc": "office.read_doc",
    "rtf": "office.read_rtf",
    "odt": "office.read_odt",
    "pdf": "pdf.read_pdf",
    "png": "ocr.read_image",
    "jpeg": "ocr.read_image",
    "tiff": "ocr.read_image",
    "html": "html.read_html",
    "txt": "text.read_text",
    "md": "text.read_text",
}


def read(path: Path, *, max_megabytes: int = MAX_MEGABYTES) -> Source:
    """Reads one file, whatever its extension says that it is.

    Args:
        path: the file.
        max_megabytes: the size from which a file is refused.

    Raises:
        GiaoviecError: GV1xx when the file cannot be read.
    """
    name = path.as_posix()
    return read_bytes(file_bytes(path, name=name, max_megabytes=max_megabytes), path=name, max_megabytes=max_megabytes)


def file_bytes(path: Path, *, name: str, max_megabytes: int = MAX_MEGABYTES) -> bytes:
    """The bytes of a file as they were at one moment: a file that changes while it is read is read again.

    Args:
        path: the file.
        name: what messages call it.
        max_megabytes: the size from which a file is refused.

    Raises:
        GiaoviecError: GV105 too large, GV108 not there, GV109 cannot be opened or is no file, GV119 somebody is still writing it.
    """
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE)
        try:
            before = path.stat()
            if not stat.S_ISREG(before.st_mode):
                raise GiaoviecError(
                    "GV109", path=name, detail="đây là thư mục" if stat.S_ISDIR(before.st_mode) else "không phải là tệp thường"
                )
            if before.st_size > max_megabytes << 20:
                raise _too_large(name, before.st_size, max_megabytes)
            data = path.read_bytes()
            after = path.stat()
        except FileNotFoundError as error:
            raise GiaoviecError("GV108", path=name) from error
        except OSError as error:
            raise GiaoviecError("GV109", path=name, detail=system_reason(error)) from error
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(data) == after.st_size:
            return data
    raise GiaoviecError("GV119", path=name)


def read_bytes(data: bytes, *, path: str, max_megabytes: int = MAX_MEGABYTES) -> Source:
    """Reads the content of a file that was not read from disk (an upload), named `path`.

    Raises:
        GiaoviecError: GV1xx when it cannot be read.

    >>> source = read_bytes("Giao Sở Y tế báo cáo trước ngày 05/6/2024.".encode(), path="giao việc.txt")
    >>> source.media_type, source.text
    ('text/plain', 'Giao Sở Y tế báo cáo trước ngày 05/6/2024.')
    """
    if not data.strip():
        raise GiaoviecError("GV101", path=path)
    if len(data) > max_megabytes << 20:
        raise _too_large(path, len(data), max_megabytes)
    try:
        form = detect(data, path=path)
        module, _, function = _READERS[form.name].partition(".")
        source: Source = getattr(import_module(f"pipeline.reading.{module}"), function)(data, path=path)
    except GiaoviecError:
        raise
    except TooMuch as error:
        raise GiaoviecError("GV117", path=path, detail=error) from error
    except Exception as error:  # a parser of a foreign format can fail in any way; the reader of the message can only replace the file
        raise GiaoviecError("GV103", path=path, detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    if not source.text.strip():
        raise GiaoviecError("GV110", path=path)
    problems = source.problems
    if claims_other(path, form):
        mismatch = GiaoviecError("GV201", path=path, media_type=form.media_type)
        problems = (Problem(code=mismatch.code, message=mismatch.message), *problems)
    return replace(source, path=path, sha256=hashlib.sha256(data).hexdigest(), media_type=form.media_type, problems=problems)


def _too_large(path: str, size: int, limit: int) -> GiaoviecError:
    return GiaoviecError("GV105", path=path, size=-(-size >> 20), limit=limit)
