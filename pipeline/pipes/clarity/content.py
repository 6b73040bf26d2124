"""Is the content of a task so general that nobody could say at the due time whether it was done?

The verbs of the task decide (classes of `knowledge/wording.csv`). A *concrete* act can be checked: the content is not general. A *soft*
act (*tuyên truyền, hướng dẫn, hỗ trợ …*) can be checked when it stands by itself, not when it is only to be done more (*tăng cường tuyên
truyền*) or only describes a noun (*biện pháp ứng phó*). What is left are *generic* verbs: attitudes and catch-all verbs.
"""

from __future__ import annotations

from pipeline.pipes.results.acts import JOINTS, STOPS, VERBS, Acts
from pipeline.pipes.results.grammar import find_result, read_products

_DECISIVE = frozenset({"concrete", "soft", "generic"})
_NOUNS = frozenset({"document", "near_document", "team", "event", "broad", "noun_lead"})


def is_generic(content: str) -> bool:
    """True when the content has only attitudes and catch-all verbs on broad objects, and no act, figure or product that can be checked.

    Args:
        content: what the task orders, without owner, coordinators and deadline.

    >>> is_generic("tiếp tục phát huy tinh thần trách nhiệm, nâng cao hiệu quả công tác dân vận")
    True
    >>> is_generic("tăng cường kiểm tra các lò mổ trên quốc lộ 1")
    False
    """
    if find_result(content):
        return False
    acts = read_products(content)
    verbs = ordered_verbs(acts)
    more = _only_more(acts)
    if forbids_at(acts) is not None or any(_can_be_checked(acts, i, more[i]) for i in verbs):
        return False
    generic = [i for i in verbs if "generic" in acts.lexemes[i].classes]
    soft = [i for i in verbs if "soft" in acts.lexemes[i].classes and not more[i]]
    if soft and not _is_exhortation(acts, verbs, soft):
        return False
    return bool(generic) and not _carries_out_one_document(acts, verbs[0]) and not _spreads_a_law(acts, verbs)


def ordered_verbs(acts: Acts) -> list[int]:
    """The positions of the concrete, soft and generic verbs that are ordered, not those of a purpose or of a name."""
    return [i for i, x in enumerate(acts.lexemes) if x.classes & _DECISIVE and _is_ordered(acts, i)]


def forbids_at(acts: Acts) -> int | None:
    """Where the content forbids something (*không dùng*, *nghiêm cấm*), outside of quoted words; None where it does not."""
    for i, lexeme in enumerate(acts.lexemes):
        if "forbid" in lexeme.classes and not any(start <= lexeme.start < end for start, end in acts.quoted):
            return i
    return None


def _is_ordered(acts: Acts, i: int) -> bool:
    if acts.purpose[i]:
        return False
    if i > 1 and acts.lexemes[i - 1].text == "việc" and "carry" in acts.lexemes[i - 2].classes:  # "thực hiện việc thanh toán"
        return True
    verb = acts.lexemes[i]
    if "noun_too" in verb.classes and not _begins_predicate(acts, i):
        return False
    return not acts.void[i] and not _describes_noun(acts, i)


def _can_be_checked(acts: Acts, i: int, more: bool) -> bool:
    """A concrete act, unless it is only to be done more and on nothing in particular: *tăng cường … kiểm tra mọi mặt*."""
    if "concrete" not in acts.lexemes[i].classes:
        return False
    after = acts.after(i)
    return not (more and (after is None or after.text in STOPS or after.text == "để" or "broad" in after.classes))


def _begins_predicate(acts: Acts, i: int) -> bool:
    if not i:
        return True
    before = acts.lexemes[i - 1]
    return before.text in STOPS or before.text in JOINTS or bool(before.classes & (VERBS | {"manner", "generic"}))


def _is_exhortation(acts: Acts, verbs: list[int], soft: list[int]) -> bool:
    """The task begins by exhorting (*phát huy … , kịp thời hỗ trợ*), or only guides others in a catch-all (*hướng dẫn … thực hiện tốt*)."""
    if "booster" in acts.lexemes[verbs[0]].classes:
        return True
    return all("guide" in acts.lexemes[i].classes for i in soft) and any("carry" in acts.lexemes[i].classes for i in verbs)


def _describes_noun(acts: Acts, i: int) -> bool:
    """*biện pháp khắc phục*, *kế hoạch kiểm tra*, *nguồn lực đầu tư*: the verb only describes a noun."""
    if not i:
        return False
    before = acts.lexemes[i - 1]
    if before.classes & _NOUNS and not before.classes & VERBS:
        return True
    return not before.classes and before.text.isalpha() and not acts.is_upper(i - 1) and "soft" in acts.lexemes[i].classes


def _only_more(acts: Acts) -> list[bool]:
    """For each lexeme whether a booster stands before it in its clause: *tăng cường tuyên truyền, vận động*."""
    more: list[bool] = []
    boosted = False
    for lexeme in acts.lexemes:
        boosted = boosted and lexeme.text not in STOPS
        more.append(boosted)
        boosted = boosted or "booster" in lexeme.classes
    return more


def _carries_out_one_document(acts: Acts, head: int) -> bool:
    """*Thực hiện nghiêm Chỉ thị số 9 …* and nothing else: whether that one document was carried out can be checked."""
    numbered = [i for i, x in enumerate(acts.lexemes) if x.classes & {"document", "near_document"} and acts.is_numbered(i)]
    if len(numbered) != 1 or "carry" not in acts.lexemes[head].classes:
        return False
    return not any("broad" in x.classes for x in acts.lexemes[head : numbered[0]])


def _spreads_a_law(acts: Acts, verbs: list[int]) -> bool:
    """*tuyên truyền Luật Đất đai*: the subject is named."""
    if not any("soft" in acts.lexemes[i].classes and "guide" not in acts.lexemes[i].classes for i in verbs):
        return False
    return any(x.text in ("luật", "bộ luật") and acts.is_upper(i) for i, x in enumerate(acts.lexemes))
