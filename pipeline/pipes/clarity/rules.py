"""What is unclear about a task: the registry of rules, and the official "6 rõ" (người, việc, thời gian, trách nhiệm …).

Source of the six: Kết luận 226-KL/TW (2025). A rule is switched off by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from pipeline.pipes.clarity.calendar_rules import CALENDAR_RULES
from pipeline.pipes.clarity.content_rules import CONTENT_GENERIC, RESULT_MISSING, content_generic
from pipeline.pipes.clarity.deadline_rules import DEADLINE_RULES
from pipeline.pipes.clarity.owner_rules import OWNER_RULES
from pipeline.pipes.clarity.role_rules import ROLE_RULES
from pipeline.pipes.clarity.rule import Rule, Setting
from pipeline.schema import Finding, Task


def rules(is_generic: Callable[[Task], bool] | None = None) -> dict[str, Rule]:
    """The rules by name, in the order in which they are told.

    Args:
        is_generic: who says whether a content is generic; None: its wording, without a model.
    """
    content = content_generic(is_generic) if is_generic else CONTENT_GENERIC
    return {rule.name: rule for rule in (*OWNER_RULES, *ROLE_RULES, *DEADLINE_RULES, *CALENDAR_RULES, RESULT_MISSING, content)}


RULES = rules()
_ALONE = Setting()
_NO_TIME = frozenset({"deadline-missing", "deadline-vague", "deadline-past", "impossible-date"})
_LEADS = re.compile(r"chủ trì|đầu mối|chịu trách nhiệm chính", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:theo|thuộc|trong|đúng) thẩm quyền|[uủ][ỷy] quyền|được (?:toàn quyền )?quyết định", re.IGNORECASE)


def review(
    task: Task, setting: Setting = _ALONE, registry: Mapping[str, Rule] = RULES, *, disabled: Collection[str] = frozenset()
) -> tuple[list[Finding], dict[str, bool | None]]:
    """The findings of a task, in the order of the registry, and its "6 rõ".

    Args:
        task: a task with owners, coordinators, deadline, result and content.
        setting: what its document says of it.
        registry: the rules, see `rules`.
        disabled: names of rules that are switched off; the "6 rõ" do not depend on it.

    Returns:
        The findings, and for each of `pipeline.schema.DIMENSIONS` whether it is clear (None: not stated and not required).

    Raises:
        KeyError: for a name in `disabled` that is no rule.

    >>> from pipeline.pipes.clarity.rule import Example
    >>> task = Example("Phòng Nội vụ sớm kiểm tra các kho lưu trữ.", ("Phòng Nội vụ",), ("vague", "sớm")).task()
    >>> findings, clear = review(task)
    >>> [finding.rule for finding in findings]
    ['deadline-vague', 'result-missing']
    >>> clear["người"], clear["thời gian"], clear["thẩm quyền"]
    (True, False, None)
    """
    for name in disabled:
        if name not in registry:
            raise KeyError(name)
    found = [finding for rule in registry.values() if (finding := rule.finding(task, setting))]
    return [finding for finding in found if finding.rule not in disabled], _six_clear({finding.rule for finding in found}, task)


def _six_clear(flaws: set[str], task: Task) -> dict[str, bool | None]:
    has_owner = not flaws & {"owner-missing", "owner-generic"}
    return {
        "người": has_owner,
        "việc": "content-generic" not in flaws,
        "thời gian": not flaws & _NO_TIME,
        "trách nhiệm": has_owner and "several-leads" not in flaws and (len(task.owners) == 1 or _LEADS.search(task.text) is not None),
        "thẩm quyền": True if _AUTHORITY.search(task.text) else None,
        "sản phẩm": "result-missing" not in flaws,
    }
