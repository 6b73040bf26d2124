"""Is this an order? The forms in which a sentence obliges somebody, and what it consists of.

Forms, in the order of trust: a cue with the one ordered ("Giao Sở Y tế …", "yêu cầu các địa phương …"), a subject with a predicate
("Sở Y tế chủ trì …"), a topic with a verb behind the colon ("Bưu chính: Kiểm tra …"), a verb in front ("Rà soát …"), a modal verb
("… phải …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from pipeline.pipes.agencies.grammar import (
    Body,
    Subject,
    find_predicate,
    opens_with_verb,
    predicate_pattern,
    predicate_role,
    read_subject,
    starts_body,
)
from pipeline.pipes.tasks.sentences import trim

Form = Literal["cue", "subject", "topic", "verb", "modal"]


@dataclass(frozen=True, slots=True)
class Order:
    """An order inside one sentence: its span, the bodies ordered (as its own words name them), and where the predicate begins.

    `lead` says that the sentence only introduces what follows ("… các nội dung sau:").
    """

    start: int
    end: int
    owners: tuple[Body, ...]
    predicate: int
    form: Form
    lead: bool = False


_CONNECTOR = re.compile(
    r"(?:(?:đồng thời|bên cạnh đó|ngoài ra|trong đó|cùng với đó|mặt khác|theo đó|tiếp đó|tiếp theo|riêng|đặc biệt là|đặc biệt|cũng|"
    r"song song với đó|do đó|vì vậy|"
    r"thứ (?:nhất|hai|ba|tư|năm)|(?:một|hai|ba|bốn|năm|sáu) là|lưu ý|trước mắt|trước hết|cụ thể|thời gian tới|trong thời gian tới|"
    r"và|nhất là|sau đó|từ đó|qua đó|nhân dịp này|tới đây|hiện nay|tại cuộc họp|tại hội nghị)\s*[,:]?\s+|[*\"“]\s*)+"
)
_SOON = re.compile(r"(?<!\w)(?:(?:trong )?thời gian tới|trước mắt)(?=\W*$|[\s,:])")
_ADVERBIAL = re.compile(
    r"(?:để|căn cứ|trên cơ sở|trong|sau khi|ngay sau|khi|nếu|từ|đến|trước|theo|nhằm|với|qua|hằng|hàng|định kỳ|đối với|về|chậm nhất|tùy|"
    r"cùng với|bên cạnh|ngoài|"
    r"thực hiện|tiếp theo|tại|thông qua|quá trình|trường hợp|nhân|riêng|xét|do|vì|kể từ|đi đôi với|thay mặt|thừa|dựa|ngày|bằng|chiều|sáng|"
    r"tối|hôm|phát biểu|kết luận|"
    r"cũng|ngoài ra|bên cạnh|cuối|mới|vừa|liên quan|trước|nhất|giai đoạn|năm|quý|tháng)(?!\w)"
)
_BY_PAPER = re.compile(  # "Theo đó, thực hiện Công văn số …; Chủ tịch UBND tỉnh yêu cầu: …"
    r"(?:theo đó,? )?(?:căn cứ|xét|theo|thực hiện (?:ý kiến|công văn|công điện|chỉ thị|kế hoạch|quyết định|nghị quyết|kết luận|thông báo|"
    r"văn bản|chương trình|chỉ đạo))(?!\w)"
)
_CUE = re.compile(
    r"(?<!\w)(?P<cue>giao nhiệm vụ cho|giao trách nhiệm cho|giao trách nhiệm|giao cho|"
    r"giao(?! (?:ban (?:công|tháng|quý|tuần|đầu|định|trực|báo|tại|vào|với|hằng|hàng|cùng|về|ngày|sáng|chiều|của)|lưu|thông|dịch)(?!\w))|"
    r"(?<!là )yêu cầu(?! (?:bắt buộc|đặt ra|tất yếu|cấp thiết|cấp bách|khách quan|kỹ thuật)(?!\w))|kính đề nghị|trân trọng đề nghị|"
    r"đề nghị|phân công|ủy quyền cho|"
    r"chỉ đạo|chỉ thị(?= (?:cho |giám đốc|thủ trưởng|các (?!cấp)|sở|ubnd|ủy ban|chủ tịch|công an|lữ đoàn|trung đoàn|sư đoàn))|kêu gọi|"
    r"lưu ý|nhấn mạnh|nhắc nhở|quán triệt|thống nhất giao|đồng ý giao|phân công cho|kiến nghị)(?:\s+|:\s*|(?<=lưu ý),\s*|"
    r"(?<=nhấn mạnh),\s*|(?<=yêu cầu),\s*)"
)
_CUE_NOUN = re.compile(
    r"(?:theo|được|đã|nhiệm vụ|việc|các|những|của|có|khi|nếu|đáp ứng|ban|cơ quan|chỉ tiêu|thực hiện|đúng|một số|sự|vốn|mức|nội dung|"
    r"ý kiến|văn bản|hồ sơ|công tác|kế hoạch|"
    r"lãnh đạo,?|tham mưu|phù hợp|những|mọi|từng|chưa|hoặc|kết quả|tiến độ|tinh thần|về|tổ|nhóm|hội đồng|bộ phận|đơn vị|số|với|không|"
    r"danh sách|đơn|dự toán|thời hạn|phải|cần|tiếp tục|kịp thời|tờ trình|"
    r"báo cáo|trình|đang|sẽ|đủ điều kiện|điều kiện|thủ tục|để|tăng cường|tập trung|chủ động|trực tiếp|khẩn trương|công văn|điện|xin|"
    r"khen thưởng và|khen thưởng|sâu sát)\s*$"
)
_LEADER = re.compile(
    r"(?:thủ tướng|phó thủ tướng|bộ trưởng|thứ trưởng|chủ tịch|phó chủ tịch|bí thư|phó bí thư|tổng bí thư|thường trực|ông|bà|đồng chí|đ/c|"
    r"giám đốc|tổng giám đốc|chính phủ|"
    r"ủy ban nhân dân|ubnd|ban thường vụ|ban bí thư|bộ chính trị|tỉnh ủy|thành ủy|huyện ủy|lãnh đạo|người đứng đầu|bộ|sở|ban|văn phòng|"
    r"đoàn chủ tịch|hội đồng nhân dân|hđnd|"
    r"chủ nhiệm|thống đốc|tổng liên đoàn|cục trưởng|cục|công điện|văn bản|công văn|thông báo|chỉ thị|trưởng ban|trưởng đoàn|hiệu trưởng|"
    r"tổng cục|ủy ban|tư lệnh|ngành|kế hoạch)(?!\w)"
)
_MODAL = re.compile(r"(?<!\w)(?:phải|cần(?! thiết)|cần phải|có trách nhiệm|không được|nghiêm cấm|chịu trách nhiệm)\s")
_JOINT = re.compile(r"(?:chủ trì,?\s*(?:và )?)?(?:phối hợp|cùng)(?: \w+){0,2}? (?:với|cùng)\s")
_GENERIC_SINGULAR = re.compile(
    r"(?:cơ quan|đơn vị|tổ chức|cá nhân|cơ sở|ngành|thành phố|tỉnh|huyện|xã|phường|cấp|ban|đoàn|hội|viên chức|công chức)(?!\w)"
)
_PAST = re.compile(r"(?<!\w)(?:đã|vừa|đang|sẽ|mới|từng)(?!\w)")
_MARK = re.compile(r"[();,]")
_ANOTHER_CUE = re.compile(r"(?:giao(?: cho)?|yêu cầu|đề nghị|phân công)\s+")
_HELPERS_MUST = re.compile(r"(?:các )?(?:cơ quan|đơn vị) phối hợp (?:có|chịu) trách nhiệm")
_TOLD_TO = re.compile(r"(?:chỉ đạo|yêu cầu)\s+")
_NOBODY_TOLD = re.compile(r"(?:yêu cầu|đề nghị|kính đề nghị|phải|cần|cần phải)\s+")
_PERSON = re.compile(r"(?:ông|bà|đồng chí|đ/c)\s")
_BARE_CLAUSE = re.compile(r"(?<!\w)(?:thì|vướng mắc,?|phát sinh,?|khó khăn,?)\s+(?=\S)")
_PLURAL = re.compile(r"(?:các|những|mọi|toàn thể|từng|mỗi|đồng chí|thủ trưởng|chủ tịch|giám đốc|người đứng đầu)\s")
_NEWS_ONLY = frozenset({"chỉ đạo", "kêu gọi", "lưu ý", "nhấn mạnh", "nhắc nhở", "quán triệt", "kiến nghị"})
_RECORD = re.compile(
    r"(?:thống nhất (?:với|để|cho|chủ trương|gia hạn|theo|về|nội dung|phương án|như|đề nghị|kết quả|danh sách)|chấp thuận|chấp nhận|"
    r"cho phép|ghi nhận|biểu dương|đánh giá cao|hoan nghênh|cảm ơn|chúc mừng|nhất trí|cơ bản nhất trí|đồng ý|tán thành|"
    r"trân trọng cảm ơn)(?!\w)"
)
_POSITION = re.compile(
    r"(?:các )?(?:phó )?(?:trưởng ban|ủy viên|thành viên|thư ký|trưởng đoàn|trưởng tiểu ban|tổ trưởng|chủ tịch hội đồng|"
    r"đại diện)(?: thường trực)?$"
)
_SPEAKS = re.compile(
    r"(?:yêu cầu|lưu ý|nhấn mạnh|chỉ đạo|đề nghị|cho rằng|khẳng định|cho biết|nhắc nhở|kêu gọi|quán triệt|phát biểu|kết luận|giao)(?!\w)"
)
_FORMULA = re.compile(
    r"chịu trách nhiệm (?:thi hành|thực hiện) (?:quyết định|chỉ thị|nghị quyết|kế hoạch|thông tư|nghị định|công điện|quy\w* \w+|"
    r"kết luận) này|có hiệu lực(?: thi hành)?(?: kể)? từ|căn cứ quyết định(?: này)? thi hành|"
    r"^[^,;:]{0,80}?(?:thông báo|báo)(?: ý kiến[^,;]{0,80})? (?:để|cho|đến|tới) [^.;]{2,160}? (?:được )?biết(?!\w)|"
    r"chịu trách nhiệm (?:trước pháp luật|về (?:tính|nội dung|số liệu|việc tổng hợp|kết quả))|"
    r"^(?:nơi nhận|kính gửi|trân trọng|xin (?:(?:chân thành |trân trọng )?cảm ơn|trân trọng|thông báo)|trên đây là)|"
    r"được phổ biến(?:, quán triệt)? đến|"
    r"thay thế (?:quyết định|chỉ thị|thông tư)|ban hành kèm theo|"
    r"(?:thực hiện|triển khai)(?: thực hiện)?(?:,? (?:một cách )?(?:nghiêm túc|nghiêm|tốt|hiệu quả|có hiệu quả|đầy đủ|kịp thời|"
    r"đạt kết quả|đúng))*(?:,? (?:nội dung|các nội dung|tinh thần))?(?: của)? "
    r"(?:chỉ thị|công điện|kế hoạch|kết luận|nghị quyết|quyết định|chương trình|thông báo|văn bản|công văn|nội dung) này$"
)
_FORMULA_CUE = re.compile(  # no formula is without one of these
    r"chịu trách nhiệm|hiệu lực|căn cứ quyết định|biết|nơi nhận|kính gửi|trân trọng|xin |trên đây là|phổ biến|thay thế|kèm theo|này"
)
_SUPERVISES = re.compile(r"(?:đôn đốc|kiểm tra|theo dõi|giám sát|hướng dẫn|việc|phối hợp với|kết quả)(?!\w)")
_WORK = re.compile(r"(?:việc|khâu|phần|riêng phần|công tác|nội dung|nhiệm vụ|công việc)(?!\w)")
_BY_WHOM = re.compile(r"(?<!\w)(?:do|(?:được )?giao cho|được giao)\s+")
_SUFFERS = re.compile(
    r"(?:phải|cần|cần phải) được (?!giao|phân công|tập huấn|"
    r"đào tạo)"
)  # "Toàn bộ hồ sơ phải được giải quyết" names nobody
_TAKES_ON = re.compile(
    r"(?:chủ trì|thực hiện|đảm nhiệm|đảm nhận|phụ trách|làm đầu mối|lo|tổ chức|triển khai|chịu trách nhiệm|tham mưu|tiến hành)(?!\w)"
)
_STATEMENT = re.compile(
    r"(?<!\w)(?:đã|vừa qua|vẫn còn|vẫn phải|đang phải|dự kiến|hiện đang|trước đây|đang được|chưa được|vẫn chưa|được đánh giá|đã được|"
    r"đạt được|còn chậm|còn thấp|còn hạn chế)(?!\w)"
)
_NOMINAL = re.compile(
    r"(?<!\w)là (?:nhiệm vụ|yêu cầu|trách nhiệm|một trong|việc làm|nền tảng|khâu|nội dung|sự nghiệp|chủ trương|truyền thống|"
    r"vấn đề)(?!\w)(?! sau)"
)
_PURE_LEAD = re.compile(
    r"(?:sau|sau đây|như sau|dưới đây|cụ thể|cụ thể là|bao gồm|gồm|trọng tâm là|là|nội dung|nhiệm vụ|thực hiện|chỉ đạo|tham mưu|"
    r"có trách nhiệm|yêu cầu|đề nghị|kết luận|giao|chủ trì|"
    r"triển khai|phối hợp|tổ chức|giải pháp|công việc|vấn đề|việc|biện pháp|ý kiến|nội dung chính|công tác|quy định|các nội dung chủ yếu|"
    r"với các nội dung|lưu ý|bảo đảm|đảm bảo|trong đó|nhất là|tập trung)\s*:?\s*$"
)
_THE_FOLLOWING = re.compile(
    r"(?:các|những|một số) (?:việc|công việc|nội dung|nhiệm vụ|phần việc)(?: \w+){0,3} (?:sau|dưới đây|sau đây)(?!\w)"
)
_NOUN_START = re.compile(
    r"(?:kế hoạch|công tác|việc|các|những|một số|đây|điều|quyết định|nghị quyết|chỉ thị|thông tư|luật|nghị định|mức|thời|người|hồ sơ|"
    r"giấy tờ|kinh phí|nguồn)(?!\w)"
)
_DECISION_ACT = re.compile(
    r"(?:ban hành|phê duyệt|thông qua|công bố|thành lập|bổ nhiệm|điều động|cho phép|bãi bỏ|sửa đổi|điều chỉnh|quy định|công nhận|"
    r"khen thưởng|tặng|thu hồi|cử|kiện toàn|"
    r"miễn nhiệm|hủy bỏ|kéo dài|gia hạn|bổ sung|giao dự toán|phân bổ|thống nhất|đồng ý|cấp|chuyển|áp dụng)(?!\w)"
)


def orders(text: str, folded: str, start: int, end: int, *, reported: bool = False, verbs: bool = True) -> list[Order]:
    """The orders in one sentence; an empty list when it gives none.

    Args:
        text: the canonical text; `folded` is its fold key.
        start: first character of the sentence; `end` is behind its last.
        reported: reported speech (news, minutes): only a cue, or a modal verb with its subject, makes an order.
        verbs: whether the sentence stands where orders stand, so that a verb in front, or a modal verb, makes it one.
    """
    stop = end + 1 if text[end : end + 1] == ":" else end  # a colon that closes a lead-in also ends its subject
    first = _first_order(text, folded, start, stop, reported=reported, verbs=verbs)
    if first is None:
        return []
    first = replace(first, start=_with_time(folded, start, first.start), end=end, predicate=min(first.predicate, end))
    return [first] if first.lead else _split(text, folded, first, reported=reported)


def _with_time(folded: str, start: int, order: int) -> int:
    """Where an order begins with the words before it that say when: "Thời gian tới, Sở Y tế phải …"."""
    time = _SOON.search(folded, start, order)
    return time.start() if time and not folded[time.end() : order].strip(" ,:") else order


def is_formula(folded: str, start: int, end: int) -> bool:
    """Closing formulas, effect clauses and announcements, which nobody follows up."""
    found = _FORMULA.search(folded[start:end]) if _FORMULA_CUE.search(folded, start, end) else None
    return found is not None and not (found[0].endswith(" này") and _SUPERVISES.search(folded, start, start + found.start()))


def is_pure_lead(folded: str, start: int, end: int) -> bool:
    """Whether a sentence that ends in a colon says nothing beyond "the following"."""
    if _THE_FOLLOWING.match(folded, start):
        return True
    return _PURE_LEAD.search(folded[start:end]) is not None and not re.search(r",[^,;]{0,40}cần lưu ý:?$", folded[start:end])


def is_decision(folded: str, start: int, end: int) -> bool:
    """Whether an article decides something itself ("Phê duyệt …", "Ban hành …") instead of ordering it."""
    return _DECISION_ACT.match(folded, start) is not None


def _first_order(text: str, folded: str, start: int, end: int, *, reported: bool, verbs: bool) -> Order | None:
    lead = text[end - 1] == ":"
    if lead and re.match(r"về\s", folded[start:end]):
        return None  # a topic ("Về kiến nghị …:"), whose orders follow
    connector = _CONNECTOR.match(folded, start, end)
    at = connector.end() if connector and connector.end() < end else start
    cued = _cued(text, folded, at, end, reported)
    if cued is not None:
        return _order(text, folded, cued.start, end, cued, "cue", lead)
    cue = _leading_cue(folded, at, end)
    if cue is not None and verbs:
        return Order(cue, end, (), cue, "verb", lead and is_pure_lead(folded, start, end))
    if reported:
        return _reported(text, folded, at, end, connector is not None)
    subject = read_subject(text, folded, at, end)
    if subject is not None and subject.ending == "colon" and _POSITION.match(subject.bodies[0].name.lower()):
        return None
    if subject is not None and subject.ending == "colon" and not lead and not _acts_at(text, folded, subject.next, end):
        return None  # "Chủ tịch hội: Ông A; Phó Chủ tịch: …"
    if subject is not None and _is_order_predicate(text, folded, subject, end) and len(folded[at:end].split()) >= 5:
        return _order(text, folded, at, end, subject, "subject", lead)
    if _RECORD.match(folded, at) or (folded.startswith("không ", at) and not _forbids(folded, at)):
        return None
    if _NOMINAL.search(folded, at, end) and not re.match(r"(?:xác định|coi|xem|nhận thức|quán triệt)(?!\w)", folded[at:end]):
        return None
    opening = predicate_pattern().match(folded, at)
    if opening and predicate_role(opening[0]) == "manner" and _ADVERBIAL.match(folded, at):
        behind = _behind_adverbial(text, folded, at, end)
        if behind is not None and behind.owners:
            return behind
    if verbs and opens_with_verb(folded, at) and not _NOUN_START.match(folded, at):
        return Order(at, end, (), at, "verb", lead and is_pure_lead(folded, start, end))
    behind = _behind_adverbial(text, folded, at, end)
    if behind is not None and (verbs or behind.owners):
        return behind
    if not verbs:
        return None
    topic = _topic(text, folded, at, end)
    if topic is not None:
        return topic
    passive = _passive(text, folded, at, end)
    if passive is not None:
        return passive
    modal = _MODAL.search(folded, at, end)
    if modal and not _STATEMENT.search(folded[at:end]):
        return Order(at, end, (), modal.start(), "modal", lead and is_pure_lead(folded, start, end))
    return None


def _order(text: str, folded: str, start: int, end: int, subject: Subject, form: Form, lead: bool) -> Order:
    pure = lead and (
        (subject.ending == "colon" and subject.next >= end - 1)
        or is_pure_lead(folded, subject.next, end)
        or _only_names_partners(text, folded, subject.next, end)
    )
    owners = () if form == "subject" and _SUFFERS.match(folded, subject.next) else subject.bodies
    return Order(start, end, owners, min(subject.next, end), form, pure)


def _only_names_partners(text: str, folded: str, start: int, end: int) -> bool:
    """Whether a lead-in says only with whom its items are done ("chủ trì, phối hợp với Sở Y tế:")."""
    joint = _JOINT.match(folded, start, end)
    return joint is not None and find_predicate(text, folded, joint.end(), end) is None


def _cued(text: str, folded: str, start: int, end: int, reported: bool) -> Subject | None:
    """The one ordered behind a cue that stands in front, or behind an assigner or adverbial."""
    for match in _CUE.finditer(folded, start, end):
        if match["cue"] in _NEWS_ONLY and not reported:
            continue
        before = folded[start : match.start()]
        if ";" in before and not (_BY_PAPER.match(before) and _CUE.search(before) is None):
            break  # what stands in front of the semicolon is an order of its own
        if _CUE_NOUN.search(before) or _in_quotes(text, start, match.start()) or before.count("(") > before.count(")"):
            continue
        if before.strip() and not _assigns(before, reported):
            continue
        at = match.end()
        while at < end and text[at] in " \n":
            at += 1
        subject = read_subject(text, folded, at, end)
        if subject is None and match[0].rstrip().endswith(":"):
            behind = _behind_adverbial(text, folded, at, end)  # "yêu cầu: từ ngày …, các đơn vị bố trí …"
            if behind is not None and behind.owners:
                return Subject(behind.owners, at, behind.owners[-1].end, "predicate", behind.predicate)
        if (
            subject is not None
            and not _RECORD.match(folded, subject.next)
            and (subject.ending == "colon" or not re.match(r"(?:đã|được|sẽ)\s", folded[subject.next : end]))
        ):
            return subject
    return None


def _assigns(before: str, reported: bool) -> bool:
    """Whether the words in front of a cue are an assigner, or an adverbial that ends in a comma and perhaps an assigner."""
    if reported:
        return re.search(r"(?<!\w)(?:đã (?:có báo cáo|ban hành)|trước đó)(?!\w)", before) is None
    clause = re.split(r"[,;:]\s", before)[-1].strip()
    if not clause:
        return True
    return len(clause.split()) <= 25 and _LEADER.match(clause) is not None and not re.search(r"(?<!\w)đã(?!\w)", clause)


def _leading_cue(folded: str, start: int, end: int) -> int | None:
    """Behind "Yêu cầu" or "Đề nghị" with nobody named: where the act begins."""
    match = _NOBODY_TOLD.match(folded, start, end)
    return match.end() if match and opens_with_verb(folded, match.end()) else None


def _reported(text: str, folded: str, start: int, end: int, connected: bool) -> Order | None:
    """Reported speech without a cue and the one ordered: "X lưu ý, cần …", "Những người … phải …", "Đồng thời rà soát …"."""
    if _in_quotes(text, start, end - 1):
        return None
    said = None
    for match in _CUE.finditer(folded, start, end):
        before = folded[start : match.start()]
        if match["cue"] in ("giao", "phân công", "kiến nghị", "đề nghị") or _CUE_NOUN.search(before) or not _LEADER.search(before):
            continue
        at = match.end() + (2 if folded[match.end() : match.end() + 2] == ", " else 0)
        verb = re.match(r"(?:cần phải |cần |phải )?", folded[at:end])
        if opens_with_verb(folded, at) or (verb and verb.end() and opens_with_verb(folded, at + verb.end())):
            said = at
            break
    if said is not None:
        return Order(said, end, (), said, "verb")
    topical = _topical_owner(text, folded, start, end)
    if topical is not None:
        return topical
    given = read_subject(text, folded, start, end)
    if given is not None and re.match(r"(?:được giao|được yêu cầu|được phân công|có trách nhiệm)(?!\w)", folded[given.next : end]):
        return Order(start, end, given.bodies, given.next, "subject")
    if given is not None and given.ending == "predicate" and not _STATEMENT.search(folded[start:end]):
        act = predicate_pattern().match(folded, given.next)
        past = _PAST.search(folded, given.bodies[-1].end, given.next + 5)
        if act is not None and past is None and predicate_role(act[0]) in ("lead", "manner"):
            return Order(start, end, given.bodies, given.next, "subject")  # "Các địa phương đẩy mạnh …", which reports no deed
    modal = _MODAL.search(folded, start, end)
    if modal and not _STATEMENT.search(folded[start:end]):
        subject = given if given is not None and not _SPEAKS.match(folded, given.next) else None
        if subject is None and _ADVERBIAL.match(folded, start):
            behind = (read_subject(text, folded, at, end) for at in _clause_starts(text, folded, start, modal.start()))
            subject = next((found for found in behind if found is not None and found.next <= modal.start()), None)
        return Order(start, end, subject.bodies if subject else (), modal.start(), "modal")
    if opens_with_verb(folded, start) and not _PAST.match(folded, start):
        return Order(start, end, (), start, "verb")
    return None


def _topical_owner(text: str, folded: str, start: int, end: int) -> Order | None:
    """A topic that names the one ordered: "Đối với UBND quận X, Chủ tịch giao …", "Đối với các địa phương …, cần …"."""
    opening = re.match(r"(?:đối với|riêng)\s+", folded[start:end])
    if opening is None or not starts_body(folded, start + opening.end()):
        return None
    comma = text.find(",", start, end)
    while 0 < comma < end:
        behind = folded[comma : min(end, comma + 120)]
        act = re.match(r",[^,;]*?(?<!\w)(?:giao trách nhiệm|giao nhiệm vụ|giao|yêu cầu|đề nghị|chỉ đạo|cần|phải)\s+(?=\w)", behind)
        if act and opens_with_verb(folded, comma + act.end()):
            subject = read_subject(text, folded, start + opening.end(), comma, need=False)
            return Order(start, end, subject.bodies if subject else (), comma + act.end(), "cue") if subject else None
        comma = text.find(",", comma + 1, end)
    return None


def _behind_adverbial(text: str, folded: str, start: int, end: int) -> Order | None:
    """The first clause behind a comma that names a subject or opens with a verb: "Trên cơ sở …, Sở Y tế rà soát …"."""
    if not _ADVERBIAL.match(folded, start):
        return None
    lead = text[end - 1] == ":"
    for begin in islice(_clause_starts(text, folded, start, min(end, start + 900)), 12):
        connector = _CONNECTOR.match(folded, begin, end)
        at = connector.end() if connector else begin
        if at + 2 >= end:
            break
        cue = re.match(r"(?:đề nghị|yêu cầu|phải|cần)\s+", folded[at:end])
        if cue:
            subject = read_subject(text, folded, at + cue.end(), end)
            return Order(start, end, subject.bodies if subject else (), at, "cue" if subject else "verb")
        loose = text[at].islower() and _GENERIC_SINGULAR.match(folded, at) is not None  # "…, cơ quan và …" goes on a list
        subject = None if loose else read_subject(text, folded, at, end)
        if subject is not None and subject.ending == "predicate" and _is_order_predicate(text, folded, subject, end):
            return _order(text, folded, start, end, subject, "subject", lead)
        if (
            opens_with_verb(folded, at)
            and not starts_body(folded, at)
            and not re.match(r"(?:chưa|theo)\s", folded[at:end])
            and (not folded.startswith("không ", at) or _forbids(folded, at))
        ):
            return Order(start, end, (), at, "verb", lead and is_pure_lead(folded, at, end))
    return None


def _clause_starts(text: str, folded: str, start: int, end: int) -> Iterator[int]:
    """Where a main clause may begin behind an adverbial: behind commas and colons outside brackets, "thì", and "nếu có vướng mắc"."""
    depth = 0
    marks = {match.end() for match in _BARE_CLAUSE.finditer(folded, start, end)}
    for i in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0 and (text[i] in ",:" or i in marks):
            at = i if i in marks else i + 1
            while at < end and text[at] in " \n":
                at += 1
            yield at


def _passive(text: str, folded: str, start: int, end: int) -> Order | None:
    """Work that is done by a body: "Việc khảo sát 48 cầu do Khu Quản lý đường bộ IV chủ trì", "… được giao cho Cục Thuế đảm nhận"."""
    if not _WORK.match(folded, start):
        return None
    for by in _BY_WHOM.finditer(folded, start, end):
        subject = read_subject(text, folded, by.end(), end)
        if subject is not None and subject.ending == "predicate" and _TAKES_ON.match(folded, subject.next):
            return Order(start, end, subject.bodies, subject.next, "subject")
    return None


def _topic(text: str, folded: str, start: int, end: int) -> Order | None:
    """A topic with an act behind its colon: "Bưu chính: Tổ chức kiểm tra …", "Đối với rau, quả: Kiểm tra …"."""
    colon = text.find(":", start, min(end, start + 160))
    if colon < 0 or colon + 2 >= end:
        return None
    at = colon + 1
    while at < end and text[at] in " \n":
        at += 1
    if opens_with_verb(folded, at):
        return Order(start, end, (), at, "topic")
    subject = read_subject(text, folded, at, end)
    if subject is not None and subject.ending == "predicate":
        return Order(start, end, subject.bodies, subject.next, "subject")
    return None


def _is_order_predicate(text: str, folded: str, subject: Subject, end: int) -> bool:
    tail = folded[subject.next : end]
    if re.match(r"\w+(?: \w+){0,2}\s*:", tail) and not re.match(
        r"(?:có trách nhiệm|chỉ đạo|thực hiện|tham mưu|chủ trì|tập trung|phải|cần)", tail
    ):
        return False  # "Cơ quan trình: Sở Tư pháp"
    if tail.startswith("không ") and not _forbids(folded, subject.next):
        return False
    gap = folded[subject.end : subject.next]
    if re.search(r"(?<!\w)(?:đã|đang|vừa|cũng đã|vẫn|được|có thể)(?!\w)", gap):
        return False
    return _RECORD.match(tail) is None and re.match(r"(?:thống nhất (?:với|cao)|thông báo|cho phép|thông qua)(?!\w)", tail) is None


def _forbids(folded: str, at: int) -> bool:
    """Whether "không …" forbids ("không sử dụng") rather than states ("không có cơ sở")."""
    return re.match(
        r"không (?:được|để|tự ý|dùng|xem|nhận|gây|làm|thu|cho|hút|uống|ký|chia)(?!\w)", folded[at : at + 40]
    ) is not None or opens_with_verb(folded, at + len("không "))


def _acts_at(text: str, folded: str, at: int, end: int) -> bool:
    """Whether an act stands at `at`: a verb, a modal, or a body with its predicate."""
    connector = _CONNECTOR.match(folded, at, end)
    at = connector.end() if connector and connector.end() < end else at
    if _PERSON.match(folded, at):
        return False
    return (
        opens_with_verb(folded, at)
        or read_subject(text, folded, at, end) is not None
        or (_ADVERBIAL.match(folded, at) is not None and _behind_adverbial(text, folded, at, end) is not None)
    )


def _split(text: str, folded: str, first: Order, *, reported: bool) -> list[Order]:
    """One order a body: a new one begins behind ";" (or ", giao") where another body is ordered."""
    starts: list[tuple[int, Subject]] = []
    depth = 0
    for mark in _MARK.finditer(text, first.predicate, first.end):
        i = mark.start()
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth > 0 or text[i] not in ";,":
            continue
        at = i + 1
        while at < first.end and text[at] in " \n":
            at += 1
        connector = _CONNECTOR.match(folded, at, first.end)
        at = connector.end() if connector else at
        cue = _ANOTHER_CUE.match(folded, at, first.end)
        if text[i] == "," and not cue and not (reported and connector) and not _HELPERS_MUST.match(folded, at, first.end):
            continue
        body_at = cue.end() if cue else at
        if (
            reported
            and text[i] == ","
            and connector
            and (told := _TOLD_TO.match(folded, at, first.end))
            and opens_with_verb(folded, told.end())
        ):
            starts.append((told.end(), Subject((), at, at, "predicate", told.end())))
            continue
        if not (cue or text[at].isupper() or _PLURAL.match(folded, at)):
            continue  # "tổ chức, cá nhân sản xuất …" goes on an enumeration
        subject = read_subject(text, folded, body_at, first.end)
        if (
            subject is None
            or subject.ending == "end"
            or (subject.ending == "predicate" and not _is_order_predicate(text, folded, subject, first.end))
        ):
            continue
        if _same(subject.bodies, first.owners):
            continue
        starts.append((body_at, subject))
    out: list[Order] = []
    begin, owners, predicate, form = first.start, first.owners, first.predicate, first.form
    for at, subject in starts:
        if at <= begin:
            continue
        cut_start, cut_end = trim(text, begin, _before(text, folded, at))
        if cut_end - cut_start > 8:
            out.append(Order(cut_start, cut_end, owners, predicate, form))
        begin, owners, predicate, form = at, subject.bodies, subject.next, "subject"
    start, stop = trim(text, begin, first.end)
    out.append(Order(start, max(stop, start + 1), owners, predicate, form))
    return out


def _before(text: str, folded: str, at: int) -> int:
    """The end of what stands in front of a new order, without its cue."""
    cue = re.search(r"(?:^|\s)(?:giao(?: cho)?|yêu cầu|đề nghị|phân công|đồng thời|đồng thời giao)\s+$", folded[max(0, at - 25) : at])
    return at - (len(folded[max(0, at - 25) : at]) - cue.start()) if cue else at


def _same(these: tuple[Body, ...], those: tuple[Body, ...]) -> bool:
    return bool(these) and [body.name.lower() for body in these] == [body.name.lower() for body in those]


def _in_quotes(text: str, start: int, at: int) -> bool:
    head = text[start:at]
    return head.count("“") > head.count("”")


def opens_act(folded: str, at: int) -> bool:
    """Whether an act begins at `at`: a verb of the lexicon that is not a body's name."""
    return opens_with_verb(folded, at)


__all__ = ["Form", "Order", "is_decision", "is_formula", "is_pure_lead", "opens_act", "orders", "predicate_pattern"]
