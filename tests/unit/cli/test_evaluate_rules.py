"""`evaluate --rules`: each rule of clarity against what people have said of every gold task in findings.csv; predictions are given."""

from __future__ import annotations

import json

import pytest

from pipeline.cli import main
from pipeline.schema import Extraction, Finding, Task

PUMPS = "Phòng Kinh tế kiểm tra một số trạm bơm điện trên kênh Ba Bọng"
PRICES = "Ban Quản lý chợ niêm yết giá theo quy định"
SPRAY = "Trạm Y tế xã phun thuốc diệt muỗi ở nhiều ấp ven sông"
TREES = "Đoàn Thanh niên xã trồng 300 cây sao đen quanh sân vận động"
DONE = "Vừa qua, một số hộ dân đã tự nạo vét mương"
DOCUMENTS = {"tb-dien-cho": [PUMPS, PRICES], "kh-he": [SPRAY, TREES]}
ASKED = ("escape-clause", "several-acts", "vague-quantity")
JUDGED = [
    ("kh-he", 1, SPRAY, "vague-quantity several-acts"),
    ("kh-he", 2, TREES, ""),
    ("tb-dien-cho", 1, PUMPS, "vague-quantity"),
    ("tb-dien-cho", 2, PRICES[:20], "escape-clause"),
]
FOUND = {
    PUMPS: ["vague-quantity", "too-short"],  # one right, one that nobody was asked about
    PRICES: ["escape-clause"],  # right
    SPRAY: ["escape-clause"],  # wrong, and two missed
    TREES: ["vague-quantity"],  # wrong
    DONE: ["vague-quantity"],  # of a task that is none
}


@pytest.fixture
def bench(tmp_path):
    """The two documents with gold and judgements; the second has a sentence more, which is no task."""
    for doc, quotes in DOCUMENTS.items():
        tasks = [{"quote": quote, "owner": ["Ủy ban nhân dân xã"], "deadline": None, "result": "biên bản"} for quote in quotes]
        for name, content in (
            (f"docs/{doc}.txt", "\n".join(f"{quote}." for quote in (*quotes, DONE))),
            (f"gold/{doc}.json", json.dumps({"header": {"kind": "kế hoạch"}, "tasks": tasks}, ensure_ascii=False)),
        ):
            (tmp_path / "bộ" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "bộ" / name).write_text(content, "utf-8")
    write_judged(tmp_path / "bộ", JUDGED)
    return tmp_path / "bộ"


def write_judged(bench, lines) -> None:
    rows = [f'{doc},{number},"{quote}",{rules}' for doc, number, quote, rules in lines]
    (bench / "findings.csv").write_text("\n".join(["doc,task,quote,rules", f"*,,,{' '.join(ASKED)}", *rows, ""]), "utf-8")


@pytest.fixture
def predictions(tmp_path):
    """What a run has found: every task, and in the second document one that is none."""
    folder = tmp_path / "ra"
    folder.mkdir()
    for doc, quotes in DOCUMENTS.items():
        tasks = [
            Task(id=quote, locator="1", text=quote, start=0, end=len(quote), content=quote,
                 findings=[Finding(rule=rule, severity="low", message="m", suggestion="s") for rule in FOUND[quote]])
            for quote in (*quotes, *([DONE] if doc == "kh-he" else []))
        ]  # fmt: skip
        (folder / f"{doc}.json").write_text(Extraction(tasks=tasks).to_json(), "utf-8")
    return folder


@pytest.fixture
def told(bench, predictions, capsys):
    """Runs the command and gives its exit code with what it says."""

    def run(*options) -> tuple[int, str, str]:
        code = main(["evaluate", str(bench), "--predictions", str(predictions), *map(str, options)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def rule_rows(output: str) -> dict[str, list[str]]:
    """Precision, recall, F1 and number of the lines of the table of rules, by their labels."""
    _, _, table = output.partition("Từng quy tắc đánh giá độ rõ:\n")
    lines = [line.rsplit(maxsplit=4) for line in table.splitlines()[1:]]
    return {label.strip(): figures for label, *figures in lines}


def test_each_rule_has_precision_and_recall_over_the_tasks_that_were_judged(told):
    code, out, _ = told("--rules")
    rows = rule_rows(out)
    assert code == 0
    assert rows["V04 vague-quantity"] == ["0.333", "0.500", "0.400", "2"]  # 1 of 3 found is right, 1 of 2 was found
    assert rows["V05 escape-clause"] == ["0.500", "1.000", "0.667", "1"]


def test_a_rule_that_is_switched_off_says_so(told):
    assert rule_rows(told("--rules")[1])["V08 several-acts (tắt)"] == ["0.000", "0.000", "0.000", "1"]


def test_rules_that_follow_from_the_fields_are_judged_without_the_file(told, bench):
    (bench / "findings.csv").unlink()
    rows = rule_rows(told("--rules")[1])
    assert [label.split()[1] for label in rows] == [
        "owner-missing", "owner-generic", "content-generic", "deadline-missing", "deadline-vague", "result-missing"]  # fmt: skip
    assert rows["D01 deadline-missing"] == ["0.000", "0.000", "0.000", "4"]
    assert rows["S01 result-missing"] == ["0.000", "0.000", "0.000", "0"]


def test_rules_that_nobody_was_asked_about_are_not_in_the_table(told):
    assert not any("too-short" in label for label in rule_rows(told("--rules")[1]))


def test_only_the_documents_that_are_named_count(told):
    rows = rule_rows(told("--rules", "--docs", "tb-dien-cho")[1])
    assert rows["V04 vague-quantity"] == ["1.000", "1.000", "1.000", "1"]
    assert rows["V05 escape-clause"] == ["1.000", "1.000", "1.000", "1"]


def test_without_the_option_there_is_no_table_of_rules(told):
    assert "vague-quantity" not in told()[1]


def test_wrong_and_missed_findings_are_listed_with_their_task(told):
    lines = told("--errors")[1].splitlines()
    assert f"kh-he: Lượng từ mơ hồ  mẫu: có | máy: không  «{SPRAY}»" in lines
    assert f"kh-he: Lượng từ mơ hồ  mẫu: không | máy: có  «{TREES}»" in lines
    assert not any("Lượng từ mơ hồ" in line and PUMPS in line for line in lines)


@pytest.mark.parametrize(("line", "task"), [
    (("tb-dien-cho", 1, "Phòng Kinh tế sửa", "vague-quantity"), "1 của tb-dien-cho"),  # other words than the task's
    (("tb-dien-cho", 3, PUMPS, "vague-quantity"), "1 của tb-dien-cho"),  # another number: the first has no line then
])  # fmt: skip
def test_a_task_without_its_line_is_named(told, bench, line, task):
    write_judged(bench, [one for one in JUDGED if one[2] != PUMPS] + [line])
    code, out, err = told("--rules")
    assert (code, out) == (2, "")
    assert "GV405" in err and f"findings.csv thiếu nhiệm vụ {task}" in err


@pytest.mark.parametrize(("line", "fault"), [
    (("tb-dien-ch", 1, PUMPS, ""), "không có văn bản «tb-dien-ch»"),
    (("tb-dien-cho", "một", PUMPS, ""), "số nhiệm vụ không phải là số"),
    (("tb-dien-cho", 1, "", ""), "thiếu trích dẫn"),
    (("kh-he", 1, SPRAY, ""), "trùng dòng trước"),
    (("tb-dien-cho", 1, PUMPS, "escape-claus"), "quy tắc «escape-claus» không có trong dòng «*»"),
    (("tb-dien-cho", 1, PUMPS, "too-short"), "quy tắc «too-short» không có trong dòng «*»"),
    (("*", "", "", "owner-missing"), "quy tắc «owner-missing» không có, hoặc suy ra từ gold"),
    (("*", "", "", "escape-claus"), "quy tắc «escape-claus» không có, hoặc suy ra từ gold"),
])  # fmt: skip
def test_a_faulty_line_is_named_by_its_number(told, bench, line, fault):
    write_judged(bench, [*(one for one in JUDGED if one[2] != PUMPS), line])
    code, out, err = told("--rules")
    assert (code, out) == (2, "")
    assert "GV405" in err and f"findings.csv dòng {len(JUDGED) + 2}: " in err and fault in err


@pytest.mark.parametrize("text", ["", "doc,task\n", "doc,task,quote,rules\n*,,\n"])
def test_a_file_of_another_form_is_told(told, bench, text):
    (bench / "findings.csv").write_text(text, "utf-8")
    code, _, err = told("--rules")
    assert code == 2 and "GV405" in err and "findings.csv dòng" in err


def test_the_mark_that_excel_puts_first_does_not_matter(told, bench):
    expected = told("--rules")
    file = bench / "findings.csv"
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert told("--rules") == expected
