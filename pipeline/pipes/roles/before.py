"""What a document has named before a place, for words that point back: "các đơn vị trên", "huyện", "Bệnh viện"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from operator import itemgetter
from typing import TypeVar

from pipeline.language.fold import CAPITALS, fold
from pipeline.pipes.agencies.grammar import Body

_T = TypeVar("_T")
_Group = tuple[int, tuple[Body, ...]]


class BodiesBefore:
    """The groups of bodies that are ordered, each with its place, in reading order; nothing is gone through anew for each question.

    Args:
        text: the canonical text.
        groups: the groups with their places, in any order.
        points_back: whether a folded name means bodies that were named before.
    """

    def __init__(self, text: str, groups: Iterable[_Group], points_back: Callable[[str], bool]):
        self._text = text
        self._groups = sorted(groups, key=itemgetter(0))
        self._points_back = points_back
        self._of_kind: dict[str, list[tuple[int, Body]]] = {}
        self._places: dict[str, list[re.Match[str]]] = {}

    def last(self, at: int) -> tuple[Body, ...]:
        """The group that stands last before a place; empty where none does."""
        found = _last(self._groups, at)
        return found[1] if found else ()

    def first_of_last(self, at: int) -> tuple[Body, ...]:
        """As `last`; of several groups at one place the first."""
        found = _last(self._groups, at)
        return self._groups[bisect_left(self._groups, found[0], key=itemgetter(0))][1] if found else ()

    def last_named(self, at: int, count: int | None) -> tuple[Body, ...]:
        """The last group before a place that does not point back itself, of so many bodies (None: of any number)."""
        found = _last(self._named[count], at)
        return found[1] if found else ()

    def last_of_kind(self, kinds: str, at: int) -> Body | None:
        """The last body before a place that bears a name behind its kind ("huyện Bình An").

        Args:
            kinds: kinds of body as a pattern: "huyện", "huyện|xã".
        """
        if kinds not in self._of_kind:
            whole = re.compile(rf"(?:^|ủy ban nhân dân |ubnd ){kinds} [^\W\d]")
            several = re.compile(rf"(?:các|những) {kinds} ")
            self._of_kind[kinds] = [
                (place, body)
                for place, bodies in self._groups
                for body in bodies
                if whole.search(fold(body.name)) and not several.search(fold(body.name))
            ]
        found = _last(self._of_kind[kinds], at)
        return found[1] if found else None

    def last_place(self, kinds: str, at: int) -> re.Match[str] | None:
        """The last name of a place before `at`, ordered or not; `kinds` as in `last_of_kind`."""
        pattern = re.compile(rf"(?<!\w)(?:{kinds}) [{CAPITALS}]\w*(?: [{CAPITALS}]\w*)*")
        if kinds not in self._places:
            self._places[kinds] = list(pattern.finditer(self._text))
        places = self._places[kinds]
        for i in range(bisect_left(places, at, key=re.Match.start) - 1, -1, -1):
            found = pattern.match(self._text, places[i].start(), at)  # a name that goes on behind `at` is cut there
            if found is not None:
                return found
        return None

    @cached_property
    def _named(self) -> dict[int | None, list[_Group]]:
        """The groups that do not point back: all, and by the number of their bodies."""
        out: dict[int | None, list[_Group]] = defaultdict(list)
        for group in self._groups:
            if not any(self._points_back(fold(body.name)) for body in group[1]):
                out[None].append(group)
                out[len(group[1])].append(group)
        return out


def _last(entries: list[tuple[int, _T]], at: int) -> tuple[int, _T] | None:
    """The last of some entries, in the order of their places, that stands before a place."""
    after = bisect_left(entries, at, key=itemgetter(0))
    return entries[after - 1] if after else None
