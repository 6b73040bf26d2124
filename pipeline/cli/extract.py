"""`giaoviec extract`: files and folders in; the documents' JSON, `tasks.jsonl`, the register and the page out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import batch, cli
from pipeline.cli.options import config_option, office_file, votes_option
from pipeline.cli.progress import progress
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError
from pipeline.export import html, jsonl, labels, register
from pipeline.export.documents import Documents, path_of, write_document
from pipeline.knowledge.office import NO_OFFICE, Office, load_office
from pipeline.knowledge.rulebook import load_rulebook
from pipeline.schema import Extraction, Severity

if TYPE_CHECKING:
    from pipeline.pipes.models.judge import Votes

_PATH = click.Path(path_type=Path)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
@votes_option
@click.option(
    "--comments", is_flag=True, help="Trả lại từng văn bản dạng Word (.docx) với góp ý đặt ngay tại chữ chưa rõ (thư mục comments)."
)
@click.option("--suggest-edits", is_flag=True, help="Như --comments, thêm đề nghị sửa dưới dạng thay đổi được theo dõi (Track Changes).")
@click.option("--requests", is_flag=True, help="Lập phiếu đề nghị làm rõ nhiệm vụ cho từng văn bản có vấn đề (thư mục requests).")
@config_option
def extract(
    inputs: tuple[Path, ...],
    out: Path | None,
    form: str | None,
    fail_on: Severity | None,
    votes: Votes,
    comments: bool,
    suggest_edits: bool,
    requests: bool,
    config: Path | None,
) -> int:
    """Đọc văn bản chỉ đạo (docx, doc, rtf, odt, pdf, ảnh chụp, html, txt, md) và rút ra các nhiệm vụ được giao.

    Trong THƯ_MỤC kết quả có: tasks.xlsx (sổ theo dõi nhiệm vụ), report.html (trang xem văn bản với nhiệm vụ được tô màu), tasks.jsonl (mỗi
    dòng một nhiệm vụ) và documents/ (JSON của từng văn bản). Thêm --comments hoặc --suggest-edits để nhận lại văn bản có góp ý, --requests
    để có phiếu đề nghị làm rõ.

    Mã kết thúc: 0 xong; 1 có vấn đề từ mức --fail-on; 2 gọi sai; 3 có tệp không đọc được; 4 lỗi; 130 dừng giữa chừng.
    """
    from pipeline.pipes.load import shared

    items = batch.plan(inputs, exclude=out)
    office_path = office_file(config)
    process = partial(_process, votes=votes, office=office_path)
    counts = Counter[str]()
    if form == "json":
        if out is not None:
            raise GiaoviecError("GV407")
        if given := [
            name for name, value in (("--comments", comments), ("--suggest-edits", suggest_edits), ("--requests", requests)) if value
        ]:
            raise GiaoviecError("GV412", options=", ".join(["--format json", *given]))
        if len(items) != 1:
            raise GiaoviecError("GV402", count=len(items))
    elif out is None:
        raise GiaoviecError("GV404")
    shared(votes, office_path)  # a model or a configuration that cannot be used is told once, not for every file
    if out is None:  # --format json
        [outcome] = batch.run(items, process)
        sys.stdout.write(outcome.extraction.to_json())
        _count(outcome.extraction, counts)
        for problem in outcome.extraction.errors:
            print(f"{problem.code}: {problem.message}", file=sys.stderr)
        return _exit_code(counts, fail_on)
    office = load_office(office_path, load_rulebook()) if office_path else NO_OFFICE
    if requests and office.request_template:
        from pipeline.export import request

        request.check(office.request_template)
    documents = _write_all(items, process, out, counts, office)
    print(_summary(counts))
    print(f"Sổ nhiệm vụ: {out / 'tasks.xlsx'}\nTrang xem:   {out / 'report.html'}\nDữ liệu:     {out / 'tasks.jsonl'}, {out / 'documents'}")
    writers: dict[str, Callable[[batch.Item, Extraction], None]] = {}
    if comments or suggest_edits:
        commented = out / "comments"
        writers[f"Văn bản có góp ý: {commented}"] = partial(_write_commented, folder=commented, suggest_edits=suggest_edits)
    if requests:
        letters = out / "requests"
        writers[f"Phiếu đề nghị làm rõ: {letters}"] = partial(_write_request, folder=letters, template=office.request_template)
    written = _hand_back(items, documents, writers.values()) if writers else 0
    for label in writers:
        print(f"{label} ({written} văn bản)")
    return _exit_code(counts, fail_on)


def _process(path: Path, votes: Votes, office: Path | None) -> Extraction:
    import pipeline

    return pipeline.extract(path, votes, office)


def _hand_back(items: list[batch.Item], documents: Documents, writers: Collection[Callable[[batch.Item, Extraction], None]]) -> int:
    """Gives each document that something was found of to the writers, in one pass over the documents; how many these are."""
    from pipeline.export import request

    written = 0
    for item, extraction in zip(items, documents, strict=True):
        if request.needed(extraction):
            for write in writers:
                write(item, extraction)
            written += 1
    return written


def _write_commented(item: batch.Item, extraction: Extraction, *, folder: Path, suggest_edits: bool) -> None:
    from pipeline.export.word import write_commented

    titles = {name: f"{rule.code} {rule.title}" for name, rule in load_rulebook().items()}
    original = item.path.read_bytes() if extraction.source.media_type == DOCX else None
    write_commented(original, extraction, path_of(folder, item.name, ".docx"), suggest_edits=suggest_edits, titles=titles)


def _write_request(item: batch.Item, extraction: Extraction, *, folder: Path, template: Path | None) -> None:
    from pipeline.export import request

    request.write(extraction, path_of(folder, item.name, ".docx"), template=template)


def _write_all(
    items: list[batch.Item], process: Callable[[Path], Extraction], out: Path, counts: Counter[str], office: Office
) -> Documents:
    jsonl.write((), out / "tasks.jsonl")  # a folder that cannot be written is told before the work, not after it
    with progress(len(items)) as done:
        for outcome in batch.run(items, process):
            write_document(out, outcome.name, outcome.extraction)
            done(outcome)
    documents = Documents(out, [item.name for item in items], office)
    jsonl.write(_counted(documents, counts), out / "tasks.jsonl")
    register.write(documents, out / "tasks.xlsx")
    html.write(documents, out / "report.html")
    return documents


def _counted(documents: Documents, counts: Counter[str]) -> Iterator[Extraction]:
    """The documents, counted with what they say of one another."""
    for extraction in documents:
        _count(extraction, counts)
        yield extraction


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
