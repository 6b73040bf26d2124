"""`giaoviec extract`: files, folders and archives in; the documents' JSON, `tasks.jsonl`, the register and the page out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from pipeline import batch, cli
from pipeline.cli.batches import Wanted, go, run_options, summary
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError
from pipeline.export import labels, publish
from pipeline.schema import Severity

_PATH = click.Path(path_type=Path)


@click.command(cls=VietnameseCommand)
@click.argument("inputs", nargs=-1, metavar="[TỆP|THƯ_MỤC|TỆP_NÉN|MẪU]…", type=_PATH)
@click.option("-o", "--out", metavar="THƯ_MỤC", type=_PATH, help="Thư mục ghi kết quả.")
@click.option(
    "--list", "listing", metavar="TỆP", type=_PATH, help="Đọc thêm các tệp kê trong TỆP, mỗi dòng một đường dẫn (- là đầu vào chuẩn)."
)
@click.option(
    "--format", "form", type=click.Choice(["json"]), metavar="json", help="In JSON của một văn bản ra màn hình thay vì ghi vào thư mục."
)
@click.option(
    "--fail-on",
    type=click.Choice(list(labels.SEVERITIES)),
    metavar="high|medium|low",
    help="Kết thúc với mã 1 khi có vấn đề cần làm rõ từ mức này trở lên (cao, trung bình, thấp).",
)
@run_options
@click.option("--again", is_flag=True, help="Đọc lại mọi tệp, kể cả tệp không đổi từ lần chạy trước.")
@click.option("--scheduler", metavar="ĐỊA_CHỈ", help="Chia việc cho nhiều máy qua bộ điều phối Dask, ví dụ tcp://may-chu:8786.")
@click.option("--shared", is_flag=True, help="Với --scheduler: mọi máy cùng thấy các tệp nguồn và THƯ_MỤC kết quả, dưới cùng đường dẫn.")
def extract(
    inputs: tuple[Path, ...],
    out: Path | None,
    listing: Path | None,
    form: str | None,
    fail_on: Severity | None,
    **options: Any,
) -> int:
    """Đọc văn bản chỉ đạo (docx, doc, rtf, odt, pdf, ảnh chụp, html, txt, md) và rút ra các nhiệm vụ được giao.

    Nhận tệp, thư mục, tệp nén .zip, mẫu tên trong dấu nháy ("đến/**/*.docx") hoặc danh sách (--list). Trong THƯ_MỤC kết quả có: tasks.xlsx
    (sổ theo dõi nhiệm vụ), report.html (trang xem văn bản với nhiệm vụ được tô màu), tasks.jsonl (mỗi dòng một nhiệm vụ), documents/ (JSON
    của từng văn bản) và run.html (tốc độ, lỗi theo mã). Thêm --comments hoặc --suggest-edits để nhận lại văn bản có góp ý, --requests để có
    phiếu đề nghị làm rõ.

    Chạy lại cùng lệnh thì chỉ đọc tệp mới hoặc tệp đã đổi; lần chạy bị ngắt giữa chừng cũng được làm tiếp như vậy.

    Mã kết thúc: 0 xong; 1 có vấn đề từ mức --fail-on; 2 gọi sai; 3 có tệp không đọc được; 4 lỗi; 130 dừng giữa chừng.
    """
    wanted = Wanted(**options)
    if wanted.shared and not wanted.scheduler:
        raise click.UsageError("Lựa chọn --shared chỉ dùng cùng với --scheduler.")
    items = batch.plan(inputs, listed=batch.read_list(listing) if listing else (), exclude=out)
    if form == "json":
        return _print_one(items, out, wanted, fail_on)
    if out is None:
        raise GiaoviecError("GV404")
    run, counts = go(items, out, wanted)
    if not run.complete:
        return cli.STOPPED
    print(summary(counts))
    print(f"Sổ nhiệm vụ: {out / 'tasks.xlsx'}\nTrang xem:   {out / 'report.html'}\nDữ liệu:     {out / 'tasks.jsonl'}, {out / 'documents'}")
    if wanted.parquet:
        print(f"Bảng dữ liệu: {out / publish.TABLE}")
    if wanted.comments or wanted.suggest_edits:
        print(f"Văn bản có góp ý: {out / publish.COMMENTS} ({counts['unclear']} văn bản)")
    if wanted.requests:
        print(f"Phiếu đề nghị làm rõ: {out / publish.REQUESTS} ({counts['unclear']} văn bản)")
    if run.dropped:
        print(f"Đã gỡ kết quả của {run.dropped} tệp không còn trong lần chạy này.")
    return _exit_code(counts, fail_on)


def _print_one(items: list[batch.Item], out: Path | None, wanted: Wanted, fail_on: Severity | None) -> int:
    """The JSON of one document on the standard output."""
    from pipeline.batch.work import extract_item

    if out is not None:
        raise GiaoviecError("GV407")
    flags = ("--comments", "--suggest-edits", "--requests", "--parquet")
    if given := [flag for flag in flags if getattr(wanted, flag[2:].replace("-", "_"))]:
        raise GiaoviecError("GV412", options=", ".join(["--format json", *given]))
    if len(items) != 1:
        raise GiaoviecError("GV402", count=len(items))
    extraction = extract_item(items[0], wanted.votes, wanted.office)
    sys.stdout.write(extraction.to_json())
    for problem in extraction.errors:
        print(f"{problem.code}: {problem.message}", file=sys.stderr)
    counts = Counter[str]()
    publish.count(extraction, counts)
    return _exit_code(counts, fail_on)


def _exit_code(counts: Counter[str], fail_on: Severity | None) -> int:
    if counts["failed"]:
        return cli.SOME_FAILED
    order = list(labels.SEVERITIES)
    if fail_on and any(counts[severity] for severity in order[: order.index(fail_on) + 1]):
        return cli.FINDINGS
    return cli.FINE
