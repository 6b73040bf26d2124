"""Executes the notebooks and keeps what they show: `python notebooks/run.py [NAME …]`."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def execute(notebook: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs; a cell that fails raises `nbclient.exceptions.CellExecutionError`."""
    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(HERE)}}).execute()
    for cell in content.cells:
        cell.metadata.pop("execution", None)  # times of day
    return content


def main(names: list[str]) -> None:
    """Executes the named notebooks, or all, and writes them back."""
    for notebook in sorted(HERE.glob("*.ipynb")):
        if not names or notebook.stem in names:
            nbformat.write(execute(notebook), notebook)
            print(notebook.name)


if __name__ == "__main__":
    main(sys.argv[1:])
