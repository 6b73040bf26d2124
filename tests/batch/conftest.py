from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.faults import Reference, make_documents, undisturbed
from tests.batch.runs import Command


@pytest.fixture(scope="session")
def documents(tmp_path_factory) -> Path:
    """A folder of small documents of many kinds."""
    folder: Path = tmp_path_factory.mktemp("faults")
    make_documents(folder / "in")
    return folder / "in"


@pytest.fixture(scope="session")
def reference(documents) -> Reference:
    """The run over `documents` that nobody disturbs."""
    return undisturbed(documents.parent)


@pytest.fixture
def command(tmp_path) -> Iterator[Callable[..., Command]]:
    """Makes commands `giaoviec extract …`, to be started; at the end none of their processes is left."""
    made: list[Command] = []

    def make(*arguments: object, first: Path | None = None) -> Command:
        made.append(Command(arguments, tmp_path / f"tmp{len(made)}", first))
        return made[-1]

    yield make
    for one in made:
        one.end()


@pytest.fixture
def programs(tmp_path) -> Callable[..., Path]:
    """Writes shell scripts that stand for programs; the folder to put first on PATH."""
    folder: Path = tmp_path / "programs"

    def write(**scripts: str) -> Path:
        folder.mkdir(exist_ok=True)
        for name, script in scripts.items():
            (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
            (folder / name).chmod(0o755)
        return folder

    return write
