"""A document as HTML: its text with the tasks highlighted, and each task's fields beside it; a part of `report.html`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from pipeline.export import labels
from pipeline.export.marks import Mark, marked_lines, marks
from pipeline.schema import DIMENSIONS, Dismissed, Extraction, Finding, Origin, Party, Task

_GOOD, _FAIR = 0.8, 0.5  # shares from which a bar is green or yellow
_BLANK = re.compile(r"\[[^\[\]]+\]")  # in a proposed sentence: what only the drafter knows


def status(extraction: Extraction) -> str:
    """A mark for what was not read or not wholly; empty for the others."""
    if extraction.status == "ok":
        return ""
    return f'<span class="status {extraction.status}">{labels.STATUSES[extraction.status]}</span>'


def opening(number: int, flagged: int, *, opened: bool) -> str:
    """The tag that opens a document with so many flagged tasks; whether it is shown folded is known when all are counted."""
    return f'<details class="document" id="d{number}" data-flagged="{flagged}"{" open" if opened else ""}>'


def document(number: int, extraction: Extraction) -> Iterator[str]:
    """The document that is `number` in the run, without the tag that opens it; see `opening`."""
    head = extraction.document
    flagged = sum(bool(task.findings) for task in extraction.tasks)
    yield f"\n<summary><h2>{escape(labels.title(extraction))}</h2> <span>{escape(head.subject or '')}</span>"
    yield f'<span class="count">{len(extraction.tasks)} nhiệm vụ</span>'
    yield f'<span class="count warn">{flagged} cần làm rõ</span>' if flagged else ""
    yield status(extraction) + "</summary>\n"
    issued = f"ngày {labels.office_date(head.issued)}" if head.issued else None
    about = (head.issuer, issued, f"người ký: {head.signer}" if head.signer else None, extraction.source.path)
    yield f'<p class="about">{" · ".join(escape(part) for part in about if part)}</p>\n'
    yield from (f'<p class="problem"><b>{escape(p.code)}</b> {escape(p.message)}</p>\n' for p in extraction.errors)
    yield from bars(extraction.clarity, "Tỷ lệ nhiệm vụ đã rõ")
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


def bars(shares: Mapping[str, float | None], caption: str) -> Iterator[str]:
    """A bar for each of the "6 rõ", as long as the share (0 to 1) of the tasks that are clear; nothing where nothing was judged."""
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
