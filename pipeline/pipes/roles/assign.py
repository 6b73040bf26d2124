"""Whose task it is: the bodies that its own words order, else those of its column, label, paragraph, heading, lead-in or document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import Body, find_predicate, names_body, read_subject, split_bodies
from pipeline.pipes.agencies.resolve import Named, identify, present_names
from pipeline.pipes.roles.before import BodiesBefore
from pipeline.pipes.roles.grammar import bracket_roles, coordinators, labelled_roles
from pipeline.pipes.tasks.assignments import Assignment, Assignments, Label, labels_by_item
from pipeline.pipes.tasks.columns import Column
from pipeline.reading.source import Cell
from pipeline.schema import Origin, Party
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_PLACE_HEADS = frozenset({"huyện", "xã", "phường", "thành phố", "thị xã", "quận", "địa phương"})
_BARE = _PLACE_HEADS | {
    *("sở", "công ty", "trường", "bệnh viện", "ban", "cục", "chi cục", "trung tâm", "tập đoàn", "tổng công ty", "hợp tác xã", "viện"),
    *("đội", "trạm", "hội đồng", "chủ đầu tư", "nhà thầu", "liên danh", "quỹ", "chi nhánh", "học viện", "hạt"),
}
_PLACES = "huyện|tỉnh|xã|phường|thành phố|thị xã|quận"
_COUNTS = {"hai": 2, "02": 2, "2": 2, "ba": 3, "03": 3, "3": 3, "bốn": 4, "04": 4, "4": 4}
_COUNTED = re.compile(r"(hai|ba|bốn|0?[234]) (?:cơ quan|đơn vị|sở|ngành|ban|bộ|lực lượng|địa phương|xã|huyện|phường|bên)")
_POINTS_BACK = re.compile(
    r"(?:các |những |hai |ba |\d+ )?(?:cơ quan|đơn vị|lực lượng|địa phương|sở|ngành|ban|cơ quan, đơn vị|sở, ngành|"
    r"sở, ban, ngành|bộ|bộ, ngành|đảng ủy|cấp ủy|huyện ủy|ủy ban nhân dân|ubnd|xã|huyện|phường|công ty|doanh nghiệp|bên)"
    r" (?:này|trên|đó|ấy|(?:nói|nêu|kể|có tên|được giao)(?: ở)? trên|vừa nêu|trên đây)"
)
_LEADING = re.compile(r"(?:cơ quan|đơn vị)(?: được (?:giao|phân công))? chủ trì")
_FEW = 3
_ADDRESSED = re.compile(
    r"(?:các |những )(?:đồng chí|cơ quan|đơn vị|cơ quan, đơn vị|cơ quan, địa phương|cơ quan, đơn vị, địa phương|"
    r"đơn vị, địa phương)"
)
_DEFINES = re.compile(
    r"\((?:sau đây )?(?:(?:được )?(?:gọi|viết)(?: chung)?(?: tắt)?(?: là)?|"
    r"tên viết tắt)[ :]*[“\"']?(?P<short>[^()“”\"'\n]{2,40}?)[”\"']?\)|"
    r"\((?P<caps>[A-ZĐ][A-ZĐ0-9&.]{1,9})\)"
)
_ADDRESSES = re.compile(r"\W*kính gửi\s*:?\s*|(?:[^:.;\n]{3,80} )?điện\s*:\s*")
_FURTHEST = 140  # characters in front of a definition within which the name begins
_NOT_A_BODY = re.compile(r"^(?:\W*|nt|-nt-|như trên|không|x|\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Roles:
    """Owners and coordinators of one task."""

    owners: list[Party]
    coordinators: list[Party]


class RoleAssigner:
    """Fills the roles of a document's tasks."""

    def __init__(self, structure: Structure, found: Assignments):
        self.structure, self.found = structure, found
        self.text, self.folded = structure.text, structure.folded
        self.addressees = self._addressees()
        self.writer = self._writer()
        self.glossary = self._glossary()
        self._bodies_of_item: dict[tuple[int, Column], list[Body]] = {}  # those under a heading ask of it one after the other

    def assign(self, task: Assignment) -> Roles:
        """The roles of one task."""
        if task.row is not None:
            return self._row(task)
        owners, origin = self._owners(task)
        helpers = self._parties(coordinators(self.text, self.folded, task.start, task.end), "explicit")
        bracket = bracket_roles(self.text, self.folded, task.start, task.end)
        if bracket and bracket[0] and not task.owners:
            owners, origin = bracket[0], "explicit"
        if bracket and bracket[1] and (not task.owners or not bracket[0]):
            helpers = self._parties(bracket[1], "explicit")
        parties = [known for party in self._parties(owners, origin) for known in self._antecedents(party, task)]
        helpers = [self._written_out(party) or party for party in helpers]
        helpers += [party for party in self._inherited_coordinators(task) if all(party.name != other.name for other in helpers)]
        names = {party.name.lower() for party in parties}
        return Roles(parties, [party for party in helpers if party.name.lower() not in names])

    def _antecedents(self, party: Party, task: Assignment) -> list[Party]:
        """Whom a name points back to: "các đơn vị trên" to the bodies ordered last, "Sở" alone to the one named last, an abbreviation to
        the body that the document says it stands for."""
        if party.start is None:
            return [party]
        defined = self._written_out(party)
        if defined is not None:
            return [defined]
        bare = fold(party.name)
        if bare.startswith("quý ") and len(self.addressees) == 1:
            return self._parties(self.addressees, "anaphora")
        if self.structure.outline.head.kind.policy != "news":
            listed = self._listed_before(bare, party.start, task)
            if listed:
                return self._parties(listed, "anaphora")
        return [self._antecedent(bare, party)]

    def _listed_before(self, bare: str, at: int, task: Assignment) -> Sequence[Body]:
        """The bodies that a group points back to: those ordered last, those of the heading above, or the addressees of the letter."""
        counted = _COUNTED.fullmatch(bare)
        if _points_back(bare) or counted:
            return self._before.last_named(at, _COUNTS.get(counted[1]) if counted else None)
        if _LEADING.fullmatch(bare):
            return self._before.last(at)
        return self.addressees if not task.owners and _ADDRESSED.fullmatch(bare) else ()

    def _written_out(self, party: Party) -> Party | None:
        """The body that a shorter name stands for in this document."""
        defined = self.glossary.get(fold(party.name))
        return self._parties([defined], "anaphora")[0] if defined else None

    @cached_property
    def _before(self) -> BodiesBefore:
        """The bodies that are ordered, for what points back to them."""
        return BodiesBefore(self.text, (group for groups in self.found.subjects.values() for group in groups), _points_back)

    @cached_property
    def _labels(self) -> dict[int, list[Label]]:
        return labels_by_item(self.found.labels)

    @cached_property
    def _label_lines(self) -> frozenset[int]:
        return frozenset(label.item.index for label in self.found.labels)

    def _antecedent(self, bare: str, party: Party) -> Party:
        """The body that its kind alone means, the one named last: "huyện" ("huyện Bình An"), "Bệnh viện" ("Bệnh viện Mắt")."""
        at = party.start or 0
        head = "trường" if bare == "nhà trường" else bare
        if head not in _BARE or fold(self.structure.outline.head.header.issuer or "").startswith(f"{head} "):
            return party
        kinds = _PLACES if head == "địa phương" else re.escape(head)
        named = self._before.last_of_kind(kinds, at)
        if named is not None:
            return self._party(named.name, named.start, named.end, "anaphora")
        place = self._before.last_place(kinds, at) if head in _PLACE_HEADS else None
        if place is None:
            return party
        return self._party(" ".join(place[0].split()), *place.span(), "anaphora")

    def _owners(self, task: Assignment) -> tuple[Sequence[Body], Origin]:
        chain = [task.item, *task.item.ancestors]
        own_label = task.item.index in self._label_lines
        for item in chain:
            labelled = self._labelled(item, "owner")
            if labelled and not own_label:
                return labelled, "inherited"
        if task.owners:
            return task.owners, "explicit"
        before = [bodies for at, bodies in self.found.subjects.get(task.item.index, ()) if at <= task.start]
        if before:
            return before[-1], "inherited"
        for item in chain[1:]:
            above = self.found.subjects.get(item.index)
            if above:
                return above[-1][1], "inherited"
            told = bracket_roles(self.text, self.folded, item.start, item.end) if item.heading or item.lead else None
            if told and told[0]:
                return told[0], "inherited"  # "2. Quản lý giá và chợ (Sở Công Thương thực hiện)"
        if self.structure.outline.head.kind.policy in ("news", "minutes"):
            earlier = self._before.first_of_last(task.start)
            if earlier:
                return earlier, "inherited"
        few = self.structure.outline.head.kind.name == "công văn" or len(self.addressees) <= _FEW
        return (self.addressees if few else ()), "document"  # a telegram to many orders each by name

    def _labelled(self, item: Item, asked: Column) -> list[Body]:
        """The bodies that the labelled lines of an item name, each once."""
        if (item.index, asked) not in self._bodies_of_item:
            labels = [label for label in self._labels.get(item.index, ()) if label.column == asked]
            self._bodies_of_item[item.index, asked] = _once(body for label in labels for body in self._bodies_of_label(label))
        return self._bodies_of_item[item.index, asked]

    def _bodies_of_label(self, label: Label) -> list[Body]:
        out: list[Body] = []
        at = label.start
        for match in re.finditer(r";\s*|$", self.text[label.start : label.end]):
            end = label.start + match.start()
            subject = read_subject(self.text, self.folded, at, end, need=False) if end > at else None
            if subject is not None:
                out += subject.bodies
            elif end > at and self.text[at].isupper():
                out += split_bodies(self.text, self.folded, at, end)
            at = label.start + match.end()
        return out

    def _inherited_coordinators(self, task: Assignment) -> list[Party]:
        out: list[Body] = []
        for item in [task.item, *task.item.ancestors]:
            out += self._labelled(item, "coordinator")
            lead = self.found.leads.get(item.index)
            if lead and item is not task.item and not task.owners:
                joined = coordinators(self.text, self.folded, *lead)
                pure = bool(joined) and not re.search(r"\w", self.text[joined[-1].end : lead[1]])  # "X chủ trì, phối hợp với Y:"
                out += [body for body in joined if pure or not body.name.endswith("liên quan")]
        return self._parties(out, "inherited")

    def _row(self, task: Assignment) -> Roles:
        assert task.row is not None
        cells = task.row.cells
        owners, helpers = self._cell(cells.get("owner")), self._cell(cells.get("coordinator"))
        mixed = self._mixed(cells.get("owner")) if "coordinator" not in cells else None
        if mixed is not None:
            owners, helpers = mixed
        if not owners and "owner" not in cells:
            entry = next(
                (self.found.subjects[item.index][-1][1] for item in task.item.ancestors if self.found.subjects.get(item.index)), ()
            )
            owners = self._parties(entry, "inherited")
        return Roles(owners, helpers)

    def _mixed(self, cell: Cell | None) -> tuple[list[Party], list[Party]] | None:
        """One cell for both roles: "Sở A chủ trì; Sở B phối hợp"."""
        if cell is None or cell.end <= cell.start:
            return None
        found = labelled_roles(self.text, self.folded, cell.start, cell.end)
        origin: Origin = "inherited" if cell.merged else "explicit"
        if found and found[0] and found[1]:
            return self._parties(found[0], origin), self._parties(found[1], origin)
        helpers = coordinators(self.text, self.folded, cell.start, cell.end)
        return (self._cell(cell), self._parties(helpers, origin)) if helpers else None

    def _cell(self, cell: Cell | None) -> list[Party]:
        if cell is None or cell.end <= cell.start:
            return []
        out: list[Body] = []
        at = cell.start
        for match in re.finditer(r"\n|$", self.text[cell.start : cell.end]):
            end = cell.start + match.start()
            if match[0] and not self._line_opens_body(cell.start + match.end(), end):
                continue  # a name that is wrapped inside its cell
            mark = re.match(r"\s*[-+•*]\s*", self.text[at:end])
            begin = at + (mark.end() if mark else 0)
            predicate = find_predicate(self.text, self.folded, begin, end) if end > begin else None
            stop = (
                predicate
                if predicate is not None
                and predicate > begin + 3
                and re.match(r"chủ trì|phối hợp|thực hiện|tham mưu", self.folded[predicate:])
                else end
            )
            out += split_bodies(self.text, self.folded, begin, stop)
            at = cell.start + match.end()
        bodies = [body for body in out if not _NOT_A_BODY.match(body.name)]
        return self._parties(bodies, "inherited" if cell.merged else "explicit")

    def _line_opens_body(self, at: int, before: int) -> bool:
        mark = re.match(r"\s*[-+•*]\s*", self.text[at : at + 8])
        at += mark.end() if mark else 0
        issuer = fold(self.structure.outline.head.header.issuer or "")
        if issuer and self.text[at:].split("\n", 1)[0].strip().lower() == issuer:
            return False  # "Vụ Pháp chế / Bộ Xây dựng" in a table of that ministry is one body
        return bool(mark) or (self.text[at : at + 1].isupper() and names_body(self.folded, at) and self.text[before - 1] not in ",-/(")

    def _party(self, name: str, start: int, end: int, origin: Origin) -> Party:
        branch = self.writer.agency.branch if self.writer else None
        named = identify(name, self.structure.issued, branch)
        if named is None:
            return Party(name=name, start=start, end=end, source=origin)
        province = named.province or (self.writer.province if self.writer else None)
        now = present_names(Named(named.agency, province))
        return Party(name=name, agency=named.agency.id, now=now, start=start, end=end, source=origin)

    def _writer(self) -> Named | None:
        """Who writes: it tells apart abbreviations that several bodies bear, and gives the province of those named without one."""
        issuer = self.structure.outline.head.header.issuer
        return identify(issuer, self.structure.issued) if issuer else None

    def _glossary(self) -> dict[str, Body]:
        """The bodies for which the document says a shorter name: "Ban Chỉ đạo chuyển đổi số tỉnh (sau đây gọi tắt là BCĐ)"."""
        out: dict[str, Body] = {}
        for match in _DEFINES.finditer(self.text):
            short = fold(" ".join((match["short"] or match["caps"]).split()))
            body = self._named_before(match.start(), short)
            if body is not None and short not in out:
                out[short] = body
        return out

    def _named_before(self, end: int, short: str) -> Body | None:
        """The body in front of a bracket that `short` stands for: the nearest whose words it abbreviates, else the one that ends there."""
        floor = max(0, end - _FURTHEST, *(self.text.rfind(mark, 0, end) + 1 for mark in ".;:\n("))
        starts = [floor + word.start() for word in re.finditer(r"(?<!\w)\w", self.text[floor:end])]
        starts = [at for at in starts if self.text[at].isupper() and names_body(self.folded, at)]
        for start in reversed(starts):
            if _abbreviates(short, self.folded[start:end]):
                stop = start + len(self.text[start:end].rstrip())
                return Body(" ".join(self.text[start:stop].split()), start, stop)
        for start in starts:
            subject = read_subject(self.text, self.folded, start, end, need=False)
            if subject is not None and len(subject.bodies) == 1 and not self.text[subject.bodies[0].end : end].strip():
                return subject.bodies[0]
        return None

    def _addressees(self) -> tuple[Body, ...]:
        """The addressees of an official letter or telegram ("Kính gửi: …"): who is asked when nobody else is named."""
        if self.structure.outline.head.kind.name not in ("công văn", "công điện"):
            return ()
        blocks = [block for block in self.structure.source.blocks if block.part == "body"]
        for i, block in enumerate(blocks[:40]):
            match = _ADDRESSES.match(self.folded[block.start : block.end])
            if match is None:
                continue
            spans = [(block.start + match.end(), block.end)]
            for other in blocks[i + 1 : i + 15]:
                mark = re.match(r"\s*[-•+*]\s*", self.text[other.start : other.end])
                if mark is None:
                    break
                spans.append((other.start + mark.end(), other.end))
            return tuple(body for a, b in spans if b > a for body in split_bodies(self.text, self.folded, a, b))
        return ()

    def _parties(self, bodies: Iterable[Body], origin: Origin) -> list[Party]:
        return [self._party(body.name, body.start, body.end, origin) for body in _once(bodies)]


def _once(bodies: Iterable[Body]) -> list[Body]:
    """Of several bodies of one name the first."""
    named: dict[str, Body] = {}
    for body in bodies:
        named.setdefault(body.name.lower(), body)
    return list(named.values())


def _abbreviates(short: str, name: str) -> bool:
    """Whether each word of `short` is a word of `name` or the initials of some of its words, in order.

    >>> _abbreviates("ban qlda", "ban quản lý dự án giao thông"), _abbreviates("bcđ", "sở y tế")
    (True, False)
    """
    words = name.split()
    for part in short.split():
        if part in words:
            words = words[words.index(part) + 1 :]
            continue
        for letter in part:
            place = next((i for i, word in enumerate(words) if _base(word[0]) == _base(letter)), None)
            if place is None:
                return False
            words = words[place + 1 :]
    return True


def _base(letter: str) -> str:
    """The letter without tone and vowel mark, as abbreviations have it ("án" is the A of QLDA); đ stays."""
    return unicodedata.normalize("NFD", letter)[0]


def _points_back(folded: str) -> bool:
    return _POINTS_BACK.fullmatch(folded) is not None
