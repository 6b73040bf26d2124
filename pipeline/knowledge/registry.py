"""The bodies and provinces that the office knows, from `agencies.csv`, `provinces.csv` and `collectives.csv`.

They are plain tables that may be edited without Python; a bad line is a coded error (GV501) with file and line. A line is valid from
`valid_from` (inclusive) to `valid_to` (exclusive); what is empty is open. Who holds a body's tasks afterwards stands in `successors`.

Sources stand in each line. The great changes: Resolution 176/2025/QH15 (ministries from 1 March 2025), Resolution 202/2025/QH15 (34
provinces from 1 July 2025, and no districts), Decrees 45/2025/NĐ-CP and 150/2025/NĐ-CP (provincial and communal offices).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pipeline.errors import GiaoviecError

LEVELS = {"central": "trung ương", "region": "khu vực", "province": "tỉnh", "district": "huyện", "commune": "xã"}
BRANCHES = {
    "gov": "chính quyền",
    "party": "Đảng",
    "na": "cơ quan dân cử",
    "front": "Mặt trận, đoàn thể, hội",
    "judicial": "tư pháp",
    "force": "lực lượng vũ trang",
    "fin": "ngành dọc tài chính",
    "group": "doanh nghiệp, báo chí của Nhà nước",
    "role": "chức danh",
}
_FOLDER = Path(__file__).parent
_AGENCY_COLUMNS = ["id", "name", "aliases", "level", "branch", "parent", "valid_from", "valid_to", "successors", "source"]
_COLLECTIVE_COLUMNS = ["names", "members", "note"]
_PROVINCE_COLUMNS = ["name", "kind", "code", "abbreviations", "valid_from", "valid_to", "successor", "source"]


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which something is what it is: from `since` (inclusive) to `until` (exclusive), open where `None`."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether `day` lies within; without a day, whether it still holds as far as the registry knows."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: Validity) -> bool:
        """Whether the two share a day."""
        first, last = date.min, date.max
        return (self.since or first) < (other.until or last) and (other.since or first) < (self.until or last)


@dataclass(frozen=True, slots=True)
class Agency:
    """A body, or an office held by a person: its names, where it belongs, when it is valid, and who holds its tasks afterwards."""

    id: str
    name: str
    aliases: tuple[str, ...]
    level: str
    branch: str
    parent: str | None
    validity: Validity
    successors: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a city under the central government, as it was between two days; `successor` names the one that holds it since."""

    name: str
    kind: str
    code: str
    abbreviations: tuple[str, ...]
    validity: Validity
    successor: str | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Collective:
    """A group that can be listed ("các sở, ban, ngành"): the names it goes by, in lower case, and the bodies that it has had."""

    names: tuple[str, ...]
    members: tuple[str, ...]
    note: str = ""


def rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a knowledge table with their line numbers, checked for their columns.

    Raises:
        GiaoviecError: GV501 when the header or a line does not have the columns.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise GiaoviecError("GV501", path=path.name, line=1, detail=f"cần các cột {', '.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise GiaoviecError("GV501", path=path.name, line=reader.line_num, detail="số cột không khớp")
            yield reader.line_num, row


def read_agencies(path: Path) -> list[Agency]:
    """The bodies of one table.

    Raises:
        GiaoviecError: GV501 for a repeated identifier or name, an unknown level, branch, parent or successor, days that are no days or in
            the wrong order, letters that are not composed (NFC), or an end without a source.
    """
    found: dict[str, Agency] = {}
    lines: dict[str, int] = {}
    for line, row in rows(path, _AGENCY_COLUMNS):
        problem = _problem(row, found)
        if problem:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=problem)
        found[row["id"]] = Agency(
            row["id"],
            row["name"],
            _split(row["aliases"]),
            row["level"],
            row["branch"],
            row["parent"] or None,
            read_validity(path, line, row),
            _split(row["successors"]),
            row["source"],
        )
        lines[row["id"]] = line
    for agency in found.values():
        unknown = next((one for one in (agency.parent, *agency.successors) if one and one not in found), None)
        if unknown:
            raise GiaoviecError("GV501", path=path.name, line=lines[agency.id], detail=f"không có cơ quan «{unknown}»")
    twin = _twin(found.values())
    if twin:
        raise GiaoviecError("GV501", path=path.name, line=lines[twin.id], detail=f"tên «{twin.name}» đã có trong cùng thời gian")
    return list(found.values())


def _problem(row: dict[str, str], found: dict[str, Agency]) -> str | None:
    if row["id"] in found or not row["name"] or not re.fullmatch(r"[a-z0-9_]+", row["id"]):
        return f"mã «{row['id']}» trùng hoặc sai dạng, hoặc thiếu tên"
    if row["level"] not in LEVELS:
        return f"cấp «{row['level']}» không có"
    if row["branch"] not in BRANCHES:
        return f"khối «{row['branch']}» không có"
    if any(unicodedata.normalize("NFC", value) != value for value in row.values()):
        return "chữ chưa ở dạng dựng sẵn (NFC)"
    return None if row["source"] else "thiếu nguồn"


def _twin(known: Iterable[Agency]) -> Agency | None:
    """A body whose full name another bears on the same day."""
    seen: dict[str, list[Agency]] = defaultdict(list)
    for agency in known:
        key = agency.name.lower()
        if any(other.validity.overlaps(agency.validity) for other in seen[key]):
            return agency
        seen[key].append(agency)
    return None


def read_provinces(path: Path) -> list[Province]:
    """The provinces of one table.

    Raises:
        GiaoviecError: GV501 for an unknown kind or successor, or for bad days.
    """
    out: list[Province] = []
    lines: list[int] = []
    for line, row in rows(path, _PROVINCE_COLUMNS):
        if row["kind"] not in ("tỉnh", "thành phố"):
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"loại «{row['kind']}» không có")
        validity = read_validity(path, line, row)
        abbreviations = _split(row["abbreviations"])
        out.append(Province(row["name"], row["kind"], row["code"], abbreviations, validity, row["successor"] or None, row["source"]))
        lines.append(line)
    names = {province.name for province in out}
    for province, line in zip(out, lines, strict=True):
        if province.successor and province.successor not in names:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"không có tỉnh kế thừa «{province.successor}»")
    return out


def read_collectives(path: Path, known: Container[str]) -> list[Collective]:
    """The groups of one table.

    Raises:
        GiaoviecError: GV501 for a group without names, a repeated name, or a member that is none of `known`.
    """
    out: list[Collective] = []
    seen: set[str] = set()
    for line, row in rows(path, _COLLECTIVE_COLUMNS):
        names, members = _split(row["names"]), _split(row["members"])
        strange = next((one for one in members if one not in known), None) or next((name for name in names if name in seen), None)
        if strange or not names or not members:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"nhóm thiếu tên, hoặc «{strange}» không có hay trùng")
        seen |= set(names)
        out.append(Collective(names, members, row["note"]))
    return out


def read_validity(path: Path, line: int, row: dict[str, str]) -> Validity:
    """The days between which a line of a table is valid.

    Raises:
        GiaoviecError: GV501 for days that are no days or in the wrong order.
    """
    try:
        since, until = (date.fromisoformat(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
    except ValueError as error:
        raise GiaoviecError("GV501", path=path.name, line=line, detail=f"ngày không hợp lệ: {error}") from None
    if since and until and since >= until:
        raise GiaoviecError("GV501", path=path.name, line=line, detail="valid_to phải sau valid_from")
    return Validity(since, until)


@lru_cache(maxsize=1)
def agencies() -> tuple[Agency, ...]:
    """Every body of the shipped table."""
    return tuple(read_agencies(_FOLDER / "agencies.csv"))


@lru_cache(maxsize=1)
def agencies_by_id() -> dict[str, Agency]:
    """Every body of the shipped table by its identifier."""
    return {agency.id: agency for agency in agencies()}


@lru_cache(maxsize=1)
def collectives() -> tuple[Collective, ...]:
    """Every group of the shipped table."""
    return tuple(read_collectives(_FOLDER / "collectives.csv", agencies_by_id()))


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """Every province of the shipped table: 63 before 1 July 2025, 34 from then on (Resolution 202/2025/QH15)."""
    return tuple(read_provinces(_FOLDER / "provinces.csv"))


@lru_cache(maxsize=1)
def province_names() -> tuple[str, ...]:
    """Names of provinces, today's and former ones, longest first."""
    return tuple(sorted({province.name for province in provinces()}, key=lambda name: (-len(name), name)))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, cell.split(";")) if part)
