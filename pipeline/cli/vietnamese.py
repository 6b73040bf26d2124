"""Typer in Vietnamese: help pages and usage errors; and commands whose modules are imported only when they are called.

Typer brings a private copy of click; of the classes that a wrong call raises it makes only `BadParameter` public. The others are told by
their names here, and contexts are `Any`.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

WrongCall: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
OPTIONS_METAVAR = "[LỰA CHỌN]"

_MESSAGES = (
    (r"No such command '(.+?)'.*", r"Không có lệnh \1."),
    (r"Missing command\.", "Thiếu tên lệnh."),
    (r"Got unexpected extra arguments? \((.+)\)", r"Thừa tham số: \1."),
    (r"Option '?([^' ]+)'? requires .+", r"Lựa chọn \1 cần một giá trị."),
    (r"Option '?([^' ]+)'? does not take a value\.", r"Lựa chọn \1 không nhận giá trị."),
    (r"(?s)(.+) is not one of (.+)\.", r"\1 không thuộc các giá trị \2."),
    (r"(?s)(?:Value )?(.+) is not a valid .+", r"\1 không phải là giá trị hợp lệ."),
)
_NOTES = (("[required]", "[bắt buộc]"), ("; required]", "; bắt buộc]"), ("[default: ", "[mặc định: "))


class _VietnameseHelp(TyperCommand):
    """A command whose help page has Vietnamese headings."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for kind, heading in (("argument", "Tham số"), ("option", "Lựa chọn")):
            parameters = [parameter for parameter in self.get_params(ctx) if parameter.param_type_name == kind]
            records = [(name, _noted(said)) for parameter in parameters for name, said in [parameter.get_help_record(ctx) or ("", "")] if name]
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện hướng dẫn này rồi thoát."
        return option


class VietnameseCommand(_VietnameseHelp):
    """One command of `giaoviec`."""


class LazyGroup(TyperGroup):
    """A group of commands, each the function of its own name in the module of its name.

    Attributes:
        modules: the package of these modules.
        lines: the names of the commands with one line of help each, so that the group's help imports none of them.
    """

    modules: ClassVar[str]
    lines: ClassVar[dict[str, str]]

    format_usage = _VietnameseHelp.format_usage
    get_help_option = _VietnameseHelp.get_help_option

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.lines)
