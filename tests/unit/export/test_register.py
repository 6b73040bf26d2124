from __future__ import annotations

import itertools
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest
from feeding import feed

from pipeline.export import register
from pipeline.schema import Deadline, Finding, Party, Result


@pytest.fixture
def book(tmp_path, directive, failed):
    feed(register, [directive, failed], tmp_path / "tasks.xlsx")
    return openpyxl.load_workbook(tmp_path / "tasks.xlsx")


def cells(sheet, row):
    """The cells of a row by the names in the sheet's first row."""
    return {head.value: cell for head, cell in zip(sheet[1], sheet[row], strict=True)}


def table(book, heading):
    """A table of the sheet of counts, its column names first, up to the next empty row."""
    rows = list(book["Tổng hợp 6 rõ"].iter_rows(values_only=True))
    [at] = [place for place, row in enumerate(rows) if row[0] == heading]
    width = sum(name is not None for name in rows[at + 1])
    return [row[:width] for row in itertools.takewhile(lambda row: row[0] is not None, rows[at + 1 :])]


def test_a_task_is_a_row_with_the_columns_offices_use(book):
    sheet = book["Nhiệm vụ"]
    assert [cell.value for cell in sheet[1]] == [
        "STT", "Số, ký hiệu", "Ngày văn bản", "Trích yếu", "Vị trí", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan hiện nay",
        "Cơ quan phối hợp", "Thời hạn", "Thời hạn bằng chữ", "Sản phẩm", "Đánh giá 6 rõ", "Mức độ", "Số vấn đề", "Vấn đề cần làm rõ",
        "Đề nghị sửa", "Nguyên văn", "Tệp",
    ]  # fmt: skip
    assert sheet.max_row == 4
    assert {name: cell.value for name, cell in cells(sheet, 2).items()} == {
        "STT": 1, "Số, ký hiệu": "07/CT-UBND", "Ngày văn bản": datetime(2024, 5, 2),
        "Trích yếu": "Về việc dọn dẹp kho lưu trữ <hồ sơ> & tài liệu", "Vị trí": "1 (trang 1)", "Nội dung nhiệm vụ": "Kiểm kê 12 kho",
        "Cơ quan chủ trì": "Sở Nội vụ", "Cơ quan hiện nay": None, "Cơ quan phối hợp": "Công an tỉnh", "Thời hạn": datetime(2024, 6, 5),
        "Thời hạn bằng chữ": "trước ngày 05/6/2024", "Sản phẩm": "báo cáo Ủy ban nhân dân tỉnh", "Đánh giá 6 rõ": "Đạt 6/6",
        "Mức độ": None, "Số vấn đề": None, "Vấn đề cần làm rõ": None, "Đề nghị sửa": None, "Tệp": "2024/chỉ thị 7.docx",
        "Nguyên văn": "Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh kiểm kê 12 kho, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/6/2024",
    }  # fmt: skip


def test_a_body_that_is_no_more_has_who_holds_its_tasks_today(directive):
    task = directive.tasks[0]
    task.owners[:] = [Party(name="Sở Nội vụ"), Party(name="Sở GTVT", now="Sở Xây dựng")]
    values = dict(zip([name for name, _ in register.COLUMNS], [1, *register.row(directive, task)], strict=True))
    assert (values["Cơ quan chủ trì"], values["Cơ quan hiện nay"]) == ("Sở Nội vụ; Sở GTVT", "Sở Xây dựng (thay Sở GTVT)")


def test_dates_are_real_and_shown_as_offices_write_them(book):
    due = cells(book["Nhiệm vụ"], 2)["Thời hạn"]
    assert due.is_date and due.number_format == "dd/mm/yyyy"
    assert cells(book["Nhiệm vụ"], 3)["Thời hạn"].value == "Hằng quý"


def test_text_that_looks_like_a_formula_stays_text(book):
    content = cells(book["Nhiệm vụ"], 3)["Nội dung nhiệm vụ"]
    assert (content.value, content.data_type) == ("=Thẩm định dự toán", "s")


def test_findings_are_listed_the_worst_first_and_coloured_by_it(book):
    clear, low, high = (cells(book["Nhiệm vụ"], row)["Vấn đề cần làm rõ"] for row in (2, 3, 4))
    assert high.value == "[Cao] D01 Thiếu thời hạn: Chưa có thời hạn.\n[Trung bình] V01 Nội dung chung chung: Việc nêu chung."
    assert low.value == "[Thấp] S01 Thiếu sản phẩm, kết quả: Chưa nêu sản phẩm."
    assert clear.fill.fill_type is None
    assert low.fill.fgColor.rgb != high.fill.fgColor.rgb
    assert high.alignment.wrap_text


def test_a_task_has_its_worst_severity_the_number_of_findings_and_what_to_write(book):
    names = ("Mức độ", "Số vấn đề", "Đề nghị sửa")
    low, high = ([cells(book["Nhiệm vụ"], row)[name].value for name in names] for row in (3, 4))
    assert low == ["Thấp", 1, "Nêu báo cáo."]  # no rewording: the suggestion
    assert high == ["Cao", 2, "Giao Sở Tài chính bảo quản [số] mét giá tài liệu, xong trước ngày [dd/mm/yyyy]."]


def test_the_register_is_frozen_filtered_and_set_up_for_paper(book):
    sheet = book["Nhiệm vụ"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:S4"
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
    assert sheet.print_title_rows == "$1:$1"


def test_tasks_are_counted_by_owner_and_by_finding(book):
    assert table(book, "Theo cơ quan chủ trì") == [
        ("STT", "Cơ quan chủ trì", "Số nhiệm vụ", "Cần làm rõ", "Không có thời hạn"),
        (1, "Sở Tài chính", 2, 2, 1),
        (2, "Sở Nội vụ", 1, 0, 0),
    ]
    assert table(book, "Theo vấn đề cần làm rõ") == [
        ("Mã", "Vấn đề", "Mức độ", "Số nhiệm vụ"),
        ("D01", "Thiếu thời hạn", "Cao", 1),
        ("S01", "Thiếu sản phẩm, kết quả", "Thấp", 1),
        ("V01", "Nội dung chung chung", "Trung bình", 1),
    ]


def test_the_share_of_clear_tasks_is_told_for_each_document_and_for_all(tmp_path, directive, failed):
    letter = directive.model_copy(deep=True)
    letter.document.kind = letter.document.number = letter.document.issued = None
    letter.source.path, letter.tasks = "đến/quét 02.pdf", letter.tasks[2:]
    feed(register, [directive, failed, letter], tmp_path / "tasks.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tasks.xlsx")
    assert table(book, "Theo văn bản") == [
        ("STT", "Văn bản", "Ngày", "Số nhiệm vụ", "Cần làm rõ",
         "Rõ người", "Rõ việc", "Rõ thời gian", "Rõ trách nhiệm", "Rõ thẩm quyền", "Rõ sản phẩm"),
        (1, "Chỉ thị số 07/CT-UBND", datetime(2024, 5, 2), 3, 2, 1, 0.5, 0.5, 1, 1, 0.5),
        (2, "đến/quét 02.pdf", None, 1, 1, 1, 0, 0, 1, None, 0),
    ]  # fmt: skip
    third = pytest.approx(1 / 3)
    assert table(book, "Mức độ rõ của mọi văn bản") == [
        ("STT", "Tiêu chí", "Nhiệm vụ đã xét", "Đã rõ", "Chưa rõ", "Tỷ lệ rõ"),
        (1, "Rõ người", 3, 3, 0, 1),  # the first task and twice the third; the second was not judged
        (2, "Rõ việc", 3, 1, 2, third),
        (3, "Rõ thời gian", 3, 1, 2, third),
        (4, "Rõ trách nhiệm", 3, 3, 0, 1),
        (5, "Rõ thẩm quyền", 1, 1, 0, 1),
        (6, "Rõ sản phẩm", 3, 1, 2, third),
    ]
    assert book["Tổng hợp 6 rõ"]["F3"].number_format == "0%"


def test_a_document_of_a_kind_but_without_number_is_told_apart_by_its_file(tmp_path, directive):
    directive.document.number = None
    feed(register, [directive], tmp_path / "tasks.xlsx")
    assert table(openpyxl.load_workbook(tmp_path / "tasks.xlsx"), "Theo văn bản")[1][1] == "Chỉ thị (chỉ thị 7.docx)"


def test_the_charts_show_the_six_shares_and_the_ten_most_frequent_rules(tmp_path, directive):
    names = ["owner-missing", "owner-generic", "content-generic", "empty-object", "deadline-missing", "deadline-vague", "deadline-past",
             "result-missing", "escape-clause", "open-ended", "several-acts", "vague-scope"]  # fmt: skip
    for task, found in zip(directive.tasks, (names, names[:11], names[:5]), strict=True):
        task.findings = [Finding(rule=name, severity="low", message="m", suggestion="s") for name in found]
    feed(register, [directive], tmp_path / "tasks.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Tổng hợp 6 rõ"]
    clarity, rules = sheet._charts
    assert (clarity.ser[0].cat.strRef.f, clarity.ser[0].val.numRef.f) == ("'Tổng hợp 6 rõ'!$B$3:$B$8", "'Tổng hợp 6 rõ'!$F$3:$F$8")
    assert rules.type == "bar" and (rules.ser[0].cat.strRef.f, rules.ser[0].val.numRef.f) == (
        "'Tổng hợp 6 rõ'!$B$20:$B$29", "'Tổng hợp 6 rõ'!$D$20:$D$29")  # fmt: skip
    assert [sheet[cell].value for cell in ("A20", "D20", "D24", "D25", "D29", "D30", "D31")] == ["D01", 3, 3, 2, 2, 2, 1]


def test_findings_of_documents_have_a_sheet_of_their_own(tmp_path, directive):
    directive.findings = [
        Finding(rule="motto-not-kept", severity="low", message="Nhắc «6 rõ».", suggestion="Viết rõ các nhiệm vụ."),
        Finding(rule="no-task", severity="medium", message="Không giao việc.", suggestion="=Ghi rõ ai làm gì."),
    ]
    feed(register, [directive], tmp_path / "tasks.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Vấn đề của văn bản"]
    assert list(sheet.iter_rows(values_only=True)) == [
        ("STT", "Văn bản", "Mã", "Mức độ", "Vấn đề", "Đề nghị", "Tệp"),
        (1, "Chỉ thị số 07/CT-UBND", "X03", "Trung bình", "Không giao việc.", "=Ghi rõ ai làm gì.", "2024/chỉ thị 7.docx"),
        (2, "Chỉ thị số 07/CT-UBND", "V07", "Thấp", "Nhắc «6 rõ».", "Viết rõ các nhiệm vụ.", "2024/chỉ thị 7.docx"),
    ]
    assert sheet["F2"].data_type == "s"
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"


def test_a_task_of_two_owners_counts_for_both_and_one_of_none_is_counted_too(tmp_path, directive):
    first, second, _ = directive.tasks
    first.owners.append(Party(name="Sở Y tế"))
    second.owners = []
    feed(register, [directive], tmp_path / "tasks.xlsx")
    assert table(openpyxl.load_workbook(tmp_path / "tasks.xlsx"), "Theo cơ quan chủ trì")[1:] == [
        (1, "(không nêu cơ quan chủ trì)", 1, 1, 0),
        (2, "Sở Nội vụ", 1, 0, 0),
        (3, "Sở Tài chính", 1, 1, 1),
        (4, "Sở Y tế", 1, 0, 0),
    ]


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
    feed(register, [], tmp_path / "tasks.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tasks.xlsx")
    assert book.sheetnames == ["Nhiệm vụ", "Tổng hợp 6 rõ", "Vấn đề của văn bản", "Tệp lỗi"]
    assert book["Nhiệm vụ"]["A1"].value == "STT" and book["Nhiệm vụ"].max_row == 1
    assert table(book, "Theo văn bản")[1:] == [] and book["Tổng hợp 6 rõ"]._charts == []


def test_the_same_tasks_give_the_same_bytes(tmp_path, directive):
    for name in ("a", "b"):
        feed(register, [directive], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_excel_cannot_hold_is_still_there_to_read(tmp_path, directive):
    task = directive.tasks[0]
    task.content = "Kiểm kê " * 6000
    task.deadline = Deadline(text="năm 1895", kind="date", due="1895-12-31")
    feed(register, [directive], tmp_path / "tasks.xlsx")
    row = cells(openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Nhiệm vụ"], 2)
    assert len(row["Nội dung nhiệm vụ"].value) == 32767 and row["Nội dung nhiệm vụ"].value.endswith("…")
    assert row["Thời hạn"].value == "31/12/1895"


def test_a_deadline_to_the_hour_keeps_its_hour(tmp_path, directive):
    directive.tasks[0].deadline = Deadline(text="trước 16 giờ 30 ngày 05/6/2024", kind="date", due="2024-06-05T16:30")
    feed(register, [directive], tmp_path / "tasks.xlsx")
    due = cells(openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Nhiệm vụ"], 2)["Thời hạn"]
    assert due.value == datetime(2024, 6, 5, 16, 30) and due.number_format == "dd/mm/yyyy hh:mm"


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")')


def test_no_text_is_ever_a_formula_in_any_column_of_any_sheet(tmp_path, directive, failed):
    tasks = []
    for text in FORMULAS:
        task = directive.tasks[0].model_copy(deep=True)
        task.locator = task.content = task.text = text
        task.owners, task.coordinators = [Party(name=text, now=text)], [Party(name=text)]
        task.deadline, task.result = Deadline(text=text, kind="vague"), Result(text=text)
        task.findings = [Finding(rule=text, severity="high", message=text, suggestion=text)]
        tasks.append(task)
    directive.tasks, directive.findings = tasks, tasks[0].findings
    directive.document.number, directive.document.kind, directive.document.subject, directive.source.path = None, None, "=1", "=1.docx"
    failed.source.path = failed.errors[0].message = "=1+1"
    feed(register, [directive, failed], tmp_path / "tasks.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tasks.xlsx")
    assert [book["Nhiệm vụ"].cell(row, 6).value for row in range(2, 2 + len(FORMULAS))] == list(FORMULAS)
    assert table(book, "Theo văn bản")[1][1] == "=1.docx" and table(book, "Theo cơ quan chủ trì")[1][1].startswith(
        ("=", "+", "-", "@", "\t")
    )
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d"}
    with zipfile.ZipFile(tmp_path / "tasks.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4 and not any(b"<f" in sheet and re.search(rb"<f[ >/]", sheet) for sheet in sheets)


@pytest.mark.parametrize("text", ["<r></r>", '<r><t>x</t></r></is></c><c r="A9"><f>1+1</f></c><c><is><r></r>', "<r></is><f>1+1</f></r>"])
def test_text_that_looks_like_the_markup_of_a_cell_is_text(tmp_path, directive, text):
    directive.tasks[0].content = text
    feed(register, [directive], tmp_path / "tasks.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Nhiệm vụ"]
    assert sheet["F2"].value.strip() == text and sheet.max_row == 4


def rows(*sheets):
    """The rows of several sheets one after the other, without the headings."""
    return [row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_full_sheet_goes_on_on_further_ones_with_headings_filter_and_set_up(tmp_path, directive, failed):
    directive.findings = [Finding(rule="no-task", severity="medium", message="Không giao việc.", suggestion="")]
    feed(register, [directive, failed] * 10, tmp_path / "tasks.xlsx", most_rows=10)  # 30 tasks, 10 findings, 10 failures; 9 to a sheet
    book = openpyxl.load_workbook(tmp_path / "tasks.xlsx")
    tasks = [book[name] for name in ("Nhiệm vụ", "Nhiệm vụ (2)", "Nhiệm vụ (3)", "Nhiệm vụ (4)")]
    assert [sheet.max_row for sheet in tasks] == [10, 10, 10, 4]
    assert [row[0] for row in rows(*tasks)] == list(range(1, 31))
    assert [row[4] for row in rows(*tasks)] == ["1 (trang 1)", "2.a", "2.b"] * 10
    for sheet in tasks:
        assert [cell.value for cell in sheet[1]] == [name for name, _ in register.COLUMNS]
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("C2", "$1:$1", "$A:$B")
        assert (sheet.auto_filter.ref, sheet.print_area) == (f"A1:S{sheet.max_row}", f"'{sheet.title}'!$A$1:$Q${sheet.max_row}")
        assert (sheet.page_setup.orientation, sheet.column_dimensions["F"].width) == ("landscape", tasks[0].column_dimensions["F"].width)
    findings, failures = ([book[name], book[f"{name} (2)"]] for name in ("Vấn đề của văn bản", "Tệp lỗi"))
    assert [row[0] for row in rows(*findings)] == [row[0] for row in rows(*failures)] == list(range(1, 11))
    assert {row[4] for row in rows(*findings)} == {"Không giao việc."} and {row[3] for row in rows(*failures)} == {"GV103"}
    assert [sheet.print_title_rows for sheet in (*findings, *failures)] == ["$1:$1"] * 4


def test_the_summary_goes_on_on_further_sheets_and_leaves_out_no_document(tmp_path, directive):
    documents = [directive.model_copy(deep=True) for _ in range(25)]
    for number, one in enumerate(documents, start=1):
        one.document.number = f"{number:02}/CT-UBND"
    feed(register, documents, tmp_path / "tasks.xlsx", most_rows=10)
    book = openpyxl.load_workbook(tmp_path / "tasks.xlsx")
    sheets = [sheet for sheet in book if sheet.title.startswith("Tổng hợp 6 rõ")]
    assert max(sheet.max_row for sheet in sheets) <= 10
    named = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    listed = [row for row in named if str(row[1]).startswith("Chỉ thị số")]
    assert [row[0] for row in listed] == list(range(1, 26))
    assert [row[1] for row in listed] == [f"Chỉ thị số {number:02}/CT-UBND" for number in range(1, 26)]
    headings = [row[0] for row in named if isinstance(row[0], str) and row[0].startswith("Theo văn bản")]
    assert headings == ["Theo văn bản", *["Theo văn bản (tiếp theo)"] * 3]  # 8 to a sheet
    assert [row[:5] for row in named if row[1] == "Sở Tài chính"] == [(1, "Sở Tài chính", 50, 50, 25)]


def test_a_chart_knows_what_it_shows_before_anybody_computes(tmp_path, directive):
    feed(register, [directive], tmp_path / "tasks.xlsx")
    clarity, rules = openpyxl.load_workbook(tmp_path / "tasks.xlsx")["Tổng hợp 6 rõ"]._charts
    assert [(point.idx, point.v) for point in clarity.ser[0].cat.strRef.strCache.pt][:2] == [(0, "Rõ người"), (1, "Rõ việc")]
    assert [point.v for point in clarity.ser[0].val.numRef.numCache.pt] == [1, 0.5, 0.5, 1, 1, 0.5]
    assert [point.v for point in rules.ser[0].val.numRef.numCache.pt] == [1, 1, 1]
