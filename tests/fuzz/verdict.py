"""What must hold for any file at all, and what one case showed."""

from __future__ import annotations

import json
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipeline
from pipeline.errors import GiaoviecError
from pipeline.reading import read_bytes
from pipeline.reading.source import Source
from pipeline.schema import Extraction
from tests.fuzz.mutator import Case

_LONGEST_MESSAGE = 400
_NET = Path(pipeline.__file__).parent / "reading" / "__init__.py"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a case ended: `outcome` is "ok" or the code of the error, `fault` what must not be, `seconds` of the processor it took."""

    outcome: str
    seconds: float
    fault: str | None = None


def judge(case: Case) -> Verdict:
    """Reads the file of a case, and extracts from it where the case says so."""
    start = time.process_time()
    try:
        source = read_bytes(case.data, path=case.name)
        faults = _of_source(source)
        if case.whole and not faults:
            faults = _of_extraction(pipeline.extract(source))
        outcome, fault = "ok", "; ".join(faults) or None
    except GiaoviecError as error:
        outcome, fault = error.code, _of_error(error)
    except Exception as error:
        outcome, fault = type(error).__name__, _told(error)
    return Verdict(outcome, time.process_time() - start, fault)


def _of_error(error: GiaoviecError) -> str | None:
    """A refusal must be one of reading, and must not be the last net's, which turns any exception of a reader into GV103."""
    if not error.code.startswith("GV1"):
        return f"{error.code} is no error of reading"
    if len(error.message) > _LONGEST_MESSAGE or not error.message.isprintable():
        return f"{error.code} with a message that cannot be shown"
    raised = traceback.extract_tb(error.__traceback__)[-1].filename
    if error.code == "GV103" and Path(raised) == _NET and error.__cause__ is not None:
        return f"hidden behind GV103: {_told(error.__cause__)}"
    return None


def _told(error: BaseException) -> str:
    """An exception with the place in our own modules that it came through last."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "pipeline" in Path(frame.filename).parts]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} ({frames[-1].name})" if frames else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:100]}"


def _of_source(source: Source) -> list[str]:
    """Blocks and cells inside the text, one behind the other, and a text that can be written."""
    faults = []
    end = 0
    for block in source.blocks:
        if not end <= block.start < block.end <= len(source.text):
            faults.append(f"block {block.start}:{block.end} behind {end} of {len(source.text)}")
        if any(not 0 <= cell.start <= cell.end <= block.end for cell in block.cells):
            faults.append(f"cell outside block {block.start}:{block.end}")
        if not source.text[block.start : block.end].startswith(block.label):
            faults.append(f"block {block.start}:{block.end} without its label {block.label!r}")
        end = block.end
    try:
        source.text.encode()
    except UnicodeEncodeError as error:
        faults.append(f"text that cannot be written: {error.reason}")
    return faults


def _of_extraction(extraction: Extraction) -> list[str]:
    """Every offset inside the text, every task's text where it says, JSON that follows the schema."""
    text = extraction.text
    faults = [
        f"task {task.start}:{task.end} is not its text"
        for task in extraction.tasks
        if not task.text or text[task.start : task.end] != task.text
    ]
    written = extraction.to_json()
    if Extraction.model_validate_json(written) != extraction:
        faults.append("JSON that is not read back the same")
    pairs = _offsets(json.loads(written))
    return faults + [f"offsets {start}:{end} outside 0:{len(text)}" for start, end in pairs if not 0 <= start <= end <= len(text)]


def _offsets(value: Any) -> list[tuple[int, int]]:
    """All pairs of `start` and `end` in a JSON value, those of edits and findings too."""
    if isinstance(value, list):
        return [pair for each in value for pair in _offsets(each)]
    if not isinstance(value, dict):
        return []
    own = [(value["start"], value["end"])] if value.get("start") is not None else []
    return own + [pair for each in value.values() for pair in _offsets(each)]
