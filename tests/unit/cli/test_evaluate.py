import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.evaluate import evaluate
from pipeline.errors import GiaoviecError
from pipeline.schema import Deadline, Extraction, Header, Party, Task

PATROL = "Hạt Kiểm lâm tuần tra rừng Mây trước ngày 20/3/2025"
SEEDS = "Trạm Khuyến nông cấp giống ngô"
TEXT = f"Số: 8/KH-UBND\n1. {PATROL}.\n2. {SEEDS}.\n"
GOLD = {
    "header": {"number": "8/KH-UBND", "kind": "kế hoạch"},
    "tasks": [
        {
            "quote": PATROL,
            "owner": ["Hạt Kiểm lâm"],
            "deadline": {"kind": "date", "value": "2025-03-20", "quote": "trước ngày 20/3/2025"},
            "result": None,
            "content_generic": False,
        },
        {"quote": SEEDS, "owner": ["Trạm Khuyến nông"], "deadline": None, "result": None, "content_generic": False},
    ],
}


def extraction(*, due="2025-03-20", seeds=True):
    """What the pipeline would give: both tasks, or only the first, with this due date."""
    deadline = Deadline(text="trước ngày 20/3/2025", kind="date", due=due)
    texts = {PATROL: ("Hạt Kiểm lâm", deadline), SEEDS: ("Trạm Khuyến nông", None)}
    tasks = [
        Task(id=text, locator="", text=text, start=TEXT.index(text), end=TEXT.index(text) + len(text), content=text,
             owners=[Party(name=owner)], deadline=deadline)
        for text, (owner, deadline) in texts.items()
    ]  # fmt: skip
    return Extraction(document=Header(number="8/KH-UBND"), text=TEXT, tasks=tasks if seeds else tasks[:1])


@pytest.fixture
def bench(tmp_path):
    """Two documents of the same content; only the second has an original file."""
    folder = tmp_path / "bench"
    for doc in ("kh1", "kh2"):
        for name, content in ((f"docs/{doc}.txt", TEXT), (f"gold/{doc}.json", json.dumps(GOLD, ensure_ascii=False))):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, "utf-8")
    (folder / "files").mkdir()
    (folder / "files" / "kh2.docx").write_bytes(b"PK")
    return folder


@pytest.fixture
def given(read_as):
    """Lets the pipeline answer with these extractions, by document; an error is raised. Gives the list of files that it was asked for."""

    def answer_with(**answers):
        read = []

        def extract(text, name):
            read.append(name)
            answer = answers[Path(name).stem]
            if isinstance(answer, Exception):
                raise answer
            return answer

        read_as(extract)
        return read

    return answer_with


def run(*args):
    return CliRunner().invoke(evaluate, [str(arg) for arg in args], standalone_mode=False)


def row(output, label):
    """The figures of a line of the printed table."""
    (line,) = [line for line in output.splitlines() if line.startswith(f"{label}  ")]
    return line.removeprefix(label).split()


def test_the_pipeline_is_run_and_its_figures_printed(bench, given):
    read = given(kh1=extraction(), kh2=extraction(due="2025-03-19", seeds=False))
    result = run(bench)
    assert result.return_value == 0
    assert read == ["kh1.txt", "kh2.txt"]
    assert row(result.stdout, "Nhiệm vụ") == ["1.000", "0.750", "0.857", "4"]
    assert row(result.stdout, "Thời hạn") == ["0.500", "0.500", "0.500", "2"]
    assert row(result.stdout, "Đúng toàn bộ") == ["0.667", "0.500", "0.571", "4"]
    assert "Ngày đến hạn tính sai: 1 trên 2" in result.stdout


def test_only_documents_with_an_original_are_read_from_files(bench, given):
    read = given(kh2=extraction())
    result = run(bench, "--from", "files")
    assert read == ["kh2.docx"]
    assert row(result.stdout, "Nhiệm vụ") == ["1.000", "1.000", "1.000", "2"]
    (bench / "files" / "kh2.docx").unlink()
    assert "GV405" in str(run(bench, "--from", "files").exception)


def test_a_file_that_cannot_be_read_is_told_and_counts_as_missed(bench, given):
    given(kh1=extraction(), kh2=GiaoviecError("GV101", path="kh2.txt"))
    result = run(bench, "--errors")
    assert result.return_value == 3
    assert "kh2.txt: KHÔNG ĐỌC ĐƯỢC. GV101" in result.stderr
    assert "kh2: Không có kết quả" in result.stdout
    assert row(result.stdout, "Nhiệm vụ") == ["1.000", "0.500", "0.667", "4"]


def test_errors_are_listed_in_vietnamese(bench, given):
    given(kh1=extraction(due="2025-03-19", seeds=False))
    lines = run(bench, "--docs", "kh1", "--errors").stdout.splitlines()
    assert lines[0] == (
        "kh1: Thời hạn  mẫu: ngày 2025-03-20 (trước ngày 20/3/2025) | máy: ngày 2025-03-19 (trước ngày 20/3/2025)  "
        "«Hạt Kiểm lâm tuần tra rừng Mây trước ngày 20/3/2025»"
    )
    assert "kh1: Cờ thiếu sản phẩm  mẫu: có | máy: không  «Hạt Kiểm lâm tuần tra rừng Mây trước ngày 20/3/2025»" in lines
    assert "kh1: Bỏ sót  «Trạm Khuyến nông cấp giống ngô»" in lines


def test_several_documents_may_be_named_in_one_option(bench, given):
    read = given(kh1=extraction(), kh2=extraction())
    run(bench, "--docs", "kh2,kh1")
    run(bench, "--docs", "kh2", "--docs", "kh1")
    assert read == ["kh1.txt", "kh2.txt"] * 2


def test_existing_json_is_scored_without_running_the_pipeline(bench, given, tmp_path):
    read = given()
    out = tmp_path / "out"
    out.mkdir()
    (out / "kh1.txt.json").write_text(extraction().to_json(), "utf-8")
    result = run(bench, "--predictions", out, "--by", "doc")
    assert read == []
    assert row(result.stdout, "kh1") == ["2", "1.000", "1.000", "0.000", "1.000", "1.000"]
    assert row(result.stdout, "kh2") == ["2", "0.000", "0.000", "0.000", "0.000", "0.000"]
    assert row(run(bench, "--predictions", out, "--by", "kind").stdout, "kế hoạch")[:2] == ["4", "0.667"]


def test_json_on_the_screen_is_nothing_but_json(bench, given, tmp_path):
    given(kh1=extraction(), kh2=extraction(seeds=False))
    result = run(bench, "--json", "-", "--errors")
    figures = json.loads(result.stdout)
    assert figures["task"] == {"p": 1.0, "r": 0.75, "f1": pytest.approx(6 / 7), "n": 4}
    assert "Bỏ sót" in result.stderr
    run(bench, "--json", tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text("utf-8")) == figures


def test_a_later_run_tells_what_was_gained_and_lost(bench, given, tmp_path):
    given(kh1=extraction(due="2025-03-19"), kh2=extraction())
    assert run(bench, "--save", tmp_path / "old.json").return_value == 0
    given(kh1=extraction(), kh2=extraction(seeds=False))
    output = run(bench, "--against", tmp_path / "old.json").stdout
    compared = output.split("trên 2 văn bản chung:")[1]
    assert row(compared, "Nhiệm vụ") == ["+0.000", "-0.250", "-0.143"]  # 4 of 4, then 3 of 4
    assert "Tốt lên: 1 nhiệm vụ\n  + kh1: sai thời hạn → đúng toàn bộ  «Hạt Kiểm lâm tuần tra" in compared
    assert "Kém đi: 1 nhiệm vụ\n  - kh2: đúng toàn bộ → bỏ sót  «Trạm Khuyến nông cấp giống ngô»" in compared


def test_a_report_that_cannot_be_written_is_an_error(bench, given, tmp_path):
    given(kh1=extraction(), kh2=extraction())
    assert "GV401" in str(run(bench, "--save", tmp_path).exception)


def test_an_earlier_report_is_checked_before_the_pipeline_runs(bench, given, tmp_path):
    read = given(kh1=extraction(), kh2=extraction())
    assert "GV406" in str(run(bench, "--against", tmp_path / "old.json").exception)
    assert read == []


def test_rules_models_and_both_are_told_side_by_side(bench, given):
    read = given(kh1=extraction(), kh2=extraction(seeds=False))
    result = run(bench, "--votes", "all")
    assert result.return_value == 0
    assert len(read) == 6
    heading = next(line for line in result.stdout.splitlines() if "Chỉ luật" in line)
    assert [label.strip() for label in heading.split("  ") if label] == ["Chỉ luật", "Chỉ mô hình", "Cả hai"]
    assert row(result.stdout, "Nhiệm vụ") == ["0.857"] * 3


@pytest.mark.parametrize(
    "options",
    [
        ("--votes", "all", "--errors"),
        ("--votes", "all", "--save", "x.json"),
        ("--cross-validate", "--votes", "rules"),
        ("--cross-validate", "--by", "kind"),
        ("--predictions", "x", "--votes", "rules"),
    ],
)
def test_options_that_mean_nothing_together_are_refused(bench, options):
    assert "GV412" in str(run(bench, *options).exception)


def test_documents_that_the_models_know_are_told():
    corpus = Path(__file__).resolve().parents[3] / "corpus"
    doc = "qd-khen-thuong-cap-cuu-mo-2023"
    assert "mô hình đã học từ 1 trên 1 văn bản này" in run(corpus / "dev", "--docs", doc).stderr
    assert "mô hình đã học" not in run(corpus / "dev", "--docs", doc, "--votes", "rules").stderr
    assert "mô hình đã học" not in run(corpus / "test", "--docs", "bc-benh-vien-huyen-2007").stderr
