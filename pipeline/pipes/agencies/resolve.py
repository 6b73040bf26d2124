"""From a body's name to its entry in the registry at the document's date, and to who holds its tasks today.

A name may carry the title of its head ("Giám đốc Sở Y tế") and a place ("Sở Y tế tỉnh Cà Mau", "UBND huyện Phú Hòa"): the entry is that
of the kind of body, the place is kept beside it, and both have their own history: Cà Mau of today holds Bạc Liêu's tasks too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.knowledge.registry import Agency, Collective, Province, agencies, agencies_by_id, collectives, provinces
from pipeline.language.fold import fold

_ABBREVIATIONS = (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("tp.", "thành phố "), ("tw", "trung ương"), ("&", " và "))
_TITLE = re.compile(
    r"^(?:các )?(?:đồng chí )?(?:phó )?(?:bộ trưởng|thống đốc|tổng thanh tra|(?:tổng )?giám đốc|chủ tịch|chánh(?= văn phòng| thanh tra)|"
    r"thủ trưởng|trưởng(?= ban| phòng)|chủ nhiệm|"
    r"cục trưởng|vụ trưởng|bí thư|chỉ huy trưởng|lãnh đạo) "
)
_LEVEL = re.compile(r" (?:tỉnh|thành phố|huyện|xã)$")
_DISTRICT = re.compile(r" (?:huyện|quận|thị xã|thành phố)(?: \w+){1,4}$")
_COMMUNE = re.compile(r" (?:xã|phường|thị trấn|đặc khu)(?: \w+){1,4}$")
_KINDS = {"tp": "thành phố", "thủ đô": "thành phố"}


@dataclass(frozen=True, slots=True)
class Named:
    """A body as a document names it: its entry, and the province in its name, where one is."""

    agency: Agency
    province: Province | None = None

    @property
    def name(self) -> str:
        """The full name with its place.

        >>> str(identify("Sở KH&ĐT Cà Mau", date(2023, 2, 1)).name)
        'Sở Kế hoạch và Đầu tư tỉnh Cà Mau'
        """
        name, province = self.agency.name, self.province
        if province is None or self.agency.level != "province":
            return name
        if name.endswith("Tỉnh ủy"):
            head = "Thành ủy" if province.kind == "thành phố" else "Tỉnh ủy"
            return f"{name.removesuffix('Tỉnh ủy')}{head} {province.name}"
        return f"{name.removesuffix(' tỉnh')} {province.kind} {province.name}"


def resolve(name: str, issued: date | None = None, branch: str | None = None) -> str | None:
    """The identifier of the body that a name, an abbreviation or its head's title means; `None` for an unknown or collective name.

    Args:
        name: as the document writes it.
        issued: the document's date; a body that was not valid then is taken only when no other bears the name.
        branch: of whoever writes, which tells apart the bodies of one abbreviation (BCT: Bộ Chính trị for the Party, Bộ Công Thương else).

    >>> resolve("Bộ trưởng Bộ Tài chính"), resolve("SỞ Y TẾ"), resolve("các cấp, các ngành"), resolve("BCT", branch="party")
    ('btc', 'syt', None, 'bct_dang')
    """
    named = identify(name, issued, branch)
    return named.agency.id if named else None


@lru_cache(maxsize=4096)
def identify(name: str, issued: date | None = None, branch: str | None = None) -> Named | None:
    """The body that a name means, with the province in it; see `resolve` for the arguments.

    >>> named = identify("Công an TP.HCM", date(2024, 5, 1))
    >>> named.agency.id, named.province.name
    ('cat', 'Hồ Chí Minh')
    """
    key = _key(name)
    for form in dict.fromkeys((key, _TITLE.sub("", key))):
        found = _chosen(_index().get(form, ()), issued, branch, None)
        if found:
            return Named(found)
        province, rest = _province(form, issued)
        for bare, level in ((rest, "province"), (_DISTRICT.sub(" huyện", form), "district"), (_COMMUNE.sub(" xã", form), "commune")):
            if bare == form:
                continue
            plain = _LEVEL.sub("", bare)
            for short in (bare, f"{plain} tỉnh", plain) if level == "province" else (bare, plain):
                found = _chosen(_index().get(short, ()), issued, branch, level)
                if found:
                    return Named(found, province if level == "province" else None)
    return None


def members(name: str, issued: date | None = None) -> tuple[Agency, ...]:
    """The bodies that a group's name stands for on a day; empty for a name that is no known group, or a group of nobody in particular.

    >>> [body.name for body in members("Các Huyện ủy, Thị ủy, Thành ủy", date(2024, 5, 1))]
    ['Huyện ủy']
    >>> members("các đơn vị liên quan")
    ()
    """
    group = _groups().get(_key(name))
    return tuple(body for one in group.members if (body := agencies_by_id()[one]).validity.holds(issued)) if group else ()


def present_holders(named: Named) -> list[Named]:
    """Who holds the tasks of a body today, as far as the registry knows: itself where it still exists, else the last of its successors.

    >>> [holder.name for holder in present_holders(identify("Sở Kế hoạch và Đầu tư tỉnh Bạc Liêu", date(2023, 2, 1)))]
    ['Sở Tài chính tỉnh Cà Mau']
    """
    province = _present(named.province) if named.province else None
    out: dict[str, Agency] = {}
    _follow(named.agency, out, set())
    return [Named(agency, province) for agency in out.values()]


def present_names(named: Named) -> str | None:
    """The names of those that hold a body's tasks today, where they are others than the body itself; else `None`.

    >>> present_names(identify("Bộ GTVT", date(2020, 1, 1))), present_names(identify("Bộ Y tế"))
    ('Bộ Xây dựng', None)
    """
    holders = present_holders(named)
    same = [
        one.agency.id == named.agency.id and (one.province and one.province.name) == (named.province and named.province.name)
        for one in holders
    ]
    return None if all(same) else "; ".join(holder.name for holder in holders)


def _follow(agency: Agency, out: dict[str, Agency], seen: set[str]) -> None:
    if agency.id in seen:
        return
    seen.add(agency.id)
    if agency.validity.until is None:
        out[agency.id] = agency
    for successor in agency.successors if agency.validity.until is not None else ():
        _follow(agencies_by_id()[successor], out, seen)


def _present(province: Province) -> Province:
    """The province that holds a province today."""
    name = province.successor or province.name
    return next((one for one in provinces() if one.name == name and one.validity.until is None), province)


def _chosen(found: tuple[Agency, ...] | list[Agency], issued: date | None, branch: str | None, level: str | None) -> Agency | None:
    """Of several bodies of one name the one valid on the day, of the level of the place and of the writer's branch, in that order."""
    fitting = [agency for agency in found if level in (None, agency.level) or (level == "province" and agency.level == "region")]
    if not fitting:
        return None
    return min(
        fitting,
        key=lambda agency: (
            issued is not None and not agency.validity.holds(issued),
            branch is not None and (agency.branch == "party") != (branch == "party"),
        ),
    )


def _province(form: str, issued: date | None) -> tuple[Province | None, str]:
    """The province that a name ends with, and the name without it: its kind of place stays ("công an tỉnh")."""
    for written, candidates in _provinces().items():
        if not form.endswith(f" {written}"):
            continue
        rest = form[: -len(written) - 1]
        kind = re.search(r" (tỉnh|thành phố|tp|thủ đô)$", rest)
        asked = _KINDS.get(kind[1], kind[1]) if kind else None
        fitting = [
            one for one in candidates if asked in (None, one.kind) and (asked is None or issued is None or one.validity.holds(issued))
        ]
        if not fitting:
            return None, form  # "thành phố Cà Mau" is a town of that province
        province = next((one for one in fitting if one.validity.holds(issued)), fitting[0])
        return province, re.sub(r" (?:tp|thủ đô)$", " thành phố", rest)
    return None, form


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


@lru_cache(maxsize=1)
def _groups() -> dict[str, Collective]:
    return {_key(name): group for group in collectives() for name in group.names}


@lru_cache(maxsize=1)
def _provinces() -> dict[str, list[Province]]:
    """Provinces by their written names as keys, the longest first."""
    out: dict[str, list[Province]] = defaultdict(list)
    for province in provinces():
        for name in (province.name, *province.abbreviations):
            key = re.sub(r"^(?:thành phố|tp|thủ đô|tỉnh) ", "", _key(name))  # the kind is read apart
            if province not in out[key]:
                out[key].append(province)
    return dict(sorted(out.items(), key=lambda item: -len(item[0])))
