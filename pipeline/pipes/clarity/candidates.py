"""Which bodies have the function that a task is about: offered to the drafter as candidates, never taken for the owner."""

from __future__ import annotations

from pipeline.knowledge.functions import load_functions
from pipeline.language.fold import fold
from pipeline.pipes.clarity.case import Setting

_MOST = 3


def told_candidates(content: str, setting: Setting) -> str:
    """A sentence that offers the bodies whose function it is, at the level of the issuer; empty where the table knows none.

    >>> from datetime import date
    >>> told_candidates("Kiểm tra an toàn thực phẩm tại các chợ", Setting(date(2025, 4, 1), level="province"))
    'Có thể là: Sở Y tế (an toàn thực phẩm).'
    """
    found = load_functions().bodies(fold(content), setting.level, setting.issued)
    return f"Có thể là: {'; '.join(f'{body.name} ({topic})' for topic, body in found[:_MOST])}." if found else ""
