"""Words that open the predicate of an order ("chủ trì", "khẩn trương", "rà soát"), from `predicates.csv`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import GiaoviecError
from pipeline.knowledge.registry import rows

Role = Literal["modal", "manner", "lead", "coordinate", "direct", "report", "act", "short"]
"""modal: obliges; manner: adverbs before the verb; lead: takes the lead; coordinate: joins others; direct: makes others act; report: tells
somebody; act: every other act; short: an act of one syllable that is too often part of a noun to end a name in lower case."""


@lru_cache(maxsize=1)
def predicates() -> dict[str, Role]:
    """Every opening word or phrase (lower case) with its role.

    Raises:
        GiaoviecError: GV501 for an unknown role or a repeated phrase.
    """
    path = Path(__file__).parent / "predicates.csv"
    out: dict[str, Role] = {}
    for line, row in rows(path, ["phrase", "role"]):
        role = next((known for known in get_args(Role) if known == row["role"]), None)
        if role is None or row["phrase"] in out:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"vai trò «{row['role']}» không có hoặc từ trùng")
        out[row["phrase"]] = role
    return out
