"""What `giaoviec explain` says of a plan that was written for it; the lines are worked out by hand from the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.pipes.clarity import component as clarity
from pipeline.pipes.models.judge import RULE_ALONE, Bounds, Judge
from pipeline.pipes.models.linear import LinearModel
from pipeline.pipes.tasks import component as tasks

HEAD = """\
ỦY BAN NHÂN DÂN TỈNH TRÀ VINH
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Trà Vinh, ngày 10 tháng 3 năm 2025
KẾ HOẠCH
Phòng, chống dịch bệnh mùa hè năm 2025
"""
PLAN = (
    HEAD
    + """\
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của người dân về phòng bệnh.
2. Các cơ quan tổ chức đồng bộ các biện pháp phòng bệnh.
II. NHIỆM VỤ
1. Trước ngày 30/6/2025, Sở Y tế thực hiện các nhiệm vụ sau:
a) Kiểm tra nguồn nước của 05 bệnh viện.
b) Tiếp tục phát huy tinh thần trách nhiệm của cán bộ y tế.
2. Sở Tài chính và Sở Nội vụ lập danh sách 20 trạm y tế xã cần sửa chữa, gửi Sở Y tế trong vòng 10 ngày kể từ ngày nhận được Kế hoạch này.
Các đơn vị trên báo cáo Ủy ban nhân dân tỉnh vào ngày 15 hằng tháng.
3. Bệnh nhân nặng chuyển về tuyến trên trong ngày.
III. TỔ CHỨC THỰC HIỆN
Các cơ quan chịu trách nhiệm thực hiện Kế hoạch này.
Nơi nhận:
- Như trên;
"""
)
TABLE = (
    HEAD
    + """\
I. NHIỆM VỤ
| TT | Nội dung | Cơ quan chủ trì | Thời hạn |
| 1 | Số hóa 2.000 hồ sơ đất đai | Sở Nội vụ | Quý II/2025 |
| 2 | Tập huấn cho 300 công chức | Sở Tài chính | 30/9/2025 |
"""
)
LETTER = """\
BỘ XÂY DỰNG
Số: 45/BXD-QLN
Hà Nội, ngày 10 tháng 3 năm 2024
V/v trả lời kiến nghị của cử tri
Kính gửi: Ủy ban nhân dân tỉnh Trà Vinh
1. Sở Xây dựng rà soát 20 khu nhà trọ công nhân.
"""
DECISION = """\
ỦY BAN NHÂN DÂN TỈNH TRÀ VINH
Số: 12/QĐ-UBND
Trà Vinh, ngày 10 tháng 3 năm 2025
QUYẾT ĐỊNH
Về việc ban hành Quy chế tiếp công dân
QUYẾT ĐỊNH:
Điều 1. Ban hành Quy chế tiếp công dân của tỉnh.
Điều 2. Bảo đảm mỗi tháng có một ngày tiếp công dân.
"""


@pytest.fixture
def told(tmp_path, capsys):
    """Explains a text by rules alone and returns the lines without their indents."""

    def explained(text: str, *options: str, votes: str = "rules") -> list[str]:
        path = tmp_path / "vb.txt"
        path.write_text(text, "utf-8")
        assert cli.main(["explain", str(path), "--votes", votes, *options]) == 0
        return [line.strip() for line in capsys.readouterr().out.splitlines()]

    return explained


@pytest.fixture
def small_models(monkeypatch):
    """Models of a word or two in place of those that ship."""
    judges = {
        "order": Judge(LinearModel({"w=tuyến": 6.0, "zone=body": 1.0, "form=none": -2.0}), Bounds(yes=0.9)),
        "content": Judge(LinearModel({"w=nguồn": 3.0, "w=kiểm_tra": 1.0, "rule=False": -2.0}, intercept=-1.0), Bounds(yes=0.9, no=0.1)),
        "boundary": Judge(LinearModel({"w=lập": 6.0}, intercept=-3.0), Bounds(yes=0.5)),
        "confidence": Judge(LinearModel({"owner_from=explicit": 2.0, "no_deadline": -1.0})),
    }
    for component in (tasks, clarity):
        monkeypatch.setattr(component, "judge", lambda name, votes: judges[name] if votes == "both" else RULE_ALONE)


def test_a_sentence_of_the_goals_is_told_where_it_stands_and_what_it_would_be_elsewhere(told):
    assert told(PLAN, "--at", "I.1") == [
        "Kế hoạch số 12/KH-UBND ngày 10/03/2025: việc được giao ở các mục nhiệm vụ, giải pháp, tổ chức thực hiện.",
        "",
        "I.1: không phải nhiệm vụ (ở phần mục đích, yêu cầu, câu không nêu ai được giao thì không phải là giao việc)",
        "«Nâng cao nhận thức của người dân về phòng bệnh»",
        "Chỗ đứng",
        "Phần mục đích, yêu cầu: không phải chỗ giao việc.",
        "Dưới I «MỤC ĐÍCH, YÊU CẦU»",
        "Có phải câu giao việc không: KHÔNG",
        "Luật: ở chỗ khác sẽ là dạng động từ chỉ việc đứng đầu; mở đầu việc bằng «Nâng cao»",
        "nhưng bị loại: ở phần mục đích, yêu cầu, câu không nêu ai được giao thì không phải là giao việc.",
        "Mô hình: không hỏi (--votes rules).",
    ]


def test_an_order_of_the_goals_is_told_with_its_form(told):
    lines = told(PLAN, "--at", "I.2")
    assert "Luật: dạng cơ quan đứng trước việc phải làm; người được giao «Các cơ quan»; mở đầu việc bằng «tổ chức»" in lines
    assert "nhưng bị loại: phần mục đích, yêu cầu: không phải chỗ giao việc." in lines


def test_a_lead_in_names_the_items_that_are_the_tasks(told):
    lines = told(PLAN, "--at", "II.1")
    assert "II.1: không phải nhiệm vụ (câu dẫn: việc nằm ở các mục con (II.1.a; II.1.b))" in lines
    assert "Luật: dạng cơ quan đứng trước việc phải làm; người được giao «Sở Y tế»; mở đầu việc bằng «thực hiện»" in lines


def test_a_formula_is_told(told):
    formula = "câu mẫu cuối văn bản (hiệu lực, trách nhiệm thi hành, nơi nhận …): không có gì để theo dõi"
    lines = told(PLAN, "--text", "chịu trách nhiệm thực hiện Kế hoạch này")
    assert f"III: không phải nhiệm vụ ({formula})" in lines and f"Luật: {formula}." in lines


def test_the_owner_and_the_deadline_of_a_list_are_traced_to_its_lead_in(told):
    lead = "ở II.1 «Trước ngày 30/6/2025, Sở Y tế thực hiện các nhiệm vụ sau:»"
    lines = told(PLAN, "--at", "II.1.a")
    assert "Luật: có, dạng động từ chỉ việc đứng đầu; mở đầu việc bằng «Kiểm tra»." in lines
    assert f"Cơ quan chủ trì: «Sở Y tế», theo đề mục phía trên, {lead}. Danh mục: Sở Y tế (mã syt), nay là Sở Y tế tỉnh Vĩnh Long." in lines
    assert f"Thời hạn: «Trước ngày 30/6/2025», loại ngày, đã xác định, đến hạn 30/06/2025; theo đề mục phía trên, {lead}." in lines
    assert "Cơ quan phối hợp: không có." in lines
    assert "Sản phẩm: không thấy văn bản, số lượng hay báo cáo phải nộp." in lines


def test_each_sentence_at_a_place_is_told_and_what_points_back(told):
    lines = told(PLAN, "--at", "II.2")
    assert lines.count("II.2: NHIỆM VỤ") == 2
    span = "«trong vòng 10 ngày kể từ ngày nhận được Kế hoạch này»"
    assert f"Thời hạn: {span}, loại khoảng thời gian, chưa đủ để xác định, tính từ «ngày nhận được Kế hoạch này»; nêu trực tiếp." in lines
    assert "Ghi chú: chưa rõ ngày bắt đầu tính." in lines
    assert "Thời hạn: «vào ngày 15 hằng tháng», loại định kỳ, đã xác định, hằng tháng; nêu trực tiếp." in lines
    pointed = [line for line in lines if "«Các đơn vị trên» trong câu chỉ cơ quan này" in line]
    assert [line[: line.index(",")] for line in pointed] == ["Cơ quan chủ trì: «Sở Tài chính»", "Cơ quan chủ trì: «Sở Nội vụ»"]


def test_every_rule_is_told_in_the_order_of_the_rulebook(told):
    lines = told(PLAN, "--at", "II.1.b")
    rules = [line for line in lines if line[:1] in "OVDSTX" and line[1:3].isdigit()]
    assert rules[:3] == ["O01 Thiếu cơ quan chủ trì: không", "O02 Cơ quan chủ trì chung chung: không", "O05 Người không rõ chức vụ: không"]
    assert len(rules) == 42 and rules[-2] == "X03 Không giao việc nào (xét cả văn bản): không"
    [generic] = [line for line in rules if line.startswith("V01")]
    assert generic.startswith("V01 Nội dung chung chung: CÓ, mức trung bình. «Tiếp tục phát huy tinh thần trách nhiệm")
    assert "Luật: chung chung. Mô hình: không hỏi." in lines


def test_rules_that_the_office_switched_off_or_dismissed_are_told_with_the_reason(told, tmp_path):
    (tmp_path / "giaoviec.toml").write_text(
        '[rules]\noff = ["V01"]\n[severity]\nS01 = "low"\n'
        '[[dismiss]]\nrule = "S01"\ndocument = "12/KH-UBND"\nat = "II.1.b"\nreason = "Theo dõi bằng báo cáo quý"\n',
        "utf-8",
    )
    config = ["--config", str(tmp_path / "giaoviec.toml")]
    lines = told(PLAN, "--at", "II.1.b", *config)
    assert "V01 Nội dung chung chung: tắt" in lines
    assert "S01 Thiếu sản phẩm, kết quả: đã bỏ qua: Theo dõi bằng báo cáo quý" in lines
    assert any(line.startswith("S01 Thiếu sản phẩm, kết quả: CÓ, mức thấp.") for line in told(PLAN, "--at", "II.1.a", *config))


def test_a_task_that_the_model_decided_says_so(told, small_models):
    lines = told(PLAN, "--at", "II.3", votes="both")
    assert lines[2] == "II.3: NHIỆM VỤ"
    assert "Luật: không thấy dạng câu giao việc." in lines
    #  1 + 6 - 2 = 5; 1 / (1 + e^-5) = 0.9933
    assert "Mô hình: khả năng là câu giao việc 99,3 %; phải từ 90 % trở lên mới thay được luật. Kết luận theo mô hình." in lines
    assert "Nghiêng về giao việc: từ «tuyến»; phần giao việc." in lines
    assert "Nghiêng về câu thường: dạng câu: không thấy dạng câu giao việc." in lines


def test_a_sentence_that_the_model_left_alone_says_so(told, small_models):
    lines = told(PLAN, "--at", "I.1", votes="both")
    #  e^2 / (1 + e^2) against: 1 / (1 + e^2) = 0.1192
    assert "Mô hình: khả năng là câu giao việc 11,9 %; phải từ 90 % trở lên mới thay được luật. Kết luận theo luật." in lines


def test_what_the_grammar_took_is_kept_whatever_the_model_takes_it_for(told, small_models):
    lines = told(PLAN, "--at", "II.1.a", votes="both")
    assert "Mô hình: khả năng là câu giao việc 73,1 %; chỉ để tham khảo, câu mà luật đã nhận thì giữ." in lines  # 1 / (1 + e^-1)


def test_the_two_votes_on_the_content_are_told_with_the_words_that_weighed(told, small_models):
    lines = told(PLAN, "--at", "II.1.a", votes="both")
    at = lines.index("V01 Nội dung chung chung: không")
    assert lines[at + 1 : at + 4] == [  # -1 + 3 + 1 - 2 = 1
        "Luật: kiểm tra được. Mô hình: khả năng chung chung 73,1 %; phải từ 90 % trở lên mới thay được luật. Kết luận theo luật.",
        "Nghiêng về chung chung: từ «nguồn»; từ «kiểm tra».",
        "Nghiêng về kiểm tra được: luật cho là cụ thể.",
    ]


def test_confidence_and_the_end_of_a_name_are_told(told, small_models):
    plan = PLAN.replace("3. Bệnh nhân nặng chuyển về tuyến trên trong ngày.", "3. Tổ Ứng phó nhanh lập 02 trạm gác.")
    lines = told(plan, "--at", "II.3", votes="both")
    assert "Mô hình: tên cơ quan hết trước «lập», khả năng 95,3 %, như luật." in lines  # 1 / (1 + e^-3)
    assert "Độ tin cậy: 73,1 % (mô hình: khả năng không phải sửa cơ quan và thời hạn)." in lines  # 2 - 1
    assert "Nghiêng về đúng: cơ quan chủ trì: nêu trực tiếp." in lines
    assert "Nghiêng về phải xem lại: không có thời hạn." in lines


def test_a_row_goes_by_its_ordinal_and_tells_its_columns(told):
    lines = told(TABLE, "--at", "bảng 1.2")
    assert "Bảng 1.2: NHIỆM VỤ" in lines and "Bảng 1.1: NHIỆM VỤ" not in lines
    assert "Luật: có, dạng hàng của bảng giao việc; các cột số thứ tự, nội dung, cơ quan chủ trì, thời hạn." in lines
    assert "Mô hình: không được hỏi về hàng của bảng." in lines
    assert "Thời hạn: «30/9/2025», loại ngày, đã xác định, đến hạn 30/09/2025; nêu trực tiếp." in lines


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        (LETTER, "khu nhà trọ", "công văn trả lời: chỉ câu đề nghị, yêu cầu mới là giao việc"),
        (DECISION, "Ban hành Quy chế tiếp", "ở các điều của quyết định, câu không nêu ai được giao thì không phải là giao việc"),
        (PLAN, "Như trên", "nơi nhận, chữ ký: không phải chỗ giao việc"),
        (PLAN, "MỤC ĐÍCH", "dòng viết hoa toàn bộ: tên của một phần"),
        (TABLE, "Cơ quan chủ trì", "hàng tiêu đề, hàng nhóm hoặc bảng không giao việc"),
        (PLAN + "4. Cơ quan chủ trì: Sở Y tế\n", "Cơ quan chủ trì", "nơi nhận, chữ ký: không phải chỗ giao việc"),
        (PLAN.replace("3. Bệnh nhân", "c) Cơ quan chủ trì: Sở Y tế\n3. Bệnh nhân"), "Cơ quan chủ trì",
         "dòng có nhãn, cho biết cơ quan chủ trì của đầu việc"),
    ],
)  # fmt: skip
def test_why_a_clause_is_no_task_is_told(told, text, words, why):
    assert any(line.endswith(f"không phải nhiệm vụ ({why})") for line in told(text, "--text", words))


def test_words_are_found_over_line_breaks_and_in_other_capitals(told):
    text = PLAN.replace("nguồn nước của", "nguồn nước\ncủa")
    assert "II.1.a: NHIỆM VỤ" in told(text, "--text", "KIỂM TRA nguồn nước  của 05")


def test_without_a_place_every_clause_is_listed(told):
    lines = told(PLAN)
    assert "II.1.a: NHIỆM VỤ: «Kiểm tra nguồn nước của 05 bệnh viện»" in lines
    assert "II.3: không phải nhiệm vụ (không thấy dạng câu giao việc): «Bệnh nhân nặng chuyển về tuyến trên trong ngày»" in lines
    assert len([line for line in lines if "nhiệm vụ" in line.lower() and "«" in line]) == 14


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--at", "II.4"], "GV417: Văn bản «{path}» không có vị trí «II.4». Vị trí gần nhất: II.1; II.2; II.3; "),
        (["--at", "II.1.c"], "Vị trí gần nhất: II.1.a; II.1.b; II.1."),
        (["--text", "kiểm tra nguồn điện"], "GV418: Không thấy «kiểm tra nguồn điện» trong phần nội dung của «{path}». Câu gần nhất: «"),
        (["--at", "I.1", "--text", "dân"], "GV412: Các lựa chọn --at, --text không dùng chung được."),
    ],
)  # fmt: skip
def test_a_clause_that_is_not_there_is_told_with_the_nearest(tmp_path: Path, capsys, options, said):
    path = tmp_path / "kh.txt"
    path.write_text(PLAN, "utf-8")
    assert cli.main(["explain", str(path), "--votes", "rules", *options]) == 2
    captured = capsys.readouterr()
    assert said.format(path=path) in captured.err and captured.out == ""


def test_json_has_the_same_account(tmp_path, capsys, small_models):
    path = tmp_path / "kh.txt"
    path.write_text(PLAN, "utf-8")
    assert cli.main(["explain", str(path), "--at", "II.3", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    [clause] = told["clauses"]
    assert (told["policy"], clause["zone"], clause["left_out"][0]["why"]) == ("plan", "body", "no form")
    [task] = clause["tasks"]
    assert task["order"] == {
        "rule": False, "answer": True, "by": "model", "probability": pytest.approx(0.99331, abs=1e-5), "bound": 0.9,
        "pro": [["w=tuyến", 6.0], ["zone=body", 1.0]], "con": [["form=none", -2.0]],
    }  # fmt: skip
    assert task["task"]["text"] == "Bệnh nhân nặng chuyển về tuyến trên trong ngày"
    assert [rule["state"] for rule in task["rules"]].count("off") == 1  # V08


def test_a_terminal_gets_the_same_words_in_colour(told, tmp_path, capsys, monkeypatch):
    plain = told(PLAN, "--at", "I.2")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert cli.main(["explain", str(tmp_path / "vb.txt"), "--votes", "rules", "--at", "I.2"]) == 0
    out = capsys.readouterr().out
    assert "\x1b[1mI.2: không phải nhiệm vụ" in out
    assert all(line in out for line in plain)
