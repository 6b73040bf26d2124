"""From marked files to the corpus that is trained and measured on: `python -m pipeline.learning.corpus.build [CORPUS] [--apart-from DIR]`.

`CORPUS/marked/*.txt` become `CORPUS/<split>/docs/<id>.txt` and `gold/<id>.json`; the split is that of the document's theme in
`CORPUS/themes.csv`, so that neither a document nor what it is about stands in two splits. `CORPUS/COUNTS.md` says what there is. What a
machine can find wrong is printed; the exit code is 1 when a mark cannot be read, and when texts of different splits, or a text and one
under `--apart-from` (say, a benchmark), share wording.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.learning.corpus.lint import lint_document, shared_text
from pipeline.learning.corpus.markup import MarkedDocument, MarkupError, read_marked

SPLITS = ("train", "dev", "test")
_CELLS = {"kind": "Kind", "level": "Level", "clarity": "Clarity"}
_PERIODS = ((1998, 2007), (2008, 2014), (2015, 2019), (2020, 2023), (2024, 2026))


def read_corpus(corpus: Path) -> dict[str, MarkedDocument]:
    """The documents of `corpus/marked`, by id.

    Raises:
        MarkupError: the message names the file and the line.
    """
    documents = {}
    for file in sorted((corpus / "marked").glob("*.txt")):
        try:
            documents[file.stem] = read_marked(file.read_text("utf-8"))
        except MarkupError as error:
            raise MarkupError(f"{file.name}, {error}") from error
    return documents


def read_splits(corpus: Path, documents: Mapping[str, MarkedDocument]) -> dict[str, str]:
    """The split of each document, by id.

    Raises:
        MarkupError: a theme has no split.
    """
    with (corpus / "themes.csv").open(encoding="utf-8", newline="") as file:
        themes = {row["theme"]: row["split"] for row in csv.DictReader(file)}
    unknown = {doc: document.head.get("theme", "") for doc, document in documents.items() if document.head.get("theme", "") not in themes}
    if unknown:
        raise MarkupError(f"themes without a split in themes.csv: {unknown}")
    return {doc: themes[document.head["theme"]] for doc, document in documents.items()}


def build(corpus: Path, documents: Mapping[str, MarkedDocument], splits: Mapping[str, str]) -> None:
    """Writes texts, gold and counts; removes what earlier runs wrote."""
    for split in SPLITS:
        for old in (*(corpus / split).glob("docs/*.txt"), *(corpus / split).glob("gold/*.json")):
            old.unlink()
    for doc, document in documents.items():
        folder = corpus / splits[doc]
        for name in ("docs", "gold"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "docs" / f"{doc}.txt").write_text(document.text, "utf-8")
        gold = json.dumps(document.gold(doc), ensure_ascii=False, indent=1)
        (folder / "gold" / f"{doc}.json").write_text(gold + "\n", "utf-8")
    (corpus / "COUNTS.md").write_text(counts(documents, splits), "utf-8")


def counts(documents: Mapping[str, MarkedDocument], splits: Mapping[str, str]) -> str:
    """How many documents and tasks there are, by split and cell, as Markdown."""
    lines = ["# Counts", "", "Made by `make corpus`. Documents / tasks.", ""]
    lines += _table("", dict.fromkeys(documents, "all"), documents, splits)
    for key, title in _CELLS.items():
        lines += _table(title, {doc: document.head.get(key, "") for doc, document in documents.items()}, documents, splits)
    lines += _table("Year", {doc: _period(document) for doc, document in documents.items()}, documents, splits)
    tasks = [task for document in documents.values() for task in document.tasks]
    shares = {
        "with a stated owner": sum(bool(task.owners) and not task.inherited for task in tasks),
        "with an owner taken from elsewhere": sum(task.inherited for task in tasks),
        "without owner": sum(not task.owners for task in tasks),
        "with coordinators": sum(bool(task.coordinators) for task in tasks),
        "with a deadline": sum(task.deadline is not None for task in tasks),
        **{
            f"… of kind {kind}": sum(task.deadline is not None and task.deadline.kind == kind for task in tasks)
            for kind in ("date", "duration", "recurring", "event", "vague")
        },
        "with a result": sum(task.result is not None for task in tasks),
        "of generic content": sum(task.generic for task in tasks),
    }
    lines += ["| Tasks | number | share |", "|---|---|---|"]
    lines += [f"| {name} | {number} | {number / max(len(tasks), 1):.0%} |" for name, number in shares.items()]
    return "\n".join(lines) + "\n"


def _period(document: MarkedDocument) -> str:
    issued = document.head.get("issued", "")
    return next((f"{first}–{last}" for first, last in _PERIODS if issued and first <= int(issued[:4]) <= last), "none printed")


def _table(title: str, cells: Mapping[str, str], documents: Mapping[str, MarkedDocument], splits: Mapping[str, str]) -> list[str]:
    docs = Counter((cells[doc], split) for doc in documents for split in (splits[doc], "all"))
    tasks: Counter[tuple[str, str]] = Counter()
    for doc, document in documents.items():
        for split in (splits[doc], "all"):
            tasks[cells[doc], split] += len(document.tasks)
    columns = ("all", *SPLITS)
    lines = [f"| {title} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for cell in sorted(set(cells.values()), key=lambda cell: (-docs[cell, "all"], cell)):
        lines.append(f"| {cell} | " + " | ".join(f"{docs[cell, column]} / {tasks[cell, column]}" for column in columns) + " |")
    return [*lines, ""]


def check(documents: Mapping[str, MarkedDocument], splits: Mapping[str, str], apart_from: Sequence[Path]) -> tuple[list[str], list[str]]:
    """What is doubtful in single documents, and what texts share that must not."""
    doubts = [f"{doc}: {doubt}" for doc, document in documents.items() for doubt in lint_document(document)]
    texts = {doc: document.text for doc, document in documents.items()}
    groups = dict(splits)
    for folder in apart_from:
        for file in sorted(folder.rglob("*.txt")):
            texts[str(file)] = file.read_text("utf-8", errors="replace")
            groups[str(file)] = "apart"
    shared = [f"{first} and {second} share: {stretch}" for first, second, stretch in shared_text(texts, groups)]
    return doubts, shared


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds and checks; returns the exit code."""
    parser = argparse.ArgumentParser(description="Builds and checks the corpus.")
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("corpus"))
    parser.add_argument("--apart-from", type=Path, action="append", default=[], metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        documents = read_corpus(options.corpus)
        splits = read_splits(options.corpus, documents)
    except MarkupError as error:
        print(error)
        return 1
    build(options.corpus, documents, splits)
    doubts, shared = check(documents, splits, options.apart_from)
    print(*doubts, *shared, f"{len(documents)} documents, {sum(len(d.tasks) for d in documents.values())} tasks", sep="\n")
    return 1 if shared else 0


if __name__ == "__main__":
    raise SystemExit(main())
