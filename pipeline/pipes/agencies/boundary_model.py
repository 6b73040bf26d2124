"""Where does the name of a body end? The model's view, for verbs that no table holds: "Phòng Đào tạo | mở 01 lớp huấn luyện".

The grammar ends a name where it knows the word behind it. The model reads each word behind the beginning of a name, with its neighbours,
and says how likely the name is over there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.names import known_names
from pipeline.pipes.agencies.grammar import predicate_pattern, predicate_role, starts_body
from pipeline.pipes.models.judge import Judge
from pipeline.pipes.models.linear import word_shape

_WORD = re.compile(r"\w+(?:[-/&.]\w+)*")
_STOP = re.compile(r"[.;:](?=\s|$)|\n")
_FURTHEST = 28  # words from the beginning of a name or a list of names


@dataclass(frozen=True, slots=True)
class Position:
    """A place where a name may end: before the word at `at`; `rule` says that the grammar ends it there."""

    at: int
    rule: bool
    features: tuple[str, ...]


def positions(text: str, folded: str, start: int, end: int, rule: int | None) -> list[Position]:
    """The places where the name or list of names at `start` may end, in the sentence that ends at `end`.

    Args:
        rule: the end of the name as the grammar sees it; None where it sees none.
    """
    stop = _STOP.search(folded, start, end)
    words = list(_WORD.finditer(folded, start, stop.start() if stop else end))[: _FURTHEST + 3]
    known = _known_ends(folded, start, words[-1].end()) if words else set()
    shapes = ["^", "^", *(word_shape(word[0]) for word in words), "$", "$"]
    seen = 0
    out = []
    for i, word in enumerate(words[1 : _FURTHEST + 1], 1):
        place = "none" if rule is None else "behind" if rule < words[i - 1].end() else "here" if rule <= word.start() else "before"
        features = (f"rule={place}", f"rule={place}+{shapes[i + 2]}", *_features(text, folded, words, shapes, i, known, seen))
        seen += features[-1].startswith("opener=")
        out.append(Position(word.start(), place == "here", features))
    return out


@dataclass(frozen=True, slots=True)
class Boundary:
    """What was said of the end of a name. Places are where the first word behind it begins.

    Attributes:
        rule: the end by the grammar; None where it sees no name.
        at: the place that holds instead; None where the rule's answer stands.
        likeliest: the place that the model takes for the likeliest, and how likely.
    """

    rule: int | None
    at: int | None
    likeliest: int
    probability: float


def boundary(judge: Judge, text: str, folded: str, start: int, end: int, rule: int | None) -> Boundary | None:
    """Where the name at `start` ends; None where no model is asked.

    Args:
        rule: the end of the name as the grammar sees it; None where it sees none.
    """
    if judge.model is None or judge.votes == "rules" or not starts_body(folded, start):
        return None
    places = positions(text, folded, start, end, rule)
    ruled = next((i for i, place in enumerate(places) if place.rule), None)
    choice = judge.choose([place.features for place in places], ruled)
    if choice.likeliest is None or choice.probability is None:
        return None
    at = places[choice.place].at if choice.place is not None and choice.place != ruled else None
    return Boundary(rule, at, places[choice.likeliest].at, choice.probability)


def _features(text: str, folded: str, words: list[re.Match[str]], around: list[str], i: int, known: set[int], seen: int) -> Iterator[str]:
    """What stands around the word `i`, words without blanks.

    Args:
        around: the shapes of the words, each two places behind its word.
        seen: how many words before it could have opened a predicate.
    """
    word, before = words[i], words[i - 1]
    here = around[i + 2]
    yield f"w={here}"
    yield f"w-1={around[i + 1]}"
    yield f"w+1={around[i + 3]}"
    yield f"b={here}+{around[i + 3]}"
    yield f"b-1={around[i + 1]}+{here}"
    yield f"w-2={around[i]}"
    yield f"w+2={around[i + 4]}"
    yield f"first={around[2]}"
    yield f"second={around[2]}+{around[3]}"
    yield f"far={min(i // 2, 8)}"
    yield f"seen={min(seen, 3)}"
    capital, capital_before = text[word.start()].isupper(), text[before.start()].isupper()
    yield f"capital={capital_before}{capital}"
    gap = folded[before.end() : word.start()].strip()
    if gap:
        yield f"gap={gap[:2]}"
    if before.end() in known:
        yield "known"
    opener = predicate_pattern().match(folded, word.start())
    if opener and not capital:
        yield f"opens={predicate_role(opener[0])}"
        yield f"opener={opener[0].replace(' ', '_')}"


def _known_ends(folded: str, start: int, end: int) -> set[int]:
    """Where names of the registry end."""
    return {stop for _, stop in known_names().spans(folded, start, end)}
