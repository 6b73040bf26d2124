"""The wording of directives as data: verbs, products, broad objects, and what to propose in place of a vague phrase.

`wording.csv` lists phrases as `pipeline.language.fold` writes them (lower case, tone mark on the first vowel), each with a class; a phrase
may stand in several. `proposals.csv` says for a family of verbs which product and which countable act a drafter could name. An office
edits the files, not the rules; a line that is not valid is reported with its number (GV501), also one that could never be found in a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import GiaoviecError
from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.registry import rows

WORDING = Path(__file__).with_name("wording.csv")
PROPOSALS = Path(__file__).with_name("proposals.csv")

CLASSES = {
    "draft": "động từ tạo ra, sửa đổi hoặc gửi đi một văn bản",
    "near_draft": "động từ chỉ tạo ra văn bản khi tên văn bản đứng ngay sau",
    "document": "tên loại văn bản, sản phẩm",
    "near_document": "từ chỉ là sản phẩm khi đứng ngay sau động từ tạo ra nó",
    "team": "tổ chức được thành lập theo việc",
    "near_team": "từ chỉ là tổ chức khi đứng ngay sau «thành lập»",
    "setup": "động từ lập ra một tổ chức",
    "hold": "động từ tổ chức sự kiện",
    "event": "tên sự kiện",
    "finish": "động từ chỉ một công trình, thủ tục đã xong",
    "into_use": "động từ mở đầu «đưa … vào sử dụng»",
    "carry": "động từ thi hành một văn bản đã có",
    "guide": "động từ chỉ dẫn, giám sát người khác làm",
    "noun_lead": "từ biến động từ đứng sau thành danh từ hoặc bổ ngữ",
    "determiner": "từ đứng giữa động từ và tên sản phẩm",
    "phrase_end": "từ kết thúc cụm danh từ",
    "recipient": "từ đầu tên nơi nhận",
    "numbered": "từ đứng trước một số thứ tự, không phải số lượng",
    "forbid": "cụm từ cấm đoán",
    "manner": "trạng từ chỉ cách làm",
    "concrete": "việc cụ thể, kiểm tra được",
    "soft": "việc chỉ cụ thể khi nêu rõ đối tượng",
    "noun_too": "động từ cũng hay là danh từ, chỉ tính ở đầu mệnh đề",
    "generic": "động từ hô hào, bao trùm",
    "booster": "động từ hô hào làm cho việc đứng sau chỉ còn là «làm nhiều hơn»",
    "broad": "đối tượng rộng, không đếm được",
    "kind_of_body": "từ chỉ loại cơ quan, không chỉ một cơ quan nào",
    "concerned": "cụm từ «liên quan» ở cuối tên",
    "head_title": "chức danh đứng trước tên cơ quan",
    "other": "cụm từ chứa một từ ở trên nhưng mang nghĩa khác",
}
_PIECE = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_][^\W_]*|[^\w\s]")
_GAP = r"(?:\s+|(?<=[^\w\s])|(?=[^\w\s]))"  # between the words of a phrase: white space, or nothing beside a mark
MARK_ON_SECOND_VOWEL = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")


class Lexeme(NamedTuple):
    """A known phrase, a single word, a number or a punctuation mark; `start`/`end` are half-open offsets in the folded text."""

    start: int
    end: int
    text: str
    classes: frozenset[str] = frozenset()


_UNKNOWN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a drafter could name for a family of verbs; facts that only the drafter knows stand in [brackets]."""

    product: str
    act: str


class Wording:
    """The phrases of one pair of files, ready to be spotted in a folded text.

    Args:
        phrases: each phrase with its classes.
        families: the family of a phrase that has one.
        proposals: the proposals by family.
    """

    def __init__(self, phrases: dict[str, frozenset[str]], families: dict[str, str], proposals: dict[str, Proposal]):
        self._phrases = phrases
        self._families = families
        self._proposals = proposals
        self._members = {kind: frozenset(p for p, classes in phrases.items() if kind in classes) for kind in CLASSES}
        self._openings = {kind: frozenset(phrase.split()[0] for phrase in members) for kind, members in self._members.items()}
        several = any_of(phrase for phrase in phrases if " " in phrase).replace(re.escape(" "), _GAP)
        self._lexeme = re.compile(rf"(?P<several>{several})(?![^\W_])|{_PIECE.pattern}")

    def scan(self, folded: str) -> list[Lexeme]:
        """The text as a sequence of lexemes, the longest known phrase first.

        >>> [(x.text, sorted(x.classes)) for x in load_wording().scan("ban hành đề án, khởi công")]
        [('ban hành', ['concrete', 'draft']), ('đề án', ['document']), (',', []), ('khởi công', ['concrete', 'finish'])]
        """
        lexemes = []
        for match in self._lexeme.finditer(folded):
            text = " ".join(_PIECE.findall(match[0])) if match.lastgroup == "several" else match[0]
            lexemes.append(Lexeme(match.start(), match.end(), text, self._phrases.get(text, _UNKNOWN)))
        return lexemes

    def proposal(self, phrase: str) -> Proposal | None:
        """What to propose for a verb, None where the file has nothing for it.

        >>> load_wording().proposal("thanh tra").product
        'kết luận thanh tra'
        """
        return self._proposals.get(self._families.get(phrase, ""))

    def may_hold(self, wanted: str, folded: str) -> bool:
        """Whether a phrase of a class may stand in a folded text: the first word of one does. Quicker than to scan it.

        >>> load_wording().may_hold("forbid", "không được đổ rác"), load_wording().may_hold("forbid", "đổ rác")
        (True, False)
        """
        return any(word in folded for word in self._openings[wanted])

    def members(self, wanted: str) -> frozenset[str]:
        """All phrases of a class."""
        return self._members.get(wanted, frozenset())


@cache
def load_wording(wording: Path = WORDING, proposals: Path = PROPOSALS) -> Wording:
    """Reads and checks the two files.

    Raises:
        GiaoviecError: GV501 with file and line, for a line that is not valid.
    """
    known = {row["family"]: Proposal(row["product"], row["act"]) for _, row in rows(proposals, ["family", "product", "act"])}
    phrases: dict[str, set[str]] = {}
    families: dict[str, str] = {}
    for line, row in rows(wording, ["class", "phrase", "family"]):
        kind, phrase, family = row["class"], row["phrase"], row["family"]
        fault = _fault(kind, phrase)
        if not fault and kind in phrases.get(phrase, ()):
            fault = f"cụm từ «{phrase}» đã có trong lớp «{kind}»"
        if not fault and family and family not in known:
            fault = f"họ «{family}» không có trong {proposals.name}"
        if fault:
            raise GiaoviecError("GV501", path=wording.name, line=line, detail=fault)
        phrases.setdefault(phrase, set()).add(kind)
        if family:
            families[phrase] = family
    return Wording({phrase: frozenset(classes) for phrase, classes in phrases.items()}, families, known)


def spelling_fault(phrase: str) -> str | None:
    """Why a phrase is not written as folded text is, in Vietnamese; None when it is.

    >>> spelling_fault("Một số"), spelling_fault("một số")
    ('cụm từ «Một số» phải viết thường', None)
    """
    if not phrase:
        return "thiếu cụm từ"
    if phrase != phrase.lower():
        return f"cụm từ «{phrase}» phải viết thường"
    if MARK_ON_SECOND_VOWEL.search(phrase):
        return f"cụm từ «{phrase}» phải đặt dấu thanh kiểu «hòa», «ủy»"
    return None


def _fault(kind: str, phrase: str) -> str | None:
    """Why a phrase could not be used, in Vietnamese; None when it can."""
    if kind not in CLASSES:
        return f"lớp «{kind}» không có; các lớp: {', '.join(CLASSES)}"
    if fault := spelling_fault(phrase):
        return fault
    if " ".join(_PIECE.findall(phrase)) != phrase:
        return f"cụm từ «{phrase}» thừa khoảng trắng hoặc có dấu câu dính liền nên không bao giờ khớp"
    return None
