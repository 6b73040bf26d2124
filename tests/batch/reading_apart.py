"""Reads files in child processes (`reading_child.py`), several files in each, and outlives what a file does to its child."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

CHILDREN = 2
ROOT = Path(__file__).parents[2]


def read_apart(paths: Mapping[str, Path], *, seconds: int) -> dict[str, dict[str, Any]]:
    """What came of each file, by its name; of one that ended its child (crash, time limit) a `status` that says so."""
    names = list(paths)
    shares = [names[first::CHILDREN] for first in range(CHILDREN)]
    with ThreadPoolExecutor(CHILDREN) as children:
        found = children.map(lambda share: _read_all([(name, paths[name]) for name in share], seconds), shares)
    return {name: result for share in found for name, result in share.items()}


def _read_all(files: Sequence[tuple[str, Path]], seconds: int) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    rest = list(files)
    while rest:
        results, ending = _run_child([path for _, path in rest], seconds)
        out |= {name: result for (name, _), result in zip(rest, results, strict=False)}
        rest = rest[len(results) :]
        if rest:
            name, _ = rest.pop(0)
            out[name] = {"status": "ended its process", "codes": [], "messages": [ending], "text": "", "cpu": 0, "peak_mb": 0}
    return out


def _run_child(paths: Sequence[Path], seconds: int) -> tuple[list[dict[str, Any]], str]:
    """The results of the files up to one that ended the child, and how it ended."""
    command = [sys.executable, str(Path(__file__).with_name("reading_child.py")), str(seconds)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    given = "".join(json.dumps(str(path)) + "\n" for path in paths)
    child = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    return [line for line in lines if "status" in line], f"signal {-child.returncode}: {child.stderr[-500:]}"
