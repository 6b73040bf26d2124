"""`giaoviec extract`: files and folders in; the documents' JSON, `tasks.jsonl`, the register and the page out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import batch, cli
from pipeline.cli.progress import progress
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError
from pipeline.export import html, jsonl, labels, register
from pipeline.export.documents import Documents, write_document
from pipeline.schema import Extraction, Severity

if TYPE_CHECKING:
    from pipeline.pipes.models.judge import Votes

_PATH = click.Path(path_type=Path)


@click.command(cls=VietnameseCommand)
@click.argument("inputs", nargs=-1, required=True, metavar="TỆP|THƯ_MỤC…", type=_PATH)
@click.option("-o", "--out", metavar="THƯ_MỤC", type=_PATH, help="Thư mục ghi kết quả.")
@click.option(
    "--format", "form", type=click.Choice(["json"]), metavar="json", help="In JSON của một văn bản ra màn hình thay vì ghi vào thư mục."
)
@click.option(
    "--fail-on",
    type=click.Choice(list(labels.SEVERITIES)),
    metavar="high|medium|low",
    help="Kết thúc với mã 1 khi có vấn đề cần làm rõ từ mức này trở lên (cao, trung bình, thấp).",
)
@click.option(
    "--votes",
    type=click.Choice(["rules", "models", "both"]),
    default="both",
    metavar="rules|models|both",
    help="Ai quyết định chỗ luật và mô hình học máy cùng có ý kiến: chỉ luật, chỉ mô hình, hay cả hai (mặc định).",
)
def extract(inputs: tuple[Path, ...], out: Path | None, form: str | None, fail_on: Severity | None, votes: Votes) -> int:
    """Đọc văn bản chỉ đạo (docx, doc, rtf, odt, pdf, ảnh chụp, html, txt, md) và rút ra các nhiệm vụ được giao.

    Trong THƯ_MỤC kết quả có: tasks.xlsx (sổ theo dõi nhiệm vụ), report.html (trang xem văn bản với nhiệm vụ được tô màu), tasks.jsonl (mỗi
    dòng một nhiệm vụ) và documents/ (JSON của từng văn bản).

    Mã kết thúc: 0 xong; 1 có vấn đề từ mức --fail-on; 2 gọi sai; 3 có tệp không đọc được; 4 lỗi; 130 dừng giữa chừng.
    """
    from pipeline.pipes.load import shared

    items = batch.plan(inputs, exclude=out)
    process = partial(_process, votes=votes)
    counts = Counter[str]()
    if form == "json":
        if out is not None:
            raise GiaoviecError("GV407")
        if len(items) != 1:
            raise GiaoviecError("GV402", count=len(items))
    elif out is None:
        raise GiaoviecError("GV404")
    shared(votes)  # a model that cannot be used is told once, not for every file
    if out is None:  # --format json
        [outcome] = batch.run(items, process)
        sys.stdout.write(outcome.extraction.to_json())
        _count(outcome.extraction, counts)
        for problem in outcome.extraction.errors:
            print(f"{problem.code}: {problem.message}", file=sys.stderr)
        return _exit_code(counts, fail_on)
    _write_all(items, process, out, counts)
    print(_summary(counts))
    print(f"Sổ nhiệm vụ: {out / 'tasks.xlsx'}\nTrang xem:   {out / 'report.html'}\nDữ liệu:     {out / 'tasks.jsonl'}, {out / 'documents'}")
    return _exit_code(counts, fail_on)


def _process(path: Path, votes: Votes) -> Extraction:
    import pipeline

    return pipeline.extract(path, votes)


def _write_all(items: list[batch.Item], process: Callable[[Path], Extraction], out: Path, counts: Counter[str]) -> None:
    jsonl.write((), out / "tasks.jsonl")  # a folder that cannot be written is told before the work, not after it
    with progress(len(items)) as done:
        for outcome in batch.run(items, process):
            write_document(out, outcome.name, outcome.extraction)
            _count(outcome.extraction, counts)
            done(outcome)
    documents = Documents(out, [item.name for item in items])
    jsonl.write(documents, out / "tasks.jsonl")
    register.write(documents, out / "tasks.xlsx")
    html.write(documents, out / "report.html")


def _count(extraction: Extraction, counts: Counter[str]) -> None:
    counts["documents"] += 1
    counts[extraction.status] += 1
    counts["tasks"] += len(extraction.tasks)
    counts["flagged"] += sum(bool(task.findings) for task in extraction.tasks)
    for task in extraction.tasks:
        if severity := labels.worst_severity(task):
            counts[severity] += 1


def _summary(counts: Counter[str]) -> str:
    line = f"{counts['documents']} văn bản, {counts['tasks']} nhiệm vụ, {counts['flagged']} cần làm rõ, {counts['failed']} tệp lỗi"
    return line + (f", {counts['partial']} tệp đọc chưa trọn vẹn" if counts["partial"] else "") + "."


def _exit_code(counts: Counter[str], fail_on: Severity | None) -> int:
    if counts["failed"]:
        return cli.SOME_FAILED
    order = list(labels.SEVERITIES)
    if fail_on and any(counts[severity] for severity in order[: order.index(fail_on) + 1]):
        return cli.FINDINGS
    return cli.FINE
