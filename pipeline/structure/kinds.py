"""Kinds of documents, the symbols they carry, and where each kind gives its orders.

The kinds and their symbols are those of Decree 30/2020/NĐ-CP, annex III, and of Party documents (Guidance 36-HD/VPTW).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language.fold import fold, unmarked

Policy = Literal["directive", "plan", "decision", "guidance", "news", "minutes", "norm"]
"""directive: orders follow a lead-in; plan: orders stand in sections; decision: in articles and in what is attached; guidance: only in the
part on implementation; news: in reported speech; minutes: only where somebody is named; norm: the kind gives no orders to follow up."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name, the symbols it has in document numbers, and its policy."""

    name: str
    symbols: tuple[str, ...]
    policy: Policy


KINDS = (
    Kind("chỉ thị", ("CT",), "directive"),
    Kind("công điện", ("CĐ",), "directive"),
    Kind("thông báo", ("TB",), "directive"),
    Kind("kết luận", ("KL",), "directive"),
    Kind("công văn", ("CV",), "directive"),
    Kind("hướng dẫn", ("HD",), "guidance"),
    Kind("thông tri", ("TTr",), "directive"),
    Kind("kế hoạch", ("KH",), "plan"),
    Kind("chương trình", ("CTr", "CTHĐ", "CT"), "plan"),
    Kind("phương án", ("PA",), "plan"),
    Kind("đề án", ("ĐA",), "plan"),
    Kind("quyết định", ("QĐ",), "decision"),
    Kind("nghị quyết", ("NQ",), "decision"),
    Kind("biên bản", ("BB",), "minutes"),
    Kind("nghị định", ("NĐ",), "norm"),
    Kind("thông tư", ("TT", "TTLT"), "norm"),
    Kind("luật", (), "norm"),
    Kind("pháp lệnh", ("PL",), "norm"),
    Kind("quy chế", ("QC",), "norm"),
    Kind("quy định", ("QyĐ", "QĐi"), "norm"),
    Kind("điều lệ", (), "norm"),
    Kind("nội quy", (), "norm"),
    Kind("báo cáo", ("BC",), "norm"),
    Kind("tờ trình", ("TTr",), "norm"),
    Kind("phiếu trình", ("PT",), "norm"),
    Kind("phiếu xin ý kiến", (), "norm"),
    Kind("phiếu chuyển", ("PC",), "norm"),
    Kind("phiếu gửi", ("PG",), "norm"),
    Kind("giấy mời", ("GM",), "norm"),
    Kind("thư mời", (), "norm"),
    Kind("giấy giới thiệu", ("GGT",), "norm"),
    Kind("giấy ủy quyền", ("GUQ",), "norm"),
    Kind("giấy phép", ("GP",), "norm"),
    Kind("hợp đồng", ("HĐ",), "norm"),
    Kind("thông cáo", ("TC",), "norm"),
    Kind("lời kêu gọi", (), "norm"),
    Kind("tin báo chí", (), "news"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
_ABOUT = r"(?:v/v:?|về việc|về|của \w+ về)?\s*"
_HONOURS = re.compile(
    _ABOUT + r"(?:việc )?(?:tặng|trao tặng|tặng thưởng|truy tặng|phong tặng|khen thưởng|công nhận danh hiệu|bổ nhiệm|miễn nhiệm|điều động|"
    r"cho thôi|nghỉ hưu|thi hành kỷ luật)(?!\w)"
)
_ANSWERS = re.compile(_ABOUT + r"(?:việc )?(?:trả lời|phúc đáp|giải đáp|tham gia ý kiến|góp ý)(?!\w)")
_REPLIES = re.compile(
    r"nhận được (?:công văn|văn bản|đơn|thư|phiếu chuyển)(?!\w)[^;:]{0,600}?(?:có ý kiến|"
    r"(?:có ý kiến |xin )?trả lời)(?: cụ thể)? như sau"
)
_OPENING = 3000  # characters in which a letter has named its occasion
_NORMS = re.compile(r"^\W*(?:\w{1,5}[.)-]\W*)?phạm vi (?:điều chỉnh|điều chỉnh và đối tượng áp dụng)\W*$", re.MULTILINE | re.IGNORECASE)

_NAMES = "|".join(sorted((kind.name for kind in KINDS if kind.name != "tin báo chí"), key=len, reverse=True))
_BY_LETTERS = {unmarked(kind.name).upper(): kind for kind in KINDS}
_TITLE = re.compile(rf"(?:DU THAO )?({unmarked(_NAMES).upper()})(?!\w)")
_LONGEST_TITLE = 60  # characters: more than the longest name of a kind
_TITLE_ALONE = re.compile(rf"({_NAMES})[:\s]*$", re.IGNORECASE)


def kind_by_subject(kind: Kind, subject: str) -> Kind:
    """The kind of a document whose subject says that it gives no orders: a decision that honours or moves persons.

    >>> kind_by_subject(BY_NAME["quyết định"], "Về việc tặng Bằng khen cho các tập thể").policy
    'norm'
    """
    return replace(kind, policy="norm") if kind.policy == "decision" and _HONOURS.match(fold(subject)) else kind


def sets_norms(kind: Kind, text: str) -> bool:
    """Whether a guidance lays down rules for everybody (it has a scope, *phạm vi điều chỉnh*), so that only its last part gives work.

    >>> sets_norms(BY_NAME["hướng dẫn"], "I. HƯỚNG DẪN CHUNG\\n1. Phạm vi điều chỉnh\\nVăn bản này hướng dẫn về thể thức.")
    True
    """
    return kind.policy == "guidance" and _NORMS.search(text) is not None


def answers(kind: Kind, subject: str, text: str) -> bool:
    """Whether a document answers somebody, as its subject or its first sentence says, so that what it explains is no order.

    >>> answers(BY_NAME["công văn"], "V/v trả lời kiến nghị của cử tri", ""), answers(BY_NAME["công văn"], "V/v rà soát nhà trọ", "")
    (True, False)
    >>> answers(BY_NAME["công văn"], "V/v thuế", "Cục Thuế nhận được Công văn số 12/CV của Công ty An Bình, có ý kiến như sau:")
    True
    """
    return kind.name == "công văn" and (_ANSWERS.match(fold(subject)) or _REPLIES.search(fold(text[:_OPENING]))) is not None


def title_kind(line: str) -> Kind | None:
    """The kind that a title line names: the name in capitals, whatever a scan made of its marks, or the name alone.

    >>> title_kind("CHỈ THỊ Về việc chấn chỉnh kỷ cương").name, title_kind("KÉ HOẠCH").name
    ('chỉ thị', 'kế hoạch')
    >>> title_kind("Kế hoạch này được phổ biến") is None
    True
    """
    line = " ".join(line.split())
    if match := _TITLE.match(unmarked(line[:_LONGEST_TITLE])):
        return _BY_LETTERS[match[1]]
    match = _TITLE_ALONE.match(line)
    return BY_NAME[match[1].lower()] if match else None


def symbol_kind(number: str) -> Kind | None:
    """The kind that a document number names: `12/CT-TTg` (State), `12-CT/TU` (Party); an official letter has no symbol.

    >>> symbol_kind("45-KL/TU").name
    'kết luận'
    >>> symbol_kind("1234/UBND-KT").name
    'công văn'
    """
    party = re.match(r"\d+[a-z]?-([A-ZĐa-zđ]+)/", number)
    state = re.match(r"\d*[a-z]?(?:/\d{4})?/([A-ZĐa-zđ]+)[-/]", number)
    found = party or state
    if found is None:
        return None
    for kind in KINDS:
        if found[1] in kind.symbols:
            return kind
    return BY_NAME["công văn"]
