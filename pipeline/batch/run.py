"""Plans which files to read and gives one outcome for each; a file that cannot be read never ends the batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction, FileInfo, Problem

_LOCK_FILE = "~$"  # Word's lock file beside an open document


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read. `name` is its path relative to the given folder, with "/": the same on every machine, unique in a plan."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item: an extraction with status ok, partial or failed, always."""

    path: Path
    name: str
    extraction: Extraction


def plan(inputs: Sequence[Path], *, exclude: Path | None = None) -> list[Item]:
    """The files of `inputs` (files and folders, which are walked) in a fixed order: inputs as given, names sorted.

    Hidden files and folders, Word's lock files ("~$…") and everything under `exclude` (the output of an earlier run) are left out; a file
    given twice is read once. Two files of the same name from different inputs are told apart by the input's place on the command
    line: "2/05-ct.docx".

    Raises:
        GiaoviecError: GV108 for an input that does not exist, GV403 for a folder without a file.
    """
    items: list[Item] = []
    seen: set[Path] = set()
    taken: set[str] = set()
    for place, given in enumerate(inputs, start=1):
        if not given.exists():
            raise GiaoviecError("GV108", path=given)
        files = list(_walk(given, exclude.resolve() if exclude else None)) if given.is_dir() else [given]
        if not files:
            raise GiaoviecError("GV403", path=given)
        for path in files:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            name = _name(path, given)
            while name in taken:
                name = f"{place}/{name}"
            taken.add(name)
            items.append(Item(path, name))
    return items


def _walk(folder: Path, exclude: Path | None) -> Iterator[Path]:
    unreadable: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        here = Path(parent)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != exclude)
        for name in sorted(files):
            path = here / name
            if not name.startswith((".", _LOCK_FILE)) and (path.is_file() or path.is_symlink()):
                yield path
    yield from unreadable  # a folder that may not be opened becomes a failed outcome instead of being passed over


def _name(path: Path, given: Path) -> str:
    relative = path.relative_to(given) if given.is_dir() else Path(path.name)
    # a name in a legacy encoding, as old archives unpack to, is no text that JSON can hold
    return relative.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def run(items: Iterable[Item], process: Callable[[Path], Extraction]) -> Iterator[Outcome]:
    """Gives the outcome of each item, in order, as soon as it is there.

    Args:
        items: the files, see `plan`.
        process: `pipeline.extract`, or anything that reads one path.
    """
    for item in items:
        yield Outcome(item.path, item.name, _extraction(item, process))


def _extraction(item: Item, process: Callable[[Path], Extraction]) -> Extraction:
    try:
        extraction = process(item.path)
    except GiaoviecError as error:
        extraction = _failed(error)
    except OSError as error:
        extraction = _failed(GiaoviecError("GV109", path=item.name, detail=error.strerror or error))
    except Exception as error:
        if os.environ.get("GIAOVIEC_DEBUG"):
            raise
        extraction = _failed(GiaoviecError("GV901", path=item.name, detail=f"{type(error).__name__}: {error}"))
    # paths of this machine would make the same document different on another one
    source = extraction.source.model_copy(update={"path": item.name})
    errors = [p.model_copy(update={"message": p.message.replace(str(item.path), item.name)}) for p in extraction.errors]
    return extraction.model_copy(update={"source": source, "errors": errors})


def _failed(error: GiaoviecError) -> Extraction:
    return Extraction(status="failed", source=FileInfo(), errors=[Problem(code=error.code, message=error.message, page=error.page)])
