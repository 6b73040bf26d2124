"""What is ordered in a task: its words and known phrases, and which of its verbs are acts that somebody must do.

A verb does not count where it is the name of an activity (*công tác xây dựng …*, *theo lộ trình xây dựng …*), where it is forbidden
(*nghiêm cấm …*), quoted or in brackets, or inside the title of a cited document.
"""

from __future__ import annotations

import re
from functools import cached_property

from pipeline.knowledge.wording import Lexeme, load_wording
from pipeline.language.fold import fold

Span = tuple[int, int]

STOPS = frozenset(".;:")
JOINTS = frozenset({",", "và", "hoặc", "hay", "/", "-"})
VERBS = frozenset({"draft", "carry", "guide", "concrete", "soft", "setup", "hold", "finish"})
_DOING = frozenset({"concrete", "draft", "near_draft", "setup", "hold", "finish"})
SUBMITS = frozenset({"trình", "gửi", "đề xuất", "kiến nghị", "nộp"})
_EXISTING = frozenset({"này", "nêu", "nói", "đã", "hiện"})
_QUOTED = re.compile(r'"[^"]*"')
_BRACKETED = re.compile(r"\([^()]*\)")


class Acts:
    """The lexemes of one task, and for each whether a verb there would not be an act that is ordered (`void`), or only say what an act is
    for (`purpose`: *… để trình cấp có thẩm quyền*).

    >>> acts = Acts("Ban hành quy chế; đẩy mạnh công tác xây dựng nếp sống văn minh")
    >>> [(x.text, acts.void[i]) for i, x in enumerate(acts.lexemes) if "draft" in x.classes]
    [('ban hành', False), ('xây dựng', True)]
    """

    def __init__(self, text: str):
        self.text = text
        self.folded = fold(text)
        self.lexemes = load_wording().scan(self.folded)
        self.quoted: list[Span] = [match.span() for match in _QUOTED.finditer(self.folded)]
        self.void = self._void(self.quoted + [match.span() for match in _BRACKETED.finditer(self.folded)])

    def after(self, i: int) -> Lexeme | None:
        """The next lexeme."""
        return self.lexemes[i + 1] if i + 1 < len(self.lexemes) else None

    def void_at(self, start: int) -> bool:
        """Is the lexeme that begins at a place of the text void?"""
        i = self._positions.get(start)
        return i is not None and self.void[i]

    def is_concrete_at(self, start: int) -> bool:
        """Is the verb that begins at a place of the text a concrete act, as far as the wording knows?"""
        i = self._positions.get(start)
        return i is None or not self.lexemes[i].classes or bool(self.lexemes[i].classes & _DOING)

    @cached_property
    def _positions(self) -> dict[int, int]:
        """Which lexeme begins at a place of the text."""
        return {lexeme.start: i for i, lexeme in enumerate(self.lexemes)}

    def is_upper(self, i: int) -> bool:
        """Is the lexeme written with a capital?"""
        return self.text[self.lexemes[i].start].isupper()

    def is_mentioned(self, i: int) -> bool:
        """Is a document named at `i` one that exists: *Kế hoạch số 12*, *Chỉ thị này*?"""
        after = self.after(i)
        return after is not None and (after.text in _EXISTING or self.is_numbered(i))

    def is_numbered(self, i: int) -> bool:
        """Does a number of a document follow: *Nghị định số 30*, *Đề án 06*?"""
        after, beyond = self.after(i), self.after(i + 1)
        if after is None or after.text[0].isdigit():
            return after is not None and len(after.text) < 4
        return after.text == "số" and beyond is not None and beyond.text[0].isdigit()

    @cached_property
    def purpose(self) -> list[bool]:
        """For each lexeme whether it only says what an act is for."""
        purpose: list[bool] = []
        for i, lexeme in enumerate(self.lexemes):
            purpose.append(i > 0 and lexeme.text not in STOPS and (purpose[i - 1] or self.lexemes[i - 1].text == "để"))
        return purpose

    def _void(self, asides: list[Span]) -> list[bool]:
        void: list[bool] = []
        aside = {place for start, end in asides for place in range(start, end)}
        forbidden = cited = aim = False
        before = "."
        for i, lexeme in enumerate(self.lexemes):
            if before in STOPS:
                forbidden = cited = aim = False
            elif before == ",":
                cited = aim = False
            forbidden = forbidden or "forbid" in lexeme.classes or (lexeme.text == "không" and before in STOPS)
            aim = aim or before == "nhằm"
            cited = cited or (lexeme.text[0].isdigit() and (before == "số" or self._is_symbol(i)))
            part_of_name = before == "," and self.is_upper(i) and "\n" not in self.text[self.lexemes[i - 1].end : lexeme.start]
            void.append(forbidden or cited or aim or lexeme.start in aside or part_of_name or self._is_name(i, void))
            before = lexeme.text
        return void

    def _is_name(self, i: int, void: list[bool]) -> bool:
        """Does a verb here name an activity: after *công tác*, *việc*, *theo* … or coordinated with a verb that does?"""
        if not i or "manner" in self.lexemes[i].classes:
            return False
        before = self.lexemes[i - 1]
        if "noun_lead" in before.classes:
            return before.text != "để"
        if before.text in JOINTS and not self._begins_predicate(i):
            return i > 1 and void[i - 2] and bool(self.lexemes[i - 2].classes & VERBS)
        if before.classes & VERBS:
            return void[i - 1]
        return i > 1 and self.lexemes[i - 2].text == "theo" and not self.is_upper(i - 1)

    def _begins_predicate(self, i: int) -> bool:
        """*…, báo cáo UBND tỉnh*, *…, hoàn thành việc …*: an act of its own, whatever name of an activity stands before the comma."""
        verb, after = self.lexemes[i].text, self.after(i)
        if verb not in ("báo cáo", "trình", "gửi") or after is None:
            return verb == "hoàn thành"
        return self.is_upper(i + 1) or after.text in ("về", "kết quả")

    def _is_symbol(self, i: int) -> bool:
        """Does the number of a document have its symbol behind it: *15/QĐ-UBND*?"""
        bar, letters = self.after(i), self.after(i + 1)
        return bar is not None and bar.text in "/-" and letters is not None and self.is_upper(i + 2)
