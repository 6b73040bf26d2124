"""A seed and a number make a file, the same one every time: which seed it starts from, what is changed, how often."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from random import Random

from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.markup_changes import changed_html
from tests.fuzz.package_changes import changed_package
from tests.fuzz.pdf_changes import changed_pdf
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.text_changes import changed_text, encoded, recombined

SHARES = {"docx": 34, "html": 22, "pdf": 20, "txt": 14, "md": 5, "odt": 3, "doc": 1, "rtf": 1}
"""How many of a hundred cases are of each form. Those that LibreOffice would read are few: only what stands before it is tried."""

_TEXTUAL = ("txt", "md", "html")
_ALWAYS_WHOLE, _WHOLE = _TEXTUAL, 0.4
_BYTES = 0.08
_RECOMBINED = 0.2


@dataclass(frozen=True, slots=True)
class Case:
    """A mutated file. `whole` says that it goes through the whole extraction and not only through its reader."""

    seed: int
    number: int
    form: str
    name: str
    data: bytes
    whole: bool


def case(seed: int, number: int, *, form: str | None = None) -> Case:
    """The case `number` of a run with this `seed`; of this `form`, where one is asked for.

    >>> case(1, 7) == case(1, 7), case(1, 7).data == case(1, 8).data
    (True, False)
    """
    rng = Random(f"{seed}:{number}")
    drawn = rng.choices(list(SHARES), list(SHARES.values()))[0]
    form = form or drawn
    start, other = rng.choice(seeds()[form]), rng.choice(seeds()[form])
    data = _mutated(start, other, rng)
    whole = form in _ALWAYS_WHOLE or rng.random() < _WHOLE
    return Case(seed, number, form, f"{PurePath(start.name).stem} {seed}-{number}.{form}", data, whole)


def _mutated(start: Seed, other: Seed, rng: Random) -> bytes:
    changes = rng.choice((1, 1, 2, 3, 6))
    if start.form in _TEXTUAL:
        data = _rewritten(start, rng, changes)
        return changed_bytes(data, rng, other=other.data) if rng.random() < _BYTES else data
    data = start.data
    for _ in range(changes):
        if rng.random() < _BYTES or start.form in ("doc", "rtf"):
            data = changed_bytes(data, rng, other=other.data)
        elif start.form == "pdf":
            data = changed_pdf(data, rng)
        else:
            data = changed_package(data, rng, other=other.data)
    return data


def _rewritten(start: Seed, rng: Random, changes: int) -> bytes:
    """A text or page after some changes of its text, in some encoding."""
    change = changed_html if start.form == "html" else changed_text
    text = recombined(rng) if start.form != "html" and rng.random() < _RECOMBINED else start.data.decode("utf-8", "replace")
    for _ in range(changes):
        text = change(text, rng)
    return encoded(text, rng)
