"""Regular expressions out of tables of phrases: hundreds of them in one pattern, read letter by letter and not phrase by phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Tree = dict[str, "_Tree"]
_END = ""  # where a phrase may end
_NOTHING = "(?!)"


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for the longest of some phrases that stands at a place, without word boundaries; what they begin with alike is read once.

    It matches as "phrase|phrase|…" with the longest first does, also where the rest of a pattern makes a shorter phrase the right one;
    without phrases it matches nowhere.

    >>> re.match(any_of(["báo cáo", "báo"]), "báo cáo viên")[0]
    'báo cáo'
    """
    tree: _Tree = {}
    for phrase in phrases:
        branch = tree
        for letter in phrase:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    return _pattern(tree) if tree else _NOTHING


def _pattern(tree: _Tree) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in tree.items() if letter != _END]
    if _END in tree:
        return f"(?:{'|'.join(branches)}|)" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
