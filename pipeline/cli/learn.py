"""`giaoviec learn FILE…`: takes what clerks decided, trains on it, and replaces the models only when told so, gains and losses in hand."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import __version__, cli
from pipeline.cli.figures import comparison_sections
from pipeline.cli.train import project_corpus
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError

if TYPE_CHECKING:
    from pipeline.learning.training import Training

_PATH = click.Path(path_type=Path)


@click.command(cls=VietnameseCommand)
@click.argument("files", nargs=-1, required=True, metavar="TỆP…", type=_PATH)
@click.option(
    "--corpus",
    metavar="THƯ_MỤC",
    type=_PATH,
    default=Path("giaoviec-hoc"),
    help="Ngữ liệu riêng của cơ quan, nơi các văn bản đã rà soát được giữ lại. Mặc định: giaoviec-hoc.",
)
@click.option("-o", "--out", metavar="THƯ_MỤC", type=_PATH, help="Nơi ghi mô hình. Mặc định: thay các mô hình đang dùng.")
@click.option("--yes", is_flag=True, help="Thay mô hình mà không hỏi lại.")
def learn(files: tuple[Path, ...], corpus: Path, out: Path | None, yes: bool) -> int:
    """Học từ những văn bản cán bộ đã rà soát xong (JSONL: mỗi dòng JSON của một văn bản, mỗi nhiệm vụ có «verdict»).

    verdict là accepted, edited, added (đúng là nhiệm vụ) hoặc rejected (không phải nhiệm vụ). Văn bản còn nhiệm vụ chưa có verdict thì
    để lại.
    Lệnh cho biết mô hình mới được gì, mất gì so với mô hình đang dùng rồi mới hỏi có thay hay không.
    """
    from pipeline.learning.decisions import add_to_corpus, read_decisions
    from pipeline.learning.training import save, train
    from pipeline.pipes.models.store import models_folder

    reviewed = [document for file in files for document in read_decisions(file)]
    new = {document.doc for document in reviewed if document.gold is not None}
    add_to_corpus(reviewed, corpus)
    click.echo(f"Đã thêm {len(new)} văn bản vào {corpus}; {len(reviewed) - len(new)} văn bản chưa rà soát xong được để lại.", err=True)
    if not (corpus / "gold").is_dir():
        raise GiaoviecError("GV410")
    training = train([project_corpus(), corpus], tell=lambda line: click.echo(line, err=True))
    click.echo("\n\n".join(_gains_and_losses(training, new)))
    target = out or models_folder()
    if not (yes or _confirmed(target)):
        click.echo("Giữ nguyên các mô hình đang dùng." if sys.stdin.isatty() else "Giữ nguyên các mô hình đang dùng; thêm --yes để thay.")
        return cli.FINE
    for home in save(training, target, __version__):
        click.echo(f"Đã ghi {home}", err=True)
    return cli.FINE


def _gains_and_losses(training: Training, new: Collection[str]) -> Iterator[str]:
    """The models in use against the new ones, on documents that neither was trained on: what was just reviewed (each judged by new models
    that leave it out), and the held-out part."""
    from pipeline.learning.comparison import compare
    from pipeline.learning.training import with_models_in_use

    ours = [one.document for one in training.documents if one.document.doc in new]
    held = [one.document for one in training.documents if one.part == "held out"]
    parts = (("văn bản vừa rà soát", ours, training.unseen), ("phần để riêng của ngữ liệu", held, training.held_out))
    for title, documents, reports in parts:
        if documents:
            yield f"Mô hình mới so với mô hình đang dùng, trên {title}:"
            yield from comparison_sections(compare(with_models_in_use(documents), reports["both"]))


def _confirmed(target: Path) -> bool:
    """The user's answer; without a terminal nothing is replaced."""
    return sys.stdin.isatty() and click.confirm(f"Ghi các mô hình mới vào {target}?", default=False)
