"""`run.html`: what a run was like: how fast, what took longest, what failed and why, how well the scans were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from pipeline.batch.run import Run
from pipeline.batch.work import Outcome
from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.reading.ocr import DOUBTFUL
from pipeline.reading.source import thousands

_SLOWEST, _EXAMPLES, _WORST_SCANS = 20, 20, 20
_INTERVALS = 60
_HEIGHT, _WIDTH = 120, 12  # of the chart and of a bar in it, pixels
_CONFIDENCE = (0.5, DOUBTFUL, 0.85, 0.95, 1.01)


def write(run: Run, path: Path) -> None:
    """Writes the page of a complete run.

    Raises:
        GiaoviecError: GV401 when the file cannot be written.
    """
    page = files("pipeline.batch").joinpath("run.html").read_text("utf-8")
    sections = (_tiles(run), _throughput(run.now), _failures(run.outcomes), _slowest(run.outcomes), _scans(run.outcomes))
    with atomically(path) as file:
        file.write(page.replace("<!-- sections -->", "".join(part for section in sections for part in section)).encode())


def _tiles(run: Run) -> Iterator[str]:
    statuses = Counter(outcome.status for outcome in run.outcomes)
    tiles = (
        ("văn bản", thousands(len(run.outcomes)), ""),
        ("đọc lần này", thousands(len(run.now)), ""),
        ("đọc chưa trọn vẹn", thousands(statuses["partial"]), "warn" if statuses["partial"] else ""),
        ("tệp lỗi", thousands(statuses["failed"]), "bad" if statuses["failed"] else ""),
        ("nhiệm vụ", thousands(sum(outcome.tasks for outcome in run.outcomes)), ""),
    )
    yield '<ul class="tiles">'
    yield from (f'<li class="{kind}"><b>{value}</b> {name}</li>' for name, value, kind in tiles)
    yield "</ul>\n"


def _throughput(now: Sequence[Outcome]) -> Iterator[str]:
    """How many files were finished in each of up to `_INTERVALS` equal stretches of the run."""
    if not now:
        return
    begin = min(outcome.finished - outcome.seconds for outcome in now)
    took = max(outcome.finished for outcome in now) - begin
    rate = len(now) / took if took else 0.0
    pages = sum(outcome.pages or 0 for outcome in now)
    yield "<section><h2>Tốc độ</h2>\n"
    yield f"<p>{thousands(len(now))} tệp trong {labels.span(took)}: {labels.decimal(rate)} tệp/giây"
    yield f", {labels.decimal(pages / took)} trang/giây" if pages and took else ""
    yield f"; thời gian đọc cộng lại {labels.span(sum(outcome.seconds for outcome in now))}.</p>\n"
    if took and len(now) > 1:
        counts = Counter(min(int((outcome.finished - begin) / took * _INTERVALS), _INTERVALS - 1) for outcome in now)
        most = max(counts.values())
        yield f'<svg viewBox="0 0 {_INTERVALS * _WIDTH} {_HEIGHT}" role="img" aria-label="Số tệp đọc xong theo thời gian">'
        for at in range(_INTERVALS):
            tall = round(counts[at] / most * _HEIGHT)
            place = f'x="{at * _WIDTH}" y="{_HEIGHT - tall}" width="{_WIDTH - 2}" height="{tall}"'
            yield f"<rect {place}><title>{counts[at]} tệp</title></rect>"
        yield f"</svg><p><small>Mỗi cột {labels.span(took / _INTERVALS)}; cột cao nhất {thousands(most)} tệp.</small></p>\n"
    yield "</section>\n"


def _failures(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The errors and doubts by code, the most frequent first, each with examples."""
    found: dict[str, list[tuple[Outcome, str]]] = {}
    for outcome in outcomes:
        for problem in outcome.problems:
            found.setdefault(problem.code, []).append((outcome, problem.message))
    if not found:
        return
    yield "<section><h2>Lỗi và chỗ đọc chưa chắc, theo mã</h2>\n"
    for code, cases in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"<details><summary><b>{escape(code)}</b> {thousands(len({outcome.name for outcome, _ in cases}))} tệp</summary>"
        rows = [(escape(outcome.name), labels.STATUSES[outcome.status], escape(message)) for outcome, message in cases[:_EXAMPLES]]
        yield from _table(("Tệp", "Tình trạng", "Lý do và cách xử lý"), rows)
        yield f"<p><small>và {thousands(len(cases) - _EXAMPLES)} lần khác</small></p>" if len(cases) > _EXAMPLES else ""
        yield "</details>\n"
    yield "</section>\n"


def _slowest(outcomes: Sequence[Outcome]) -> Iterator[str]:
    slow = sorted(outcomes, key=lambda outcome: (-outcome.seconds, outcome.name))[:_SLOWEST]
    yield "<section><h2>Tệp đọc lâu nhất</h2>\n"
    yield from _table(
        ("Tệp", "Thời gian", "Số trang", "Nhiệm vụ"),
        [(escape(one.name), labels.span(one.seconds), thousands(one.pages) if one.pages else "", thousands(one.tasks)) for one in slow],
    )
    yield "</section>\n"


def _scans(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """How sure the recognition of scanned documents was, and those that should be looked at first."""
    read = [(outcome.ocr_confidence, outcome.name) for outcome in outcomes if outcome.ocr_confidence is not None]
    if not read:
        return
    yield f"<section><h2>Bản chụp: độ tin cậy nhận dạng chữ</h2>\n<p>{thousands(len(read))} tệp.</p>\n"
    bounds = list(zip((0.0, *_CONFIDENCE), _CONFIDENCE, strict=False))
    counts = [sum(low <= confidence < high for confidence, _ in read) for low, high in bounds]
    names = [f"{low:.0%} đến {min(high, 1):.0%}".replace("%", " %") for low, high in bounds]
    yield from _table(("Độ tin cậy", "Số tệp"), [(name, thousands(count)) for name, count in zip(names, counts, strict=True)])
    yield "<h3>Nên đối chiếu trước</h3>\n"
    yield from _table(
        ("Tệp", "Độ tin cậy"), [(escape(name), labels.percent(confidence)) for confidence, name in sorted(read)[:_WORST_SCANS]]
    )
    yield "</section>\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f'<table class="list"><thead><tr>{"".join(f"<th>{head}</th>" for head in heads)}</tr></thead><tbody>\n'
    for row in rows:
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n"
    yield "</tbody></table>\n"
