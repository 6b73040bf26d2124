"""`make bench`: what the pipeline costs, as a ratio that hardly depends on the machine.

One process, the same texts, the same run: the pipeline's time over that of `underthesea.word_tokenize` alone; the peak memory of that
process; how many clauses a second the models classify, making their features included; how the time a character of hostile text grows
from 125,000 characters to a million; and the seconds that `giaoviec extract` needs for one short text, from the command to the last file
written.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
TEXTS = 30
ROUNDS = 5
LONG = 1_000_000
HOSTILE = {  # what the grammars could go through again and again
    "digits": "1",
    "dates": "ngày 30/6/2024 đến ",
    "cues": "trước ",
    "brackets": "(",
    "marks": ", ; . : ",
    "verbs": "phối hợp với chủ trì, ",
    "one word": "nghiêng",
    "vague words": "sớm ",
    "half dates": "30/6/",
    "quotes": "“",
    "list": "Sở Y tế, ",
}
SHORT = "Số: 01/CT-UBND\nGiao Sở Y tế kiểm tra 05 bệnh viện, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/6/2024.\n"


def main() -> None:
    """Prints the figures."""
    import pipeline

    texts = sample_texts()
    nlp = pipeline.load()
    ratio, ours, theirs = compare(lambda: [doc._.tasks for doc in nlp.pipe(texts)], lambda: segment(texts))
    syllables = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {syllables} syllables, median of {ROUNDS} rounds")
    print(f"pipeline            {ours:7.3f} s  {syllables / ours:9,.0f} syllables/s")
    print(f"word_tokenize       {theirs:7.3f} s  {syllables / theirs:9,.0f} syllables/s")
    print(f"ratio               {ratio:7.2f}    (at most 2.0)")
    for name, clauses, classify in classifiers(nlp, texts):
        took = statistics.median(seconds(classify) for _ in range(ROUNDS))
        print(f"model {name:<13} {took:7.3f} s  {clauses / took:9,.0f} clauses/s (at least 5,000)")
    for name, growth, took in hostile():
        print(f"hostile {name:<11} {growth:7.2f}    times the time a character (at most 2.0), {took:5.2f} s for {LONG:,} characters")
    print(f"peak memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB (at most 600)")
    print(f"start-up of extract {startup():7.2f} s  (at most 2.5)")


def hostile() -> Iterator[tuple[str, float, float]]:
    """For each hostile text: the time a character takes in a long one over that in an eighth of it, and the seconds for the long one."""
    from datetime import date

    from pipeline.pipes.deadlines.grammar import find_time_expressions

    for name, unit in HOSTILE.items():
        long = ("Xong trước ngày 30/6. " + unit * (LONG // len(unit) + 1))[:LONG]
        short = long[: LONG // 8]
        times = [min(seconds(partial(find_time_expressions, text, issued=date(2024, 3, 1))) for _ in range(3)) for text in (short, long)]
        yield name, times[1] / 8 / times[0], times[1]


def classifiers(nlp: Language, texts: list[str]) -> Iterator[tuple[str, int, Callable[[], object]]]:
    """The models that classify clauses, how many there are in the texts, and what classifies them all."""
    from pipeline.pipes.clarity.content import is_generic
    from pipeline.pipes.clarity.content_model import content_features
    from pipeline.pipes.results.grammar import read_products
    from pipeline.pipes.tasks.order_model import OrderView, candidates

    docs = list(nlp.pipe(texts))
    order, content = nlp.get_pipe("giaoviec_tasks").order.model, nlp.get_pipe("giaoviec_clarity").content.model
    asked = [(OrderView(doc._.structure, doc._.assignments), candidates(doc._.assignments)) for doc in docs]
    contents = list(dict.fromkeys(task.content for doc in docs for task in doc._.tasks))

    def judge_contents() -> None:
        read_products.cache_clear()
        for text in contents:
            content.probability(content_features(text, is_generic(text)))

    def judge_orders() -> None:
        for view, found in asked:
            for one in found:
                order.probability(view.features(one))

    yield "order", sum(len(found) for _, found in asked), judge_orders
    yield "content", len(contents), judge_contents


def sample_texts() -> list[str]:
    """The texts of the samples that need neither LibreOffice nor OCR, over and over until there are `TEXTS` of them."""
    import pipeline

    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".docx", ".txt", ".html", ".md"})
    once = [pipeline.read(path).text for path in paths]
    # each text differs from the others, so that nothing can be remembered of a whole text
    return [f"{once[i % len(once)]}\nBản thứ {i}." for i in range(TEXTS)]


def segment(texts: list[str]) -> None:
    """What the pipeline is measured against; line by line, as a document's lines are segmented."""
    from underthesea import word_tokenize

    for text in texts:
        for line in text.splitlines():
            word_tokenize(line, use_token_normalize=False)


def compare(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float, float]:
    """The median ratio and the median seconds of each, run by turns so that a busy machine slows both."""
    ours(), theirs()  # models load once, before the clock runs
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    first, second = (statistics.median(times) for times in zip(*pairs, strict=True))
    return statistics.median(a / b for a, b in pairs), first, second


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def startup() -> float:
    """The shortest of three calls of the command on one short text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ngắn.txt"
        path.write_text(SHORT, "utf-8")
        command = [sys.executable, "-m", "pipeline", "extract", str(path), "-o", str(Path(folder) / "out")]
        return min(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))


if __name__ == "__main__":
    main()
