"""Rõ việc, rõ sản phẩm: can the act be checked, and what comes out of it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from pipeline.pipes.clarity.content_model import ContentJudge
from pipeline.pipes.clarity.rule import Example, Flaw, Rule, Setting
from pipeline.pipes.clarity.suggestions import exhortation, make_countable, name_product
from pipeline.pipes.models.judge import RULE_ALONE
from pipeline.schema import Task


def _no_result(task: Task, setting: Setting) -> Flaw | None:
    if task.result is not None:
        return None
    message = "Chưa nêu sản phẩm hoặc chỉ tiêu: không có gì để đối chiếu khi nghiệm thu."
    return Flaw(message, name_product(task.content), task.start, task.end)


def _generic(is_generic: Callable[[Task], bool], task: Task, setting: Setting) -> Flaw | None:
    if not is_generic(task):
        return None
    verb, phrase = exhortation(task.content)
    at = task.text.find(verb)
    start, end = (task.start, task.end) if at < 0 else (task.start + at, task.start + at + len(verb))
    message = f"«{phrase}» chỉ là yêu cầu chung: đến hạn không kết luận được đã làm hay chưa."
    return Flaw(message, make_countable(task.content, phrase), start, end)


RESULT_MISSING = Rule(
    name="result-missing",
    severity="medium",
    title="Thiếu sản phẩm, kết quả",
    what="Nhiệm vụ không nêu văn bản, báo cáo, con số, công trình hay sự kiện nào phải có khi làm xong.",
    why="Không có sản phẩm thì không đánh dấu hoàn thành được; «rõ sản phẩm» là một trong «6 rõ».",
    instead="Nêu tên văn bản và nơi nhận, số lượng, tỷ lệ hoặc công trình phải xong.",
    bad=(Example("Sở Công Thương kiểm tra các cửa hàng gas trước ngày 20/5/2027.", ("Sở Công Thương",), ("date", "trước ngày 20/5/2027")),),
    good=(Example("Sở Công Thương kiểm tra các cửa hàng gas, báo cáo UBND tỉnh.", ("Sở Công Thương",), result="báo cáo UBND tỉnh"),),
    check=_no_result,
)


CONTENT_GENERIC = Rule(
    name="content-generic",
    severity="medium",
    title="Nội dung chung chung",
    what="Câu giao việc chỉ có động từ hô hào («tăng cường», «đẩy mạnh», «quan tâm» …) trên đối tượng rộng, không có việc cụ thể.",
    why="Ai cũng có thể nói là đã làm và không ai chứng minh được là chưa làm.",
    instead="Đổi thành việc đếm được: kiểm tra, ban hành, tập huấn … cái gì, bao nhiêu, ở đâu.",
    bad=(
        Example("Phòng Văn hóa tiếp tục nâng cao chất lượng công tác gia đình, phát huy vai trò của dòng họ.", ("Phòng Văn hóa",)),
        Example("Ban Quản lý chợ chủ động, tích cực thực hiện tốt nhiệm vụ được giao.", ("Ban Quản lý chợ",)),
    ),
    good=(
        Example("Phòng Văn hóa tăng cường kiểm tra các quán karaoke trên phố Lò Rèn.", ("Phòng Văn hóa",)),
        Example("Ban Quản lý chợ nâng tỷ lệ hộ kinh doanh có biển giá đạt 90%.", ("Ban Quản lý chợ",), result="đạt 90%"),
    ),
    check=partial(_generic, ContentJudge(RULE_ALONE)),
)


def content_generic(is_generic: Callable[[Task], bool]) -> Rule:
    """The rule `CONTENT_GENERIC`, with somebody else to say whether a content is generic."""
    return replace(CONTENT_GENERIC, check=partial(_generic, is_generic))
