"""From a body's name to its entry in the registry at the document's date, and to who holds its tasks today.

A name may carry the title of its head ("Giám đốc Sở Y tế") and a place ("Sở Y tế tỉnh Cà Mau", "UBND huyện Phú Hòa"): the entry is that
of the kind of body, the place is kept beside it, and both have their own history: Cà Mau of today holds Bạc Liêu's tasks too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.knowledge.registry import Agency, Collective, Province, agencies, agencies_by_id, collectives, provinces
from pipeline.language.fold import fold

_ABBREVIATIONS = tuple(
    (re.compile(rf"(?<!\w){short}(?!\w)"), full)
    for short, full in (
        ("ubnd", "ủy ban nhân dân"),
        ("hđnd", "hội đồng nhân dân"),
        (r"(?:tp\.|tp(?!\.))", "thành phố "),
        ("tw", "trung ương"),
    )
)
_TITLE = re.compile(
    r"^(?:các )?(?:đồng chí )?(?:phó )?(?:(?:bộ|thứ|tổng cục|chi cục|cục|vụ|viện|thủ|hiệu|chỉ huy) trưởng|thống đốc|tổng(?= thanh tra)|"
    r"(?:tổng )?giám đốc|(?:chủ tịch|bí thư)(?: thường trực)?|chánh(?= văn phòng| thanh tra)|chánh án|trưởng(?= ban| phòng| công an)|"
    r"chủ nhiệm|tư lệnh|tổng biên tập|p?ct|lãnh đạo) "
)
_TERM = re.compile(r" khóa \w+$")
_LEVEL = re.compile(r" (?:tỉnh|thành phố)$")
_DISTRICT = re.compile(r"^(.*) (?:huyện|quận|thị xã|thành phố)(?: \w+){1,4}$")
_PARTY_OF_DISTRICT = re.compile(r"^(.*?)(?:huyện|quận|thị|thành) (ủy|đoàn)(?: \w+){1,4}$")
_COMMUNE = re.compile(r"^(.*) (?:(?<!thị )xã(?! hội)|phường|thị trấn|đặc khu)(?: \w+){1,4}$")
_NUMBERED = re.compile(r"^(.*?(?: khu vực| cơ sở| số)) (?:[ivxl]+|\d{1,2})(?: .*)?$")
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
    key = _TERM.sub("", _key(name))
    for form in dict.fromkeys((key, _TITLE.sub("", key), key.removeprefix("phó "))):
        found = [
            (agency, province)
            for short, level, province in _readings(form, issued)
            for agency in (_index().get(short) or _compact_index().get(_compact(short)) or ())
            if level in (None, agency.level) or (level == "province" and agency.level == "region")
        ]
        if found:
            return Named(*min(found, key=lambda one: _unfitness(one[0], issued, branch)))
    return None


def _readings(form: str, issued: date | None) -> Iterator[tuple[str, str | None, Province | None]]:
    """The ways to read a name as a body and a place, the likeliest first: the key of the body, its level, and the province named."""
    yield form, None, None
    province, rest = _province(form, issued)
    plain = _LEVEL.sub("", rest)
    for whole in (form, plain) if province else (form,):  # "huyện Đầm Dơi, tỉnh Cà Mau": the district is the place
        if (local := _PARTY_OF_DISTRICT.match(whole)) and (province is None or province.kind == "tỉnh" or local[2] == "đoàn"):
            yield f"{local[1]}huyện {local[2]}", "district", None
        for pattern, kind, level in ((_DISTRICT, "huyện", "district"), (_COMMUNE, "xã", "commune")):
            if (place := pattern.match(whole)) and not (province and whole == form):
                yield f"{place[1]} {kind}", level, None
                yield place[1], level, None
    if province or plain != rest:
        yield from ((short, "province", province) for short in (rest, f"{plain} tỉnh", plain))
    if numbered := _NUMBERED.match(form):
        yield from ((short, None, None) for short in (numbered[1], numbered[1].removesuffix(" số")))


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
    if agency.validity.until is None and not agency.successors:
        out[agency.id] = agency
    for successor in agency.successors:
        _follow(agencies_by_id()[successor], out, seen)


def _present(province: Province) -> Province:
    """The province that holds a province today."""
    name = province.successor or province.name
    return next((one for one in provinces() if one.name == name and one.validity.until is None), province)


def _unfitness(agency: Agency, issued: date | None, branch: str | None) -> tuple[bool, bool]:
    """Of several bodies of one name the one valid on the day comes first, then the one of the writer's branch."""
    return (
        issued is not None and not agency.validity.holds(issued),
        branch is not None and (agency.branch == "party") != (branch == "party"),
    )


def _province(form: str, issued: date | None) -> tuple[Province | None, str]:
    """The province that a name ends with, and the name without it: its kind of place stays ("công an tỉnh")."""
    for written, candidates in _provinces().items():
        if not form.endswith(f" {written}"):
            continue
        rest = form[: -len(written) - 1]
        if rest.endswith((" huyện", " quận", " thị xã", " xã", " phường", " thị trấn", " đặc khu")):
            return None, form  # a commune or district of that name
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
    text = fold(name).replace("&", " và ")
    for short, full in _ABBREVIATIONS:
        text = short.sub(full, text)
    return " ".join(re.sub(r"[^\w ]", " ", text).split())


@lru_cache(maxsize=1)
def _index() -> dict[str, list[Agency]]:
    out: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies():
        for name in (agency.name, *agency.aliases):
            out[_key(name)].append(agency)
    return dict(out)


@lru_cache(maxsize=1)
def _compact_index() -> dict[str, list[Agency]]:
    out: dict[str, list[Agency]] = defaultdict(list)
    for key, found in _index().items():
        out[_compact(key)] += found
    return dict(out)


def _compact(key: str) -> str:
    """The key without what writers leave out of abbreviations: KH&ĐT, KH-ĐT, KHĐT."""
    return re.sub(r"(?<!\w)và(?!\w)| ", "", key)


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
