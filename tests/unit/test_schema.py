from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from pipeline.schema import DIMENSIONS, SCHEMA, Deadline, Extraction, Finding, Header, Party, Problem, Result, Task


@pytest.fixture
def full() -> Extraction:
    text = "Giao Sở Y tế phối hợp với Công an tỉnh kiểm tra, lập báo cáo trước ngày 15/5/2024"
    return Extraction(
        status="partial",
        errors=[Problem(code="GV203", message="Trang 2 không đọc được.", page=2)],
        document=Header(number="12/CT-UBND", kind="chỉ thị", issued="2024-03-04", recipients=["Như trên"]),
        text=text,
        tasks=[
            Task(
                id="a1",
                locator="1.a",
                page=1,
                text=text,
                start=0,
                end=len(text),
                content="kiểm tra, lập báo cáo",
                owners=[Party(name="Sở Y tế", agency="syt", start=5, end=12)],
                coordinators=[Party(name="Công an tỉnh", start=26, end=38, source="inherited")],
                deadline=Deadline(
                    text="trước ngày 15/5/2024", kind="date", due="2024-05-15", bound="before", precision="day", start=61, end=81
                ),
                result=Result(text="lập báo cáo", start=49, end=60),
                findings=[Finding(rule="result-missing", severity="low", message="Thiếu sản phẩm.", suggestion="Nêu sản phẩm.")],
                clarity=dict.fromkeys(DIMENSIONS, True),
                confidence=0.9,
            )
        ],
    )


def test_what_is_written_is_read_back_the_same(full: Extraction) -> None:
    assert Extraction.model_validate_json(full.to_json()) == full


def test_the_json_keeps_vietnamese_letters_and_ends_in_a_line_feed(full: Extraction) -> None:
    written = full.to_json()
    assert "Công an tỉnh" in written and "\\u" not in written
    assert written.endswith("}\n")


def test_the_contract_is_named_in_the_file(full: Extraction) -> None:
    data = json.loads(full.to_json())
    assert data["schema"] == SCHEMA == "giaoviec/1"
    assert list(data) == ["schema", "status", "errors", "source", "document", "text", "tasks", "findings", "dismissed", "clarity"]


def test_what_is_missing_is_null_and_not_left_out() -> None:
    data = json.loads(Extraction(text="x", tasks=[Task(id="a", locator="1", text="x", start=0, end=1, content="x")]).to_json())
    task = data["tasks"][0]
    assert (task["deadline"], task["result"], task["page"], task["owners"]) == (None, None, None, [])
    assert data["document"]["number"] is None


@pytest.mark.parametrize(
    ("model", "bad"),
    [
        (Deadline, {"text": "sớm", "kind": "soon"}),
        (Deadline, {"text": "hằng giờ", "kind": "recurring", "recurrence": "hourly"}),
        (Party, {"name": "Sở Y tế", "source": "guessed"}),
        (Finding, {"rule": "x", "severity": "fatal", "message": "m", "suggestion": "s"}),
        (Party, {"name": "Sở Y tế", "role": "owner"}),
        (Extraction, {"status": "done"}),
        (Header, {"numbers": "1"}),
    ],
)
def test_unknown_words_and_fields_are_refused(model: type, bad: dict) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(bad)


def test_the_official_six_dimensions_are_named_in_vietnamese() -> None:
    assert DIMENSIONS == ("người", "việc", "thời gian", "trách nhiệm", "thẩm quyền", "sản phẩm")


def test_the_json_schema_describes_every_field() -> None:
    schema = Extraction.model_json_schema(by_alias=True)
    assert schema["additionalProperties"] is False
    assert {"schema", "status", "document", "text", "tasks"} <= set(schema["properties"])
    task = schema["$defs"]["Task"]
    assert set(task["required"]) == {"id", "locator", "text", "start", "end", "content"}
    assert set(task["properties"]) == set(Task.model_fields)
    assert set(schema["$defs"]["Deadline"]["properties"]["kind"]["enum"]) == {"date", "duration", "recurring", "event", "vague"}


def test_the_json_schema_fits_what_is_written(full: Extraction) -> None:
    schema = Extraction.model_json_schema(by_alias=True)

    def check(value: object, part: dict) -> None:
        if "$ref" in part:
            check(value, schema["$defs"][part["$ref"].rsplit("/", 1)[1]])
        elif "anyOf" in part:
            plain = [choice for choice in part["anyOf"] if choice.get("type") != "null"]
            assert value is not None or len(plain) < len(part["anyOf"])
            if value is not None:
                check(value, plain[0])
        elif part.get("type") == "object" and "properties" in part:
            assert isinstance(value, dict)
            assert set(part.get("required", [])) <= set(value) <= set(part["properties"])
            for key, child in value.items():
                check(child, part["properties"][key])
        elif part.get("type") == "array":
            assert isinstance(value, list)
            for child in value:
                check(child, part["items"])
        elif "enum" in part:
            assert value in part["enum"]
        else:
            kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict}
            assert isinstance(value, kinds[part["type"]])

    check(json.loads(full.to_json()), schema)
