"""Where in a text a costly pattern is worth its while."""

from __future__ import annotations

import re
from collections.abc import Iterator


def paragraphs_with(cue: re.Pattern[str], folded: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a folded text in which a cue stands, each with its line feed.

    A pattern that goes through many forms is tried there alone. Its matches must not run over a line feed, nor be without the cue.

    >>> list(paragraphs_with(re.compile("hằng"), "họp hằng tuần\\nbáo cáo\\nhằng quý"))
    [(0, 14), (22, 30)]
    """
    end = 0
    while found := cue.search(folded, end):
        start = folded.rfind("\n", end, found.start()) + 1 or end
        end = folded.find("\n", found.end()) + 1 or len(folded)
        yield start, end
