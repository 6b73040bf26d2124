"""`giaoviec extract`: files and folders in; the documents' JSON, `tasks.jsonl`, the register and the page out."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import batch, cli
from pipeline.cli.options import config_option, office_file, votes_option
from pipeline.cli.progress import progress
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError
from pipeline.export import labels, publish
from pipeline.export.documents import write_document
from pipeline.knowledge.office import NO_OFFICE, load_office
from pipeline.knowledge.rulebook import load_rulebook
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
@votes_option
@click.option(
    "--comments", is_flag=True, help="Trả lại từng văn bản dạng Word (.docx) với góp ý đặt ngay tại chữ chưa rõ (thư mục comments)."
)
@click.option("--suggest-edits", is_flag=True, help="Như --comments, thêm đề nghị sửa dưới dạng thay đổi được theo dõi (Track Changes).")
@click.option("--requests", is_flag=True, help="Lập phiếu đề nghị làm rõ nhiệm vụ cho từng văn bản có vấn đề (thư mục requests).")
@click.option("--parquet", is_flag=True, help="Ghi thêm tasks.parquet: mỗi dòng một nhiệm vụ, để phân tích bằng pandas, DuckDB…")
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
    parquet: bool,
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
        options = {"--comments": comments, "--suggest-edits": suggest_edits, "--requests": requests, "--parquet": parquet}
        if given := [name for name, value in options.items() if value]:
            raise GiaoviecError("GV412", options=", ".join(["--format json", *given]))
        if len(items) != 1:
            raise GiaoviecError("GV402", count=len(items))
    elif out is None:
        raise GiaoviecError("GV404")
    shared(votes, office_path)  # a model or a configuration that cannot be used is told once, not for every file
    if out is None:  # --format json
        [outcome] = batch.run(items, process)
        sys.stdout.write(outcome.extraction.to_json())
        publish.count(outcome.extraction, counts)
        for problem in outcome.extraction.errors:
            print(f"{problem.code}: {problem.message}", file=sys.stderr)
        return _exit_code(counts, fail_on)
    office = load_office(office_path, load_rulebook()) if office_path else NO_OFFICE
    publish.prepare(out, office=office, requests=requests, table=parquet)
    with progress(len(items)) as done:
        for outcome in batch.run(items, process):
            write_document(out, outcome.name, outcome.extraction)
            done(outcome)
    paths = {item.name: item.path for item in items}
    counts = publish.publish(
        out,
        list(paths),
        office=office,
        originals=lambda name: paths[name].read_bytes(),
        comments=comments,
        suggest_edits=suggest_edits,
        requests=requests,
        table=parquet,
    )
    print(_summary(counts))
    print(f"Sổ nhiệm vụ: {out / 'tasks.xlsx'}\nTrang xem:   {out / 'report.html'}\nDữ liệu:     {out / 'tasks.jsonl'}, {out / 'documents'}")
    if parquet:
        print(f"Bảng dữ liệu: {out / publish.TABLE}")
    if comments or suggest_edits:
        print(f"Văn bản có góp ý: {out / publish.COMMENTS} ({counts['unclear']} văn bản)")
    if requests:
        print(f"Phiếu đề nghị làm rõ: {out / publish.REQUESTS} ({counts['unclear']} văn bản)")
    return _exit_code(counts, fail_on)


def _process(path: Path, votes: Votes, office: Path | None) -> Extraction:
    import pipeline

    return pipeline.extract(path, votes, office)


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
