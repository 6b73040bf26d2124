"""Who leads and who coordinates: the roles that the words of one order give.

Patterns in the order of trust: "Giao X …", "X chủ trì …", "do X thực hiện", "(X chủ trì, phối hợp với Y)". Coordinators stand behind
"phối hợp với", "cùng với", "có sự tham gia của".
"""

from __future__ import annotations

import re

from pipeline.pipes.agencies.grammar import Body, Subject, find_predicate, listed_end, names_body, read_subject, split_bodies, starts_body

_WITH = re.compile(
    r"(?<!\w)(?:chủ trì,? (?:và )?(?:phối hợp )?cùng(?: với)?|phối hợp(?:,? (?:chặt chẽ|thống nhất|hướng dẫn|tốt|hỗ trợ|tham gia|đồng bộ|"
    r"hiệu quả|triển khai))*(?: (?:với|cùng với|cùng))?|"
    r"kết hợp(?: chặt chẽ)? (?:với|cùng)|có sự tham gia của|với sự (?:tham gia|phối hợp) của|"
    r"(?:xây dựng|ký)?\s?(?:chương trình|kế hoạch|quy chế) phối hợp(?: cụ thể)? với|cùng với|hiệp đồng với|"
    r"cùng(?! (?:lúc|thời|ngày|kỳ|nhau|cấp|một|vào|cả|toàn|nhân dân)(?!\w)))\s+"
)
_BRACKET = re.compile(r"\(([^()]{4,300})\)")
_BY = re.compile(r"(?<!\w)do\s+")
_LEADS = re.compile(
    r"(?:chủ trì|phối hợp với|cùng với|thực hiện|đảm nhiệm|phụ trách|làm chủ đầu tư|tham mưu|làm đầu mối|là đầu mối|"
    r"triển khai|tổ chức)(?!\w)"
)
_CUE = re.compile(r"(?:giao(?: cho| trách nhiệm cho| nhiệm vụ cho)?|phân công|đề nghị|yêu cầu)\s+")
_ROLE_LABEL = re.compile(
    r"(?:(?:đơn vị|cơ quan|bộ phận) )?(?:(?:chủ trì|thực hiện|phụ trách|làm)(?: thực hiện| chính)?|(?P<helps>phối hợp)(?: thực hiện)?) ?: ?"
)
_ROLE_BEHIND = re.compile(r" (?:(?:chủ trì|làm chủ trì|là đầu mối|làm đầu mối|phụ trách|thực hiện)|(?P<helps>(?:cùng )?phối hợp)) ?\Z")
_ROLE_PART = re.compile(r"(?:(?!(?:(?<=chủ trì)|(?<=thực hiện)|(?<=phối hợp)), )[^;\n])+")  # "Sở A chủ trì, Sở B phối hợp"
_ONLY_WHEN = re.compile(r"[,\s]*(?:hoàn thành |xong )?(?:trong|trước|chậm nhất|đến|hết|vào|sau)(?!\w)[^;]{0,60}")
_WORDS_OF_AN_ACT = 3
_NOT_WITH = re.compile(r"(?:việc|công tác|sự|trách nhiệm|cơ chế|quan hệ|quy chế|thiếu|kế hoạch|đơn vị|cơ quan|chưa|còn)\s+$")


def coordinators(text: str, folded: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies that the order `text[start:end]` names as coordinators."""
    out: list[Body] = []
    for match in _WITH.finditer(folded, start, end):
        if _NOT_WITH.search(folded[start : match.start()]) and "với" not in match[0]:
            continue
        found = _bodies_behind(text, folded, match.end(), end)
        out += [body for body in found if all(body.start != other.start for other in out)]
    return tuple(out)


def _bodies_behind(text: str, folded: str, at: int, end: int) -> tuple[Body, ...]:
    if not (starts_body(folded, at) or text[at : at + 1].isupper()):
        return ()
    stop = _list_end(text, folded, at, end)
    return split_bodies(text, folded, at, stop) if stop > at else ()


def _list_end(text: str, folded: str, at: int, end: int) -> int:
    """Where a list of bodies behind a cue ends: at a predicate, a stop, or a comma behind which no body stands."""
    begin = at
    while at < end:
        depth = 0
        stop = at
        while stop < end and (depth or text[stop] not in ",;:." or (text[stop] == "." and text[stop + 1 : stop + 2] not in ("", " "))):
            depth += {"(": 1, ")": -1}.get(text[stop], 0)
            if depth < 0:
                break
            stop += 1
        predicate = find_predicate(text, folded, at, stop)
        limit = re.search(
            r"\s(?:trong (?:việc|công tác|quá trình|thời gian|tháng|quý|năm)|để|nhằm|về(?: việc)? |thuộc lĩnh vực|theo (?:quy|chức|dõi|"
            r"đúng|hướng|kế)|"
            r"trước ngày|trên cơ sở|tại (?:địa|các)|đối với|khi|và (?=" + _VERB_AHEAD + r"))",
            folded[at:stop],
        )
        cut = min([c for c in (predicate, at + limit.start() if limit else None) if c is not None], default=None)
        if cut is not None:
            return cut if cut > at else _strip(text, begin, at)
        if stop < end and text[stop] == ":" and depth == 0:
            listed = listed_end(text, folded, at, end)
            if listed is not None:
                at = listed
                continue
            behind = stop + 1 + len(text[stop + 1 : end]) - len(text[stop + 1 : end].lstrip())
            if _names_body(text, folded, behind):
                at = behind
                continue
        if stop >= end or text[stop] in ";:." or depth < 0:
            return stop
        after = stop + 1
        while after < end and text[after] in " \n":
            after += 1
        piece_end = re.search(r"[,;:.]|$", text[after:end])
        piece_stop = after + (piece_end.start() if piece_end else 0)
        predicate = find_predicate(text, folded, after, piece_stop)
        piece = folded[after : piece_stop if predicate is None or predicate == after else predicate]
        if after >= end or not (
            _names_body(text, folded, after) or (len(piece.split()) <= 8 and not _starts_predicate(text, folded, after))
        ):
            return stop
        at = after
    return end


_VERB_AHEAD = r"(?:tổ chức|thực hiện|triển khai|tham mưu|báo cáo|kiểm tra|hướng dẫn|chỉ đạo|xây dựng|rà soát|đôn đốc|theo dõi)\s"


def _names_body(text: str, folded: str, at: int) -> bool:
    return starts_body(folded, at) and not _starts_predicate(text, folded, at)


def _starts_predicate(text: str, folded: str, at: int) -> bool:
    return find_predicate(text, folded, at, min(len(text), at + 60)) == at


def _strip(text: str, begin: int, at: int) -> int:
    while at > begin and text[at - 1] in " ,;\n":
        at -= 1
    return at


def bracket_roles(text: str, folded: str, start: int, end: int) -> tuple[tuple[Body, ...], tuple[Body, ...]] | None:
    """Owners and coordinators named in brackets or by "do X thực hiện" inside the order, or `None`.

    >>> text = "Xây dựng Quy chế (Giao Công an tỉnh chủ trì, phối hợp với Sở Tư pháp)"
    >>> owners, others = bracket_roles(text, text.lower(), 0, len(text))
    >>> owners[0].name, others[0].name
    ('Công an tỉnh', 'Sở Tư pháp')
    """
    for match in _BRACKET.finditer(text, start, end):
        found = (
            labelled_roles(text, folded, *match.span(1))
            or _led(text, folded, match.start(1), match.end(1))
            or _named_behind(text, folded, match, start, end)
        )
        if found:
            return found
    for match in _BY.finditer(folded, start, end):
        found = _led(text, folded, match.end(), end)
        if found and not re.search(
            r"(?:dự án|công trình|dự thảo|phần mềm|nguồn|đề tài|kinh phí|hồ sơ|dự toán|văn bản)[^,;]{0,40}$", folded[start : match.start()]
        ):
            return found
    return None


def labelled_roles(text: str, folded: str, start: int, end: int) -> tuple[tuple[Body, ...], tuple[Body, ...]] | None:
    """Roles behind labels, or in front of their verbs, part by part: "(chủ trì: Sở A; phối hợp: Sở B)", "(Sở A chủ trì; Sở B phối hợp)"."""
    owners: list[Body] = []
    helpers: list[Body] = []
    for part in _ROLE_PART.finditer(text[start:end]):
        at, stop = start + part.start() + len(part[0]) - len(part[0].lstrip()), start + part.end()
        label = _ROLE_LABEL.match(folded, at, stop)
        if label:
            (helpers if label["helps"] else owners).extend(split_bodies(text, folded, label.end(), stop))
            continue
        behind = _ROLE_BEHIND.search(folded, at, stop)
        if behind is None or not names_body(folded, at):
            return None
        (helpers if behind["helps"] else owners).extend(split_bodies(text, folded, at, behind.start()))
    return (tuple(owners), tuple(helpers)) if owners or helpers else None


def _named_behind(text: str, folded: str, bracket: re.Match[str], start: int, end: int) -> tuple[tuple[Body, ...], tuple[Body, ...]] | None:
    """Owners that stand alone in the closing bracket: "Trao 200 suất quà (Ban Tài chính)"."""
    behind_it = folded[bracket.end() : end]
    if (behind_it.strip() and not _ONLY_WHEN.fullmatch(behind_it)) or not names_body(folded, bracket.start(1)):
        return None
    if text[bracket.start(1) : bracket.end(1)].isupper() and " " not in bracket[1]:
        return None  # an abbreviation: "Ủy ban nhân dân (UBND)"
    bodies: list[Body] = []
    helpers: list[Body] = []
    for part in re.finditer(r"(?:(?!, phối hợp)[^;])+", bracket[1]):
        at, stop = bracket.start(1) + part.start() + len(part[0]) - len(part[0].lstrip(", ")), bracket.start(1) + part.end()
        helping = re.match(r"phối hợp(?: với)?:? ", folded[at:stop])
        at += helping.end() if helping else 0
        behind = None if helping else re.search(r" phối hợp$", folded[at:stop])
        stop = at + behind.start() if behind else stop
        subject = read_subject(text, folded, at, stop, need=False) if names_body(folded, at) else None
        short = subject is not None and subject.ending == "predicate" and len(folded[subject.next : stop].split()) <= _WORDS_OF_AN_ACT
        if subject is not None and (subject.end == stop or short):  # "(Ban Tài chính)", "(Văn phòng chuẩn bị)"
            (helpers if helping or behind else bodies).extend(subject.bodies)
        elif not re.match(
            r"(?:trước|sau|trong|chậm nhất|xong|hết|đầu|giữa|cuối|tháng|quý|ngày|năm|hằng|hàng|từ|đến)(?!\w)", folded[at:stop]
        ):
            return None
    return (tuple(bodies), tuple(helpers)) if bodies else None


def _led(text: str, folded: str, start: int, end: int) -> tuple[tuple[Body, ...], tuple[Body, ...]] | None:
    cue = _CUE.match(folded, start)
    at = cue.end() if cue else start
    subject: Subject | None = read_subject(text, folded, at, end)
    if subject is None or subject.ending != "predicate":
        return None
    if not (cue or _LEADS.match(folded, subject.next)):
        return None
    return subject.bodies, coordinators(text, folded, subject.next, end)
