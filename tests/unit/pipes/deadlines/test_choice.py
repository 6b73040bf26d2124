from __future__ import annotations

from datetime import date

from pipeline.pipes.deadlines.grammar import choose_deadline, find_time_expressions

ISSUED = date(2024, 3, 1)


def chosen(text: str) -> str | None:
    deadline = choose_deadline(find_time_expressions(text, issued=ISSUED), text)
    return deadline.text if deadline else None


def test_a_date_beats_a_recurrence_an_event_and_a_vague_word() -> None:
    text = "Triển khai ngay việc rà soát; sau khi có kết quả, định kỳ hằng quý cập nhật, hoàn thành trước ngày 30/6/2024"
    assert chosen(text) == "trước ngày 30/6/2024"


def test_a_recurrence_beats_an_event() -> None:
    assert chosen("Báo cáo hằng tuần và khi có yêu cầu") == "hằng tuần"


def test_an_event_beats_a_vague_word() -> None:
    assert chosen("Sớm trình phê duyệt sau khi có ý kiến thẩm định") == "sau khi có ý kiến thẩm định"


def test_among_dates_the_one_of_completion_wins() -> None:
    assert chosen("Từ ngày 10/4/2024 đến ngày 20/4/2024 khảo sát, hoàn thành báo cáo trước ngày 15/5/2024") == "trước ngày 15/5/2024"


def test_ongoing_at_the_head_counts() -> None:
    assert chosen("Thường xuyên kiểm tra bến thủy nội địa") == "Thường xuyên"


def test_ongoing_later_in_the_order_is_a_manner() -> None:
    assert chosen("Xây dựng quy chế phối hợp; thường xuyên kiểm tra bến thủy nội địa") is None


def test_ongoing_on_a_verb_that_nobody_can_check_is_a_manner() -> None:
    assert chosen("Thường xuyên quan tâm công tác cán bộ") is None


def test_places_may_refer_to_the_whole_document() -> None:
    document = "Mở đầu.\nThường xuyên kiểm tra bến thủy nội địa"
    task = "Thường xuyên kiểm tra bến thủy nội địa"
    offset = document.index(task)
    deadline = choose_deadline(find_time_expressions(document, issued=ISSUED), task, offset=offset)
    assert deadline is not None
    assert deadline.start == offset


def test_nothing_found_gives_nothing() -> None:
    assert choose_deadline([], "Rà soát các dự án") is None
