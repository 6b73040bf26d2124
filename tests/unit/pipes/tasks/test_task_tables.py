from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.pipes.tasks.tables import Row, task_rows
from pipeline.reading.source import SourceBuilder
from pipeline.structure.header import read_head
from pipeline.structure.outline import read_outline

HEADER = ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"]


def rows(*lines: Sequence[str]) -> tuple[str, list[Row]]:
    builder = SourceBuilder()
    for line in ("UBND TỈNH BÌNH AN", "Số: 4/KH-UBND", "KẾ HOẠCH", "Về trồng rừng"):
        builder.paragraph(line)
    for cells in lines:
        builder.row([[cell] if cell else [] for cell in cells], table=0)
    source = builder.build()
    return source.text, task_rows(source.text, read_outline(source, read_head(source)).items)


def contents(*lines: Sequence[str]) -> list[str]:
    text, found = rows(*lines)
    return [text[row.start : row.end] for row in found]


def test_a_row_gives_its_content_and_the_cells_of_its_columns() -> None:
    text, (row,) = rows(HEADER, ["7", "Trồng 900 cây dầu", "Hạt Kiểm lâm", "Tháng 6/2024"])
    assert text[row.start : row.end] == "Trồng 900 cây dầu"
    assert {name: text[cell.start : cell.end] for name, cell in row.cells.items()} == {
        "number": "7",
        "content": "Trồng 900 cây dầu",
        "owner": "Hạt Kiểm lâm",
        "deadline": "Tháng 6/2024",
    }
    assert row.ordinal == "7"


def test_a_title_above_the_header_is_no_header() -> None:
    assert contents(["BẢNG PHÂN CÔNG", "", "", ""], HEADER, ["1", "Trồng 900 cây dầu", "Hạt Kiểm lâm", "Tháng 6"]) == ["Trồng 900 cây dầu"]


def test_group_rows_number_rows_and_empty_rows_are_no_tasks() -> None:
    found = contents(
        HEADER,
        ["(1)", "(2)", "(3)", "(4)"],
        ["I", "TRỒNG RỪNG", "", ""],
        ["1", "Trồng 900 cây dầu", "Hạt Kiểm lâm", "Tháng 6"],
        ["2", "", "Hạt Kiểm lâm", ""],
    )
    assert found == ["Trồng 900 cây dầu"]


def test_a_table_that_asks_for_no_work_gives_none() -> None:
    assert contents(["TT", "Xã", "Diện tích (ha)"], ["1", "Tân Phú", "412"]) == []


@pytest.mark.parametrize(
    ("first", "second", "limit"),
    [
        ("Thời gian bắt đầu", "Thời gian hoàn thành", "28/6/2024"),
        ("Từ ngày", "Đến ngày", "28/6/2024"),
        ("Thời gian giao nhiệm vụ", "Hạn hoàn thành", "28/6/2024"),
        ("Hạn cũ", "Hạn mới", "28/6/2024"),
        ("Thời hạn", "Thời hạn gia hạn", "28/6/2024"),
        ("Thời gian kết thúc", "Ngày bắt đầu", "02/5/2024"),
    ],
)
def test_of_two_columns_of_times_the_one_that_ends_the_work_counts(first: str, second: str, limit: str) -> None:
    text, (row,) = rows(
        ["TT", "Nội dung công việc", "Cơ quan chủ trì", first, second], ["1", "Trồng 900 cây dầu", "Hạt Kiểm lâm", "02/5/2024", "28/6/2024"]
    )
    cell = row.cells["deadline"]
    assert text[cell.start : cell.end] == limit


def test_a_column_of_acts_is_the_content_when_none_is_named_so() -> None:
    found = contents(
        ["TT", "Chủ trì", "Thời hạn", "Ghi chú"],
        ["1", "Sở Y tế", "Tháng 5", "Kiểm tra 12 trạm xá"],
        ["2", "Sở Nội vụ", "Tháng 6", "Rà soát 40 hồ sơ"],
    )
    assert found == ["Kiểm tra 12 trạm xá", "Rà soát 40 hồ sơ"]
