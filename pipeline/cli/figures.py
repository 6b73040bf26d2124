"""Figures of an evaluation as text: tables, mistakes, gains and losses, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.knowledge.rulebook import load_rulebook

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.learning.comparison import Change, Comparison
    from pipeline.learning.evaluation import Mistake, Report, TaskOutcome
    from pipeline.learning.training import Training
    from pipeline.pipes.models.judge import Votes

MEASURE_LABELS = {
    "task": "Nhiệm vụ",
    "task words": "Số từ của nhiệm vụ",
    "owner": "Cơ quan chủ trì",
    "coordinators": "Cơ quan phối hợp",
    "deadline": "Thời hạn",
    "exact": "Đúng toàn bộ",
    "owner-missing": "Cờ thiếu chủ trì",
    "owner-generic": "Cờ chủ trì chung chung",
    "deadline-missing": "Cờ thiếu thời hạn",
    "deadline-vague": "Cờ thời hạn mơ hồ",
    "result-missing": "Cờ thiếu sản phẩm",
    "content-generic": "Cờ nội dung chung chung",
    "number": "Số, ký hiệu",
    "issued": "Ngày ban hành",
}
MISTAKE_LABELS = {**MEASURE_LABELS, "no-output": "Không có kết quả", "missed": "Bỏ sót", "spurious": "Thừa"}
KIND_LABELS = {"date": "ngày", "duration": "khoảng thời gian", "recurring": "định kỳ", "event": "theo sự kiện", "vague": "mơ hồ"}
FIELD_LABELS = {"owner": "chủ trì", "coordinators": "phối hợp", "deadline": "thời hạn"}
OUTCOME_LABELS = {"exact": "đúng toàn bộ", "missed": "bỏ sót", "spurious": "thừa"}
FIGURE_LABELS = {"p": "Chính xác", "r": "Độ phủ", "f1": "F1", "n": "Số mẫu"}
BREAKDOWN = ("task", "owner", "coordinators", "deadline", "exact")
VOTE_LABELS: dict[Votes, str] = {"rules": "Chỉ luật", "models": "Chỉ mô hình", "both": "Cả hai"}
MODEL_LABELS = {
    "order": "Có phải giao việc",
    "boundary": "Tên cơ quan hết ở đâu",
    "content": "Nội dung chung chung",
    "confidence": "Không phải sửa gì",
}
SHOWN_QUOTE = 160  # characters of a quote beside a mistake
SHOWN_START = 80  # characters of a quote beside a gain or a loss


def report_sections(report: Report, *, errors: bool, by_rule: bool = False, by: str | None = None) -> Iterator[str]:
    """The parts of the printed report: mistakes, figures, those of each rule of clarity, breakdown."""
    if errors:
        yield "\n".join(_mistake_line(mistake) for mistake in report.mistakes) or "Không có sai sót nào."
    wrong, stated = report.wrong_days
    extra, free = report.spurious_without_tasks
    yield "\n".join(
        (
            _table(report.figures.loc[list(MEASURE_LABELS)].rename(index=MEASURE_LABELS)),
            f"Ngày đến hạn tính sai: {wrong} trên {stated}",
            f"Nhiệm vụ thừa trong văn bản không giao việc: {extra} trong {free} văn bản",
        )
    )
    if by_rule:
        yield _rule_table(report)
    if by:
        yield _breakdown(report, by)


def _rule_table(report: Report) -> str:
    """The figures of each rule of clarity that people have judged, by its code."""
    rulebook = load_rulebook()
    figures = report.rule_figures
    labels = [f"{rulebook[name].code} {name}" + ("" if rulebook[name].on else " (tắt)") for name in figures.index]
    return f"Từng quy tắc đánh giá độ rõ:\n{_table(figures.set_axis(labels))}"


def _table(figures: pd.DataFrame, *, signed: bool = False) -> str:
    """Figures by row, with Vietnamese headings, as aligned text."""
    return figures.rename_axis(None).rename(columns=FIGURE_LABELS).to_string(float_format=("{:+.3f}" if signed else "{:.3f}").format)


def _breakdown(report: Report, by: str) -> str:
    """F1 of the main measures for each kind of document, or each document, with the number of its gold tasks."""
    figures = report.figures_by(by)
    table = figures["f1"].unstack().loc[:, list(BREAKDOWN)].rename(columns=MEASURE_LABELS)
    table.insert(0, "Số mẫu", figures["n"].unstack()["task"])
    table = table[table["Số mẫu"] > 0]
    table.columns.name = None
    return f"F1 theo {'loại văn bản' if by == 'kind' else 'văn bản'}:\n{_table(table)}"


def _mistake_line(mistake: Mistake) -> str:
    """One wrong answer, with what the gold wants and what was found where there are both."""
    parts = [f"{mistake.doc}: {MISTAKE_LABELS.get(mistake.field) or load_rulebook()[mistake.field].title}"]
    if mistake.field not in ("no-output", "missed", "spurious"):
        parts.append(f"mẫu: {_answer(mistake, mistake.wanted)} | máy: {_answer(mistake, mistake.got)}")
    if mistake.quote:
        parts.append(f"«{_short(mistake.quote, SHOWN_QUOTE)}»")
    return "  ".join(parts)


def _answer(mistake: Mistake, answer: tuple[str, ...]) -> str:
    if mistake.field == "deadline" and answer:
        kind, value, phrase = answer
        return " ".join(part for part in (KIND_LABELS.get(kind, kind), value, f"({phrase})" if phrase else "") if part)
    if mistake.field in load_rulebook():
        return "có" if answer else "không"
    return "; ".join(answer) or "không có"


def comparison_sections(comparison: Comparison) -> Iterator[str]:
    """What was gained and lost against an earlier evaluation."""
    differences = comparison.differences.loc[list(MEASURE_LABELS), ["p", "r", "f1"]].rename(index=MEASURE_LABELS)
    yield f"Chênh lệch so với lần trước, trên {len(comparison.docs)} văn bản chung:\n{_table(differences, signed=True)}"
    yield "\n".join((f"Tốt lên: {len(comparison.gains)} nhiệm vụ", *(_change_line("+", change) for change in comparison.gains)))
    yield "\n".join((f"Kém đi: {len(comparison.losses)} nhiệm vụ", *(_change_line("-", change) for change in comparison.losses)))


def _change_line(sign: str, change: Change) -> str:
    task = change.task
    return f"  {sign} {task.doc}: {_outcome(change.before)} → {_outcome(change.after)}  «{_short(task.quote, SHOWN_START)}»"


def _outcome(outcome: TaskOutcome | None) -> str:
    if outcome is None:
        return "không có"
    return OUTCOME_LABELS.get(outcome.outcome) or f"sai {', '.join(FIELD_LABELS[field] for field in outcome.wrong)}"


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def vote_table(reports: Mapping[Votes, Report]) -> str:
    """F1 of each measure by the rules alone, by the models alone, and by both."""
    import pandas as pd

    table = pd.DataFrame({VOTE_LABELS[votes]: report.figures["f1"] for votes, report in reports.items()})
    return f"F1 theo cách quyết định:\n{_table(table.loc[list(MEASURE_LABELS)].rename(index=MEASURE_LABELS))}"


def training_sections(training: Training) -> Iterator[str]:
    """What was learnt, on documents that no model had seen: each model against the rules, then whole documents."""
    for part, title in (("cross-validation", "kiểm tra chéo, bỏ riêng từng nhóm văn bản"), ("held out", "phần để riêng")):
        rows = [
            (MODEL_LABELS[name], metrics[part]["examples"], *(metrics[part][votes]["f1"] for votes in ("rules", "model", "both")))
            for name, metrics in training.metrics.items()
            if name != "confidence" and metrics[part]["examples"]
        ]
        if rows:
            yield f"Từng mô hình, {title} (F1):\n{_rows(rows, ('', 'Trường hợp', *VOTE_LABELS.values()))}"
    confidence = training.metrics["confidence"]["held out"] if training.held_out else training.metrics["confidence"]["cross-validation"]
    yield "Độ tin cậy đã hiệu chỉnh (nói bao nhiêu, đúng bấy nhiêu):\n" + _rows(
        [(row["said"], row["so"], row["examples"]) for row in confidence["reliability"]], ("Nói", "Đúng", "Nhiệm vụ")
    )
    for reports, title in ((training.unseen, "Kiểm tra chéo"), (training.held_out, "Phần để riêng")):
        if reports:
            yield f"{title}, cả văn bản: {vote_table(reports)}"
            yield _breakdown(reports["both"], "kind")


def _rows(rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> str:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns)).to_string(index=False, float_format="{:.3f}".format)
