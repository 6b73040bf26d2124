from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline import __version__, cli


@pytest.mark.parametrize(("arguments", "said"), [
    (["extract", "--khong-co"], "Không có lựa chọn --khong-co."),
    (["extract", "--fail-ong", "high", "x"], "Có phải --fail-on hoặc --log-json?"),
    (["extract"], "GV427: Chưa có gì để đọc."),
    (["explain"], "Thiếu tham số TỆP."),
    (["extract", "x", "-o"], "Lựa chọn -o cần một giá trị."),
    (["extract", "x", "--fail-on", "cao"], "lựa chọn --fail-on: 'cao' không thuộc các giá trị 'high', 'medium', 'low'."),
    (["extract", "x", "-o", "y", "--shared"], "Lựa chọn --shared chỉ dùng cùng với --scheduler."),
    (["trich"], "Không có lệnh trich."),
    ([], "Thiếu tên lệnh."),
])  # fmt: skip
def test_a_wrong_call_is_told_in_vietnamese(arguments, said, capsys):
    assert cli.main(arguments) == 2
    told = capsys.readouterr()
    assert said in told.err and told.out == ""


def test_help_is_vietnamese_throughout(capsys):
    for arguments in (["--help"], ["extract", "--help"]):
        assert cli.main(arguments) == 0
        told = capsys.readouterr().out
        assert told.startswith("Cách dùng: giaoviec")
        assert "Lựa chọn:" in told and "Hiện hướng dẫn này rồi thoát." in told
        assert not any(english in told for english in ("Usage", "Options", "Commands", "Show", "[required]", "[default"))


def test_version_is_printed(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"giaoviec {__version__}\n"


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from pipeline.cli import main; main(['--help']); "
        "sys.exit(str({'spacy', 'pandas', 'underthesea', 'pydantic', 'xlsxwriter', 'rich'} & set(sys.modules) or 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "evaluate" in done.stdout
    assert done.stderr.strip() == "0"


def test_every_listed_command_exists():
    for name in cli.COMMANDS:
        assert cli.giaoviec.get_command(None, name).name == name


@pytest.fixture
def broken(monkeypatch):
    def plan(*_, **__):
        raise RuntimeError("dây đứt")

    monkeypatch.setattr("pipeline.batch.plan", plan)


def test_an_unexpected_error_is_one_line_and_no_traceback(broken, capsys):
    assert cli.main(["extract", "x", "-o", "y"]) == 4
    told = capsys.readouterr().err
    assert "GV901" in told and "RuntimeError: dây đứt" in told and "Traceback" not in told


def test_who_debugs_gets_the_traceback(broken, monkeypatch):
    monkeypatch.setenv("GIAOVIEC_DEBUG", "1")
    with pytest.raises(RuntimeError, match="dây đứt"):
        cli.main(["extract", "x", "-o", "y"])


def test_a_run_that_is_stopped_says_so(monkeypatch, capsys):
    def plan(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.batch.plan", plan)
    assert cli.main(["extract", "x", "-o", "y"]) == 130
    assert "Đã dừng theo yêu cầu." in capsys.readouterr().err
