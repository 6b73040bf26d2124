"""`giaoviec explain FILE --at II.3.b`: what every rule and model made of a clause, and why it is a task or none."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import cli
from pipeline.cli.options import config_option, office_file, votes_option
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from pipeline.cli.account_lines import Told
    from pipeline.pipes.models.judge import Votes

_STYLES = {"title": "bold", "quote": "italic", "section": "bold cyan", "yes": "green", "no": "yellow", "faint": "dim"}


@click.command(cls=VietnameseCommand)
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--at", metavar="VỊ_TRÍ", help="Vị trí của câu theo cách đánh số của văn bản, ví dụ II.3.b.")
@click.option("--text", "words", metavar="ĐOẠN", help="Một đoạn nguyên văn của câu cần tìm.")
@votes_option
@config_option
@click.option("--format", "form", type=click.Choice(["json"]), metavar="json", help="In JSON thay vì lời giải thích.")
def explain(file: Path, at: str | None, words: str | None, votes: Votes, config: Path | None, form: str | None) -> int:
    """Cho biết vì sao một câu của TỆP được lấy làm nhiệm vụ hoặc không, cơ quan và thời hạn lấy từ đâu, từng quy tắc nói gì.

    Không có --at và --text: liệt kê mọi câu, mỗi câu một dòng.

    Ví dụ: giaoviec explain ke-hoach.docx --at II.3.b
    """
    from pipeline.cli.account_lines import lines, summary
    from pipeline.pipes.reasons.account import Teller
    from pipeline.pipes.reasons.clauses import clauses, clauses_at, clauses_with
    from pipeline.reading import read

    if at is not None and words is not None:
        raise GiaoviecError("GV412", options="--at, --text")
    teller = Teller(read(file), votes, office_file(config))
    asked = clauses_at(teller.doc, at) if at is not None else clauses_with(teller.doc, words) if words is not None else clauses(teller.doc)
    explanation = teller.explain(asked)
    if form == "json":
        json.dump(asdict(explanation), sys.stdout, ensure_ascii=False, indent=1, default=_dumped)
        sys.stdout.write("\n")
    else:
        show(summary(explanation) if at is None and words is None else lines(explanation))
    return cli.FINE


def _dumped(model: BaseModel) -> Any:
    return model.model_dump()


def show(told: Iterable[Told]) -> None:
    """Prints lines: with colours and wrapped on a terminal, else as they are."""
    if not sys.stdout.isatty():
        click.echo("\n".join("  " * line.indent + line.text for line in told))
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for line in told:
        console.print(Padding(Text(line.text, _STYLES.get(line.style, "")), (0, 0, 0, 2 * line.indent)))
