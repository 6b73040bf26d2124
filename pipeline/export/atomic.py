"""Files that are either whole or not there: written beside their place under another name, then moved over it in one step."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import GiaoviecError

_REASONS = {
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "hết chỗ trên ổ đĩa",
    errno.EDQUOT: "hết hạn mức lưu trữ",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.EEXIST: "đã có tệp trùng tên, không phải thư mục",
    errno.EISDIR: "đã có thư mục trùng tên tệp",
}


@contextmanager
def atomically(path: Path) -> Iterator[BinaryIO]:
    """Opens `path` for writing bytes; the file appears under its name only when the block ends without an exception.

    Missing folders are made. A file that stood there before is replaced, also while somebody reads it.

    Raises:
        GiaoviecError: GV401 when the file or its folder cannot be written.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")  # process numbers are the same on many machines
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # the name must not be there before the content, should the power fail
        os.replace(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary.parent.is_dir():
            temporary.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> GiaoviecError:
    """The coded error GV401 for what the system said of `path`."""
    return GiaoviecError("GV401", path=path, detail=_REASONS.get(error.errno or 0, error.strerror or error))
