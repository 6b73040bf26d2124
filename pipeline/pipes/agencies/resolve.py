"""From a body's name to its identifier in the registry, at the document's date."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import lru_cache

from pipeline.knowledge.registry import Agency, agencies
from pipeline.language.fold import fold

_ABBREVIATIONS = (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("tp.", "thành phố "), ("tw", "trung ương"), ("&", " và "))
_TITLE = re.compile(
    r"^(?:các )?(?:đồng chí )?(?:phó )?(?:bộ trưởng|thống đốc|tổng thanh tra|(?:tổng )?giám đốc|chủ tịch|chánh(?= văn phòng| thanh tra)|"
    r"thủ trưởng|trưởng(?= ban| phòng)|chủ nhiệm|"
    r"cục trưởng|vụ trưởng|bí thư|chỉ huy trưởng|lãnh đạo) "
)
_PLACE = re.compile(r"( (?:tỉnh|thành phố)) .*$")
_LEVEL = re.compile(r" (?:tỉnh|thành phố)$")


def resolve(name: str, issued: date | None = None) -> str | None:
    """The identifier of the body that a name, an abbreviation or its head's title means; `None` for an unknown or collective name.

    Args:
        name: as the document writes it.
        issued: the document's date; a body that was not valid then is taken only when no other bears the name.

    >>> resolve("Bộ trưởng Bộ Tài chính"), resolve("SỞ Y TẾ"), resolve("các cấp, các ngành")
    ('btc', 'syt', None)
    """
    index = _index()
    key = _key(name)
    bare = _TITLE.sub("", key)
    unplaced = _PLACE.sub(r"\1", bare)  # "công an tỉnh", and without its level: "sở y tế"
    found = index.get(key) or index.get(bare) or index.get(unplaced) or index.get(_LEVEL.sub("", unplaced))
    if not found:
        return None
    valid = [
        agency
        for agency in found
        if issued is None
        or ((agency.valid_from is None or agency.valid_from <= issued) and (agency.valid_to is None or issued < agency.valid_to))
    ]
    return (valid or found)[0].id


def _key(name: str) -> str:
    text = fold(name)
    for short, full in _ABBREVIATIONS:
        text = text.replace(short, full)
    return " ".join(re.sub(r"[^\w ]", " ", text).split())


@lru_cache(maxsize=1)
def _index() -> dict[str, list[Agency]]:
    out: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies():
        for name in (agency.name, *agency.aliases):
            out[_key(name)].append(agency)
    return dict(out)
