"""What looks vague and is not: the exceptions of the rules, as whole documents (numbers as in the list of exceptions, E1 to E13)."""

from __future__ import annotations

from pipeline.pipes.load import extract
from pipeline.schema import Extraction

HEAD = "ỦY BAN NHÂN DÂN TỈNH BẾN TRE\nSố: 31/{symbol}-UBND\nBến Tre, ngày 10 tháng 3 năm 2025\n{kind}\n{subject}\n"


def read(body: str, kind: str = "CHỈ THỊ", symbol: str = "CT", subject: str = "Về một số nhiệm vụ trọng tâm") -> Extraction:
    lead = "Ủy ban nhân dân tỉnh chỉ thị:\n" if kind == "CHỈ THỊ" else ""
    return extract(HEAD.format(kind=kind, symbol=symbol, subject=subject) + lead + body + "\n", "rules")


def rules(extraction: Extraction) -> list[set[str]]:
    return [{finding.rule for finding in task.findings} for task in extraction.tasks]


def test_e1_a_measure_makes_an_exhortation_concrete() -> None:
    [checked, raised] = rules(
        read(
            "1. Sở Y tế tăng cường kiểm tra tối thiểu 02 cuộc mỗi quý các bếp ăn trường học.\n"
            "2. Sở Tài chính nâng tỷ lệ giải ngân đạt trên 95% trước ngày 31/12/2025."
        )
    )
    assert not checked & {"content-generic", "vague-quantity", "result-missing"}
    assert raised == set()


def test_e2_sub_items_spell_out_their_parent() -> None:
    extraction = read(
        "1. Sở Xây dựng lập rào chắn tại các vị trí xung yếu, xong trước ngày 30/5/2025, gồm các việc sau:\n"
        "a) Rào hố công trình tại cầu Rạch Miễu;\nb) Rào mố cầu Cổ Chiên."
    )
    assert all("vague-scope" not in found for found in rules(extraction))


def test_e2_the_next_sentence_spells_out_the_one_before() -> None:
    [first, *_] = rules(
        read("1. Sở Y tế kiểm tra một số bếp ăn trước ngày 30/5/2025. Cụ thể: Trường Tân Phú, Trường An Hội, Bệnh viện Nguyễn Đình Chiểu.")
    )
    assert "vague-quantity" not in first


def test_e2_an_annex_spells_out() -> None:
    [found] = rules(read("1. Sở Y tế kiểm tra một số bếp ăn theo danh sách kèm theo trước ngày 30/5/2025."))
    assert "vague-quantity" not in found


def test_e2_what_stands_behind_the_colon_spells_out() -> None:
    [found] = rules(read("1. Sở Xây dựng sửa chữa các vị trí xung yếu: chân cầu Rạch Miễu, mố cầu Cổ Chiên, kè Giao Long."))
    assert "vague-scope" not in found


def test_e2_the_columns_of_a_table_give_owner_and_deadline() -> None:
    table = (
        "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ\n"
        "STT | Nội dung công việc | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm\n"
        "1 | Kiểm kê giếng khoan bỏ hoang | Sở Nông nghiệp và Môi trường | Sở Xây dựng | 30/5/2025 | Báo cáo kiểm kê\n"
        "2 | Lấp giếng khoan bỏ hoang | Sở Xây dựng | Sở Tài chính | 30/9/2025 | Biên bản nghiệm thu"
    )
    found = rules(
        read("I. TỔ CHỨC THỰC HIỆN\nCác cơ quan thực hiện theo Phụ lục kèm theo.\n" + table, "KẾ HOẠCH", "KH", "Xử lý giếng khoan bỏ hoang")
    )
    assert len(found) >= 2
    assert all(not rule & {"owner-missing", "deadline-missing"} for rule in found[-2:])


def test_e3_a_quality_beside_a_day_and_a_product_is_no_measure() -> None:
    [found] = rules(read("1. Sở Nội vụ rà soát kịp thời, chặt chẽ 214 hồ sơ, trình Ủy ban nhân dân tỉnh trước ngày 30/5/2025."))
    assert found == set()


def test_e4_goals_and_viewpoints_are_no_tasks() -> None:
    extraction = read(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức của nhân dân về tiết kiệm nước.\n2. Việc triển khai phải đồng bộ, hiệu quả.\n"
        "II. NHIỆM VỤ\n1. Sở Xây dựng lắp 120 đồng hồ nước tại phường 6 trước ngày 30/6/2025.",
        "KẾ HOẠCH",
        "KH",
        "Sử dụng tiết kiệm nước sạch",
    )
    assert [task.text.split()[0] for task in extraction.tasks] == ["Sở"]


def test_e5_the_clause_of_effect_is_no_task() -> None:
    extraction = read("1. Sở Y tế phun thuốc 40 ổ dịch trước ngày 30/5/2025.\n2. Chỉ thị này có hiệu lực kể từ ngày ký.")
    assert len(extraction.tasks) == 1


def test_e6_a_provision_that_is_named_is_no_escape() -> None:
    named, unnamed = rules(
        read(
            "1. Thanh tra tỉnh xử lý vi phạm theo quy định tại Điều 12 Nghị định số 91/2019/NĐ-CP trước ngày 30/5/2025.\n"
            "2. Thanh tra tỉnh xử lý vi phạm theo quy định trước ngày 30/5/2025."
        )
    )
    assert "escape-clause" not in named and "escape-clause" in unnamed


def test_e7_what_goes_on_with_a_period_of_report_is_fine() -> None:
    [found] = rules(read("1. Công an tỉnh thường xuyên tuần tra đường Đồng Khởi, báo cáo Ủy ban nhân dân tỉnh hằng quý."))
    assert "ongoing-without-report" not in found


def test_e8_a_request_is_pressed_less() -> None:
    extraction = read("1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc phân phối 400 suất quà.")
    [severity] = [finding.severity for finding in extraction.tasks[0].findings if finding.rule == "deadline-missing"]
    assert severity == "low"


def test_e9_quoted_words_are_not_judged() -> None:
    [found] = rules(read("1. Sở Văn hóa treo 40 băng rôn «Tăng cường vệ sinh một số nơi công cộng theo quy định» trước ngày 30/5/2025."))
    assert not found & {"vague-quantity", "escape-clause", "content-generic"}


def test_e10_what_was_done_is_no_task() -> None:
    extraction = read(
        "1. Thời gian qua, các sở đã tích cực rà soát, tuy nhiên một số đơn vị còn chậm.\n"
        "2. Sở Nội vụ tuyển 12 viên chức trước ngày 30/5/2025."
    )
    assert [task.locator for task in extraction.tasks] == ["2"]


def test_e11_a_proposal_upward_assigns_nothing() -> None:
    extraction = read(
        "Kính gửi: Thủ tướng Chính phủ\nỦy ban nhân dân tỉnh kính đề nghị Thủ tướng Chính phủ xem xét hỗ trợ 120 tỷ đồng khắc phục sạt lở.",
        "TỜ TRÌNH",
        "TTr",
        "Đề nghị hỗ trợ kinh phí khắc phục sạt lở",
    )
    assert extraction.tasks == [] and extraction.findings == []


def test_e12_a_named_lead_that_reports_within_the_month_is_clear() -> None:
    extraction = read(
        "Tại cuộc họp, Chủ tịch Ủy ban nhân dân tỉnh kết luận như sau:\n"
        "1. Giao Sở Xây dựng chủ trì rà soát 14 cây cầu yếu, báo cáo Ủy ban nhân dân tỉnh trong tháng 4/2025.",
        "THÔNG BÁO",
        "TB",
        "Kết luận của Chủ tịch Ủy ban nhân dân tỉnh về cầu yếu",
    )
    assert rules(extraction) == [set()]


def test_e13_a_resolution_is_judged_one_degree_lower() -> None:
    body = "1. Các sở, ban, ngành tỉnh nâng cao chất lượng công tác dân vận."
    severity = {
        kind: {
            finding.rule: finding.severity
            for finding in read(f"I. NHIỆM VỤ\n{body}", kind, symbol, "Về công tác dân vận").tasks[0].findings
        }
        for kind, symbol in (("KẾ HOẠCH", "KH"), ("NGHỊ QUYẾT", "NQ"))
    }
    assert (severity["KẾ HOẠCH"]["content-generic"], severity["NGHỊ QUYẾT"]["content-generic"]) == ("medium", "low")
