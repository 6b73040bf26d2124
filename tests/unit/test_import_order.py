"""The design's one direction: a part of `pipeline` imports only from itself and from the parts before it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pipeline

ROOT = Path(pipeline.__file__).parent
ORDER = ("schema", "errors", "knowledge", "reading", "language", "structure", "pipes", "learning", "export", "batch", "review", "cli")
FRONT = ("__init__", "__main__")  # the package's face: it may name any part, and every command may use it
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))


def part_of(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imported_parts(source: str) -> set[str]:
    """The parts of `pipeline` that a module's source imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("pipeline.")} & set(ORDER)


def test_every_part_has_its_place_in_the_order():
    assert {part_of(module) for module in MODULES} - set(FRONT) <= set(ORDER)


@pytest.mark.parametrize("module", [module for module in MODULES if part_of(module) not in FRONT], ids=str)
def test_a_module_imports_only_from_parts_before_its_own(module):
    allowed = ORDER[: ORDER.index(part_of(module)) + 1]
    assert imported_parts((ROOT / module).read_text("utf-8")) <= set(allowed)


def test_an_import_of_a_later_part_is_seen_wherever_it_stands():
    source = "import json\ndef f():\n    from pipeline.export import html\n    import pipeline.cli.extract\nfrom pipeline import batch"
    assert imported_parts(source) == {"export", "cli", "batch"}
