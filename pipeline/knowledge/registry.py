"""The bodies and provinces that the office knows, from `agencies.csv` and `provinces.csv`.

Both are plain tables that may be edited without Python; a bad line is a coded error (GV501) with file and line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pipeline.errors import GiaoviecError

_FOLDER = Path(__file__).parent
_ABBREVIATION = re.compile(  # no syllable of Vietnamese: two consonants that begin none, or that end none
    r"(?<!\w)(?:(?!ch|gh|kh|ng|nh|ph|th|tr)[bcdđghklmnpqrstvx]{2}[a-zđ]*|[a-zđ]*(?!ch|nh|ng)[bcdđghklmnpqrstvx]{2})(?!\w)"
)
_PLACED = re.compile(
    r"((?:huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|thành phố|tỉnh) )((?!thuộc|trực thuộc|các|và)[^\W\d_]+(?: [^\W\d_]+){0,3})$"
)
_LEVELS = {"central", "region", "province", "district", "commune"}


@dataclass(frozen=True, slots=True)
class Agency:
    """A body: its identifier, full name, other names, level, branch, and when it was valid."""

    id: str
    name: str
    aliases: tuple[str, ...]
    level: str
    branch: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]


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
        GiaoviecError: GV501 for a repeated identifier, an unknown level, a bad date or an unknown successor.
    """
    found: dict[str, Agency] = {}
    places: dict[str, int] = {}
    for line, row in rows(path, ["id", "name", "aliases", "level", "branch", "valid_from", "valid_to", "successors"]):
        if row["id"] in found or not row["name"]:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"mã «{row['id']}» trùng hoặc thiếu tên")
        if row["level"] not in _LEVELS:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"cấp «{row['level']}» không có")
        try:
            since, until = (date.fromisoformat(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
        except ValueError as error:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"ngày không hợp lệ: {error}") from None
        found[row["id"]] = Agency(
            row["id"], row["name"], _split(row["aliases"]), row["level"], row["branch"], since, until, _split(row["successors"])
        )
        places[row["id"]] = line
    for agency in found.values():
        for successor in agency.successors:
            if successor not in found:
                raise GiaoviecError("GV501", path=path.name, line=places[agency.id], detail=f"không có cơ quan kế thừa «{successor}»")
    return list(found.values())


@lru_cache(maxsize=1)
def agencies() -> tuple[Agency, ...]:
    """Every body of the shipped table."""
    return tuple(read_agencies(_FOLDER / "agencies.csv"))


@lru_cache(maxsize=1)
def province_names() -> tuple[str, ...]:
    """Names of provinces, today's and those before 1 July 2025 (Resolution 202/2025/QH15), longest first."""
    names: set[str] = set()
    for _, row in rows(_FOLDER / "provinces.csv", ["name", "kind", "members"]):
        names |= {row["name"], *_split(row["members"])}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, cell.split(";")) if part)


@lru_cache(maxsize=1)
def _proper_names() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {name.lower(): name for agency in agencies() for name in (agency.name,)} | {name.lower(): name for name in province_names()}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?!\w)")
    return pattern, names


def proper_case(capitals: str) -> str:
    """A name printed in capitals, as it is written in running text.

    >>> proper_case("ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ"), proper_case("GIAO BAN VỀ BHXH")
    ('Ủy ban nhân dân tỉnh Quảng Trị', 'Giao ban về BHXH')
    """
    if not capitals.isupper():
        return capitals
    pattern, names = _proper_names()
    text = pattern.sub(lambda match: names[match[0]], _ABBREVIATION.sub(lambda match: match[0].upper(), capitals.lower()))
    for name in (*province_names(), "Việt Nam"):
        text = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, text)
    return text[:1].upper() + text[1:]


def proper_name(capitals: str) -> str:
    """The name of a body printed in capitals, as it is written in running text: what follows a kind of place is its name.

    >>> proper_name("UBND HUYỆN PHÚ HÒA"), proper_name("ỦY BAN NHÂN DÂN THÀNH PHỐ THÁI BÌNH")
    ('UBND huyện Phú Hòa', 'Ủy ban nhân dân thành phố Thái Bình')
    """
    name = proper_case(capitals)
    return _PLACED.sub(lambda match: match[1] + match[2].title(), name) if capitals.isupper() else name
