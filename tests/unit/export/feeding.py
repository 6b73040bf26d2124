"""Gives documents to the writers of `pipeline.export`, as publishing a run does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.schema import Extraction


def feed(module: Any, extractions: Iterable[Extraction], path: Path, **options: Any) -> None:
    """Writes the output of a module of `pipeline.export` that has a `writer`."""
    with module.writer(path, **options) as add:
        for extraction in extractions:
            add(extraction)
