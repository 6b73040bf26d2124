"""Rõ người: is there an owner, and is it somebody?"""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.knowledge.registry import agencies_by_id
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
_SOMEBODY = re.compile(
    r"(?:các |những )?(?:đồng chí|(?:cá nhân|người|cán bộ|đồng chí) (?:được phân công|phụ trách|được giao|có trách nhiệm|có liên quan|liên quan))|"
    r"người đứng đầu|(?:đồng chí |các đồng chí )?lãnh đạo"
)
_POINTS = re.compile(
    r"(?:các |những |hai |ba )?(?:cơ quan|đơn vị|địa phương|sở|ngành|lực lượng|sở, ngành|cơ quan, đơn vị|huyện|xã|phường|tỉnh|tỉnh, thành phố|"
    r"bộ phận|tổ|phòng|ban|đảng bộ|chi bộ|cấp ủy|trường|đồng chí)(?: (?:này|đó|ấy|trên|nêu trên|nói trên|kể trên|trên đây|có tên trên))"
)
_SEVERAL = ("các ", "những ", "hai ", "ba ")
_LEADS_ALREADY = re.compile(r"[\s,]*(?:chủ trì|làm đầu mối|chịu trách nhiệm)(?!\w)", re.IGNORECASE)


@checks("owner-missing")
def _missing(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    if task.owners:
        return None
    return Flaw(task.start, task.end, change=Change(owner=NEW_OWNER), more=told_candidates(task.content, case.setting))


@checks("owner-generic")
def _generic(rule: Rule, case: Case) -> Flaw | None:
    owners = case.task.owners
    if not owners or not all(is_generic_owner(owner.name) for owner in owners):
        return None
    facts = {"names": ", ".join(one_line(owner.name) for owner in owners)}
    more = told_candidates(case.task.content, case.setting)
    return Flaw(*place_of(case.task, owners[0]), facts, _named_instead(case), more=more)


def _named_instead(case: Case) -> Change:
    """Brackets for a body in place of owners that are nobody in particular; in front of the sentence where they stand above it."""
    places = [place_of(case.task, owner) for owner in case.task.owners]
    start, end = min(start for start, _ in places), max(end for _, end in places)
    within = case.task.start <= start and end < case.task.end
    if not within:
        return Change(owner=f"{NEW_OWNER}, [tên cơ quan] phối hợp")
    leads = _LEADS_ALREADY.match(case.task.text[end - case.task.start :])
    text = "[tên cơ quan]" if leads else f"{NEW_OWNER}, phối hợp với [tên cơ quan]"
    return Change.replacing(start, end, text)


@checks("unknown-person")
def _unknown_person(rule: Rule, case: Case) -> Flaw | None:
    for owner in case.task.owners:
        name = one_line(owner.name)
        if _PERSON.fullmatch(name) or _SOMEBODY.fullmatch(fold(name)):
            place = place_of(case.task, owner)
            return Flaw(*place, {"name": name}, Change.replacing(place[1], place[1], ", [chức vụ, cơ quan],"))
    return None


@checks("obsolete-agency")
def _obsolete(rule: Rule, case: Case) -> Flaw | None:
    issued = case.setting.issued
    for party in (*case.task.owners, *case.task.coordinators) if issued else ():
        body = agencies_by_id().get(party.agency or "")
        if body is None or body.validity.until is None or issued is None:
            continue
        if body.validity.until + (_LATE if body.level != "central" else _NO_TIME) > issued:
            continue
        place = place_of(case.task, party)
        facts = {"name": one_line(party.name), "until": f"{body.validity.until:%d/%m/%Y}"}
        now = party.now or "[tên cơ quan]"
        within = case.task.start <= place[0] and place[1] < case.task.end
        return Flaw(*place, facts, Change.replacing(*place, now) if within else Change(), hint="" if within else f"«{now}».")
    return None


@checks("ambiguous-reference")
def _ambiguous(rule: Rule, case: Case) -> Flaw | None:
    party = next((owner for owner in case.task.owners if owner.source == "explicit" and _POINTS.fullmatch(fold(owner.name))), None)
    if party is not None:
        place = place_of(case.task, party)
        return Flaw(*place, {"name": one_line(party.name)}, Change.replacing(*place, "[tên cơ quan]"))
    points = _POINTS.match(case.folded) if case.folded.startswith(_SEVERAL) else None
    if points is None or case.setting.groups_above < 2:
        return None
    place = case.span(*points.span())
    return Flaw(*place, {"name": case.task.text[: points.end()]}, Change.replacing(*place, "[tên cơ quan]"))
