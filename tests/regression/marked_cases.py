"""The mark-up of the regression cases: a small document with its tasks marked by hand in place.

A file of `cases/` holds blocks `# name`, then `key: value` lines, then `text: |` with the indented lines of the document, one paragraph
each.

    # giao with coordinators behind "phối hợp với"
    kind: chỉ thị
    issued: 2024-03-04
    text: |
      1. [[Giao {owner:Sở Xây dựng} chủ trì, phối hợp với {coord:Công an tỉnh} kiểm tra …, báo cáo {due 2024-06-30:trước ngày 30/6/2024}]].

Keys: `kind` (default chỉ thị) and `issued` (default 2024-03-04, `-` for none) give the letterhead that stands before the text; `issuer`
names who writes (in capitals), `number` the document's number. `kind: -` puts nothing before the text. A text of a directive that begins
with a numbered item gets a lead-in before it, as offices write it; `lead: -` leaves it out.

- `[[ … ]]` is one task; a text without any gives none. `<< … >>` is neither right nor wrong to extract.
- Inside a task: `{owner:…}`, `{coord:…}`, and at most one deadline: `{due VALUE:…}`, `{duration VALUE:…}`, `{recurring VALUE:…}`,
  `{event:…}`, `{vague:…}`.
- What the task takes from elsewhere leaves no text: `{inherit owner:A; B}`, `{inherit coord:A}`, `{inherit due VALUE}`,
  `{inherit recurring VALUE}`.
- A line that begins with "|" is a table row: `^` is a cell merged with the one above, `<` one merged with the cell to its left, `/` breaks
  a line inside the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.reading.source import Cell, Source, SourceBuilder
from pipeline.schema import Extraction, Task

_NUMBERS = {
    "chỉ thị": "12/CT-UBND",
    "công điện": "05/CĐ-UBND",
    "thông báo": "88/TB-UBND",
    "kết luận": "45-KL/TU",
    "công văn": "640/UBND-KT",
    "hướng dẫn": "31/HD-STC",
    "kế hoạch": "40/KH-UBND",
    "chương trình": "17-CTr/TU",
    "quyết định": "215/QĐ-UBND",
    "nghị quyết": "09-NQ/TU",
    "biên bản": "07/BB-UBND",
    "nghị định": "20/2024/NĐ-CP",
    "thông tư": "07/2024/TT-BYT",
    "báo cáo": "77/BC-UBND",
}
_LED = ("chỉ thị", "công điện", "thông báo")
_LEAD_IN = "Ủy ban nhân dân tỉnh chỉ đạo như sau:"
_MARK = re.compile(
    r"(?P<open>\[\[)|(?P<close>\]\])|(?P<spare><<|>>)|\{inherit (?P<inherited>\w+)(?: (?P<value1>[\w:-]+))?(?::(?P<names>[^{}]*))?\}|"
    r"\{(?P<field>owner|coord|due|duration|recurring|event|vague)(?: (?P<value2>[\w:-]+))?:(?P<text>[^{}]*)\}"
)
_LOOSE_FRONT = re.compile(
    r"^(?:(?:Giao|Yêu cầu|Đề nghị|Phân công|Ủy quyền|Đồng thời|Bên cạnh đó|Ngoài ra|Theo đó|Riêng)"
    r"(?: nhiệm vụ| trách nhiệm)?(?: cho)?[,:]?\s+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Expected:
    """One task as a reader of the case sees it; `deadline` is "kind value", "kind" or "none"."""

    text: str
    owners: tuple[str, ...]
    coordinators: tuple[str, ...]
    deadline: str


@dataclass(frozen=True)
class Case:
    """A case with its keys and its lines without mark-up."""

    name: str
    keys: dict[str, str]
    lines: tuple[str, ...]
    expected: tuple[Expected, ...]
    spare: tuple[str, ...]


def read_cases(path: Path) -> list[Case]:
    """The cases of one file, in its order."""
    return [_case(block) for block in re.split(r"^(?=# )", path.read_text("utf-8"), flags=re.MULTILINE) if block.startswith("# ")]


def read_keys(block: str) -> tuple[str, dict[str, str], list[str]]:
    """The name, the keys and the text lines of one block."""
    head, _, text = block.partition("text: |\n")
    name, *lines = [line for line in head.splitlines() if line.strip()]
    tail = [line for line in text.splitlines() if line.strip()]
    body = [line.strip() for line in tail if line.startswith("  ")]
    keys = dict(line.split(": ", 1) for line in lines + [line for line in tail if not line.startswith(("  ", "#"))])
    return name.removeprefix("# ").strip(), keys, body


def source_of(case: Case) -> Source:
    """The document of a case: letterhead, title and the lines of its text."""
    builder = SourceBuilder()
    lead = "lead" not in case.keys and case.keys.get("kind", "chỉ thị") in _LED and re.match(r"\d+[.-] ", case.lines[0])
    for line in [*_letterhead(case.keys), *([_LEAD_IN] if lead else [])]:
        builder.paragraph(line)
    table, above = -1, ()
    for i, line in enumerate(case.lines):
        if not line.startswith("|"):
            builder.paragraph(line)
            continue
        if i == 0 or not case.lines[i - 1].startswith("|"):
            table, above = table + 1, ()
        above = _row(builder, line, table, above)
    return builder.build()


def seen(extraction: Extraction, case: Case) -> tuple[Expected, ...]:
    """The extraction in the words of the mark-up, without what the case calls neither right nor wrong."""
    return tuple(_seen(task) for task in extraction.tasks if not any(_loose(task.text) in _loose(spare) for spare in case.spare))


def _case(block: str) -> Case:
    name, keys, lines = read_keys(block)
    marked = "\n".join(lines)
    plain: list[str] = []
    expected: list[Expected] = []
    spare: list[str] = []
    fields: dict[str, list[str]] = {}
    deadline, begin, spare_begin, at = "none", 0, 0, 0
    for mark in _MARK.finditer(marked):
        plain.append(marked[at : mark.start()])
        at = mark.end()
        if mark["open"]:
            begin, fields, deadline = len("".join(plain)), {"owner": [], "coord": []}, "none"
        elif mark["close"]:
            expected.append(Expected(_loose("".join(plain)[begin:]), tuple(fields["owner"]), tuple(fields["coord"]), deadline))
        elif mark["spare"]:
            here = len("".join(plain))
            if mark["spare"] == ">>":
                spare.append("".join(plain)[spare_begin:here])
            spare_begin = here
        elif (asked := mark["inherited"] or mark["field"]) in fields:
            fields[asked] += [part.strip() for part in (mark["names"] or mark["text"]).split(";")]
        else:
            kind = {"due": "date"}.get(asked, asked)
            deadline = f"{kind} {mark['value1'] or mark['value2'] or ''}".strip()
        if mark["field"]:
            plain.append(mark["text"])
    plain.append(marked[at:])
    return Case(name, keys, tuple("".join(plain).split("\n")), tuple(expected), tuple(spare))


def _letterhead(keys: dict[str, str]) -> list[str]:
    kind = keys.get("kind", "chỉ thị")
    if kind == "-":
        return []
    issued = keys.get("issued", "2024-03-04")
    day = date.fromisoformat(issued) if issued != "-" else None
    if kind == "tin báo chí":
        return ["Tin hoạt động của lãnh đạo", *([f"{day:%d/%m/%Y}"] if day else [])]
    number = keys.get("number", _NUMBERS[kind])
    party = re.match(r"\d+-", number) is not None
    lines = [
        keys.get("issuer", "TỈNH ỦY BÌNH AN" if party else "ỦY BAN NHÂN DÂN TỈNH BÌNH AN"),
        "ĐẢNG CỘNG SẢN VIỆT NAM" if party else "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        f"Số: {number}",
        f"Bình An, ngày {day:%d} tháng {day:%m} năm {day.year}" if day else "Bình An, ngày    tháng    năm 2024",
    ]
    return lines + ([] if kind == "công văn" else [kind.upper(), "Về một số việc của địa phương"])


def _row(builder: SourceBuilder, line: str, table: int, above: tuple[Cell, ...]) -> tuple[Cell, ...]:
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    for column, text in enumerate(part.strip() for part in line.strip().strip("|").split("|")):
        if text == "<":
            spans[-1] = (spans[-1][0], spans[-1][1] + 1)
        else:
            texts.append(text)
            spans.append((column, 1))
    origins = [next((cell for cell in above if cell.column == span[0]), None) for span in spans]
    return builder.row([None if text == "^" else text.split(" / ") for text in texts], table=table, columns=spans, above=origins)


def _seen(task: Task) -> Expected:
    owners, coordinators = (tuple(body.name for body in bodies) for bodies in (task.owners, task.coordinators))
    return Expected(_loose(task.text), owners, coordinators, _deadline(task))


def _deadline(task: Task) -> str:
    found = task.deadline
    if found is None:
        return "none"
    value = {"recurring": found.recurrence, "date": found.due, "duration": found.due}.get(found.kind)
    return f"{found.kind} {value or ''}".strip()


def _loose(text: str) -> str:
    """A quote without the cue in front and the punctuation behind, which the annotation guidelines leave open."""
    return _LOOSE_FRONT.sub("", " ".join(text.split())).rstrip(" .;,:/")
