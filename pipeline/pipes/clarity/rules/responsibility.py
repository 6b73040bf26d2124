"""Rõ trách nhiệm: is there one lead, and does it know with whom?"""

from __future__ import annotations

import re

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import opens_with_verb
from pipeline.pipes.clarity.case import Case, one_line, place_of
from pipeline.pipes.clarity.owners import is_generic_owner
from pipeline.pipes.clarity.rewording import Change, names
from pipeline.pipes.clarity.rules.rule import Flaw, Rule, checks

_LEADS = re.compile(
    r"[\s,:]*(?:(?:có trách nhiệm|chịu trách nhiệm|khẩn trương|chủ động|cùng) )?"
    r"(?:(?:cùng |đồng )?chủ trì|làm đầu mối|tham mưu|chịu trách nhiệm chính)(?!\w)",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(r"(?:các|những|mọi|toàn thể|từng|mỗi) ", re.IGNORECASE)
_JOINS = re.compile(
    r"[\s,:]*(?:(?:có trách nhiệm|cùng|thường xuyên|tiếp tục)[\s,]+)*(?P<how>(?:(?:chủ động|tích cực|khẩn trương)[\s,]+)*)"
    r"(?P<joins>phối hợp(?:[\s,]+chặt chẽ)?)(?!\w)"
)
_NO_BODY = re.compile(
    r"(?:các |những )?(?:doanh nghiệp|người dân|nhân dân|hội viên|hộ dân|cộng đồng|bà con)(?:,? (?:và )?(?:doanh nghiệp|người dân))*"
)
_LEAD_WORDS = re.compile(r"(?<!\w)(?:chủ trì|đầu mối|chịu trách nhiệm chính)(?!\w)")


@checks("several-leads")
def _several(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    named = [owner for owner in task.owners if not _COLLECTIVE.match(owner.name)]
    last = task.owners[-1] if task.owners else None
    if len(named) < 2 or last is None or last.end is None or not task.start <= last.end <= task.end:
        return None
    if not _LEADS.match(task.text[last.end - task.start :]):
        return None
    known = [one_line(owner.name) for owner in named]
    places = [place_of(task, owner) for owner in named]
    start, end = min(start for start, _ in places), max(end for _, end in places)
    change = Change.replacing(start, end, f"[{' hoặc '.join(known)}]")
    return Flaw(start, end, {"count": len(known), "names": names(known)}, change)


@checks("no-lead")
def _no_lead(rule: Rule, case: Case) -> Flaw | None:
    task = case.task
    if not task.owners or _LEAD_WORDS.search(case.folded) or _LEAD_WORDS.search(case.setting.lead):
        return None
    stated = [owner.end - task.start for owner in task.owners if owner.end is not None and task.start <= owner.end <= task.end]
    at = max(stated, default=0)
    found = _JOINS.match(case.folded, at)
    if found is None or not (task.coordinators or opens_with_verb(case.folded, found.end() + 1)):
        return None
    if case.folded.count("(", 0, at) > case.folded.count(")", 0, at):
        return None  # who does it stands in brackets behind the act
    start, end = case.span(found.start("joins"), found.end("joins"))
    phrase = one_line(task.text[found.start("joins") : found.end("joins")])
    if len(task.owners) > 1 or not task.coordinators:
        return Flaw(start, end, {"phrase": phrase}, hint="«[tên cơ quan] chủ trì, phối hợp với [tên cơ quan]».")
    how = task.start + found.start("how")
    change = Change.replacing(how, end, "chủ trì, " + task.text[how - task.start : end - task.start].lower())
    return Flaw(start, end, {"phrase": phrase}, change)


@checks("vague-coordinators")
def _vague_partners(rule: Rule, case: Case) -> Flaw | None:
    partners = case.task.coordinators
    if not partners or not all(is_generic_owner(one.name) for one in partners):
        return None
    if any(_NO_BODY.fullmatch(fold(one.name)) for one in partners):
        return None
    if any(one.end is not None and case.spelled_out(one.end - case.task.start) for one in partners):
        return None
    place = place_of(case.task, partners[0])
    facts = {"names": ", ".join(one_line(one.name) for one in partners)}
    places = [place_of(case.task, one) for one in partners]
    if any(start < case.task.start or end > case.task.end or (start, end) == (case.task.start, case.task.end) for start, end in places):
        return Flaw(*place, facts, hint="«phối hợp với [tên cơ quan]».")
    return Flaw(*place, facts, Change(tuple(edit for one in places for edit in Change.replacing(*one, "[tên cơ quan]").edits)))
