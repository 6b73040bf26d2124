"""A task's sentence worded so that it answers its findings: made of the task's own words, and of brackets where a fact is missing.

Facts that only the drafter knows (a body, a day, a number) are never invented. A change is told once: the sentence that a reader sees and
the changes in place that a word processor tracks come from the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import opens_with_verb
from pipeline.schema import Edit, Rewording, Task

NEW_DAY = "trước ngày [dd/mm/yyyy]"
NEW_OWNER = "[tên cơ quan] chủ trì"
_MOST_NAMED, _LONGEST_NAMES = 3, 110
_CUE = re.compile(r"(?:giao|yêu cầu|đề nghị|phân công|kính đề nghị|chỉ đạo)(?!\w)")
_BRACKETED = re.compile(r"\[[^\]]*\]")
_FORBIDS = re.compile(r"(?:tuyệt đối |kiên quyết )?không(?!\w)")
_SPEECH = re.compile(r"(?P<speech>[^\"“”]+)[\"”][^\"“”]*\Z")
_MUST = re.compile(r"(?:cần|phải|cần phải) ")
_REPORTS = re.compile(r"(?<!\w)(?:báo cáo|trình|gửi|nộp)(?! (?:viên|số liệu))(?!\w)")
_BRACKET_BEHIND = re.compile(r"\s*\([^()]*\)[\s.;,:]*$")
_BLANK_BEFORE_MARK = re.compile(r" (?=[,.;:)])")
_NO_BLANK_BEFORE_BRACKET = re.compile(r"\[(?<=[\w)]\[)")
_IDLE_COMMA = re.compile(r",(?=[,.;])")
_CLOSING = " \t\n.;,:"


@dataclass(frozen=True, slots=True)
class Change:
    """How a sentence changes.

    Attributes:
        edits: changes in place; those outside the task do not show in the sentence.
        owner: who stands in front of a task that names nobody ("[tên cơ quan] chủ trì").
        behind: what follows the sentence, before the report and the deadline.
        report_to: how and to whom the outcome is reported.
        report_when: when it is reported; both make one clause.
        deadline: what follows at the very end.
    """

    edits: tuple[Edit, ...] = ()
    owner: str = ""
    behind: str = ""
    report_to: str = ""
    report_when: str = ""
    deadline: str = ""

    @classmethod
    def replacing(cls, start: int, end: int, text: str) -> Change:
        """One change in place."""
        return cls((Edit(start=start, end=end, text=text),))

    def __bool__(self) -> bool:
        return self != NO_CHANGE


NO_CHANGE = Change()


def reword(task: Task, changes: Iterable[Change]) -> Rewording:
    """The sentence of a task with all changes, and the same changes in place.

    >>> from pipeline.schema import Party
    >>> text = "rà soát các giếng khoan chưa có phép"
    >>> task = Task(id="1", locator="1", text=text, start=0, end=36, content=text, owners=[Party(name="Sở Y tế", source="inherited")])
    >>> reword(task, [Change(deadline="trước ngày [dd/mm/yyyy]")]).text
    'Giao Sở Y tế rà soát các giếng khoan chưa có phép, hoàn thành trước ngày [dd/mm/yyyy].'
    """
    change, words = _together(changes), _words(task)
    body, behind = _parts(task, words, change)
    return Rewording(text=_sentence(task, words, change, body, behind), edits=_in_place(task, words, change, behind))


def reworded(task: Task, change: Change) -> str:
    """The sentence of a task with one change."""
    change, words = _together([change]), _words(task)
    return _sentence(task, words, change, *_parts(task, words, change))


def _together(changes: Iterable[Change]) -> Change:
    """Several changes as one: their edits apart, what follows the sentence once, of all else what the first one says."""
    changes = [change for change in changes if change]
    owner, to, when, deadline = (
        next(filter(None, map(attrgetter(part), changes)), "") for part in ("owner", "report_to", "report_when", "deadline")
    )
    behind = "".join(dict.fromkeys(change.behind for change in changes if change.behind))
    return Change(tuple(_apart(edit for change in changes for edit in change.edits)), owner, behind, to, when, deadline)


@dataclass(frozen=True, slots=True)
class _Words:
    """The order itself in a task's text, without a reporter's words behind it, and the bracket at the text's end that names who does it."""

    order: str
    bracket: str


def _words(task: Task) -> _Words:
    bracket = _who_in_brackets(task)
    return _Words(task.text[: _speech_end(task.text) or len(task.text) - len(bracket)], bracket.strip(_CLOSING))


def _parts(task: Task, words: _Words, change: Change) -> tuple[str, str]:
    """The order with the edits in it, and what follows it then."""
    edits = [edit for edit in change.edits if task.start <= edit.start and edit.end <= task.start + len(words.order)]
    body = apply(words.order, edits, task.start).strip(_CLOSING)
    behind = change.behind
    if change.report_to or change.report_when:
        behind += " ".join(filter(None, (", báo cáo kết quả", change.report_to, change.report_when)))
    if change.deadline:
        behind += (" " if _ends_in_report(body + behind) else ", hoàn thành ") + change.deadline
    return body, behind


def _sentence(task: Task, words: _Words, change: Change, body: str, behind: str) -> str:
    return _tidy(_with_owner(task, body, change.owner) + behind + (f" {words.bracket}" if words.bracket else "")) + "."


def _in_place(task: Task, words: _Words, change: Change, behind: str) -> list[Edit]:
    """The changes as edits of the document."""
    edits = list(change.edits)
    if change.owner and task.text:
        cut, told = _telling(fold(task.text), change.owner)
        first = task.text[cut : cut + 2]
        edits.append(Edit(start=task.start, end=task.start + cut + 1, text=told + (first if told[-2] == ":" else lowered(first))[:1]))
    if behind:
        end = task.start + len(words.order.rstrip(_CLOSING))
        edits.append(Edit(start=end, end=end, text=behind))
    return _apart(edits)


def apply(text: str, edits: Sequence[Edit], offset: int = 0) -> str:
    """A text that begins at `offset` of the document, with edits that lie in it and apart from each other."""
    out, at = [], 0
    for edit in edits:
        out.append(text[at : edit.start - offset] + edit.text)
        at = edit.end - offset
    return "".join([*out, text[at:]])


def names(parties: Sequence[str]) -> str:
    """Several names in one breath.

    >>> names(["Sở Y tế", "Sở Nội vụ", "Công an tỉnh"])
    'Sở Y tế, Sở Nội vụ và Công an tỉnh'
    """
    return " và ".join(part for part in (", ".join(parties[:-1]), parties[-1] if parties else "") if part)


def in_brackets(proposal: str) -> str:
    """What the office's table proposes, as one bracket: it is for the drafter to take or to leave.

    >>> in_brackets("tổ chức [số lượng] hội nghị, đăng [số lượng] tin")
    '[tổ chức … hội nghị, đăng … tin]'
    """
    return f"[{_BRACKETED.sub('…', proposal)}]"


def lowered(text: str) -> str:
    """A text with a small first letter, for the middle of a sentence; an abbreviation stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in " ," else text


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order; of two that overlap the first stays."""
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    assert all(before.end <= after.start for before, after in pairwise(chosen))
    return chosen


def _with_owner(task: Task, body: str, owner: str) -> str:
    """The sentence with the one who is told to do it in front."""
    stated = any(party.start is not None and task.start <= party.start < task.end for party in task.owners)
    folded = fold(body)
    if _CUE.match(folded) and not owner:
        return body[:1].upper() + body[1:]
    if owner:
        cut, opening = _telling(folded, owner)
        return opening + (body[cut:] if opening[-2] == ":" else lowered(body[cut:]))
    known = [" ".join(party.name.split()) for party in task.owners]
    named = names([lowered(name) if name.startswith(("Các ", "Những ", "Mọi ")) else name for name in known])
    if _FORBIDS.match(folded) and known and not stated and not named.isupper():
        return f"Yêu cầu {named} {lowered(body)}"
    told = (
        stated or not known or not opens_with_verb(folded, 0) or len(known) > _MOST_NAMED or len(named) > _LONGEST_NAMES or named.isupper()
    )
    return body[:1].upper() + body[1:] if told else f"Giao {named} {lowered(body)}"


def _telling(folded: str, owner: str) -> tuple[int, str]:
    """How many characters give way to the one who is told, and the words that stand in front then: *cần rà soát* loses its *cần*."""
    must = _MUST.match(folded)
    if must:
        return must.end(), f"Giao {owner} "
    return 0, f"Giao {owner} " if opens_with_verb(folded, 0) else f"Giao {owner}: "


def _who_in_brackets(task: Task) -> str:
    """The bracket that closes a task and names who does it, with what follows it; empty where there is none."""
    found = _BRACKET_BEHIND.search(task.text) if ")" in task.text else None
    if found is None:
        return ""
    at = task.start + found.start()
    return found[0] if any(party.start is not None and party.start > at for party in task.owners) else ""


def _speech_end(text: str) -> int:
    """Where the speech ends that a reporter's words follow (*… trong dịp lễ", ông Thọ nói thêm*); 0 where there is none."""
    found = _SPEECH.match(text) if '"' in text or "”" in text else None
    return found.end("speech") if found else 0


def _ends_in_report(body: str) -> bool:
    """Does the last clause of a sentence hand something in?"""
    return not body.endswith(")") and _REPORTS.match(fold(body.rsplit(",", 1)[-1].rsplit(";", 1)[-1]).lstrip()) is not None


def _tidy(sentence: str) -> str:
    """One line, without the blanks and commas that a removed word leaves."""
    sentence = _BLANK_BEFORE_MARK.sub("", " ".join(sentence.split()))
    sentence = _NO_BLANK_BEFORE_BRACKET.sub(" [", sentence)
    return _IDLE_COMMA.sub("", sentence).strip(_CLOSING)
