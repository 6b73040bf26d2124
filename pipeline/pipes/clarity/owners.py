"""Does the name of an owner name nobody in particular?"""

from __future__ import annotations

from functools import lru_cache

from pipeline.knowledge.wording import load_wording
from pipeline.language.fold import fold


@lru_cache(maxsize=1024)  # several rules ask, of the same few names
def is_generic_owner(name: str) -> bool:
    """True for a collective that names only kinds of body, or anybody "liên quan"; a group that can be listed is not generic.

    Args:
        name: one owner as the document names it.

    >>> [is_generic_owner(name) for name in ("Các cấp, các ngành", "các cơ quan liên quan", "Thủ trưởng các đơn vị")]
    [True, True, True]
    >>> [is_generic_owner(name) for name in ("các bộ, ngành, địa phương", "Sở Y tế", "các đơn vị thuộc Sở Xây dựng")]
    [False, False, False]
    """
    wording = load_wording()
    lexemes = [x for x in wording.scan(fold(name)) if x.text[0].isalnum()]
    if lexemes and "head_title" in lexemes[0].classes:
        lexemes = lexemes[1:]
    named = [x for x in lexemes if not x.classes & {"kind_of_body", "concerned"}]
    if not lexemes or not named:
        return bool(lexemes)
    return "concerned" in lexemes[-1].classes and _is_collective(lexemes[0].text.split()[0])


def _is_collective(first_word: str) -> bool:
    """*các sở, ngành liên quan* means anybody; *Sở Y tế và các cơ quan liên quan* names the body that can be asked."""
    return first_word in ("các", "những", "mọi", "toàn", "cơ", "đơn", "tổ", "cấp", "ngành", "địa")
