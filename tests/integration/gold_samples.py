"""The sample files of corpus/samples/ with their gold, and the comparison of an extraction with it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import pipeline
from pipeline.reading.source import Source
from pipeline.schema import Deadline, Extraction, Party, Task

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NAMES = sorted(path.name for path in (CORPUS / "samples").iterdir())
OVERLAP = 0.5  # words in common over words in all, from which a predicted task is the gold task
QUOTE_START = 60  # characters by which a failure names its task


def gold(name: str) -> dict:
    return json.loads((CORPUS / "gold" / f"{stem(name)}.json").read_text("utf-8"))


def stem(name: str) -> str:
    return unicodedata.normalize("NFC", Path(name).stem)


def need_programs(name: str) -> None:
    """Skips the test when the program that reads this kind of file is not installed."""
    if name.endswith((".doc", ".odt", ".rtf")) and not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed")
    if is_scan(name) and not _tesseract_reads_vietnamese():
        pytest.skip("Tesseract with Vietnamese is not installed")


def is_scan(name: str) -> bool:
    return "ban-chup" in name


@cache
def _tesseract_reads_vietnamese() -> bool:
    if not shutil.which("tesseract"):
        return False
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    return "vie" in languages.split()


@cache
def source_of(name: str) -> Source:
    return pipeline.read(CORPUS / "samples" / name)


@cache
def extraction_of(name: str) -> Extraction:
    return pipeline.extract(source_of(name))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def flat(text: str) -> str:
    return " ".join(text.split())


def failures(name: str) -> set[str]:
    """What differs between the gold and the extraction, one line each: `sample: what: start of the quote`."""
    wanted, found = gold(name), extraction_of(name).tasks
    pairs = paired([task["quote"] for task in wanted["tasks"]], [task.text for task in found])
    lines = set()
    for i, task in enumerate(wanted["tasks"]):
        if i not in pairs:
            lines.add(_line(name, "missed", task["quote"]))
            continue
        lines.update(_line(name, field, task["quote"]) for field in wrong_fields(task, found[pairs[i]]))
    for i, extra in enumerate(found):
        if i not in pairs.values() and not any(_within(extra.text, passage) for passage in wanted["ignore"]):
            lines.add(_line(name, "spurious", extra.text))
    return lines


def _line(name: str, what: str, quote: str) -> str:
    return f"{stem(name)}: {what}: {flat(quote)[:QUOTE_START].strip()}"


def wrong_fields(wanted: dict, found: Task) -> list[str]:
    """The fields of a found task that are not as in the gold."""
    wrong = []
    if _bodies(wanted["owner"]) != _bodies(found.owners):
        wrong.append("owner")
    if _bodies(wanted["coordinators"]) != _bodies(found.coordinators):
        wrong.append("coordinators")
    if not _same_deadline(wanted["deadline"], found.deadline):
        wrong.append("deadline")
    if wanted["content_generic"] != any(finding.rule == "content-generic" for finding in found.findings):
        wrong.append("content")
    return wrong


def _bodies(names: list[str] | list[Party]) -> Counter[str]:
    """The words of all names: a list of bodies may be given in one piece or in several."""
    texts = (name.name if isinstance(name, Party) else name for name in names)
    return Counter(word for text in texts for word in words(text) if word != "và")


def _same_deadline(wanted: dict | None, found: Deadline | None) -> bool:
    if wanted is None or found is None:
        return wanted is None and found is None
    if wanted["kind"] == "recurring":
        return found.kind == "recurring" and found.recurrence == wanted["value"]
    if wanted["value"] is None:
        return found.kind == wanted["kind"] and found.due is None
    return found.kind in ("date", "duration") and (found.due or "").startswith(wanted["value"])


def paired(quotes: list[str], texts: list[str]) -> dict[int, int]:
    """Gold tasks to found tasks, one to one, those with most words in common first."""
    gold_words, found_words = [Counter(words(q)) for q in quotes], [Counter(words(t)) for t in texts]
    scores = sorted(((_overlap(a, b), g, f) for g, a in enumerate(gold_words) for f, b in enumerate(found_words)), reverse=True)
    pairs: dict[int, int] = {}
    for score, g, f in scores:
        if score >= OVERLAP and g not in pairs and f not in pairs.values():
            pairs[g] = f
    return pairs


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return (a & b).total() / max((a | b).total(), 1)


def _within(text: str, passage: str) -> bool:
    inner = Counter(words(text))
    return (inner & Counter(words(passage))).total() >= 0.5 * inner.total()
