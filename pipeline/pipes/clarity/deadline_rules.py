"""Rõ thời gian: is there a deadline, and can one say that it has passed?"""

from __future__ import annotations

import re

from pipeline.language.fold import fold
from pipeline.pipes.clarity.rule import Example, Flaw, Rule, Setting
from pipeline.pipes.clarity.suggestions import add_day, add_deadline, add_last_day, replace_deadline, state_day
from pipeline.schema import Deadline, Task

_REFERENCE = re.compile(
    r"(?:hoàn thành |thực hiện )?(?:(?:theo|đúng) (?:đúng )?(?:các )?(?:mốc )?(?:thời (?:hạn|gian)|tiến độ|lộ trình|kế hoạch|phụ lục)|"
    r"trong thời (?:hạn|gian) (?:quy định|được giao|nêu|ghi))"
)
_REPORTS = re.compile(r"báo cáo|gửi|tổng hợp|thống kê|nộp|cập nhật|đánh giá|sơ kết|công bố|công khai", re.IGNORECASE)


def _missing(task: Task, setting: Setting) -> Flaw | None:
    if task.deadline is not None:
        return None
    return Flaw("Chưa nêu thời hạn: không biết khi nào phải xong, khi nào là chậm.", add_deadline(task.content), task.start, task.end)


def _vague(task: Task, setting: Setting) -> Flaw | None:
    deadline = task.deadline
    if deadline is None or deadline.kind != "vague":
        return None
    phrase = phrase_of(deadline)
    return Flaw(f"Thời hạn «{phrase}» không phải là mốc kiểm tra được.", replace_deadline(phrase), *place_of(task))


def _by_event(task: Task, setting: Setting) -> Flaw | None:
    if task.deadline is None or task.deadline.kind != "event" or _REFERENCE.match(fold(task.deadline.text)):
        return None
    phrase = phrase_of(task.deadline)
    return Flaw(f"Thời hạn «{phrase}» tùy vào một sự kiện chưa có ngày.", add_last_day(phrase), *place_of(task))


def _by_reference(task: Task, setting: Setting) -> Flaw | None:
    if task.deadline is None or task.deadline.kind != "event" or not _REFERENCE.match(fold(task.deadline.text)):
        return None
    phrase = phrase_of(task.deadline)
    return Flaw(f"Thời hạn «{phrase}» nằm ở văn bản hoặc phụ lục khác, không thấy ngày ở đây.", state_day(phrase), *place_of(task))


def _without_day(task: Task, setting: Setting) -> Flaw | None:
    deadline = task.deadline
    if deadline is None or deadline.kind != "recurring" or deadline.status == "resolved" or not _REPORTS.search(task.text):
        return None
    phrase = phrase_of(deadline)
    return Flaw(f"«{phrase}» chưa nêu ngày phải báo cáo trong kỳ.", add_day(phrase), *place_of(task))


def phrase_of(deadline: Deadline) -> str:
    """The words of a deadline on one line."""
    return " ".join(deadline.text.split())


def place_of(task: Task) -> tuple[int, int]:
    """Where the deadline of a task stands, or the task itself where it has no place of its own."""
    deadline = task.deadline
    if deadline is None or deadline.start is None or deadline.end is None:
        return task.start, task.end
    return deadline.start, deadline.end


DEADLINE_MISSING = Rule(
    name="deadline-missing",
    severity="high",
    title="Thiếu thời hạn",
    what="Nhiệm vụ không nêu thời hạn, cũng không có thời hạn chung cho cả danh sách.",
    why="Việc không có thời hạn không vào được sổ theo dõi đến hạn, quá hạn; thường bị để lại sau cùng.",
    instead="Nêu ngày phải xong, hoặc kỳ báo cáo với việc làm thường xuyên.",
    bad=(Example("Sở Xây dựng lập danh mục nhà tập thể xuống cấp.", ("Sở Xây dựng",), result="danh mục nhà tập thể"),),
    good=(
        Example("Sở Xây dựng lập danh mục nhà tập thể xuống cấp trước ngày 15/8/2027.", ("Sở Xây dựng",), ("date", "trước ngày 15/8/2027")),
        Example("Chi cục Kiểm lâm hằng quý báo cáo diện tích rừng trồng.", ("Chi cục Kiểm lâm",), ("recurring", "hằng quý")),
    ),
    check=_missing,
)

DEADLINE_VAGUE = Rule(
    name="deadline-vague",
    severity="high",
    title="Thời hạn cảm tính",
    what="Thời hạn chỉ là «sớm», «ngay», «trong thời gian tới» …, không có ngày, tháng, quý, năm hay sự kiện.",
    why="Mỗi người hiểu «sớm» một khác; không có mốc thì không kết luận được đúng hạn hay quá hạn.",
    instead="Thay bằng ngày cụ thể; nếu tùy một sự kiện thì nêu sự kiện và số ngày tính từ đó.",
    bad=(Example("Công an huyện sớm lắp camera tại bến đò.", ("Công an huyện",), ("vague", "sớm")),),
    good=(
        Example("Công an huyện lắp camera tại bến đò trong quý III/2027.", ("Công an huyện",), ("date", "trong quý III/2027")),
        Example("Công an huyện lắp camera ngay sau khi được cấp vốn.", ("Công an huyện",), ("event", "ngay sau khi được cấp vốn")),
    ),
    check=_vague,
)

DEADLINE_BY_EVENT = Rule(
    name="deadline-by-event",
    severity="medium",
    title="Thời hạn theo sự kiện",
    what="Thời hạn chỉ gắn với một sự kiện («sau khi được phê duyệt», «trước kỳ họp») mà không có ngày.",
    why="Sự kiện chậm thì nhiệm vụ cũng chậm mà không ai trễ hạn; sổ theo dõi không có ngày để nhắc.",
    instead="Giữ sự kiện nhưng thêm ngày cuối cùng: «sau khi được phê duyệt, chậm nhất ngày …».",
    bad=(
        Example("Ban Quản lý dự án khởi công cầu sau khi được cấp vốn.", ("Ban Quản lý dự án",), ("event", "sau khi được cấp vốn")),
        Example("Sở Nội vụ trình đề án trước kỳ họp thứ 9.", ("Sở Nội vụ",), ("event", "trước kỳ họp thứ 9"), "đề án"),
    ),
    good=(
        Example("Sở Nội vụ trình đề án trước ngày 20/6/2027.", ("Sở Nội vụ",), ("date", "trước ngày 20/6/2027"), "đề án"),
        Example("Chủ đầu tư bàn giao theo tiến độ ghi tại Phụ lục II.", ("Chủ đầu tư",), ("event", "theo tiến độ ghi tại Phụ lục II")),
    ),
    check=_by_event,
)

DEADLINE_BY_REFERENCE = Rule(
    name="deadline-by-reference",
    severity="medium",
    title="Thời hạn dẫn chiếu",
    what="Thời hạn chỉ dẫn sang chỗ khác («theo tiến độ», «theo thời hạn nêu tại Phụ lục»), không ghi ngày.",
    why="Người theo dõi phải đi tìm văn bản kia; văn bản kia đổi thì không ai biết hạn nào còn hiệu lực.",
    instead="Ghi luôn ngày ở đây, kèm chỗ dẫn chiếu nếu cần.",
    bad=(Example("Chủ đầu tư bàn giao mặt bằng theo tiến độ dự án.", ("Chủ đầu tư",), ("event", "theo tiến độ dự án")),),
    good=(
        Example("Chủ đầu tư bàn giao mặt bằng trước ngày 15/9/2027.", ("Chủ đầu tư",), ("date", "trước ngày 15/9/2027")),
        Example("Chủ đầu tư bàn giao mặt bằng sau khi chi trả xong.", ("Chủ đầu tư",), ("event", "sau khi chi trả xong")),
    ),
    check=_by_reference,
)

RECURRENCE_WITHOUT_DAY = Rule(
    name="recurrence-without-day",
    severity="medium",
    title="Định kỳ không có ngày",
    what="Báo cáo định kỳ («hằng tháng», «6 tháng một lần») mà không nêu ngày phải gửi trong kỳ.",
    why="Không có ngày thì báo cáo của kỳ nào cũng có thể đến muộn mà không bị coi là trễ.",
    instead="Nêu ngày trong kỳ: «hằng tháng, trước ngày 20».",
    bad=(
        Example(
            "Các phòng hằng quý báo cáo số vụ việc đã hòa giải.",
            ("Các phòng",),
            ("recurring", "hằng quý"),
            fields={"recurrence": "quarterly", "rrule": "FREQ=MONTHLY;INTERVAL=3", "status": "partial"},
        ),
    ),
    good=(
        Example(
            "Các phòng trước ngày 20 hằng tháng báo cáo số vụ việc đã hòa giải.",
            ("Các phòng",),
            ("recurring", "trước ngày 20 hằng tháng"),
            fields={"recurrence": "monthly", "rrule": "FREQ=MONTHLY;BYMONTHDAY=20", "status": "resolved"},
        ),
        Example(
            "Đội trật tự hằng tuần tuần tra khu chợ.",
            ("Đội trật tự",),
            ("recurring", "hằng tuần"),
            fields={"recurrence": "weekly", "rrule": "FREQ=WEEKLY", "status": "partial"},
        ),
    ),
    check=_without_day,
)

DEADLINE_RULES = (DEADLINE_MISSING, DEADLINE_VAGUE, DEADLINE_BY_EVENT, DEADLINE_BY_REFERENCE, RECURRENCE_WITHOUT_DAY)
