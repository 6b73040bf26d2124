"""`giaoviec agencies NAME`: which body a name means on a day, and who holds its tasks today."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date, datetime

import click

from pipeline import cli
from pipeline.cli.vietnamese import VietnameseCommand
from pipeline.errors import GiaoviecError
from pipeline.knowledge.registry import BRANCHES, LEVELS, Agency, Validity, agencies_by_id
from pipeline.knowledge.registry import agencies as known
from pipeline.language.fold import fold
from pipeline.pipes.agencies.resolve import Named, identify, members, present_holders


@click.command(cls=VietnameseCommand)
@click.argument("name", metavar="TÊN")
@click.option(
    "--at",
    metavar="NGÀY",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Ngày của văn bản (2023-02-01 hoặc 01/02/2023). Không có: như hiện nay.",
)
def agencies(name: str, at: datetime | None) -> int:
    """Cho biết TÊN (đầy đủ, viết tắt, có hoặc không có tên tỉnh) là cơ quan nào vào một ngày, và nay cơ quan nào làm việc ấy.

    Ví dụ: giaoviec agencies "Sở KH&ĐT Cà Mau" --at 2023-02-01
    """
    day = at.date() if at else None
    if named := identify(name, day):
        lines = _body(named, day)
    elif group := members(name, day):
        lines = _group(name, group)
    else:
        raise GiaoviecError("GV413", name=name, close=_close(name))
    click.echo("\n".join(lines))
    return cli.FINE


def _body(named: Named, day: date | None) -> Iterator[str]:
    agency, province = named.agency, named.province
    yield named.name
    yield f"  Mã: {agency.id} · Cấp: {LEVELS[agency.level]} · Khối: {BRANCHES[agency.branch]}"
    if agency.parent:
        yield f"  Thuộc: {agencies_by_id()[agency.parent].name}"
    if agency.aliases:
        yield f"  Tên khác: {'; '.join(agency.aliases)}"
    yield f"  Hiệu lực: {_period(agency.validity)}"
    if day is not None and not agency.validity.holds(day):
        over = agency.validity.until is not None and agency.validity.until <= day
        yield f"  Lưu ý: ngày {day:%d/%m/%Y} cơ quan này {'không còn' if over else 'chưa có'}."
    if province is not None:
        yield f"  Địa phương: {province.kind} {province.name} ({_period(province.validity)})"
    yield from (f"  Hiện nay: {line}" for line in _today(named) or ["không có cơ quan kế thừa trong danh mục"])
    yield f"  Nguồn: {agency.source}"


def _today(named: Named) -> list[str]:
    lines = []
    for holder in present_holders(named):
        since = holder.agency.validity.since if holder.agency is not named.agency else None
        who = "vẫn là cơ quan này" if holder == named else f"{holder.name} (mã {holder.agency.id})"
        lines.append(f"{who}, từ ngày {since:%d/%m/%Y}" if since else who)
    return lines


def _group(name: str, group: tuple[Agency, ...]) -> Iterator[str]:
    yield f"{name}: {len(group)} cơ quan"
    yield from (f"  {body.name} (mã {body.id})" for body in group)


def _period(validity: Validity) -> str:
    start = f"từ ngày {validity.since:%d/%m/%Y}" if validity.since else ""
    end = f"đến trước ngày {validity.until:%d/%m/%Y}" if validity.until else "đến nay"
    return f"{start} {end}".strip()


def _close(name: str) -> str:
    """Names of the registry that begin as this one, or are spelt almost like it."""
    forms = {fold(form): form for agency in known() for form in (agency.name, *agency.aliases)}
    typed = fold(name).strip()
    if not typed:
        return ""
    close = [form for form in forms if form.startswith(typed)] or difflib.get_close_matches(typed, forms, n=3, cutoff=0.75)
    return f" Có phải: {'; '.join(forms[form] for form in close[:3])}?" if close else ""
