from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.cli.rule_pages import pages
from pipeline.knowledge.rulebook import load_rulebook

PAGES = Path(__file__).parents[3] / "docs" / "rules"
OWNER_GENERIC = "«Các cấp, các ngành tổ chức kiểm kê tài sản công, hoàn thành trước ngày 30/6/2025.»"


@pytest.fixture
def told(capsys):
    """Runs the command and returns its lines without indents."""

    def lines(*arguments: str) -> list[str]:
        assert cli.main(["rules", *arguments]) == 0
        return [line.strip() for line in capsys.readouterr().out.splitlines()]

    return lines


def test_the_table_has_every_rule_with_code_severity_and_switch(told):
    lines = told()
    assert len(lines) == 1 + len(load_rulebook()) == 43
    assert lines[0].split() == ["Mã", "Tên", "Mức", "độ", "Rõ", "Quy", "tắc", "Hỏi"]
    rows = {line.split()[0]: re.split(r"  +", line) for line in lines[1:]}
    assert rows["O02"] == ["O02", "owner-generic", "cao", "người", "Cơ quan chủ trì chung chung", "bật"]
    assert rows["V08"] == ["V08", "several-acts", "thấp", "việc", "Ghép nhiều việc", "tắt"]


def test_the_office_changes_the_table(told, tmp_path):
    config = tmp_path / "giaoviec.toml"
    config.write_text('[rules]\non = ["several-acts"]\noff = ["O02"]\n[severity]\nO02 = "low"\n', "utf-8")
    rows = {line.split()[0]: re.split(r"  +", line) for line in told("--config", str(config))[1:]}
    assert (rows["V08"][-1], rows["O02"][-1], rows["O02"][2]) == ("bật", "tắt", "thấp")


@pytest.mark.parametrize("name", ["owner-generic", "O02", "o02"])
def test_a_rule_is_shown_with_examples_and_what_the_product_finds_in_them(told, name):
    lines = told(name)
    assert lines[:2] == ["O02 owner-generic: Cơ quan chủ trì chung chung", "Rõ người; mức độ cao; xét từng nhiệm vụ; đang bật."]
    at = lines.index("Bị nhắc:")
    assert lines[at + 1] == OWNER_GENERIC
    assert lines[at + 2] == "«Các cấp, các ngành» không chỉ ra cơ quan nào: khi chậm việc không biết hỏi ai."
    assert lines[at + 3].startswith("Gọi tên cơ quan chủ trì và cơ quan phối hợp: «[tên cơ quan] chủ trì, phối hợp với [tên cơ quan] tổ")
    passing = lines.index("Không bị nhắc:")
    assert passing == at + 7
    assert lines[passing + 1] == "«Các sở, ban, ngành tỉnh tổ chức kiểm kê tài sản công, hoàn thành trước ngày 30/6/2025.»"
    assert lines[-1] == "Nguồn: Kết luận 226-KL/TW (2025); Quyết định 2179/QĐ-TTg (2025)"


def test_a_rule_that_is_off_still_shows_what_it_would_find_and_its_threshold(told):
    lines = told("several-acts")
    assert "Rõ việc; mức độ thấp; xét từng nhiệm vụ; đang tắt." in lines
    assert "Một câu giao 4 việc khác nhau (thẩm định, in, gửi, bố trí)." in lines
    assert "Ngưỡng: 4 (số việc khác nhau trong một câu)." in lines


def test_a_rule_of_wording_shows_its_phrases_and_those_of_the_office(told, tmp_path):
    config = tmp_path / "giaoviec.toml"
    config.write_text('[wording]\nvague-quantity = { "kha khá" = "[số lượng]" }\n', "utf-8")
    assert any(line.startswith("Từ ngữ tìm: «một số» (thay bằng «[số lượng]»), ") for line in told("vague-quantity"))
    shown = json.loads("\n".join(told("vague-quantity", "--format", "json", "--config", str(config))))
    assert shown["cues"]["kha khá"] == "[số lượng]" and shown["cues"]["một số"] == "[số lượng]"


def test_the_example_of_a_document_stays_whole(told):
    lines = told("no-task")
    assert "«ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG" in lines and "Chỉ thị này không giao việc nào cho cơ quan nào." in lines


@pytest.mark.parametrize("name", list(load_rulebook()))
def test_every_rule_has_two_examples_of_each_kind_that_come_out_right(told, name):
    shown = json.loads("\n".join(told(name, "--format", "json")))
    assert (len(shown["flagged"]), len(shown["passed"])) == (2, 2)
    assert all(example["findings"] for example in shown["flagged"])


def test_json_of_all_rules(told):
    every = json.loads("\n".join(told("--format", "json")))
    assert [rule["name"] for rule in every] == list(load_rulebook())
    assert every[1] == {
        "code": "O02", "name": "owner-generic", "title": "Cơ quan chủ trì chung chung", "severity": "high", "dimension": "người",
        "scope": "task", "on": True, "threshold": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("owner-genric", "Có phải: owner-generic (O02)"),
        ("O99", "Có phải: no-lead (O08)"),
        ("thời hạn cảm", "Có phải: deadline-vague (D02)?"),
        ("zzz", "Không có quy tắc nào tên «zzz». Gõ giaoviec rules"),
        ("", "Không có quy tắc nào tên «». Gõ giaoviec rules"),
    ],
)
def test_an_unknown_rule_is_told_with_the_nearest(name, said, capsys):
    assert cli.main(["rules", name]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("Lỗi GV419: ") and said in captured.err and captured.out == ""


def test_a_terminal_gets_a_drawn_table(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    assert cli.main(["rules"]) == 0
    out = capsys.readouterr().out
    assert "┃" in out and "owner-generic" in out and "Cơ quan chủ trì chung chung" in out


def test_the_pages_of_the_documentation_are_those_of_the_rulebook(told, tmp_path):
    """After a change of the rulebook: make rules."""
    assert told("--docs", str(tmp_path / "ra")) == [f"Đã ghi 43 trang vào {tmp_path / 'ra'}."]
    made, kept = ({path.name: path.read_text("utf-8") for path in folder.iterdir()} for folder in (tmp_path / "ra", PAGES))
    assert made == kept == pages()


def test_a_page_says_what_why_examples_instead_and_source():
    page = pages()["owner-generic.md"]
    assert "# O02 Cơ quan chủ trì chung chung\n" in page
    assert "| `owner-generic` | người | cao | từng nhiệm vụ | bật |" in page
    assert "**Câu nhắc.** «…» không chỉ ra cơ quan nào: khi chậm việc không biết hỏi ai." in page
    flagged, passing = page.partition("## Không bị nhắc")[::2]
    assert flagged.count("```text") == passing.count("```text") == 3
    assert OWNER_GENERIC.strip("«»") in flagged
    assert "**Nên viết.** Gọi tên một cơ quan chủ trì" in page and "Kết luận 226-KL/TW (2025)" in passing


def test_links_between_the_pages_lead_somewhere():
    for name, page in pages().items():
        targets = re.findall(r"\]\(([^)#]+)\)", page)
        assert targets and [target for target in targets if not (PAGES / target).exists()] == [], name
