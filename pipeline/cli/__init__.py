"""The command `giaoviec`, one module for each of its commands; a module is imported only when its command is called.

Commands are click's (not Typer's), of the class `VietnameseCommand`: `pipeline.cli.extract.extract`, `pipeline.cli.evaluate.evaluate`.

Exit codes: 0 fine, 1 findings at or above `--fail-on`, 2 called wrongly, 3 some files failed, 4 an error, 130 stopped by the user.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from pipeline import __version__
from pipeline.cli.vietnamese import LazyGroup, in_vietnamese
from pipeline.errors import GiaoviecError, silence_libraries

FINE, FINDINGS, USAGE, SOME_FAILED, ERROR, STOPPED = 0, 1, 2, 3, 4, 130

COMMANDS = {
    "extract": "Đọc văn bản chỉ đạo và lập sổ nhiệm vụ (Excel, JSON, trang HTML).",
    "watch": "Theo dõi một thư mục: có văn bản mới thì đọc ngay và lập lại sổ.",
    "explain": "Cho biết vì sao một câu là nhiệm vụ hoặc không, và vì sao chưa rõ.",
    "rules": "Xem các quy tắc về tính rõ ràng, mỗi quy tắc có ví dụ.",
    "agencies": "Tra cứu một cơ quan: tên đầy đủ, hiệu lực, nay ai làm việc ấy.",
    "evaluate": "So kết quả với bộ văn bản đã chú giải và in các chỉ số.",
    "train": "Huấn luyện lại các mô hình từ ngữ liệu.",
    "learn": "Học từ những nhiệm vụ cán bộ đã rà soát.",
}
_CALLED_WRONGLY = {"GV108", "GV425", "GV426", "GV427"} | {f"GV{number}" for number in range(402, 424)}


@click.command("giaoviec", cls=LazyGroup, modules="pipeline.cli", lines=COMMANDS)
@click.version_option(__version__, "--version", message="%(prog)s %(version)s", help="Hiện phiên bản rồi thoát.")
def giaoviec() -> None:
    """Đọc văn bản chỉ đạo thành sổ nhiệm vụ: ai làm gì, khi nào xong, kết quả ra sao, chỗ nào chưa rõ."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit code; every error is a line in Vietnamese on stderr, never a traceback.

    Args:
        arguments: without the program's name; by default those of the process.
    """
    debug = bool(os.environ.get("GIAOVIEC_DEBUG"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not debug:
        silence_libraries()
    try:
        return giaoviec.main(arguments, prog_name="giaoviec", standalone_mode=False) or FINE
    except click.ClickException as error:
        _tell(in_vietnamese(error))
        return USAGE
    except GiaoviecError as error:
        _tell(f"Lỗi {error}")
        return USAGE if error.code in _CALLED_WRONGLY else ERROR
    except click.Abort:
        _tell("\nĐã dừng theo yêu cầu. Kết quả đã ghi xong vẫn được giữ; chạy lại đúng lệnh này để làm tiếp.")
        return STOPPED
    except Exception as error:
        if debug:
            raise
        _tell(f"Lỗi {GiaoviecError('GV901', path='giaoviec', detail=f'{type(error).__name__}: {error}')}")
        return ERROR


def _tell(message: str) -> None:
    print(message, file=sys.stderr)
