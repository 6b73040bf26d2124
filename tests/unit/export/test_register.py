from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest

from pipeline.export import register
from pipeline.schema import Deadline, Party


@pytest.fixture
def book(tmp_path, directive, failed):
    register.write([directive, failed], tmp_path / "tasks.xlsx")
    return openpyxl.load_workbook(tmp_path / "tasks.xlsx")


def cells(sheet, row):
    """The cells of a row by the names in the sheet's first row."""
    return {head.value: cell for head, cell in zip(sheet[1], sheet[row], strict=True)}


def test_a_task_is_a_row_with_the_columns_offices_use(book):
    sheet = book["Nhiệm vụ"]
    assert [cell.value for cell in sheet[1]] == [
        "STT", "Số, ký hiệu", "Ngày văn bản", "Trích yếu", "Vị trí", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan hiện nay",
        "Cơ quan phối hợp", "Thời hạn", "Thời hạn bằng chữ", "Sản phẩm", "Đánh giá 6 rõ", "Vấn đề cần làm rõ", "Nguyên văn", "Tệp",
    ]  # fmt: skip
    assert sheet.max_row == 4
    assert {name: cell.value for name, cell in cells(sheet, 2).items()} == {
        "STT": 1, "Số, ký hiệu": "07/CT-UBND", "Ngày văn bản": datetime(2024, 5, 2),
        "Trích yếu": "Về việc dọn dẹp kho lưu trữ <hồ sơ> & tài liệu", "Vị trí": "1 (trang 1)", "Nội dung nhiệm vụ": "Kiểm kê 12 kho",
        "Cơ quan chủ trì": "Sở Nội vụ", "Cơ quan hiện nay": None, "Cơ quan phối hợp": "Công an tỉnh", "Thời hạn": datetime(2024, 6, 5),
        "Thời hạn bằng chữ": "trước ngày 05/6/2024", "Sản phẩm": "báo cáo Ủy ban nhân dân tỉnh", "Đánh giá 6 rõ": "Đạt 6/6",
        "Vấn đề cần làm rõ": None, "Tệp": "2024/chỉ thị 7.docx",
        "Nguyên văn": "Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh kiểm kê 12 kho, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/6/2024",
    }  # fmt: skip


def test_a_body_that_is_no_more_has_who_holds_its_tasks_today(directive):
    task = directive.tasks[0]
    task.owners[:] = [Party(name="Sở Nội vụ"), Party(name="Sở GTVT", now="Sở Xây dựng")]
    values = dict(zip([name for name, _ in register.COLUMNS], register.row(1, directive, task), strict=True))
    assert (values["Cơ quan chủ trì"], values["Cơ quan hiện nay"]) == ("Sở Nội vụ; Sở GTVT", "Sở Xây dựng (thay Sở GTVT)")


def test_dates_are_real_and_shown_as_offices_write_them(book):
    due = cells(book["Nhiệm vụ"], 2)["Thời hạn"]
    assert due.is_date and due.number_format == "dd/mm/yyyy"
    assert cells(book["Nhiệm vụ"], 3)["Thời hạn"].value == "Hằng quý"


def test_text_that_looks_like_a_formula_stays_text(book):
    content = cells(book["Nhiệm vụ"], 3)["Nội dung nhiệm vụ"]
    assert (content.value, content.data_type) == ("=Thẩm định dự toán", "s")


def test_findings_are_listed_with_suggestion_and_coloured_by_the_worst(book):
    clear, low, high = (cells(book["Nhiệm vụ"], row)["Vấn đề cần làm rõ"] for row in (2, 3, 4))
    assert high.value == "[Trung bình] Việc nêu chung. → Nêu việc đếm được.\n[Cao] Chưa có thời hạn. → Thêm ngày."
    assert clear.fill.fill_type is None
    assert low.fill.fgColor.rgb != high.fill.fgColor.rgb
    assert high.alignment.wrap_text


def test_the_register_is_frozen_filtered_and_set_up_for_paper(book):
    sheet = book["Nhiệm vụ"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:P4"
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
    assert sheet.print_title_rows == "$1:$1"


def test_tasks_are_counted_by_owner_and_by_finding(book):
    rows = [tuple(row) for row in book["Thống kê"].iter_rows(values_only=True)]
    assert ("Sở Tài chính", 2, 2, 1) in rows  # tasks, flagged, without deadline
    assert ("Sở Nội vụ", 1, 0, 0) in rows
    assert ("Thiếu thời hạn", "Cao", 1, None) in rows
    assert ("Nội dung chung chung", "Trung bình", 1, None) in rows


def test_a_task_of_two_owners_counts_for_both_and_one_of_none_is_counted_too(tmp_path, directive):
    first, second, _ = directive.tasks
    first.owners.append(Party(name="Sở Y tế"))
    second.owners = []
    register.write([directive], tmp_path / "tasks.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Thống kê"].iter_rows(values_only=True))
    assert ("Sở Nội vụ", 1, 0, 0) in rows and ("Sở Y tế", 1, 0, 0) in rows
    assert ("(không nêu cơ quan chủ trì)", 1, 1, 0) in rows


def test_failed_files_are_listed_with_code_page_and_reason(book):
    row = {name: cell.value for name, cell in cells(book["Tệp lỗi"], 2).items()}
    assert row == {
        "STT": 1,
        "Tệp": "hỏng.pdf",
        "Tình trạng": "Không đọc được",
        "Mã lỗi": "GV103",
        "Trang": 2,
        "Lý do và cách xử lý": "Tệp «hỏng.pdf» bị hỏng.",
    }


def test_without_tasks_the_headings_stand(tmp_path):
    register.write([], tmp_path / "tasks.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tasks.xlsx")
    assert book.sheetnames == ["Nhiệm vụ", "Thống kê", "Tệp lỗi"]
    assert book["Nhiệm vụ"]["A1"].value == "STT" and book["Nhiệm vụ"].max_row == 1


def test_the_same_tasks_give_the_same_bytes(tmp_path, directive):
    for name in ("a", "b"):
        register.write([directive], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_excel_cannot_hold_is_still_there_to_read(tmp_path, directive):
    task = directive.tasks[0]
    task.content = "Kiểm kê " * 6000
    task.deadline = Deadline(text="năm 1895", kind="date", due="1895-12-31")
    register.write([directive], tmp_path / "tasks.xlsx")
    row = cells(openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Nhiệm vụ"], 2)
    assert len(row["Nội dung nhiệm vụ"].value) == 32767 and row["Nội dung nhiệm vụ"].value.endswith("…")
    assert row["Thời hạn"].value == "31/12/1895"


def test_a_deadline_to_the_hour_keeps_its_hour(tmp_path, directive):
    directive.tasks[0].deadline = Deadline(text="trước 16 giờ 30 ngày 05/6/2024", kind="date", due="2024-06-05T16:30")
    register.write([directive], tmp_path / "tasks.xlsx")
    due = cells(openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Nhiệm vụ"], 2)["Thời hạn"]
    assert due.value == datetime(2024, 6, 5, 16, 30) and due.number_format == "dd/mm/yyyy hh:mm"
