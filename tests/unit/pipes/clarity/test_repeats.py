"""The same task assigned twice: tasks by hand one after the other, and whole documents for what a table does."""

from __future__ import annotations

import tracemalloc

import pytest

from pipeline.pipes.clarity.repeats import Repeats
from pipeline.pipes.clarity.review import REPEATS, rules
from pipeline.pipes.clarity.seen import Seen
from pipeline.pipes.load import extract
from pipeline.schema import Deadline, Finding, Party, Task

TIDY = "Sắp xếp lại hồ sơ đất đai lưu tại kho của huyện"  # eleven words, nine runs of three
APRIL, MAY = "trước ngày 25/4/2025", "trước ngày 16/5/2025"


def assigned(content: str, owner: str | None = "Phòng Nội vụ", deadline: str | None = APRIL, text: str = "") -> Task:
    text = text or ", ".join(part for part in (f"{owner} {content}" if owner else content, deadline) if part)
    return Task(
        id="t",
        locator="",
        text=text,
        start=40,
        end=40 + len(text),
        content=content,
        owners=[Party(name=owner)] if owner else [],
        deadline=Deadline(text=deadline, kind="date") if deadline else None,
    )


def found(*tasks: Task) -> list[Finding | None]:
    repeats = Repeats(rules()[REPEATS])
    return [repeats.finding(task, f"mục {number}") for number, task in enumerate(tasks, start=1)]


def again(*tasks: Task) -> list[int]:
    """Which of the tasks, from 1, were assigned before."""
    return [number for number, finding in enumerate(found(*tasks), start=1) if finding]


def test_the_second_of_two_with_other_owners_is_flagged_and_names_the_first() -> None:
    first, second = found(assigned(TIDY), assigned(TIDY, "Chi nhánh Văn phòng Đăng ký đất đai"))
    assert first is None and second is not None
    assert (second.rule, second.message) == ("assigned-twice", "Việc này đã giao ở mục 1 cho Phòng Nội vụ.")
    assert second.start == 40 and second.end is not None and second.end > 40


def test_the_second_of_two_with_other_days_is_flagged_and_names_the_day_of_the_first() -> None:
    _, second = found(assigned(TIDY), assigned(TIDY, deadline=MAY))
    assert second is not None
    assert second.message == "Việc này đã giao ở mục 1 cho Phòng Nội vụ, thời hạn «trước ngày 25/4/2025»."


def test_the_same_owner_and_day_is_only_said_twice() -> None:
    assert again(assigned(TIDY), assigned(TIDY)) == []


@pytest.mark.parametrize(("one", "other"), [(None, MAY), (APRIL, None)])
def test_a_deadline_that_only_one_of_them_has_contradicts_nothing(one: str | None, other: str | None) -> None:
    assert again(assigned(TIDY, deadline=one), assigned(TIDY, deadline=other)) == []


def test_an_owner_that_only_one_of_them_has_is_another() -> None:
    _, second = found(assigned(TIDY, None), assigned(TIDY))
    assert second is not None and second.message == "Việc này đã giao ở mục 1 cho (không nêu cơ quan chủ trì)."


def test_another_act_on_the_same_object_is_another_task() -> None:
    assert again(assigned(TIDY), assigned(TIDY.replace("Sắp xếp lại", "Tiêu hủy bớt"), "Phòng Tài chính")) == []


def test_the_same_act_elsewhere_is_another_task() -> None:
    assert again(assigned(TIDY), assigned(TIDY.replace("kho của huyện", "trụ sở xã Đông"), "Văn phòng xã")) == []


def test_the_same_with_another_figure_is_another_task() -> None:
    third, fifth = (f"Thu gom vỏ bao bì thuốc bảo vệ thực vật trên các cánh đồng của thôn {number}" for number in (3, 5))
    assert again(assigned(third), assigned(fifth, "Hợp tác xã")) == []  # thirteen of fourteen runs are the same
    assert again(assigned(third), assigned(third, "Hợp tác xã")) == [2]


def test_a_short_task_with_a_figure_is_compared() -> None:
    assert again(assigned("Sửa 12 phòng học"), assigned("Sửa 12 phòng học", "Phòng Giáo dục")) == [2]


def test_words_around_the_same_task_and_capitals_do_not_make_it_another() -> None:
    longer = assigned(f"Tổ chức {TIDY.lower()}", "Văn phòng huyện")
    assert again(assigned(TIDY), longer) == [2]


def test_a_long_task_that_holds_a_short_one_is_another() -> None:
    long = f"{TIDY}, số hóa toàn bộ bản đồ giải thửa, bàn giao cho trung tâm lưu trữ tỉnh và lập biên bản với từng xã"
    assert again(assigned(TIDY), assigned(long, "Văn phòng huyện")) == []


def test_few_words_without_a_figure_are_too_common_to_compare() -> None:
    assert again(assigned("Tổng hợp, báo cáo kết quả"), assigned("Tổng hợp, báo cáo kết quả", "Văn phòng huyện")) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Phối hợp với Phòng Nội vụ {TIDY.lower()}",
        f"Văn phòng huyện phối hợp với Phòng Nội vụ {TIDY.lower()}",
        f"Chủ động hỗ trợ việc {TIDY.lower()}",
        f"Văn phòng huyện {TIDY.lower()} theo thẩm quyền",
    ],
)
def test_who_supports_the_owner_or_keeps_to_its_own_remit_is_not_given_the_task_again(text: str) -> None:
    assert again(assigned(TIDY), assigned(TIDY, "Văn phòng huyện", text=text)) == []


def test_the_first_that_says_otherwise_is_named() -> None:
    _, second, third = found(assigned(TIDY), assigned(TIDY), assigned(TIDY, deadline=MAY))
    assert second is None
    assert third is not None and third.message.startswith("Việc này đã giao ở mục 1 cho ")


def numbered(number: int) -> str:
    """A content that shares no run of three words with that of another number."""
    return " ".join(f"{word}{number}" for word in ("rà", "soát", "hồ", "sơ", "đất", "đai", "xã", "bãi"))


def test_among_thousands_of_tasks_the_one_that_was_assigned_before_is_found() -> None:
    seen = Seen(0.9)
    assert [number for number in range(3000) if seen.earlier(assigned(numbered(number))) is not None] == []
    assert [seen.earlier(assigned(numbered(number), "Văn phòng huyện")) for number in (0, 1234, 2999)] == [0, 1234, 2999]


def test_tasks_of_the_same_document_are_not_compared_where_documents_are() -> None:
    seen = Seen(0.9)
    owners = ("Phòng Nội vụ", "Văn phòng huyện", "Văn phòng huyện", "Phòng Nội vụ")
    found = [seen.earlier(assigned(TIDY, owner), document) for owner, document in zip(owners, (4, 4, 5, 5), strict=True)]
    assert found == [None, None, 0, 1]


def test_what_sixty_tasks_share_says_nothing_of_the_next() -> None:
    seen = Seen(0.9)
    assert {seen.earlier(assigned(TIDY)) for _ in range(59)} == {None}
    assert seen.earlier(assigned(TIDY, "Văn phòng huyện")) == 0
    assert seen.earlier(assigned(TIDY, "Văn phòng huyện")) is None


def test_a_task_costs_some_hundred_bytes() -> None:
    seen = Seen(0.9)
    seen.earlier(assigned(numbered(0)))  # what is made once
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(1, 4001):
        seen.earlier(assigned(numbered(number)))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) / 4000 < 300  # eight words: six runs of at most 24 bytes, and 40 bytes of its own


PLAN = """ỦY BAN NHÂN DÂN HUYỆN ĐẠ HUOAI
Số: 44/KH-UBND
Đạ Huoai, ngày 10 tháng 3 năm 2025
KẾ HOẠCH
Chỉnh lý hồ sơ đất đai năm 2025
I. NHIỆM VỤ
1. Phòng Nội vụ sắp xếp lại 860 hồ sơ đất đai tại kho lưu trữ, xong trước ngày 25/4/2025.
2. Phòng Tài chính - Kế hoạch cấp 120 triệu đồng mua giá sắt trước ngày 31/3/2025.
"""
ROWS = """PHỤ LỤC PHÂN CÔNG NHIỆM VỤ
STT | Nội dung công việc | Cơ quan chủ trì | Thời gian hoàn thành | Sản phẩm
1 | Sắp xếp lại 860 hồ sơ đất đai tại kho lưu trữ | Văn phòng huyện | 16/5/2025 | Biên bản bàn giao
2 | Mua giá sắt cho kho lưu trữ | Phòng Tài chính - Kế hoạch | 31/3/2025 | Hợp đồng
"""


def repeated(text: str) -> list[str]:
    """The locators of the tasks that a whole document assigns twice, after the number of its tasks."""
    tasks = extract(text, "rules").tasks
    return [str(len(tasks)), *(task.locator for task in tasks if any(finding.rule == REPEATS for finding in task.findings))]


def test_a_document_that_assigns_the_same_to_two_is_flagged_at_the_second() -> None:
    section = "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng huyện sắp xếp lại 860 hồ sơ đất đai tại kho lưu trữ, xong trước ngày 25/4/2025.\n"
    assert repeated(PLAN + section) == ["3", "II.1"]


def test_the_rows_of_a_table_sum_up_what_the_text_assigns() -> None:
    count, *places = repeated(PLAN + ROWS)
    assert int(count) >= 3  # the rows are tasks
    assert places == []


def test_two_acts_on_one_object_are_two_tasks() -> None:
    what = "dự toán sửa chữa 18 công trình thủy lợi trên kênh Xáng thuộc địa bàn các xã phía nam"
    assert again(assigned(f"Lập {what}"), assigned(f"Duyệt {what}", "Phòng Tài chính")) == []
    assert again(assigned(f"Lập {what}"), assigned(f"Lập {what}", "Phòng Tài chính")) == [2]
