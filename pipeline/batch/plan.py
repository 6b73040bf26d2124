"""Which files to read: those named, those in folders and zip archives, those that match a pattern or stand in a list."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from pipeline.batch import archives
from pipeline.batch.item import Item
from pipeline.errors import GiaoviecError, system_reason

_WILDCARDS = frozenset("*?[")


def plan(inputs: Sequence[Path], *, listed: Sequence[Path] = (), exclude: Path | None = None) -> list[Item]:
    """The files of `inputs` and `listed` in a fixed order: inputs as given, what is in them by name, then the list as it is.

    An input is a file, a folder (which is walked), a zip archive (its members are read) or a pattern with * ? [ and ** ("đến/**/*.docx").
    Hidden files and folders, Word's lock files ("~$…") and everything under `exclude` (the output of an earlier run) are left out; a file
    given twice is read once. Two files of the same name from different inputs are told apart by the input's place on the command line:
    "2/05-ct.docx". An archive with something wrong is itself an item, which will fail.

    Args:
        listed: single files or archives, see `read_list`; one that is not there becomes a failed outcome instead of ending the run.

    Raises:
        GiaoviecError: GV108 for an input that does not exist, GV403 for a folder and GV425 for a pattern without a file, GV427 without
            inputs.
    """
    if not inputs and not listed:
        raise GiaoviecError("GV427")
    items: list[Item] = []
    seen: set[tuple[str, str | None]] = set()
    taken: set[str] = set()
    inside = exclude.resolve() if exclude else None
    for place, (path, name) in _files(inputs, listed, inside):
        for item in _items(path, name):
            key = (os.path.realpath(path), item.member)
            if key in seen:
                continue
            seen.add(key)
            name = _text(item.name)
            while name in taken:
                name = f"{place}/{name}"
            taken.add(name)
            items.append(Item(item.path, name, item.member))
    return items


def read_list(path: Path) -> list[Path]:
    """The paths in a list: one a line, relative ones from the current folder; "-" is the standard input. Empty lines count for nothing.

    Raises:
        GiaoviecError: GV426 when it cannot be read.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
    except OSError as error:
        raise GiaoviecError("GV426", path=path, detail=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise GiaoviecError("GV426", path=path, detail="không phải UTF-8") from error
    return [Path(line.strip()) for line in text.splitlines() if line.strip()]


def _files(inputs: Sequence[Path], listed: Sequence[Path], exclude: Path | None) -> Iterator[tuple[int, tuple[Path, str]]]:
    """Every file with its name and the place of its input."""
    for place, given in enumerate(inputs, start=1):
        if given.is_dir():
            found = [(path, path.relative_to(given).as_posix()) for path in _walk(given, exclude)]
            if not found:
                raise GiaoviecError("GV403", path=given)
        elif not os.path.lexists(given) and _WILDCARDS.intersection(str(given)):
            found = list(_matches(given, exclude))
            if not found:
                raise GiaoviecError("GV425", path=given)
        elif os.path.lexists(given):
            found = [(given, given.name)]
        else:
            raise GiaoviecError("GV108", path=given)
        yield from ((place, one) for one in found)
    yield from ((len(inputs) + 1, (path, _listed_name(path))) for path in listed)


def _items(path: Path, name: str) -> list[Item]:
    if not archives.is_archive(path):
        return [Item(path, name)]
    try:
        members = archives.members(path, name=name)
    except GiaoviecError:
        members = []
    named = [Item(path, f"{name}/{_inside(readable)}", member) for member, readable in members]
    return named or [Item(path, name)]


def _inside(name: str) -> str:
    """A member's name as a path that stays in its folder; the member itself is refused when it is read."""
    parts = name.replace("\\", "/").split("/")
    return "/".join("_" if part == ".." else part for part in parts if part not in ("", "."))


def _walk(folder: Path, exclude: Path | None) -> Iterator[Path]:
    unreadable: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        here = Path(parent)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != exclude)
        yield from (here / name for name in sorted(files) if not name.startswith(archives.HIDDEN))
    yield from unreadable  # a folder that may not be opened becomes a failed outcome instead of being passed over


def _matches(pattern: Path, exclude: Path | None) -> Iterator[tuple[Path, str]]:
    """The files that match a pattern, named from the folder that stands before its first wildcard."""
    fixed = PurePath(*[part for part, free in zip(pattern.parts, _free(pattern), strict=True) if not free])
    for name in sorted(glob.glob(str(pattern), recursive=True)):
        path = Path(name)
        outside = exclude is None or exclude not in path.resolve().parents
        if path.is_file() and outside and not path.name.startswith(archives.LOCK_FILE):
            yield path, path.relative_to(fixed).as_posix()


def _free(pattern: Path) -> Iterator[bool]:
    """For each part of a pattern whether a wildcard stands in it or before it."""
    free = False
    for part in pattern.parts:
        free = free or bool(_WILDCARDS.intersection(part))
        yield free


def _listed_name(path: Path) -> str:
    """A listed path as a name: as it was written, without a root, so that it stays when lines are added."""
    plain = PurePath(os.path.normpath(path))
    if ".." in plain.parts:
        plain = PurePath(os.path.abspath(path))
    return plain.relative_to(plain.anchor).as_posix()


def _text(name: str) -> str:
    """A name in a legacy encoding, as old archives unpack to, is no text that JSON can hold."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
