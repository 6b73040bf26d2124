from __future__ import annotations

import pytest

from pipeline.language.fold import fold
from pipeline.pipes.roles.grammar import bracket_roles, coordinators


def helpers(text: str) -> list[str]:
    return [body.name for body in coordinators(text, fold(text), 0, len(text))]


def in_brackets(text: str) -> tuple[list[str], list[str]] | None:
    found = bracket_roles(text, fold(text), 0, len(text))
    return None if found is None else ([body.name for body in found[0]], [body.name for body in found[1]])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính lập dự toán", ["Sở Tài chính"]),
        ("Sở Y tế chủ trì, phối hợp Sở Tài chính lập dự toán", ["Sở Tài chính"]),
        ("Sở Y tế phối hợp chặt chẽ với Công an tỉnh kiểm tra", ["Công an tỉnh"]),
        ("Sở Y tế phối hợp cùng Công an tỉnh kiểm tra", ["Công an tỉnh"]),
        (
            "Sở Y tế chủ trì, phối hợp với Công an tỉnh, Sở Nội vụ và các đơn vị liên quan kiểm tra",
            ["Công an tỉnh", "Sở Nội vụ", "các đơn vị liên quan"],
        ),
        ("Sở Y tế kết hợp với Hội Chữ thập đỏ khám bệnh", ["Hội Chữ thập đỏ"]),
        ("Sở Y tế tổ chức hội thi, có sự tham gia của Tỉnh đoàn", ["Tỉnh đoàn"]),
        ("Sở Y tế phối hợp với Sở Văn hóa, Thể thao và Du lịch kiểm tra", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Y tế phối hợp với Sở Tài chính trong việc mua thuốc", ["Sở Tài chính"]),
        ("Sở Y tế tăng cường công tác phối hợp", []),
        ("Sở Y tế kiểm tra kho thuốc của Sở Tài chính", []),
    ],
)
def test_coordinators_stand_behind_their_cue(text: str, names: list[str]) -> None:
    assert helpers(text) == names


@pytest.mark.parametrize(
    ("text", "owners", "others"),
    [
        ("Lập sổ (Giao Công an xã chủ trì, phối hợp với Xã đội)", ["Công an xã"], ["Xã đội"]),
        ("Lập sổ (Công an xã chủ trì)", ["Công an xã"], []),
        ("Lập sổ, do Công an xã thực hiện", ["Công an xã"], []),
        ("Lập sổ, do Công an xã và Hội Nông dân xã thực hiện", ["Công an xã", "Hội Nông dân xã"], []),
    ],
)
def test_the_owner_may_stand_in_brackets_or_behind_do(text: str, owners: list[str], others: list[str]) -> None:
    assert in_brackets(text) == (owners, others)


@pytest.mark.parametrize(
    "text",
    [
        "Lập sổ (theo mẫu của Công an xã)",
        "Lập sổ (02 bản)",
        "Thẩm định hồ sơ do Công ty Hà Đô lập",
        "Sửa đường do mưa lũ gây hư hỏng",
        "Lập sổ",
    ],
)
def test_other_brackets_and_other_do_name_nobody(text: str) -> None:
    assert in_brackets(text) is None
