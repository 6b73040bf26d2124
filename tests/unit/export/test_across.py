"""What shows only between the documents of a run: the later of two that assign the same, and a task that hangs on an expired document."""

from __future__ import annotations

import pytest

from pipeline.export.across import Across
from pipeline.export.documents import write_document
from pipeline.export.publish import publish
from pipeline.knowledge.office import NO_OFFICE, Dismissal, Office
from pipeline.schema import Deadline, Extraction, FileInfo, Finding, Header, Party, Task

DREDGE = "Nạo vét 14 km kênh Xáng Múc và gia cố hai bờ kênh"
MARCH, APRIL = ("trước ngày 28/3/2025", "2025-03-28"), ("trước ngày 18/4/2025", "2025-04-18")


def assigns(*contents: str, owner: str = "Phòng Kinh tế", deadline: tuple[str, str | None] | None = MARCH) -> list[Task]:
    """Tasks 1, 2 … of one owner and with one deadline (its words and its day)."""
    due = Deadline(text=deadline[0], kind="date", due=deadline[1]) if deadline else None
    return [
        Task(id=content, locator=str(number), text=content, start=0, end=len(content), content=content, owners=[Party(name=owner)],
             deadline=due)
        for number, content in enumerate(contents, start=1)
    ]  # fmt: skip


def document(number: str, tasks: list[Task], issued: str = "2025-03-03") -> Extraction:
    return Extraction(
        source=FileInfo(path=f"đến/{number.replace('/', '-')}.docx"),
        document=Header(kind="kế hoạch", number=number, issued=issued),
        tasks=tasks,
    )


def together(*documents: Extraction, office: Office = NO_OFFICE) -> list[Extraction]:
    """Copies of the documents with what they say of one another."""
    copies = [one.model_copy(deep=True) for one in documents]
    across = Across(office, copies)
    return [across.attach(one) for one in copies]


def flagged(*documents: Extraction, office: Office = NO_OFFICE) -> list[tuple[str | None, str, str]]:
    """Number of the document, locator and rule of every finding, in the order of the documents."""
    read = together(*documents, office=office)
    return [(one.document.number, task.locator, finding.rule) for one in read for task in one.tasks for finding in task.findings]


FIRST = document("12/KH-UBND", assigns(DREDGE))
OTHER_OWNER = document("20/KH-UBND", assigns(DREDGE, owner="Ban Quản lý dự án huyện"))
OTHER_DAY = document("21/KH-UBND", assigns(DREDGE, deadline=APRIL))
SAME = document("22/KH-UBND", assigns(DREDGE))


@pytest.mark.parametrize("later", [OTHER_OWNER, OTHER_DAY])
def test_the_later_of_two_documents_that_assign_the_same_is_flagged(later):
    assert flagged(FIRST, later) == [(later.document.number, "1", "assigned-twice")]
    assert flagged(later, FIRST) == [("12/KH-UBND", "1", "assigned-twice")]


def test_the_same_owner_and_day_in_another_document_is_no_contradiction():
    assert flagged(FIRST, SAME) == []


def test_a_document_without_a_deadline_does_not_contradict_one_with_it():
    assert flagged(FIRST, document("23/KH-UBND", assigns(DREDGE, deadline=None))) == []


def test_the_finding_names_document_place_owner_and_deadline_of_the_earlier():
    *_, later = together(FIRST, OTHER_DAY)
    [finding] = later.tasks[0].findings
    assert finding.message == "Việc này đã giao ở Kế hoạch số 12/KH-UBND, mục 1 cho Phòng Kinh tế, thời hạn «trước ngày 28/3/2025»."
    assert (finding.start, finding.end, finding.severity) == (0, len(DREDGE), "medium")


def test_two_tasks_of_one_document_are_not_compared_here():
    twice = document("12/KH-UBND", [*assigns(DREDGE), *assigns(DREDGE, owner="Trạm Thủy nông")])
    assert flagged(twice) == []
    assert flagged(twice, SAME) == [("22/KH-UBND", "1", "assigned-twice")]  # the other owner of the first is not its own


def test_a_task_that_its_document_assigns_twice_already_is_told_once():
    again = OTHER_OWNER.model_copy(deep=True)
    again.tasks[0].findings = [Finding(rule="assigned-twice", severity="medium", message="Đã giao ở mục 3.", suggestion="")]
    assert flagged(FIRST, again) == [("20/KH-UBND", "1", "assigned-twice")]


def test_documents_that_failed_are_passed_over(failed):
    first, *others = together(failed, FIRST, OTHER_OWNER)
    assert first == failed
    assert [[finding.rule for task in one.tasks for finding in task.findings] for one in others] == [[], ["assigned-twice"]]


def test_the_json_on_disk_stays_what_the_document_alone_gives(tmp_path):
    paths = [write_document(tmp_path, name, one) for name, one in (("một.docx", FIRST), ("hai.docx", OTHER_DAY))]
    before = [path.read_bytes() for path in paths]
    for _ in range(2):
        assert publish(tmp_path, ["một.docx", "hai.docx"])["flagged"] == 1
    assert [path.read_bytes() for path in paths] == before


PARENT = document("12/KH-UBND", assigns(DREDGE, "Trồng 900 cây bần chắn sóng"))  # all due by 28/3/2025
CITES = "Thanh toán khối lượng nạo vét theo Kế hoạch số 12/KH-UBND cho nhà thầu"
CHILD = document("31/UBND-KT", assigns(CITES, deadline=None), issued="2025-05-06")


def test_a_task_that_cites_a_document_whose_days_have_passed_is_flagged_wherever_that_stands():
    assert flagged(PARENT, CHILD) == flagged(CHILD, PARENT) == [("31/UBND-KT", "1", "parent-expired")]


def test_the_expired_document_is_marked_in_the_sentence_with_its_last_day():
    *_, child = together(PARENT, CHILD)
    [finding] = child.tasks[0].findings
    assert finding.message == "«12/KH-UBND» đã hết thời gian thực hiện từ ngày 28/03/2025, trước khi văn bản này được ban hành."
    assert CITES[finding.start : finding.end] == "12/KH-UBND"


def test_a_document_whose_days_lie_ahead_or_are_not_all_known_has_not_expired():
    early = document("31/UBND-KT", assigns(CITES, deadline=None), issued="2025-03-28")
    assert flagged(PARENT, early) == []
    undated = document("12/KH-UBND", [*assigns(DREDGE), *assigns("Trồng 900 cây bần chắn sóng", deadline=None)])
    assert flagged(undated, CHILD) == []


def test_the_last_day_of_a_document_is_that_of_its_latest_task():
    mixed = document("12/KH-UBND", [*assigns(DREDGE, deadline=APRIL), *assigns("Trồng 900 cây bần chắn sóng")])  # 18/4 and 28/3/2025
    on_the_day, after = (document("31/UBND-KT", assigns(CITES, deadline=None), issued=day) for day in ("2025-04-18", "2025-04-19"))
    assert flagged(mixed, on_the_day) == []
    assert flagged(mixed, after) == [("31/UBND-KT", "1", "parent-expired")]


def test_the_office_switches_off_and_dismisses_what_shows_across():
    off = Office(off=frozenset({"assigned-twice"}))
    assert flagged(FIRST, OTHER_OWNER, office=off) == []
    dismissal = Dismissal("assigned-twice", "Hai đoạn kênh khác nhau", document="20/KH-UBND", at="1")
    *_, later = together(FIRST, OTHER_OWNER, office=Office(dismissals=(dismissal,)))
    assert later.tasks[0].findings == []
    assert [(one.rule, one.reason) for one in later.tasks[0].dismissed] == [("assigned-twice", "Hai đoạn kênh khác nhau")]


@pytest.mark.parametrize("cited", ["12/KH-UBND. Gửi hồ sơ về Kho bạc", "12/KH - UBND", "12 /KH-UBND"])
def test_a_number_is_found_however_it_is_spaced_and_before_a_full_stop(cited):
    child = document("31/UBND-KT", assigns(f"Thanh toán khối lượng nạo vét theo Kế hoạch số {cited}", deadline=None), issued="2025-05-06")
    assert flagged(PARENT, child) == [("31/UBND-KT", "1", "parent-expired")]


def test_a_task_that_looks_back_on_a_plan_may_cite_it():
    review = document("31/UBND-KT", assigns("Tổng kết việc thực hiện Kế hoạch số 12/KH-UBND", deadline=None), issued="2025-05-06")
    assert flagged(PARENT, review) == []


def test_of_two_documents_with_one_number_both_must_have_expired():
    later = document("12/KH-UBND", assigns("Xây 06 cầu nông thôn", deadline=("trước ngày 30/9/2025", "2025-09-30")))
    assert flagged(PARENT, later, CHILD) == flagged(later, PARENT, CHILD) == []
