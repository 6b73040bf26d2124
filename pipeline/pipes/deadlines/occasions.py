"""Times that are tied to an event without a date, and time words that nobody can check.

Which of these words set a time and which only colour the verb is decided by their neighbours: "triển khai ngay" is a time, "ngay từ đầu" a
place; "sớm hoàn thành" is a time, "cảnh báo sớm" a quality.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language.fold import fold
from pipeline.language.paragraphs import paragraphs_with
from pipeline.pipes.deadlines.expression import TimeExpression
from pipeline.schema import Bound

_TO_WHOM = r"| về (?:sở|ban|bộ|ubnd|ủy ban|văn phòng|phòng|tỉnh|chi cục|cục|huyện|đảng) "
_REST = rf"[^,;.:()\n]{{2,110}}?(?=[,;.:()\n]| để | nhằm | thì | phải | theo quy định{_TO_WHOM}|\Z)"
_SHORT_REST = rf"[^,;.:()\n]{{1,60}}?(?=[,;.:()\n]| để | nhằm | thì | phải {_TO_WHOM}|\Z)"
_MEETING = r"(?:k[ỳì] họp|phiên họp|đại hội|hội nghị tổng kết|hội nghị sơ kết|hội nghị ban chấp hành|hội nghị tỉnh ủy)"
_TET = (
    r"(?:tết|dịp|lễ(?! (?:lạt|nghi|nghĩa|phép|độ)(?!\w))|mùa|vụ (?:đông xuân|xuân|hè thu|thu đông|mùa|đông)|năm học|k[ỳì] nghỉ|"
    r"khai giảng|ngày bầu cử|bầu cử|cao điểm|thời điểm)"
)
_WHAT_COMES = (
    r"(?:có|nhận|được|hoàn thành|hoàn tất|kết thúc|ban hành|phê duyệt|thông qua|thống nhất|tổ chức|tổng kết|công bố|xảy ra|phát hiện|"
    r"phát sinh|phát hành)"
)
_CONDITION = (
    r"(?:đủ|nguy cơ|sự cố|tình huống|thiên tai|bão|mưa|cháy|tai nạn|vi phạm|dấu hiệu|biểu hiện|dịch|vấn đề|thay đổi|vướng mắc|"
    r"phát sinh|nhu cầu|trên|quá|ít nhất|\d|các (?:cuộc|hiểm|sự|tình|vụ))"
)
_OPENS = (  # how an event begins: other words are passed over without trying every form
    r"(?=chậm|muộn|ít|tối|không|trong|trước|ngay|sau|khi|cho|tại|theo|cuối|đầu|kết|vào)"
)
_EVENT = re.compile(
    rf"(?<!\w){_OPENS}(?:"
    + "|".join(
        (
            r"(?P<counted>(?:chậm nhất|muộn nhất|ít nhất|tối thiểu|không (?:muộn|chậm) hơn|trong vòng|trong thời hạn|trong(?= \d)|trước|"
            r"không quá)(?: là| trong| sau| trước|"
            rf" không quá){{0,4}} (?:\w+ \()?\d{{1,3}}\)? (?:giờ|ngày|tuần|tháng|phút)"
            rf"(?: làm việc)?,? (?:sau|trước|kể từ|tính từ|từ|so với|khi)(?: khi)? {_REST}|"
            rf"chậm nhất \d+ (?:giờ|ngày) (?:trước|sau) {_REST})",
            rf"(?P<promptly>ngay (?:sau(?: khi)?|khi) (?!(?:đây|đó|này|từ)\b){_REST})",
            rf"(?P<after>sau khi {_REST})",
            rf"(?P<before>trước khi {_REST})",
            rf"(?P<when>(?<!trước )(?<!sau )khi (?:có (?!{_CONDITION})|nhận được |được |hoàn thành |kết thúc |tổng kết |"
            rf"cấp có thẩm quyền ){_SHORT_REST}|(?<=\()(?:khi|sau khi|ngay khi) [^()\n]{{2,80}}(?=\))|"
            r"(?<!trước )(?<!sau )khi (?:chính phủ|quốc hội|thủ tướng|bộ|trung ương|cấp có|cơ quan có|ủy ban|ubnd|hội đồng|hđnd|luật|nghị|"
            r"thông tư|quyết định|đề án|quy hoạch|kế hoạch)(?!\w)"
            r"[^;.():\n]{0,80}? (?:được (?:ban hành|phê duyệt|thông qua|bố trí|giao)|ban hành|có hiệu lực)[^,;.:()\n]*)",
            rf"(?P<until>cho đến khi {_REST})",
            r"(?P<session>tại (?:cuộc họp|hội nghị|buổi họp|buổi giao ban|giao ban)(?: [^\s,;.:()]+){0,4}? (?:tới đây|sắp tới|tới|kế tiếp|"
            r"tiếp theo|gần nhất)"
            rf"{_SHORT_REST})",
            rf"(?P<referred>theo (?:đúng )?(?:các )?(?:mốc )?(?:thời hạn|thời gian)(?: (?:đã )?(?:nêu|ghi|quy định|xác định|"
            rf"giao))? (?:tại|trong) {_REST})",
            rf"(?P<meeting>(?:trước|tại|trong|ngay tại|sau)(?: các)? {_MEETING}(?! bàn| này| ngày \d){_SHORT_REST})",
            rf"(?P<occasion>(?:trước|trong|sau|cuối|đầu|kết thúc|vào)(?:,? (?:trong|trước|sau|và|các|những)){{0,4}} {_TET}(?!\w)(?! (?:đó|"
            rf"này)(?!\w)){_SHORT_REST}|"
            rf"(?:trước|trong|sau)(?: cả| suốt)? (?:ngày bầu cử|bầu cử|khai giảng|nhiệm k[ỳì](?: này| tới)?)(?=[,;.)]|\Z)|"
            rf"trong thời gian (?:diễn ra|nghỉ|tết|lễ|trước|cao điểm|mùa) ?{_SHORT_REST}|trong (?:các )?đợt(?! này)(?!\w){_SHORT_REST})",
            r"(?P<pace>(?<!đúng )theo (?:lộ trình|tiến độ)(?! (?:đề ra|đã đề ra|và mức))(?:,? [^,;.:()\n]{1,80}?)?(?=[,;.:()\n]|\Z))",
        )
    )
    + ")"
)
_VAGUE_OPENS = r"(?=trong|khoảng|thời|càng|sớm|những|sắp|về|giai|trước|triển|thực|ngay|định|kịp|theo)"
_VAGUE = re.compile(
    rf"(?<!\w){_VAGUE_OPENS}(?:"
    + "|".join(
        (
            r"(?P<soonest>(?:trong )?(?:khoảng )?thời gian (?:sớm nhất|ngắn nhất|nhanh nhất|gần nhất)(?: có thể)?|"
            r"(?:càng )?sớm nhất(?: có thể)?|càng sớm càng tốt)",
            r"(?P<days>(?:trong )?những (?:ngày|tuần|tháng) (?:sắp )?tới)",
            r"(?P<far>(?:sắp tới|về lâu dài)(?=,))",
            r"(?P<coming>(?:trong )?(?:những )?(?:thời gian|giai đoạn) (?:sắp )?tới(?! đây)|(?<!\w)trong thời gian tới đây)",
            r"(?P<first>(?<!ngay )trước mắt(?! và lâu dài))",
            r"(?P<now>(?:triển khai |thực hiện )?(?P<word>ngay)(?: lập tức)?(?! (?:sau|khi|từ|tại|trong|dưới|trên|cả|ngắn|thẳng|lần|đầu|"
            r"cạnh|bên|ở|vào|tháng|quý|năm|trước|thời|chính|các thời|trước mắt)(?!\w))(?!\w))",
            r"(?P<soon>sớm(?! (?:nhất|hơn|càng|từ|muộn)(?!\w)))",
            r"(?P<regular>định k[ỳì])",
            r"(?P<timely>kịp thời hoàn thành)",
            r"(?P<ruled>(?<!đúng )(?:theo|trong) (?:đúng )?(?:thời gian|thời hạn) (?:(?:đã )?(?:được )?qu[yi] định|được giao|yêu cầu))",
        )
    )
    + ")"
)
_VAGUE_CUE = re.compile(  # no vague time is without one of these
    r"tới|sớm|nhất|lâu dài|trước mắt|ngay|định k[ỳì]|kịp thời hoàn thành|thời (?:gian|hạn)"
)
_TIE = re.compile(
    r"(?:(?:ngay |cho )?(?:(?:chậm|muộn|ít) nhất|tối thiểu|không (?:quá|muộn hơn|chậm hơn)|trong vòng|trong thời hạn|trong|"
    r"trước)?[^,;]{0,24}?"
    r"\d+\)? (?:giờ|ngày|tuần|tháng|phút)(?: làm việc)?,? (?:sau|trước|kể từ|tính từ|từ|so với)(?: ngày(?= khi))?|"
    r"(?:ngay |cho )?(?:trước|sau|tại|trong|vào|theo|đến|cuối|đầu|từ|ngay)(?:,? (?:trong|trước|sau|và|các|những)){0,4}) "
)
_BEFORE_WHAT = re.compile(
    r"trước khi (?:trình|ban hành|triển khai|thực hiện|tổ chức|bước vào|khai giảng|khai mạc|diễn ra|kết thúc|báo cáo|phê duyệt|"
    r"quyết định|công bố|bàn giao|bắt đầu|hợp nhất|sáp nhập)(?!\w)"
)
_AFTER_WHAT = re.compile(rf"sau khi (?:[^,;.]{{0,60}} )?{_WHAT_COMES}(?!\w)")
_ONLY = re.compile(r"(?<!\w)chỉ (?:được|tiến hành|thực hiện)(?!\w)[^,;.]*\Z")  # a norm: "chỉ được khai thác sau khi có giấy phép"
_DECIDED = re.compile(r"(?:được|đã)[^,;.]{0,60}\Z")
_NOT_A_TIME = re.compile(r"(?:đến|từ|kể cả|trừ|như|mỗi|nhất là|đặc biệt là|ngay cả) \Z")
_CLAUSE_START = re.compile(r"(?:^|[,;:.(\n]|\b(?:và|đồng thời|thì|hoặc)) ?\Z")
_PURPOSE = re.compile(r"\b(?:để|nhằm|góp phần|phục vụ|giúp)\b[^;.\n]{0,160}\Z")
_PAST = re.compile(r"\b(?:đã|đang)\b[^,;.\n]{0,60}\Z")
_EARLY_QUALITY = re.compile(
    r"(?:cảnh báo|phát hiện|can thiệp|sàng lọc|chẩn đoán|điều trị|dự báo|nhận diện|từ|buổi|sáng|vụ|lúa|quá|càng|hơi|vừa) \Z"
)
_ATTRIBUTIVE_PERIODIC = re.compile(
    r"(?:sức khỏe|kiểm định|chế độ báo cáo|sinh hoạt|tiếp công dân|họp|luân chuyển|chuyển đổi|phiên họp|theo chế độ|các báo cáo|"
    r"bảo dưỡng|phiếu|đủ) \Z"
)
_NOUN_OF_COMING = re.compile(r"(?:nhiệm vụ|giải pháp|phương hướng|định hướng|kế hoạch|triển vọng|mục tiêu|yêu cầu)[^,;.:\n]{0,60}\Z")
_OCCASION_OF_A_NOUN = re.compile(r"(?:phát sinh|xảy ra|thành tích|xuất sắc|tiêu biểu|điển hình tiên tiến)(?: [^\s,;.]+){0,2} \Z")


def find_events(folded: str, text: str) -> Iterator[TimeExpression]:
    """The times of `text`, whose folded form is `folded`, that wait for an event ("sau khi được phê duyệt", "trước kỳ họp thứ năm")."""
    for match in _EVENT.finditer(folded):
        start, end = match.span()
        if _is_event(match.lastgroup or "", match[0], folded, start):
            while folded[end - 1] == " ":
                end -= 1
            bound: Bound | None = "before" if match[0].startswith("trước") else None
            yield TimeExpression(start, end, text[start:end], "event", bound=bound, anchor=anchor_of(text[start:end]))


def anchor_of(phrase: str) -> str:
    """The event that a phrase hangs on, without what ties it: "ngay sau khi Luật được thông qua" hangs on "khi Luật được thông qua".

    >>> anchor_of("trước kỳ họp thứ 14"), anchor_of("chậm nhất 05 ngày trước phiên họp")
    ('kỳ họp thứ 14', 'phiên họp')
    """
    tie = _TIE.match(fold(phrase))
    return phrase[tie.end() :] if tie and tie.end() < len(phrase) else phrase


def _is_event(form: str, phrase: str, folded: str, start: int) -> bool:
    left_start = max(0, start - 160)
    if _PAST.search(folded, left_start, start):
        return False
    if form == "before":
        return bool(_CLAUSE_START.search(folded, left_start, start) or _BEFORE_WHAT.match(phrase))
    if form == "after":
        if _ONLY.search(folded, left_start, start):
            return False
        return bool(_AFTER_WHAT.match(phrase)) and not _PURPOSE.search(folded, left_start, start)
    if form == "occasion":
        of_its_own = " đợt " not in phrase or _CLAUSE_START.search(folded, left_start, start)
        return bool(of_its_own) and not _OCCASION_OF_A_NOUN.search(folded, left_start, start)
    if form == "meeting":
        return not _DECIDED.search(folded, left_start, start)
    if form == "when":
        return not _NOT_A_TIME.search(folded, left_start, start)
    return True


def find_vague(folded: str, text: str) -> Iterator[TimeExpression]:
    """The time words of `text`, whose folded form is `folded`, without a point that can be checked ("ngay", "trong thời gian tới")."""
    for match in (match for place in paragraphs_with(_VAGUE_CUE, folded) for match in _VAGUE.finditer(folded, *place)):
        form = next(name for name, value in match.groupdict().items() if value is not None and name != "word")
        start, end = match.span("word") if form == "now" else match.span()
        if _is_vague(form, folded, start, end):
            yield TimeExpression(start, end, text[start:end], "vague")


def _is_vague(form: str, folded: str, start: int, end: int) -> bool:
    left_start = max(0, start - 160)
    if form in ("soonest", "timely", "ruled"):
        return True
    if form == "regular":
        return not _ATTRIBUTIVE_PERIODIC.search(folded, left_start, start)
    if _PURPOSE.search(folded, left_start, start):
        return False
    if form == "coming":
        return not _NOUN_OF_COMING.search(folded, left_start, start)
    if form == "soon":
        coloured = _EARLY_QUALITY.search(folded, left_start, start) or _PAST.search(folded, left_start, start)
        return not coloured and folded[end : end + 1] == " "
    if form == "now":
        return not _PAST.search(folded, left_start, start)
    return form in ("first", "days") or bool(_CLAUSE_START.search(folded, left_start, start))
