"""Bodies that share one head: "Giám đốc các Sở: Tài chính, Y tế" means Giám đốc Sở Tài chính and Giám đốc Sở Y tế.

Places behind one head stay one collective ("UBND các xã: Tân Phú, Tân Lộc"), as without the colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.registry import agencies
from pipeline.language.fold import fold

_OFFICES = {"sở": "Sở", "bộ": "Bộ", "vụ": "Vụ", "cục": "Cục", "phòng": "Phòng", "ban": "Ban", "ngành": "", "trường": "Trường"}
_OFFICES |= {"hội": "Hội", "chi cục": "Chi cục", "tập đoàn": "Tập đoàn", "tổng công ty": "Tổng công ty", "viện": "Viện", "khoa": "Khoa"}
_PLACES = ("huyện", "xã", "phường", "quận", "thị xã", "thị trấn", "thành phố", "tỉnh")
_LABEL = re.compile(r"(?P<title>(?:[^\W\d]+ ){0,6}?)(?:các|những) (?P<head>[^\W\d]+(?: [^\W\d]+){0,3})\s*:\s*")
_HEAD = re.compile(
    r"(?:các |những )?(?:chủ tịch|giám đốc|thủ trưởng|ubnd|ủy ban|công an|sở|bộ|ban|hội|hiệp hội|liên đoàn|liên hiệp|đoàn|chánh|trưởng|"
    r"vụ|cục|phòng|trung tâm|công ty|văn phòng)(?!\w)"
)
_SEPARATOR = re.compile(r"\s*(?:[,;]\s*(?:và\s+)?|và\s+)")
_STOP = re.compile(r"[,;:.()]|\s(?:và|cùng)\s")


@dataclass(frozen=True, slots=True)
class Listed:
    """The names behind a label: each with its full wording and span, where the label begins, and where the list ends (half-open)."""

    names: tuple[tuple[str, int, int], ...]
    start: int
    end: int


def label_at(folded: str, start: int, end: int) -> re.Match[str] | None:
    """A label "các sở:" that begins at `start`, with the title before it."""
    return _LABEL.match(folded, start, end)


def opens_list(folded: str, label: re.Match[str], end: int) -> bool:
    """Whether what else opens an act is the first name of a list: "các sở: Xây dựng, Y tế", not "các sở: Xây dựng kế hoạch"."""
    name = _tails(label["head"]).match(folded, label.end(), end)
    return name is not None and _SEPARATOR.match(folded, name.end(), end) is not None


def read_listed(text: str, folded: str, label: re.Match[str], end: int, verb: int | None) -> Listed | None:
    """The list behind a label, each name completed by the label's head.

    Args:
        text: the sentence's text; `folded` is its fold key.
        label: as `label_at` found it.
        end: where the sentence ends.
        verb: where the predicate of the sentence begins, which no name crosses.

    >>> text = "Giám đốc các Sở: Nội vụ, Văn hóa, Thể thao và Du lịch và Y tế rà soát"
    >>> found = read_listed(text, fold(text), label_at(fold(text), 0, len(text)), len(text), 62)
    >>> [name for name, _, _ in found.names]
    ['Giám đốc Sở Nội vụ', 'Giám đốc Sở Văn hóa, Thể thao và Du lịch', 'Giám đốc Sở Y tế']
    """
    head = label["head"]
    if _heads_itself(folded, label.end()) and not (head in _OFFICES and _tails(head).match(folded, label.end(), end)):
        return Listed((), label.start(), label.end())  # "các hội: Hội Nghề cá, Hội Làm vườn"
    if head not in _OFFICES and head not in _PLACES:
        return None
    title = text[label.start("title") : label.end("title")].strip()
    prefix = f"{title} {_OFFICES.get(head, head)}".strip()
    limit = end if verb is None else verb
    names = []
    at = label.end()
    stop = at
    while at < limit and text[at].isupper():
        stop = _name_end(text, folded, head, at, limit)
        names.append((f"{prefix} {' '.join(text[at:stop].split())}".strip(), at, stop))
        separator = _SEPARATOR.match(text, stop, limit)
        if separator is None or (_heads_itself(folded, separator.end()) and not _tails(head).match(folded, separator.end())):
            break
        at = separator.end()
    if head in _PLACES and names:  # one collective: "UBND các xã: Tân Phú, Tân Lộc"
        names = [(" ".join(text[label.start() : stop].split()), label.start(), stop)]
    return Listed(tuple(names), label.start(), stop) if names else None


def _name_end(text: str, folded: str, head: str, at: int, limit: int) -> int:
    known = _tails(head).match(folded, at, limit)
    if known:
        return known.end()
    mark = _STOP.search(text, at, limit)
    stop = mark.start() if mark else limit
    return at + len(text[at:stop].rstrip())


@lru_cache(maxsize=16)
def _tails(head: str) -> re.Pattern[str]:
    """What follows the head in the names of the registry, longest first: "nông nghiệp và môi trường" for "sở"."""
    names = {fold(name) for agency in agencies() for name in (agency.name, *agency.aliases)}
    return re.compile(rf"{any_of(name[len(head) + 1 :] for name in names if name.startswith(f'{head} '))}(?!\w)")


def _heads_itself(folded: str, at: int) -> bool:
    return _HEAD.match(folded, at) is not None
