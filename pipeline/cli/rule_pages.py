"""The pages of the rules for the documentation, from the rulebook: one page a rule, and a list of them (`make rules`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.knowledge.rulebook import RuleText, load_rulebook
from pipeline.schema import DIMENSIONS

SCOPES = {"task": "từng nhiệm vụ", "document": "cả văn bản", "batch": "nhiều nhiệm vụ, nhiều văn bản của một đợt"}
_SHOWN = 3
_MADE = "<!-- Trang này do `make rules` tạo ra từ pipeline/knowledge/rules/. Đừng sửa ở đây. -->\n"


def write_pages(folder: Path) -> list[Path]:
    """Writes README.md and a page for each rule.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written.
    """
    written = []
    for name, text in pages().items():
        with atomically(folder / name) as file:
            file.write(text.encode())
        written.append(folder / name)
    return written


def pages() -> dict[str, str]:
    """The pages by the names of their files."""
    rulebook = load_rulebook()
    return {"README.md": "\n".join(_contents(rulebook))} | {f"{rule.name}.md": "\n".join(_page(rule)) for rule in rulebook.values()}


def _contents(rulebook: dict[str, RuleText]) -> Iterator[str]:
    yield _MADE
    yield "# Các quy tắc về tính rõ ràng\n"
    yield (
        f"{len(rulebook)} quy tắc, xếp theo «6 rõ». Xem trên dòng lệnh: `giaoviec rules`, `giaoviec rules TÊN`. "
        "Bật, tắt, đổi mức độ: [cấu hình của cơ quan](../configuration.md). Vì sao một câu bị nhắc: `giaoviec explain TỆP --at VỊ_TRÍ`."
    )
    for dimension in DIMENSIONS:
        rules = [rule for rule in rulebook.values() if rule.dimension == dimension]
        yield f"\n## Rõ {dimension}\n\n| Mã | Quy tắc | Mức độ | Xét | Mặc định |\n|---|---|---|---|---|"
        for rule in rules:
            about = f"{labels.degree(rule.severity)} | {SCOPES[rule.scope]} | {switched(rule.on)}"
            yield f"| {rule.code} | [{rule.title}]({rule.name}.md) | {about} |"
    yield ""


def _page(rule: RuleText) -> Iterator[str]:
    yield _MADE
    yield f"# {rule.code} {rule.title}\n"
    yield "| Tên | Rõ | Mức độ | Xét | Mặc định |\n|---|---|---|---|---|"
    yield f"| `{rule.name}` | {rule.dimension} | {labels.degree(rule.severity)} | {SCOPES[rule.scope]} | {switched(rule.on)} |\n"
    if rule.off_because:
        yield f'**Tắt mặc định.** {rule.off_because} [Bật lên](../configuration.md): `[rules]`, `on = ["{rule.name}"]`.\n'
    yield f"**Là gì.** {rule.what}\n"
    yield f"**Vì sao.** {rule.why}\n"
    yield f"**Câu nhắc.** {pattern(rule.message)}\n"
    yield f"**Nên viết.** {rule.instead}\n"
    if rule.threshold is not None:
        yield f"**Ngưỡng.** {rule.threshold:g} ({rule.threshold_of})\n"
    for title, texts in (("Bị nhắc", rule.flags), ("Không bị nhắc", rule.passes)):
        yield f"## {title}\n"
        for text in texts[:_SHOWN]:
            yield f"```text\n{text.strip()}\n```\n"
    yield f"## Nguồn\n\n{rule.source}\n"
    yield "[Các quy tắc khác](README.md)\n"


def switched(on: bool) -> str:
    """Whether a rule is asked, in words."""
    return "bật" if on else "tắt"


def pattern(message: str) -> str:
    """A message with dots in place of its facts.

    >>> pattern("Thời hạn «{phrase}» chưa đủ để tính ra ngày{note}.")
    'Thời hạn «…» chưa đủ để tính ra ngày.'
    """
    return re.sub(r"\{note\}", "", re.sub(r"\{(?!note)\w+\}", "…", message))
