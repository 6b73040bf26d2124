from __future__ import annotations

from typing import get_args

import pytest

from pipeline.export import labels
from pipeline.schema import Deadline, Extraction, FileInfo, Origin, Recurrence, Severity, Status


def test_every_value_of_the_contract_has_its_vietnamese_words():
    assert set(labels.SEVERITIES) == set(get_args(Severity))
    assert set(labels.RECURRENCES) == set(get_args(Recurrence))
    assert set(labels.ORIGINS) == set(get_args(Origin))
    assert set(labels.STATUSES) == set(get_args(Status))


def test_the_worst_severity_counts(directive):
    assert [labels.worst_severity(task) for task in directive.tasks] == [None, "low", "high"]


def test_a_day_that_is_not_in_the_calendar_is_no_date():
    assert labels.moment("2024-02-30") is None
    assert labels.office_date("2024-02-30") == ""


@pytest.mark.parametrize(("deadline", "value"), [
    (None, ""),
    (Deadline(text="khẩn trương", kind="vague"), ""),
    (Deadline(text="hằng tháng, trước ngày 25", kind="recurring", recurrence="monthly", due="2024-06-25"), "Hằng tháng; 25/06/2024"),
    (Deadline(text="trước 11 giờ ngày 09/9/2024", kind="date", due="2024-09-09T11:00"), "11:00 ngày 09/09/2024"),
])  # fmt: skip
def test_what_a_deadline_comes_to(deadline, value):
    assert labels.deadline_value(deadline) == value


def test_clarity_without_a_judgement_says_nothing(directive):
    assert labels.clarity(directive.tasks[0]) == "Đạt 6/6"
    assert labels.clarity(directive.tasks[1]) == ""
    assert labels.clarity(directive.tasks[2]) == "Đạt 2/6; thiếu: việc, thời gian, sản phẩm; chưa xét: thẩm quyền"


def test_a_document_without_kind_and_number_is_called_by_its_file():
    assert labels.title(Extraction(source=FileInfo(path="quét/01.pdf"))) == "quét/01.pdf"
    assert labels.title(Extraction()) == "Văn bản"
