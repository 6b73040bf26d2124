"""The option `--config` of the commands, and where an office's configuration is looked for."""

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


def office_file(config: Path | None) -> Path | None:
    """The configuration to use: the one that is named, else the one in the current folder, else none."""
    if config is not None:
        return config
    return Path(NAME) if Path(NAME).is_file() else None
