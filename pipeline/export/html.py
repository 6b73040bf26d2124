"""`report.html`: one self-contained page with every document's text, its tasks highlighted, and each task's fields beside it.

The page loads nothing from anywhere, so that it can be sent by mail or kept with the file; it also prints.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.export.marks import Mark, marked_lines, marks
from pipeline.schema import DIMENSIONS, Dismissed, Extraction, Finding, Origin, Party, Task

_OPEN_AT_ONCE = 3  # more documents than these are shown folded
_GOOD, _FAIR = 0.8, 0.5  # shares from which a bar is green or yellow
_BLANK = re.compile(r"\[[^\[\]]+\]")  # in a proposed sentence: what only the drafter knows


class Extractions(Protocol):
    """What can be gone through more than once: a list, or `export.documents.Documents`."""

    def __iter__(self) -> Iterator[Extraction]: ...

    def __len__(self) -> int: ...


@dataclass(slots=True)
class _Totals:
    documents: int = 0
    tasks: int = 0
    flagged: int = 0
    failed: int = 0
    judged: Counter[str] = field(default_factory=Counter)
    clear: Counter[str] = field(default_factory=Counter)

    def shares(self) -> dict[str, float | None]:
        return {name: self.clear[name] / self.judged[name] if self.judged[name] else None for name in DIMENSIONS} if self.judged else {}


def write(extractions: Extractions, path: Path) -> None:
    """Writes the page; `extractions` are gone through twice, for the list of documents and for the documents.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    before, after = files("pipeline.export").joinpath("report.html").read_text("utf-8").split("<!-- documents -->")
    with atomically(path) as file:
        listed = "".join(_overview(extractions))
        file.write(before.replace("<!-- overview -->", listed).encode())
        for number, extraction in enumerate(extractions, start=1):
            file.write("".join(_document(number, extraction, opened=len(extractions) <= _OPEN_AT_ONCE)).encode())
        file.write(after.encode())


def _overview(extractions: Extractions) -> Iterator[str]:
    totals = _Totals()
    rows = []
    for number, extraction in enumerate(extractions, start=1):
        flagged = sum(bool(task.findings) for task in extraction.tasks)
        totals.documents += 1
        totals.tasks += len(extraction.tasks)
        totals.flagged += flagged
        totals.failed += extraction.status == "failed"
        for task in extraction.tasks:
            totals.judged.update(name for name, value in task.clarity.items() if value is not None)
            totals.clear.update(name for name, value in task.clarity.items() if value)
        head = extraction.document
        rows.append(
            f'<tr data-flagged="{flagged}"><td class="n">{number}</td>'
            f'<td><a href="#d{number}">{escape(labels.title(extraction))}</a><small>{escape(head.subject or "")}</small></td>'
            f'<td>{escape(head.issuer or "")}</td><td class="n">{labels.office_date(head.issued)}</td>'
            f'<td class="n">{len(extraction.tasks)}</td><td class="n">{flagged or ""}</td>'
            f"<td>{_status(extraction)}</td></tr>\n"
        )
    tiles = (
        ("văn bản", totals.documents, ""),
        ("nhiệm vụ", totals.tasks, ""),
        ("cần làm rõ", totals.flagged, "warn"),
        ("tệp lỗi", totals.failed, "bad" if totals.failed else ""),
    )
    yield '<ul class="tiles">'
    yield from (f'<li class="{kind}"><b>{value}</b> {name}</li>' for name, value, kind in tiles)
    yield "</ul>\n"
    yield from _shares(totals.shares(), "Tỷ lệ nhiệm vụ đã rõ, mọi văn bản")
    yield (
        '<table class="list"><caption>Danh sách văn bản</caption><thead><tr><th>STT</th><th>Văn bản</th><th>Cơ quan ban hành</th>'
        "<th>Ngày</th><th>Nhiệm vụ</th><th>Cần làm rõ</th><th>Tình trạng</th></tr></thead><tbody>\n"
    )
    yield from rows
    yield "</tbody></table>\n"


def _status(extraction: Extraction) -> str:
    if extraction.status == "ok":
        return ""
    return f'<span class="status {extraction.status}">{labels.STATUSES[extraction.status]}</span>'


def _document(number: int, extraction: Extraction, *, opened: bool) -> Iterator[str]:
    head = extraction.document
    flagged = sum(bool(task.findings) for task in extraction.tasks)
    yield f'<details class="document" id="d{number}" data-flagged="{flagged}"{" open" if opened else ""}>\n<summary>'
    yield f"<h2>{escape(labels.title(extraction))}</h2> <span>{escape(head.subject or '')}</span>"
    yield f'<span class="count">{len(extraction.tasks)} nhiệm vụ</span>'
    yield f'<span class="count warn">{flagged} cần làm rõ</span>' if flagged else ""
    yield _status(extraction) + "</summary>\n"
    issued = f"ngày {labels.office_date(head.issued)}" if head.issued else None
    about = (head.issuer, issued, f"người ký: {head.signer}" if head.signer else None, extraction.source.path)
    yield f'<p class="about">{" · ".join(escape(part) for part in about if part)}</p>\n'
    yield from (f'<p class="problem"><b>{escape(p.code)}</b> {escape(p.message)}</p>\n' for p in extraction.errors)
    yield from _shares(extraction.clarity, "Tỷ lệ nhiệm vụ đã rõ")
    if extraction.findings:
        yield '<ul class="findings whole" aria-label="Vấn đề của cả văn bản">'
        yield from (_finding(finding) for finding in labels.worst_first(extraction.findings))
        yield "</ul>\n"
    if extraction.text:
        yield '<div class="sides"><div class="text">\n'
        clear = {place for place, task in enumerate(extraction.tasks, start=1) if not task.findings}
        yield from (
            f"<p>{''.join(_piece(number, text, held, clear) for text, held in line)}</p>\n"
            for line in marked_lines(extraction.text, marks(extraction.tasks))
        )
        yield '</div>\n<ol class="tasks">\n'
        for place, task in enumerate(extraction.tasks, start=1):
            yield from _card(f"{number}-{place}", place, task)
        yield "</ol></div>\n" if extraction.tasks else '</ol><p class="none">Không tìm thấy nhiệm vụ nào trong văn bản này.</p></div>\n'
    yield "</details>\n"


def _piece(number: int, text: str, held: list[Mark], clear: set[int]) -> str:
    """A stretch of text inside the same marks, as HTML; a task's first stretch is preceded by its number, a link to its card.

    `clear` are the tasks without a finding, whose marks can be switched off.
    """
    if not held:
        return escape(text)
    anchors = "".join(
        f'<a class="to-card{" clear" if mark.task in clear else ""}" id="t{number}-{mark.task}" href="#c{number}-{mark.task}"'
        f' data-n="{mark.task}" aria-label="Xem nhiệm vụ {mark.task}"></a>'
        for mark in held
        if mark.kind == "task" and mark.opens
    )
    tasks = sorted({mark.task for mark in held})
    kinds = list(dict.fromkeys(mark.kind for mark in held)) + (["clear"] if clear.issuperset(tasks) else [])
    said: dict[str, list[str]] = {}
    for mark in held:
        if mark.about:
            said.setdefault(mark.about, []).append(str(mark.task))
    tip = "\n".join(f"{about} (nhiệm vụ {', '.join(numbers)})" for about, numbers in said.items())
    title = f' title="{escape(tip)}"' if tip else ""
    keys = " ".join(f"{number}-{task}" for task in tasks)
    return f'{anchors}<span class="{" ".join(kinds)}" data-t="{keys}"{title}>{escape(text)}</span>'


def _card(key: str, place: int, task: Task) -> Iterator[str]:
    severity = labels.worst_severity(task) or "clear"
    yield f'<li class="card {severity}" id="c{key}" data-flagged="{len(task.findings)}" tabindex="0">\n'
    where = labels.place(task)
    yield f'<p class="where"><a class="to-text" href="#t{key}" data-n="{place}" aria-label="Xem nhiệm vụ {place} trong văn bản"></a>'
    yield f'{escape(where)}</p>\n<p class="content">{escape(task.content)}</p>\n<dl>\n'
    deadline = task.deadline
    fields = (
        ("owner", "Chủ trì", [_party(party) for party in task.owners]),
        ("coordinator", "Phối hợp", [_party(party) for party in task.coordinators]),
        ("deadline", "Thời hạn", [_deadline(deadline.text, labels.deadline_value(deadline), deadline.source)] if deadline else []),
        ("result", "Sản phẩm", [escape(task.result.text)] if task.result else []),
    )
    for kind, name, values in fields:
        if values or kind != "coordinator":
            yield f'<dt class="{kind}">{name}</dt><dd>{"<br>".join(values) or "<i>chưa nêu</i>"}</dd>\n'
    yield "</dl>\n"
    if task.clarity:
        verdicts = {True: ("met", "đạt"), False: ("unmet", "chưa đạt"), None: ("open", "chưa xét")}
        yield f'<ul class="clarity" aria-label="{escape(labels.clarity(task))}">'
        for name, value in task.clarity.items():
            kind, said = verdicts[value]
            yield f'<li class="{kind}" title="Rõ {escape(name)}: {said}">{escape(name)}</li>'
        yield "</ul>\n"
    if task.findings:
        findings = labels.worst_first(task.findings)
        yield '<ul class="findings">' + "".join(_finding(one, folded=task.rewording is not None) for one in findings) + "</ul>\n"
    if task.rewording:
        sentence = _BLANK.sub(r"<mark>\g<0></mark>", escape(task.rewording.text))
        yield f'<p class="rewording"><b>Đề nghị sửa</b> {sentence}</p>\n'
    if task.dismissed:
        yield f'<details class="dismissed"><summary>{len(task.dismissed)} vấn đề cơ quan đã bỏ qua</summary><ul class="findings">'
        yield from map(_dismissed, labels.worst_first(task.dismissed))
        yield "</ul></details>\n"
    yield "</li>\n"


def _shares(shares: Mapping[str, float | None], caption: str) -> Iterator[str]:
    """A bar for each of the "6 rõ", as long as the share of the tasks that are clear; nothing where nothing was judged."""
    if not shares:
        return
    yield f'<div class="shares"><p>{escape(caption)}</p><dl>'
    for name in DIMENSIONS:
        share = shares.get(name)
        kind = "open" if share is None else "good" if share >= _GOOD else "fair" if share >= _FAIR else "poor"
        bar = f'<i style="width:{labels.percent(share or 0)}"></i>'
        yield f'<div class="{kind}"><dt>Rõ {escape(name)}</dt><dd class="bar-of">{bar}</dd><dd>{labels.percent(share)}</dd></div>'
    yield "</dl></div>\n"


def _party(party: Party) -> str:
    return escape(party.name) + _origin(party.source)


def _deadline(text: str, value: str, source: Origin) -> str:
    return (f"<b>{escape(value)}</b> — " if value else "") + f"“{escape(text)}”" + _origin(source)


def _origin(source: Origin) -> str:
    return "" if source == "explicit" else f" <small>({labels.ORIGINS[source]})</small>"


def _finding(finding: Finding, *, folded: bool = False) -> str:
    """A finding as an item of a list; `folded` is its suggestion where the whole sentence is proposed anyway."""
    suggestion = f"<em>Gợi ý: {escape(finding.suggestion)}</em>" if finding.suggestion else ""
    if folded and suggestion:
        suggestion = f"<details><summary>Gợi ý cho riêng vấn đề này</summary>{suggestion}</details>"
    return f'<li class="{finding.severity}">{_issue(finding)}{suggestion}</li>'


def _dismissed(finding: Dismissed) -> str:
    return f"<li>{_issue(finding)}<em>Lý do bỏ qua: {escape(finding.reason)}</em></li>"


def _issue(finding: Finding) -> str:
    weighed = labels.evidence(finding)
    return (
        f'<p><b class="grade">{labels.SEVERITIES[finding.severity]}</b> <b>{escape(labels.issue(finding))}</b><br>{escape(finding.message)}'
        f"{f' <small>({escape(weighed)})</small>' if weighed else ''}</p>"
    )
