"""The contract on disk: `OUT/documents/<name>.json`, one file for each document, which every other output is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from pipeline.export.across import Across, attach, last_days
from pipeline.export.atomic import atomically
from pipeline.knowledge.office import NO_OFFICE, Office
from pipeline.schema import Extraction

_LONGEST_NAME = 240  # bytes; file systems take 255, Vietnamese letters need up to three each


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

    A file name that would be too long is cut and told apart by the start of its hash.

    >>> path_of(Path("góp-ý"), "2024/chỉ thị 05.docx", ".docx").as_posix(), path_of(Path("góp-ý"), "kh.pdf", ".docx").as_posix()
    ('góp-ý/2024/chỉ thị 05.docx', 'góp-ý/kh.pdf.docx')
    """
    relative = PurePosixPath(name)
    last = relative.name
    if len(last.encode()) > _LONGEST_NAME:
        mark = hashlib.sha256(last.encode()).hexdigest()[:8]
        last = last.encode()[: _LONGEST_NAME - 30].decode(errors="ignore") + f"~{mark}{relative.suffix[:10]}"
    return folder / relative.parent / (last if last.lower().endswith(extension) else f"{last}{extension}")


def write_document(out: Path, name: str, extraction: Extraction) -> Path:
    """Writes one document's JSON and returns its path.

    Raises:
        GiaoviecError: GV401 when it cannot be written.
    """
    path = document_path(out, name)
    with atomically(path) as file:
        file.write(extraction.to_json().encode())
    return path


class Documents:
    """The documents of one run, read again from disk one at a time whenever somebody goes through them, with their findings across.

    Hundreds of texts need not be in memory for the register and the page to be written.

    Args:
        out: the folder of the run.
        names: the documents in their order.
        office: the office's configuration, for the findings across documents.
    """

    def __init__(self, out: Path, names: Sequence[str], office: Office = NO_OFFICE):
        self.out = out
        self.names = names
        self._said = list(Across(office, last_days(self._read())).said(self._read()))

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Extraction]:
        return map(attach, self._read(), self._said)

    def _read(self) -> Iterator[Extraction]:
        for name in self.names:
            yield Extraction.model_validate_json(document_path(self.out, name).read_bytes())
