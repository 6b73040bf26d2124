"""Files that are either whole or not there: written beside their place under another name, then moved over it in one step."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pipeline.errors import GiaoviecError, system_reason


@contextmanager
def atomically(path: Path) -> Iterator[BinaryIO]:
    """Opens `path` for writing bytes; the file appears under its name only when the block ends without an exception.

    Missing folders are made. A file that stood there before is replaced, also while somebody reads it.

    Raises:
        GiaoviecError: GV401 when the file or its folder cannot be written.
    """
    temporary = _temporary(path.parent)
    try:
        with coded(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())  # the name must not be there before the content, should the power fail
            os.replace(temporary, path)
    finally:
        if temporary.parent.is_dir():
            temporary.unlink(missing_ok=True)


@contextmanager
def coded(path: Path) -> Iterator[None]:
    """What the system says of writing `path` inside the block, as the coded error.

    Raises:
        GiaoviecError: GV401 in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise GiaoviecError("GV401", path=path, detail=system_reason(error)) from error


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A folder for what is needed while `path` is written, beside it, where there is room for it; it is gone when the block ends.

    Raises:
        GiaoviecError: GV401 when it cannot be made, and for what cannot be written inside the block.
    """
    with coded(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", suffix=".tmp", dir=path.parent) as folder:
            yield Path(folder)


def check_folder(folder: Path) -> None:
    """Makes a folder that is missing, and tries whether files can be written into it.

    Raises:
        GiaoviecError: GV401 when they cannot.
    """
    trial = _temporary(folder)
    with coded(folder):
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()


def _temporary(folder: Path) -> Path:
    """A name that nobody else uses, on whatever machine: process numbers are the same on many."""
    return folder / f".{secrets.token_hex(8)}.tmp"
