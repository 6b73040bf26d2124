from __future__ import annotations

from datetime import date

import pandas
import pytest
from feeding import feed
from pyarrow.parquet import ParquetFile

from pipeline.export import parquet


@pytest.fixture
def table(tmp_path, directive, failed):
    feed(parquet, [directive, failed], tmp_path / "tasks.parquet")
    return pandas.read_parquet(tmp_path / "tasks.parquet")


def test_a_task_is_a_row_with_its_document(table):
    assert len(table) == 3
    first = table.iloc[0]
    assert {name: first[name] for name in ("path", "number", "kind", "issuer", "issued", "id", "locator", "page", "content")} == {
        "path": "2024/chỉ thị 7.docx", "number": "07/CT-UBND", "kind": "chỉ thị", "issuer": "Ủy ban nhân dân tỉnh",
        "issued": date(2024, 5, 2), "id": "t1", "locator": "1", "page": 1, "content": "Kiểm kê 12 kho",
    }  # fmt: skip
    assert (list(first["owners"]), list(first["coordinators"]), list(first["findings"])) == (["Sở Nội vụ"], ["Công an tỉnh"], [])
    assert (first["deadline"], first["deadline_kind"], first["due"]) == ("trước ngày 05/6/2024", "date", date(2024, 6, 5))
    assert first["result"] == "báo cáo Ủy ban nhân dân tỉnh"


def test_what_is_unclear_is_told_by_rules_severity_and_the_six(table):
    third = table.iloc[2]
    assert (list(third["findings"]), third["severity"]) == (["content-generic", "deadline-missing"], "high")
    assert [third[f"rõ {name}"] for name in ("người", "việc", "thời gian", "trách nhiệm", "thẩm quyền", "sản phẩm")] == [
        True, False, False, True, None, False]  # fmt: skip
    assert third["due"] is None and table.iloc[1]["recurrence"] == "quarterly"
    assert third["rewording"].startswith("Giao Sở Tài chính bảo quản [số] mét")


def test_the_columns_have_types(tmp_path, directive):
    directive.tasks[0].deadline.due = "2024-06-05T16:30"  # the day of a deadline to the minute
    directive.tasks[0].confidence = 0.75
    feed(parquet, [directive], tmp_path / "tasks.parquet")
    schema = ParquetFile(tmp_path / "tasks.parquet").schema_arrow
    types = {name: str(schema.field(name).type) for name in ("due", "issued", "start", "page", "confidence", "rõ người", "text")}
    assert types == {
        "due": "date32[day]", "issued": "date32[day]", "start": "int64", "page": "int64", "confidence": "double", "rõ người": "bool",
        "text": "string",
    }  # fmt: skip
    assert {str(schema.field(name).type.value_type) for name in ("owners", "owner_agencies", "coordinators", "findings")} == {"string"}
    first = pandas.read_parquet(tmp_path / "tasks.parquet").iloc[0]
    assert (first["due"], first["confidence"]) == (date(2024, 6, 5), 0.75)
    assert directive.text[first["start"] : first["end"]] == first["text"]


def test_rows_are_written_in_groups(tmp_path, directive):
    feed(parquet, [directive] * 5, tmp_path / "tasks.parquet", group=6)  # 15 tasks, of two documents each
    file = ParquetFile(tmp_path / "tasks.parquet")
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [6, 6, 3]
    assert list(pandas.read_parquet(tmp_path / "tasks.parquet")["locator"]) == ["1", "2.a", "2.b"] * 5


def test_without_tasks_the_columns_stand(tmp_path, failed):
    feed(parquet, [failed], tmp_path / "tasks.parquet")
    table = pandas.read_parquet(tmp_path / "tasks.parquet")
    assert len(table) == 0 and {"owners", "due", "rõ sản phẩm"} <= set(table.columns)
