from __future__ import annotations

from pipeline.pipes.tasks.flat_tables import flat_rows
from pipeline.reading.source import SourceBuilder
from pipeline.structure.header import read_head
from pipeline.structure.outline import read_outline

HEADER = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")


def cells(*lines: str) -> tuple[list[dict[str, str]], int]:
    """The cells of every row as text, and how many lines belong to tables."""
    builder = SourceBuilder()
    for line in ("UBND TỈNH BÌNH AN", "Số: 4/KH-UBND", "KẾ HOẠCH", "Về trồng rừng", "Ủy ban nhân dân tỉnh phân công như sau:", *lines):
        builder.paragraph(line)
    source = builder.build()
    rows, used = flat_rows(source.text, read_outline(source, read_head(source)).items)
    return [{name: source.text[cell.start : cell.end] for name, cell in row.cells.items()} for row in rows], len(used)


def test_lines_go_to_the_columns_in_their_order() -> None:
    found, used = cells(
        *HEADER,
        "1",
        "Trồng 900 cây dầu",
        "Hạt Kiểm lâm",
        "Đoàn xã",
        "Tháng 6/2024",
        "2",
        "Tưới cây",
        "Đoàn xã",
        "Hội Nông dân xã",
        "Tháng 7/2024",
    )
    assert found == [
        {"content": "Trồng 900 cây dầu", "owner": "Hạt Kiểm lâm", "coordinator": "Đoàn xã", "deadline": "Tháng 6/2024"},
        {"content": "Tưới cây", "owner": "Đoàn xã", "coordinator": "Hội Nông dân xã", "deadline": "Tháng 7/2024"},
    ]
    assert used == 5 + 10


def test_a_column_that_a_row_leaves_empty_stays_empty() -> None:
    found, _ = cells(*HEADER, "1", "Trồng 900 cây dầu", "Hạt Kiểm lâm", "Tháng 6/2024", "2", "Kiểm tra giống", "Đoàn xã", "Tháng 7/2024")
    assert [row["owner"] for row in found] == ["Hạt Kiểm lâm", "Đoàn xã"]
    assert all("coordinator" not in row for row in found)


def test_a_cell_may_be_wrapped_over_lines() -> None:
    found, _ = cells(*HEADER, "1", "Trồng 900 cây dầu dọc tuyến", "kênh Ba Xã", "Hạt Kiểm lâm", "huyện Mỹ Lộc", "Đoàn xã", "Tháng 6/2024")
    assert found[0]["content"] == "Trồng 900 cây dầu dọc tuyến\nkênh Ba Xã"
    assert found[0]["owner"] == "Hạt Kiểm lâm\nhuyện Mỹ Lộc"


def test_prose_is_no_table() -> None:
    assert cells("1. Sở Y tế:", "a) Kiểm tra 12 trạm xá.", "Nội dung kiểm tra do Sở chọn.") == ([], 0)
