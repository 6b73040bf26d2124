"""`giaoviec evaluate DIR`: measures the product against annotated documents.

What is printed is Vietnamese and for the person who tunes the product; what each figure means is written in docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from pipeline import batch, cli
from pipeline.batch.work import extract_item, outcome_of
from pipeline.cli.figures import VOTE_LABELS, comparison_sections, report_sections, training_sections, vote_table
from pipeline.cli.progress import progress
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError, system_reason

if TYPE_CHECKING:
    from pipeline.learning.evaluation import Report
    from pipeline.pipes.models.judge import Votes
    from pipeline.schema import Extraction

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
@click.option(
    "--votes",
    type=click.Choice(["rules", "models", "both", "all"]),
    default="both",
    metavar="rules|models|both|all",
    help="Ai quyết định: chỉ luật (rules), chỉ mô hình (models), cả hai (both, mặc định), hay chạy cả ba cách để so sánh (all).",
)
@click.option("--cross-validate", is_flag=True, help="Huấn luyện lại, chấm mỗi văn bản bằng mô hình chưa thấy chủ đề của nó; không ghi gì.")
@click.option("--predictions", metavar="THƯ_MỤC", type=_PATH, help="Chấm các tệp JSON có sẵn trong thư mục này, không chạy trích xuất.")
@click.option("--docs", metavar="MÃ", multiple=True, help="Chỉ các văn bản này; nhiều mã cách nhau dấu phẩy.")
@click.option("--errors", is_flag=True, help="Liệt kê từng nhiệm vụ bỏ sót, thừa và từng trường sai.")
@click.option("--rules", "by_rule", is_flag=True, help="Thêm bảng độ chính xác, độ phủ của từng quy tắc đánh giá độ rõ.")
@click.option(
    "--by", type=click.Choice(["kind", "doc"]), metavar="kind|doc", help="Thêm bảng F1 theo loại văn bản (kind) hoặc từng văn bản (doc)."
)
@click.option("--json", "json_file", metavar="TỆP", type=_PATH, help="Ghi các chỉ số ra tệp JSON; «-» là ra màn hình.")
@click.option("--save", metavar="TỆP", type=_PATH, help="Lưu chỉ số và kết quả từng nhiệm vụ để so sánh về sau.")
@click.option("--against", metavar="TỆP", type=_PATH, help="So với lần đánh giá đã lưu bằng --save: nhiệm vụ nào tốt lên, kém đi.")
def evaluate(
    bench: Path,
    origin: str,
    votes: Votes | Literal["all"],
    cross_validate: bool,
    predictions: Path | None,
    docs: tuple[str, ...],
    errors: bool,
    by_rule: bool,
    by: str | None,
    json_file: Path | None,
    save: Path | None,
    against: Path | None,
) -> int:
    """So kết quả với bộ văn bản đã chú giải và in các chỉ số.

    THƯ_MỤC có docs/*.txt (văn bản), gold/*.json (chú giải) và, nếu có, files/* (tệp gốc); với --cross-validate cũng có thể là một kho
    ngữ liệu (marked/*.txt và themes.csv).

    Mã kết thúc: 0 xong; 2 gọi sai; 3 có tệp không đọc được (các nhiệm vụ trong đó tính là bỏ sót); 4 lỗi.
    """
    from pipeline.learning.answers import read_bench, read_predictions
    from pipeline.learning.comparison import compare, figures_json, load_report, report_json
    from pipeline.learning.evaluation import evaluate as score

    printed = {"--errors": errors, "--rules": by_rule, "--by": by, "--json": json_file, "--save": save, "--against": against}
    chosen = {"--docs": docs, "--from files": origin == "files", "--predictions": predictions, "--votes": votes != "both"}
    if cross_validate:
        _apart("--cross-validate", {**printed, **chosen})
        return _cross_validate(bench)
    if votes == "all":
        _apart("--votes all", printed)
    if predictions:
        _apart("--predictions", {"--votes": votes != "both"})
    old = load_report(against) if against else None
    wanted = [doc for part in docs for doc in part.replace(",", " ").split()]
    documents = read_bench(bench, wanted)
    ids = [document.doc for document in documents]
    if predictions:
        found, failed = read_predictions(predictions, ids), 0
    else:
        sources = _sources(bench, origin, ids)
        ids = list(sources)
        if votes == "all":
            return _all_votes(sources, lambda found: score(bench, found, docs=ids))
        found = _extract(sources, votes)
        failed = len(ids) - len(found)
        if votes != "rules":
            _tell_learnt([document.text for document in documents if document.doc in found])
    report = score(bench, found, docs=ids)
    figures = figures_json(report.figures)
    on_screen = json_file == Path("-")  # then everything else goes to stderr
    if save:
        _write(save, report_json(report))
    if json_file and not on_screen:
        _write(json_file, figures)
    sections = [
        *report_sections(report, errors=errors, by_rule=by_rule, by=by),
        *(comparison_sections(compare(old, report)) if old else ()),
    ]
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


def _apart(option: str, others: Mapping[str, object]) -> None:
    """Refuses options that mean nothing together.

    Raises:
        GiaoviecError: GV412.
    """
    if given := [name for name, value in others.items() if value]:
        raise GiaoviecError("GV412", options=", ".join([option, *given]))


def _tell_learnt(texts: Sequence[str]) -> None:
    """Says on stderr how many of the documents the models were trained on: on those they look better than they are."""
    from pipeline.learning.documents import text_hash
    from pipeline.pipes.models.store import learnt_texts

    learnt = learnt_texts()
    known = sum(text_hash(text) in learnt for text in texts)
    if known:
        click.echo(f"Lưu ý: mô hình đã học từ {known} trên {len(texts)} văn bản này; chỉ số của mô hình ở đây cao hơn thực tế.", err=True)


def _all_votes(sources: dict[str, Path], score: Callable[[dict[str, Extraction]], Report]) -> int:
    """Rules, models and both, side by side."""
    failed = 0
    reports: dict[Votes, Report] = {}
    for votes in VOTE_LABELS:
        found = _extract(sources, votes)
        failed += len(sources) - len(found)
        reports[votes] = score(found)
    click.echo(vote_table(reports))
    return cli.SOME_FAILED if failed else cli.FINE


def _cross_validate(corpus: Path) -> int:
    """The figures of models that do not know the documents they are asked about."""
    from pipeline.learning.training import train

    training = train([corpus], tell=lambda line: click.echo(line, err=True))
    click.echo("\n\n".join(training_sections(training)))
    return cli.FINE


def _extract(sources: dict[str, Path], votes: Votes) -> dict[str, Extraction]:
    """What the pipeline makes of each file; one that cannot be read is told on stderr and left out."""
    found = {}
    with progress(len(sources)) as done:
        for doc, path in sources.items():
            item = batch.Item(path, path.name)
            extraction = extract_item(item, votes)
            done(outcome_of(item, extraction))
            if extraction.status != "failed":
                found[doc] = extraction
    return found


def _write(file: Path, content: Any) -> None:
    """Writes JSON.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    try:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise GiaoviecError("GV401", path=file, detail=system_reason(error)) from error
