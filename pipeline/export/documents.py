"""The contract on disk: `OUT/documents/<name>.json`, one file for each document, which every other output is made from."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from pipeline.errors import GiaoviecError, system_reason
from pipeline.export.atomic import atomically
from pipeline.schema import SCHEMA, Extraction

_LONGEST_NAME = 240  # bytes; file systems take 255, Vietnamese letters need up to three each
_LONGEST_FOLDER = 1500  # bytes; whole paths of 4096


def document_path(out: Path, name: str) -> Path:
    """Where the JSON of the document `name` (its path relative to the given folder, with "/") stands in the folder `out`.

    No two documents have the same place, not even "ct.txt" and a file "ct.txt.json" beside it.

    >>> document_path(Path("kết-quả"), "2024/chỉ thị 05.docx").as_posix()
    'kết-quả/documents/2024/chỉ thị 05.docx.json'
    >>> document_path(Path("kết-quả"), "ct.txt.json").as_posix()
    'kết-quả/documents/ct.txt.json.json'
    """
    return path_of(out / "documents", f"{name}.json" if name.lower().endswith(".json") else name, ".json")


def path_of(folder: Path, name: str, extension: str) -> Path:
    """Where what was made of the document `name` stands in a folder: under its own path, with an extension that it does not have yet.

    Names and paths that would be too long are cut and told apart by the start of their hash; no folder has the name of a file that is made.

    >>> path_of(Path("góp-ý"), "2024/chỉ thị 05.docx", ".docx").as_posix(), path_of(Path("góp-ý"), "kh.pdf", ".docx").as_posix()
    ('góp-ý/2024/chỉ thị 05.docx', 'góp-ý/kh.pdf.docx')
    >>> path_of(Path("góp-ý"), "kh.docx/phụ lục.pdf", ".docx").as_posix()
    'góp-ý/kh.docx~/phụ lục.pdf.docx'
    """
    *parents, last = (_short(part) for part in PurePosixPath(name).parts)
    parents = [f"{part}~" if part.lower().endswith(extension) else part for part in parents]
    if sum(len(part.encode()) + 1 for part in parents) > _LONGEST_FOLDER:
        parents = [f"~{_mark('/'.join(parents))}"]
    return folder.joinpath(*parents, last if last.lower().endswith(extension) else f"{last}{extension}")


def _short(name: str) -> str:
    """The name of a file or folder as a file system takes it."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    return name.encode()[: _LONGEST_NAME - 30].decode(errors="ignore") + f"~{_mark(name)}{PurePosixPath(name).suffix[:10]}"


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def write_document(out: Path, name: str, extraction: Extraction) -> Path:
    """Writes one document's JSON and returns its path.

    Raises:
        GiaoviecError: GV401 when it cannot be written.
    """
    path = document_path(out, name)
    with atomically(path) as file:
        file.write(extraction.to_json().encode())
    return path


def read_document(out: Path, name: str) -> Extraction:
    """The document `name` as `write_document` has written it.

    Raises:
        GiaoviecError: GV109 when its JSON cannot be opened, GV406 when it is not one of this contract.
    """
    path = document_path(out, name)
    try:
        return Extraction.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GiaoviecError("GV109", path=path, detail=system_reason(error)) from error
    except ValidationError as error:
        raise GiaoviecError("GV406", path=path, detail=f"không đúng cấu trúc {SCHEMA}") from error
