"""A task's sentence with its changes, and the same changes in place."""

from __future__ import annotations

import pytest
from tasks_by_hand import task

from pipeline.pipes.clarity.case import Case
from pipeline.pipes.clarity.content import is_generic
from pipeline.pipes.clarity.review import review, rewording, rules
from pipeline.pipes.clarity.rewording import NEW_DAY, Change, apply, names, reword
from pipeline.schema import Edit, Rewording, Task

RULES = rules()


def suggestion(one: Task, rule: str) -> str:
    found = review(Case(one, general=is_generic(one.content)), RULES).findings
    return next(finding.suggestion for finding in found if finding.rule == rule)


def whole(one: Task) -> Rewording:
    told = rewording(one, review(Case(one, general=is_generic(one.content)), RULES).changes)
    assert told is not None
    return told


def test_deadline_goes_to_the_end() -> None:
    one = task("Chi cục Thuế đối chiếu, khảo sát các sạp vải", ("Chi cục Thuế",))
    assert suggestion(one, "deadline-missing") == (
        "Bổ sung thời hạn: «Chi cục Thuế đối chiếu, khảo sát các sạp vải, hoàn thành trước ngày [dd/mm/yyyy].»"
    )


def test_deadline_of_a_report_needs_no_verb() -> None:
    one = task("Chi cục Thuế kiểm tra 40 sạp vải, báo cáo UBND huyện", ("Chi cục Thuế",), result="báo cáo UBND huyện")
    assert suggestion(one, "deadline-missing") == (
        "Bổ sung thời hạn: «Chi cục Thuế kiểm tra 40 sạp vải, báo cáo UBND huyện trước ngày [dd/mm/yyyy].»"
    )


def test_inherited_owner_is_named_in_front() -> None:
    one = task("Khảo sát các sạp vải", ("Chi cục Thuế",))
    assert suggestion(one, "deadline-missing") == (
        "Bổ sung thời hạn: «Giao Chi cục Thuế khảo sát các sạp vải, hoàn thành trước ngày [dd/mm/yyyy].»"
    )


def test_a_task_that_nobody_has_gets_brackets() -> None:
    one = task("Khảo sát các sạp vải trước ngày 20/5/2027", (), ("date", "trước ngày 20/5/2027"), due="2027-05-20")
    assert suggestion(one, "owner-missing") == (
        "Bổ sung cơ quan chủ trì: «Giao [tên cơ quan] chủ trì khảo sát các sạp vải trước ngày 20/5/2027.»"
    )


def test_a_general_owner_is_replaced_where_it_stands() -> None:
    one = task("Các đơn vị liên quan rà soát số liệu", ("Các đơn vị liên quan",))
    assert suggestion(one, "owner-generic").endswith("«[tên cơ quan] chủ trì, phối hợp với [tên cơ quan] rà soát số liệu.»")
    each = task("Các đơn vị liên quan nộp số liệu", ("Các đơn vị liên quan",))
    assert suggestion(each, "owner-generic").endswith("«[kể tên từng cơ quan, đơn vị] nộp số liệu.»")


def test_prohibition_is_asked_for_the_time_it_holds() -> None:
    one = task("Cán bộ y tế không sử dụng rượu trong giờ làm việc", ("Cán bộ y tế",))
    assert suggestion(one, "deadline-missing").endswith("trong giờ làm việc, áp dụng từ ngày [dd/mm/yyyy].»")


@pytest.mark.parametrize(
    ("text", "phrase", "wanted"),
    [
        ("Công an xã sớm lắp camera", "sớm", "Công an xã lắp camera, hoàn thành trước ngày [dd/mm/yyyy]."),
        ("Công an xã lắp camera trong thời gian tới", "trong thời gian tới", "Công an xã lắp camera trước ngày [dd/mm/yyyy]."),
        ("Trong thời gian tới, Công an xã lắp camera", "Trong thời gian tới", "Trước ngày [dd/mm/yyyy], Công an xã lắp camera."),
        ("Công an xã định kỳ báo cáo", "định kỳ", "Công an xã hằng [tháng/quý/năm], trước ngày [dd] báo cáo."),
        (
            "Công an xã kịp thời hoàn thành việc lắp camera",
            "kịp thời hoàn thành",
            "Công an xã hoàn thành việc lắp camera, hoàn thành trước ngày [dd/mm/yyyy].",
        ),
    ],
)
def test_vague_deadline_is_replaced_by_a_day(text: str, phrase: str, wanted: str) -> None:
    assert f"«{wanted}»" in suggestion(task(text, ("Công an xã",), ("vague", phrase)), "deadline-vague")


def test_vague_deadline_of_the_lead_in_is_answered_in_the_task() -> None:
    one = task("Lắp camera tại bến đò", ("Công an xã",), ("vague", "trong thời gian tới"))
    assert one.deadline is not None
    one.deadline.start, one.deadline.end = 900, 919
    assert "«Giao Công an xã lắp camera tại bến đò, hoàn thành trước ngày [dd/mm/yyyy].»" in suggestion(one, "deadline-vague")


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("rà soát nhà trọ", "(sản phẩm: [danh mục … đã rà soát và báo cáo kết quả rà soát])"),
        ("kiểm tra nhà trọ", "(sản phẩm: [biên bản và báo cáo kết quả kiểm tra])"),
        ("giữ thái độ ôn tồn", "(tiêu chí: [mức cần đạt])"),
        ("mắc thêm dây", "báo cáo kết quả bằng văn bản về [cơ quan nhận]"),
    ],
)
def test_product_follows_from_the_verb(text: str, product: str) -> None:
    assert product in suggestion(task(f"Đội trật tự {text}", ("Đội trật tự",)), "result-missing")


def test_all_findings_are_answered_in_one_sentence() -> None:
    one = task("Các đơn vị liên quan sớm kiểm tra một số nhà trọ", ("Các đơn vị liên quan",), ("vague", "sớm"))
    assert whole(one).text == (
        "[tên cơ quan] chủ trì, phối hợp với [tên cơ quan] kiểm tra [số lượng] nhà trọ (sản phẩm: [biên bản và báo cáo kết quả kiểm tra]), "
        "hoàn thành trước ngày [dd/mm/yyyy]."
    )


def test_the_changes_in_place_make_the_same_sentence() -> None:
    one = task("Các đơn vị liên quan sớm kiểm tra một số nhà trọ", ("Các đơn vị liên quan",), ("vague", "sớm"))
    told = whole(one)
    assert apply(one.text, told.edits) + "." == told.text


def test_in_place_an_owner_is_put_in_front() -> None:
    one = task("Khảo sát các sạp vải trước ngày 20/5/2027", (), ("date", "trước ngày 20/5/2027"), due="2027-05-20")
    told = whole(one)
    assert apply(one.text, told.edits).startswith("Giao [tên cơ quan] chủ trì khảo sát các sạp vải")


def test_of_two_changes_at_one_place_the_first_holds() -> None:
    one = task("Đội trật tự kiểm tra chợ", ("Đội trật tự",))
    edits = [Edit(start=12, end=20, text="khảo sát"), Edit(start=15, end=24, text="dọn chợ")]
    assert reword(one, [Change((edits[0],)), Change((edits[1],))]).text == "Đội trật tự khảo sát chợ."


def test_abbreviations_keep_their_capitals_in_front_of_an_owner() -> None:
    one = task("UBND xã lập sổ", ())
    assert reword(one, [Change(owner="[tên cơ quan] chủ trì", deadline=NEW_DAY)]).text == (
        "Giao [tên cơ quan] chủ trì: UBND xã lập sổ, hoàn thành trước ngày [dd/mm/yyyy]."
    )


def test_many_owners_are_not_all_repeated() -> None:
    one = task("Lập sổ", ("Sở A", "Sở B", "Sở C", "Sở D", "Sở Đ"))
    told = reword(one, [Change(deadline=NEW_DAY)]).text
    assert told == "Lập sổ, hoàn thành trước ngày [dd/mm/yyyy]."


def test_who_does_it_in_a_closing_bracket_stays_at_the_end() -> None:
    one = task("Phát quang hành lang tuyến (Đội quản lý số 2)", ("Đội quản lý số 2",))
    told = reword(one, [Change(behind=", báo cáo kết quả bằng văn bản về [cơ quan nhận]", deadline=NEW_DAY)])
    assert told.text == (
        "Phát quang hành lang tuyến, báo cáo kết quả bằng văn bản về [cơ quan nhận] trước ngày [dd/mm/yyyy] (Đội quản lý số 2)."
    )
    assert apply(one.text, told.edits) + "." == told.text


def test_names_of_nobody_and_of_one() -> None:
    assert (names([]), names(["Sở A"]), names(["Sở A", "Sở B"])) == ("", "Sở A", "Sở A và Sở B")


def test_a_task_in_order_has_no_rewording() -> None:
    one = task(
        "Sở Y tế kiểm tra 20 bếp ăn, báo cáo UBND tỉnh trước ngày 20/5/2027",
        ("Sở Y tế",),
        ("date", "trước ngày 20/5/2027"),
        "báo cáo UBND tỉnh",
        due="2027-05-20",
    )
    assert rewording(one, review(Case(one), RULES).changes) is None


def test_a_report_is_told_once_with_its_receiver_and_its_day() -> None:
    one = task("Sở Y tế tiếp tục nâng cao nhận thức về phòng bệnh", ("Sở Y tế",))
    to, when = Change(report_to="bằng văn bản về [cơ quan nhận]"), Change(report_when="trước ngày [dd/mm/yyyy]")
    told = "Sở Y tế tiếp tục nâng cao nhận thức về phòng bệnh, báo cáo kết quả bằng văn bản về [cơ quan nhận] trước ngày [dd/mm/yyyy]."
    assert reword(one, [when, to]).text == told


def test_must_gives_way_to_the_one_who_is_told() -> None:
    one = task("Cần rà soát các giếng khoan", ())
    changed = reword(one, [Change(owner="[tên cơ quan] chủ trì")])
    assert changed.text == "Giao [tên cơ quan] chủ trì rà soát các giếng khoan."
    assert [(edit.start, edit.end, edit.text) for edit in changed.edits] == [(0, 5, "Giao [tên cơ quan] chủ trì r")]


def test_the_words_of_a_reporter_are_left_out() -> None:
    one = task('Đề nghị các khách sạn giữ giá phòng", ông Thọ nói thêm', ())
    assert reword(one, [Change(deadline=NEW_DAY)]).text == "Đề nghị các khách sạn giữ giá phòng, hoàn thành trước ngày [dd/mm/yyyy]."


def test_what_is_forbidden_is_asked_not_assigned() -> None:
    one = task("Không được hẹn dân quá hai lần", ("Công chức xã",))
    one.owners[0].start = one.owners[0].end = None  # named above
    told = "Yêu cầu Công chức xã không được hẹn dân quá hai lần, áp dụng từ ngày [dd/mm/yyyy]."
    assert reword(one, [Change(behind=", áp dụng từ ngày [dd/mm/yyyy]")]).text == told


def test_the_heads_of_several_bodies_are_named_each() -> None:
    one = task("Giám đốc các đơn vị chấp hành giờ trực", ("Giám đốc các đơn vị",))
    assert suggestion(one, "owner-generic").endswith("«Giám đốc [kể tên từng cơ quan, đơn vị] chấp hành giờ trực.»")


def test_one_body_of_a_kind_gets_its_unit() -> None:
    one = task("Đảng ủy kiểm tra hồ sơ", ("Đảng ủy",))
    assert suggestion(one, "owner-generic").endswith("«Đảng ủy [tên đơn vị] kiểm tra hồ sơ.»")
