"""Whose task it is: the bodies that its own words order, else those of its column, label, paragraph, heading, lead-in or document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.language.fold import CAPITALS, fold
from pipeline.pipes.agencies.grammar import Body, find_predicate, names_body, read_subject, split_bodies
from pipeline.pipes.agencies.resolve import resolve
from pipeline.pipes.roles.grammar import bracket_roles, coordinators
from pipeline.pipes.tasks.assignments import Assignment, Assignments, Label
from pipeline.reading.source import Cell
from pipeline.schema import Origin, Party
from pipeline.structure.model import Structure
from pipeline.structure.outline import Item

_BARE = frozenset({"huyện", "xã", "phường", "thành phố", "thị xã", "quận", "sở", "địa phương", "công ty", "trường", "bệnh viện"})
_PLACES = "huyện|tỉnh|xã|phường|thành phố|thị xã|quận"
_POINTS_BACK = re.compile(
    r"(?:các |những |hai |ba |\d+ )?(?:cơ quan|đơn vị|lực lượng|địa phương|sở|ngành|ban|cơ quan, đơn vị|sở, ngành|"
    r"sở, ban, ngành|bộ|bộ, ngành)"
    r" (?:này|trên|đó|ấy|(?:nói|nêu|kể|có tên|được giao)(?: ở)? trên|vừa nêu)"
)
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

    def assign(self, task: Assignment) -> Roles:
        """The roles of one task."""
        if task.row is not None:
            return self._row(task)
        owners, origin = self._owners(task)
        helpers = self._parties(coordinators(self.text, self.folded, task.start, task.end), "explicit")
        bracket = bracket_roles(self.text, self.folded, task.start, task.end)
        if bracket and not task.owners:
            owners, origin = bracket[0], "explicit"
            if bracket[1]:
                helpers = self._parties(bracket[1], "explicit")
        parties = [known for party in self._parties(owners, origin) for known in self._antecedents(party, task)]
        helpers += [party for party in self._inherited_coordinators(task) if all(party.name != other.name for other in helpers)]
        names = {party.name.lower() for party in parties}
        return Roles(parties, [party for party in helpers if party.name.lower() not in names])

    def _antecedents(self, party: Party, task: Assignment) -> list[Party]:
        """Whom a name points back to: "các đơn vị trên" to the bodies ordered last, "huyện" alone to the one named last."""
        reported = self.structure.outline.head.kind.policy == "news"
        if party.start is not None and not reported and _points_back(party):
            before = [entry for entries in self.found.subjects.values() for entry in entries if entry[0] < party.start]
            named = [bodies for _, bodies in sorted(before, key=lambda entry: entry[0]) if not any(map(_points_back, bodies))]
            if named:
                return self._parties(named[-1], "anaphora")
        return [self._antecedent(party, task)]

    def _antecedent(self, party: Party, task: Assignment) -> Party:
        """The body that "huyện" or "địa phương" alone means: the one named last ("huyện Bình An")."""
        bare = fold(party.name)
        if bare.startswith("quý ") and len(self.addressees) == 1:
            return self._parties(self.addressees, "anaphora")[0]
        if bare not in _BARE or party.start is None:
            return party
        heads = _PLACES if bare == "địa phương" else re.escape(bare)
        named = list(re.finditer(rf"(?<!\w)(?:{heads}) [{CAPITALS}]\w*(?: [{CAPITALS}]\w*)*", self.text[: task.start]))
        if not named:
            return party
        last = named[-1]
        name = " ".join(last[0].split())
        return Party(name=name, agency=resolve(name, self.structure.issued), start=last.start(), end=last.end(), source="anaphora")

    def _owners(self, task: Assignment) -> tuple[Sequence[Body], Origin]:
        chain = [task.item, *task.item.ancestors]
        own_label = any(label.item is task.item for label in self.found.labels)
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
        if self.structure.outline.head.kind.policy in ("news", "minutes"):
            earlier = [(at, bodies) for entries in self.found.subjects.values() for at, bodies in entries if at < task.start]
            if earlier:
                return max(earlier, key=lambda entry: entry[0])[1], "inherited"
        return self.addressees, "document"

    def _labelled(self, item: Item, asked: str) -> list[Body]:
        return [body for label in self.found.labels if label.column == asked and label.of is item for body in self._bodies_of_label(label)]

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
        if not owners and "owner" not in cells:
            entry = next(
                (self.found.subjects[item.index][-1][1] for item in task.item.ancestors if self.found.subjects.get(item.index)), ()
            )
            owners = self._parties(entry, "inherited")
        return Roles(owners, helpers)

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

    def _addressees(self) -> tuple[Body, ...]:
        """The addressees of an official letter ("Kính gửi: …"): who is asked when nobody else is named."""
        if self.structure.outline.head.kind.name != "công văn":
            return ()
        blocks = [block for block in self.structure.source.blocks if block.part == "body"]
        for i, block in enumerate(blocks[:40]):
            match = re.match(r"\W*kính gửi\s*:?\s*", self.folded[block.start : block.end])
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
        out: list[Party] = []
        for body in bodies:
            if all(party.name.lower() != body.name.lower() for party in out):
                out.append(
                    Party(name=body.name, agency=resolve(body.name, self.structure.issued), start=body.start, end=body.end, source=origin)
                )
        return out


def _points_back(body: Body | Party) -> bool:
    return _POINTS_BACK.fullmatch(fold(body.name)) is not None
