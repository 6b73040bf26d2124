"""Rõ thời gian, by arithmetic: a day that has passed, that the calendar lacks, that is a day off, or that leaves no time to work.

Counting of working days: `pipeline.knowledge.calendar`. A day that cannot be looked up there is not judged.
"""

from __future__ import annotations

from datetime import date

from pipeline.knowledge.calendar import OutsideCalendar, load_calendar
from pipeline.pipes.clarity.case import Case, one_line, place_of
from pipeline.pipes.clarity.rewording import NEW_DAY, Change
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks
from pipeline.schema import Deadline, Task

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@checks("deadline-past")
def _past(rule: Rule, case: Case) -> Flaw | None:
    task, setting, due = case.task, case.setting, _due(case.task)
    deadline = task.deadline
    if deadline is None or due is None:
        return None
    phrase = one_line(deadline.text)
    if deadline.flaw == "begins-after-end":
        return _wrong(task, deadline, f"«{phrase}»: ngày bắt đầu ở sau ngày kết thúc.")
    if setting.issued is not None and due < setting.issued:
        return _wrong(task, deadline, f"Hạn {due:%d/%m/%Y} đã qua khi văn bản được ban hành ({setting.issued:%d/%m/%Y}).")
    if setting.parent_due and deadline.source == "explicit" and due > (above := date.fromisoformat(setting.parent_due[:10])):
        return _wrong(task, deadline, f"Hạn {due:%d/%m/%Y} ở sau hạn chung của mục ({above:%d/%m/%Y}).")
    return None


def _wrong(task: Task, deadline: Deadline, fault: str) -> Flaw:
    return Flaw(*place_of(task, deadline), {"fault": fault}, _another_day(task, deadline))


def _another_day(task: Task, deadline: Deadline) -> Change:
    """Another day in place of the stated one, where the task states it itself."""
    start, end = place_of(task, deadline)
    inside = task.start <= start and end <= task.end and (start, end) != (task.start, task.end)
    return Change.replacing(start, end, NEW_DAY) if inside else Change(deadline=NEW_DAY)


@checks("weekday-mismatch")
def _weekday(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.flaw != "weekday-mismatch":
        return None
    due = _due(case.task)
    told = f"; ngày {due:%d/%m/%Y} là {_WEEKDAYS[due.weekday()]}" if due else ""
    facts = {"phrase": one_line(deadline.text), "told": told}
    return Flaw(*place_of(case.task, deadline), facts, _another_day(case.task, deadline))


@checks("impossible-date")
def _impossible(rule: Rule, case: Case) -> Flaw | None:
    deadline = case.task.deadline
    if deadline is None or deadline.flaw != "impossible-date":
        return None
    return Flaw(*place_of(case.task, deadline), {"phrase": one_line(deadline.text)}, _another_day(case.task, deadline))


@checks("deadline-on-day-off")
def _day_off(rule: Rule, case: Case) -> Flaw | None:
    deadline, due = case.task.deadline, _due(case.task)
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
    facts = {"due": f"{due:%d/%m/%Y}", "weekday": _WEEKDAYS[due.weekday()]}
    issued = case.setting.issued
    hint = f"{after:%d/%m/%Y}." if issued and before <= issued else f"{before:%d/%m/%Y} hoặc {after:%d/%m/%Y}."
    return Flaw(*place_of(case.task, deadline), facts, hint=hint)


@checks("too-short")
def _too_short(rule: Rule, case: Case) -> Flaw | None:
    deadline, due, issued = case.task.deadline, _due(case.task), case.setting.issued
    if deadline is None or due is None or issued is None or due < issued or deadline.bound == "on":
        return None
    fewest = int(rule.threshold)
    try:
        enough = load_calendar().add_working_days(issued, fewest) <= due
    except OutsideCalendar:
        enough = (due - issued).days >= fewest
    if enough:
        return None
    facts = {"due": f"{due:%d/%m/%Y}", "fewest": fewest}
    return Flaw(*place_of(case.task, deadline), facts, _another_day(case.task, deadline))


def _due(task: Task) -> date | None:
    return date.fromisoformat(task.deadline.due[:10]) if task.deadline and task.deadline.due else None
