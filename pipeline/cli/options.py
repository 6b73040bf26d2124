"""The options that several commands have, and where an office's configuration is looked for."""

from __future__ import annotations

from pathlib import Path

import click

NAME = "giaoviec.toml"

config_option = click.option(
    "--config",
    metavar="TỆP",
    type=click.Path(path_type=Path),
    help=f"Cấu hình của cơ quan (quy tắc, mức độ, từ ngữ, phát hiện bỏ qua); mặc định là {NAME} trong thư mục hiện tại, nếu có.",
)

votes_option = click.option(
    "--votes",
    type=click.Choice(["rules", "models", "both"]),
    default="both",
    metavar="rules|models|both",
    help="Ai quyết định chỗ luật và mô hình học máy cùng có ý kiến: chỉ luật, chỉ mô hình, hay cả hai (mặc định).",
)


def office_file(config: Path | None) -> Path | None:
    """The configuration to use: the one that is named, else the one in the current folder, else none."""
    if config is not None:
        return config
    return Path(NAME) if Path(NAME).is_file() else None
