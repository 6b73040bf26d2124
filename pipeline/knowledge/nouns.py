"""Nouns that tell bodies from things, from `nouns.csv`.

title: heads a person in office ("giám đốc"); head: heads a body's name ("sở"); bound: alone in a list it goes on the collective before it
("các sở, ban, ngành"); thing: looks like a head but names no body ("bộ luật", "cơ sở vật chất"); compound: holds a word that would else
open a predicate ("công nghệ thông tin", "Ban chỉ đạo").
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import GiaoviecError
from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.registry import rows

NounClass = Literal["title", "head", "bound", "thing", "compound"]


@lru_cache(maxsize=1)
def _table() -> dict[NounClass, list[str]]:
    path = Path(__file__).parent / "nouns.csv"
    out: dict[NounClass, list[str]] = {known: [] for known in get_args(NounClass)}
    for line, row in rows(path, ["phrase", "class"]):
        known = next((name for name in get_args(NounClass) if name == row["class"]), None)
        if known is None or not row["phrase"] or row["phrase"] in out[known]:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"loại «{row['class']}» không có hoặc từ trùng")
        out[known].append(row["phrase"])
    return out


def phrases(name: NounClass) -> tuple[str, ...]:
    """The phrases of one class in lower case, longest first.

    Raises:
        GiaoviecError: GV501 for an unknown class or a repeated phrase.
    """
    return tuple(sorted(_table()[name], key=lambda phrase: (-len(phrase), phrase)))


def alternatives(name: NounClass) -> str:
    """The phrases of one class as a regular expression, longest first, without word boundaries."""
    return any_of(phrases(name))
