"""`giaoviec watch`: a folder that is read whenever something arrives in it, until the user stops."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any

import click

from pipeline import cli
from pipeline.batch.watch import watching
from pipeline.cli.batches import Wanted, go, run_options, summary
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError

_PATH = click.Path(path_type=Path)
_AGAIN_AFTER = 60.0  # seconds until a round that could not be done is tried again


@click.command(cls=VietnameseCommand)
@click.argument("folder", metavar="THƯ_MỤC", type=_PATH)
@click.option("-o", "--out", metavar="THƯ_MỤC", type=_PATH, required=True, help="Thư mục ghi kết quả.")
@click.option(
    "--settle", type=click.FloatRange(0.1), default=2.0, metavar="GIÂY", help="Tệp phải đứng yên chừng này giây mới được đọc (mặc định 2)."
)
@click.option("--poll", is_flag=True, help="Tự dò thư mục thay vì đợi hệ thống báo; cần cho ổ mạng.")
@click.option("--keep", is_flag=True, help="Giữ kết quả của những tệp đã bị lấy khỏi THƯ_MỤC, ví dụ thư mục máy quét được dọn hằng ngày.")
@run_options
def watch(folder: Path, out: Path, settle: float, poll: bool, **options: Any) -> int:
    """Theo dõi THƯ_MỤC: có văn bản mới hoặc văn bản đã sửa thì đọc ngay và lập lại sổ nhiệm vụ, như lệnh extract.

    Tệp đang được chép hoặc quét dở thì đợi xong mới đọc. Tệp bị xóa khỏi THƯ_MỤC thì kết quả của nó cũng được gỡ, để sổ luôn khớp với thư
    mục; thêm --keep nếu thư mục chỉ là nơi tiếp nhận và tệp sẽ được chuyển đi. Thư mục trống hẳn thì không gỡ gì, vì có thể ổ đĩa đang bị
    ngắt. Bấm Ctrl-C để thôi.

    Mã kết thúc: 0 thôi theo dõi; 2 gọi sai; 4 lỗi; 130 dừng khi đang đọc dở.
    """
    wanted = Wanted(**options)
    stopping = threading.Event()
    with watching(folder, out, settle=settle, poll=poll) as watched:
        _tell(f"Đang theo dõi {folder} (bấm Ctrl-C để thôi).")
        rounds = 0
        while True:
            try:
                items = watched.changed()
            except KeyboardInterrupt:
                _tell("\nĐã thôi theo dõi.")
                return cli.FINE
            try:
                run, counts = go(items, out, wanted, stop_asked=stopping.set)
            except GiaoviecError as error:
                if not rounds:
                    raise
                _tell(f"Lỗi {error}\nSẽ thử lại sau {_AGAIN_AFTER:g} giây.")
                watched.try_again(_AGAIN_AFTER)
                continue
            if not run.complete:
                return cli.STOPPED
            rounds += 1
            dropped = f" Đã gỡ kết quả của {run.dropped} tệp không còn." if run.dropped else ""
            print(f"{time.strftime('%H:%M:%S %d/%m/%Y')}: {summary(counts)}{dropped}", flush=True)
            if stopping.is_set():  # while the last file of the round was in hand
                return cli.FINE


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
