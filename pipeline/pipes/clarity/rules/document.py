"""What is unclear about a document as a whole, and tasks that hang on a plan whose time is over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.language.fold import fold
from pipeline.pipes.clarity.case import Case, one_line
from pipeline.pipes.clarity.rewording import Change
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks
from pipeline.schema import Finding, Header, Task

_PLAN = re.compile(
    r"(?<!\w)(?:thực hiện|triển khai|hoàn thành|theo|tiếp tục)(?: \w+){0,4}? (?P<phrase>(?:chương trình|kế hoạch|đề án|chiến lược|dự án|"
    r"quy hoạch|phương án|lộ trình|nghị quyết)"
    r"(?!\w)[^.;:]{0,160}?(?:giai đoạn \d{4} ?- ?(?P<last>\d{4})|(?<!\d/)năm (?P<year>\d{4})|nhiệm kỳ \d{4} ?- ?(?P<term>\d{4})|"
    r"đến năm (?P<until>\d{4})))"
)
_CLOSES = re.compile(
    r"(?<!\w)(?:tổng kết|đánh giá|quyết toán|sơ kết|rút kinh nghiệm|báo cáo kết quả|kiểm toán|thanh tra|kiểm điểm|khen thưởng|lưu trữ|"
    r"thanh quyết toán|nghiệm thu|bàn giao|thay thế|"
    r"kéo dài|gia hạn|chuyển nguồn|số liệu|kế thừa|xử lý|ban hành|ký|luật|nghị định)(?!\w)"
)
_LAW_BEFORE = re.compile(r"(?:luật|bộ luật|nghị định|thông tư|pháp lệnh)(?: \S+){0,14}$")
_MOTTO = re.compile(r"[5-7] rõ(?!\w)|(?:năm|sáu|bảy) rõ(?!\w)|rõ người, ?rõ việc|rõ việc, ?rõ người")
_PROMISES = re.compile(r"(?<!\w)(?:phân công|giao nhiệm vụ|tổ chức thực hiện|triển khai|giao việc)(?!\w)")
_ALWAYS = ("chỉ thị", "công điện")
_BY_TITLE = ("kế hoạch", "phân công", "quyết định", "chương trình")
_SHARE = 0.5

DocumentCheck = Callable[[Rule, Header, str, Sequence[Task]], tuple[dict[str, object], tuple[int, int] | None] | None]


@checks("parent-expired")
def _parent_expired(rule: Rule, case: Case) -> Flaw | None:
    issued = case.setting.issued
    if issued is None or closes(case.folded):
        return None
    for found in _PLAN.finditer(case.folded):
        year = int(next(value for key in ("last", "term", "until", "year") if (value := found[key])))
        start, end = found.span("phrase")
        if (
            year >= issued.year
            or year < issued.year - 40
            or _LAW_BEFORE.search(case.folded[start:end])
            or re.search(r"ngày \d", case.folded[start:end])
        ):
            continue
        place = case.span(start, end)
        facts = {"phrase": one_line(case.task.text[start:end]), "until": f"hết năm {year}"}
        return Flaw(*place, facts, Change.replacing(*place, "[tên chương trình, kế hoạch hiện nay]"))
    return None


def closes(folded: str) -> bool:
    """Does a task look back on a plan, or carry it on by name: *tổng kết*, *gia hạn*? Then it may cite one whose time is over."""
    return _CLOSES.search(folded) is not None


def review_document(rules: dict[str, Rule], header: Header, text: str, tasks: Sequence[Task]) -> list[Finding]:
    """The findings of a document as a whole, by those of `rules` that are about documents."""
    found = []
    for name, check in _DOCUMENT_CHECKS.items():
        rule = rules[name]
        flaw = check(rule, header, text, tasks)
        if flaw is not None:
            found.append(rule.report(*flaw, f". {rule.text.instead}"))
    return found


def _no_task(rule: Rule, header: Header, text: str, tasks: Sequence[Task]) -> tuple[dict[str, object], tuple[int, int] | None] | None:
    kind = header.kind or ""
    promised = kind in _ALWAYS or (kind in _BY_TITLE and _PROMISES.search(fold(header.subject or "")) is not None)
    if tasks or not promised or header.issued is None:
        return None
    return {"kind": kind[:1].upper() + kind[1:]}, None


def _motto(rule: Rule, header: Header, text: str, tasks: Sequence[Task]) -> tuple[dict[str, object], tuple[int, int] | None] | None:
    found = _MOTTO.search(fold(text))
    if found is None:
        return None
    unclear = [task for task in tasks if task.clarity.get("người") is False or task.clarity.get("thời gian") is False]
    if len(unclear) < rule.threshold or len(unclear) < _SHARE * len(tasks):
        return None
    facts = {"phrase": text[found.start() : found.end()], "unclear": len(unclear), "tasks": len(tasks), "dimension": "người hoặc thời gian"}
    return facts, found.span()


_DOCUMENT_CHECKS: dict[str, DocumentCheck] = {"no-task": _no_task, "motto-not-kept": _motto}
DOCUMENT_RULES = frozenset(_DOCUMENT_CHECKS)
