"""How often: "hằng tháng", "định kỳ 6 tháng/lần", "trước ngày 20 hằng tháng", "thường xuyên", with the rule in RFC 5545 form.

The weekday and the day of the month belong to the expression when they stand beside the period; the shortest period counts where several
are listed ("hằng quý, 6 tháng, năm").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language.paragraphs import paragraphs_with
from pipeline.pipes.deadlines.expression import TimeExpression
from pipeline.pipes.deadlines.mentions import DIGITS, find_mentions
from pipeline.pipes.deadlines.moments import Reference, resolve
from pipeline.schema import Bound, Precision, Recurrence

_EVERY = r"(?:h[àằ]ng|mỗi|từng)"
_PERIOD = r"(?P<{}>ngày|đêm|tuần|tháng|qu[ýí]|năm)"
_COUNT = r"(?:\w+ ?\((?P<{0}p>\d{{1,2}})\)|(?P<{0}>\d{{1,2}}|một|hai|ba|bốn|sáu|chín|mười hai))"
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "chín": 9, "mười hai": 12}
_AND_MORE = rf"(?:(?:,|/| và| hoặc|,? (?:và )?cả) ?(?:{_EVERY} |định k[ỳì] )?(?:0?[369] tháng|quý|năm|tháng)(?! \w*\d|\w)){{0,6}}"
_ONCE = r"(?:/ ?(?:\d{1,2} ?)?lần| một lần| (?:0?1 )lần)"
_UNTIL = r"(?:(?:chậm nhất|muộn nhất|không quá|trước|trong|vào|đến|hết|xong|là)[ ,]{0,3}){0,5}"  # bounded: linear time
_CLOCK = r"(?:(?P<{0}h>\d{{1,2}}) ?(?:h|g|giờ|:) ?(?P<{0}m>\d\d)?(?: ?phút)?,? ?)?"
_WEEKDAYS = dict(zip(("hai", "ba", "tư", "năm", "sáu", "bảy"), ("MO", "TU", "WE", "TH", "FR", "SA"), strict=True))
_WEEKDAYS |= {str(number): day for number, day in enumerate(_WEEKDAYS.values(), 2)} | {"chủ nhật": "SU"}
_ONE_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_WEEKDAY = (
    rf"(?:(?:sáng|chiều|tối) )?(?:ngày )?(?P<{{0}}week>{_ONE_WEEKDAY}(?:(?:,| và| hoặc) {_ONE_WEEKDAY}){{{{0,6}}}})"
    r"(?: (?:tuần )?(?P<{0}nth>đầu tiên|cuối cùng|đầu|cuối)(?: của)?)?"
)
_DAY = r"[\dol]{{1,2}}"
_DATE = rf"(?:ngày ?{_DAY}(?: ?(?:tháng|[/.-]) ?\d{{{{1,2}}}}(?!\d))?|{_DAY} ?[/-] ?\d{{{{1,2}}}}(?![\d/]))"
_MONTHDAY = (
    rf"(?:(?:từ )?(?:ngày )?\d{{{{1,2}}}} ?(?:đến|-) ?)?(?P<{{0}}dates>{_DATE}(?:,? (?:và|,) ?(?:trước )?{_DATE}){{{{0,12}}}})|"
    r"ngày (?P<{0}work>làm việc )?(?P<{0}edge>cuối cùng|đầu tiên|cuối|đầu)|tháng (?P<{0}month>\d{{1,2}})|"
    r"qu[ýí] (?P<{0}quarter>i{{1,3}}|iv|[1-4])"
)
_BESIDE = rf"{_CLOCK}(?:{_WEEKDAY}|{_MONTHDAY})"
_NUMBERS_OF_A_DATE = re.compile(r"([\dol]{1,2})(?: ?(?:tháng|[/.-]) ?(\d{1,2}))?(?!\w)")
_WORKDAYS = "MO,TU,WE,TH,FR"

_OPENS = (  # how a periodic expression begins: other words are passed over without trying every form
    r"(?=\d|[ol]\w? ?[/-]|\w+ ?\(\d|(?:theo )?định|chậm|muộn|không|trước|trong|vào|đến|hết|xong|là|sáng|chiều|tối|ngày|thứ|chủ|từ|tháng|"
    r"qu[ýí]|h[àằ]ng|mỗi|một|hai|ba|bốn|sáu|chín|mười)"
)
_PERIODIC = re.compile(
    rf"(?<!\w){_OPENS}(?:"
    + "|".join(
        (
            # "trước ngày 20 hằng tháng", "15:00 thứ Sáu hằng tuần", "ngày 15 của tháng kế tiếp", "ngày 20 tháng cuối quý"
            rf"(?:định k[ỳì] )?(?P<first>{_UNTIL}{_BESIDE.format('a')})(?:,? (?:của )?{_EVERY} {_PERIOD.format('pa')}(?!\w)|"
            r",? (?:của )?(?P<follow>tháng (?:cuối|đầu)(?: của)? (?:mỗi |h[àằ]ng )?qu[ýí]|(?:quý|tháng) (?:kế tiếp|tiếp theo|liền kề|"
            r"sau liền kề)|(?<=của )tháng(?!\w| \w*\d| này| sau| tới))(?!\w))",
            rf"(?P<clock>{_UNTIL}\d{{1,2}} ?(?:h|giờ)(?: ?\d\d(?: ?phút)?)?)(?: (?:sáng|trưa|chiều|"
            rf"tối))?,? (?:của )?{_EVERY} {_PERIOD.format('pk')}(?!\w)",
            rf"(?:{_EVERY}|một|01) {_PERIOD.format('pg')}(?:,? (?:tổ chức|họp|báo cáo|kiểm tra|giao ban|sinh hoạt))? ?(?:ít nhất |"
            rf"tối thiểu )?{_COUNT.format('ng')} lần(?!\w)",
            rf"(?:(?:theo )?định k[ỳì](?: (?:vào|theo))?,? ?\(?)?(?:{_EVERY} {_PERIOD.format('pb')}(?! học)(?!\w)|mỗi (?P<pb2>tháng|quý|"
            rf"năm|tuần|ngày) một lần){_ONCE}?{_AND_MORE}\)?"
            rf"(?:,? \(?(?P<second>{_UNTIL}{_BESIDE.format('b')})(?: (?:của )?(?:tháng (?:cuối|đầu) (?:của )?quý|tháng (?:kế tiếp|"
            rf"tiếp theo|sau)|"
            r"hằng tháng|tháng|năm sau))?\)?)?",
            rf"định k[ỳì],? ?\(?(?:{_EVERY} |mỗi )?{_COUNT.format('nc')} {_PERIOD.format('pc')}(?!\w)(?: ?{_ONCE})?{_AND_MORE}\)?",
            rf"(?<!\w){_COUNT.format('nd')} {_PERIOD.format('pd')} ?{_ONCE}",
            r"(?P<both>(?:0?6|sáu) tháng(?: \([^()\n]{1,40}\))?,?(?: và)? (?:h[ằà]ng|cả) năm(?: \([^()\n]{1,40}\))?)",
            rf"(?<!\w){_COUNT.format('ne')} lần ?(?:/|một|mỗi|trong) ?(?:0?1 )?{_PERIOD.format('pe')}(?!\w)",
            rf"định k[ỳì] \(?(?P<pf>tuần|tháng|quý|năm)(?!\w){_AND_MORE}\)?",
        )
    )
    + ")"
)
_PERIODIC_CUE = re.compile(  # no periodic expression is without one of these
    r"h[àằ]ng|mỗi|từng|lần|định k[ỳì]|cả năm|tháng (?:cuối|đầu)|(?:quý|tháng) (?:kế tiếp|tiếp theo|liền kề|sau liền kề)|của tháng"
)
_ONGOING = re.compile(
    r"(?:định k[ỳì](?:,| và| hoặc) )?thường xuyên(?:(?:,| và) ?liên tục)?(?:,? (?:hoặc|và|hay) (?:định k[ỳì]|đột xuất))?|"
    r"(?:kể )?từ (?:ngày |tháng |năm |quý )?[\w/. -]{1,24}? trở đi"
)
_ONGOING_CUE = re.compile(r"thường xuyên|trở đi")
_NOT_ADVERB = re.compile(
    r"(?:chi|kinh phí|nguồn|vốn|thu|ngân sách|giáo dục|bồi dưỡng|nhiệm vụ|tính chất|khoản|học tập|đào tạo|hoạt động|thường trú|cơ quan|"
    r"việc|không|trực|"
    r"thanh tra|đơn vị sự nghiệp[^,;.]{0,30}|tự bảo đảm(?: một phần)? chi|mức|dự toán|chế độ|văn phòng|báo cáo) \Z"
)
_NOT_BEFORE = re.compile(r" (?:xảy ra|xuyên suốt|bị|phải|có mặt|sinh sống|cư trú|ở|của)(?!\w)")
_ATTRIBUTE = re.compile(
    r"(?<!\w)(?:(?:trợ cấp|phụ cấp|nghỉ|công tác|tiền|lương|lãi|hội phí|thu nhập|tai nạn|đóng cửa|bình quân|in ra|năm và|tháng và|giờ|"
    r"(?:\d|triệu|tỷ|tỉ|nghìn|ngàn) đồng|danh mục|phép|số liệu|nhu cầu|quỹ|"
    r"doanh thu|sinh hoạt|đời sống|thống kê|hội nghị|điều kiện|tăng|giảm|khối lượng|thi đua)|(?:kế hoạch|chương trình|nhiệm vụ|"
    r"chỉ tiêu|phương hướng|hoạt động)(?: [^\s,;.]+){0,2}|"
    r"(?:dự toán|kinh phí|ngân sách|chi phí|mức phí|mức|vốn|tổng chi|dự toán chi|chi|nguồn)(?: [^\s,;.]+){0,5})(?: (?:5|ba|"
    r"năm) năm(?:,| và))? \Z"
)
_ALLOTTED = re.compile(  # "bố trí kinh phí hằng năm", but not "bố trí trong dự toán hằng năm"
    r"(?<!\w)(?:bố trí|phân bổ|cân đối|dành|cấp)(?!\w)(?:(?!(?<!\w)(?:trong|tối thiểu|ít nhất|đề án|nghị quyết)(?!\w))[^,;.\n%]){0,30}"
    r"(?:kinh phí|dự toán|ngân sách|vốn|nguồn|chi)(?!\w)(?:(?!(?<!\w)(?:trong|vào|tối thiểu)(?!\w))[^,;.\n%]){0,30}\Z"
)
_REPORTED = re.compile(r"(?<!\w)(?:báo cáo|gửi|tổng hợp)(?!\w)[^;.\n]*\Z")
_ENDS = re.compile(r" ?(?:[,;.)(]|\Z)")
_HAS_DAY = re.compile(r";BY(?:MONTH)?DAY=")
_PART_NAMES = frozenset({"week", "dates", "edge", "month", "quarter"})
_EACH_CASE = re.compile(r"từng (?:ngày|tuần|năm)")
_UNDONE = re.compile(r"(?<!\w)(?:chưa|thiếu|không)(?!\w)[^,;.\n]{0,60}(?:chế độ|việc|công tác)[^,;.\n]{0,20}\Z")  # reproached, not ordered
_RATE = re.compile(r"(?:\d ?%|bình quân|trung bình) \Z|(?<!\w)cho \Z")  # "tăng bình quân 8% hằng năm", "cho mỗi ngày chậm"
_NORM_AFTER = re.compile(r" (?:có (?:hơn|trên|khoảng|gần|\d)|chậm|quá hạn|trôi)(?!\w)")

_RULES: dict[tuple[str, int], tuple[Recurrence, str]] = {
    ("ngày", 1): ("daily", "FREQ=DAILY"),
    ("đêm", 1): ("daily", "FREQ=DAILY"),
    ("ngày", 7): ("weekly", "FREQ=WEEKLY"),
    ("ngày", 30): ("monthly", "FREQ=MONTHLY"),
    ("tuần", 1): ("weekly", "FREQ=WEEKLY"),
    ("tuần", 2): ("weekly", "FREQ=WEEKLY;INTERVAL=2"),
    ("tháng", 1): ("monthly", "FREQ=MONTHLY"),
    ("tháng", 2): ("monthly", "FREQ=MONTHLY;INTERVAL=2"),
    ("tháng", 3): ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
    ("tháng", 4): ("quarterly", "FREQ=MONTHLY;INTERVAL=4"),
    ("tháng", 6): ("semiannual", "FREQ=MONTHLY;INTERVAL=6"),
    ("tháng", 9): ("annual", "FREQ=MONTHLY;INTERVAL=9"),
    ("tháng", 12): ("annual", "FREQ=YEARLY"),
    ("quý", 1): ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
    ("quý", 2): ("semiannual", "FREQ=MONTHLY;INTERVAL=6"),
    ("năm", 1): ("annual", "FREQ=YEARLY"),
}
_TIMES: dict[tuple[int, str], tuple[str, int]] = {
    (1, "ngày"): ("ngày", 1),
    (1, "tuần"): ("tuần", 1),
    (1, "tháng"): ("tháng", 1),
    (1, "quý"): ("quý", 1),
    (1, "năm"): ("năm", 1),
    (2, "năm"): ("tháng", 6),
    (3, "năm"): ("tháng", 4),
    (4, "năm"): ("quý", 1),
    (6, "năm"): ("tháng", 2),
    (12, "năm"): ("tháng", 1),
    (3, "quý"): ("tháng", 1),
    (2, "tháng"): ("tuần", 2),
    (2, "tuần"): ("tuần", 1),
    (3, "tuần"): ("tuần", 1),
}


def find_recurrences(folded: str, text: str, reference: Reference) -> Iterator[TimeExpression]:
    """The periodic and ongoing expressions of `text`, whose folded form is `folded`.

    >>> phrase = "trước ngày 20 hằng tháng"
    >>> [(e.text, e.recurrence, e.rrule) for e in find_recurrences(phrase, phrase, Reference(None))]
    [('trước ngày 20 hằng tháng', 'monthly', 'FREQ=MONTHLY;BYMONTHDAY=20')]
    """
    for match in (match for place in paragraphs_with(_PERIODIC_CUE, folded) for match in _PERIODIC.finditer(folded, *place)):
        if expression := _periodic(match, folded, text):
            yield expression
    for match in (match for place in paragraphs_with(_ONGOING_CUE, folded) for match in _ONGOING.finditer(folded, *place)):
        start, end = match.span()
        if not (_NOT_ADVERB.search(folded, max(0, start - 45), start) or _NOT_BEFORE.match(folded, end)):
            begin = _begin(match[0], reference) if match[0].endswith("trở đi") else None
            yield TimeExpression(start, end, text[start:end], "recurring", begin=begin, recurrence="ongoing")


def _begin(phrase: str, reference: Reference) -> str | None:
    """The first day of "từ tháng 11/2013 trở đi"."""
    mention = next(iter(find_mentions(phrase)), None)
    moment = resolve(mention, reference) if mention else None
    first = (moment.begin or moment.due) if moment else None
    return first.isoformat() if first else None


def _periodic(match: re.Match[str], folded: str, text: str) -> TimeExpression | None:
    groups = {name: value.replace("quí", "quý") for name, value in match.groupdict().items() if value is not None}
    start, end = match.span()
    beside = groups.get("first") or groups.get("second") or groups.get("clock")
    reported = _REPORTED.search(folded, max(0, start - 160), start) and _ENDS.match(folded, end)
    attribute = _ATTRIBUTE.search(folded, max(0, start - 40), start) and not _ALLOTTED.search(folded, max(0, start - 80), start)
    if beside is None and not reported and not folded.startswith("định", start) and attribute:
        return None
    if _EACH_CASE.match(match[0]) or _NORM_AFTER.match(folded, end):
        return None
    if beside is None and (_RATE.search(folded, max(0, start - 60), start) or _UNDONE.search(folded, max(0, start - 120), start)):
        return None
    rule = _rule(groups)
    if rule is None:
        return None
    recurrence, rrule = rule
    while text[start] in " ,":
        start += 1
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    bound: Bound | None = None
    if beside:
        bound = (
            "before"
            if "trước" in beside
            else "by"
            if re.match("chậm|muộn|không|đến|hết|xong", beside)
            else "within"
            if re.match(r"trong|tháng|quý", beside)
            else "on"
        )
    recurrence, rrule = _parts(groups, recurrence, rrule)
    timed = "clock" in groups or any(side + "h" in groups for side in "ab")
    precision: Precision | None = "minute" if timed else "day" if _HAS_DAY.search(rrule) else None
    return TimeExpression(start, end, text[start:end], "recurring", bound=bound, precision=precision, recurrence=recurrence, rrule=rrule)


def _rule(groups: dict[str, str]) -> tuple[Recurrence, str] | None:
    if "both" in groups:
        return _RULES["tháng", 6]
    if "follow" in groups:
        quarter = "quý" in groups["follow"]
        return _RULES["quý" if quarter else "tháng", 1]
    for period, counted in (("pa", ""), ("pk", ""), ("pb", ""), ("pb2", ""), ("pc", "nc"), ("pd", "nd"), ("pf", "")):
        if period in groups:
            count = groups.get(counted + "p") or groups.get(counted, "1") if counted else "1"
            return _RULES.get((groups[period], _NUMBERS.get(count) or int(count)))
    count = next(groups[name] for name in ("nep", "ne", "ngp", "ng") if name in groups)
    period = groups.get("pe") or groups["pg"]
    times = _TIMES.get((_NUMBERS.get(count) or int(count), period))
    return _RULES[times] if times else _RULES["ngày", 1] if period == "ngày" else None


def _parts(groups: dict[str, str], recurrence: Recurrence, rrule: str) -> tuple[Recurrence, str]:
    """The recurrence and the rule with the BY… parts that the words beside the period give: weekday, month, day of the month."""
    side = next((side for side in "ab" if any(name.startswith(side) and name[1:] in _PART_NAMES for name in groups)), None)
    if side is None:
        return recurrence, rrule
    week, dates, edge = (groups.get(side + name) for name in ("week", "dates", "edge"))
    if week:
        days = ",".join(_WEEKDAYS[found[1] or found[0]] for found in re.finditer(r"thứ (\w+)|chủ nhật", week))
        nth = groups.get(side + "nth") if recurrence == "monthly" else None
        return recurrence, f"{rrule};BYDAY={days}" + (f";BYSETPOS={-1 if nth.startswith('cuối') else 1}" if nth else "")
    if edge:
        first = -1 if edge.startswith("cuối") else 1
        if recurrence != "monthly":
            return recurrence, rrule
        return recurrence, f"{rrule};BYDAY={_WORKDAYS};BYSETPOS={first}" if side + "work" in groups else f"{rrule};BYMONTHDAY={first}"
    if dates:
        return _dated(dates, recurrence, rrule)
    month, quarter = groups.get(side + "month"), groups.get(side + "quarter")
    last = int(month) if month else 3 * ({"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter or "") or int(quarter or 0))
    return recurrence, f"{rrule};BYMONTH={last}" if recurrence == "annual" and 1 <= last <= 12 else rrule


def _dated(dates: str, recurrence: Recurrence, rrule: str) -> tuple[Recurrence, str]:
    """The days of a period: "ngày 20", "15/6 và 15/12"; several days of a year make it that many times a year."""
    found = [(int(day.translate(DIGITS)), int(month) if month else 0) for day, month in _NUMBERS_OF_A_DATE.findall(dates)]
    days, months = list(dict.fromkeys(day for day, _ in found)), [month for _, month in found if month]
    if recurrence in ("annual", "semiannual") and months:
        if len(found) > 1:
            recurrence, rrule = _RULES["tháng", 12 // len(found)] if 12 % len(found) == 0 else (recurrence, rrule)
        if len(days) > 1:
            return recurrence, rrule  # "10/6 và 05/12": no one rule of RFC 5545
        return recurrence, f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY={days[0]}"
    if recurrence == "annual" or recurrence in ("daily", "weekly"):
        return recurrence, rrule
    return recurrence, f"{rrule};BYMONTHDAY={','.join(map(str, days))}"
