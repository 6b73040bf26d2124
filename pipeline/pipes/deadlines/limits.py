"""Whether a point of time in running text limits a task, and how.

It does when the words before it make it a limit ("trước", "chậm nhất", "hoàn thành", "trong", …) and nothing makes it something else: the
period of a plan's title, a budget year, a past event, the day on which a rule takes effect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.pipes.deadlines.mentions import Mention
from pipeline.schema import Bound

_LIMITS = (
    "chậm nhất|muộn nhất|trễ nhất|không quá|không muộn hơn|không chậm hơn|thời hạn|hạn cuối cùng|hạn cuối|hạn chót|kỳ hạn|"
    "(?<!trung )(?<!dài )(?<!ngắn )(?<!gia )hạn|trước"
)
_DONE = "hoàn thành dứt điểm|hoàn thành|hoàn tất|dứt điểm|xong|kết thúc"
_INSIDE = "ngay trong|nội trong|trong|vào|đúng|đến|tới|hết|cuối"
_GLUE = (
    "hai|ba|thời gian hoàn thành|thời gian hoàn tất|thời gian thực hiện|thời gian|thời điểm|tiến độ|là|từ nay|kể từ|tính|từ|sau|khoảng|"
    "dự kiến|phấn đấu|tuần|thời hạn hoàn thành|các"
)
_CHAIN = re.compile(rf"(?<!\w)(?:(?:{_LIMITS}|{_DONE}|{_INSIDE}|{_GLUE})(?!\w)[ ,:]*)+\Z")
_LIMIT_CUE, _DONE_CUE, _INSIDE_CUE = (re.compile(rf"(?<!\w)(?:{words})(?!\w)") for words in (_LIMITS, _DONE, _INSIDE))
_QUOTE_STARTS = re.compile(rf"(?<!\w)(?:{_LIMITS}|{_INSIDE}|từ nay|kể từ|từ|khoảng|đúng)(?!\w)")

_PAST = re.compile(r"(?<!\w)(?:đã|đang|vừa|chưa)(?!\w)(?! được giao)[^,;:.\n]{0,80}\Z")
_JUST_PAST = re.compile(
    r"(?<!\w)(?:đã|đang|vừa|chưa)(?: [^\s,;:.()]+){0,3} ?\Z|(?<!\w)(?:không|chưa) (?:kịp|thể|hoàn thành|xong|làm xong|nộp|gửi|"
    r"báo cáo)(?!\w)"
    r"(?:(?!(?<!\w)(?:phải|cần|yêu cầu|đề nghị)(?!\w))[^,;:.\n]){0,60}\Z"
)
_AVOIDED = re.compile(r"(?<!\w)không để(?!\w)[^,;.\n]{0,60}\Z")  # "không để dồn vốn vào cuối năm"
_PASSIVE = re.compile(
    r"(?<!phải )(?<!cần )(?<!sẽ )(?<!bảo đảm )(?<!đảm bảo )(?<!\w)được (?!giao|gia hạn|lùi|kéo dài|điều chỉnh|ít nhất|tối thiểu|trên |"
    r"khoảng |\d)(?:\w+ ){1,4}\Z"
)
_OLD_LIMIT = re.compile(r"(?:thời )?hạn (?:cũ|ban đầu|trước đây)[^,;.()\n]{0,20}\Z|(?<!\w)thay vì(?!\w)[^,;.\n]{0,80}\Z")
_MOVED_FROM = re.compile(r"(?<!\w)(?:lùi|gia hạn|điều chỉnh|dời)(?!\w)[^,;.\n]{0,60}(?<!\w)từ (?:[^\W\d]+ ){0,3}\Z")
_MOVED_TO = re.compile(r"\)? ?(?:(?:thì )?được (?:gia hạn|lùi|kéo dài|điều chỉnh)|(?:đến|sang|thành)(?!\w))")
_CONDITION = re.compile(r"(?<!\w)(?:nếu|trong trường hợp)(?!\w)(?:(?! thì )[^,;.()\n]){0,60}\Z")
_CONDITION_AFTER = re.compile(r" (?:mà(?!\w)|(?:[^\s,;:.()]+ ){0,4}nào(?!\w))")
_FAILED = re.compile(r"(?<!\w)(?:không|chưa) \Z")
_EXPIRY = re.compile(
    r"(?<!\w)(?:có thời hạn|có hạn|hết (?:thời )?hạn|hết nhiệm k[ỳì]|nghỉ hưu|nghỉ chế độ|sử dụng ổn định)(?!\w)[^,;.\n]{0,30}\Z"
)
_SUBMITTED = re.compile(
    r"(?<!\w)(?:các|những|cho) (?:hồ sơ|dự án|công trình|văn bản|trường hợp|đơn)(?: [^\s,;:.()]+){0,2} (?:nộp|tiếp nhận|phê duyệt|"
    r"được duyệt|hết hiệu lực) \Z"
)
_FEAST = re.compile(r"(?<!\w)(?:(?<!tư )nhân|nhân dịp|dịp|dịp lễ|nghỉ lễ|chào mừng|kỷ niệm|mừng|hưởng ứng) \Z")
_AS_OF = re.compile(r"(?<!\w)tại thời điểm")
_MONEY_FOR = re.compile(r"(?<!\w)(?:vốn|kinh phí|toán)(?: cho)? (?:các |những )(?:dự án|công trình|nhiệm vụ) \Z")
_HAPPENED = re.compile(r"(?:phát sinh|xảy ra|tồn tại|được tuyển dụng|có đơn|so với|cùng kỳ|vụ việc|kể từ) \Z")
_REPORTED = re.compile(r"(?<!cáo )(?<!gửi )(?<!hợp )(?<!nộp )(?<!bố )(?<!trình )(?:kết quả|số liệu|tình hình) \Z")
_EFFECT = re.compile(r"(?<!hết )hiệu lực(?: thi hành)?[^,;.\n]{0,30},? ?\Z|(?:áp dụng|thi hành) ?\Z")
_PAST_AFTER = re.compile(r",? (?:đã|đang|vừa|vẫn|mới|chưa)(?!\w)")
_NAMED_AFTER = re.compile(r",? ?(?:\(?(?:và )?(?:định hướng|tầm nhìn|những năm|hướng tới)|trở về trước|trở lại đây|có hiệu lực)")
_EVERY_AFTER = re.compile(r",? ?(?:của )?(?:h[àằ]ng|mỗi) (?:năm|quý|tháng|tuần)")
_SPOKEN_OF = re.compile(
    r"(?:phiên họp|cuộc họp|hội nghị|k[ỳì] họp|buổi làm việc|buổi họp|giao ban|họp báo|thường k[ỳì]|chuyến|biên bản|kỷ niệm|mất|"
    r"thành lập|sổ|giấy|đơn|phiếu|bài báo|điện|văn bản|"
    r"công văn|thông báo|tờ trình|chỉ thị|quyết định|kế hoạch|nghị quyết|kết luận)(?: [^\s,;:.()]+){0,3} \Z"
)
_FOR_AN_EVENT = re.compile(
    r"(?:phục vụ|cho|dự|tham dự|tham gia)(?!\w)[^,;.\n]{0,60}(?:lễ|hội nghị|cuộc họp|phiên họp|kỳ họp|đại hội|ngày hội|hội thi|"
    r"hội thảo|giải|kỳ thi)(?!\w)[^,;.\n]{0,60}\Z"
)
_OWN_MEETING = re.compile(r"(?:tổ chức|triệu tập|khai mạc|chủ trì)(?!\w)[^,;.\n]{0,60}\Z")
_PLAN = re.compile(
    r"(?:quy hoạch|chiến lược|đề án|chương trình|kế hoạch|giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|định hướng|tầm nhìn|phương hướng|"
    r"lộ trình phát triển|dự án|nghị quyết|tái cơ cấu|"
    r"phát triển|mục tiêu|phương án|dự toán|chỉ tiêu|trung hạn|đầu tư công)[^,;:.\n]*\Z"
)
_YEAR_OF = re.compile(
    r"(?:nhiệm vụ|kết quả|tình hình|thành tích|số liệu|phong trào|thi đua|dự toán|kinh phí|ngân sách|biên chế|tăng trưởng|những|"
    r"các)(?: [^\s,;:.()]+){0,2} \Z"
)
_ABLE = re.compile(r"(?:khả năng|dự kiến|có thể) \Z")
_TARGET = re.compile(
    r"(?:^|[,;:.(\n]|(?<!\w)(?:và|để|phấn đấu|mục tiêu|bảo đảm|đảm bảo|kéo dài|gia hạn|duy trì|là|[a-zđ\d]\)|[-+])|"
    r"%[^,;.\n]{0,25}) ?\Z"
)
_ACT = re.compile(
    r"(?:tổ chức|khai mạc|họp|khởi công|khánh thành|ra quân|phát động|báo cáo|gửi|trình|nộp|hoàn thành|công bố|bế mạc|tổng kết|sơ kết|"
    r"bàn giao|có mặt|tập trung|diễn ra|đưa|tham dự|dự|tập huấn)"
    r"(?!\w)[^,;.\n]{0,80} \Z"
)
_MOVED = re.compile(r"(?:lùi|gia hạn|điều chỉnh|kéo dài)[^,;.\n]{0,60}(?:sang|thành|đến|tới|là) \Z")
_CLAUSE_START = re.compile(r"(?:^|[.;:\n]|\btrước mắt,?|^ ?[-+a-z\d.)]{1,4})[ \"']*\Z")
_AFTER_OPENING = re.compile(
    r",? ?(?:tập trung|hoàn thành|tổ chức|xây dựng|triển khai|trình|báo cáo|phải|cơ bản|đưa|thực hiện|ban hành|tiếp tục|tiến hành|"
    r"khởi công|bảo đảm|phấn đấu|có|sẽ)(?!\w)|,"
)
_NUMBER_ENDS = re.compile(
    r"(?=\Z|[ ]?[,;.:)\n(]| (?:để|và|đối|theo|về|cho|qua|kèm|báo|gửi|các|tại|hoàn|trình|phải|sở|ubnd|bộ|nhằm|trên|làm|tổng|với|những|"
    r"hằng|hàng))"
)


_ENDS = re.compile(r"(?: này)? ?(?:[,;.)(]|\Z)")
_OF_PERIOD = re.compile(
    r"(?:(?<!\w)(?:kế hoạch|kết quả|số liệu|tình hình|báo cáo|(?<!học )(?<!phát )(?<!vệ )(?<!thí )sinh|mất|công điện|tai nạn|"
    r"(?<!thường )vụ|đợt|bão|lũ|dịch|hội nghị|cuộc họp|kỳ họp|"
    r"phiên họp|ý kiến|thông tin|văn bản|điện)(?: [^\s,;:.()]+){0,2}|(?<!\w)(?:của|các|những|và|so với|từ)) \Z"
)
_IN_BRACKETS = re.compile(r"\((?:[^()]*;)? ?\Z")
_START_ONLY = re.compile(r"(?<!\w)(?:tính|sau)(?!\w)")
_FROM = re.compile(r"(?<!\w)từ[ ,:]*\Z")
_END_NAMED = re.compile(r"từ|hết")
_BARE_CUES = re.compile(r"hết|đến|thời gian")


# whatever cue words stand beside them, these make a time something else
_ELSE_BEFORE = re.compile("|".join(form.pattern for form in (_EFFECT, _HAPPENED, _SUBMITTED, _MONEY_FOR, _AVOIDED)))
_ELSE_AFTER = re.compile("|".join(form.pattern for form in (_PAST_AFTER, _NAMED_AFTER, _EVERY_AFTER)))


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the phrase of a limit begins, with its cue words, and how it bounds; `strong` where a word sets it that can do nothing else."""

    start: int
    bound: Bound
    strong: bool = False
    to_end: bool = False  # "trước hết quý IV" ends with the quarter, "trước quý IV" before it


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around a mention: the chain of cue words right before it, the text of the clause before them, and what follows."""

    chain: str
    chain_start: int
    before: str
    after: str
    limit: bool
    done: bool
    inside: bool

    @property
    def strong(self) -> bool:
        """Whether a cue word cannot but set a limit."""
        return self.limit or self.done


def find_limit(mention: Mention, folded: str) -> Limit | None:
    """How `mention`, found in `folded`, limits a task; `None` when it does not.

    >>> from pipeline.pipes.deadlines.mentions import find_mentions
    >>> text = "rà soát quy hoạch đến năm 2030, báo cáo trước ngày 15/3/2024"
    >>> [find_limit(mention, text) for mention in find_mentions(text)]
    [None, Limit(start=40, bound='before', strong=True, to_end=False)]
    """
    context = _context(mention, folded)
    if not _is_limited(mention, context) or _is_something_else(mention, context):
        return None
    cue = _QUOTE_STARTS.search(context.chain, context.chain.rfind(":") + 1)  # a label in front is no part of it
    return Limit(
        context.chain_start + cue.start() if cue else mention.start, _bound(mention, context), context.limit, "hết" in context.chain
    )


def _context(mention: Mention, folded: str) -> _Context:
    window = folded[max(0, mention.start - 200) : mention.start]
    match = _CHAIN.search(window)
    cut = match.start() if match else len(window)
    chain = window[cut:]
    return _Context(
        chain=chain,
        chain_start=mention.start - len(chain),
        before=window[:cut],
        after=folded[mention.end : mention.end + 60],
        limit=bool(_LIMIT_CUE.search(chain)),
        done=bool(_DONE_CUE.search(chain)),
        inside=bool(_INSIDE_CUE.search(chain)),
    )


def _bound(mention: Mention, context: _Context) -> Bound:
    chain = context.chain[context.chain.rfind(":") + 1 :]  # a label in front is no part of it
    if "trước" in chain:
        return "before"
    if _LIMIT_CUE.search(chain) or "đến" in chain or "hết" in chain:
        return "by"
    if mention.first is not None and mention.spoken_range:
        return "by"
    inside = _DONE_CUE.search(chain) or "trong" in chain.split()
    return "on" if mention.last.unit == "day" and mention.first is None and not inside else "within"


def _is_limited(mention: Mention, context: _Context) -> bool:
    if mention.bare:
        if mention.last.step is not None and _ACT.search(context.before):
            return True
        return (context.strong or bool(_BARE_CUES.search(context.chain))) and bool(_NUMBER_ENDS.match(context.after))
    stretch = mention.first is not None and (mention.last.unit != "year" or "từ" in context.chain)
    return context.strong or context.inside or stretch or "thời gian" in context.chain or _stands_alone(mention, context)


def _is_something_else(mention: Mention, context: _Context) -> bool:
    before, after = context.before, context.after
    if mention.last.unit == "monthday" or _START_ONLY.search(context.chain) or (mention.first is None and _FROM.search(context.chain)):
        return True
    if _ELSE_AFTER.match(after) or _ELSE_BEFORE.search(before) or (not context.strong and _REPORTED.search(before)):
        return True
    clause = before + context.chain
    if _is_put_off(clause, after) or _is_conditional(context) or (context.done and _FAILED.search(before)):
        return True
    if _EXPIRY.search(clause) or _is_history(mention):
        return True
    if not context.chain and mention.last.year is None and _FEAST.search(before):
        return True
    if (_JUST_PAST if context.strong else _PAST).search(before) or (not context.done and _PASSIVE.search(before)):
        return True
    if mention.last.unit == "year" and _is_horizon(mention, context):
        return True
    return not context.chain and bool(_SPOKEN_OF.search(before)) and not (_OWN_MEETING.search(before) or _MOVED.search(before))


def _is_put_off(clause: str, after: str) -> bool:
    """Whether it is a former limit: "thay vì trong tháng 6", "lùi từ ngày 15/8 đến …", "(hạn ngày 31/8) được gia hạn đến …"."""
    moved = _MOVED_TO.match(after)
    return bool(_OLD_LIMIT.search(clause) or (moved and ("được" in moved[0] or _MOVED_FROM.search(clause))))


def _is_conditional(context: _Context) -> bool:
    """Whether the time is that of a condition: "Nếu đến ngày 30/9 …", "Đến ngày 30/9 đơn vị nào …"; or only dates a count of things."""
    return bool(
        _CONDITION.search(context.before) or _CONDITION_AFTER.match(context.after) or _AS_OF.search(context.before[-4:] + context.chain)
    )


def _of_another_event(before: str) -> bool:
    return _FOR_AN_EVENT.search(before) is not None and _OWN_MEETING.search(before) is None


def _is_history(mention: Mention) -> bool:
    """A stretch of days over many years is an anniversary: "(07/5/1954 - 07/5/2024)"."""
    first, last = mention.first, mention.last
    return first is not None and first.unit == "day" == last.unit and (last.year or 0) - (first.year or 9999) > 2


def _is_horizon(mention: Mention, context: _Context) -> bool:
    """Whether a year belongs to a name or a noun: "Quy hoạch … đến năm 2030", "khả năng hoàn thành trong năm 2025"."""
    of_a_noun = not context.strong and "hết" not in context.chain and _YEAR_OF.search(context.before)
    if of_a_noun or _ABLE.search(context.before) or (mention.first is not None and _PLAN.search(context.before)):
        return True
    end_named = mention.last.part or mention.last.step is not None or _END_NAMED.search(context.chain)
    return "đến" in context.chain and not context.strong and not end_named and not _TARGET.search(context.before)


def _stands_alone(mention: Mention, context: _Context) -> bool:
    """Whether a time without any cue word is a limit all the same: in brackets, opening the order, or the day of an act."""
    before, after = context.before, context.after
    if after.startswith(")") and _IN_BRACKETS.search(before):
        return mention.last.unit != "year" or bool(mention.last.part)
    if _MOVED.search(before):
        return True
    if _CLAUSE_START.search(before):
        return bool(_AFTER_OPENING.match(after)) or not after.strip(" .;,")
    if mention.last.unit == "year" and (mention.last.year is None or not mention.last.part):
        return False
    if _ENDS.match(after) and (mention.last.part or mention.last.unit == "day"):
        return bool(before.strip()) and not (_OF_PERIOD.search(before) or _of_another_event(before))  # "…, in xong tờ rơi đầu tháng 5/2024"
    return mention.last.unit == "day" and bool(_ACT.search(before)) and not _of_another_event(before)
