"""Where a quote stands in a document, and which predicted task is which gold task.

A place is a set of word positions of the document (see `names.words`). Words and not characters, so that hard line wraps, spaces and
punctuation do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from pipeline.learning.names import words

SAME_TASK = 0.5  # intersection over union of the words of two tasks
LONGEST_SKIP = 3  # words of the document that a loose alignment may step over at once
ANCHORS = 8  # a loose alignment begins at one of the first words of the quote
FOUND = 0.5  # share of the quote's words that a loose alignment must reach
SURELY_FOUND = 0.9  # share at which no other anchor is tried


class WordIndex:
    """The words of one document and the positions of each."""

    def __init__(self, text: str):
        self.words = words(text)
        self.positions: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self.words):
            self.positions[word].append(position)

    def occurrences(self, wanted: Sequence[str]) -> list[int]:
        """The positions at which the wanted words (at least one) stand one after the other, in order."""
        return [i for i in self.positions.get(wanted[0], []) if self.words[i : i + len(wanted)] == wanted]

    def align(self, wanted: Sequence[str], position: int) -> set[int]:
        """The positions of those wanted words that follow from `position` on, each with at most `LONGEST_SKIP` words between."""
        aligned: set[int] = set()
        for word in wanted:
            for spot in range(position, min(position + LONGEST_SKIP + 1, len(self.words))):
                if self.words[spot] == word:
                    aligned.add(spot)
                    position = spot + 1
                    break
        return aligned


class QuoteFinder:
    """Finds quotes in one document; a quote that is asked for again is its next occurrence, in the end the last one again."""

    def __init__(self, index: WordIndex):
        self._index = index
        self._latest: dict[tuple[str, ...], int] = {}

    def find(self, quote: str) -> set[int]:
        """The word positions of a quote; of what resembles it most when it is not there to the word; empty when nothing does.

        >>> finder = QuoteFinder(WordIndex("a) Tuần tra đê; b) Tuần tra đê biển"))
        >>> sorted(finder.find("tuần tra đê")), sorted(finder.find("Tuần tra đê."))
        ([1, 2, 3], [5, 6, 7])
        """
        wanted = words(quote)
        if not wanted:
            return set()
        occurrences = self._index.occurrences(wanted)
        if not occurrences:
            return self._find_loosely(wanted)
        latest = self._latest.get(tuple(wanted), -1)
        start = next((i for i in occurrences if i > latest), occurrences[-1])
        self._latest[tuple(wanted)] = start
        return set(range(start, start + len(wanted)))

    def _find_loosely(self, wanted: Sequence[str]) -> set[int]:
        """The longest alignment, for text with joined wraps, a running head inside, or rewritten numbers."""
        longest: set[int] = set()
        for anchor, word in enumerate(wanted[:ANCHORS]):
            for position in self._index.positions.get(word, []):
                aligned = self._index.align(wanted[anchor:], position)
                if len(aligned) > len(longest):
                    longest = aligned
            if len(longest) >= SURELY_FOUND * len(wanted):
                break
        return longest if len(longest) >= FOUND * len(wanted) else set()


def match_tasks(gold: Sequence[Set[int]], predicted: Sequence[Set[int]]) -> dict[int, int]:
    """Pairs the places of gold and predicted tasks one to one, the best overlap first.

    Returns:
        The index of the predicted task by the index of its gold task; only pairs that overlap by `SAME_TASK`.

    >>> match_tasks([{1, 2, 3, 4}, {7, 8}], [{8}, {1, 2, 3, 4, 5}])
    {0: 1, 1: 0}
    """
    candidates = []
    for g, ours in enumerate(gold):
        for p, theirs in enumerate(predicted):
            common = len(ours & theirs)
            if common and common / len(ours | theirs) >= SAME_TASK:
                candidates.append((common / len(ours | theirs), g, p))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, p in sorted(candidates, reverse=True):
        if g not in pairs and p not in taken:
            pairs[g] = p
            taken.add(p)
    return pairs
