"""Rõ người: is there an owner, and is it somebody?"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.knowledge.registry import agencies_by_id
from pipeline.language.fold import CAPITALS, SMALL, fold
from pipeline.pipes.clarity.owners import is_generic_owner
from pipeline.pipes.clarity.rule import Example, Flaw, Rule, Setting
from pipeline.pipes.clarity.suggestions import name_holder, name_owner, replace_owner, state_post
from pipeline.schema import Party, Task

_NO_TIME, _LATE = timedelta(), timedelta(days=60)  # provinces set up and closed their offices within weeks of the day in the registry
_PERSON = re.compile(rf"(?:[Cc]ác )?(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)(?: [{CAPITALS}][{SMALL}]*){{1,5}}")
_SOMEBODY = re.compile(
    r"(?:các |những )?(?:đồng chí|(?:cá nhân|người) (?:được phân công|phụ trách|được giao|có trách nhiệm))|người đứng đầu|lãnh đạo"
)
_POINTS = re.compile(
    r"(?:các |những |hai |ba )?(?:cơ quan|đơn vị|địa phương|sở|ngành|lực lượng|sở, ngành|cơ quan, đơn vị|huyện|xã|phường)"
    r"(?: (?:này|đó|ấy|trên|nêu trên|nói trên|kể trên|trên đây|có tên trên))"
)


def _missing(task: Task, setting: Setting) -> Flaw | None:
    if task.owners:
        return None
    return Flaw("Chưa nêu cơ quan, người chủ trì: không biết ai phải làm việc này.", name_owner(task.content), task.start, task.end)


def _generic(task: Task, setting: Setting) -> Flaw | None:
    if not task.owners or not all(is_generic_owner(owner.name) for owner in task.owners):
        return None
    names = ", ".join(" ".join(owner.name.split()) for owner in task.owners)
    first = task.owners[0]
    message = f"«{names}» không chỉ ra cơ quan nào: khi chậm việc không biết hỏi ai."
    return Flaw(message, replace_owner(names, task.content), *party_place(task, first))


def _unknown_person(task: Task, setting: Setting) -> Flaw | None:
    person = next((owner for owner in task.owners if _PERSON.fullmatch(owner.name) or _SOMEBODY.fullmatch(fold(owner.name))), None)
    if person is None:
        return None
    name = " ".join(person.name.split())
    return Flaw(f"«{name}» chưa rõ giữ chức vụ gì, ở cơ quan nào.", state_post(name), *party_place(task, person))


def _obsolete(task: Task, setting: Setting) -> Flaw | None:
    for party in (*task.owners, *task.coordinators) if setting.issued else ():
        body = agencies_by_id().get(party.agency or "")
        if body is None or body.validity.until is None or setting.issued is None:
            continue
        if body.validity.until + (_LATE if body.level != "central" else _NO_TIME) > setting.issued:
            continue
        name = " ".join(party.name.split())
        message = f"«{name}» đã không còn từ ngày {body.validity.until:%d/%m/%Y}, trước khi văn bản được ban hành."
        return Flaw(message, name_holder(name, party.now), *party_place(task, party))
    return None


def _ambiguous(task: Task, setting: Setting) -> Flaw | None:
    party = next((owner for owner in task.owners if owner.source == "explicit" and _POINTS.fullmatch(fold(owner.name))), None)
    if party is None:
        return None
    name = " ".join(party.name.split())
    return Flaw(f"«{name}» không rõ chỉ cơ quan nào đã nêu ở trên.", replace_owner(name, task.content), *party_place(task, party))


def party_place(task: Task, party: Party) -> tuple[int, int]:
    """Where a body stands, or the task itself where it has no place of its own."""
    return (task.start, task.end) if party.start is None or party.end is None else (party.start, party.end)


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

UNKNOWN_PERSON = Rule(
    name="unknown-person",
    severity="medium",
    title="Người không rõ chức vụ",
    what="Giao cho một người mà không nêu chức vụ, cơ quan («đồng chí Nguyễn Văn A», «người phụ trách»).",
    why="Người có thể chuyển công tác; nhiệm vụ phải gắn với chức vụ và cơ quan thì mới theo dõi được.",
    instead="Nêu chức vụ và cơ quan cùng họ tên.",
    bad=(
        Example("Đồng chí Lê Văn Bình dự thảo quy chế chi tiêu nội bộ.", ("Đồng chí Lê Văn Bình",), result="quy chế chi tiêu nội bộ"),
        Example("Người phụ trách lập danh sách vật tư.", ("Người phụ trách",), result="danh sách vật tư"),
    ),
    good=(
        Example("Đồng chí Lê Văn Bình, Chánh Văn phòng dự thảo quy chế.", ("Đồng chí Lê Văn Bình, Chánh Văn phòng",)),
        Example("Chánh Văn phòng dự thảo quy chế.", ("Chánh Văn phòng",)),
    ),
    check=_unknown_person,
)

_AFTER_MERGER = Setting(issued=date(2026, 1, 15))

OBSOLETE_AGENCY = Rule(
    name="obsolete-agency",
    severity="medium",
    title="Cơ quan không còn",
    what="Cơ quan được giao đã hợp nhất, đổi tên hoặc chấm dứt hoạt động trước ngày ban hành văn bản.",
    why="Văn bản đến không có người nhận; nhiệm vụ rơi vào khoảng giữa cơ quan cũ và cơ quan mới.",
    instead="Ghi tên cơ quan đang thực hiện chức năng ấy.",
    bad=(
        Example("Bộ Giao thông vận tải công bố mở cảng cạn.", ("Bộ Giao thông vận tải",), setting=_AFTER_MERGER),
        Example("UBND huyện Phú Hòa lập danh sách hộ nghèo.", ("UBND huyện Phú Hòa",), setting=_AFTER_MERGER),
    ),
    good=(
        Example("Bộ Xây dựng công bố mở cảng cạn.", ("Bộ Xây dựng",), setting=_AFTER_MERGER),
        Example("Bộ Giao thông vận tải công bố mở cảng cạn.", ("Bộ Giao thông vận tải",), setting=Setting(date(2023, 5, 4))),
    ),
    check=_obsolete,
)

AMBIGUOUS_REFERENCE = Rule(
    name="ambiguous-reference",
    severity="medium",
    title="Đại từ không rõ",
    what="Chủ thể là «đơn vị này», «các cơ quan nêu trên» mà phía trên không có cơ quan nào, hoặc có nhiều nhóm.",
    why="Mỗi cơ quan có thể hiểu là nói cơ quan khác.",
    instead="Nhắc lại tên cơ quan.",
    bad=(Example("Các đơn vị nêu trên niêm yết giá trước ngày 05/6/2027.", ("Các đơn vị nêu trên",), ("date", "trước ngày 05/6/2027")),),
    good=(Example("Ban Quản lý chợ niêm yết giá trước ngày 05/6/2027.", ("Ban Quản lý chợ",), ("date", "trước ngày 05/6/2027")),),
    check=_ambiguous,
)

OWNER_RULES = (OWNER_MISSING, OWNER_GENERIC, UNKNOWN_PERSON, OBSOLETE_AGENCY, AMBIGUOUS_REFERENCE)
