"""Tables that lost their lines: one cell, or one line of a cell, a paragraph ("STT", "Nội dung công việc", "Đơn vị chủ trì" …).

The header's lines give the columns and their order; an ordinal begins a record; within a record the lines are given to the columns, in
order, so that what looks like a body stands under "chủ trì", what looks like a time under "thời gian" (dynamic programming over lines).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.knowledge.registry import province_names
from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import names_body, opens_with_verb
from pipeline.pipes.tasks.columns import Column, column
from pipeline.pipes.tasks.tables import Row
from pipeline.reading.source import Cell
from pipeline.structure.outline import Item

_ORDINAL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-zđ])[.)]?$")
_GROUP = re.compile(r"^(?:[IVX]{1,5}|[A-E])[.)\-]\s*\S.{3,}")
_TIME = re.compile(
    r"^[-+\s]*(?:(?:từ|trước|trong|đến|hết|cuối|đầu|giữa|chậm nhất|hoàn thành|xong|ngày|tuần|tháng|quý|quí|năm|hằng|hàng|định kỳ|"
    r"thường xuyên|thường$|xuyên$|theo(?! dõi)|sau khi|khi|ngay|cùng|kỳ họp|"
    r"giai đoạn|6 tháng|cả năm|liên tục|đột xuất|trong quá trình)(?!\w)|\d{1,2}[/.]\d{1,4}|\d{4}\s*(?:-|và|$)|\d{1,2}/\d{4}|\d{4}$)"
)
_PRODUCT = re.compile(
    r"^[-+\s]*(?:các )?(?:báo cáo|kế hoạch|quyết định|đề án|văn bản|dự thảo|tờ trình|nghị quyết|nghị định|thông tư|luật|công văn|danh mục|"
    r"hội nghị|lớp|phần mềm|cơ sở dữ liệu|bộ|"
    r"tài liệu|hợp đồng|biên bản|chương trình|quy chế|quy định|hệ thống|kết quả|đề tài|cơ chế|chỉ thị|hướng dẫn|phương án|sổ tay|"
    r"diễn đàn|các)(?!\w)"
)
_OPEN_END = re.compile(
    r"(?<!\w)(?:của|trình|với|về|và|cho|các|số|theo|từ|đến|được trình|kết quả|tháng|quý|(?<!h[ằà]ng )năm|ngày|thủ tướng|ban|khóa|"
    r"lần thứ|nhiệm kỳ|chương|phần|mục|hạng|loại|(?<!\d )cấp|nông nghiệp|thường vụ|thường trực)$|(?:^|, )bộ$"
)
_ACTS = re.compile(  # a body with its act is no cell of bodies: "Vụ Pháp chế tổng hợp, xây dựng kế hoạch"
    r"[^,;:]{3,60}? (?:tổng hợp|xây dựng|lập|gửi|báo cáo|tham mưu|thẩm định|trình|tổ chức|rà soát|ban hành)(?:,| (?:kế hoạch|báo cáo|"
    r"dự thảo|"
    r"danh (?:mục|sách)|số liệu|ý kiến|hồ sơ|kết quả|các|việc))"
)
_AWAITS_PLACE = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp\.?)$")
_FOOTNOTE = re.compile(
    r"^\d{1,2} (?:nghị quyết|quyết định|kết luận|kế hoạch|chương trình|công văn|thông báo|luật|nghị định|thông tư|chỉ thị|báo cáo|tờ trình|"
    r"văn bản|theo|xem|gồm)(?!\w).{60}"
)
_PAGE_HEAD = re.compile(r"công báo/số|công báo\s*/|trang \d+\s*(?:/\s*\d+)?$")
_MAX_HEADER = 24
_NARROW = 60  # characters of a line that may be part of a wrapped cell


@dataclass(frozen=True, slots=True)
class _Header:
    columns: tuple[Column | None, ...]
    lines: int
    names: frozenset[str]


def flat_rows(text: str, items: Sequence[Item]) -> tuple[list[Row], set[int]]:
    """The rows of flattened tables, and the indexes of the items that belong to such tables."""
    rows: list[Row] = []
    used: set[int] = set()
    i = 0
    while i < len(items):
        header = _header(text, items, i)
        if header is None:
            i += 1
            continue
        used |= {item.index for item in items[i : i + header.lines]}
        i += header.lines
        i = _body(text, items, i, header, rows, used)
    return rows, used


def _header(text: str, items: Sequence[Item], at: int) -> _Header | None:
    """The header that opens at an item, or `None`: at least three columns, with the work or an owner and a deadline among them."""
    if items[at].kind or column(_text(text, items[at])) not in ("number", "content", "owner"):
        return None
    names: list[str] = []
    lines = 0
    for item in items[at : at + _MAX_HEADER]:
        line = _text(text, item)
        if item.kind or ":" in line or len(line) > 45 or _GROUP.match(line):
            break
        if lines and (_ORDINAL.match(line) or column(line) == "number"):
            break
        goes_on = names and (
            line[0].islower()
            or line[0] in "(&/"
            or (column(f"{names[-1]} {line}") not in (None, column(names[-1])) and column(line) is None)
        )
        if goes_on:
            names[-1] = f"{names[-1]} {line}"
        else:
            known = {column(name) for name in names if column(name)}
            if len(known) >= 3 and column(line) is None and not _next_is_column(text, items, at + lines + 1):
                break
            names.append(line)
        lines += 1
    columns = tuple(column(name) for name in names)
    known = {role for role in columns if role}
    if (
        len(known - {"number"}) < 2
        or len(columns) < 3
        or not (known & {"owner", "coordinator"} and known & {"content", "deadline", "result"})
    ):
        return None
    return _Header(columns, lines, frozenset(fold(_text(text, item)) for item in items[at : at + lines]))


def _next_is_column(text: str, items: Sequence[Item], at: int) -> bool:
    return any(column(_text(text, item)) is not None and len(_text(text, item)) < 40 for item in items[at : at + 3])


def _beside_page_head(text: str, items: Sequence[Item], at: int) -> bool:
    """Whether a number is that of a page: the line before or behind it is what every page repeats."""
    return any(_PAGE_HEAD.match(fold(_text(text, item))) for item in (*items[max(at - 1, 0) : at], *items[at + 1 : at + 2]))


@dataclass(slots=True)
class _Record:
    """The lines of one row: the span of each with the item it comes from."""

    ordinal: str = ""
    lines: list[tuple[int, int, Item]] = field(default_factory=list)


def _body(text: str, items: Sequence[Item], at: int, header: _Header, rows: list[Row], used: set[int]) -> int:
    """Reads the records below a header; returns the index behind the table."""
    numbered = "number" in header.columns
    record = _Record()
    previous: dict[Column, Cell] = {}
    while at < len(items):
        item = items[at]
        line = _text(text, item)
        if item.kind == "row" or item.zone in ("foot", "form", "norms"):
            break
        if _PAGE_HEAD.match(fold(line)) or (line.isdigit() and _beside_page_head(text, items, at)):
            used.add(item.index)
            at += 1
            continue
        if _FOOTNOTE.match(fold(line)) and record.lines and all(b - a <= _NARROW for a, b, _ in record.lines):
            used.add(item.index)
            at += 1
            continue
        again = _header(text, items, at) if fold(line) in header.names or column(line) == "number" else None
        if again is not None and again.columns == header.columns:
            used |= {other.index for other in items[at : at + again.lines]}
            at += again.lines
            continue
        if (
            fold(line) in header.names
            and at + 1 < len(items)
            and (fold(_text(text, items[at + 1])) in header.names or fold(_text(text, items[at - 1])) in header.names)
        ):
            used.add(item.index)  # part of a header that a page repeats
            at += 1
            continue
        if (
            (again is not None and column(line) == "number")
            or len(line) > 700
            or re.match(r"(?:phụ lục|nơi nhận|trên đây|ghi chú:)", fold(line))
        ):
            break
        opening = _opening(text, item, record, header, numbered)
        if opening is not None:
            previous = _close(text, record, header, previous, rows)
            record = opening
        else:
            record.lines.append((item.block.start, item.block.end, item))
        used.add(item.index)
        at += 1
    _close(text, record, header, previous, rows)
    return at


def _is_time(line: str) -> bool:
    return len(line) < 40 and _TIME.match(fold(line)) is not None


def _opening(text: str, item: Item, record: _Record, header: _Header, numbered: bool) -> _Record | None:
    """The record that a line opens: at a group's title, an ordinal, the next ordinal with text, or a further act under it."""
    line = _text(text, item)
    if record.lines and _continues(text[slice(*record.lines[-1][:2])].rstrip(), line):
        return None
    if _GROUP.match(line) and (line.isupper() or len(line) > 12) and not line.endswith((",", ";")):
        return _Record()
    if _ORDINAL.match(line) and (numbered or line.rstrip(".)").isdigit()) and _next_ordinal(record.ordinal, line.rstrip(".)")):
        return _Record(line.rstrip(".)"))
    following = re.match(r"(\d{1,3})[.)]?\s+(?=\S)", line)
    if following and record.ordinal.isdigit() and int(following[1]) == int(record.ordinal) + 1 and len(record.lines) >= 3:
        start = item.block.start + following.end()
        return _Record(following[1], [(start, item.block.end, item)])
    if record.lines and line[0].isupper() and opens_with_verb(fold(line), 0) and _complete(text, record, header, numbered):
        return _Record(record.ordinal, [(item.block.start, item.block.end, item)])
    return None


def _next_ordinal(before: str, ordinal: str) -> bool:
    """Whether a number can follow in the first column: the next one, with a gap of two lost rows at most, or 1 again."""
    if not (before.isdigit() and ordinal.isdigit()):
        return True
    return ordinal == "1" or 0 < int(ordinal) - int(before) <= 3


def _close(text: str, record: _Record, header: _Header, previous: dict[Column, Cell], rows: list[Row]) -> dict[Column, Cell]:
    row = _row(text, record, header, previous)
    if row is None:
        return previous
    rows.append(row)
    return row.cells


def _complete(text: str, record: _Record, header: _Header, numbered: bool) -> bool:
    """Whether a record already answers what the header asks, so that an act opens the next one; under one ordinal only behind a time, and
    only where acts have their column (in others an act is the remark of its row)."""
    times = any(_is_time(text[a:b]) for a, b, _ in record.lines[1:])
    if numbered and not ({"content", "deadline"} <= set(header.columns) and times):
        return False
    return len(record.lines) >= max(2, sum(role is not None and role != "number" for role in header.columns) - 1)


def _row(text: str, record: _Record, header: _Header, previous: dict[Column, Cell]) -> Row | None:
    columns = [role for role in header.columns if role != "number"]
    if len(record.lines) < 2 or len(record.lines) > 60:
        return None
    spans = [(a, b) for a, b, _ in record.lines]
    chosen = _assign([text[a:b].strip() for a, b in spans], columns, {role: text[cell.start : cell.end] for role, cell in previous.items()})
    cells: dict[Column, Cell] = {}
    for position, role in enumerate(columns):
        mine = [k for k, place in enumerate(chosen) if place == position]
        if mine and role and role not in cells:
            cells[role] = Cell(spans[mine[0]][0], spans[mine[-1]][1], position)
    if "content" not in cells:
        acting = [k for k, (a, b) in enumerate(spans) if opens_with_verb(fold(text[a:b]), 0) or fold(text[a:b]).startswith("để ")]
        if "content" in header.columns or not acting:
            return None
        last = max(k for k in range(acting[0], len(chosen)) if chosen[k] == chosen[acting[0]])
        cells["content"] = Cell(spans[acting[0]][0], spans[last][1], 0)
    if not set(cells) & {"owner", "coordinator", "deadline", "result"}:
        return None
    if "owner" in header.columns and "owner" not in cells and "owner" in previous:
        above = previous["owner"]
        cells["owner"] = Cell(above.start, above.end, above.column, merged=True)
        if "coordinator" in previous and "coordinator" not in cells:
            beside = previous["coordinator"]
            cells["coordinator"] = Cell(beside.start, beside.end, beside.column, merged=True)
    content = cells["content"]
    item = next(item for a, _, item in record.lines if a == content.start)
    return Row(item, content.start, content.end, cells, record.ordinal)


def _assign(lines: Sequence[str], columns: Sequence[Column | None], above: dict[Column, str]) -> list[int]:
    """The column of each line, never going back, with the best sum of likenesses."""
    width = len(columns)
    if sum(line[:1].isupper() and names_body(fold(line), 0) for line in lines[1:]) != 1:
        above = {}  # only a single body leaves open which column is merged
    wrapped = len(lines) > width and sorted(map(len, lines))[int(0.85 * len(lines))] <= _NARROW
    goes_on = [k > 0 and _continues(lines[k - 1], line) for k, line in enumerate(lines)]
    best: list[list[float]] = [[float("-inf")] * width for _ in lines]
    origin: list[list[int]] = [[0] * width for _ in lines]
    for k, line in enumerate(lines):
        for c in range(width):
            fit = 0.0 if goes_on[k] else _likeness(line, columns[c], k) + _resembles(line, columns[c], above)
            if columns[c] in ("owner", "coordinator") and "other" in columns and not goes_on[k] and _is_place(line):
                fit -= 2.0  # "Địa điểm"
            if k == 0:
                best[k][c] = fit - 1.5 * c
                continue
            for before in range(c + 1):
                step = _stay(lines[k - 1], line, wrapped) if before == c else (-3.0 if goes_on[k] else 0.0) - 0.8 * (c - before - 1)
                value = best[k - 1][before] + fit + step
                if value > best[k][c]:
                    best[k][c], origin[k][c] = value, before
    place = max(range(width), key=lambda c: best[-1][c] - 0.4 * sum(role not in (None, "other") for role in columns[c + 1 :]))
    out = [place]
    for k in range(len(lines) - 1, 0, -1):
        place = origin[k][place]
        out.append(place)
    return out[::-1]


def _resembles(line: str, role: Column | None, above: dict[Column, str]) -> float:
    """A body that stood in this column a row above stands there again; the other column of bodies may be merged over rows."""
    if role not in ("owner", "coordinator") or role not in above:
        return 0.0
    words = set(re.findall(r"\w+", fold(line)))
    return 2.0 if words and len(words & set(re.findall(r"\w+", fold(above[role])))) >= 0.6 * len(words) else 0.0


def _likeness(line: str, role: Column | None, position: int) -> float:
    folded = fold(line).lstrip("-+ ")
    is_body = names_body(folded, 0) and len(line) < 160 and not _ACTS.match(folded)
    is_time = bool(_TIME.match(folded)) and len(line) < 90
    is_act = opens_with_verb(folded, 0) and not is_time
    if role in ("owner", "coordinator"):
        return 2.5 if is_body else -2.5 if is_time or is_act else 0.2 if line[:1].islower() else -1.0
    if role == "deadline":
        return 3.0 if is_time else 0.0 if line[:1].islower() or line[:1].isdigit() else -3.0
    if role == "content":
        return (
            -2.5
            if is_time and not is_act
            else -2.0
            if re.fullmatch(r"[\d\s.,()%/-]+", line)
            else (2.0 if is_act or position == 0 else 0.3) - (1.5 if is_body and position else 0.0) + (0.5 if len(line) > 60 else 0.0)
        )
    if role == "result":
        return (1.8 if _PRODUCT.match(folded) else 0.2) - (2.0 if is_time else 0.0) - (1.5 if is_body else 0.0) - (0.8 if is_act else 0.0)
    return -0.4


def _continues(before: str, line: str) -> bool:
    """Whether a line can only go on the cell of the line before: it begins small, that one ends in the middle of a phrase, or is a name
    whose place stands here ("Đài Phát thanh và Truyền hình tỉnh" / "Hòa Bình")."""
    if line[:1].islower() or _OPEN_END.search(fold(before)):
        return True
    return line == "Việt Nam" or (_AWAITS_PLACE.search(fold(before)) is not None and _is_place(line))


def _is_place(line: str) -> bool:
    return fold(line) in _place_names()


@cache
def _place_names() -> frozenset[str]:
    return frozenset(map(fold, province_names()))


def _stay(before: str, line: str, wrapped: bool) -> float:
    if line[:1].islower() or before.endswith((",", "-", "(", "/")) or _OPEN_END.search(fold(before)):
        return 1.5
    if line[:1] in "-+" or (
        line[:1].isdigit() and not before.endswith(".") and re.search(r"(?:tháng|quý|năm|ngày|số|và|từ|đến|nghị quyết|-)$", fold(before))
    ):
        return 0.8
    if not wrapped:
        return -2.2  # a line is a whole cell
    return -1.2 if before.endswith((".", ";")) or len(before) > 45 else -0.4


def _text(text: str, item: Item) -> str:
    return text[item.block.start : item.block.end].strip()
