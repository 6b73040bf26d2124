"""The rules of clarity as data: what each says, why, with which words, and texts that it must flag and must let pass.

`rules/*.toml` has a table for each rule; `cues.csv` has the phrases that a rule of wording looks for, as `pipeline.language.fold` writes
them, and what stands in their place in a rewording. What could never be used is a coded error (GV501) with file and line: an unknown key, a
cue that could not stand in a folded text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.errors import GiaoviecError
from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.registry import rows
from pipeline.knowledge.toml_lines import lines, syntax_fault
from pipeline.knowledge.wording import spelling_fault
from pipeline.schema import DIMENSIONS, Severity

RULES = Path(__file__).with_name("rules")
CUES = Path(__file__).with_name("cues.csv")
FEWEST_TEXTS = 5

Scope = Literal["task", "document", "batch"]
"""What a rule looks at: one task in its place, one document, or all documents of a run."""

_WORDS = ("title", "message", "advice", "what", "why", "instead", "source")


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule as its table says it.

    Attributes:
        name: in kebab case, the key of its table.
        code: letter of the kind and number, "D02".
        dimension: which of the "6 rõ" it is about.
        on: whether it is asked unless an office says otherwise; `off_because`: why it is not.
        threshold: the number that it compares with, where it has one; `threshold_of` says of what.
        message: the sentence of a finding, with {facts} in it; `advice`: what to do, in front of the proposed wording.
        flags, passes: texts of directives that it must flag and must let pass, issued on the day `issued`.
    """

    name: str
    code: str
    dimension: str
    severity: Severity
    title: str
    message: str
    advice: str
    what: str
    why: str
    instead: str
    source: str
    scope: Scope = "task"
    on: bool = True
    off_because: str = ""
    threshold: float | None = None
    threshold_of: str = ""
    flags: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    issued: date = date(2025, 3, 10)


_KEYS = frozenset(field.name for field in fields(RuleText)) - {"name"}
_REQUIRED = frozenset({"code", "dimension", "severity", *_WORDS})

_UNFOLDED = re.compile(r"(?<!\w)(?:k[íìỉĩ]|lí|mĩ|quí|tỉ|sỹ)(?!\w)|[–—‑−“”‘’…_]")
"""Besides capitals and tone marks, what `pipeline.language.fold` writes differently; a test holds the two together."""


class Cues:
    """The phrases of one rule, each with what could stand in its place (may be empty).

    >>> [(match["phrase"], instead) for match, instead in Cues({"một số": "[số lượng]"}).find("rà soát một số dự án")]
    [('một số', '[số lượng]')]
    """

    def __init__(self, phrases: Mapping[str, str]):
        self.phrases = dict(phrases)
        self._pattern = re.compile(rf"(?<!\w)(?P<phrase>{any_of(self.phrases)})(?!\w)")

    def find(self, folded: str) -> Iterator[tuple[re.Match[str], str]]:
        """The phrases in a folded text from left to right, the longest at each place, with their replacements."""
        for match in self._pattern.finditer(folded):
            yield match, self.phrases[match["phrase"]]

    def within(self, folded: str) -> bool:
        """Whether any of them stands in a folded text."""
        return self._pattern.search(folded) is not None

    def begins(self, folded: str, at: int) -> bool:
        """Whether any of them begins at a place of a folded text."""
        return self._pattern.match(folded, at) is not None

    def with_more(self, phrases: Mapping[str, str]) -> Cues:
        """These and further ones; one that is known keeps its replacement where the other gives none."""
        return Cues(self.phrases | {phrase: instead or self.phrases.get(phrase, "") for phrase, instead in phrases.items()})


@cache
def load_rulebook(folder: Path = RULES) -> dict[str, RuleText]:
    """The rules by name, in the order of the files and of the tables in them.

    Raises:
        GiaoviecError: GV501 with file and line, for a table that is not valid.

    >>> rule = load_rulebook()["deadline-vague"]
    >>> rule.code, rule.dimension, rule.severity
    ('D02', 'thời gian', 'high')
    """
    found: dict[str, RuleText] = {}
    for path in (folder / f"{name}.toml" for name in _FILES):
        text = path.read_text("utf-8")
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line, detail = syntax_fault(error, text)
            raise GiaoviecError("GV501", path=path.name, line=line, detail=detail) from error
        for name, table in tables.items():
            codes = {rule.code for rule in found.values()}
            if fault := f"quy tắc «{name}» đã có" if name in found else _fault(table, codes):
                raise GiaoviecError("GV501", path=path.name, line=lines(text)[(name,)], detail=fault)
            table = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
            found[name] = RuleText(name, **table)
    return found


_FILES = ("owner", "responsibility", "content", "deadline", "result", "document")


@cache
def load_cues(path: Path = CUES) -> dict[str, Cues]:
    """The cues of each rule of wording.

    Raises:
        GiaoviecError: GV501 with file and line, for a cue that is not valid.
    """
    rulebook = load_rulebook()
    phrases: dict[str, dict[str, str]] = defaultdict(dict)
    for line, row in rows(path, ["rule", "phrase", "instead"]):
        rule, phrase = row["rule"], row["phrase"]
        fault = f"không có quy tắc «{rule}»" if rule not in rulebook else cue_fault(phrase)
        if not fault and phrase in phrases[rule]:
            fault = f"cụm từ «{phrase}» đã có cho quy tắc «{rule}»"
        if fault:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=fault)
        phrases[rule][phrase] = row["instead"]
    return {rule: Cues(found) for rule, found in phrases.items()}


def framed(rule: RuleText, text: str) -> str:
    """One of a rule's texts as a document to be read: orders stand in a small chỉ thị of the rule's day; whole documents stay as they are.

    >>> framed(load_rulebook()["deadline-vague"], "Sở Y tế sớm kiểm tra 05 bệnh viện.").splitlines()[-2:]
    ['Ủy ban nhân dân tỉnh chỉ thị:', 'Sở Y tế sớm kiểm tra 05 bệnh viện.']
    """
    if rule.scope != "task":
        return text
    day = rule.issued
    return _FRAME.format(day=f"ngày {day:%d} tháng {day:%m} năm {day:%Y}", text=text.strip("\n"))


_FRAME = """\
ỦY BAN NHÂN DÂN TỈNH TRÀ VINH
Số: 12/CT-UBND
Trà Vinh, {day}
CHỈ THỊ
Về một số nhiệm vụ trọng tâm
Ủy ban nhân dân tỉnh chỉ thị:
{text}
"""


def cue_fault(phrase: str) -> str | None:
    """Why a cue could never be found in a folded text, in Vietnamese; None when it can.

    >>> cue_fault("Một số"), cue_fault("một số")
    ('cụm từ «Một số» phải viết thường', None)
    """
    if fault := spelling_fault(phrase):
        return fault
    if phrase != " ".join(phrase.split()):
        return f"cụm từ «{phrase}» thừa khoảng trắng"
    if unfolded := _UNFOLDED.search(phrase):
        return f"cụm từ «{phrase}» có «{unfolded[0]}»: phải viết «lý», «kỳ», «quý», «tỷ», «sĩ», gạch nối và nháy thẳng"
    return None if unicodedata.is_normalized("NFC", phrase) else f"cụm từ «{phrase}» chưa ở dạng dựng sẵn (NFC)"


def _fault(table: Any, codes: set[str]) -> str | None:
    """Why a table is no rule, in Vietnamese; None when it is one."""
    if not isinstance(table, dict):
        return "ngoài bảng của một quy tắc không được có khóa nào"
    if unknown := sorted(set(table) - _KEYS):
        return f"khóa «{unknown[0]}» không có"
    if missing := sorted(_REQUIRED - set(table)):
        return f"thiếu khóa «{missing[0]}»"
    if table["dimension"] not in DIMENSIONS:
        return f"«dimension» phải là một trong: {', '.join(DIMENSIONS)}"
    if table["severity"] not in get_args(Severity):
        return f"«severity» phải là một trong: {', '.join(get_args(Severity))}"
    if table.get("scope", "task") not in get_args(Scope):
        return f"«scope» phải là một trong: {', '.join(get_args(Scope))}"
    if table.get("on", True) == bool(table.get("off_because")):
        return "«off_because» nói vì sao quy tắc tắt mặc định: phải có khi và chỉ khi «on = false»"
    if table["code"] in codes:
        return f"mã «{table['code']}» đã có"
    few = next((key for key in ("flags", "passes") if len(table.get(key, ())) < FEWEST_TEXTS), None)
    return f"«{few}» phải có ít nhất {FEWEST_TEXTS} ví dụ" if few else None
