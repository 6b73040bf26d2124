"""A folder of results in use: nobody else writes into it meanwhile, and what a run that was cut off left half done is gone."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.batch.ledger import FOLDER
from pipeline.errors import GiaoviecError
from pipeline.export.atomic import atomically, cannot_write

_UNFINISHED = re.compile(r"\.[0-9a-f]+\.tmp")  # what `export.atomic` writes before it has its name


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Holds the folder for this process. The lock falls with the process, however that ends.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written, GV424 when another run holds it.
    """
    own = out / FOLDER
    try:
        own.mkdir(parents=True, exist_ok=True)
        lock = FileLock(own / "lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise GiaoviecError("GV424", path=out, who=_holder(own)) from error
    except OSError as error:
        raise cannot_write(out, error) from error
    try:
        with atomically(own / "holder.json") as file:
            file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": time.time()}).encode())
        sweep(out)
        yield
    finally:
        sweep(out)
        lock.release()


def sweep(out: Path) -> None:
    """Removes the files that a process left unfinished when it was killed."""
    for parent, _, names in os.walk(out):
        for name in names:
            if _UNFINISHED.fullmatch(name):
                Path(parent, name).unlink(missing_ok=True)


def _holder(own: Path) -> str:
    try:
        said = json.loads((own / "holder.json").read_text("utf-8"))
        since = time.strftime("%H:%M ngày %d/%m/%Y", time.localtime(said["since"]))
        return f"tiến trình {said['pid']} trên máy {said['host']}, từ {since}"
    except (OSError, ValueError, KeyError, TypeError):
        return "chưa rõ tiến trình nào"
