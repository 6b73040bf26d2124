"""The annotated documents that models are trained on: the project's corpus, an office's own, or any folder in the form of a bench."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import GiaoviecError
from pipeline.language.fold import fold
from pipeline.learning.answers import GoldDocument, gold_document, read_bench
from pipeline.learning.corpus.build import read_corpus, read_splits
from pipeline.learning.corpus.markup import MarkedDocument, MarkupError
from pipeline.learning.corpus.noise import noisy

NOISE = "scanned"
"""The noise under which models see each marked document a second time."""


@dataclass(frozen=True)
class TrainingDocument:
    """A document with its gold. Documents of one `group` are never on both sides of a split; `noisy` copies are only trained on."""

    document: GoldDocument
    group: str
    part: Literal["learn", "held out"]
    noisy: bool = False


def read_documents(folder: Path, *, noise: str | None = NOISE) -> list[TrainingDocument]:
    """The documents of a corpus of marked files (its `test` split held out), or of a bench (all to learn from).

    Args:
        folder: with `marked/*.txt` and `themes.csv`, or with `docs/*.txt` and `gold/*.json`.
        noise: one of `corpus.noise.NOISES`: marked documents to learn from come a second time under it; None: they do not.

    Raises:
        GiaoviecError: GV405 when the folder is neither, or a file in it cannot be read.
    """
    if not (folder / "marked").is_dir():
        return [TrainingDocument(document, text_hash(document.text), "learn") for document in read_bench(folder)]
    try:
        marked = read_corpus(folder)
        splits = read_splits(folder, marked)
    except (MarkupError, OSError, KeyError) as error:
        raise GiaoviecError("GV405", path=folder, detail=str(error)) from error
    out = []
    for doc, document in marked.items():
        theme = document.head["theme"]
        held_out = splits[doc] == "test"
        out.append(TrainingDocument(_gold(doc, document), theme, "held out" if held_out else "learn"))
        if noise and not held_out:
            out.append(TrainingDocument(_gold(doc, noisy(document, noise, seed=doc)), theme, "learn", noisy=True))
    return out


def _gold(doc: str, document: MarkedDocument) -> GoldDocument:
    return gold_document(doc, document.text, document.gold(doc))


def folds(groups: Sequence[str], number: int) -> list[int]:
    """The fold of each document, 0 to `number` - 1: whole groups, the largest first, each into the smallest fold.

    >>> folds(["chợ", "đê", "chợ", "rừng"], 2)
    [0, 1, 0, 1]
    """
    sizes = {group: groups.count(group) for group in dict.fromkeys(groups)}
    load = [0] * number
    place = {}
    for group in sorted(sizes, key=lambda group: (-sizes[group], group)):
        place[group] = load.index(min(load))
        load[place[group]] += sizes[group]
    return [place[group] for group in groups]


def text_hash(text: str) -> str:
    """By what a document is known again: the start of the SHA-256 of its folded words."""
    return hashlib.sha256(" ".join(fold(text).split()).encode()).hexdigest()[:16]


def documents_hash(documents: Iterable[TrainingDocument]) -> str:
    """The hash of texts and gold, hexadecimal SHA-256: what a model says it was trained on."""
    digest = hashlib.sha256()
    for one in documents:
        gold = one.document.gold
        tasks = [(task.quote, task.owners, task.coordinators, task.due, sorted(task.rules)) for task in gold.tasks]
        digest.update(repr((one.document.doc, one.document.text, tasks, gold.ignored)).encode())
    return digest.hexdigest()
