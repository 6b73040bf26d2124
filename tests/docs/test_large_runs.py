"""What docs/large-runs.md shows: its lines read the table of a run."""

from __future__ import annotations

import re
from pathlib import Path

import pandas

from pipeline.cli import main

PAGE = (Path(__file__).parents[2] / "docs/large-runs.md").read_text("utf-8")
DIRECTIVE = """ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG
Số: 18/CT-UBND
Lâm Đồng, ngày 12 tháng 5 năm 2025
CHỈ THỊ
Về việc phòng, chống sạt lở đèo dốc
Ủy ban nhân dân tỉnh chỉ thị:
1. Sở Xây dựng cắm 46 biển cảnh báo sạt lở trên đèo Chuối.
2. Sở Y tế lập 12 trạm sơ cứu dọc quốc lộ 20, xong trước ngày 30/5/2025.
"""


def test_pandas_reads_the_table_as_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("chỉ thị 18.txt").write_text(DIRECTIVE, "utf-8")
    assert main(["extract", "chỉ thị 18.txt", "-o", "out", "--parquet", "--votes", "rules"]) == 0
    assert "Bảng dữ liệu: out/tasks.parquet" in capsys.readouterr().out.splitlines()
    [code] = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "docs/large-runs.md", "exec"), {})
    counted = capsys.readouterr().out.splitlines()
    assert [line.split() for line in counted if line.startswith("Sở")] == [["Sở", "Xây", "dựng", "1"]]  # no deadline


def test_the_page_names_every_column(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(DIRECTIVE, "utf-8")
    main(["extract", "a.txt", "-o", "out", "--parquet", "--votes", "rules"])
    table = PAGE.partition("| columns | type |")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([^`]+)`", table)) == set(pandas.read_parquet("out/tasks.parquet").columns)
