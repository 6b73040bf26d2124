"""Rõ người: is there an owner, and is it somebody?"""

from __future__ import annotations

from pipeline.pipes.clarity.owners import is_generic_owner
from pipeline.pipes.clarity.rule import Example, Flaw, Rule
from pipeline.pipes.clarity.suggestions import name_owner, replace_owner
from pipeline.schema import Task


def _missing(task: Task) -> Flaw | None:
    if task.owners:
        return None
    return Flaw("Chưa nêu cơ quan, người chủ trì: không biết ai phải làm việc này.", name_owner(task.content), task.start, task.end)


def _generic(task: Task) -> Flaw | None:
    if not task.owners or not all(is_generic_owner(owner.name) for owner in task.owners):
        return None
    names = ", ".join(" ".join(owner.name.split()) for owner in task.owners)
    first = task.owners[0]
    start, end = (task.start, task.end) if first.start is None or first.end is None else (first.start, first.end)
    message = f"«{names}» không chỉ ra cơ quan nào: khi chậm việc không biết hỏi ai."
    return Flaw(message, replace_owner(names, task.content), start, end)


OWNER_MISSING = Rule(
    name="owner-missing",
    severity="high",
    title="Thiếu cơ quan chủ trì",
    what="Nhiệm vụ không nêu cơ quan hoặc người chủ trì, cũng không thừa hưởng từ đề mục hay câu dẫn phía trên.",
    why="Việc không có người nhận thì không ai làm và không thể đôn đốc; «rõ người» là yêu cầu đầu tiên của «6 rõ».",
    instead="Nêu đúng một cơ quan chủ trì ở đầu câu: «Giao [tên cơ quan] chủ trì …».",
    bad=(Example("Rà soát các giếng khoan chưa có giấy phép, báo cáo UBND tỉnh trước ngày 12/9/2027.", result="báo cáo UBND tỉnh"),),
    good=(Example("Chi cục Thủy lợi rà soát các giếng khoan chưa có giấy phép.", ("Chi cục Thủy lợi",)),),
    check=_missing,
)

OWNER_GENERIC = Rule(
    name="owner-generic",
    severity="high",
    title="Cơ quan chủ trì chung chung",
    what="Chủ thể chỉ là loại cơ quan hoặc «các đơn vị liên quan», không nêu tên cơ quan nào.",
    why="Nhiều cơ quan cùng được nhắc mà không cơ quan nào được gọi tên thì không cơ quan nào chịu trách nhiệm.",
    instead="Gọi tên một cơ quan chủ trì, các cơ quan còn lại ghi là phối hợp; nhóm liệt kê được («các sở, ban, ngành tỉnh») thì được.",
    bad=(
        Example("Các cấp, các ngành vận động Nhân dân tiết kiệm điện.", ("Các cấp, các ngành",)),
        Example("Các đơn vị liên quan cung cấp số liệu trước ngày 03/4/2028.", ("Các đơn vị liên quan",), ("date", "trước ngày 03/4/2028")),
    ),
    good=(
        Example("Các sở, ban, ngành tỉnh lập danh sách cán bộ dự tập huấn.", ("Các sở, ban, ngành tỉnh",), result="danh sách cán bộ"),
        Example("Sở Tư pháp và các cơ quan liên quan góp ý dự thảo.", ("Sở Tư pháp", "các cơ quan liên quan")),
    ),
    check=_generic,
)
