"""What `extract` hands back on request, commented documents and requests for revision, and the configuration that an office gives it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest

import pipeline
from pipeline.cli import main
from pipeline.errors import GiaoviecError
from pipeline.schema import Edit, Extraction, FileInfo, Finding, Party, Rewording, Task

CLEAR = "Trạm Y tế xã phun thuốc diệt muỗi tại 9 thôn trước ngày 20/6/2025."
VAGUE = "Trạm Y tế xã sớm phun thuốc diệt muỗi tại 9 thôn."
DIRECTIVE = """ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG
Số: 18/CT-UBND
Lâm Đồng, ngày 12 tháng 5 năm 2025
CHỈ THỊ
Về việc phòng, chống sạt lở đèo dốc
Ủy ban nhân dân tỉnh chỉ thị:
1. Sở Xây dựng cắm 46 biển cảnh báo sạt lở trên đèo Chuối.
"""


def read_as_one_task(text: str, name: str) -> Extraction:
    """A document of one task, which "sớm" makes vague; of "Kính báo" it is the document that something is wrong with."""
    if "hỏng" in text:
        raise GiaoviecError("GV103", path=name, detail="thử")
    task = Task(id="t", locator="1", text=text, start=0, end=len(text), content=text, owners=[Party(name="Trạm Y tế xã")])
    if (at := text.find("sớm")) >= 0:
        task.findings = [
            Finding(rule="deadline-vague", severity="high", message="Không rõ ngày.", suggestion="Nêu ngày.", start=at, end=at + 3)
        ]
        task.rewording = Rewording(text=text.replace("sớm", "trong quý III"), edits=[Edit(start=at, end=at + 3, text="trong quý III")])
    whole = [Finding(rule="no-task", severity="low", message="Không giao việc nào.", suggestion="")] if "Kính báo" in text else []
    return Extraction(text=text, source=FileInfo(path=name), tasks=[task], findings=whole)


@pytest.fixture
def documents(tmp_path):
    """Writes text files by name into a folder and returns the folder."""

    def write(texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = tmp_path / "vào" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / "vào"

    return write


@pytest.fixture
def one_task(read_as):
    read_as(read_as_one_task)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Writes an office's configuration into what is the current folder from then on, and returns its path."""
    (tmp_path / "cơ quan").mkdir()
    monkeypatch.chdir(tmp_path / "cơ quan")

    def write(text: str, name: str = "giaoviec.toml") -> Path:
        Path(name).write_text(text, "utf-8")
        return tmp_path / "cơ quan" / name

    return write


def run(*arguments):
    return main(["extract", *map(str, arguments), "--votes", "rules"])


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and ".giaoviec" not in path.parts)


def main_part(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


def findings(out: Path) -> list[tuple[str, str]]:
    """Rule and severity of what was found of the one task of the document a.txt."""
    [task] = json.loads((out / "documents/a.txt.json").read_text("utf-8"))["tasks"]
    return [(finding["rule"], finding["severity"]) for finding in task["findings"]]


MIXED = {"rõ.txt": CLEAR, "2025/mơ hồ.txt": VAGUE, "thư.txt": f"Kính báo. {CLEAR}", "lỗi.txt": "hỏng"}


@pytest.mark.parametrize("option", ["--comments", "--suggest-edits"])
def test_only_documents_with_findings_come_back_with_comments(documents, one_task, tmp_path, capsys, option):
    out = tmp_path / "ra"
    assert run(documents(MIXED), "-o", out, option) == 3
    assert files(out / "comments") == ["2025/mơ hồ.txt.docx", "thư.txt.docx"]
    assert f"Văn bản có góp ý: {out / 'comments'} (2 văn bản)" in capsys.readouterr().out.splitlines()
    assert not (out / "requests").exists()


def test_only_documents_with_findings_get_a_request(documents, one_task, tmp_path, capsys):
    out = tmp_path / "ra"
    assert run(documents(MIXED), "-o", out, "--requests") == 3
    assert files(out / "requests") == ["2025/mơ hồ.txt.docx", "thư.txt.docx"]
    assert f"Phiếu đề nghị làm rõ: {out / 'requests'} (2 văn bản)" in capsys.readouterr().out.splitlines()
    assert not (out / "comments").exists()


def test_where_all_is_clear_nothing_is_handed_back(documents, one_task, tmp_path, capsys):
    out = tmp_path / "ra"
    assert run(documents({"a.txt": CLEAR}), "-o", out, "--comments", "--requests") == 0
    assert files(out) == ["documents/a.txt.json", "report.html", "run.html", "tasks.jsonl", "tasks.xlsx"]
    told = capsys.readouterr().out
    assert f"{out / 'comments'} (0 văn bản)" in told and f"{out / 'requests'} (0 văn bản)" in told


def test_without_the_options_neither_is_written_nor_told(documents, one_task, tmp_path, capsys):
    out = tmp_path / "ra"
    assert run(documents({"a.txt": VAGUE}), "-o", out) == 0
    assert files(out) == ["documents/a.txt.json", "report.html", "run.html", "tasks.jsonl", "tasks.xlsx"]
    told = capsys.readouterr().out
    assert "góp ý" not in told and "Phiếu" not in told


def test_a_comment_calls_the_rule_by_code_and_title(documents, one_task, tmp_path):
    run(documents({"a.txt": VAGUE}), "-o", tmp_path / "ra", "--comments")
    [comment] = docx.Document(tmp_path / "ra/comments/a.txt.docx").comments
    assert comment.text == "[D02 Thời hạn cảm tính] mức độ cao: Không rõ ngày.\nĐề nghị: Nêu ngày."


def test_edits_are_suggested_only_when_they_are_asked_for(documents, one_task, tmp_path):
    folder = documents({"a.txt": VAGUE})
    for option in ("--comments", "--suggest-edits"):
        run(folder, "-o", tmp_path / option, option)
    commented, edited = (main_part(tmp_path / option / "comments/a.txt.docx") for option in ("--comments", "--suggest-edits"))
    assert "<w:ins " not in commented and "<w:del " not in commented
    assert "<w:ins " in edited and "<w:del " in edited and "trong quý III" in edited


def test_a_word_file_comes_back_as_itself_with_comments(tmp_path):
    original = docx.Document()
    for line in DIRECTIVE.splitlines():
        original.add_paragraph(line, style="Quote")
    original.save(tmp_path / "chỉ thị.docx")
    assert run(tmp_path / "chỉ thị.docx", "-o", tmp_path / "ra", "--comments") == 0
    assert files(tmp_path / "ra/comments") == ["chỉ thị.docx"]
    returned = docx.Document(tmp_path / "ra/comments/chỉ thị.docx")
    assert [paragraph.text for paragraph in returned.paragraphs] == DIRECTIVE.splitlines()
    assert {paragraph.style.name for paragraph in returned.paragraphs} == {"Quote"}
    assert any(comment.text.startswith("[D01 ") for comment in returned.comments)  # no deadline


@pytest.mark.parametrize("option", ["--comments", "--suggest-edits", "--requests"])
def test_json_on_the_screen_goes_with_none_of_them(documents, one_task, capsys, option):
    assert run(documents({"a.txt": VAGUE}), "--format", "json", option) == 2
    told = capsys.readouterr()
    assert "GV412" in told.err and f"--format json, {option}" in told.err
    assert told.out == ""


def test_every_option_that_json_does_not_go_with_is_named(documents, one_task, capsys):
    assert run(documents({"a.txt": VAGUE}), "--format", "json", "--requests", "--comments") == 2
    assert "--format json, --comments, --requests không dùng chung được" in capsys.readouterr().err


def test_a_configuration_that_is_not_there_is_named_before_any_work(documents, tmp_path, capsys):
    config, out = tmp_path / "khong-co.toml", tmp_path / "ra"
    assert run(documents({"a.txt": DIRECTIVE}), "-o", out, "--config", config) == 2
    told = capsys.readouterr()
    assert "GV415" in told.err and str(config) in told.err and "[1/1]" not in told.err
    assert told.out == "" and not out.exists()


@pytest.mark.parametrize(("text", "line", "said"), [
    ('[rules]\noff = ["D01"]\n\n[rule]\n', 4, "không có bảng «rule»"),
    ('# Sở Y tế\n[rules]\nof = ["D01"]\n', 3, "không có khóa «of»"),
    ('[rules]\noff = [\n  "D01",\n  "deadline-mising",\n]\n', 4, "Có phải ý bạn là «deadline-missing»?"),
    ('[severity]\nD01 = "nặng"\n', 2, '"high", "medium", "low"'),
    ("[threshold]\n\nD01 = 3\n", 3, "quy tắc «deadline-missing» không có ngưỡng"),
    ('[request]\ntemplate = "phiếu.docx"\n', 2, "không có tệp mẫu phiếu «phiếu.docx»"),
    ('[rules]\noff = ["D01"\n[severity]\n', 3, ""),
])  # fmt: skip
def test_a_fault_of_the_configuration_is_told_with_file_and_line_before_any_work(documents, office, tmp_path, capsys, text, line, said):
    config, out = office(text, "cấu hình.toml"), tmp_path / "ra"
    assert run(documents({"a.txt": DIRECTIVE}), "-o", out, "--config", config) == 2
    told = capsys.readouterr()
    assert f"GV414: Cấu hình «{config}» dòng {line}: " in told.err and said in told.err
    assert told.out == "" and "[1/1]" not in told.err and not out.exists()


def test_a_configuration_that_is_no_utf8_is_told_with_its_line(documents, office, tmp_path, capsys):
    config = office("")
    config.write_bytes(b"[rules]\n# S\xe2\xe3 Y t\n")
    assert run(documents({"a.txt": DIRECTIVE}), "-o", tmp_path / "ra", "--config", config) == 2
    told = capsys.readouterr().err
    assert "GV416" in told and "dòng 2" in told
    assert not (tmp_path / "ra").exists()


def test_the_configuration_of_the_current_folder_is_used_by_itself(documents, office, tmp_path):
    folder = documents({"a.txt": DIRECTIVE})
    run(folder, "-o", tmp_path / "không")
    office('[rules]\noff = ["deadline-missing"]\n')
    run(folder, "-o", tmp_path / "có")
    assert ("deadline-missing", "high") in findings(tmp_path / "không")
    assert [rule for rule, _ in findings(tmp_path / "có")] == [
        rule for rule, _ in findings(tmp_path / "không") if rule != "deadline-missing"
    ]


def test_a_fault_in_the_configuration_of_the_current_folder_stops_the_command(documents, office, tmp_path, capsys):
    office('[rules]\noff = ["hạn"]\n')
    assert run(documents({"a.txt": DIRECTIVE}), "-o", tmp_path / "ra") == 2
    assert "GV414: Cấu hình «giaoviec.toml» dòng 2: không có quy tắc «hạn»" in capsys.readouterr().err


def test_a_configuration_that_is_named_stands_in_place_of_that_of_the_folder(documents, office, tmp_path):
    office('[rules]\noff = ["D01"]\n')
    config = office('[severity]\nD01 = "low"\n', "riêng.toml")
    run(documents({"a.txt": DIRECTIVE}), "-o", tmp_path / "ra", "--config", config)
    assert ("deadline-missing", "low") in findings(tmp_path / "ra")


def test_the_severity_that_the_office_gives_decides_the_exit_code(documents, office, tmp_path):
    folder = documents({"a.txt": DIRECTIVE})
    assert run(folder, "-o", tmp_path / "ra", "--fail-on", "high") == 1
    config = office('[severity]\nD01 = "low"\n', "riêng.toml")
    assert run(folder, "-o", tmp_path / "ra", "--fail-on", "high", "--config", config) == 0


def test_what_the_office_dismisses_is_not_commented(documents, office, tmp_path):
    reason = 'document = "18/CT-UBND"\nat = "1"\nreason = "Theo hợp đồng đã ký"\n'
    config = office("".join(f'[[dismiss]]\nrule = "{rule}"\n{reason}' for rule in ("D01", "S01")))
    out = tmp_path / "ra"
    run(documents({"a.txt": DIRECTIVE}), "-o", out, "--comments", "--config", config)
    [task] = json.loads((out / "documents/a.txt.json").read_text("utf-8"))["tasks"]
    assert ("deadline-missing", "Theo hợp đồng đã ký") in {(one["rule"], one["reason"]) for one in task["dismissed"]}
    assert task["findings"] == [] and not (out / "comments").exists()


def test_the_template_of_the_office_is_filled_in(documents, office, tmp_path):
    config = office('[request]\ntemplate = "phiếu.docx"\n')
    template = docx.Document()
    template.add_paragraph("Sở Xây dựng kính gửi {{ issuer }}: còn {{ unclear_count }} việc chưa rõ tại {{ number }}.")
    template.save(config.parent / "phiếu.docx")
    run(documents({"a.txt": DIRECTIVE}), "-o", tmp_path / "ra", "--requests", "--config", config)
    [line] = [paragraph.text for paragraph in docx.Document(tmp_path / "ra/requests/a.txt.docx").paragraphs]
    assert line == "Sở Xây dựng kính gửi Ủy ban nhân dân tỉnh Lâm Đồng: còn 1 việc chưa rõ tại 18/CT-UBND."


def test_a_faulty_template_is_told_before_any_work(documents, office, tmp_path, capsys):
    config = office('[request]\ntemplate = "phiếu.docx"\n')
    template = docx.Document()
    template.add_paragraph("Kính gửi {{ nơi_nhận }}")
    template.save(config.parent / "phiếu.docx")
    assert run(documents({"a.txt": DIRECTIVE}), "-o", tmp_path / "ra", "--requests", "--config", config) == 2
    told = capsys.readouterr().err
    assert "GV42" in told and "[1/1]" not in told and not (tmp_path / "ra").exists()


def test_a_configuration_that_has_changed_is_read_again(documents, office):
    file = documents({"a.txt": DIRECTIVE}) / "a.txt"
    config = office("")
    assert "deadline-missing" in {finding.rule for finding in pipeline.extract(file, "rules", config).tasks[0].findings}
    office('[rules]\noff = ["deadline-missing"]\n')
    assert "deadline-missing" not in {finding.rule for finding in pipeline.extract(file, "rules", config).tasks[0].findings}


def test_findings_across_documents_count_in_the_summary_and_the_exit_code(documents, office, tmp_path, capsys):
    order = "1. {} nạo vét 14 km kênh Xáng Múc và gia cố hai bờ kênh, lập biên bản nghiệm thu trước ngày 26/6/2025.\n"
    head, _ = DIRECTIVE.split("1. ")
    folder = documents({"a.txt": head + order.format("Sở Xây dựng"), "b.txt": head.replace("18/", "19/") + order.format("Sở Tài chính")})
    office("")
    assert run(folder, "-o", tmp_path / "ra", "--fail-on", "medium") == 1
    assert capsys.readouterr().out.startswith("2 văn bản, 2 nhiệm vụ, 1 cần làm rõ, 0 tệp lỗi.")
