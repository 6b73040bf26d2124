from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.pipes.deadlines.grammar import find_time_expressions

ISSUED = date(2024, 3, 1)


def found(text: str, issued: date | None = ISSUED, mask: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, str, str | None]]:
    return [(e.text, e.kind, e.recurrence or e.due) for e in find_time_expressions(text, issued=issued, mask=mask)]


def test_expressions_come_in_order_with_their_places() -> None:
    text = "Hằng tháng, các xã cập nhật dữ liệu. Sở Y tế tổng hợp trong quý II, công bố sau khi được phê duyệt."
    expressions = find_time_expressions(text, issued=ISSUED)
    assert [(e.kind, e.recurrence or e.due) for e in expressions] == [("recurring", "monthly"), ("date", "2024-06-30"), ("event", None)]
    assert all(text[e.start : e.end] == e.text for e in expressions)


def test_masked_dates_are_left_out() -> None:
    text = "Theo văn bản ngày 20/5/2024, gửi trước ngày 30/5/2024"
    assert found(text, mask=((0, 27),)) == [("trước ngày 30/5/2024", "date", "2024-05-30")]


def test_no_expression_runs_over_the_end_of_a_paragraph() -> None:
    assert found("hoàn thành trước\nngày 20/5/2024") == [("ngày 20/5/2024", "date", "2024-05-20")]


def test_a_past_day_is_history() -> None:
    assert found("Văn phòng yêu cầu báo cáo trước ngày 30/9/2021 nhưng chưa nhận được") == []


def test_bounds_tell_before_by_within_and_on() -> None:
    text = "nộp trước ngày 5/6/2024; gửi chậm nhất ngày 6/6/2024; xong trong tháng 7; họp vào ngày 8/6/2024"
    assert [e.bound for e in find_time_expressions(text, issued=ISSUED)] == ["before", "by", "within", "on"]


def test_precision_tells_the_unit_that_was_written() -> None:
    text = "trước 17h00 ngày 5/6/2024; trước ngày 6/6/2024; trong tháng 7; trong quý III; trong 6 tháng cuối năm; hoàn thành năm 2025"
    precisions = [e.precision for e in find_time_expressions(text, issued=ISSUED)]
    assert precisions == ["minute", "day", "month", "quarter", "half-year", "year"]


def test_a_range_keeps_its_beginning() -> None:
    [expression] = find_time_expressions("kiểm tra từ ngày 10/4 đến hết ngày 25/4/2024", issued=ISSUED)
    assert (expression.begin, expression.due) == ("2024-04-10", "2024-04-25")


def test_a_range_over_the_new_year_begins_in_the_year_before() -> None:
    [expression] = find_time_expressions("cao điểm từ ngày 15/12 đến ngày 15/02/2025", issued=ISSUED)
    assert (expression.begin, expression.due) == ("2024-12-15", "2025-02-15")


def test_an_inferred_year_is_noted() -> None:
    [expression] = find_time_expressions("gửi trước ngày 5/6", issued=ISSUED)
    assert (expression.due, expression.note) == ("2024-06-05", "năm suy ra từ ngày ban hành")


def test_without_a_day_of_issue_the_only_year_of_the_text_counts() -> None:
    assert found("Hoàn thành trong năm 2019. Khơi thông cống trước ngày 20-9", issued=None)[1] == ("trước ngày 20-9", "date", "2019-09-20")


def test_without_a_day_of_issue_two_years_leave_it_open() -> None:
    text = "Năm 2018 chậm tiến độ. Hoàn thành trong năm 2019. Khơi thông cống trước ngày 20-9"
    expression = find_time_expressions(text, issued=None)[-1]
    assert (expression.kind, expression.due, expression.note) == ("date", None, "chưa rõ năm")


def test_a_day_that_the_calendar_lacks_is_not_guessed() -> None:
    [expression] = find_time_expressions("nộp trước ngày 31/6/2024", issued=ISSUED)
    assert (expression.due, expression.note) == (None, "ngày không có trong lịch")


def test_a_weekday_that_contradicts_its_day_is_noted() -> None:
    [expression] = find_time_expressions("nộp trước ngày 5/6/2024 (thứ Hai)", issued=ISSUED)
    assert (expression.due, expression.note) == ("2024-06-05", "thứ trong tuần không khớp với ngày")


def test_names_in_quotation_marks_hold_no_deadline() -> None:
    assert found("Phát động phong trào “Xanh hóa trường học đến năm 2026”") == []


def test_without_a_day_of_issue_the_year_of_the_document_can_be_given() -> None:
    [expression] = find_time_expressions("Khơi thông cống trước ngày 20-9", issued=None, year=2019)
    assert expression.due == "2019-09-20"


def test_a_motto_holds_no_deadline() -> None:
    assert found("phát huy tinh thần “mỗi ngày một việc tốt”") == []


def test_spoken_orders_in_quotation_marks_hold_deadlines() -> None:
    assert found("Chủ tịch huyện nói: “Phải báo cáo trước ngày 30/5/2024”") == [("trước ngày 30/5/2024", "date", "2024-05-30")]


def test_the_recurrence_rule_names_day_month_and_weekday() -> None:
    text = "gửi trước ngày 20 hằng tháng; tổng kết trước ngày 15/12 hằng năm; họp vào thứ Sáu hằng tuần; đối thoại 6 tháng/lần"
    rules = [e.rrule for e in find_time_expressions(text, issued=ISSUED)]
    assert rules == [
        "FREQ=MONTHLY;BYMONTHDAY=20",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15",
        "FREQ=WEEKLY;BYDAY=FR",
        "FREQ=MONTHLY;INTERVAL=6",
    ]


def test_a_day_without_year_recurs_in_the_sentence_of_its_period_only() -> None:
    text = "Hằng năm rà soát, báo cáo trước ngày 10/11. Riêng năm nay gửi trước ngày 5/6"
    assert found(text) == [
        ("Hằng năm", "recurring", "annual"),
        ("trước ngày 10/11", "recurring", "annual"),
        ("trước ngày 5/6", "date", "2024-06-05"),
    ]


def test_two_days_a_year_make_it_semiannual() -> None:
    assert found("báo cáo trước ngày 15/6 và 15/12 hằng năm") == [("trước ngày 15/6 và 15/12 hằng năm", "recurring", "semiannual")]


def test_a_text_without_time_gives_nothing() -> None:
    assert found("Giao Sở Y tế chủ trì") == []
    assert found("") == []


@given(st.text(alphabet="trướcngày tháng quýnăm0123456789/.-:()\n,;", max_size=80))
def test_any_text_gives_ordered_places_inside_it(text: str) -> None:
    expressions = find_time_expressions(text, issued=ISSUED)
    assert all(text[e.start : e.end] == e.text for e in expressions)
    assert all(first.end <= second.start for first, second in pairwise(expressions))
