from __future__ import annotations

import pytest

from pipeline.pipes.clarity import suggestions
from pipeline.pipes.clarity.rule import Example
from pipeline.pipes.clarity.rules import review


def suggestion(example: Example, rule: str) -> str:
    return next(finding.suggestion for finding in review(example.task())[0] if finding.rule == rule)


def test_deadline_is_asked_for_with_the_act() -> None:
    assert suggestion(Example("Chi cục Thuế đối chiếu, khảo sát các sạp vải.", ("Chi cục Thuế",)), "deadline-missing") == (
        "Bổ sung thời hạn: «đối chiếu, khảo sát các sạp vải, hoàn thành trước ngày [dd/mm/yyyy]»."
    )


def test_task_that_goes_on_is_asked_for_its_period_of_report() -> None:
    assert suggestions.add_deadline("thường xuyên kiểm tra cột thu lôi").endswith("«báo cáo hằng [tháng/quý], trước ngày [dd]».")


def test_prohibition_is_asked_for_the_time_it_holds() -> None:
    assert suggestions.add_deadline("Trong giờ làm việc không sử dụng rượu") == (
        "Nêu thời gian áp dụng: «không sử dụng rượu, từ ngày [dd/mm/yyyy] đến ngày [dd/mm/yyyy]»."
    )


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("sớm", "Thay «sớm» bằng mốc cụ thể: «…, hoàn thành trước ngày [dd/mm/yyyy]»."),
        ("định kỳ", "Thay «định kỳ» bằng kỳ và ngày cụ thể: «hằng [tháng/quý/năm], trước ngày [dd/mm]»."),
        (
            "theo quy định",
            "Thay «theo quy định» bằng số ngày hoặc ngày cụ thể: "
            "«trong [số] ngày làm việc kể từ ngày [sự kiện]», «trước ngày [dd/mm/yyyy]».",
        ),
    ],
)
def test_vague_deadline_is_quoted_and_replaced(phrase: str, wanted: str) -> None:
    assert suggestions.replace_deadline(phrase) == wanted


@pytest.mark.parametrize(
    ("content", "product"),
    [
        ("rà soát nhà trọ", "danh mục [đối tượng] đã rà soát và báo cáo kết quả rà soát"),
        ("kiểm tra nhà trọ", "biên bản và báo cáo kết quả kiểm tra"),
        ("tuyên truyền an toàn bể bơi", "số hội nghị đã tổ chức, số tin, bài đã đăng"),
        ("phối hợp với nhà trường", "kế hoạch phối hợp hoặc quy chế phối hợp"),
    ],
)
def test_product_follows_from_the_verb(content: str, product: str) -> None:
    assert suggestions.name_product(content).endswith(f": {product}.")


def test_product_of_an_unknown_act_is_left_to_the_drafter() -> None:
    assert "[tên văn bản, số lượng hoặc tỷ lệ]" in suggestions.name_product("Xã Tân Hòa")


def test_exhortation_is_quoted_and_turned_into_something_that_can_be_counted() -> None:
    example = Example("Hội Khuyến học đẩy mạnh công tác vận động, phát huy vai trò dòng họ.", ("Hội Khuyến học",))
    assert suggestion(example, "content-generic") == (
        "Đổi «đẩy mạnh công tác vận động, phát huy vai trò dòng họ» thành việc đếm được: "
        "«tổ chức [số lượng] hội nghị, đăng [số lượng] tin, bài về [chủ đề]»."
    )


def test_general_owner_is_quoted() -> None:
    example = Example("Các ngành, các cấp kiểm kê vật tư.", ("Các ngành, các cấp",))
    assert suggestion(example, "owner-generic") == (
        "Thay «Các ngành, các cấp» bằng tên cơ quan chủ trì và cơ quan phối hợp: "
        "«Giao [tên cơ quan] chủ trì, [tên cơ quan] phối hợp kiểm kê vật tư»."
    )


def test_long_act_is_cut_where_it_can_be_cut() -> None:
    content = "khảo sát hệ thống cấp nước sạch của các thôn ven biển thuộc hai xã Bình An và Bình Yên cùng các đảo nhỏ"
    assert suggestions.opening(content) == "khảo sát hệ thống cấp nước sạch của các thôn ven biển …"


def test_line_breaks_do_not_reach_the_quotation() -> None:
    assert suggestions.opening("khảo sát\ngiếng  khoan") == "khảo sát giếng khoan"


@pytest.mark.parametrize("content", ["", "…", "Xã Tân Hòa", "và", "123", "ỦY BAN"])
def test_any_content_gets_a_sentence(content: str) -> None:
    for sentence in (suggestions.name_owner(content), suggestions.add_deadline(content), suggestions.name_product(content)):
        assert sentence.endswith((".", "»."))
