"""Which of the time expressions of one task is its deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language.fold import fold_lines
from pipeline.pipes.deadlines.expression import TimeExpression

_COMPLETION = re.compile(
    r"(?:hoàn thành|hoàn tất|xong|báo cáo|gửi|trình|nộp|ban hành|phê duyệt|bàn giao|khởi công|khánh thành|đưa vào|tổng hợp|xử lý|"
    r"kết thúc|chậm nhất|trước)(?!\w)[^.;]{0,120}\Z"
)
_COVERED = re.compile(
    r"(?<!\w)(?:số liệu|kết quả|tình hình|ước|báo cáo|tổng hợp|ý kiến|thống kê|khả năng|kỳ thi)(?!\w)(?:(?!trước|chậm nhất)[^.;]){0,80}\Z"
)
_UP_TO = re.compile(r"\W*(?:tính )?(?:đến|từ|tới)(?!\w)(?!.*(?:trước|chậm nhất))")  # what a report covers goes "đến", it is due "trước"
_KINDS = {"date": 0, "duration": 0, "recurring": 2, "event": 3, "vague": 5}
_ORDER_START = re.compile(
    r"\W*(?:[^.;,]{0,160}?(?:[:\n]|(?:chỉ đạo|yêu cầu|giao|đề nghị|phân công|chủ động|tiếp tục|phải|cần)(?: [^.;,:]{0,120})?)|"
    r"[^.;,:]{0,60}|"
    r"[^.;,]{0,80}(?:tăng cường|đẩy mạnh|nâng cao)[^,;.]{0,60},)? ?",
    re.S,
)
_NOT_CHECKABLE = re.compile(
    r"[ ,]*(?:và |, )?(?:tuyên truyền|quan tâm|chăm lo|nâng cao|nêu cao|đề cao|đổi mới|học tập|nghiên cứu|bám sát|giáo dục|quán triệt|"
    r"giữ gìn|rèn luyện|chú trọng|coi trọng|trau dồi|phát huy|"
    r"gương mẫu|tự giác|tăng cường|củng cố|nắm vững|đẩy mạnh|làm tốt|nắm bắt|động viên|nhắc nhở)"
)


def choose_deadline(found: Sequence[TimeExpression], text: str, *, offset: int = 0) -> TimeExpression | None:
    """The expression that governs the order in `text`, or `None`.

    A day that results beats a recurrence, a recurrence an event, an event a word that nobody can check; among days the one of completing
    or reporting wins, then the first; the days that a report covers ("số liệu đến ngày 30/9")
    come last. "thường xuyên" counts where it governs the order, not as a manner later in it.

    Args:
        found: those of `find_time_expressions` that lie in the task.
        text: the task.
        offset: where the task begins in the text that the places of `found` refer to.

    >>> from pipeline.pipes.deadlines.running import find_time_expressions
    >>> text = "Thường xuyên kiểm tra; báo cáo Sở Y tế trong quý II/2025"
    >>> choose_deadline(find_time_expressions(text, issued=None), text).due
    '2025-06-30'
    """
    if not found:
        return None
    folded = fold_lines(text)
    candidates = [expression for expression in found if _governs(expression, folded, expression.start - offset)]
    return min(candidates, key=lambda expression: _rank(expression, folded, expression.start - offset), default=None)


def _governs(expression: TimeExpression, folded: str, start: int) -> bool:
    if expression.recurrence == "ongoing" and "trở đi" not in expression.text:
        return bool(_ORDER_START.fullmatch(folded, 0, start)) and not _NOT_CHECKABLE.match(folded, start + len(expression.text))
    return True


def _rank(expression: TimeExpression, folded: str, start: int) -> tuple[int, bool, int, int]:
    kind = _KINDS[expression.kind]
    if expression.kind in ("date", "duration") and expression.due is None:
        kind = 1 if expression.kind == "date" else 4
    before = folded[max(0, start - 160) : start + 8]
    covered = bool(_UP_TO.match(fold_lines(expression.text)) and _COVERED.search(folded, max(0, start - 160), start))
    return kind, covered, 0 if _COMPLETION.search(before) else 1, expression.start
