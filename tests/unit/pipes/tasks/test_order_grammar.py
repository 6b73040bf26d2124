from __future__ import annotations

import pytest

from pipeline.language.fold import fold
from pipeline.pipes.tasks.grammar import Order, is_decision, is_formula, is_pure_lead, opens_act, orders


def read(text: str, **where: bool) -> list[Order]:
    return orders(text, fold(text), 0, len(text), **where)


def told(text: str, **where: bool) -> list[tuple[str, list[str]]]:
    return [(text[order.start : order.end], [body.name for body in order.owners]) for order in read(text, **where)]


@pytest.mark.parametrize(
    ("text", "form", "owners"),
    [
        ("Giao Sở Y tế kiểm tra 12 trạm xá ở vùng lũ", "cue", ["Sở Y tế"]),
        ("Sở Y tế kiểm tra 12 trạm xá ở vùng lũ", "subject", ["Sở Y tế"]),
        ("Bưu chính: Kiểm tra 12 bưu cục ở vùng lũ", "topic", []),
        ("Rà soát 12 trạm xá ở vùng lũ", "verb", []),
        ("Hồ sơ của các hộ bị lũ cuốn trôi nhà phải được cấp lại", "modal", []),
    ],
)
def test_every_form_of_an_order_is_known(text: str, form: str, owners: list[str]) -> None:
    (order,) = read(text)
    assert (order.form, [body.name for body in order.owners], order.end) == (form, owners, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Công tác thu gom rác còn nhiều hạn chế",
        "Ghi nhận, biểu dương lực lượng dân quân xã",
        "Đồng ý cho Hội Chữ thập đỏ mượn nhà kho",
        "Không có cơ sở để xem xét đơn của ông Tám",
        "Năm 2023, Sở Y tế đã kiểm tra 12 trạm xá",
    ],
)
def test_statements_are_no_orders(text: str) -> None:
    assert read(text) == []


def test_a_verb_in_front_counts_only_where_orders_stand() -> None:
    assert read("Rà soát 12 trạm xá ở vùng lũ", verbs=False) == []
    assert len(read("Giao Sở Y tế rà soát 12 trạm xá ở vùng lũ", verbs=False)) == 1


def test_reported_speech_needs_a_cue() -> None:
    assert read("Sở Y tế kiểm tra 12 trạm xá ở vùng lũ", reported=True) == []
    assert told("Chủ tịch tỉnh yêu cầu Sở Y tế kiểm tra 12 trạm xá", reported=True) == [("Sở Y tế kiểm tra 12 trạm xá", ["Sở Y tế"])]


def test_an_order_is_split_where_another_owner_begins() -> None:
    text = "Sở Y tế kiểm tra 12 trạm xá; Sở Tài chính cấp kinh phí sửa chữa; Công an tỉnh giữ trật tự"
    assert [owners for _, owners in told(text)][:2] == [["Sở Y tế"], ["Sở Tài chính"]]


def test_an_order_of_one_owner_stays_whole() -> None:
    text = "Sở Y tế kiểm tra 12 trạm xá; lập danh mục; báo cáo Ủy ban nhân dân tỉnh"
    assert told(text) == [(text, ["Sở Y tế"])]


def test_a_sentence_that_only_introduces_a_list_is_a_lead() -> None:
    text = "Sở Y tế thực hiện các nhiệm vụ sau:"
    (order,) = orders(text, fold(text), 0, len(text) - 1)
    assert order.lead and [body.name for body in order.owners] == ["Sở Y tế"]


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định này có hiệu lực kể từ ngày ký",
        "Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này",
        "Trên đây là kế hoạch trồng rừng năm 2024",
        "Yêu cầu các xã nghiêm túc thực hiện Chỉ thị này",
    ],
)
def test_closing_formulas_are_known(text: str) -> None:
    assert is_formula(fold(text), 0, len(text))


@pytest.mark.parametrize("text", ["Sở Nội vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này", "Sở Y tế chịu trách nhiệm kiểm tra 12 trạm xá"])
def test_an_order_that_sounds_like_a_formula_is_none(text: str) -> None:
    assert not is_formula(fold(text), 0, len(text))


@pytest.mark.parametrize(
    ("text", "pure"), [("Sở Y tế thực hiện các nhiệm vụ sau", True), ("Các sở tập trung", True), ("Sở Y tế kiểm tra 12 trạm xá", False)]
)
def test_a_pure_lead_in_says_nothing_of_its_own(text: str, pure: bool) -> None:
    assert is_pure_lead(fold(text), 0, len(text)) is pure


@pytest.mark.parametrize(
    ("text", "decides"), [("Phê duyệt dự án cầu Gò Dưa", True), ("Thành lập Tổ công tác", True), ("Giao Sở Y tế kiểm tra", False)]
)
def test_an_article_may_decide_instead_of_ordering(text: str, decides: bool) -> None:
    assert is_decision(fold(text), 0, len(text)) is decides


@pytest.mark.parametrize(("text", "act"), [("báo cáo kết quả", True), ("kiểm tra 12 trạm xá", True), ("12 trạm xá ở vùng lũ", False)])
def test_an_act_is_told_from_an_object(text: str, act: bool) -> None:
    assert bool(opens_act(fold(text), 0)) is act


def test_a_necessity_that_a_reporter_tells_of_is_no_order() -> None:
    assert told("Ông Trần Văn Bách khẳng định kinh tế xanh là yêu cầu bắt buộc trong phát triển bền vững", reported=True) == []
