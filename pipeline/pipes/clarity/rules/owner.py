"""Rõ người: is there an owner, and is it somebody?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from pipeline.knowledge.registry import Agency, agencies, agencies_by_id
from pipeline.language.fold import CAPITALS, SMALL, fold
from pipeline.pipes.clarity.candidates import told_candidates
from pipeline.pipes.clarity.case import Case, one_line, place_of
from pipeline.pipes.clarity.owners import is_generic_owner
from pipeline.pipes.clarity.rewording import NEW_OWNER, Change
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks

_NO_TIME, _LATE = timedelta(), timedelta(days=60)  # provinces set up and closed their offices within weeks of the day in the registry
_PERSON = re.compile(
    rf"(?:[Cc]ác )?(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Bb]ác sĩ|BS|DS|KS|ThS|TS)\.?(?: [{CAPITALS}][{SMALL}]*){{1,5}}"
)
_POST = (
    r"(?<!\w)(?:chủ tịch|bí thư|giám đốc|trưởng|phó|ủy viên|chánh|thủ trưởng|hiệu trưởng|cục trưởng|vụ trưởng|chủ nhiệm|thư ký|đội trưởng|"
    r"tổ trưởng|bộ trưởng|"
    r"kế toán|chỉ huy|viện trưởng|trạm trưởng|thường trực)(?!\w)"
)
_UNIT = r"(?<!\w)(?:văn phòng|ban|phòng|khoa|sở|tổ|hội|đội|đài|trung tâm|công an|quân sự|chi cục)(?!\w)"
_SOMEBODY = re.compile(
    r"(?:các |những )?(?:(?:cá nhân|người|cán bộ|đồng chí) (?:được phân công|phụ trách|được giao|có trách nhiệm|có liên quan|liên quan))|"
    r"người đứng đầu|(?:đồng chí |các đồng chí )?lãnh đạo"
)
_POINTS = re.compile(
    r"(?:các |những |hai |ba )?(?:cơ quan|đơn vị|địa phương|sở|ngành|lực lượng|sở, ngành|cơ quan, đơn vị|huyện|xã|phường|tỉnh|"
    r"tỉnh, thành phố|"
    r"bộ phận|tổ|phòng|ban|đảng bộ|chi bộ|cấp ủy|trường|đồng chí)(?: (?:này|đó|ấy|trên(?! (?:địa|toàn|cả|các|cơ|phạm|đây))|nêu trên|"
    r"nói trên|kể trên|trên đây|có tên trên))"
)
_SEVERAL = ("các ", "những ", "hai ", "ba ")
_WATCH_OVER = "thêm câu «Giao [tên cơ quan] kiểm tra việc chấp hành và xử lý vi phạm.»"
_EACH_NAMED = "[kể tên từng cơ quan, đơn vị]"
_HEADS = re.compile(
    r"(?P<head>(?:thủ trưởng|người đứng đầu|trưởng|giám đốc|hiệu trưởng|chủ tịch|bí thư|lãnh đạo)(?:,? (?:và )?\w+){0,3}?) "
    r"(?:các|mỗi|từng)(?!\w)"
)
_MANY = re.compile(r"^(?:các|những|mọi|toàn|tất cả|từng|mỗi)(?!\w)|,|(?<!\w)(?:các|và|hoặc|liên quan|hữu quan|chức năng)(?!\w)")
_EACH_FOR_ITSELF = re.compile(
    r"[\s,]*(?:(?:phải|cần|có trách nhiệm|khẩn trương|tự) )*(?:gửi|nộp|báo cáo|ký|đăng ký|cử|chốt|lập danh sách)(?!\w)"
)
_LEADS_ALREADY = re.compile(r"[\s,]*(?:chủ trì|làm đầu mối|chịu trách nhiệm)(?!\w)", re.IGNORECASE)


@checks("owner-missing")
def _missing(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    if task.owners:
        return None
    if case.is_ban:
        return Flaw(task.start, task.end, hint=_WATCH_OVER)
    return Flaw(task.start, task.end, change=Change(owner=NEW_OWNER), more=told_candidates(task.content, case.setting))


@checks("owner-generic")
def _generic(rule: Rule, case: Case) -> Flaw | None:
    owners = case.task.owners
    if not owners or not all(is_generic_owner(owner.name) for owner in owners):
        return None
    facts = {"names": ", ".join(one_line(owner.name) for owner in owners)}
    if case.is_ban:
        return Flaw(*place_of(case.task, owners[0]), facts, hint=_WATCH_OVER)
    more = told_candidates(case.task.content, case.setting)
    return Flaw(*place_of(case.task, owners[0]), facts, _named_instead(case), more=more)


def _named_instead(case: Case) -> Change:
    """Brackets for a body in place of owners that are nobody in particular; in front of the sentence where they stand above it."""
    places = [place_of(case.task, owner) for owner in case.task.owners]
    start, end = min(start for start, _ in places), max(end for _, end in places)
    together = f"{NEW_OWNER}, phối hợp với [tên cơ quan]"
    first = one_line(case.task.owners[0].name)
    if len(places) == 1 and (heads := _HEADS.match(fold(first))):
        together = f"{first[: heads.end('head')]} {_EACH_NAMED}"
    if not (case.task.start <= start and end < case.task.end):
        return Change(owner=together)
    if len(places) == 1 and not _MANY.search(fold(first)):
        return Change.replacing(end, end, " [tên đơn vị]")
    rest = case.folded[end - case.task.start :]
    if _LEADS_ALREADY.match(rest):
        together = "[tên cơ quan]"
    elif _EACH_FOR_ITSELF.match(rest) and _EACH_NAMED not in together:
        together = _EACH_NAMED
    return Change.replacing(start, end, together)


@checks("unknown-person")
def _unknown_person(rule: Rule, case: Case) -> Flaw | None:
    owners = case.task.owners
    for owner in owners:
        name = one_line(owner.name)
        if (_PERSON.fullmatch(name) and not _has_post(name, case.setting.document)) or (
            len(owners) == 1 and _SOMEBODY.fullmatch(fold(name))
        ):
            return Flaw(*place_of(case.task, owner), {"name": name}, hint=f"«{name}, [chức vụ, cơ quan]».")
    return None


def _has_post(name: str, document: str) -> bool:
    """Does the document say elsewhere, or beside the name, which post a person holds?"""
    return _has_post_before_or_behind(fold(name).split()[-1], document)


@lru_cache(maxsize=16)  # the same few people are told again and again
def _has_post_before_or_behind(last_name: str, document: str) -> bool:
    last = re.escape(last_name)
    before = rf"{_POST}(?: \w+){{0,8}}?,? (?:đồng chí |đ/c |ông |bà )?(?:\w+ ){{0,3}}{last}(?!\w)"
    behind = rf"(?<!\w){last}\s*[,(-]\s*(?:\w+ ){{0,3}}?(?:{_POST}|{_UNIT})"
    return re.search(f"{before}|{behind}", document) is not None


@checks("obsolete-agency")
def _obsolete(rule: Rule, case: Case) -> Flaw | None:
    issued = case.setting.issued
    for party in (*case.task.owners, *case.task.coordinators) if issued else ():
        body = agencies_by_id().get(party.agency or "")
        if body is None or body.validity.until is None or issued is None:
            continue
        if body.validity.until + (_LATE if body.level != "central" else _NO_TIME) > issued or _namesake_holds(body, issued):
            continue
        place = _only_name(place_of(case.task, party), party.name, body)
        facts = {"name": one_line(party.name), "until": f"{body.validity.until:%d/%m/%Y}"}
        now = party.now or "[tên cơ quan]"
        if case.task.start <= place[0] and place[1] < case.task.end:
            return Flaw(*place, facts, Change.replacing(*place, now))
        return Flaw(*place, facts, hint=f"«{now}».")
    return None


def _only_name(place: tuple[int, int], written: str, body: Agency) -> tuple[int, int]:
    """The place of a body's name, without an address or a unit that follows it."""
    start, end = place
    known = [name for name in (body.name, *body.aliases) if fold(written).startswith(fold(name))]
    return (start, min(end, start + max(map(len, known)))) if known else place


def _namesake_holds(body: Agency, day: date) -> bool:
    """Does another body of the same name exist on a day: the market surveillance of a province beside the one that was central?"""
    return any(one.name == body.name or body.name in one.aliases for one in agencies() if one.id != body.id and one.validity.holds(day))


@checks("ambiguous-reference")
def _ambiguous(rule: Rule, case: Case) -> Flaw | None:
    if not case.setting.opens_item:
        return None  # the sentence before names whom it means
    party = next((owner for owner in case.task.owners if owner.source == "explicit" and _POINTS.fullmatch(fold(owner.name))), None)
    if party is not None:
        place = place_of(case.task, party)
        return Flaw(*place, {"name": one_line(party.name)}, Change.replacing(*place, "[tên cơ quan]"))
    points = _POINTS.match(case.folded) if case.folded.startswith(_SEVERAL) else None
    if points is None or case.setting.groups_above < 2:
        return None
    place = case.span(*points.span())
    return Flaw(*place, {"name": case.task.text[: points.end()]}, Change.replacing(*place, "[tên cơ quan]"))
