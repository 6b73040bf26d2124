from __future__ import annotations

import pytest

from pipeline import cli


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert cli.main(["agencies", *arguments]) == 0
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_a_body_is_printed_with_who_holds_its_tasks_today(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "Sở KH&ĐT Cà Mau", "--at", "2023-02-01")
    assert lines[0] == "Sở Kế hoạch và Đầu tư tỉnh Cà Mau"
    assert "Mã: skhdt · Cấp: tỉnh · Khối: chính quyền" in lines
    assert "Hiện nay: Sở Tài chính tỉnh Cà Mau (mã stc)" in lines


def test_the_day_may_be_written_as_offices_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "Sở Y tế", "--at", "01/02/2023") == told(capsys, "Sở Y tế", "--at", "2023-02-01")


def test_a_body_that_still_exists_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Hiện nay: vẫn là cơ quan này" in told(capsys, "Bộ Tài chính")


@pytest.mark.parametrize(
    ("name", "day", "note"),
    [
        ("Bộ Giao thông vận tải", "2025-03-01", "ngày 01/03/2025 cơ quan này không còn."),
        ("Bộ Nông nghiệp và Môi trường", "2024-05-01", "ngày 01/05/2024 cơ quan này chưa có."),
    ],
)
def test_a_body_out_of_its_time_is_noted(name: str, day: str, note: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"Lưu ý: {note}" in told(capsys, name, "--at", day)


def test_a_group_is_listed_as_it_was_on_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    before, after = (told(capsys, "các sở, ban, ngành", "--at", day) for day in ("2024-05-01", "2025-08-01"))
    assert "Sở Giao thông vận tải (mã sgtvt)" in before and "Sở Nông nghiệp và Môi trường (mã snnmt)" not in before
    assert "Sở Giao thông vận tải (mã sgtvt)" not in after and "Sở Nông nghiệp và Môi trường (mã snnmt)" in after


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Sở Kế hoạch"], "Có phải: Sở Kế hoạch và Đầu tư?"),
        (["Sở Y tếe"], "Có phải: Sở Y tế"),
        (["Hội quán Sa Rài"], "Lỗi GV413: Không có cơ quan nào tên «Hội quán Sa Rài» trong danh mục. Hãy gõ"),
        ([" "], "Lỗi GV413: Không có cơ quan nào tên « » trong danh mục. Hãy gõ"),
        (["Sở Y tế", "--at", "2023-13-45"], "lựa chọn --at: '2023-13-45' không phải là một ngày."),
        ([], "Thiếu tham số TÊN."),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["agencies", *arguments]) == 2
    captured = capsys.readouterr()
    assert said in captured.err and captured.out == ""
