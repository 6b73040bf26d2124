from __future__ import annotations

import pytest

from pipeline.pipes.tasks.columns import column, label


@pytest.mark.parametrize(
    ("header", "question"),
    [
        ("STT", "number"),
        ("TT", "number"),
        ("Nội dung công việc", "content"),
        ("NHIỆM VỤ", "content"),
        ("Tên đề án", "content"),
        ("Cơ quan chủ trì", "owner"),
        ("Đơn vị\nthực hiện", "owner"),
        ("Người phụ trách", "owner"),
        ("Chủ trì, phối hợp", "owner"),
        ("Cơ quan phối hợp", "coordinator"),
        ("Đơn vị cùng làm", "coordinator"),
        ("Ai làm", "owner"),
        ("Người/bộ phận làm", "owner"),
        ("Việc phải làm", "content"),
        ("Chừng nào xong", "deadline"),
        ("Hoàn thành", "deadline"),
        ("Minh chứng", "result"),
        ("Đơn vị tham gia", "coordinator"),
        ("Thời gian hoàn thành", "deadline"),
        ("Thời hạn", "deadline"),
        ("Tiến độ thực hiện", "deadline"),
        ("Sản phẩm", "result"),
        ("Kết quả đầu ra", "result"),
        ("Ghi chú", "other"),
        ("Kinh phí (triệu đồng)", "other"),
        ("Họ và tên", None),
        ("Năng suất (tạ/ha)", None),
        ("", None),
    ],
)
def test_a_header_asks_its_question(header: str, question: str | None) -> None:
    assert column(header) == question


@pytest.mark.parametrize(
    ("line", "question", "value"),
    [
        ("Đơn vị chủ trì: Sở Y tế", "owner", "Sở Y tế"),
        ("Cơ quan phối hợp: Công an tỉnh.", "coordinator", "Công an tỉnh."),
        ("Thời gian thực hiện: Quý II/2024", "deadline", "Quý II/2024"),
        ("Sản phẩm dự kiến: 01 báo cáo", "result", "01 báo cáo"),
        ("Chủ trì: Phòng Kinh tế", "owner", "Phòng Kinh tế"),
        ("Kinh phí: 20 triệu đồng", "other", "20 triệu đồng"),
    ],
)
def test_a_labelled_line_asks_its_question_and_gives_its_value(line: str, question: str, value: str) -> None:
    found = label(line)
    assert found is not None
    assert (found[0], line[found[1] :]) == (question, value)


@pytest.mark.parametrize(
    "line", ["Sở Y tế: Kiểm tra 12 trạm", "Sở Y tế chủ trì kiểm tra", "Yêu cầu các xã: rà soát", "Về thời gian, các xã tự chọn", ""]
)
def test_other_lines_are_no_labels(line: str) -> None:
    assert label(line) is None
