"""What `extract` and `watch` have in common: the options of a run over many files, the run, and the outputs made of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import batch
from pipeline.batch import folder, pool, run_page
from pipeline.batch.run import cores, stoppable
from pipeline.batch.worker import MEMORY_LIMIT, TIME_LIMIT, Limits
from pipeline.cli.options import config_option, office_file, votes_option
from pipeline.cli.progress import log_json, progress
from pipeline.export.publish import prepare, publish
from pipeline.knowledge.office import NO_OFFICE, load_office
from pipeline.knowledge.rulebook import load_rulebook

if TYPE_CHECKING:
    from pipeline.pipes.models.judge import Votes

_MANY = 500  # files from which the outputs take their time
_OPTIONS = (
    votes_option,
    config_option,
    click.option(
        "--comments", is_flag=True, help="Trả lại từng văn bản dạng Word (.docx) với góp ý đặt ngay tại chữ chưa rõ (thư mục comments)."
    ),
    click.option(
        "--suggest-edits", is_flag=True, help="Như --comments, thêm đề nghị sửa dưới dạng thay đổi được theo dõi (Track Changes)."
    ),
    click.option("--requests", is_flag=True, help="Lập phiếu đề nghị làm rõ nhiệm vụ cho từng văn bản có vấn đề (thư mục requests)."),
    click.option("--parquet", is_flag=True, help="Ghi thêm sổ nhiệm vụ dạng Parquet (tasks.parquet), cho sổ hàng triệu dòng."),
    click.option("--workers", type=click.IntRange(1), metavar="SỐ", help="Số tiến trình đọc cùng lúc; mặc định bằng số nhân của máy."),
    click.option(
        "--time-limit", type=click.FloatRange(1), default=TIME_LIMIT, metavar="GIÂY",
        help=f"Thời gian tối đa cho một tệp (mặc định {TIME_LIMIT:g}).",
    ),
    click.option(
        "--memory", type=click.IntRange(500), default=MEMORY_LIMIT, metavar="MB",
        help=f"Bộ nhớ tối đa của một tiến trình đọc (mặc định {MEMORY_LIMIT}).",
    ),
    click.option("--log-json", "as_json", is_flag=True, help="Báo tiến độ bằng các dòng JSON thay cho lời (trên stderr)."),
)  # fmt: skip


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options of a run; it gets them as the keywords of `Wanted`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for.

    Attributes:
        scheduler, shared: of a cluster, see `pipeline.batch.cluster`.
        again, keep: see `batch.run`.
    """

    votes: Votes
    config: Path | None
    comments: bool
    suggest_edits: bool
    requests: bool
    parquet: bool
    workers: int | None
    time_limit: float
    memory: int
    as_json: bool
    scheduler: str | None = None
    shared: bool = False
    again: bool = False
    keep: bool = False

    @property
    def office(self) -> Path | None:
        """The office's configuration."""
        return office_file(self.config)

    def execute(self, items: Sequence[batch.Item], job: batch.Job, *, stopping: Callable[[], bool]) -> Iterator[batch.Outcome]:
        """The outcomes of files, by other machines or by processes of this one; a file can end the process that reads it."""
        limits = Limits(self.time_limit, self.memory)
        if self.scheduler:
            from pipeline.batch.cluster import on_cluster

            return on_cluster(items, job, scheduler=self.scheduler, shared=self.shared, limits=limits, stopping=stopping, alone=_tell_alone)
        return pool.in_processes(items, job, workers=self.workers or cores(), limits=limits, stopping=stopping)


def go(
    items: Sequence[batch.Item], out: Path, wanted: Wanted, *, stop_asked: Callable[[], None] = lambda: None
) -> tuple[batch.Run, Counter[str]]:
    """Does what is left to do of `items` and makes the outputs; the counts are those of `publish`, none where the user stopped it.

    Args:
        stop_asked: called when the user asks to stop, though it may have been the last file.

    Raises:
        GiaoviecError: GV401 and GV424 when the folder cannot be used, GV414 to GV423 when something is not right that the outputs need, and
            what no file can be read with.
    """
    office = load_office(wanted.office, load_rulebook()) if wanted.office else NO_OFFICE
    job = batch.Job(wanted.votes, wanted.office, out)
    prepare(out, office=office, requests=wanted.requests, table=wanted.parquet)
    with folder.held(out):
        with stoppable(partial(_stop, stop_asked)) as stopping:
            execute, tell = partial(wanted.execute, stopping=stopping), log_json if wanted.as_json else progress
            run = batch.run(items, job, execute, tell, again=wanted.again, keep=wanted.keep)
        if not run.complete:
            done = f"{len(run.outcomes)}/{len(run.names)}"
            print(f"Đã dừng theo yêu cầu: xong {done} tệp. Chạy lại đúng lệnh này để làm tiếp.", file=sys.stderr)
            return run, Counter()
        run_page.write(run, out / "run.html")
        if len(items) > _MANY:
            print("Đã đọc xong. Đang lập sổ nhiệm vụ và các trang xem…", file=sys.stderr, flush=True)
        by_name = {item.name: item for item in items}
        counts = publish(
            out,
            run.names,
            office=office,
            originals=lambda name: by_name[name].read(),
            gone=set(run.names).difference(by_name),
            comments=wanted.comments,
            suggest_edits=wanted.suggest_edits,
            requests=wanted.requests,
            table=wanted.parquet,
        )
    return run, counts


def _stop(asked: Callable[[], None]) -> None:
    asked()
    print("\nĐang dừng: đọc nốt các tệp đang dở (bấm Ctrl-C lần nữa để dừng ngay).", file=sys.stderr, flush=True)


def _tell_alone() -> None:
    print("Chưa có máy nào nhận việc từ bộ điều phối; vẫn đang đợi.", file=sys.stderr, flush=True)


def summary(counts: Counter[str]) -> str:
    """A run in one line."""
    line = f"{counts['documents']} văn bản, {counts['tasks']} nhiệm vụ, {counts['flagged']} cần làm rõ, {counts['failed']} tệp lỗi"
    return line + (f", {counts['partial']} tệp đọc chưa trọn vẹn" if counts["partial"] else "") + "."
