"""`giaoviec evaluate DIR`: measures the product against annotated documents.

What is printed is Vietnamese and for the person who tunes the product; what each figure means is written in docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import batch, cli
from pipeline.cli.progress import progress
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.learning.comparison import Change, Comparison
    from pipeline.learning.evaluation import Mistake, Report, TaskOutcome
    from pipeline.schema import Extraction

MEASURE_LABELS = {
    "task": "Nhiệm vụ",
    "task words": "Số từ của nhiệm vụ",
    "owner": "Cơ quan chủ trì",
    "coordinators": "Cơ quan phối hợp",
    "deadline": "Thời hạn",
    "exact": "Đúng toàn bộ",
    "owner-missing": "Cờ thiếu chủ trì",
    "owner-generic": "Cờ chủ trì chung chung",
    "deadline-missing": "Cờ thiếu thời hạn",
    "deadline-vague": "Cờ thời hạn mơ hồ",
    "result-missing": "Cờ thiếu sản phẩm",
    "content-generic": "Cờ nội dung chung chung",
    "number": "Số, ký hiệu",
    "issued": "Ngày ban hành",
}
MISTAKE_LABELS = {**MEASURE_LABELS, "no-output": "Không có kết quả", "missed": "Bỏ sót", "spurious": "Thừa"}
KIND_LABELS = {"date": "ngày", "duration": "khoảng thời gian", "recurring": "định kỳ", "event": "theo sự kiện", "vague": "mơ hồ"}
FIELD_LABELS = {"owner": "chủ trì", "coordinators": "phối hợp", "deadline": "thời hạn"}
OUTCOME_LABELS = {"exact": "đúng toàn bộ", "missed": "bỏ sót", "spurious": "thừa"}
FIGURE_LABELS = {"p": "Chính xác", "r": "Độ phủ", "f1": "F1", "n": "Số mẫu"}
BREAKDOWN = ("task", "owner", "coordinators", "deadline", "exact")
SHOWN_QUOTE = 160  # characters of a quote beside a mistake
SHOWN_START = 80  # characters of a quote beside a gain or a loss


_PATH = click.Path(path_type=Path)


@click.command(cls=VietnameseCommand)
@click.argument("bench", metavar="THƯ_MỤC", type=_PATH)
@click.option(
    "--from",
    "origin",
    type=click.Choice(["docs", "files"]),
    default="docs",
    metavar="docs|files",
    help="Đọc docs/*.txt (mặc định), hay tệp gốc files/* của những văn bản có tệp gốc.",
)
@click.option("--predictions", metavar="THƯ_MỤC", type=_PATH, help="Chấm các tệp JSON có sẵn trong thư mục này, không chạy trích xuất.")
@click.option("--docs", metavar="MÃ", multiple=True, help="Chỉ các văn bản này; nhiều mã cách nhau dấu phẩy.")
@click.option("--errors", is_flag=True, help="Liệt kê từng nhiệm vụ bỏ sót, thừa và từng trường sai.")
@click.option(
    "--by", type=click.Choice(["kind", "doc"]), metavar="kind|doc", help="Thêm bảng F1 theo loại văn bản (kind) hoặc từng văn bản (doc)."
)
@click.option("--json", "json_file", metavar="TỆP", type=_PATH, help="Ghi các chỉ số ra tệp JSON; «-» là ra màn hình.")
@click.option("--save", metavar="TỆP", type=_PATH, help="Lưu chỉ số và kết quả từng nhiệm vụ để so sánh về sau.")
@click.option("--against", metavar="TỆP", type=_PATH, help="So với lần đánh giá đã lưu bằng --save: nhiệm vụ nào tốt lên, kém đi.")
def evaluate(
    bench: Path,
    origin: str,
    predictions: Path | None,
    docs: tuple[str, ...],
    errors: bool,
    by: str | None,
    json_file: Path | None,
    save: Path | None,
    against: Path | None,
) -> int:
    """So kết quả với bộ văn bản đã chú giải và in các chỉ số.

    THƯ_MỤC có docs/*.txt (văn bản), gold/*.json (chú giải) và, nếu có, files/* (tệp gốc).

    Mã kết thúc: 0 xong; 2 gọi sai; 3 có tệp không đọc được (các nhiệm vụ trong đó tính là bỏ sót); 4 lỗi.
    """
    from pipeline.learning.answers import read_bench, read_predictions
    from pipeline.learning.comparison import compare, figures_json, load_report, report_json
    from pipeline.learning.evaluation import evaluate as score

    old = load_report(against) if against else None
    wanted = [doc for part in docs for doc in part.replace(",", " ").split()]
    ids = [document.doc for document in read_bench(bench, wanted)]
    if predictions:
        found, failed = read_predictions(predictions, ids), 0
    else:
        sources = _sources(bench, origin, ids)
        ids = list(sources)
        found = _extract(sources)
        failed = len(ids) - len(found)
    report = score(bench, found, docs=ids)
    figures = figures_json(report.figures)
    on_screen = json_file == Path("-")  # then everything else goes to stderr
    if save:
        _write(save, report_json(report))
    if json_file and not on_screen:
        _write(json_file, figures)
    sections = [*_sections(report, errors=errors, by=by), *(_comparison(compare(old, report)) if old else ())]
    click.echo("\n\n".join(sections), err=on_screen)
    if on_screen:
        click.echo(json.dumps(figures, indent=1))
    return cli.SOME_FAILED if failed else cli.FINE


def _sources(bench: Path, origin: str, docs: Iterable[str]) -> dict[str, Path]:
    """The file to read for each document: its text, or its original file; documents without an original are left out.

    Raises:
        GiaoviecError: GV405 when none of them has one.
    """
    if origin == "docs":
        return {doc: bench / "docs" / f"{doc}.txt" for doc in docs}
    files = {doc: sorted((bench / "files").glob(f"{doc}.*")) for doc in docs}
    sources = {doc: found[0] for doc, found in files.items() if found}
    if not sources:
        raise GiaoviecError("GV405", path=bench, detail="không có tệp gốc nào trong files/")
    return sources


def _extract(sources: dict[str, Path]) -> dict[str, Extraction]:
    """What the pipeline makes of each file; one that cannot be read is told on stderr and left out."""
    from pipeline import extract

    items = [batch.Item(path, path.name) for path in sources.values()]
    found = {}
    with progress(len(items)) as done:
        for doc, outcome in zip(sources, batch.run(items, extract), strict=True):
            done(outcome)
            if outcome.extraction.status != "failed":
                found[doc] = outcome.extraction
    return found


def _write(file: Path, content: Any) -> None:
    """Writes JSON.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    try:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise GiaoviecError("GV401", path=file, detail=error.strerror) from error


def _sections(report: Report, *, errors: bool, by: str | None) -> Iterator[str]:
    """The parts of the printed report: mistakes, figures, breakdown."""
    if errors:
        yield "\n".join(_mistake_line(mistake) for mistake in report.mistakes) or "Không có sai sót nào."
    wrong, stated = report.wrong_days
    extra, free = report.spurious_without_tasks
    yield "\n".join(
        (
            _table(report.figures.loc[list(MEASURE_LABELS)].rename(index=MEASURE_LABELS)),
            f"Ngày đến hạn tính sai: {wrong} trên {stated}",
            f"Nhiệm vụ thừa trong văn bản không giao việc: {extra} trong {free} văn bản",
        )
    )
    if by:
        yield _breakdown(report, by)


def _table(figures: pd.DataFrame, *, signed: bool = False) -> str:
    """Figures by row, with Vietnamese headings, as aligned text."""
    return figures.rename_axis(None).rename(columns=FIGURE_LABELS).to_string(float_format=("{:+.3f}" if signed else "{:.3f}").format)


def _breakdown(report: Report, by: str) -> str:
    """F1 of the main measures for each kind of document, or each document, with the number of its gold tasks."""
    figures = report.figures_by(by)
    table = figures["f1"].unstack().loc[:, list(BREAKDOWN)].rename(columns=MEASURE_LABELS)
    table.insert(0, "Số mẫu", figures["n"].unstack()["task"])
    table.columns.name = None
    return f"F1 theo {'loại văn bản' if by == 'kind' else 'văn bản'}:\n{_table(table)}"


def _mistake_line(mistake: Mistake) -> str:
    """One wrong answer, with what the gold wants and what was found where there are both."""
    parts = [f"{mistake.doc}: {MISTAKE_LABELS[mistake.field]}"]
    if mistake.field not in ("no-output", "missed", "spurious"):
        parts.append(f"mẫu: {_answer(mistake, mistake.wanted)} | máy: {_answer(mistake, mistake.got)}")
    if mistake.quote:
        parts.append(f"«{_short(mistake.quote, SHOWN_QUOTE)}»")
    return "  ".join(parts)


def _answer(mistake: Mistake, answer: tuple[str, ...]) -> str:
    if mistake.field == "deadline" and answer:
        kind, value, phrase = answer
        return " ".join(part for part in (KIND_LABELS.get(kind, kind), value, f"({phrase})" if phrase else "") if part)
    if MISTAKE_LABELS[mistake.field].startswith("Cờ"):
        return "có" if answer else "không"
    return "; ".join(answer) or "không có"


def _comparison(comparison: Comparison) -> Iterator[str]:
    """What was gained and lost against an earlier evaluation."""
    differences = comparison.differences.loc[list(MEASURE_LABELS), ["p", "r", "f1"]].rename(index=MEASURE_LABELS)
    yield f"Chênh lệch so với lần trước, trên {len(comparison.docs)} văn bản chung:\n{_table(differences, signed=True)}"
    yield "\n".join((f"Tốt lên: {len(comparison.gains)} nhiệm vụ", *(_change_line("+", change) for change in comparison.gains)))
    yield "\n".join((f"Kém đi: {len(comparison.losses)} nhiệm vụ", *(_change_line("-", change) for change in comparison.losses)))


def _change_line(sign: str, change: Change) -> str:
    task = change.task
    return f"  {sign} {task.doc}: {_outcome(change.before)} → {_outcome(change.after)}  «{_short(task.quote, SHOWN_START)}»"


def _outcome(outcome: TaskOutcome | None) -> str:
    if outcome is None:
        return "không có"
    return OUTCOME_LABELS.get(outcome.outcome) or f"sai {', '.join(FIELD_LABELS[field] for field in outcome.wrong)}"


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
