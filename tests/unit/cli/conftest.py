from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.batch.run import here
from pipeline.schema import Extraction


@pytest.fixture
def read_as(monkeypatch) -> Callable[[Callable[[str, str], Extraction]], None]:
    """Lets a function of a file's text and name stand for the pipeline, and this process for its workers."""

    def use(extraction: Callable[[str, str], Extraction]) -> None:
        monkeypatch.setattr("pipeline.batch.work._extraction", lambda data, name, *_: extraction(data.decode(), name))
        monkeypatch.setattr("pipeline.batch.pool.in_processes", lambda items, job, **_: here(items, job))

    return use
