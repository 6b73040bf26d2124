from __future__ import annotations

import pytest

from pipeline.pipes.clarity.rule import Example, Rule
from pipeline.pipes.clarity.rules import RULES, review
from pipeline.schema import DIMENSIONS

SCORED = ["owner-missing", "owner-generic", "deadline-missing", "deadline-vague", "result-missing", "content-generic"]


NAMES = [
    *("owner-missing", "owner-generic", "unknown-person", "obsolete-agency", "ambiguous-reference"),
    *("several-leads", "vague-coordinators"),
    *("deadline-missing", "deadline-vague", "deadline-by-event", "deadline-by-reference", "recurrence-without-day"),
    *("deadline-past", "weekday-mismatch", "impossible-date", "deadline-on-day-off", "too-short"),
    *("result-missing", "content-generic"),
]


def rules_of(example: Example) -> list[str]:
    return [finding.rule for finding in review(example.task(), example.setting)[0]]


def test_the_registry_has_these_names_in_the_order_of_the_six() -> None:
    assert list(RULES) == NAMES
    assert [rule.name for rule in RULES.values()] == NAMES
    assert set(SCORED) <= set(NAMES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_rule_flags_its_bad_examples_and_passes_its_good_ones(rule: Rule) -> None:
    assert rule.bad and rule.good
    assert all(rule.finding(example.task(), example.setting) for example in rule.bad)
    assert not any(rule.finding(example.task(), example.setting) for example in rule.good)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_rule_explains_itself(rule: Rule) -> None:
    assert all(len(text) > 15 for text in (rule.title, rule.what, rule.why, rule.instead) if text is not rule.title)
    assert rule.title


def test_clear_task_has_no_finding_and_six_times_clear() -> None:
    example = Example(
        "Sở Nội vụ rà soát hồ sơ người có công, trình UBND tỉnh theo thẩm quyền trước ngày 09/11/2027.",
        ("Sở Nội vụ",),
        ("date", "trước ngày 09/11/2027"),
        "trình UBND tỉnh",
    )
    findings, clear = review(example.task())
    assert findings == []
    assert clear == dict.fromkeys(DIMENSIONS, True)


def test_vague_task_is_told_everything_that_is_vague() -> None:
    text = "Các cấp, các ngành tăng cường công tác gia đình trong thời gian tới."
    example = Example(text, ("Các cấp, các ngành",), ("vague", "trong thời gian tới"))
    findings, clear = review(example.task())
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("owner-generic", "high"),
        ("deadline-vague", "high"),
        ("result-missing", "medium"),
        ("content-generic", "medium"),
    ]
    assert clear == {"người": False, "việc": False, "thời gian": False, "trách nhiệm": False, "thẩm quyền": None, "sản phẩm": False}
    assert [text[finding.start : finding.end] for finding in findings] == ["Các cấp, các ngành", "trong thời gian tới", text, "tăng cường"]


def test_places_are_those_of_the_document() -> None:
    task = Example("Ban Dân tộc sớm khảo sát các buôn.", ("Ban Dân tộc",), ("vague", "sớm")).task()
    moved = task.model_copy(deep=True)
    moved.start, moved.end = task.start + 500, task.end + 500
    assert moved.deadline is not None and moved.deadline.start is not None and moved.deadline.end is not None
    moved.deadline.start += 500
    moved.deadline.end += 500
    places = [(finding.rule, finding.start, finding.end) for finding in review(moved)[0]]
    assert places == [("deadline-vague", 512, 515), ("result-missing", 500, 500 + len(task.text))]


def test_inherited_owner_without_a_place_is_marked_on_the_task() -> None:
    task = Example("Dọn kho lưu trữ.", ("các đơn vị",)).task()
    task.owners[0].start = task.owners[0].end = None
    finding = review(task)[0][0]
    assert (finding.rule, finding.start, finding.end) == ("owner-generic", 0, len(task.text))


def test_one_named_owner_among_general_ones_is_enough() -> None:
    assert "owner-generic" not in rules_of(Example("Sở Y tế, các đơn vị liên quan khám sàng lọc.", ("Sở Y tế", "các đơn vị liên quan")))


def test_two_leads_are_no_clear_responsibility_unless_one_is_said_to_lead() -> None:
    two = Example("Sở Y tế, Sở Nội vụ cử bác sĩ về xã.", ("Sở Y tế", "Sở Nội vụ"))
    lead = Example("Sở Y tế, Sở Nội vụ cử bác sĩ về xã; Sở Y tế chủ trì.", ("Sở Y tế", "Sở Nội vụ"))
    assert review(two.task())[1]["trách nhiệm"] is False
    assert review(lead.task())[1]["trách nhiệm"] is True


def test_switched_off_rule_is_silent_but_the_six_do_not_change() -> None:
    task = Example("Sơn lại vạch kẻ đường trước cổng trường.").task()
    findings, clear = review(task, disabled={"owner-missing", "result-missing"})
    assert [finding.rule for finding in findings] == ["deadline-missing"]
    assert clear["người"] is False and clear["sản phẩm"] is False


def test_unknown_name_cannot_be_switched_off() -> None:
    with pytest.raises(KeyError):
        review(Example("Sơn lại vạch kẻ đường.").task(), disabled={"owner"})


def test_task_without_any_content_is_reviewed() -> None:
    assert rules_of(Example("Xã Tân Hòa", ("Xã Tân Hòa",))) == ["deadline-missing", "result-missing"]
