from __future__ import annotations

import pytest

import pipeline
from pipeline.structure.kinds import BY_NAME, symbol_kind, title_kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("CHỈ THỊ", "chỉ thị"),
        ("CÔNG ĐIỆN Về ứng phó bão số 3", "công điện"),
        ("KẾ HOẠCH", "kế hoạch"),
        ("DỰ THẢO QUYẾT ĐỊNH", "quyết định"),
        ("Thông báo", "thông báo"),
        ("Kết luận:", "kết luận"),
        ("TỜ TRÌNH", "tờ trình"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "chương trình"),
        ("QUYÊT ĐINH", "quyết định"),  # as scans print them
        ("CHÍ THỊ", "chỉ thị"),
    ],
)
def test_a_title_names_its_kind(line: str, kind: str) -> None:
    found = title_kind(line)
    assert found is not None and found.name == kind


@pytest.mark.parametrize(
    "line", ["Thông báo này được gửi các xã", "Căn cứ Quyết định số 4/QĐ-UBND", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "Giao Sở Y tế", ""]
)
def test_a_sentence_or_a_body_is_no_title(line: str) -> None:
    assert title_kind(line) is None


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("12/CT-TTg", "chỉ thị"),
        ("12-CT/TU", "chỉ thị"),
        ("05/CĐ-UBND", "công điện"),
        ("226-KL/TW", "kết luận"),
        ("27-CTr/TU", "chương trình"),
        ("42/2014/QĐ-TTg", "quyết định"),
        ("24/2014/NĐ-CP", "nghị định"),
        ("07/2024/TT-BYT", "thông tư"),
        ("1234/UBND-KT", "công văn"),
        ("8011-CV/BTCTW", "công văn"),
        ("66/VP", "công văn"),
    ],
)
def test_a_number_names_its_kind(number: str, kind: str) -> None:
    found = symbol_kind(number)
    assert (found.name if found else "công văn") == kind


@pytest.mark.parametrize("number", ["", "abc", "không số"])
def test_what_is_no_number_names_no_kind(number: str) -> None:
    assert symbol_kind(number) is None


def test_laws_and_reports_give_no_orders_and_directives_do() -> None:
    assert {BY_NAME[name].policy for name in ("nghị định", "thông tư", "luật", "báo cáo", "tờ trình", "giấy mời")} == {"norm"}
    assert {BY_NAME[name].policy for name in ("chỉ thị", "công điện", "kết luận", "công văn")} == {"directive"}


HEAD = "SỞ NỘI VỤ\nSố: 40/{symbol}\nNam Sơn, ngày 06 tháng 5 năm 2024\n"


def test_a_guidance_with_a_scope_gives_orders_only_where_it_is_implemented() -> None:
    text = HEAD.format(symbol="HD-SNV") + (
        "HƯỚNG DẪN\nLưu trữ hồ sơ điện tử\n1. Phạm vi điều chỉnh\nVăn bản này hướng dẫn lưu trữ hồ sơ điện tử.\n"
        "2. Cách ghi\nCán bộ văn thư ghi tên hồ sơ bằng chữ in thường trước ngày nộp.\n"
    )
    assert pipeline.extract(text).tasks == []
    work = "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ kiểm tra 12 kho lưu trữ, báo cáo Sở trước ngày 30/9/2024.\n"
    first = text.replace("1. Phạm vi", "I. QUY ĐỊNH CHUNG\n1. Phạm vi")
    assert [task.locator for task in pipeline.extract(first + work).tasks] == ["II.1"]
    assert pipeline.extract(text.replace("Phạm vi điều chỉnh", "Tổ chức thực hiện")).tasks != []


def test_a_letter_that_answers_explains_but_orders_only_what_it_asks_for() -> None:
    text = HEAD.format(symbol="SNV-CCVC") + (
        "V/v chế độ nâng lương\nKính gửi: Ủy ban nhân dân huyện Đông Hải\n{opening}\n"
        "Phòng Nội vụ xếp lương bậc 3 cho viên chức đủ 36 tháng.\nĐề nghị Phòng Nội vụ gửi 12 hồ sơ trước ngày 20/5/2024.\n"
    )
    answer = "Sở Nội vụ nhận được Công văn số 88/UBND-NV của Ủy ban nhân dân huyện Đông Hải về nâng lương, Sở có ý kiến như sau:"
    order = "Thực hiện kế hoạch năm 2024, Sở Nội vụ đề nghị như sau:"
    orders = [len(pipeline.extract(text.replace("{opening}", opening)).tasks) for opening in (answer, order)]
    assert orders == [1, 2]
