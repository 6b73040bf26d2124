"""How bodies are named: "Sở Y tế", "Chủ tịch UBND các huyện, thành phố", "các cơ quan, đơn vị liên quan" — and where the naming ends.

A subject is read from left to right as a list of bodies; it ends where the predicate begins, at a word of `knowledge/predicates.csv` in
lower case (names are capitalised: "Bộ Xây dựng xây dựng kế hoạch"), or at a colon. A few verbs also qualify a body ("cơ quan quản lý",
"đơn vị thi công"): they end nothing where a further predicate follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.knowledge.nouns import alternatives, phrases
from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.predicates import Role, predicates
from pipeline.knowledge.registry import agencies
from pipeline.language.fold import CAPITALS, SMALL, fold
from pipeline.language.names import NameIndex, known_names
from pipeline.pipes.agencies.listed import Listed, label_at, opens_list, read_listed

Ending = Literal["predicate", "colon", "end"]


def _things() -> str:
    """Things that are no bodies as a pattern: "bệnh", but not where a longer head stands ("bệnh viện")."""
    heads = (*phrases("head"), *phrases("title"))
    longer = {thing: [head[len(thing) :] for head in heads if head.startswith(f"{thing} ")] for thing in phrases("thing")}
    open_ended = [rf"{re.escape(thing)}(?!{any_of(endings)}(?!\w))" for thing, endings in longer.items() if endings]
    return rf"(?:{'|'.join([*open_ended, any_of(thing for thing in longer if not longer[thing])])})(?!\w)"


_TITLE = alternatives("title")
_HEAD = alternatives("head")
_QUANTIFIER = r"(?:quý|các|những|mọi|toàn thể|tất cả(?: các)?|từng|mỗi|cả|toàn bộ|một số)"
_BODY = re.compile(
    rf"(?!(?:{_QUANTIFIER} )?{_things()})(?:(?:{_QUANTIFIER} (?:\d+ )?)?(?:{_TITLE}|{_HEAD})(?!\w)|{_QUANTIFIER} (?=[^\W\d]))"
)
# what may stand between commas inside one name or list without a head of its own
_CONTINUATION = re.compile(
    r"(?:và |cùng )?(?:ban|ngành|bộ|sở|đoàn thể|địa phương|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu|tỉnh|cơ quan|đơn vị|"
    r"tổ chức|cá nhân|"
    r"đoàn|hội|doanh nghiệp|cấp|tp|thể thao|du lịch|trực thuộc|viễn thông|công nghệ thông tin|tổng công ty|chính quyền|hội viên|đảng viên|"
    r"người đứng đầu|công chức|viên chức|người lao động|thủy điện|thủy lợi|nhà xuất bản|báo chí|internet)(?!\w)"
)
_STRONG_START = re.compile(rf"(?:và |cùng |cùng với |với )?(?:{_QUANTIFIER} )?(?:{_TITLE}|{_HEAD})(?!\w)")

# a collective of kinds alone: "các cấp", "các bộ, ngành"
_ANYBODY = re.compile(
    r"(?:các|mọi) (?:cấp|ngành|bộ|sở|xã|huyện|địa phương|đơn vị|cơ quan|đoàn thể|tổ chức)(?:, (?:cấp|ban|ngành|đoàn thể|"
    r"phường))*(?=$|[,;:)]| và )"
)

_STRONG_MODAL = (
    r"(?:có trách nhiệm|chịu trách nhiệm|phải|cần|chủ động|khẩn trương|căn cứ|tiếp tục|tăng cường|tập trung|nghiêm túc|đẩy mạnh)"
)
_ATTRIBUTE = re.compile(
    r"(?:quản lý|sản xuất|kinh doanh|thi công|vận hành|cung cấp|cung ứng|sử dụng|phát hành|tham mưu|giúp|chủ trì|phối hợp(?! với|"
    r" chặt chẽ| cùng)|thực hiện|đào tạo|"
    r"thẩm định|kiểm định|giám sát|giám định|khám|in|truyền dẫn|phát sóng|tiếp nhận|bảo vệ|kiểm tra|thanh tra|khai thác|đăng ký|thu|chi|"
    r"bán|nhập khẩu|"
    r"xuất khẩu|cấp|báo cáo|điều tra|khảo sát|tham gia|điều hành|chỉ đạo|tuyên truyền|dự báo|nghiên cứu|đóng|trực|sự nghiệp|dạy|giáo dục|"
    r"thi hành|điều phối|ứng phó|"
    r"thường trực|đầu mối|soạn thảo|theo dõi|hỗ trợ|quy hoạch|thống kê|tổ chức lại|tổ chức cán bộ|nuôi dưỡng|chăm sóc|điều trị)(?!\w)"
)
_GENERIC_HEAD = re.compile(
    r"(?:cơ quan|cơ sở|ban|phòng|trung tâm|trường|lực lượng|công ty|nhà|người|chủ|đội|tổ|nhóm|bộ phận|viện|(?<!xã )hội|doanh nghiệp|"
    r"tổ chức|"
    r"đơn vị|thành viên|"
    r"hợp tác xã|cá nhân|cán bộ|hội đồng|đại diện|đoàn|chức năng|nước|lãnh đạo|ban chỉ đạo|phó|trạm|trực ban|quản lý|đang|các|được|đã|do|"
    r"chuyên)\s$"
)
# names that are not whole yet: "Phòng Quản lý | xây dựng", "Ban Quản lý dự án | đầu tư xây dựng"
_UNFINISHED = re.compile(
    r"(?:phòng|ban|trung tâm|cục|vụ|chi cục|viện|khoa|tổ|công ty|quỹ|trạm) (quản lý|tư vấn|kế hoạch|nghiên cứu|phát triển|dịch vụ|"
    r"đào tạo|hỗ trợ|kiểm định|giám định|xúc tiến|quản lý dự án(?: đầu tư)?(?: xây dựng)?|bảo vệ)\s$"
)
_FINISHES = re.compile(
    r"(?:đầu tư|xây dựng|phát triển|thiết kế|quản lý|tổng hợp|tài chính|kinh doanh|thẩm định|đào tạo|khai thác|thi công|vận hành|bảo vệ|"
    r"bảo tồn|hỗ trợ|giải phóng|giám sát|kiểm định|thông tin|dịch vụ|điều hành|nghiên cứu|ứng dụng|chuyển giao|vận động|tổ chức|cung cấp|"
    r"bảo trì|sửa chữa|duy tu|thu|cấp|chăm sóc|phục hồi|ứng phó|nghiệp vụ|hợp tác|giáo dục|hướng nghiệp)(?!\w)"
)
_RELATIVE = re.compile(
    r"(?:được (?:giao|phân công|cấp|phân cấp|ủy quyền|mời|chọn|hỗ trợ|thụ hưởng|giao nhiệm vụ)|đang|đã|có)\s(?:\w+\s){0,12}?$"
)
_NOUN_TO_CHUC = re.compile(
    r"tổ chức(?=\s*[,;:()]|\s+(?:và|có|liên quan|cá nhân|chính trị|đảng|đoàn (?!kiểm|thanh|giám|công tác|liên ngành)|tín dụng|"
    r"hội (?!thảo|nghị|thi|chợ|diễn|trại)|xã hội|công đoàn|hành nghề|nước|quốc tế|kinh tế|khoa học|sự nghiệp|cơ sở|thành viên)(?!\w))"
)
# a compound begins and ends at a word's edge; "làm việc" is one unless it is "làm việc với"
_COMPOUNDS = re.compile(r"(?<!\w)(?:" + alternatives("compound") + r"|làm việc(?! với))(?!\w)")
# "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân" is one office
_OFFICE_OF_TWO = re.compile(r"văn phòng (?:hđnd|hội đồng nhân dân|đoàn đbqh|đoàn đại biểu quốc hội)[^,;]*$")
_BOUND_HEADS = frozenset(phrases("bound"))
_NOUN_TOO = frozenset(
    {
        "thanh tra",
        "thống kê",
        "kiểm toán",
        "lãnh đạo",
        "tổ chức",
        "báo",
        "thi đua",
        "cấp",
        "thông tin",
        "thuế",
        "hải quan",
        "đại diện",
        "giám sát",
        "thi hành",
        "thường trực",
    }
)
_NOUN_COMPLEMENT = re.compile(
    r"\s*(?:$|[:;]|(?:tỉnh|bộ|nhà nước|sở|chính phủ|các|huyện|thành phố|tp|ủy ban|ubnd|cơ quan|đơn vị|xã|ngành|cục|văn phòng|nhân dân|"
    r"đảng|đoàn thể|chính trị|tín dụng|hội đồng|hđnd|thành ủy|quận ủy|thị ủy|"
    r"án dân sự|trung ương|khu vực|ủy|có thẩm quyền|trên|dưới|cơ sở|từng|phòng|mỗi)(?!\w))"
)


# what makes a noun of a short verb before it: "thu nhập", "giao thông", "phát thanh"
_NOUN_OF_SHORT = re.compile(
    r"\s+(?:nhập|phí|tiết|nhánh|bộ|cục|đoàn|hội|đầu|biểu|thức|định|thuộc|chú|mạc|giảng|điện|cáo|chí|thể|trung|quán|đến|bút|ký|khí|tin|"
    r"hiệu|đại|đài|nơi|thông|dịch|lưu|lượng|sinh|viên|vụ|tế|môn|trình|tiêu|tượng|chức|nghệ|phẩm|liệu|hóa|thống|lý|sách|nghiệp|trưởng|"
    r"thanh|ngân|sản|phong|trào)(?!\w)|\s*[.;:)]|$"
)
_NAME_END = re.compile(
    rf"(?:(?<!\w)[{CAPITALS}][\w&.-]*|(?<!\w)(?:tỉnh|huyện|xã|phường|thành phố|quận|thị xã|thị trấn|trung ương|trên|này|\d+))\s+$"
)
_ACTED_ON = re.compile(r"\s+(?:\d|thêm |lại |hết |xong |toàn bộ )")  # "mua 01 tủ", "sơn lại": a verb whatever stands before it
# words behind a name that open no predicate
_NO_VERB = (
    r"(?:và|cùng|với|thuộc|của|tỉnh|thành phố|huyện|quận|thị|xã|phường|trung ương|các|những|là|có|đã|sẽ|đang|vừa|mới|được|bị|không|chưa|"
    r"cho|khi|nếu|tại|ở|theo|trên|trong|ngoài|do|để|nên|thì|mà|còn|vẫn|cũng|về|từ|đến|như|hoặc|nói|khóa|nhiệm|cấp|nhằm|liên|khu|cơ)"
)


_PLACED = (
    r"(?:THPT|THCS|TNHH|MTV|CP|quốc gia|[Bb]iên phòng|xã|huyện|tỉnh|phường|thị xã|thị trấn|thành phố|quận|thôn|bản|ấp|nhà thầu|cổ phần|"
    r"nội trú|di tích|hồ|chợ|tiểu học|mầm non|trung học|tư vấn|cộng đồng thôn|lâm trường|nông trường)"
)
_WHOLE_NAME = re.compile(  # two words of a proper name behind a kind of place or firm, or a unit with its number; small letters follow
    rf"(?<!\w)(?:{_PLACED} (?:[{CAPITALS}][{SMALL}]+|Ô|Ý)(?:(?: | - )[{CAPITALS}][{SMALL}]+)+|"
    rf"(?:đoàn|đội|khu|vực|số|trường) (?:[1-9]\d{{0,3}}|[IVX]+))(?= [{SMALL}])"
)
_PERSON = re.compile(rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)(?: [{CAPITALS}][{SMALL}]*){{2,5}}")
_TITLES = re.compile(rf"(?:{_TITLE} )+")
_VERB_AHEAD = re.compile(
    rf"(?:(?=cho (?:vay|mượn|thuê|nghỉ|dừng)(?!\w))|(?!{_NO_VERB}(?!\w))(?!(?:bằng|ngay|hiện|cần|phải|không|chuyên|hay|sau|trước|tỉnh|"
    rf"huyện|"
    r"xã|phường|quận|thị|thành|trực|khu|cơ|số|bộ|sở)(?!\w)))[^\W\d]+ \S"
)
_ACTS_ON = re.compile(  # a verb of one to three words, and a number or a determiner behind it
    r"[^\W\d]+(?: [^\W\d]+){0,2} (?:\d|(?:các|những|toàn bộ|mỗi|từng|thêm|lại|hết|xong|tất cả|việc)(?!\w))"
)
_CUT = re.compile(r"[()]|[;,]\s*|(?<=\s)và (?=\S)")
_KIND_ALONE = re.compile(r"(?:ban|ngành|đoàn thể|địa phương)(?=$|[,;])")
_LEAD = re.compile(r"[\s,;:\-]*(?:(?:và|cùng với|cùng|với|cho|là)\s+)?(?:[Cc]ác đồng chí (?=[A-ZĐ]\w+ (?:trưởng|tịch|đốc|thư)))?")
_BRACKET = re.compile(r"\s*\(")
_LOOSE_TAIL = re.compile(r"(?:[\s,;:.\-]|\s(?:và|sẽ|cũng|đã|là|cùng|cùng với|theo|để|đều|được|xin|có thể|chỉ|đang|vẫn|hãy))+$")
_PLACE_BEHIND = re.compile(rf"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã))?(?: [{CAPITALS}]\w*)+")


@dataclass(frozen=True, slots=True)
class Body:
    """One named body: its name without brackets and where it stands (half-open)."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A list of bodies, where it ends, and what stands behind it: the predicate's start, or what follows the colon."""

    bodies: tuple[Body, ...]
    start: int
    end: int
    ending: Ending
    next: int


@lru_cache(maxsize=1)
def predicate_pattern() -> re.Pattern[str]:
    """Every predicate opener as one pattern over folded text, longest first."""
    return re.compile(rf"(?<!\w){any_of(map(fold, predicates()))}(?!\w)")


def predicate_role(phrase: str) -> Role:
    """The role of an opener as `predicate_pattern` matched it."""
    return _roles()[phrase]


@lru_cache(maxsize=1)
def _roles() -> dict[str, Role]:
    return {fold(phrase): role for phrase, role in predicates().items()}


def find_predicate(text: str, folded: str, start: int, end: int) -> int | None:
    """Where the predicate of a subject begins in `text[start:end]`, outside names and qualifying verbs; `None` when there is none."""
    known = _known_predicate(text, folded, start, end)
    behind = _behind_name(text, folded, start, end if known is None else known)
    return known if behind is None else behind


def _behind_name(text: str, folded: str, start: int, end: int) -> int | None:
    """Where a verb that no table holds begins: in small letters behind a name that is whole by its form ("Trường THPT Nguyễn Huệ | sửa
    12 phòng", "Lữ đoàn 572 | củng cố …"), or behind a registered one and in front of what is acted on ("Bưu điện tỉnh | bó gọn 64 km")."""
    if text[start:end].isupper():
        return None
    for name in _WHOLE_NAME.finditer(text, start + 1, end):
        at = name.end() + 1
        if _VERB_AHEAD.match(folded, at, end) and starts_body(folded, start):
            return at
    title = _TITLES.match(folded, start, end)
    name_end = known_names().end_at(folded, title.end() if title else start, end)
    if name_end is not None:
        place = _PLACE_BEHIND.match(text, name_end, end)
        at = (place.end() if place else name_end) + 1
        if text[at - 1 : at] == " " and _VERB_AHEAD.match(folded, at, end) and _ACTS_ON.match(folded, at):
            return at
    return None


def _known_predicate(text: str, folded: str, start: int, end: int) -> int | None:
    """Where the first verb of the table opens a predicate."""
    compounds = [match.span() for match in _COMPOUNDS.finditer(folded, start, end)]
    registered = [(a + 1, b) for a, b in known_names().spans(folded, start, end)]  # a name may open with what is else a verb
    for match in predicate_pattern().finditer(folded, start, end):
        at = match.start()
        if text[at].isupper():
            continue
        if any(a <= at < b for a, b in (*compounds, *registered)) or _is_noun_to_chuc(folded, at):
            continue
        if predicate_role(match[0]) == "short" and (
            _NOUN_OF_SHORT.match(folded, match.end()) is not None
            or not (_ends_name(text, folded, start, at) or _ACTED_ON.match(folded, match.end()))
        ):
            continue
        before = folded[start:at]
        if folded.startswith("về ", at - 3) and not text[at - 4 : at - 3].isupper():
            continue  # "Ban Chỉ đạo về phòng, chống …"
        collective = (
            re.match(_QUANTIFIER + r"|(?:cơ quan|đơn vị|tổ chức|cá nhân|người|thủ trưởng|cán bộ|chủ) ", before) is not None
        )  # "các đơn vị được giao … phải", but "Bộ A được giao …"
        if collective and match[0] in ("được giao", "được phân công") and _later(folded, match.end(), end, _STRONG_MODAL):
            continue
        if _RELATIVE.search(before) and _later(folded, match.end(), end, _STRONG_MODAL):
            continue
        if _GENERIC_HEAD.search(before) and _qualifies(folded, match) and _follows(text, folded, match.end(), end):
            continue
        unfinished = _UNFINISHED.search(before)
        if (
            unfinished
            and text[start + unfinished.start(1)].isupper()
            and _FINISHES.match(folded, at)
            and _follows(text, folded, match.end(), _segment_end(text, at, end))
        ):
            continue
        return at
    return None


def _is_noun_to_chuc(folded: str, at: int) -> bool:
    """Whether "tổ chức" names a body: "tổ chức, cá nhân", not "tổ chức, hướng dẫn học viên"."""
    noun = _NOUN_TO_CHUC.match(folded, at)
    return noun is not None and not (folded.startswith(", ", noun.end()) and opens_with_verb(folded, noun.end() + 2))


def _ends_name(text: str, folded: str, start: int, at: int) -> bool:
    """Whether the words before `at` are a whole name: they end in a capitalised word or a kind of place, are registered, or none."""
    if at == start or _NAME_END.search(text, start, at):
        return True
    name_end = known_names().end_at(folded, start, at)
    return name_end is not None and not folded[name_end:at].strip()


def _qualifies(folded: str, verb: re.Match[str]) -> bool:
    """Whether a verb may belong to the name before it, as a whole: "đoàn thu", not "đoàn | thu gom"."""
    attribute = _ATTRIBUTE.match(folded, verb.start())
    return attribute is not None and attribute.end() >= verb.end()


def _later(folded: str, start: int, end: int, pattern: str) -> bool:
    return re.search(rf"(?<!\w){pattern}(?!\w)", folded[start : min(end, start + 120)]) is not None


def _follows(text: str, folded: str, start: int, end: int) -> bool:
    """Whether a further predicate stands close behind, so that the verb before it qualifies the body."""
    for match in predicate_pattern().finditer(folded, start, min(end, start + 60)):
        if (
            text[match.start()].islower()
            and "," not in text[start : match.start()].strip()[:1]
            and not _COMPOUNDS.match(folded, match.start())
        ):
            return not _NOUN_TO_CHUC.match(folded, match.start())
    return False


def starts_body(folded: str, at: int) -> bool:
    """Whether a body may begin at `at`: a head word ("sở", "các cơ quan"), a title or a quantifier."""
    return _BODY.match(folded, at) is not None and not opens_with_verb(folded, at)


def names_body(folded: str, at: int) -> bool:
    """Stricter than `starts_body`: a head word or title must stand there, also behind a quantifier."""
    return starts_body(folded, at) and _STRONG_START.match(folded, at) is not None


def opens_with_verb(folded: str, at: int) -> bool:
    """Whether a sentence opens with a verb although its first syllable could name a body: "Tổ chức kiểm tra", "Ban hành", "Phòng ngừa"."""
    match = predicate_pattern().match(folded, at)
    if match is None:
        return False
    if predicate_role(match[0]) == "short":
        return _NOUN_OF_SHORT.match(folded, match.end()) is None
    body = _BODY.match(folded, at)
    if body is not None and len(body[0]) > len(match[0]):
        return False  # "báo cáo viên"
    if match[0] in _NOUN_TOO:
        noun = _NOUN_TO_CHUC.match(folded, at) if match[0] == "tổ chức" else _NOUN_COMPLEMENT.match(folded, match.end())
        return noun is None
    return True


def read_subject(text: str, folded: str, start: int, end: int, *, need: bool = True) -> Subject | None:
    """The list of bodies at `start`, up to its predicate, a colon or `end`.

    Args:
        text: the sentence's text; `folded` is its fold key.
        start: where the first body must begin.
        end: where the sentence ends.
        need: whether a predicate or a colon must follow (else the whole text may be a list of bodies, as in a heading or a cell).
    """
    if not starts_body(folded, start):
        return None
    return _read_subject(text, folded, start, end, need) or (_known_subject(text, folded, start, end) if need else None)


def _known_subject(text: str, folded: str, start: int, end: int) -> Subject | None:
    """A body of the registry before a verb that no table holds: the name ends where lower case goes on ("Công an tỉnh | lắp camera")."""
    name_end = known_names().end_at(folded, start, end)
    if name_end is None:
        return None
    place = _PLACE_BEHIND.match(text, name_end, end)
    stop = place.end() if place else name_end
    verb = re.match(rf" (?!{_NO_VERB}(?!\w))(?=[^\W\d]+ )", folded[stop:end])
    if verb is None or not text[stop + 1].islower():
        return None
    return Subject((Body(" ".join(text[start:stop].split()), start, stop),), start, stop, "predicate", stop + 1)


def _read_subject(text: str, folded: str, start: int, end: int, need: bool) -> Subject | None:
    at = start
    first = True
    while at < end:
        stop = _segment_end(text, at, end)
        predicate = find_predicate(text, folded, at, stop)
        if predicate is not None and (predicate > at or not first):
            if predicate > at and not _is_body_text(folded, at, predicate, first):
                return None
            return _subject(text, folded, start, predicate if predicate > at else _back(text, at), "predicate", predicate)
        if predicate is not None:
            return None
        if not _is_body_text(folded, at, stop, first):
            return None
        first = False
        if stop >= end:
            return None if need else _subject(text, folded, start, end, "end", end)
        mark = text[stop]
        if mark == ":":
            behind = listed_end(text, folded, at, end)
            if behind is not None:
                at = behind
                continue
            return _subject(text, folded, start, stop, "colon", _skip(text, stop + 1, end))
        if mark == ".":
            return None if need else _subject(text, folded, start, stop, "end", end)
        if mark == "(":
            at = _after_bracket(text, stop, end)
            if at < end and text[at] in ",;":
                at += 1
            elif at < end and text[at] == ":":
                return _subject(text, folded, start, stop, "colon", _skip(text, at + 1, end))
            at = _skip(text, at, end)
            if at >= end:
                return None if need else _subject(text, folded, start, end, "end", end)
            continue
        at = _skip(text, stop + 1, end)
    return None if need else _subject(text, folded, start, end, "end", end)


def split_bodies(text: str, folded: str, start: int, end: int) -> tuple[Body, ...]:
    """The single bodies of a list: cut at ";" always, at "," and "và" only where a new body opens; "các sở: A, B" are Sở A and Sở B."""
    colon = text.find(":", start, end)
    for at in _label_starts(folded, start, colon):
        listed = _listed(text, folded, at, end)
        if listed is not None:
            before = split_bodies(text, folded, start, _back(text, at)) if at > start else ()
            behind = _behind_list(text, listed.end, end)
            rest = split_bodies(text, folded, behind, end) if behind < end else ()
            return (*before, *(Body(*name) for name in listed.names), *rest)
    return _cut_bodies(text, folded, start, end)


def _cut_bodies(text: str, folded: str, start: int, end: int) -> tuple[Body, ...]:
    cuts = [start]
    depth = 0
    for match in _CUT.finditer(text[start:end]):
        token, at = match[0], start + match.start()
        if token in "()":
            depth += 1 if token == "(" else -1
            continue
        if depth > 0:
            continue
        after = start + match.end()
        if (
            token.startswith(";")
            or (token.startswith(",") and _opens_new(text, folded, cuts[-1], at, after, end))
            or (token.startswith("và") and _opens_new(text, folded, cuts[-1], at, after, end) and not _KIND_ALONE.match(folded, after, end))
        ):
            cuts += [at, after]
    cuts.append(end)
    bodies = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        body = _trim_body(text, a, b)
        if body:
            bodies.append(body)
    return tuple(bodies)


def _label_starts(folded: str, start: int, colon: int) -> list[int]:
    """Where a label that ends at the colon may begin: at the list's start or behind its last comma or "và"."""
    if colon < 0:
        return []
    marks = [match.end() for match in re.finditer(r"[,;]\s*(?:và\s+)?|\svà\s+|\scùng\s+", folded[start:colon])]
    return [start + mark for mark in (marks[-1:] if marks else [0])]


def _listed(text: str, folded: str, at: int, end: int) -> Listed | None:
    label = label_at(folded, at, end)
    if label is None or (opens_with_verb(folded, label.end()) and not opens_list(folded, label, end)):
        return None
    return read_listed(text, folded, label, end, find_predicate(text, folded, label.end(), end))


def listed_end(text: str, folded: str, at: int, end: int) -> int | None:
    """Where the text behind a list "các sở: A, B" goes on, when such a list begins at or behind the last "và" before its colon."""
    for start in _label_starts(folded, at, text.find(":", at, end)):
        listed = _listed(text, folded, start, end)
        if listed is not None:
            return _behind_list(text, listed.end, end)
    return None


def _behind_list(text: str, at: int, end: int) -> int:
    separator = re.match(r"\s*[,;]?\s*(?:(?:và|cùng)\s+)?", text[at:end])
    return at + (separator.end() if separator else 0)


def _opens_new(text: str, folded: str, since: int, at: int, after: int, end: int) -> bool:
    """Whether a new body opens behind a comma or "và": a head with a name of its own, a title, a quantified collective."""
    match = _STRONG_START.match(folded, after)
    if (
        _OFFICE_OF_TWO.search(folded[since:at])
        or match is None
        or re.match(r"(?:và )?xã hội", folded[after:])
        or any(a < after < b for a, b in _compound_names().spans(folded, since, end))
    ):
        return False
    if _ANYBODY.fullmatch(folded[since:at].strip()) and _ANYBODY.match(folded[after:end].strip()):
        return False  # "các cấp, các ngành" is one collective
    if _PERSON.fullmatch(text[since:at].strip()) and re.match(_TITLE, folded[after:]):
        return False  # "đồng chí Trần Văn A, Giám đốc Sở Y tế" is one person
    head = match[0].strip()
    quantified = re.match(rf"(?:và |cùng |với )?{_QUANTIFIER} ", head + " ") is not None
    previous = folded[since:at]
    capital = text[after].isupper() and not text[since:end].isupper()  # a heading in capitals says nothing by them
    if capital or quantified:
        # "các Bộ, Ban, ngành": capitals without a name of their own go on the same collective
        rest = re.split(r"[,;]| và ", folded[match.end() : end], maxsplit=1)[0].strip()
        bare = not rest
        return not (bare and re.match(rf"{_QUANTIFIER} ", previous)) or (quantified and " " in head)
    if re.match(r"(?:phó |tổng )?(?:giám đốc|chủ tịch|thủ trưởng|chánh|trưởng|bí thư|bộ trưởng|người đứng đầu)", head):
        return not re.match(rf"(?:{_QUANTIFIER} )?{_TITLE}$", previous.strip())
    # lower-case heads open a new body only when they carry a complement ("cơ quan báo chí") and no quantifier governs the list
    rest = re.split(r"[,;]| và ", folded[match.end() : end], maxsplit=1)[0].split()
    bound = re.search(rf"(?<!\w){_QUANTIFIER} ", previous) or head in _BOUND_HEADS
    return len(rest) >= 2 and not bound


@lru_cache(maxsize=1)
def _compound_names() -> NameIndex:
    """Names of the registry that hold a comma or "và" themselves: "Bộ Lao động - Thương binh và Xã hội"."""
    names = (name for agency in agencies() for name in (agency.name, *agency.aliases))
    return NameIndex(name for name in names if " và " in name or "," in name)


def _subject(text: str, folded: str, start: int, end: int, ending: Ending, following: int) -> Subject | None:
    bodies = split_bodies(text, folded, start, end)
    if not bodies or bodies[0].name.lower() in ("ông", "bà"):  # "ông (bà) ghi rõ …" in a form
        return None
    return Subject(bodies, start, bodies[-1].end, ending, following)


def _trim_body(text: str, start: int, end: int) -> Body | None:
    """A body without surrounding blanks, conjunctions and bracketed remarks."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    bracket = _BRACKET.search(text, start, end)
    stop = bracket.start() if bracket and bracket.start() > start else end
    tail = _LOOSE_TAIL.search(text, start, stop)
    stop = tail.start() if tail else stop
    name = " ".join(text[start:stop].split())
    return Body(name, start, stop) if len(name) > 1 else None


def _segment_end(text: str, at: int, end: int) -> int:
    for i in range(at, end):
        char = text[i]
        if char in ",;:(":
            return i
        if char == "." and (
            i + 1 >= end
            or (text[i + 1] == " " and i + 2 < end and text[i + 2].isupper() and not re.search(r"(?:TP|T|Tp|TX|Q|P|H)$", text[at:i]))
        ):
            return i
    return end


def _is_body_text(folded: str, start: int, end: int, first: bool) -> bool:
    piece = folded[start:end].strip()
    if not piece:
        return not first
    if len(piece.split()) > 40:
        return False
    if re.search(
        r"(?<!\w)(?:là|đã|(?<!thiết )bị|vi phạm|nhưng|rằng|thì|mà|vì|nên|khi|nếu|còn|chưa|như sau|ngày \d|từ ngày|việc|công tác|"
        r"về việc|để)(?!\w)",
        piece,
    ) and not re.search(
        r"(?:người|cán bộ|công chức) làm công tác|là (?:tổ chức|hộ|cá nhân|doanh nghiệp)|như (?:sở|bộ|công an|hội)|"
        r"(?:nêu|nói) (?:trên|tại)|khi thi hành|công tác (?:xã hội|đảng|chính trị|dân vận)|tổ công tác|đoàn công tác|"
        r"(?:ban|phòng|khoa) công tác|công tác đại biểu|công tác viên|ban vì",
        piece,
    ):
        return False
    if first:
        return _BODY.match(piece) is not None
    return bool(_STRONG_START.match(piece) or _CONTINUATION.match(piece) or len(piece.split()) <= 8)


def _after_bracket(text: str, at: int, end: int) -> int:
    depth = 0
    for i in range(at, end):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return _skip(text, i + 1, end)
    return end


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \n\t":
        at += 1
    return at


def _back(text: str, at: int) -> int:
    while at > 0 and text[at - 1] in " \n,;":
        at -= 1
    return at
