"""Cited documents: their kind, number and date, so that no later part takes the date of a citation for a deadline.

The forms follow Nghị định 30/2020/NĐ-CP, phụ lục I and III, for the State ("số 12/2024/NĐ-CP ngày …") and Hướng dẫn 36-HD/VPTW for the
Party ("số 178-CV/TW, ngày …"); older and badly spaced spellings are read too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from pipeline.language.fold import fold_lines
from pipeline.language.paragraphs import paragraphs_with

_KIND = (
    r"(?:nghị quyết|nghị định|quyết định|chỉ thị|công điện|công văn|thông báo|thông tư liên tịch|thông tư|kế hoạch|kết luận|hướng dẫn|"
    r"quy định|"
    r"qui định|quy chế|tờ trình|báo cáo|văn bản|chương trình|đề án|phương án|biên bản|sắc lệnh|pháp lệnh|lệnh|giấy mời|phiếu chuyển|"
    r"công hàm)"
)
_SYMBOL = r"(?!ngày)[a-zđ](?:[\wđ&]|\.(?=\w))*(?: ?[-/] ?(?!ngày)[a-zđ](?:[\wđ&]|\.(?=\w))*){0,4}"
_NUMBER = rf"\d{{1,6}}[a-z]?(?:(?: ?/ ?\d{{4}})? ?/ ?{_SYMBOL}| ?- ?{_SYMBOL} ?/ ?{_SYMBOL})"
_FULL_DATE = r"ngày ?[0-3oil]?[\doil] ?(?:tháng ?[01oil]?[\doil](?:,? năm \d{4})?|[/.-] ?[01oil]?[\doil](?: ?[/.-] ?\d{4})?)(?![\d/])"
_OF = r"(?: (?:của|do)(?: (?!xong|trước|trong|đến|hoàn|chậm|vào|báo|và )[^\s,;:.()]+){1,12}?)?"
_DATED = rf"(?:{_OF},? ?(?:ký |ban hành )?(?:{_FULL_DATE}|\({_FULL_DATE}\)))?"
_NEXT = rf"(?:,|;| và| hoặc)(?: các)? (?:{_KIND} )?(?:liên tịch )?(?:số ?:? ?)?{_NUMBER}{_DATED}"
_NUMBERED = re.compile(rf"(?:(?:{_KIND} (?:liên tịch |kết luận )?)?(?:số ?:? ?)|{_KIND} (?:liên tịch )?){_NUMBER}{_DATED}(?:{_NEXT})*")
_UNNUMBERED = re.compile(
    rf"(?:nghị quyết|nghị định|quyết định|chỉ thị|công điện|công văn|tờ trình|thông tư|văn bản) (?:số [^\w\n]{{0,12}} ?)?{_FULL_DATE}"
)
_NOT_IN_A_TITLE = "trước|trong|đến|vào|hết|từ|nhất|trình|hoàn|báo|theo|có|phải|quốc"  # what stands between belongs to a sentence
_LAW = re.compile(
    r"(?:bộ luật|(?<!pháp )(?<!kỷ )luật|pháp lệnh|hiến pháp)(?! sư)"
    rf"(?: (?!(?:{_NOT_IN_A_TITLE}) )[^ ,;:.()\n]+){{0,25}}? (?:{_FULL_DATE}|năm \d{{4}})"
    r"(?: ?\((?:đã )?(?:được )?sửa đổi[^()\n]{0,120}\))?"
)
_TRIGGER = re.compile(r"số|ngày|luật|pháp|\d[/-]")
_FORMS = (  # a form of citation, and what none of that form is without
    (_NUMBERED, re.compile(r"\d[a-z]? ?[/-]")),
    (_UNNUMBERED, re.compile(r"ngày ?[\doil]")),
    (_LAW, re.compile(r"luật|pháp")),
)


def find_citations(text: str) -> list[tuple[int, int]]:
    """The places where a document is cited by its number, or a law by its year, with the date of the citation, in order.

    Args:
        text: running text, NFC.

    Returns:
        Half-open intervals of characters of `text`; they do not overlap. The name of the issuer after the date is left out.

    >>> text = "theo Nghị quyết số 19/NQ-CP ngày 12 tháng 01 năm 2023 của Chính phủ, báo cáo trước ngày 15/3/2023"
    >>> [text[start:end] for start, end in find_citations(text)]
    ['Nghị quyết số 19/NQ-CP ngày 12 tháng 01 năm 2023']
    """
    if not _TRIGGER.search(text.lower()):
        return []
    folded = fold_lines(text)
    found = [
        match.span() for pattern, cue in _FORMS for place in paragraphs_with(cue, folded) for match in pattern.finditer(folded, *place)
    ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def citations_within(citations: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Those of a document's citations, as `find_citations` gives them, that reach into its characters from `start` to `end`.

    >>> citations_within([(0, 9), (20, 31), (40, 52)], 30, 41)
    [(20, 31), (40, 52)]
    """
    return citations[bisect_right(citations, start, key=itemgetter(1)) : bisect_left(citations, end, key=itemgetter(0))]
