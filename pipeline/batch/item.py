"""One file to read: on disk, or a member of a zip archive."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import archives
from pipeline.errors import GiaoviecError
from pipeline.reading import file_bytes

State = tuple[int, int]
"""What tells that a file is as it was, without reading it: its size in bytes, and the time of its last change in nanoseconds or, in an
archive, its check sum. The time is that at which the system saw the change, where it tells (not on Windows): a file put in the place of
another may bring an older time of its own."""

_FRESH = 2_000_000_000  # nanoseconds in which a file may change again and show the same time


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read.

    Attributes:
        path: the file, or the archive that it stands in.
        name: its path relative to the given folder, with "/": the same on every machine, unique in a plan.
        member: its name in the archive, as the archive spells it.
    """

    path: Path
    name: str
    member: str | None = None

    def size(self) -> int:
        """Bytes of the file; 0 where it cannot be told."""
        try:
            return self.path.stat().st_size if self.member is None else archives.info(self.path, self.member).file_size
        except (OSError, GiaoviecError):
            return 0

    def state(self) -> State | None:
        """The state of the file now; None where it cannot be told, or where a change could leave it the same."""
        try:
            if self.member is not None:
                info = archives.info(self.path, self.member)
                return info.file_size, info.CRC
            found = self.path.stat()
        except (OSError, GiaoviecError):
            return None
        changed = max(found.st_mtime_ns, found.st_ctime_ns)
        return None if time.time_ns() - changed < _FRESH else (found.st_size, changed)

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            GiaoviecError: see `pipeline.reading.file_bytes`, and for a member of an archive `archives.read`.
        """
        if self.member is not None:
            return archives.read(self.path, self.member, name=self.name)
        if archives.is_archive(self.path):  # an archive is planned itself only when there is something wrong with it
            archives.members(self.path, name=self.name)
            raise GiaoviecError("GV101", path=self.name)
        return file_bytes(self.path, name=self.name)


@dataclass(frozen=True, slots=True)
class Brought(Item):
    """A file whose bytes came from another machine.

    Attributes:
        data: the bytes.
        known: its state there.
    """

    data: bytes = b""
    known: State | None = None

    def size(self) -> int:
        """See `Item`."""
        return len(self.data)

    def state(self) -> State | None:
        """See `Item`."""
        return self.known

    def read(self) -> bytes:
        """See `Item`."""
        return self.data


def brought(item: Item) -> Brought:
    """The file with its bytes, to be sent to another machine.

    Raises:
        GiaoviecError: see `Item.read`.
    """
    state = item.state()  # before it is read, so that a change in between is seen in the next run
    return Brought(item.path, item.name, item.member, item.read(), state)
