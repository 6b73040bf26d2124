"""Broken and hostile files, each with what a person expects of it; the same bytes every time.

Run with a folder to have them built there: `PYTHONPATH=tests/unit/reading python tests/batch/hostile_files.py FOLDER`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

SENTENCE = "Giao Sở Y tế chủ trì báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025."
"""The one order in the files that can be read."""
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
_KINDS = ("hostile_cuts", "hostile_archives", "hostile_word", "hostile_markup", "hostile_pdfs", "hostile_pictures", "hostile_places")


@dataclass(frozen=True, slots=True)
class Expected:
    """What may come of a file: one of `statuses`; of the codes some of `codes` only; `says` in its text where it is read."""

    statuses: frozenset[str]
    codes: frozenset[str] = frozenset()
    says: str = ""

    def __or__(self, other: Expected) -> Expected:
        return Expected(self.statuses | other.statuses, self.codes | other.codes, self.says or other.says)

    def objections(self, status: str, codes: Iterable[str], text: str) -> list[str]:
        """What a result has against it, empty for one that was expected."""
        out = []
        if status not in self.statuses:
            out.append(f"{status} is none of {sorted(self.statuses)}")
        if not self.codes.issuperset(codes):
            out.append(f"{sorted(codes)} are not all among {sorted(self.codes)}")
        if status != "ok" and not list(codes):
            out.append(f"{status} without a code")
        if status != "failed" and self.says not in text:
            out.append(f"{self.says!r} is not in the text {text[:200]!r}")
        return out


def ok(says: str = SENTENCE, *codes: str) -> Expected:
    """The file is read; `codes` are doubts that it may come with."""
    return Expected(frozenset({"ok"}), frozenset(codes), says)


def partial(*codes: str, says: str = "") -> Expected:
    """The file is read with doubts."""
    return Expected(frozenset({"partial"}), frozenset(codes), says)


def failed(*codes: str) -> Expected:
    """The file is refused with one of `codes`."""
    return Expected(frozenset({"failed"}), frozenset(codes))


@dataclass(frozen=True, slots=True)
class Case:
    """A file to be made under the name `name`, and what is expected of it."""

    name: str
    make: Callable[[Path], object]
    expected: Expected


_CASES: dict[str, Case] = {}


def place(name: str, expected: Expected) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    """Enters a function that makes something at a path: a file, a pipe, a link."""

    def enter(make: Callable[[Path], object]) -> Callable[[Path], object]:
        if name in _CASES:
            raise ValueError(f"two hostile files are called {name!r}")
        _CASES[name] = Case(name, make, expected)
        return make

    return enter


def content(name: str, expected: Expected) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Enters a function that gives the bytes of a file."""

    def enter(make: Callable[[], bytes]) -> Callable[[], bytes]:
        place(name, expected)(lambda path: path.write_bytes(make()))
        return make

    return enter


@cache
def cases() -> tuple[Case, ...]:
    """Every hostile file, in a fixed order."""
    sys.modules.setdefault("hostile_files", sys.modules[__name__])
    for kind in _KINDS:
        import_module(kind)
    return tuple(_CASES.values())


def build(folder: Path) -> dict[str, Path]:
    """Makes all files, each in a folder of its own (some are dangerous to their neighbours); where each one is, by its name."""
    paths = {}
    for number, case in enumerate(cases()):
        path = folder / f"{number:03}" / case.name
        path.parent.mkdir(parents=True)
        case.make(path)
        paths[case.name] = path
    return paths


if __name__ == "__main__":
    print(f"{len(build(Path(sys.argv[1])))} files")
