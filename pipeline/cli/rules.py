"""`giaoviec rules` and `giaoviec rules NAME`: the rules of clarity in a table, or one of them with what it finds in its examples."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import cli
from pipeline.cli.options import config_option, office_file
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError

if TYPE_CHECKING:
    from pipeline.cli.account_lines import Told
    from pipeline.knowledge.office import Office
    from pipeline.pipes.clarity.rules.rule import Rule
    from pipeline.pipes.reasons.examples import Examples
    from pipeline.schema import Finding

_SHOWN_CUES = 20
_CLOSE = 3


@click.command(cls=VietnameseCommand)
@click.argument("name", metavar="[TÊN]", required=False)
@config_option
@click.option("--format", "form", type=click.Choice(["json"]), metavar="json", help="In JSON thay vì bảng.")
@click.option("--docs", metavar="THƯ_MỤC", type=click.Path(path_type=Path), hidden=True)
def rules(name: str | None, config: Path | None, form: str | None, docs: Path | None) -> int:
    """Liệt kê các quy tắc về tính rõ ràng; với TÊN hoặc mã của một quy tắc: nó xét gì, vì sao, ví dụ, nên viết thế nào.

    Ví dụ: giaoviec rules owner-generic
    """
    from pipeline.knowledge.office import NO_OFFICE, load_office
    from pipeline.knowledge.rulebook import load_rulebook
    from pipeline.pipes.clarity.review import rules as rules_of

    if docs is not None:
        from pipeline.cli.rule_pages import write_pages

        click.echo(f"Đã ghi {len(write_pages(docs))} trang vào {docs}.")
        return cli.FINE
    path = office_file(config)
    office = load_office(path, load_rulebook()) if path else NO_OFFICE
    known = rules_of(office)
    if name is None:
        _show_all(known, form)
    else:
        _show_one(_named(name, known), office, form)
    return cli.FINE


def _named(name: str, known: Mapping[str, Rule]) -> Rule:
    """The rule of a name or a code, in capitals or not.

    Raises:
        GiaoviecError: GV419 with the nearest names, when there is none.
    """
    typed = name.strip().lower()
    for rule in known.values():
        if typed in (rule.text.name, rule.text.code.lower()):
            return rule
    close = "; ".join(f"{rule.text.name} ({rule.text.code})" for rule in _nearest(typed, known))
    raise GiaoviecError("GV419", name=name, close=f" Có phải: {close}?" if close else "")


def _nearest(typed: str, known: Mapping[str, Rule]) -> list[Rule]:
    """Of a code the rules of its letter with the nearest numbers, else the rules with a name or title that begins, or is spelt, like it."""
    code = re.fullmatch(r"([a-z])(\d+)", typed)
    if code:
        kind = [rule for rule in known.values() if rule.text.code.lower().startswith(code[1])]
        return sorted(kind, key=lambda rule: abs(int(rule.text.code[1:]) - int(code[2])))[:_CLOSE]
    called = {rule.text.name: rule for rule in known.values()} | {rule.text.title.lower(): rule for rule in known.values()}
    begin = [word for word in called if typed and word.startswith(typed)]
    close = begin or difflib.get_close_matches(typed, called, n=_CLOSE, cutoff=0.6)
    return list({called[word].text.name: called[word] for word in close}.values())[:_CLOSE]


def _show_all(known: Mapping[str, Rule], form: str | None) -> None:
    if form == "json":
        _print_json([_summary(rule) for rule in known.values()])
        return
    from pipeline.cli.rule_pages import switched
    from pipeline.export import labels

    heads = ("Mã", "Tên", "Mức độ", "Rõ", "Quy tắc", "Hỏi")
    texts = [rule.text for rule in known.values()]
    table = [(one.code, one.name, labels.degree(one.severity), one.dimension, one.title, switched(one.on)) for one in texts]
    if not sys.stdout.isatty():
        widths = [max(len(row[i]) for row in (heads, *table)) for i in range(len(heads))]
        for row in (heads, *table):
            click.echo("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(*heads)
    for row in table:
        drawn.add_row(*row, style="" if row[-1] == switched(True) else "dim")
    Console(highlight=False).print(drawn)


def _show_one(rule: Rule, office: Office, form: str | None) -> None:
    from pipeline.pipes.reasons.examples import examples

    shown = examples(rule.text.name, office)
    if form == "json":
        _print_json(_detail(rule, shown))
        return
    from pipeline.cli.explain import show

    show(_lines(rule, shown))


def _lines(rule: Rule, shown: Examples) -> Iterator[Told]:
    from pipeline.cli.account_lines import Told
    from pipeline.cli.rule_pages import SCOPES, switched
    from pipeline.export import labels

    text = rule.text
    yield Told(f"{text.code} {text.name}: {text.title}", style="title")
    yield Told(f"Rõ {text.dimension}; mức độ {labels.degree(text.severity)}; xét {SCOPES[text.scope]}; đang {switched(text.on)}.", 1)
    if text.off_because:
        yield Told(f"Tắt mặc định: {text.off_because}", 1)
    yield Told(f"Là gì: {text.what}", 1)
    yield Told(f"Vì sao: {text.why}", 1)
    yield Told("Bị nhắc:", 1, "section")
    for example, findings in shown.flagged:
        yield from (Told(line, 2, "quote") for line in _quoted(example))
        for finding in findings[:1]:
            yield Told(finding.message, 3, "no")
            yield Told(finding.suggestion, 3)
    yield Told("Không bị nhắc:", 1, "section")
    for example in shown.passed:
        yield from (Told(line, 2, "quote") for line in _quoted(example))
    yield Told(f"Nên viết: {text.instead}", 1)
    if text.threshold is not None:
        yield Told(f"Ngưỡng: {text.threshold:g} ({text.threshold_of}).", 1)
    if rule.cues.phrases:
        yield Told(f"Từ ngữ tìm: {_cues(rule)}.", 1)
    yield Told(f"Nguồn: {text.source}", 1)


def _quoted(text: str) -> list[str]:
    return f"«{text.strip()}»".splitlines()


def _cues(rule: Rule) -> str:
    phrases = list(rule.cues.phrases.items())
    told = [f"«{phrase}»" + (f" (thay bằng «{instead}»)" if instead else "") for phrase, instead in phrases[:_SHOWN_CUES]]
    left = len(phrases) - len(told)
    return ", ".join(told) + (f" và {left} cụm khác (--format json in đủ)" if left else "")


def _summary(rule: Rule) -> dict[str, Any]:
    text = rule.text
    keys = ("code", "name", "title", "severity", "dimension", "scope", "on", "threshold")
    return {key: getattr(text, key) for key in keys}


def _detail(rule: Rule, shown: Examples) -> dict[str, Any]:
    text = rule.text
    words = {key: getattr(text, key) for key in ("off_because", "what", "why", "instead", "source", "message", "advice", "threshold_of")}
    flagged = [{"text": example.strip(), "findings": [_told(finding) for finding in findings]} for example, findings in shown.flagged]
    passed = [example.strip() for example in shown.passed]
    return _summary(rule) | words | {"cues": dict(rule.cues.phrases), "flagged": flagged, "passed": passed}


def _told(finding: Finding) -> dict[str, str]:
    return {"severity": finding.severity, "message": finding.message, "suggestion": finding.suggestion}


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
