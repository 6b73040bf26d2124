"""The command line without the pipeline behind it: every file is a document of one task, and its words say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.errors import GiaoviecError
from pipeline.schema import Extraction, Finding, Party, Task


def read_as_one_task(path: Path) -> Extraction:
    text = path.read_text("utf-8")
    if "hỏng" in text:
        raise GiaoviecError("GV103", path=path, detail="thử")
    findings = [Finding(rule="result-missing", severity=severity, message="Chưa nêu sản phẩm.", suggestion="Nêu sản phẩm.")
                for severity in ("high", "medium", "low") if severity in text]  # fmt: skip
    task = Task(id="t", locator="1", text=text, start=0, end=len(text), content=text, owners=[Party(name="Sở Y tế")], findings=findings)
    return Extraction(text=text, tasks=[task])


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """Writes files by name and text into a folder and returns the folder."""
    monkeypatch.setattr(pipeline, "extract", read_as_one_task)

    def write(**texts: str) -> Path:
        folder = tmp_path / "vào"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, "utf-8")
        return folder

    return write
