"""The head and the foot of a document: number, kind, issuer, place and date, subject, signer, recipients.

Sources of the form: Decree 30/2020/NĐ-CP, annex I (State), Guidance 36-HD/VPTW (Party): Party numbers put the hyphen before the body's
symbol ("45-KL/TU"), State numbers the slash ("15/CT-UBND").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.language.fold import CAPITALS, SMALL, fold
from pipeline.language.names import proper_case, proper_name
from pipeline.reading.source import Block, Source
from pipeline.schema import Header
from pipeline.structure.kinds import BY_NAME, Kind, kind_by_subject, symbol_kind, title_kind

_HEAD_BLOCKS = 40
_NUMBER_BODY = r"\s*[:.]?\s*(\d{1,6}[a-zA-Z]?(?:\s?/\s?\d{4})?\s?[-/]\s?[A-ZĐ][A-Za-zĐđ&.]*(?:\s?[-/&]\s?[A-ZĐ0-9][A-Za-zĐđ0-9&]*)*)"
_NUMBER = re.compile(r"(?<!\w)[Ss]ố" + _NUMBER_BODY)
_NUMBER_CAPITAL = re.compile(r"(?<!\w)(?:Số|SỐ)" + _NUMBER_BODY)
_NUMBER_LINE = re.compile(r"(?<!\w)[Ss]ố\s*[:.]?[\s.…]*(?:\d[\d\s]*)?[-/]\s?[A-ZĐ]")
_DATE = re.compile(r"ngày[\s.]*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})")
_MEETING_DAY = re.compile(r"ngày\s*(\d{1,2})(?:\s*tháng\s*|[/.-])(\d{1,2})(?:\s*năm\s*|[/.-])(\d{4})")
_NATION = re.compile(r"CỘNG\s+H[ÒO][AÀ]\s+X[ÃA]\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|CHỦ\s+NGHĨA\s+VIỆT\s+NAM")
_RULE = re.compile(r"[-_*=.]{3,}")
_SUBJECT_OF_LETTER = re.compile(r"V/v\s*:?\s*(.*)", re.IGNORECASE)
_BODY_START = re.compile(
    r"(?:căn cứ|thực hiện|để |nhằm |thời gian qua|trong |theo |xét |kính gửi|ngày |sau khi|qua |hiện nay|những năm|i\.|1\.|phần|điều 1)"
)
_SECTION = re.compile(r"(?:[IVX]+|[A-D]|\d{1,2})\s*[.\-/)]\s*\S|(?:Phần|PHẦN|Chương|CHƯƠNG|Điều|ĐIỀU)\s+[\dIVX]")
_NEWS_DATE_LINE = re.compile(r"^\D{0,40}?(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:\D.{0,25})?$")
_NEWS_FIRST_DATE = re.compile(
    r"^(?:(?:sáng|chiều|tối|hôm nay)?[ ,]*(?:nay,? )?)?ngày (\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b", re.IGNORECASE
)
_CRAWLED_MONTH = re.compile(r"^\W*date (\d{4})-(\d{2})\b")
_DAY_MONTH = re.compile(r"[Nn]gày (\d{1,2})[/.\-](\d{1,2})(?![/.\-]?\d)")
_PLACE = re.compile(rf"((?:T[Pp]\.? ?)?(?:(?<!\w)[{CAPITALS}][{SMALL}]+|HCM)(?:(?: - | )(?:[{CAPITALS}][{SMALL}]+|phố))*),\s*ngày")
_BEHIND_SUBJECT = re.compile(rf"\s(?:CỘNG H|Kính gửi|(?:[{CAPITALS}][\w.]*(?: - | )?){{1,4}}, ngày\b)")
_PERSON = re.compile(rf"^(?:[{CAPITALS}][{SMALL}]*\.? ?){{2,5}}$")
_SIGNING = re.compile(
    r"^(?:T/?M\.?|K/?T\.?|T/?L\.?|TUQ\.?|Q\.)\s|^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|BÍ THƯ|CHÁNH VĂN PHÒNG|"
    r"CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG BAN|VIỆN TRƯỞNG|CHỦ NHIỆM|TỔNG CỤC TRƯỞNG|THỐNG ĐỐC|"
    r"CHI CỤC TRƯỞNG|TRƯỞNG PHÒNG)\b"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The header with the kind's policy, and the indexes of the blocks where the title stands and where the body begins."""

    header: Header
    kind: Kind
    title: int | None
    body: int


def read_head(source: Source) -> Head:
    """Everything that the head of a document says; without a letterhead, title or addressee it is taken for a news report."""
    blocks = [block for block in source.blocks if block.part in ("body", "textbox")]
    lines = [source.text[block.start : block.end] for block in blocks]
    title = next((i for i, line in enumerate(lines[:_HEAD_BLOCKS]) if _is_title(lines, i)), None)
    addressee = next((i for i, line in enumerate(lines[:_HEAD_BLOCKS]) if _line(line).startswith("kính gửi")), None)
    has_number = any(_NUMBER_LINE.search(line) for line in lines[:12])
    if title is None and not (addressee is not None or (has_number and _NATION.search(" ".join(lines[:12])))):
        return _news(lines)
    end = title if title is not None else addressee if addressee is not None else min(12, len(lines))
    head_text = _RULE.sub(" ", " ".join(lines[:end]))
    match = _NUMBER_CAPITAL.search(head_text) or _NUMBER.search(head_text)
    titled = " ".join(lines[title : title + 3]) if title is not None else ""
    if match is None:  # "QUYẾT ĐỊNH CỦA … SỐ 63/QĐ-TTg NGÀY 13 THÁNG 01 NĂM 2010"
        match = _NUMBER_CAPITAL.search(titled)
    number = re.sub(r"\s", "", match[1]) if match else None
    if title is not None:
        kind = title_kind(lines[title]) or BY_NAME["công văn"]
    else:  # in an official letter the symbol is that of the unit that wrote it ("426/BC-KH" of a board)
        kind = (symbol_kind(number) if number and addressee is None else None) or BY_NAME["công văn"]
    dates = (_DATE.findall(head_text) if end else []) or (
        _DATE.findall(fold(titled[match.end() :])) if match and match.string == titled else []
    )
    if not dates and kind.policy == "minutes":
        dates = _MEETING_DAY.findall(" ".join(lines[end : end + 12]))[:1]
    subject, body = _subject(lines, title, end)
    if title is None:
        letter = _SUBJECT_OF_LETTER.search(_RULE.sub(" ", " ".join(lines[:end])))
        subject = _trim(_BEHIND_SUBJECT.split(letter[1])[0]) if letter else None
    header = Header(
        number=number,
        kind=kind.name,
        issued=_iso(dates[-1]) if dates else None,
        subject=subject or None,
        issuer=_issuer(lines[:end]),
        place=_place(head_text),
        signer=_signer(lines),
        recipients=_recipients(lines),
    )
    return Head(header, kind_by_subject(kind, header.subject or ""), title, body)


def _is_title(lines: Sequence[str], index: int) -> bool:
    kind = title_kind(lines[index])
    if kind is None:
        return False
    # a letterhead may hold a kind's name as part of a body ("BAN CHỈ ĐẠO CHƯƠNG TRÌNH …"): the title opens its line, which title_kind asks
    return not re.match(r"\s*(?:quyết định|nghị quyết)\s*:\s*$", lines[index], re.IGNORECASE) or index < 20


def _line(text: str) -> str:
    return fold(text).strip(" |")


def _subject(lines: Sequence[str], title: int | None, end: int) -> tuple[str | None, int]:
    """The subject under the title, and the index of the first block of the body."""
    if title is None:
        return None, end
    first = lines[title]
    kind = title_kind(first)
    words = first.split()
    taken = [" ".join(words[len(kind.name.split()) :])] if kind is not None else []
    at = title + 1
    while at < len(lines) and at < title + 8:
        line = _RULE.sub("", lines[at]).strip()
        folded = fold(line)
        if _SECTION.match(line):
            break
        if not line or re.fullmatch(r"\W+", line):
            at += 1
            continue
        begins = re.match(r"(?:về |v/v|của |ban hành|triển khai|phê duyệt|kết luận|ý kiến|phát động|quy định|sửa đổi|thực hiện )", folded)
        if _BODY_START.match(folded) and not line.isupper() and not (at == title + 1 and begins):
            break
        if (
            line.isupper()
            or (begins and at <= title + 2)
            or (len(taken) and taken[-1] and line[0].islower())
            or (at == title + 1 and len(line) < 300 and not line.endswith((".", ":", ";")))
        ):
            if _is_officeholder(line) and at > title + 1:
                break
            taken.append(line)
            at += 1
            continue
        break
    subject = _trim(" ".join(part for part in taken if part))
    return proper_case(subject), at


def _is_officeholder(line: str) -> bool:
    return bool(
        re.match(r"(?:BỘ TRƯỞNG|THỦ TƯỚNG|CHỦ TỊCH|ỦY BAN|UỶ BAN|CHÍNH PHỦ|HỘI ĐỒNG|GIÁM ĐỐC|TỔNG|CỤC TRƯỞNG|BAN |THỐNG ĐỐC)", line)
    )


def _trim(text: str) -> str:
    return " ".join(_RULE.sub(" ", text).split()).strip(" .;:|-")


_BODY_LINE = re.compile(
    r"(?:ban|bộ|sở|cục|chi cục|tổng cục|vụ|viện|trường|bệnh viện|trung tâm|công ty|tổng công ty|tập đoàn|hội|hội đồng|đoàn|văn phòng|phòng|"
    r"ủy ban|ubnd|tỉnh ủy|thành ủy|huyện ủy|đảng ủy|công an|tòa án|liên đoàn|công đoàn|chi nhánh|xí nghiệp|nhà máy|trạm)(?!\w)"
)


def _issuer(lines: Sequence[str]) -> str | None:
    """The lines above the number, on the left of the nation's name; the last body named issues the document."""
    names: list[str] = []
    for line in lines:
        left = re.split(r"\s*\|\s*", line.strip(" |"))[0]
        left = _NATION.split(_RULE.sub(" ", left))[0].strip(" *-_|")
        if _NUMBER_LINE.search(left):
            left = left[: _NUMBER_LINE.search(left).start()].strip()  # type: ignore[union-attr]
            if left:
                names.append(left)
            break
        folded = fold(left)
        if not left or "độc lập" in folded or "ngày" in folded or folded.startswith(("công báo", "kính gửi", "v/v")) or not left.isupper():
            continue
        names.append(left)
    bodies: list[str] = []  # a line that begins with a kind of body names another one; the others go on a name
    for name in names:
        if bodies and not _BODY_LINE.match(fold(name)):
            bodies[-1] += f" {name}"
        else:
            bodies.append(name)
    return " ".join(proper_name(" ".join(body.split())) for body in bodies) or None


def _place(head: str) -> str | None:
    match = _PLACE.search(head)
    return match[1].strip() if match else None


def _signer(lines: Sequence[str]) -> str | None:
    """The person's name under the signing line, the last one before an annex."""
    for i, line in enumerate(lines):
        for cell in reversed(line.split(" | ")):
            if _SIGNING.match(cell.strip()) and (i > 5):
                tail = [part.strip() for part in re.split(r"\n", cell)[1:]] + [
                    part for later in lines[i + 1 : i + 8] for part in later.split("\n")
                ]
                name = next((part.strip() for part in tail if _PERSON.match(part.strip()) and not part.isupper()), None)
                if name:
                    return name
    return None


def _recipients(lines: Sequence[str]) -> list[str]:
    out: list[str] = []
    for i, line in enumerate(lines):
        if not re.match(r"\W*nơi nhận", fold(line)):
            continue
        first = re.sub(r"^\W*[Nn]ơi nhận\s*:?", "", line.split(" | ")[0], flags=re.IGNORECASE)
        rest = [first, *lines[i + 1 : i + 40]]
        for part in rest:
            if out and not re.match(r"\s*[-•+]", part) and part is not first:
                break
            out += [piece.strip(" -•+;.") for piece in re.split(r";|(?:^|\s)[-•+]\s", part) if piece.strip(" -•+;.")]
        break
    return out


def _iso(parts: tuple[str, str, str]) -> str | None:
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
    except ValueError:
        return None


def _news(lines: Sequence[str]) -> Head:
    issued = None
    for line in lines[:6]:
        match = _NEWS_DATE_LINE.match(line.strip()) or _NEWS_FIRST_DATE.match(fold(line.strip()))
        if match:
            issued = _iso((match[1], match[2], match[3]))
            break
    month = _CRAWLED_MONTH.match(lines[0]) if lines else None
    if issued is None and month:
        day = _DAY_MONTH.search(lines[0])
        if day and int(day[2]) == int(month[2]):
            issued = _iso((day[1], day[2], month[1]))
    subject = _trim(lines[0]) if lines and len(lines[0]) < 200 else None
    return Head(Header(kind="tin báo chí", issued=issued, subject=subject), BY_NAME["tin báo chí"], None, 0)


def is_foot(block: Block, text: str) -> bool:
    """Whether a block opens the foot: the list of recipients or the signature."""
    line = text[block.start : block.end].lstrip(" |")
    return bool(re.match(r"\W{0,3}(?:nơi nhận|nơi gửi)\b", fold(line)) or (_SIGNING.match(line) and (len(line) < 60 or " | " in line)))
