"""The figures are those of the benchmark's own `score.py`, to the digit; only where the benchmark lies beside the checkout."""

import importlib.util
import json
import random
from pathlib import Path

import pytest

from pipeline.learning.answers import RULES, read_predictions
from pipeline.learning.comparison import figures_json
from pipeline.learning.evaluation import DUE_RIGHT, MEASURES, evaluate

BENCH = Path(__file__).resolve().parents[4] / "shared" / "benchmark"

pytestmark = pytest.mark.skipif(not (BENCH / "score.py").is_file(), reason=f"needs {BENCH.name}/score.py beside the checkout")


@pytest.fixture(scope="module")
def score():
    spec = importlib.util.spec_from_file_location("benchmark_score", BENCH / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Blur:
    """Gold annotation made into predictions that are wrong in every way that the measure tells apart."""

    def __init__(self, seed, gold):
        self.random = random.Random(seed)
        self.names = [name for document in gold.values() for task in document["tasks"] for name in task["owner"]]

    def chance(self, probability):
        return self.random.random() < probability

    def document(self, gold, text):
        tasks = [self.task(task, text) for task in gold["tasks"] if self.chance(0.85)]
        tasks += [{"text": self.quote(quote, text)} for quote in gold.get("ignore", []) if self.chance(0.6)]
        lines = [line for line in text.splitlines() if len(line.split()) > 6]
        lines = self.random.sample(lines, min(3, len(lines)))
        tasks += [{"text": line, "owners": [{"name": self.random.choice(self.names)}]} for line in lines]
        if tasks and self.chance(0.3):
            tasks.append(self.random.choice(tasks))
        if self.chance(0.3):
            self.random.shuffle(tasks)
        header = {field: self.random.choice((value, value, str(value).lower(), "77/CV", None)) for field, value in gold["header"].items()}
        return {"document": header, "tasks": tasks}

    def task(self, gold, text):
        return {
            "text": self.quote(gold["quote"], text),
            "owners": [{"name": name} for name in self.parties(gold["owner"])],
            "coordinators": [{"name": name} for name in self.parties(gold.get("coordinators") or [])],
            "deadline": self.deadline(gold.get("deadline")),
            "findings": [{"rule": rule} for rule in RULES if self.chance(0.4)],
        }

    def quote(self, quote, text):
        words, start, shift = quote.split(), text.find(quote), self.random.randint(-80, 80)
        shifted = text[max(0, start + shift) : start + shift + len(quote)]
        thinned = " ".join(word for word in words if self.chance(0.85))
        return self.random.choice((quote, quote, quote, shifted, thinned, " ".join(words[: len(words) // 2 + 1]), "không có ở đâu cả"))

    def parties(self, names):
        pieces = [piece for name in names for piece in name.replace(" và ", ", ").split(", ")]
        short = [name.replace("Ủy ban nhân dân", "UBND").removeprefix("Chủ tịch ") for name in names]
        more = [*names, self.random.choice(self.names)]
        return self.random.choice((names, names, names[::-1], names[:-1], pieces, short, [", ".join(names)], more))

    def deadline(self, gold):
        if gold is None or self.chance(0.1):
            return {"kind": "date", "due": "2024-02-29"} if self.chance(0.1) else None
        kind = gold["kind"] if self.chance(0.9) else self.random.choice(("date", "duration", "event", "vague"))
        due = gold["value"] if kind in ("date", "duration") and self.chance(0.85) else None
        return {"kind": kind, "due": due, "recurrence": gold["value"] if kind == "recurring" else None}


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_the_benchmark(seed, score, tmp_path):
    gold = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((BENCH / "gold").glob("*.json"))}
    blur = Blur(seed, gold)
    for doc in gold:
        if blur.chance(0.95):
            text = (BENCH / "docs" / f"{doc}.txt").read_text("utf-8", errors="replace")
            (tmp_path / f"{doc}.json").write_text(json.dumps(blur.document(gold[doc], text), ensure_ascii=False), "utf-8")

    errors: list[str] = []
    tallies = score.score(BENCH, tmp_path, None, errors)
    report = evaluate(BENCH, read_predictions(tmp_path, gold))

    figures = figures_json(report.figures)
    for measure in (*MEASURES, DUE_RIGHT):
        assert tuple(figures[measure].values()) == pytest.approx(tallies[measure].row, abs=1e-12), measure
    assert report.wrong_days == (tallies[DUE_RIGHT].fp, tallies[DUE_RIGHT].fp + tallies[DUE_RIGHT].pred_hits)
    assert len(report.mistakes) == len(errors)
    assert 0.2 < figures["task"]["f1"] < 0.95  # the blur neither spares nor destroys everything
