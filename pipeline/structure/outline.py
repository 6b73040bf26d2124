"""The document as its drafter numbered it: items with markers, levels, parents, locators, and the zone each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.knowledge.predicates import predicates
from pipeline.language.fold import CAPITALS, SMALL, fold
from pipeline.reading.source import Block, Source
from pipeline.structure.header import Head, is_foot
from pipeline.structure.kinds import Policy, sets_norms, title_kind

Zone = Literal["preamble", "body", "goals", "findings", "norms", "form", "foot"]
"""preamble: before the orders begin; body: where orders may stand; goals, findings: sections that only look like orders;
norms: rules that hold in general; form: a blank to fill in; foot: recipients and signature."""

_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("part", r"(?:Phần|PHẦN)\s+(?:thứ\s+\w+|[IVX]+|\d+)\b\s*[.:]?\s*"),
        ("chapter", r"(?:Chương|CHƯƠNG)\s+(?:[IVX]+|\d+)\b\s*[.:]?\s*"),
        ("section", r"(?:Mục|MỤC)\s+(?:[IVX]+|\d+)\b\s*[.:]?\s*"),
        ("article", r"(?:Điều|ĐIỀU)\s+\d+[a-z]?\s*[.:\-]\s*"),
        ("roman", r"(?=[IVX])(?:X{0,2}(?:IX|IV|V?I{0,3}))\s*[.\-–/)]\s*(?![\dIVX])"),
        ("capital", rf"[A-HĐ]\s*[.\-–/)]\s*(?=[{CAPITALS}])"),
        ("number3", r"\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.|\s?[-–](?=\s)|(?=\s))\s*(?!\d)"),
        ("number2", r"\d{1,2}\.\d{1,2}(?:\.|\s?[-–](?=\s)|(?=\s))\s*(?![\d/])"),
        ("number", rf"\d{{1,2}}(?:[.)]|\s?[/\-–](?=\s))\s*(?=[{CAPITALS}{SMALL}\"“(])(?!\d)"),
        ("letter", r"[a-zđ]\d?\s*[.)/]\s*(?=\S)"),
        ("paren", r"\((?:[ivx]{1,4}|\d{1,2}|[a-zđ])\)\s*"),
        ("dash", r"[-–—]\s*(?=\S)"),
        ("plus", r"\+\s*(?=\S)"),
        ("bullet", r"[•·▪◦●○➢✓*]\s*(?=\S)"),
    )
)
_ORDERED = frozenset({"part", "chapter", "section", "article", "roman", "capital", "number3", "number2", "number", "letter", "paren"})
_DEEP = {"number3": 3, "number2": 2}
_DEEPEST = 50  # levels; what nests deeper is no order that anybody reads

_GOALS = re.compile(
    r"mục đích|mục tiêu|yêu cầu(?!.{0,30}(?:các|bộ|sở|ubnd|ủy ban))|quan điểm|chỉ tiêu|nguyên tắc|phương châm|định hướng chung|"
    r"tiêu chí|đối tượng|hình thức khen thưởng|căn cứ pháp lý|phạm vi|chủ đề|điều kiện|tiêu chuẩn|thể lệ|lĩnh vực dự thi|giải thưởng|"
    r"cơ cấu giải|lệ phí|quyền lợi|tầm nhìn|khẩu hiệu|sự cần thiết|giải thích từ ngữ|lưu ý chung"
)
_FINDINGS = re.compile(
    r"tình hình|kết quả(?! thực hiện nhiệm vụ)|đánh giá|tồn tại|hạn chế|nguyên nhân|thực trạng|ưu điểm|khuyết điểm|bài học|dự báo|"
    r"khuyến cáo|thành tựu|"
    r"bối cảnh|khó khăn|thuận lợi|nhận định|diễn biến"
)
_ORDERS = re.compile(
    r"nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm|nội dung|kế hoạch|công việc|biện pháp|tiến độ|thực hiện|kiến nghị|chỉ đạo|"
    r"kết luận|phương hướng|triển khai|hoạt động|lộ trình"
)
_IMPLEMENTS = re.compile(r"tổ chức thực hiện|phân công|trách nhiệm thực hiện|thời gian (?:thực hiện|báo cáo)|chế độ báo cáo")
_DUTIES = re.compile(  # the part of a regulation that hands out work, among its norms
    r"tổ chức thực hiện|tổ chức triển khai|điều khoản thi hành|phân công (?:nhiệm vụ|trách nhiệm|thực hiện)|"
    r"(?:nhiệm vụ|trách nhiệm)(?: và quyền hạn)?(?: quản lý| quản lý nhà nước| phối hợp| thực hiện| tổ chức thực hiện)? của "
    r"(?:các |từng )?(?:bộ|sở|ban|ngành|cơ quan|ủy ban|ubnd|chủ tịch|công an|thủ trưởng|phòng|chi cục|cục|văn phòng|cấp|"
    r"địa phương|giám đốc|chính quyền)(?!\w)"
)
_STEP = re.compile(r"bước \d+\s*[:.]")  # "Bước 2: Kiểm tra hiện trạng." is a title where paragraphs stand under it
_ANNEX_PLAN = re.compile(r"(?:phụ lục|danh mục|bảng|biểu|lịch|phân công|nhiệm vụ|chương trình|kế hoạch|phương án|đề án|tiến độ|khung)")
_ANNEX_FORM = re.compile(
    r"(?:mẫu|bản khai|báo cáo|tờ trình|danh sách|phiếu|biên bản|đơn |sơ yếu|giấy|bảng kê|thống kê|tổng hợp|biểu mẫu|đề cương|hồ sơ|"
    r"bảng tổng hợp|bảng điểm|thể lệ)"
)
_ANNEX_NORM = re.compile(
    r"(?:quy chế|quy định|điều lệ|nội quy|quy trình|tiêu chuẩn|quy chuẩn|định mức|biểu giá|biểu thuế|danh mục thủ tục|hướng dẫn)"
)
_CLOSING = re.compile(
    r"(?:trên đây là|(?:trong )?quá trình (?:triển khai|thực hiện|tổ chức)|(?:chỉ thị|công điện|kế hoạch|quyết định|kết luận|nghị quyết|"
    r"chương trình) này|"
    r"nhận được (?:chỉ thị|công điện|văn bản|công văn)|căn cứ (?:chỉ thị|kế hoạch|nội dung)(?: \w+)? này|yêu cầu (?:các|thủ trưởng|"
    r"giám đốc|chủ tịch|bộ trưởng)|"
    r"đề nghị (?:các|thủ trưởng|giám đốc|chủ tịch|ủy ban|quý)|(?:ủy ban nhân dân|ubnd|thủ tướng|bộ trưởng|chủ tịch|văn phòng|bộ|sở|ban|"
    r"cục|đoàn chủ tịch)\b[^.:;]{0,80}?"
    r"(?:yêu cầu|đề nghị|giao|thông báo|xin thông báo)\b|nếu có (?:khó khăn|vướng mắc))"
)
_TOPIC_WORDS = 3  # before the word that names the topic: "một số chỉ tiêu", not "xung kích tham gia chuẩn bị các điều kiện"
_JUDGING = ("đánh giá", "phấn đấu", "dự báo", "khuyến cáo", "nhận định", "kết quả", "xác định mục")
_GROWN_TOGETHER = re.compile(rf"([^.;:]{{10,200}}[.;])\s(?=[{CAPITALS}])")
_LEAD_IN = re.compile(
    r"yêu cầu|đề nghị|giao|chỉ đạo|như sau|sau đây|sau:|sau$|ý kiến|kết luận|chỉ thị|nhiệm vụ|nội dung|thực hiện|phân công"
)


@dataclass(slots=True, eq=False)
class Item:
    """A paragraph or table row in its place of the outline. `start`/`end` leave the marker out.

    `position` counts, from 1, the items of one kind under one parent.
    """

    index: int
    block: Block
    kind: str
    marker: str
    start: int
    end: int
    zone: Zone = "body"
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)
    position: int = 1
    locator: str = ""
    lead: bool = False
    heading: bool = False

    @property
    def ancestors(self) -> Iterator[Item]:
        """The parents, nearest first."""
        item = self.parent
        while item is not None:
            yield item
            item = item.parent

    @property
    def page(self) -> int | None:
        """The page of the file, from 1, where it is known."""
        return self.block.page


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of a document in reading order, with its head."""

    head: Head
    items: tuple[Item, ...]


def split_marker(text: str) -> tuple[str, str, int]:
    """The kind of list marker that opens a paragraph, the marker itself, and where the content begins.

    >>> split_marker("a) Rà soát hồ sơ")
    ('letter', 'a)', 3)
    >>> split_marker("20.7.2020 là hạn cuối")
    ('', '', 0)
    """
    for name, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            return name, match[0].strip(), match.end()
    return "", "", 0


def read_outline(source: Source, head: Head) -> Outline:
    """Every block of the body after the title as an item with parent, zone and locator."""
    blocks = [block for block in source.blocks if block.part in ("body", "textbox")]
    items = _items(source.text, blocks[head.body :])
    _Builder(source.text, head).place(items)
    return Outline(head, tuple(items))


def _items(text: str, blocks: list[Block]) -> list[Item]:
    out: list[Item] = []
    for block in blocks:
        if block.kind == "row":
            out.append(Item(len(out), block, "row", "", block.start, block.end))
            continue
        kind, marker, at = split_marker(text[block.start : block.end])
        start = min(block.start + at, block.end)
        grown = _GROWN_TOGETHER.match(text, start, block.end) if kind == "dash" and text[block.end - 1] == ":" else None
        if grown:  # the last addressee of a list and the paragraph behind it, which a hard wrap does not tell apart
            out.append(Item(len(out), block, kind, marker, start, grown.end(1)))
            kind, marker, start = "", "", grown.end()
        out.append(Item(len(out), block, kind, marker, start, block.end))
    return out


class _Builder:
    """Walks over the items once, keeping the stack of open levels and the zone."""

    def __init__(self, text: str, head: Head):
        self.text = text
        self.scoped = sets_norms(head.kind, text)
        self.policy: Policy = "norm" if self.scoped else head.kind.policy
        self.stack: list[Item] = []
        self.zone: Zone = (
            "norms" if self.policy == "norm" else "preamble" if self.policy in ("directive", "decision", "plan", "guidance") else "body"
        )
        self.main: Zone = self.zone
        self.table: int | None = None
        self.rows = 0
        self.tables = 0
        self.annex = False

    def place(self, items: list[Item]) -> None:
        for item in items:
            line = self.text[item.block.start if item.marker else item.start : item.end]
            if is_foot(item.block, self.text) and item.index > 1:
                self.stack, self.zone = [], "foot"
            elif self.zone in ("foot", "form", "norms", "body", "goals", "findings") and self._opens_annex(line, item):
                self.stack, self.zone, self.annex = [], self._annex_zone(line), True
            if self.zone == "preamble" and item.kind in _ORDERED:
                self.zone = "body"  # the first numbered item opens the orders and is one
            item.zone = self.zone
            if self.zone == "foot":
                continue
            if item.kind == "row":
                self._row(item)
            else:
                self.table = None
                self._paragraph(item)
            if item.zone == "preamble" and self._starts_orders(item):
                self.zone = "body"
        for item in items:
            if item.children and _STEP.match(fold(self.text[item.start : item.end])):
                item.heading = True

    def _opens_annex(self, line: str, item: Item) -> bool:
        if item.kind not in ("", "row") or len(line) > 300 or (item.kind == "row" and len(line) > 120):
            return False
        folded = fold(line).strip(" |*#")
        if self.zone != "foot":
            return bool(re.match(r"(?:phụ lục|PHỤ LỤC)(?: (?:số )?[ivx\d]+)?\b", folded)) and (
                line.strip(" |*#").isupper() or len(line) < 25
            )
        if title_kind(line.strip(" |*#")) or folded.startswith(("phụ lục", "danh mục", "mẫu ")):
            return True
        return bool(
            line.isupper()
            and len(folded.split()) >= 2
            and (_ANNEX_PLAN.match(folded) or _ANNEX_FORM.match(folded) or _ANNEX_NORM.match(folded))
        ) or bool(
            re.match(r"(?:kế hoạch|chương trình|phụ lục|phương án) \w+", folded) and len(line) < 200 and not line.endswith((";", ","))
        )

    def _annex_zone(self, line: str) -> Zone:
        folded = fold(line).strip(" |*#")
        if _ANNEX_NORM.match(folded):
            return "norms"
        if _ANNEX_FORM.match(folded):
            return "form"
        if self.main == "norms":
            return "norms"
        return "body"

    def _paragraph(self, item: Item) -> None:
        text = self.text[item.start : item.end]
        if item.kind in _ORDERED or item.kind in ("dash", "plus", "bullet"):
            self._pop_to(item)
        else:
            self._pop_for_plain(item, text)
        self._attach(item)
        item.lead = text.rstrip().endswith(":") or text.rstrip().endswith(("sau đây", "như sau"))
        item.heading = is_heading(text, item)
        if item.heading or item.kind in ("part", "chapter", "article"):
            self._section(item, text)
        else:
            item.zone = self._zone_of(item)
        if item.kind or item.lead or item.heading:
            del self.stack[_DEEPEST:]
            self.stack.append(item)

    def _pop_to(self, item: Item) -> None:
        """Closes every level down to the last open one with the same kind of marker."""
        if item.kind == "roman" and item.marker.endswith(")") and any(above.kind == "letter" for above in self.stack):
            item.kind = "letter"  # "I)" typed for "l)"
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].kind == item.kind:
                del self.stack[depth:]
                return
        # a first marker of its kind: a dash list under a letter goes deeper; a number after dashes does not hang under a dash
        if item.kind in _ORDERED and item.kind != "paren":
            while self.stack and self.stack[-1].kind in ("dash", "plus", "bullet"):
                self.stack.pop()
        if item.kind in ("number", "roman", "part", "chapter", "capital", "article"):
            higher = {"part": 0, "chapter": 1, "capital": 2, "roman": 2, "section": 3, "article": 4, "number": 5}
            rank = higher[item.kind]
            while self.stack and self.stack[-1].kind in _ORDERED and higher.get(self.stack[-1].kind, 9) > rank:
                self.stack.pop()
        elif item.kind in _DEEP:
            depth = _DEEP[item.kind]
            while self.stack and _DEEP.get(self.stack[-1].kind, 0) > depth:
                self.stack.pop()

    def _pop_for_plain(self, item: Item, text: str) -> None:
        """An unnumbered paragraph goes on the numbered item above it, opens after a heading or lead-in, or closes the document."""
        if _CLOSING.match(fold(text)) and not (self.stack and self.stack[-1].heading and self.stack[-1].index == item.index - 1):
            keep = [other for other in self.stack if other.kind in ("article",)]
            self.stack = keep if self.policy == "decision" and not self.annex else []
            return
        while self.stack:
            top = self.stack[-1]
            if (
                (top.kind in ("dash", "plus", "bullet") and not (top.lead and top.index == item.index - 1))
                or (not top.kind and top.lead and top.children and any(child.kind for child in top.children))
                or (not top.kind and top.heading and top.index != item.index - 1 and is_heading(text, item))
                or (not top.kind and top.lead and text.rstrip().endswith(":"))
            ):
                self.stack.pop()
            else:
                break

    def _attach(self, item: Item) -> None:
        item.parent = self.stack[-1] if self.stack else None
        if item.parent is not None:
            before = next((sibling for sibling in reversed(item.parent.children) if sibling.kind == item.kind), None)
            item.position = before.position + 1 if before else 1
            item.parent.children.append(item)
        item.locator = self._locator(item)

    def _locator(self, item: Item) -> str:
        parts = []
        for other in [item, *item.ancestors]:
            if other.kind in _DEEP:
                parts.append(re.sub(r"[^\w.]", "", other.marker).strip("."))
                # 1.2 already says its 1.
                skip = next((a for a in other.ancestors if a.kind in ("roman", "capital", "part", "chapter", "section", "article")), None)
                parts += [_plain(a.marker) for a in [skip, *(skip.ancestors if skip else ())] if a is not None and a.kind in _ORDERED]
                break
            if other.kind in _ORDERED:
                parts.append(_plain(other.marker))
            elif other.kind in ("dash", "plus", "bullet"):
                parts.append(("+" if other.kind == "plus" else "-") + str(other.position))
        return ".".join(reversed(parts))

    def _row(self, item: Item) -> None:
        if self.table != item.block.table:
            self.table = item.block.table
            self.tables += 1
            self.rows = 0
            while self.stack and self.stack[-1].kind in ("dash", "plus", "bullet", "letter"):
                self.stack.pop()
        self.rows += 1
        item.parent = self.stack[-1] if self.stack else None
        item.zone = self._zone_of(item)
        item.locator = f"Bảng {self.tables}.{self.rows}"

    def _section(self, item: Item, text: str) -> None:
        """The zone that a heading opens; it holds for everything under the heading."""
        title = fold(text)[:120]
        inherited = self._zone_of(item)
        implements = _IMPLEMENTS.search(title)
        if self.scoped and implements and item.parent is None and not self.annex:
            item.zone = "body"
        elif self.policy == "guidance" and not self.annex:
            item.zone = "body" if implements else "goals" if item.parent is None else inherited
        elif inherited == "norms" and self.main != "norms" and _DUTIES.match(title):
            item.zone = "body"
        elif (
            inherited in ("norms", "form")
            or self.policy == "news"
            or _opens_with_act(title)
            or (item.lead and not text.isupper() and _LEAD_IN.search(fold(text)[-60:]))
        ):
            item.zone = inherited
        elif _names(_GOALS, title, item) and not re.search(r"nhiệm vụ|giải pháp|tổ chức thực hiện|nội dung(?! thi đua)", title):
            item.zone = "goals"
        elif _names(_FINDINGS, title, item) and not re.search(
            r"nhiệm vụ|giải pháp|tổ chức|khắc phục|xử lý|kiểm tra|rà soát|ứng phó", title
        ):
            item.zone = "findings"
        elif _ORDERS.search(title) and inherited != "goals":
            item.zone = "body"
        else:
            item.zone = inherited

    def _zone_of(self, item: Item) -> Zone:
        return item.parent.zone if item.parent is not None and item.parent.zone not in ("preamble",) else self.zone

    def _starts_orders(self, item: Item) -> bool:
        """Whether the orders begin behind this item: a lead-in or an operative word."""
        line = fold(self.text[item.block.start : item.block.end]).strip()
        if re.match(r"(?:quyết định|quyết nghị|chỉ thị|kết luận|yêu cầu)\s*:?$", line):
            return True
        return item.lead and _LEAD_IN.search(line[-300:]) is not None


def _names(topic: re.Pattern[str], title: str, item: Item) -> bool:
    """Whether a title is about a topic, which its first words then name; an article without a title only when it opens with it."""
    found = topic.search(title) if item.heading else topic.match(title)
    return found is not None and len(title[: found.start()].split()) <= _TOPIC_WORDS


def is_heading(text: str, item: Item) -> bool:
    """A short line that names a section: all capitals, or numbered without a full stop at its end and without a verb of order in front."""
    line = text.strip()
    if not line or item.kind in ("dash", "plus", "bullet"):
        return False
    bare = line.rstrip(":").strip()
    if bare.isupper() and len(bare) < 250:
        return True
    if item.kind in ("part", "chapter", "section"):
        return True
    return bool(item.kind) and len(bare) < 160 and not line.endswith((".", ";", "/.")) and item.kind != "paren"


def _opens_with_act(title: str) -> bool:
    """Whether a heading is itself an act ("Khảo sát tình hình …"), which no word in it turns into a section of findings."""
    words = title.split()
    return any(predicates().get(" ".join(words[:n])) in ("act", "direct", "lead") for n in (3, 2)) and not title.startswith(_JUDGING)


def _plain(marker: str) -> str:
    """A marker as it stands in a locator: "Điều 2." -> "Điều 2", "a)" -> "a".

    >>> _plain("1.")
    '1'
    """
    return " ".join(re.sub(r"[().:/\-–]+$|^\(", "", marker).strip(" ().-–/").split())
