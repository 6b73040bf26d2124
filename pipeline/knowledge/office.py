"""What an office decides for itself, from its `giaoviec.toml`: rules on and off, how grave they are, further phrases, findings to let be.

The keys are those of `docs/configuration.md`. Nothing is passed over in silence: what is not understood is a coded error (GV414) with the
line of the key or element at fault. A rule is named by its name or by its code everywhere ("too-short", "D09"); an `Office` has names only.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from pipeline.errors import GiaoviecError
from pipeline.knowledge.rulebook import RuleText, cue_fault, load_cues
from pipeline.knowledge.toml_lines import Place, lines, syntax_fault
from pipeline.schema import Severity

TABLES = {
    "rules": ("on", "off"),
    "severity": (),
    "threshold": (),
    "wording": (),
    "request": ("template",),
    "dismiss": ("rule", "document", "at", "task", "reason"),
}
"""The tables of the file with their keys; those without have names of rules as keys."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that the office lets be, with its reason. What is `None` does not matter.

    Attributes:
        rule: the rule's name.
        document: the document's number ("12/KH-UBND") or its file.
        at: the locator of the task ("II.3.b").
        task: the identifier of the task.
    """

    rule: str
    reason: str
    document: str | None = None
    at: str | None = None
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What an office decides for itself; rules are known by their names.

    Attributes:
        on, off: the rules that it switches on and off, whatever the rulebook says.
        severities, thresholds: in place of those of the rulebook.
        wording: further cues of a rule of wording, each with what stands in its place ("" for nothing).
        dismissals: the findings to let be, in the order of the file.
        request_template: the .docx of the slip that asks for a revision.
    """

    on: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dismissals: tuple[Dismissal, ...] = ()
    request_template: Path | None = None

    def dismissal(self, rule: str, *, documents: Collection[str], locator: str, task: str) -> Dismissal | None:
        """The first dismissal of a finding, None where the office has none.

        Args:
            rule: the name of the rule.
            documents: the number of the document and the names of its file, with or without folders. Blanks and case do not matter.
            locator: of the task, "" without one.
            task: the identifier of the task, "" without one.

        >>> office = Office(dismissals=(Dismissal("deadline-missing", "Ghi trong Phụ lục", document="12/KH-UBND", at="II.3.b"),))
        >>> office.dismissal("deadline-missing", documents=["12 /KH-UBND", "đến/kh.docx"], locator="II.3.b", task="9f0c").reason
        'Ghi trong Phụ lục'
        """
        known = [one for one in self.dismissals if one.rule == rule]
        names = {name for document in documents for name in _names(document)} if known else set()
        for one in known:
            here = (one.document is None or _folded_name(one.document) in names) and (one.at is None or _bare(one.at) == _bare(locator))
            if here and one.task in (None, task):
                return one
        return None


NO_OFFICE = Office()


def load_office(path: Path, rulebook: Mapping[str, RuleText], *, worded: Collection[str] | None = None) -> Office:
    """Reads and checks a configuration.

    Args:
        path: the file; a template is looked for beside it.
        rulebook: the rules by name, as `load_rulebook` gives them.
        worded: the names of the rules that look for phrases; by default those of `load_cues`, read only where the file has phrases.

    Raises:
        GiaoviecError: GV414 with the line, for whatever is not valid; GV415 when the file cannot be opened; GV416 when it is not UTF-8.

    >>> from tempfile import TemporaryDirectory
    >>> rule = RuleText("too-short", "D09", "thời gian", "low", *[""] * 7, threshold=3)
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "giaoviec.toml")
    ...     _ = path.write_text('[threshold]\\nD09 = 5\\n', "utf-8")
    ...     load_office(path, {"too-short": rule}).thresholds
    {'too-short': 5.0}
    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # beside its own errors, numbers of 5000 digits and lists in lists in lists
        line, detail = syntax_fault(error, text)
        raise GiaoviecError("GV414", path=path, line=line, detail=detail, close="") from error
    return _Configuration(path, text, rulebook, worded).office(data)


class _Configuration:
    """One file while it is checked."""

    def __init__(self, path: Path, text: str, rulebook: Mapping[str, RuleText], worded: Collection[str] | None):
        self._path = path
        self._text = text
        self._rulebook = rulebook
        self._worded = worded
        self._codes = {rule.code: rule.name for rule in rulebook.values()}

    def office(self, data: dict[str, Any]) -> Office:
        for name in data:
            if name not in TABLES:
                raise self._fault((name,), f"không có bảng «{name}»; các bảng: {', '.join(TABLES)}", _nearest(name, TABLES))
        on, off = self._switched(data, "on"), self._switched(data, "off")
        for rule in on.keys() & off.keys():
            first, last = sorted((on[rule], off[rule]), key=self._line)
            raise self._fault(last, f"quy tắc «{rule}» vừa bật vừa tắt (xem dòng {self._line(first)})")
        return Office(
            on=frozenset(on),
            off=frozenset(off),
            severities={rule: self._severity(place, value) for rule, place, value in self._by_rule(data, "severity")},
            thresholds={rule: self._threshold(rule, place, value) for rule, place, value in self._by_rule(data, "threshold")},
            wording={rule: self._phrases(rule, place, value) for rule, place, value in self._by_rule(data, "wording")},
            dismissals=tuple(self._dismissals(data)),
            request_template=self._template(data),
        )

    def _switched(self, data: dict[str, Any], key: str) -> dict[str, Place]:
        """The rules of a list, each with its place."""
        place = ("rules", key)
        listed = self._table(data, "rules").get(key, [])
        if not isinstance(listed, list):
            raise self._fault(place, f'«{key}» phải là danh sách tên quy tắc, ví dụ {key} = ["deadline-missing"]')
        return {self._rule((*place, at), name): (*place, at) for at, name in enumerate(listed)}

    def _by_rule(self, data: dict[str, Any], table: str) -> Iterator[tuple[str, Place, Any]]:
        """The rules of a table that has names of rules as keys."""
        seen: dict[str, Place] = {}
        for name, value in self._table(data, table).items():
            place = (table, name)
            rule = self._rule(place, name)
            if rule in seen:
                first, last = sorted((seen[rule], place), key=self._line)
                raise self._fault(last, f"quy tắc «{rule}» đã có ở dòng {self._line(first)}")
            seen[rule] = place
            yield rule, place, value

    def _severity(self, place: Place, value: Any) -> Severity:
        for severity in get_args(Severity):
            if value == severity:
                return severity
        allowed = ", ".join(f'"{one}"' for one in get_args(Severity))
        raise self._fault(place, f"mức độ của «{place[-1]}» phải là một trong: {allowed}")

    def _threshold(self, rule: str, place: Place, value: Any) -> float:
        if self._rulebook[rule].threshold is None:
            others = ", ".join(name for name, other in self._rulebook.items() if other.threshold is not None)
            raise self._fault(place, f"quy tắc «{rule}» không có ngưỡng; các quy tắc có ngưỡng: {others or 'không có'}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            raise self._fault(place, f"ngưỡng của «{rule}» phải là một số dương, ví dụ {rule} = {self._rulebook[rule].threshold:g}")
        return float(value)

    def _phrases(self, rule: str, place: Place, value: Any) -> dict[str, str]:
        """The phrases of a rule, composed (NFC), with what stands in their place."""
        worded = load_cues() if self._worded is None else self._worded
        if rule not in worded:
            names = ", ".join(name for name in self._rulebook if name in worded)
            raise self._fault(place, f"quy tắc «{rule}» không tìm theo cụm từ; các quy tắc tìm theo cụm từ: {names}")
        if isinstance(value, dict):
            listed = [((*place, phrase), phrase, instead) for phrase, instead in value.items()]
        elif isinstance(value, list):
            listed = [((*place, at), phrase, "") for at, phrase in enumerate(value)]
        else:
            raise self._fault(place, f'«{rule}» phải là danh sách cụm từ [ "…" ], hoặc {{ "cụm từ" = "chữ thay thế" }}')
        found: dict[str, str] = {}
        for here, phrase, instead in listed:
            if not isinstance(phrase, str):
                raise self._fault(here, "cụm từ phải đặt trong ngoặc kép")
            if not isinstance(instead, str):
                raise self._fault(here, f'chữ thay thế của «{phrase}» phải đặt trong ngoặc kép ("" nếu không có)')
            phrase = _composed(phrase)
            if fault := cue_fault(phrase):
                raise self._fault(here, f"{fault}; viết khác thì không bao giờ khớp" if phrase else fault)
            found[phrase] = _composed(instead)
        return found

    def _template(self, data: dict[str, Any]) -> Path | None:
        place = ("request", "template")
        request = self._table(data, "request")
        if "template" not in request:
            return None
        name = request["template"]
        if not isinstance(name, str) or not name.strip():
            raise self._fault(place, "«template» phải là tên một tệp Word (.docx) đặt trong ngoặc kép")
        path = self._path.parent / name
        if path.suffix.lower() != ".docx":
            raise self._fault(place, f"mẫu phiếu «{name}» phải là tệp Word đuôi .docx")
        if not path.is_file():
            raise self._fault(place, f"không có tệp mẫu phiếu «{name}» trong thư mục của tệp cấu hình")
        if not zipfile.is_zipfile(path):
            raise self._fault(place, f"mẫu phiếu «{name}» không phải tệp Word .docx, hoặc đã hỏng")
        return path

    def _dismissals(self, data: dict[str, Any]) -> Iterator[Dismissal]:
        tables = data.get("dismiss", [])
        if not isinstance(tables, list):
            raise self._fault(("dismiss",), "mỗi phát hiện bỏ qua là một bảng viết với hai lần ngoặc vuông: [[dismiss]]")
        for at, table in enumerate(tables):
            yield self._dismissal(("dismiss", at), f"[[dismiss]] thứ {at + 1}", table)

    def _dismissal(self, place: Place, called: str, table: Any) -> Dismissal:
        if not isinstance(table, dict):
            raise self._fault(place, f"{called} phải là một bảng có các khóa: {', '.join(TABLES['dismiss'])}")
        self._only_known(place, called, table)
        for key, value in table.items():
            if not isinstance(value, str):
                raise self._fault((*place, key), f"«{key}» của {called} phải là chữ đặt trong ngoặc kép")
            if not value.strip():
                raise self._fault((*place, key), f"«{key}» của {called} không được để trống")
        if "rule" not in table:
            raise self._fault(place, f"{called} thiếu «rule»: tên quy tắc có phát hiện bỏ qua")
        if "reason" not in table:
            raise self._fault(place, f"{called} thiếu «reason»: lý do bỏ qua phát hiện này")
        rule = self._rule((*place, "rule"), table["rule"])
        if "at" not in table and "task" not in table and self._rulebook[rule].scope != "document":
            raise self._fault(place, f'{called} thiếu «at» (vị trí, ví dụ "II.3.b") hoặc «task» (mã nhiệm vụ)')
        if "document" not in table and "task" not in table:
            raise self._fault(place, f"{called} thiếu «document»: số, ký hiệu hoặc tên tệp của văn bản")
        texts = {key: _composed(value.strip()) for key, value in table.items()}
        return Dismissal(**texts | {"rule": rule})

    def _table(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        table = data.get(name, {})
        if not isinstance(table, dict):
            raise self._fault((name,), f"«{name}» phải là một bảng, viết [{name}] trên một dòng riêng")
        if TABLES[name]:
            self._only_known((name,), f"bảng [{name}]", table)
        return table

    def _only_known(self, place: Place, called: str, table: dict[str, Any]) -> None:
        known = TABLES[str(place[0])]
        for key in table:
            if key not in known:
                raise self._fault((*place, key), f"{called} không có khóa «{key}»; các khóa: {', '.join(known)}", _nearest(key, known))

    def _rule(self, place: Place, name: Any) -> str:
        """The name of a rule that is called by its name or its code."""
        if not isinstance(name, str):
            raise self._fault(place, "tên quy tắc phải đặt trong ngoặc kép")
        if name in self._rulebook or name in self._codes:
            return self._codes.get(name, name)
        code = name.strip().upper()
        if code in self._codes:
            close = _nearest(code, [code])
        elif re.fullmatch(r"[A-Z]\d+", code):  # the nearest of two codes would be an accident
            close = ""
        else:
            close = _nearest(name.strip().lower(), self._rulebook)
        raise self._fault(place, f"không có quy tắc «{name}»", close)

    def _line(self, place: Place) -> int:
        return lines(self._text)[place]

    def _fault(self, place: Place, detail: str, close: str = "") -> GiaoviecError:
        return GiaoviecError("GV414", path=self._path, line=self._line(place), detail=detail, close=close)


def _text(path: Path) -> str:
    """The text of a file, without a byte order mark."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "đây là một thư mục" if path.is_dir() else "không có quyền đọc" if isinstance(error, PermissionError) else "không đọc được"
        detail = "không có tệp này" if isinstance(error, FileNotFoundError) else reason
        raise GiaoviecError("GV415", path=path, detail=detail) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GiaoviecError("GV416", path=path, line=data.count(b"\n", 0, error.start) + 1) from error


def _nearest(word: str, known: Collection[str]) -> str:
    """A question for the known name that a word is most like, "" where none is."""
    close = difflib.get_close_matches(word, known, n=1)
    return f" Có phải ý bạn là «{close[0]}»?" if close else ""


def _names(document: str) -> Iterator[str]:
    """What a document may be called by: its number or its path and, of a path, the last part. "KH-UBND" is no name of "12/KH-UBND"."""
    yield _folded_name(document)
    last = PurePosixPath(document.replace("\\", "/"))
    if last.suffix:
        yield _folded_name(last.name)


def _folded_name(name: str) -> str:
    return _bare(str(PurePosixPath(name.replace("\\", "/")))).casefold()


def _bare(text: str) -> str:
    """Composed and without blanks."""
    return "".join(_composed(text).split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
