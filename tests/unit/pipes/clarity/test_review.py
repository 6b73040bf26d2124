"""The rules put together: what they find of one task, the six, severities, an office's wishes, and a registry that refuses dead rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tasks_by_hand import task

from pipeline.errors import GiaoviecError
from pipeline.knowledge.office import Office
from pipeline.knowledge.rulebook import Cues, load_cues, load_rulebook
from pipeline.pipes.clarity import review as module
from pipeline.pipes.clarity.case import Case, Setting
from pipeline.pipes.clarity.content import is_generic
from pipeline.pipes.clarity.review import review, rules
from pipeline.pipes.clarity.rules.rule import CHECKS
from pipeline.schema import DIMENSIONS, Finding, Task

SCORED = {"owner-missing", "owner-generic", "deadline-missing", "deadline-vague", "result-missing", "content-generic"}
RULES = rules()
NOWHERE = Setting()


def findings(one: Task, setting: Setting = NOWHERE, office: Office | None = None) -> list[Finding]:
    rulebook = rules(office) if office else RULES
    return [f for f in review(Case(one, setting, is_generic(one.content)), rulebook).findings if rulebook[f.rule].text.on]


def names(one: Task, setting: Setting = NOWHERE, office: Office | None = None) -> list[str]:
    return [finding.rule for finding in findings(one, setting, office)]


def test_there_are_at_least_thirty_rules_and_the_scored_ones_among_them() -> None:
    assert len(RULES) >= 30
    assert set(RULES) >= SCORED
    assert list(RULES) == list(load_rulebook())


def test_codes_are_unique_and_name_the_kind_and_a_number() -> None:
    codes = [rule.text.code for rule in RULES.values()]
    assert len(set(codes)) == len(codes)
    assert all(code[0] in "OVDSTX" and code[1:].isdigit() for code in codes)


def test_clear_task_has_no_finding_and_six_times_clear() -> None:
    one = task(
        "Sở Nội vụ rà soát hồ sơ người có công, trình UBND tỉnh theo thẩm quyền tại khoản 2 Điều 5 trước ngày 09/11/2027.",
        ("Sở Nội vụ",),
        ("date", "trước ngày 09/11/2027"),
        "trình UBND tỉnh",
        due="2027-11-09",
    )
    assert findings(one) == []
    assert review(Case(one), RULES).clarity == dict.fromkeys(DIMENSIONS, True)


def test_vague_task_is_told_everything_that_is_vague() -> None:
    text = "Các cấp, các ngành tăng cường công tác gia đình trong thời gian tới."
    one = task(text, ("Các cấp, các ngành",), ("vague", "trong thời gian tới"))
    found = findings(one)
    assert [(finding.rule, finding.severity) for finding in found] == [
        ("owner-generic", "high"),
        ("content-generic", "medium"),
        ("deadline-vague", "high"),
        ("result-missing", "medium"),
    ]
    clear = review(Case(one, general=True), RULES).clarity
    assert clear == {"người": False, "việc": False, "thời gian": False, "trách nhiệm": False, "thẩm quyền": None, "sản phẩm": False}
    assert [text[finding.start : finding.end] for finding in found] == ["Các cấp, các ngành", "tăng cường", "trong thời gian tới", text]


def test_places_are_those_of_the_document() -> None:
    one = task("Ban Dân tộc sớm khảo sát các buôn.", ("Ban Dân tộc",), ("vague", "sớm"))
    moved = one.model_copy(deep=True)
    moved.start, moved.end = one.start + 500, one.end + 500
    assert moved.deadline is not None and moved.deadline.start is not None and moved.deadline.end is not None
    moved.deadline.start += 500
    moved.deadline.end += 500
    for owner in moved.owners:
        owner.start, owner.end = 500, 511
    places = [(finding.rule, finding.start, finding.end) for finding in findings(moved)]
    assert places == [("deadline-vague", 512, 515), ("result-missing", 500, 500 + len(one.text))]


def test_inherited_owner_without_a_place_is_marked_on_the_task() -> None:
    one = task("Dọn kho lưu trữ.", ("các đơn vị",))
    finding = findings(one)[0]
    assert (finding.rule, finding.start, finding.end) == ("owner-generic", 0, len(one.text))


def test_one_named_owner_among_general_ones_is_enough() -> None:
    assert "owner-generic" not in names(task("Sở Y tế, các đơn vị liên quan khám sàng lọc.", ("Sở Y tế", "các đơn vị liên quan")))


def test_two_leads_are_no_clear_responsibility_unless_one_is_said_to_lead() -> None:
    two = task("Sở Y tế, Sở Nội vụ cử bác sĩ về xã.", ("Sở Y tế", "Sở Nội vụ"))
    lead = task("Sở Y tế, Sở Nội vụ cử bác sĩ về xã; Sở Y tế chủ trì.", ("Sở Y tế", "Sở Nội vụ"))
    assert review(Case(two), RULES).clarity["trách nhiệm"] is False
    assert review(Case(lead), RULES).clarity["trách nhiệm"] is True


def test_an_unnamed_authority_is_not_clear() -> None:
    one = task("Sở Tài chính trình cấp có thẩm quyền phê duyệt 12 dự án.", ("Sở Tài chính",), result="trình cấp có thẩm quyền")
    assert review(Case(one), RULES).clarity["thẩm quyền"] is False


def test_a_resolution_is_meant_to_be_general_and_is_judged_one_degree_lower() -> None:
    one = task("Các sở, ban, ngành tỉnh nâng cao chất lượng công tác dân vận.", ("Các sở, ban, ngành tỉnh",))
    of_resolution = {f.rule: f.severity for f in findings(one, Setting(kind="nghị quyết"))}
    of_plan = {f.rule: f.severity for f in findings(one, Setting(kind="kế hoạch"))}
    assert (of_plan["content-generic"], of_plan["result-missing"], of_plan["deadline-missing"]) == ("medium", "medium", "high")
    assert (of_resolution["content-generic"], of_resolution["result-missing"], of_resolution["deadline-missing"]) == ("low", "low", "high")


def test_a_request_that_cannot_be_pressed_needs_a_deadline_little() -> None:
    one = task("Đề nghị Ủy ban Mặt trận Tổ quốc tỉnh giám sát 14 công trình.", ("Ủy ban Mặt trận Tổ quốc tỉnh",))
    assert {f.rule: f.severity for f in findings(one)}["deadline-missing"] == "low"


def test_an_office_switches_rules_and_severities() -> None:
    one = task("Sơn lại vạch kẻ đường trước cổng trường.")
    office = Office(off=frozenset({"owner-missing"}), severities={"deadline-missing": "low"})
    assert [(f.rule, f.severity) for f in findings(one, office=office)] == [("deadline-missing", "low"), ("result-missing", "medium")]


def test_what_is_switched_off_does_not_change_the_six() -> None:
    one = task("Sơn lại vạch kẻ đường trước cổng trường.")
    clear = review(Case(one), rules(Office(off=frozenset({"owner-missing", "result-missing"})))).clarity
    assert clear["người"] is False and clear["sản phẩm"] is False


def test_an_office_adds_wording_and_moves_thresholds() -> None:
    one = task("Trạm Y tế khám kha khá học sinh.", ("Trạm Y tế",))
    assert "vague-quantity" not in names(one)
    found = findings(one, office=Office(wording={"vague-quantity": {"kha khá": "[số lượng]"}}))
    [quantity] = [finding for finding in found if finding.rule == "vague-quantity"]
    assert quantity.suggestion == "Nêu số lượng: «Trạm Y tế khám [số lượng] học sinh.»"
    soon = task(
        "Trạm Y tế nộp sổ trước ngày 14/3/2025.", ("Trạm Y tế",), ("date", "trước ngày 14/3/2025"), due="2025-03-14", precision="day"
    )
    monday = Setting(issued=date(2025, 3, 10))
    assert "too-short" not in names(soon, monday)
    assert "too-short" in names(soon, monday, Office(thresholds={"too-short": 5}))


def test_a_rule_that_nobody_checks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CHECKS, "too-short")
    with pytest.raises(GiaoviecError, match="«too-short» không bao giờ khớp"):
        rules()


def test_a_check_without_a_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKS, "too-long", CHECKS["too-short"])
    with pytest.raises(GiaoviecError, match="«too-long» không bao giờ khớp"):
        rules()


def test_a_rule_of_wording_none_of_whose_texts_has_a_cue_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = load_cues() | {"vague-scope": Cues({"chốn bồng lai": ""})}
    monkeypatch.setattr(module, "load_cues", lambda: broken)
    with pytest.raises(GiaoviecError, match="«vague-scope» không bao giờ khớp"):
        rules()


def test_shipped_cues_are_as_texts_are_folded() -> None:
    from pipeline.language.fold import fold

    assert [phrase for cues in load_cues().values() for phrase in cues.phrases if fold(phrase) != phrase] == []


def test_task_without_any_content_is_reviewed() -> None:
    assert names(task("Xã Tân Hòa", ("Xã Tân Hòa",))) == ["deadline-missing", "result-missing"]


def test_messages_name_their_facts_and_nothing_is_left_open() -> None:
    one = task("Sở Y tế và Sở Công Thương chủ trì kiểm tra bếp ăn.", ("Sở Y tế", "Sở Công Thương"))
    [leads] = [finding for finding in findings(one) if finding.rule == "several-leads"]
    assert leads.message == "2 cơ quan cùng chủ trì (Sở Y tế và Sở Công Thương): không rõ cơ quan nào chịu trách nhiệm chính."
    assert not any("{" in f.message + f.suggestion for f in findings(one))


def test_a_threshold_belongs_to_the_office_that_moved_it() -> None:
    moved = rules(Office(thresholds={"several-acts": 9}))
    assert (moved["several-acts"].threshold, RULES["several-acts"].threshold) == (9, 4)
    assert replace(RULES["several-acts"].text, threshold=9.0) == moved["several-acts"].text


def test_papers_that_are_named_by_kind_alone_are_asked_for() -> None:
    one = task("Huyện ủy quán triệt các nghị quyết, kết luận của Tỉnh ủy về rừng", ("Huyện ủy",))
    [found] = [finding for finding in review(Case(one), rules()).findings if finding.rule == "incomplete-reference"]
    assert "«Huyện ủy quán triệt các nghị quyết, kết luận của Tỉnh ủy (số, ký hiệu, ngày: [nêu rõ]) về rừng.»" in found.suggestion
    cited = task("Huyện ủy quán triệt các nội dung tại Nghị quyết số 05-NQ/TU", ("Huyện ủy",))
    assert "incomplete-reference" not in {finding.rule for finding in review(Case(cited), rules()).findings}
