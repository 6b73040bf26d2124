"""`giaoviec train`: trains the models that ship, from the project's corpus and whatever an office adds to it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import __version__, cli
from pipeline.cli.figures import training_sections
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
_PATH = click.Path(path_type=Path)


@click.command(cls=VietnameseCommand)
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    metavar="THƯ_MỤC",
    type=_PATH,
    help="Thêm ngữ liệu của cơ quan: thư mục có docs/*.txt và gold/*.json. Dùng được nhiều lần.",
)
@click.option("-o", "--out", metavar="THƯ_MỤC", type=_PATH, help="Nơi ghi mô hình. Mặc định: nơi các mô hình đang dùng.")
def train(corpora: tuple[Path, ...], out: Path | None) -> int:
    """Huấn luyện lại mọi mô hình từ ngữ liệu kèm phần mềm, cộng với ngữ liệu của cơ quan nếu có.

    Cùng ngữ liệu thì ra cùng mô hình. Mỗi mô hình được ghi kèm meta.json, metrics.json và MODEL_CARD.md.
    """
    from pipeline.learning.training import save
    from pipeline.learning.training import train as train_models
    from pipeline.pipes.models.store import models_folder

    training = train_models([project_corpus(), *corpora], tell=lambda line: click.echo(line, err=True))
    click.echo("\n\n".join(training_sections(training)))
    for home in save(training, out or models_folder(), __version__):
        click.echo(f"Đã ghi {home}", err=True)
    return cli.FINE


def project_corpus() -> Path:
    """The corpus of the checkout.

    Raises:
        GiaoviecError: GV408 when the program runs without it.
    """
    if not (CORPUS / "marked").is_dir():
        raise GiaoviecError("GV408", path=CORPUS)
    return CORPUS
