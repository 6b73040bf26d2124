"""Rõ trách nhiệm: is there one lead, and does it know with whom?"""

from __future__ import annotations

import re

from pipeline.pipes.clarity.owner_rules import party_place
from pipeline.pipes.clarity.owners import is_generic_owner
from pipeline.pipes.clarity.rule import Example, Flaw, Rule, Setting
from pipeline.pipes.clarity.suggestions import name_partners, one_lead
from pipeline.schema import Party, Task

_LEADS = re.compile(
    r"[\s,:]*(?:(?:có trách nhiệm|chịu trách nhiệm|khẩn trương|chủ động) )?"
    r"(?:(?:cùng |đồng )?chủ trì|làm đầu mối|tham mưu|chịu trách nhiệm chính)(?!\w)",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(r"(?:các|những|mọi|toàn thể|từng|mỗi) ", re.IGNORECASE)


def _several(task: Task, setting: Setting) -> Flaw | None:
    named = [owner for owner in task.owners if not _COLLECTIVE.match(owner.name)]
    last = task.owners[-1] if task.owners else None
    if len(named) < 2 or last is None or last.end is None or not task.start <= last.end <= task.end:
        return None
    if not _LEADS.match(task.text[last.end - task.start :]):
        return None
    names = [" ".join(owner.name.split()) for owner in named]
    message = f"{len(names)} cơ quan cùng chủ trì ({', '.join(names)}): không rõ cơ quan nào chịu trách nhiệm chính."
    return Flaw(message, one_lead(names), *_span(task, named))


def _vague_partners(task: Task, setting: Setting) -> Flaw | None:
    if not task.coordinators or not all(is_generic_owner(one.name) for one in task.coordinators):
        return None
    names = ", ".join(" ".join(one.name.split()) for one in task.coordinators)
    return Flaw(f"«{names}» không chỉ ra cơ quan phối hợp nào.", name_partners(names), *party_place(task, task.coordinators[0]))


def _span(task: Task, parties: list[Party]) -> tuple[int, int]:
    places = [party_place(task, party) for party in parties]
    return min(start for start, _ in places), max(end for _, end in places)


SEVERAL_LEADS = Rule(
    name="several-leads",
    severity="medium",
    title="Nhiều cơ quan chủ trì",
    what="Hai cơ quan trở lên cùng được giao chủ trì, làm đầu mối hoặc tham mưu một việc.",
    why="Kết luận 226-KL/TW (2025) và quy chế làm việc của Chính phủ (NĐ 39/2022/NĐ-CP) yêu cầu mỗi việc một đầu mối chịu trách nhiệm.",
    instead="Giao một cơ quan chủ trì, các cơ quan khác phối hợp.",
    bad=(
        Example("Sở Y tế và Sở Công Thương chủ trì kiểm tra 20 bếp ăn.", ("Sở Y tế", "Sở Công Thương")),
        Example("Sở Nội vụ, Sở Tài chính tham mưu phương án tinh giản.", ("Sở Nội vụ", "Sở Tài chính"), result="phương án"),
    ),
    good=(
        Example("Sở Y tế chủ trì, phối hợp với Sở Công Thương kiểm tra 20 bếp ăn.", ("Sở Y tế",), coordinators=("Sở Công Thương",)),
        Example("Công an tỉnh, Sở Xây dựng cử cán bộ trực.", ("Công an tỉnh", "Sở Xây dựng")),
    ),
    check=_several,
)

VAGUE_COORDINATORS = Rule(
    name="vague-coordinators",
    severity="low",
    title="Phối hợp không rõ",
    what="Cơ quan phối hợp chỉ là «các cơ quan liên quan», không nêu tên cơ quan nào.",
    why="Cơ quan chủ trì không biết gọi ai; cơ quan được cần đến không biết mình có việc.",
    instead="Nêu tên những cơ quan phải cùng làm.",
    bad=(
        Example(
            "Sở Tư pháp chủ trì, phối hợp với các cơ quan liên quan rà soát 40 quyết định.",
            ("Sở Tư pháp",),
            coordinators=("các cơ quan liên quan",),
        ),
    ),
    good=(
        Example(
            "Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ và các cơ quan liên quan rà soát 40 quyết định.",
            ("Sở Tư pháp",),
            coordinators=("Sở Nội vụ", "các cơ quan liên quan"),
        ),
        Example("Sở Tư pháp rà soát 40 quyết định.", ("Sở Tư pháp",)),
    ),
    check=_vague_partners,
)

ROLE_RULES = (SEVERAL_LEADS, VAGUE_COORDINATORS)
