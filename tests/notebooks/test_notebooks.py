"""Every notebook runs from top to bottom, and is kept with what it shows."""

from __future__ import annotations

import runpy
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
PLOTS = {"01_tour": 0, "02_corpus": 4, "03_evaluation": 3, "04_clarity": 4}
execute = runpy.run_path(str(NOTEBOOKS / "run.py"))["execute"]


def images(notebook: nbformat.NotebookNode) -> int:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def test_there_are_the_four() -> None:
    assert [file.stem for file in FILES] == list(PLOTS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_runs_and_shows_its_plots(file: Path) -> None:
    assert images(execute(file)) == PLOTS[file.stem]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_is_kept_executed_without_a_mistake_and_without_a_path_of_the_machine(file: Path) -> None:
    kept = nbformat.read(file, as_version=4)
    code = [cell for cell in kept.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert images(kept) == PLOTS[file.stem]
    shown = [output for cell in code for output in cell.outputs]
    assert [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"] == []
    assert str(NOTEBOOKS.parent) not in file.read_text("utf-8")
