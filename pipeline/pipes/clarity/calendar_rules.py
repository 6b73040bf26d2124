"""Rõ thời gian, by arithmetic: a day that has passed, that the calendar lacks, that is a day off, or that leaves no time to work.

Counting of working days: `pipeline.knowledge.calendar`. A day that cannot be looked up there is not judged.
"""

from __future__ import annotations

from datetime import date

from pipeline.knowledge.calendar import OutsideCalendar, load_calendar
from pipeline.pipes.clarity.deadline_rules import phrase_of, place_of
from pipeline.pipes.clarity.rule import Example, Flaw, Rule, Setting
from pipeline.pipes.clarity.suggestions import choose_day
from pipeline.schema import Task

_FEWEST = 2  # working days between issue and due day
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _past(task: Task, setting: Setting) -> Flaw | None:
    deadline, due = task.deadline, _due(task)
    if deadline is None or due is None:
        return None
    phrase = phrase_of(deadline)
    if deadline.flaw == "begins-after-end":
        return Flaw(f"«{phrase}»: ngày bắt đầu ở sau ngày kết thúc.", "Sửa lại ngày bắt đầu hoặc ngày kết thúc.", *place_of(task))
    if setting.issued is not None and due < setting.issued:
        message = f"Hạn {due:%d/%m/%Y} đã qua khi văn bản được ban hành ({setting.issued:%d/%m/%Y})."
        return Flaw(message, choose_day(phrase), *place_of(task))
    if setting.parent_due and deadline.source == "explicit" and due > date.fromisoformat(setting.parent_due[:10]):
        above = date.fromisoformat(setting.parent_due[:10])
        message = f"Hạn {due:%d/%m/%Y} ở sau hạn chung của mục ({above:%d/%m/%Y})."
        return Flaw(message, "Sửa cho hạn của việc không sau hạn của mục.", *place_of(task))
    return None


def _weekday(task: Task, setting: Setting) -> Flaw | None:
    deadline = task.deadline
    if deadline is None or deadline.flaw != "weekday-mismatch":
        return None
    due = _due(task)
    told = f"; ngày {due:%d/%m/%Y} là {_WEEKDAYS[due.weekday()]}" if due else ""
    return Flaw(f"«{phrase_of(deadline)}»: thứ và ngày không khớp{told}.", "Sửa lại thứ hoặc ngày.", *place_of(task))


def _impossible(task: Task, setting: Setting) -> Flaw | None:
    deadline = task.deadline
    if deadline is None or deadline.flaw != "impossible-date":
        return None
    phrase = phrase_of(deadline)
    return Flaw(f"«{phrase}»: lịch không có ngày này.", choose_day(phrase), *place_of(task))


def _day_off(task: Task, setting: Setting) -> Flaw | None:
    deadline, due = task.deadline, _due(task)
    if deadline is None or due is None or deadline.kind != "date" or deadline.status != "resolved":
        return None
    if deadline.precision not in ("day", "minute") or deadline.begin is not None or deadline.bound == "on":
        return None  # a month's end, a stretch or the day of an event is not a day on which something must be handed in
    calendar = load_calendar()
    try:
        if calendar.is_working_day(due):
            return None
        before, after = calendar.last_working_day(due), calendar.next_working_day(due)
    except OutsideCalendar:
        return None
    message = f"Hạn {due:%d/%m/%Y} là {_WEEKDAYS[due.weekday()]}, ngày nghỉ."
    return Flaw(message, f"Chọn ngày làm việc liền kề: {before:%d/%m/%Y} hoặc {after:%d/%m/%Y}.", *place_of(task))


def _too_short(task: Task, setting: Setting) -> Flaw | None:
    due, issued = _due(task), setting.issued
    if task.deadline is None or due is None or issued is None or due < issued or task.deadline.bound == "on":
        return None
    try:
        if load_calendar().add_working_days(issued, _FEWEST) <= due:
            return None
    except OutsideCalendar:
        return None
    message = f"Từ ngày ban hành đến hạn {due:%d/%m/%Y} chưa đủ {_FEWEST} ngày làm việc."
    return Flaw(message, "Cân nhắc lùi hạn, hoặc gửi văn bản hỏa tốc và báo trước cho cơ quan thực hiện.", *place_of(task))


def _due(task: Task) -> date | None:
    return date.fromisoformat(task.deadline.due[:10]) if task.deadline and task.deadline.due else None


_ISSUED = Setting(issued=date(2025, 3, 10))


def _example(phrase: str, setting: Setting = _ISSUED, **fields: str) -> Example:
    return Example(
        f"Sở Xây dựng báo cáo UBND tỉnh {phrase}.",
        ("Sở Xây dựng",),
        ("date", phrase),
        "báo cáo UBND tỉnh",
        fields={"precision": "day", "bound": "before", **fields},
        setting=setting,
    )


DEADLINE_PAST = Rule(
    name="deadline-past",
    severity="high",
    title="Thời hạn đã qua hoặc mâu thuẫn",
    what="Hạn ở trước ngày ban hành, trước ngày bắt đầu của chính nó, hoặc sau hạn chung của mục chứa nó.",
    why="Không ai làm kịp một hạn đã qua; thường là gõ nhầm năm hoặc chép lại hạn của văn bản cũ.",
    instead="Kiểm tra lại năm, ngày bắt đầu và hạn chung của mục.",
    bad=(
        _example("trước ngày 15/3/2024", due="2024-03-15"),
        _example("từ ngày 20/4/2025 đến ngày 15/4/2025", due="2025-04-15", flaw="begins-after-end", status="partial"),
        _example("trước ngày 30/6/2025", Setting(_ISSUED.issued, "2025-05-30"), due="2025-06-30"),
    ),
    good=(
        _example("trước ngày 15/4/2025", due="2025-04-15"),
        _example("trước ngày 15/4/2025", Setting(_ISSUED.issued, "2025-05-30"), due="2025-04-15"),
        _example("trước ngày 15/3/2024", Setting(), due="2024-03-15"),
    ),
    check=_past,
)

WEEKDAY_MISMATCH = Rule(
    name="weekday-mismatch",
    severity="high",
    title="Thứ và ngày không khớp",
    what="Thời hạn nêu cả thứ trong tuần và ngày, nhưng ngày ấy không phải thứ ấy.",
    why="Người nhận không biết theo thứ hay theo ngày; chênh nhau có thể cả năm.",
    instead="Đối chiếu lịch rồi sửa thứ hoặc ngày.",
    bad=(_example("trước thứ Hai, ngày 15/4/2025", due="2025-04-15", flaw="weekday-mismatch", status="partial"),),
    good=(_example("trước thứ Ba, ngày 15/4/2025", due="2025-04-15"),),
    check=_weekday,
)

IMPOSSIBLE_DATE = Rule(
    name="impossible-date",
    severity="high",
    title="Ngày không có trong lịch",
    what="Thời hạn là một ngày mà lịch không có, như 31/6 hoặc 30/02.",
    why="Không tính được đến hạn, quá hạn.",
    instead="Ghi đúng ngày cuối tháng.",
    bad=(_example("trước ngày 31/6/2025", flaw="impossible-date", status="partial"),),
    good=(_example("trước ngày 30/6/2025", due="2025-06-30"),),
    check=_impossible,
)

DEADLINE_ON_DAY_OFF = Rule(
    name="deadline-on-day-off",
    severity="low",
    title="Hạn rơi vào ngày nghỉ",
    what="Hạn ghi bằng ngày cụ thể rơi vào thứ Bảy, Chủ nhật, ngày lễ hoặc ngày nghỉ bù.",
    why="Ngày ấy không có người nhận; hạn ghi bằng ngày không tự lùi như thời hạn tính bằng số ngày (BLDS 2015, điều 148.5).",
    instead="Chọn ngày làm việc liền trước hoặc liền sau.",
    bad=(_example("trước ngày 13/4/2025", due="2025-04-13"), _example("trước ngày 01/5/2025", due="2025-05-01")),
    good=(_example("trước ngày 15/4/2025", due="2025-04-15"), _example("trước ngày 26/4/2025", due="2025-04-26")),
    check=_day_off,
)

TOO_SHORT = Rule(
    name="too-short",
    severity="low",
    title="Hạn quá ngắn",
    what="Từ ngày ban hành đến hạn không đủ hai ngày làm việc.",
    why="Văn bản còn phải chuyển qua văn thư và lãnh đạo; đến tay người làm thì đã hết hạn.",
    instead="Lùi hạn, hoặc báo trước và gửi hỏa tốc.",
    bad=(_example("trước ngày 11/3/2025", due="2025-03-11"),),
    good=(_example("trước ngày 13/3/2025", due="2025-03-13"), _example("trước ngày 11/3/2025", Setting(), due="2025-03-11")),
    check=_too_short,
)

CALENDAR_RULES = (DEADLINE_PAST, WEEKDAY_MISMATCH, IMPOSSIBLE_DATE, DEADLINE_ON_DAY_OFF, TOO_SHORT)
