"""The assignments of a document: which of its sentences and table rows oblige somebody, with what their own words say of the owner.

A first walk over the outline reads every item; a second one leaves out lead-ins and headings whose sub-items are the tasks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pipeline.language.fold import fold
from pipeline.pipes.agencies.boundary_model import Boundary
from pipeline.pipes.agencies.grammar import (
    Body,
    Subject,
    predicate_pattern,
    predicate_role,
    read_subject,
    split_bodies,
    starts_body,
)
from pipeline.pipes.agencies.resolve import resolve
from pipeline.pipes.models.judge import Verdict
from pipeline.pipes.tasks.columns import Column, label
from pipeline.pipes.tasks.flat_tables import flat_rows
from pipeline.pipes.tasks.grammar import Form, Order, is_decision, is_formula, is_pure_lead, opens_act, orders
from pipeline.pipes.tasks.sentences import sentences, trim
from pipeline.pipes.tasks.tables import Row, task_rows
from pipeline.structure.kinds import answers
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_ROMAN_LIST = re.compile(r"\((?:i{1,3}|iv|v|vi{0,3}|ix|x|[1-9])\)\s*")
_ORDER_HEADING = re.compile(
    r"nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm|nội dung|công việc|biện pháp|triển khai|thực hiện|chỉ đạo|yêu cầu|"
    r"kiến nghị"
)
_DEADLINE_SENTENCE = re.compile(
    r"(?:thời (?:gian|hạn)(?: thực hiện| hoàn thành| gửi| báo cáo)?\s*:|(?:hoàn thành|xong|thực hiện xong|thời gian (?:thực hiện|"
    r"hoàn thành))\s+(?:trước|trong|vào|chậm nhất|xong)|"
    r"(?:thời (?:gian|hạn)(?: \w+){0,3}|hạn cuối|báo cáo gửi|văn bản gửi)\s+(?:trước|là|chậm nhất|trong))"
)
_ADDRESSES = re.compile(r"(?:đối với|về phía|với|trách nhiệm của|nhiệm vụ của|giao|đề nghị|yêu cầu)\s+")
_CONCLUSION = re.compile(
    r"(?<!\w)(?:kết luận|phân công (?:nhiệm vụ|như sau|cụ thể|công việc)|thống nhất (?:giao|phân công|một số|"
    r"các (?:nội dung|nhiệm vụ|việc))|"
    r"giao nhiệm vụ|(?:nội dung|ý kiến) chỉ đạo|nhiệm vụ (?:trọng tâm|thời gian tới))(?!\w)"
)
_OFFICE_WORDS = frozenset(["ban", "thường", "vụ", "đoàn", "chủ", "tịch", "chấp", "hành", "bộ", "trưởng", "giám", "đốc", "trực", "thủ"])
_LETTER_ACT = re.compile(
    r"(?:trả lời|thông báo|hướng dẫn|gửi|xin|có ý kiến|nhận|trao đổi|cung cấp|báo cáo|trình|kính|đề nghị|tổ chức|ban hành|thông tin|"
    r"phúc đáp|đề xuất|kiến nghị|cho ý kiến|tham gia ý kiến)(?!\w)"
)
_BY_DIRECTIVE = re.compile(  # news that quote no person but the paper: "Theo kế hoạch, các sở phải …"
    r"(?:cũng )?theo (?:nội dung |yêu cầu (?:tại|của) )?(?:các )?(?:kế hoạch|chỉ thị|công điện|công văn|văn bản|chương trình|thông báo|"
    r"nghị quyết|kết luận)(?!\w)[^.;]*?(?<!\w)(?:phải|cần|chậm nhất|trước ngày)(?!\w)"
)
_ON_THE_DAY = re.compile(r"(?:sáng|chiều|tối|trong ngày|ngày|hôm|tại|vào)(?!\w)")
_CHAIRS = re.compile(
    r"(?:đã |vừa )?(?:trực tiếp )?(?:chủ trì|chủ tọa)(?:,? (?:và )?chỉ đạo)? (?:\w+ ){0,2}?(?:hội nghị|giao ban|cuộc họp|cuộc|buổi|họp|"
    r"phiên)(?!\w)"
)
_STRONG = re.compile(
    r"(?<!\w)(?:chủ trì|phối hợp với|có trách nhiệm|chịu trách nhiệm|phải|cần|tiếp tục|tăng cường|khẩn trương|chủ động|tập trung|"
    r"thực hiện|triển khai|báo cáo|chỉ đạo|yêu cầu|giao|ghi nhận|kết luận|phát biểu|phân công|đánh giá|biểu dương|phê bình|điều hành|"
    r"căn cứ|đề nghị|như sau|sau)(?!\w)"
)


Why = Literal[
    "unread zone", "formula", "quoted", "capitals", "sets a deadline", "label", "value", "names bodies", "zone", "verb in a decision",
    "decides", "writer acts", "no form", "verbs do not count", "nobody quoted", "outside the conclusion", "only leads in", "said again",
    "letter answers", "flat table", "no task in row", "presides",
]  # fmt: skip
"""Why the rules take a sentence for no task, see `LeftOut`."""
UNREAD = ("foot", "form", "norms")
"""The zones in which no orders are looked for."""


@dataclass(slots=True)
class Assignment:
    """One task before its fields are filled: its place, its span, the bodies its own words order, and where its predicate begins.

    `form` is the grammar's of its order; "row" of a table, "title" of labelled lines, "none" where the grammar sees no order.
    """

    item: Item
    start: int
    end: int
    owners: tuple[Body, ...] = ()
    predicate: int = 0
    row: Row | None = None
    lead: bool = False
    form: Form | Literal["row", "title", "none"] = "none"
    position: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled line ("Đơn vị chủ trì: Sở Y tế"): the question, the span of its value, and the item it tells of: the one above it, or
    the sibling that names the work ("1. Tên nhiệm vụ: …", "2. Cơ quan chủ trì: …")."""

    item: Item
    column: Column
    start: int
    end: int
    of: Item | None


def labels_by_item(labels: Iterable[Label]) -> dict[int, list[Label]]:
    """The labelled lines that tell of an item, in reading order, by the item's index."""
    out: dict[int, list[Label]] = defaultdict(list)
    for one in labels:
        if one.of is not None:
            out[one.of.index].append(one)
    return out


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence, or a whole paragraph, that the rules take for no task, and why; `order` is what the grammar saw in it, if anything."""

    item: Item
    start: int
    end: int
    why: Why
    order: Order | Assignment | None = None


@dataclass(slots=True)
class Assignments:
    """The tasks of a document with what later steps need: whom items address, labelled lines, sentences that only set a deadline, and
    those that were passed over, which a model may still take for orders.

    What was decided on the way, to tell why: `left_out`, and by the start of a sentence the `verdicts` of the model "order" and what the
    model "boundary" said of its owner.
    """

    tasks: list[Assignment] = field(default_factory=list)
    passed: list[Assignment] = field(default_factory=list)
    subjects: dict[int, list[tuple[int, tuple[Body, ...]]]] = field(default_factory=lambda: defaultdict(list))
    labels: list[Label] = field(default_factory=list)
    deadline_sentences: list[tuple[Item, int, int]] = field(default_factory=list)
    leads: dict[int, tuple[int, int]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    boundaries: dict[int, Boundary] = field(default_factory=dict)

    def leave_out(self, item: Item, start: int, end: int, why: Why, order: Order | Assignment | None = None) -> None:
        """Remembers why a sentence is no task."""
        self.left_out.append(LeftOut(item, start, end, why, order))


def find_assignments(structure: Structure) -> Assignments:
    """Every assignment of the document in reading order."""
    found = Assignments()
    policy = structure.outline.head.kind.policy
    reader = _READERS.get(policy, _Reader)(structure, found)
    open_items = []
    for item in structure.outline.items:
        if item.zone not in UNREAD:
            open_items.append(item)
        else:
            found.leave_out(item, item.start, item.end, "unread zone")
    rows, flattened = flat_rows(structure.text, open_items) if policy != "news" else ([], set())
    for item in open_items:
        if item.index not in flattened:
            reader.read(item)
        else:
            found.leave_out(item, item.start, item.end, "flat table")
    if policy != "news":
        rows += task_rows(structure.text, open_items)
        found.tasks += [Assignment(row.item, row.start, row.end, (), row.start, row, form="row") for row in rows]
    tasks_in = {row.item.index for row in rows}
    for item in open_items:
        if item.kind == "row" and item.index not in tasks_in:
            found.leave_out(item, item.start, item.end, "no task in row")
    drop_lead_ins(found, structure)
    _add_titles(found, structure)
    if policy == "news":
        _leave_out_repeats(structure, found)
    if answers(structure.outline.head.kind, structure.outline.head.header.subject or "", structure.text):
        _leave_out_explanations(found)
    return found


class _Reader:
    """Reads the items of a document that gives orders itself."""

    def __init__(self, structure: Structure, found: Assignments):
        self.structure, self.found = structure, found
        self.text, self.folded = structure.text, structure.folded
        self.policy = structure.outline.head.kind.policy
        self.valued_below: set[int] = set()  # labels whose value stands in the items under them, and these items
        self.named: Item | None = None  # the last item that names its work behind a label
        self.labelled: set[int] = set()  # the items that are labelled lines

    def read(self, item: Item) -> None:
        """Adds the orders of one item and whom it addresses."""
        if item.kind == "row":
            return
        if item.parent is not None and item.parent.index in self.valued_below:
            self.valued_below.add(item.index)
            self.found.leave_out(item, item.start, item.end, "value")
            return
        labels = self._labels(item)
        if labels and labels[0].column == "deadline" and labels[0].end <= labels[0].start:
            self.valued_below.add(item.index)
        if labels and labels[0].column == "content":
            self.named = item if self.folded.startswith("tên ", item.start) else None
        if labels and labels[0].column != "content":
            self.found.labels += labels
            self.labelled.add(item.index)
            self.found.leave_out(item, item.start, item.end, "label")
            for labelled in labels:
                if labelled.column == "owner":
                    self._acts_of_label(item, labelled)
            return
        start = labels[0].start if labels else item.start
        if self._heading_owner(item):
            self.found.leave_out(item, item.start, item.end, "names bodies")
            if not item.children:
                self._pass_over(item, *trim(self.text, item.start, item.end))
            return
        for at, end in sentences(self.text, start, item.end):
            self._sentence(item, at, end, last=end >= item.end - 3)

    def _labels(self, item: Item) -> list[Label]:
        """The labelled values of a paragraph: one, or one a sentence ("Chủ trì: Phòng A. Thời gian: tháng 5.")."""
        out: list[Label] = []
        spans = sentences(self.text, item.start, item.end)
        for start, end in spans if len(spans) > 1 and all(label(self.text[a:b]) for a, b in spans) else [(item.start, item.end)]:
            found = label(self.text[start:end])
            if found is not None:
                asked, at = found
                out.append(Label(item, asked, *trim(self.text, start + at, end), self._told_of(item)))
        return out

    def _told_of(self, item: Item) -> Item | None:
        """What a labelled line tells of: the item that named its work behind a label just before it, else the one above."""
        if self.named is not None and self.named.parent is item.parent and self.named is not item:
            return self.named
        parent = item.parent
        return parent.parent if parent is not None and parent.index in self.labelled else parent

    def _acts_of_label(self, item: Item, labelled: Label) -> None:
        """Acts in an owner's line: "Cơ quan thực hiện: Sở A tham mưu … Kế hoạch; Sở B tổ chức …"."""
        for order in orders(self.text, self.folded, labelled.start, labelled.end, verbs=False):
            act = self.folded[order.predicate : order.end]
            role = predicate_pattern().match(act)
            if (
                order.form == "subject"
                and role
                and (predicate_role(role[0]) != "manner" or opens_act(act, role.end() + 1))
                and len(act.split()) > 6
                and not re.match(r"(?:chủ trì,? )?phối hợp|chủ trì,? thực hiện", act)
            ):
                self._add(item, order, lead=False)

    def _heading_owner(self, item: Item) -> bool:
        """A line that only names bodies: whatever stands under it is theirs."""
        if item.zone in ("preamble", "goals", "findings") and not item.kind:
            return False
        start, end = item.start, item.end
        cue = _ADDRESSES.match(self.folded, start, end)
        at = cue.end() if cue else start
        stop = end
        while stop > at and self.text[stop - 1] in " :.;":
            stop -= 1
        if stop - at > 400 or stop <= at:
            return False
        subject = read_subject(self.text, self.folded, at, stop, need=False)
        if subject is None or subject.ending != "end":
            if not (
                (item.lead or item.heading)
                and item.children
                and starts_body(self.folded, at)
                and stop - at < 160
                and not _STRONG.search(self.folded, at, stop)
            ):
                return False
            subject = Subject(split_bodies(self.text, self.folded, at, stop), at, stop, "end", stop)
        if not (item.children or item.lead or item.heading) and item.kind in ("dash", "plus", "bullet"):
            return False
        self.found.subjects[item.index].append((start, subject.bodies))
        return True

    def _sentence(self, item: Item, start: int, end: int, *, last: bool) -> None:
        quoted = self.text[start] in '“"' and self.text[end - 1] in '”"'
        if quoted or is_formula(self.folded, start, end):
            self.found.leave_out(item, start, end, "quoted" if quoted else "formula")
            self._remember(item, start, end)
            return
        if self.text[start:end].isupper():
            self.found.leave_out(item, start, end, "capitals")
            return
        if _DEADLINE_SENTENCE.match(self.folded, start) and end - start < 160:
            self.found.leave_out(item, start, end, "sets a deadline")
            self.found.deadline_sentences.append((item, start, end))
            return
        verbs = self._verbs_count(item)
        tasks = len(self.found.tasks)
        seen = orders(self.text, self.folded, start, end, verbs=verbs)
        if not seen:
            self.found.leave_out(item, start, end, "no form" if verbs else "verbs do not count")
        for order in seen:
            told_when = item.zone == "preamble" or _ON_THE_DAY.match(self.folded, start)
            if told_when and order.form == "subject" and _CHAIRS.match(self.folded, order.predicate):
                # "Ngày 04/8/2023, đồng chí Chủ tịch UBND huyện chủ trì giao ban": who presides is told nothing
                self.found.leave_out(item, order.start, order.end, "presides", order)
                continue
            if order.owners and not (order.form == "subject" and order.lead and self._is_issuer(order.owners[0])):
                self.found.subjects[item.index].append((order.start, order.owners))
            if item.zone in ("preamble", "goals", "findings") and (order.form != "cue" or order.lead):
                self.found.leave_out(item, order.start, order.end, "zone", order)
                continue
            if order.lead:
                self.found.leads[item.index] = (order.start, end)
            if not order.owners and order.form in ("verb", "topic") and self.policy == "decision" and not verbs:
                self.found.leave_out(item, order.start, order.end, "verb in a decision", order)
                continue
            formula = is_formula(self.folded, order.start, order.end)
            if formula or self._writes(order):
                self.found.leave_out(item, order.start, order.end, "formula" if formula else "writer acts", order)
                continue
            self._add(item, order, lead=order.lead or (item.lead and last and is_pure_lead(self.folded, start, end)))
        if len(self.found.tasks) == tasks:
            self._pass_over(item, start, end)

    def _pass_over(self, item: Item, start: int, end: int) -> None:
        """Keeps a sentence in which the grammar sees no order, unless it only leads in or names a section."""
        if self.text[end - 1] != ":" and not item.heading and not (item.lead and item.children):
            self.found.passed.append(Assignment(item, start, end, (), start))

    def _is_issuer(self, body: Body) -> bool:
        """Whether a lead-in's subject is who writes ("Bộ Y tế hướng dẫn … như sau:"), not who is told."""
        header = self.structure.outline.head.header
        if not header.issuer:
            return False
        name, issuer = fold(body.name), fold(header.issuer)
        words = [word for word in name.split() if word not in _OFFICE_WORDS]
        if words and sum(word in issuer.split() for word in words) >= 0.6 * len(words):
            return True
        known = resolve(body.name, self.structure.issued)
        return name in issuer or issuer in name or (known is not None and known == resolve(header.issuer, self.structure.issued))

    def _writes(self, order: Order) -> bool:
        """An official letter's issuer who answers, informs or promises: not a task."""
        if self.structure.outline.head.kind.name != "công văn" or order.form != "subject" or not self._is_issuer(order.owners[0]):
            return False
        gap = self.folded[order.owners[-1].end : order.predicate]
        return "sẽ" in gap.split() or _LETTER_ACT.match(self.folded, order.predicate) is not None

    def _remember(self, item: Item, start: int, end: int) -> None:
        for order in orders(self.text, self.folded, start, end, verbs=False):
            if order.owners:
                self.found.subjects[item.index].append((order.start, order.owners))

    def _verbs_count(self, item: Item) -> bool:
        """Whether a verb in front is an order here: not in the articles of a decision, not before the orders begin."""
        if item.zone != "body":
            return False
        if self.policy == "directive":
            return True
        if self.policy == "decision":
            return any(
                above.heading and above.kind != "article" and _ORDER_HEADING.search(self.folded[above.start : above.end])
                for above in item.ancestors
            ) or self._under_owner(item)
        return True

    def _under_owner(self, item: Item) -> bool:
        """Whether a lead-in or heading above the item names who acts."""
        return any(above.index in self.found.leads or self.found.subjects.get(above.index) for above in item.ancestors)

    def _add(self, item: Item, order: Order, *, lead: bool) -> None:
        article = any(above.kind == "article" for above in (item, *item.ancestors))
        decides = article and not order.owners and is_decision(self.folded, order.start, order.end)
        if self.policy == "decision" and decides and not self._under_owner(item):
            self.found.leave_out(item, order.start, order.end, "decides", order)
            return
        pieces = self._enumerated(order)
        for start, end in pieces:
            self.found.tasks.append(
                Assignment(item, start, end, order.owners, max(order.predicate, start), lead=lead, form=order.form, position=order.start)
            )

    def _enumerated(self, order: Order) -> list[tuple[int, int]]:
        """One order for each number: "giao Bộ A: (i) ký …; (ii) trình …"."""
        marks = list(_ROMAN_LIST.finditer(self.text, order.predicate, order.end))
        acts = [
            mark for mark in marks if opens_act(self.folded, mark.end()) or re.match(r"căn cứ|thừa|trên cơ sở", self.folded[mark.end() :])
        ]
        if len(acts) < 2:
            return [(order.start, order.end)]
        ends = [mark.start() for mark in acts[1:]] + [order.end]
        return [trim(self.text, mark.end(), end) for mark, end in zip(acts, ends, strict=True)]


class _ReportedReader(_Reader):
    """Reads news and minutes: an order counts once somebody is quoted as giving it."""

    def __init__(self, structure: Structure, found: Assignments):
        super().__init__(structure, found)
        self.speaking = 0

    def read(self, item: Item) -> None:
        """Adds the reported orders of one paragraph."""
        if item.kind == "row":
            return
        self.speaking -= 1
        for start, end in sentences(self.text, item.start, item.end):
            if is_formula(self.folded, start, end):
                self.found.leave_out(item, start, end, "formula")
                continue
            tasks = len(self.found.tasks)
            seen = orders(self.text, self.folded, start, end, reported=True)
            if not seen:
                self.found.leave_out(item, start, end, "no form")
            for order in seen:
                told = (
                    order.form == "cue"
                    or (order.form != "verb" and _BY_DIRECTIVE.match(self.folded, start, order.end))
                    or re.search(r"(?:yêu cầu|lưu ý|nhấn mạnh|chỉ đạo|nhắc nhở)[,:]?\s*(?:cần |phải )*$", self.folded[start : order.start])
                    is not None
                )
                if not told and (self.speaking <= 0 or re.match(r"(?:dự kiến|theo|trước đó|hiện)(?!\w)", self.folded[start:end])):
                    self.found.leave_out(item, order.start, order.end, "nobody quoted", order)
                    continue
                self.speaking = 4
                if order.lead:
                    self.found.subjects[item.index].append((order.start, order.owners))
                    self.found.leads[item.index] = (start, end)
                    self.found.leave_out(item, order.start, order.end, "only leads in", order)
                    continue
                if order.owners:
                    self.found.subjects[item.index].append((order.start, order.owners))
                self._add(item, order, lead=False)
            if len(self.found.tasks) == tasks:
                self._pass_over(item, start, end)


class _MinutesReader(_ReportedReader):
    """Reads minutes: the orders stand in the conclusion; without one, an order counts once somebody is quoted as giving it."""

    def __init__(self, structure: Structure, found: Assignments):
        super().__init__(structure, found)
        self.concluded = any(self._opens_conclusion(item) for item in structure.outline.items)
        self.conclusion: Item | None = None

    def read(self, item: Item) -> None:
        """Adds the orders of one paragraph of the conclusion."""
        if self._opens_conclusion(item):
            self.conclusion = item
        elif self.conclusion is not None and item.kind and item.kind == self.conclusion.kind and item.parent is self.conclusion.parent:
            self.conclusion = None
        if self.conclusion is not None:
            _Reader.read(self, item)
        elif not self.concluded:
            super().read(item)
        else:
            self.found.leave_out(item, item.start, item.end, "outside the conclusion")

    def _opens_conclusion(self, item: Item) -> bool:
        line = self.folded[item.start : item.end]
        return (item.heading or item.lead or line.endswith(":")) and _CONCLUSION.search(line) is not None


_READERS: dict[str, type[_Reader]] = {"news": _ReportedReader, "minutes": _MinutesReader}


def drop_lead_ins(found: Assignments, structure: Structure) -> None:
    """Leaves out what only introduces sub-items: a lead-in, or a heading, under which tasks stand."""
    busy: set[int] = set()
    for task in found.tasks:
        busy |= {above.index for above in task.item.ancestors}
    kept = []
    for task in found.tasks:
        item = task.item
        if task.row is None and item.index in busy and (task.lead or (item.heading and not task.owners)):
            if task.owners and not any(at == task.start for at, _ in found.subjects[item.index]):
                found.subjects[item.index].append((task.start, task.owners))
            found.leave_out(item, task.start, task.end, "only leads in", task)
            continue
        kept.append(task)
    found.tasks = kept


def _add_titles(found: Assignments, structure: Structure) -> None:
    """Makes titles of labelled lines tasks: "4. Tổ chức kiểm tra …" with "Cơ quan thực hiện: …" under it."""
    busy = {above.index for task in found.tasks for above in task.item.ancestors}
    lines = {label.item.index for label in found.labels}
    labelled = {label.of.index for label in found.labels if label.of is not None} - lines
    tasked = {task.item.index for task in found.tasks}
    for item in structure.outline.items:
        if item.index in labelled and item.index not in busy and item.zone == "body" and item.index not in tasked and item.kind != "row":
            start, end = trim(structure.text, item.start, item.end)
            if end > start and not read_subject(structure.text, structure.folded, start, end, need=False):
                found.tasks.append(Assignment(item, start, end, (), start, form="title"))
    found.tasks.sort(key=lambda task: (task.start, task.end))
    titled = {task.item.index for task in found.tasks if task.form == "title"}
    found.passed = [task for task in found.passed if task.item.index not in titled]


def _leave_out_explanations(found: Assignments) -> None:
    """In a letter that answers only "đề nghị Sở Y tế …" is an order, not what it explains or promises."""
    for task in found.tasks:
        if task.form != "cue":
            found.leave_out(task.item, task.start, task.end, "letter answers", task)
    found.tasks = [task for task in found.tasks if task.form == "cue"]


def _leave_out_repeats(structure: Structure, found: Assignments) -> None:
    """News give each order in the headline, the lead and the body: the longest wording stays."""
    tasks = found.tasks
    words = [set(re.findall(r"\w+", structure.folded[task.start : task.end])) for task in tasks]
    kept = []
    for i, task in enumerate(tasks):
        repeated = task.item.index < 3 and any(
            j != i and len(words[i] & words[j]) >= 0.75 * len(words[i]) and (len(words[j]), j) > (len(words[i]), i)
            for j in range(len(tasks))
        )
        if repeated:
            found.leave_out(task.item, task.start, task.end, "said again", task)
        else:
            kept.append(task)
    found.tasks = kept
