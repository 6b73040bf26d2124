"""What `extract` and `watch` have in common: the options of a run over many files, the run, and the outputs made of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import batch
from pipeline.batch import folder, pool, run_page
from pipeline.batch.run import cores, here, stoppable
from pipeline.cli.options import config_option, office_file, votes_option
from pipeline.cli.progress import log_json, progress
from pipeline.export import html, jsonl, labels, register, request
from pipeline.export.documents import Documents, path_of
from pipeline.knowledge.office import NO_OFFICE, Office, load_office
from pipeline.knowledge.rulebook import load_rulebook
from pipeline.schema import Extraction

if TYPE_CHECKING:
    from pipeline.pipes.models.judge import Votes

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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
        "--time-limit", type=click.FloatRange(1), default=pool.TIME_LIMIT, metavar="GIÂY",
        help=f"Thời gian tối đa cho một tệp (mặc định {pool.TIME_LIMIT:g}).",
    ),
    click.option(
        "--memory", type=click.IntRange(500), default=pool.MEMORY_LIMIT, metavar="MB",
        help=f"Bộ nhớ tối đa của một tiến trình đọc (mặc định {pool.MEMORY_LIMIT}).",
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
        guarded: a single file too is read in a process of its own, whose end is not the end of this one.
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
    guarded: bool = False

    @property
    def office(self) -> Path | None:
        """The office's configuration."""
        return office_file(self.config)

    def execute(self, items: Sequence[batch.Item], job: batch.Job, *, stopping: Callable[[], bool]) -> Iterator[batch.Outcome]:
        """The outcomes of files: by other machines, by processes of this one, or, of a single file, by this process."""
        limits = pool.Limits(self.time_limit, self.memory)
        if self.scheduler:
            from pipeline.batch.cluster import on_cluster

            return on_cluster(items, job, scheduler=self.scheduler, shared=self.shared, limits=limits, stopping=stopping, alone=_tell_alone)
        if len(items) <= 1 and not self.guarded:
            return here(items, job)
        return pool.in_processes(items, job, workers=self.workers or cores(), limits=limits, stopping=stopping)


def go(
    items: Sequence[batch.Item], out: Path, wanted: Wanted, *, stop_asked: Callable[[], None] = lambda: None
) -> tuple[batch.Run, Counter[str]]:
    """Does what is left to do of `items` and makes the outputs; without counts where the user stopped it.

    Args:
        stop_asked: called when the user asks to stop, though it may have been the last file.

    Raises:
        GiaoviecError: GV401 and GV424 when the folder cannot be used, GV414 to GV422 when the office's files are not right, and what no
            file can be read with.
    """
    office = load_office(wanted.office, load_rulebook()) if wanted.office else NO_OFFICE
    if wanted.requests and office.request_template:
        request.check(office.request_template)
    job = batch.Job(wanted.votes, wanted.office, out)
    with folder.held(out):
        with stoppable(partial(_stop, stop_asked)) as stopping:
            execute, tell = partial(wanted.execute, stopping=stopping), log_json if wanted.as_json else progress
            run = batch.run(items, job, execute, tell, again=wanted.again, keep=wanted.keep)
        if not run.complete:
            done = f"{len(run.outcomes)}/{len(run.names)}"
            print(f"Đã dừng theo yêu cầu: xong {done} tệp. Chạy lại đúng lệnh này để làm tiếp.", file=sys.stderr)
            return run, Counter()
        counts = publish(items, run.names, out, office, wanted)
        run_page.write(run, out / "run.html")
    return run, counts


def _stop(asked: Callable[[], None]) -> None:
    asked()
    print("\nĐang dừng: đọc nốt các tệp đang dở (bấm Ctrl-C lần nữa để dừng ngay).", file=sys.stderr, flush=True)


def _tell_alone() -> None:
    print("Chưa có máy nào nhận việc từ bộ điều phối; vẫn đang đợi.", file=sys.stderr, flush=True)


def publish(items: Sequence[batch.Item], names: Sequence[str], out: Path, office: Office, wanted: Wanted) -> Counter[str]:
    """Makes the outputs of all documents.

    Args:
        names: of the documents: the items, and those whose files are gone.
    """
    counts = Counter[str]()
    documents = Documents(out, names, office)
    jsonl.write(_counted(documents, counts), out / "tasks.jsonl")
    register.write(documents, out / "tasks.xlsx")
    html.write(documents, out / "report.html")
    writers: dict[str, Callable[[batch.Item, Extraction], None]] = {}
    if wanted.comments or wanted.suggest_edits:
        writers["comments"] = partial(_write_commented, folder=out / "comments", suggest_edits=wanted.suggest_edits)
    if wanted.requests:
        writers["requests"] = partial(_write_request, folder=out / "requests", template=office.request_template)
    counts["handed back"] = _hand_back(items, documents, writers.values()) if writers else 0
    return counts


def _hand_back(items: Sequence[batch.Item], documents: Documents, writers: Collection[Callable[[batch.Item, Extraction], None]]) -> int:
    """Gives each document that something was found of to the writers, in one pass over the documents; how many these are.

    What was made of a document whose file is gone stays as it is.
    """
    written = 0
    for item, extraction in zip(items, documents, strict=False):
        if request.needed(extraction):
            for write in writers:
                write(item, extraction)
            written += 1
    return written


def _write_commented(item: batch.Item, extraction: Extraction, *, folder: Path, suggest_edits: bool) -> None:
    from pipeline.export.word import write_commented

    titles = {name: f"{rule.code} {rule.title}" for name, rule in load_rulebook().items()}
    original = item.read() if extraction.source.media_type == DOCX else None
    write_commented(original, extraction, path_of(folder, item.name, ".docx"), suggest_edits=suggest_edits, titles=titles)


def _write_request(item: batch.Item, extraction: Extraction, *, folder: Path, template: Path | None) -> None:
    request.write(extraction, path_of(folder, item.name, ".docx"), template=template)


def _counted(documents: Documents, counts: Counter[str]) -> Iterator[Extraction]:
    """The documents, counted with what they say of one another."""
    for extraction in documents:
        count(extraction, counts)
        yield extraction


def count(extraction: Extraction, counts: Counter[str]) -> None:
    """Counts one document."""
    counts["documents"] += 1
    counts[extraction.status] += 1
    counts["tasks"] += len(extraction.tasks)
    counts["flagged"] += sum(bool(task.findings) for task in extraction.tasks)
    for task in extraction.tasks:
        if severity := labels.worst_severity(task):
            counts[severity] += 1


def summary(counts: Counter[str]) -> str:
    """A run in one line."""
    line = f"{counts['documents']} văn bản, {counts['tasks']} nhiệm vụ, {counts['flagged']} cần làm rõ, {counts['failed']} tệp lỗi"
    return line + (f", {counts['partial']} tệp đọc chưa trọn vẹn" if counts["partial"] else "") + "."
