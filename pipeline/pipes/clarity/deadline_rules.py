"""Rõ thời gian: is there a deadline, and can one say that it has passed?"""

from __future__ import annotations

from pipeline.pipes.clarity.rule import Example, Flaw, Rule
from pipeline.pipes.clarity.suggestions import add_deadline, replace_deadline
from pipeline.schema import Task


def _missing(task: Task) -> Flaw | None:
    if task.deadline is not None:
        return None
    return Flaw("Chưa nêu thời hạn: không biết khi nào phải xong, khi nào là chậm.", add_deadline(task.content), task.start, task.end)


def _vague(task: Task) -> Flaw | None:
    deadline = task.deadline
    if deadline is None or deadline.kind != "vague":
        return None
    start, end = (task.start, task.end) if deadline.start is None or deadline.end is None else (deadline.start, deadline.end)
    phrase = " ".join(deadline.text.split())
    return Flaw(f"Thời hạn «{phrase}» không phải là mốc kiểm tra được.", replace_deadline(phrase), start, end)


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
