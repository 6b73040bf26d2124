"""click in Vietnamese: help pages and usage errors; and commands whose modules are imported only when they are called."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import click

_MESSAGES = (
    (r"No such command '(.+?)'.*", r"Không có lệnh \1."),
    (r"Missing command\.", "Thiếu tên lệnh."),
    (r"Got unexpected extra arguments? \((.+)\)", r"Thừa tham số: \1."),
    (r"Option '?([^' ]+)'? requires .+", r"Lựa chọn \1 cần một giá trị."),
    (r"Option '?([^' ]+)'? does not take a value\.", r"Lựa chọn \1 không nhận giá trị."),
    (r"(?s)(.+) is not one of (.+)\.", r"\1 không thuộc các giá trị \2."),
    (r"(?s)(.+) is not a valid .+", r"\1 không phải là giá trị hợp lệ."),
    (r"(?s)(.+) does not match the formats? .+", r"\1 không phải là một ngày. Hãy gõ như 2023-02-01 hoặc 01/02/2023."),
)


class _VietnameseHelp(click.Command):
    """A command whose help page has Vietnamese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the line that shows how to call the command."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options with a line of help each."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        with formatter.section("Lựa chọn"):
            formatter.write_dl([record for option in options if (record := option.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện hướng dẫn này rồi thoát."
        return option


class VietnameseCommand(_VietnameseHelp):
    """One command of `giaoviec`."""

    def __init__(self, name: str, **kwargs: Any):
        super().__init__(name, options_metavar="[LỰA CHỌN]", **kwargs)


class LazyGroup(_VietnameseHelp, click.Group):
    """A group of commands, each the attribute of its own name in the module of its name.

    Args:
        modules: the package of these modules.
        lines: the names of the commands with one line of help each, so that the group's help imports none of them.
    """

    def __init__(self, name: str, *, modules: str, lines: dict[str, str], **kwargs: Any):
        super().__init__(name, options_metavar="[LỰA CHỌN]", subcommand_metavar="LỆNH …", no_args_is_help=False, **kwargs)
        self._modules = modules
        self._lines = lines

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self._lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; `None` for one that does not exist."""
        if cmd_name not in self._lines:
            return None
        command: click.Command = getattr(import_module(f"{self._modules}.{cmd_name}"), cmd_name)
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options, then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section("Lệnh"):
            formatter.write_dl(list(self._lines.items()))
        formatter.write_paragraph()
        formatter.write_text(f"Xem thêm: {ctx.command_path} LỆNH --help")


def in_vietnamese(error: click.ClickException) -> str:
    """What click says of a wrong call, in Vietnamese, with the command that shows the help.

    >>> in_vietnamese(click.NoSuchOption("--khong-co"))
    'Lỗi: Không có lựa chọn --khong-co.'
    """
    context = getattr(error, "ctx", None)
    hint = f"\nXem hướng dẫn: {context.command_path} --help" if context else ""
    return f"Lỗi: {_problem(error)}{hint}"


def _problem(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            close = f" Có phải {' hoặc '.join(error.possibilities)}?" if error.possibilities else ""
            return f"Không có lựa chọn {error.option_name}.{close}"
        case click.MissingParameter():
            return f"Thiếu {_named(error.param)}."
        case click.BadParameter():
            return f"{_named(error.param)}: {_translated(error.message)}"
    return _translated(error.format_message())


def _named(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Argument):
        return f"tham số {parameter.metavar or parameter.name}"
    return f"lựa chọn {parameter.opts[0]}" if parameter is not None else "tham số"


def _translated(message: str) -> str:
    for pattern, words in _MESSAGES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, words, message)
    return message
