"""Zip archives of documents: what is in them, without trusting what they say of themselves, and nothing is unpacked to disk."""

from __future__ import annotations

import unicodedata
import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from pipeline.errors import GiaoviecError, system_reason
from pipeline.reading import MAX_MEGABYTES
from pipeline.reading.archive import MAX_RATIO, MAX_UNPACKED_MB

MAX_MEMBERS = 200_000
_OFFICE = ("[Content_Types].xml", "mimetype")  # a .zip with one of these is a document itself
_ENCRYPTED, _UTF8 = 0x1, 0x800
_ELSEWHERE = ("__MACOSX/",)
LOCK_FILE = "~$"  # Word's, beside an open document
HIDDEN = (".", LOCK_FILE)  # how the names begin of what is no document


def is_archive(path: Path) -> bool:
    """Whether a file claims to be an archive of documents; a document in the zip format under the name ….zip is none."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        names = _opened(path).namelist()
    except GiaoviecError:
        return True
    return not any(name in names for name in _OFFICE)


def members(path: Path, *, name: str) -> list[tuple[str, str]]:
    """The documents in an archive, sorted: the name as the archive spells it, and as people read it.

    Names that old programs wrote in the code page of Windows are read as what they mean. Folders, hidden files and lock files are left out.

    Args:
        path: the archive.
        name: what messages call it.

    Raises:
        GiaoviecError: GV103 damaged, GV106 it unpacks to too much, GV108 not there, GV109 cannot be opened.
    """
    try:
        listed = _opened(path).infolist()
    except GiaoviecError as error:
        raise GiaoviecError(error.code, path=name, detail="không mở được tệp nén") from error
    total, packed = sum(info.file_size for info in listed), path.stat().st_size
    if len(listed) > MAX_MEMBERS or (total > MAX_UNPACKED_MB << 20 and total > MAX_RATIO * packed):
        raise GiaoviecError("GV106", path=name, size=total >> 20, limit=max(MAX_UNPACKED_MB, MAX_RATIO * packed >> 20))
    found = [(info.filename, _readable(info)) for info in listed if not info.is_dir()]
    return sorted((pair for pair in found if not _is_hidden(pair[1])), key=lambda pair: pair[1])


def info(path: Path, member: str) -> zipfile.ZipInfo:
    """What the archive says of a member.

    Raises:
        GiaoviecError: GV103 the archive is damaged or has no such member, GV108, GV109 as for `members`.
    """
    try:
        return _opened(path).getinfo(member)
    except KeyError as error:
        raise GiaoviecError("GV103", path=path.name, detail=f"thiếu phần {member}") from error


def read(path: Path, member: str, *, name: str) -> bytes:
    """The bytes of a member.

    Args:
        name: what messages call the member.

    Raises:
        GiaoviecError: GV103 damaged, GV104 it has a password, GV105 too large, GV120 its name leads out of the folder; GV108 and
            GV109 of the archive.
    """
    found = info(path, member)
    if leads_out(_readable(found)):
        raise GiaoviecError("GV120", path=name)
    if found.flag_bits & _ENCRYPTED:
        raise GiaoviecError("GV104", path=name)
    limit = MAX_MEGABYTES << 20
    try:
        with _opened(path).open(found) as file:
            data = file.read(limit + 1)
    except Exception as error:  # BadZipFile, zlib.error, NotImplementedError …: no common parent below it
        raise GiaoviecError("GV103", path=name, detail="không bung được") from error
    if len(data) > limit:
        raise GiaoviecError("GV105", path=name, size=found.file_size >> 20, limit=MAX_MEGABYTES)
    return data


def leads_out(name: str) -> bool:
    r"""Whether a name would leave the folder that it is unpacked into.

    >>> [leads_out(name) for name in ("2024/chỉ thị.docx", "../../ct.docx", "/etc/ct.docx", "C:\\ct.docx", "a..b/ct.docx")]
    [False, True, True, True, False]
    """
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        state = path.stat()
        return _archive(path, state.st_size, state.st_mtime_ns)
    except FileNotFoundError as error:
        raise GiaoviecError("GV108", path=path.name) from error
    except OSError as error:
        raise GiaoviecError("GV109", path=path.name, detail=system_reason(error)) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise GiaoviecError("GV103", path=path.name, detail="tệp nén không đầy đủ") from error


@lru_cache(maxsize=4)
def _archive(path: Path, *state: int) -> zipfile.ZipFile:
    """An archive with its list of members, which is read once; `state` tells one that has changed from what it was."""
    return zipfile.ZipFile(path)


def _readable(info: zipfile.ZipInfo) -> str:
    """The name of a member: where it is not marked as UTF-8 it may be so all the same, or in the Vietnamese code page of Windows."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp1258"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name)


def _is_hidden(name: str) -> bool:
    return name.startswith(_ELSEWHERE) or any(part.startswith(HIDDEN) and part != ".." for part in PurePosixPath(name).parts)
