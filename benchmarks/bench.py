"""`make bench`: what the pipeline costs, as a ratio that hardly depends on the machine.

One process, the same run, texts that are all different: the pipeline's time over that of `underthesea.word_tokenize` alone; the time of
`underthesea.ner` with `dateparser.search.search_dates`, which find only names and days, over the pipeline's; the peak memory of that
process; how many clauses a second the models classify, making their features included; how the time a character grows from 125,000
characters to a million, of a long directive and of hostile text; the seconds that `giaoviec extract` needs for one short text, from the
command to the last file written; and what more processes gain, see `spread`.

dateparser is not a dependency: `pip install --target FOLDER dateparser` and set PYTHONPATH to the folder.
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
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from spread import scans_gain, workers_gain

if TYPE_CHECKING:
    from spacy.language import Language

CORPUS = Path(__file__).parent.parent / "corpus"
TEXTS = 60  # documents of the corpus, besides the samples
ROUNDS = 5
PEERS_READ = 4  # texts: the peers are slow
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

    texts = distinct_texts()
    nlp = pipeline.load()
    ratio, ours, theirs = compare(lambda: [doc._.tasks for doc in nlp.pipe(texts)], lambda: segment(texts))
    syllables = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {syllables} syllables, median of {ROUNDS} rounds")
    print(f"pipeline            {ours:7.3f} s  {syllables / ours:9,.0f} syllables/s")
    print(f"word_tokenize       {theirs:7.3f} s  {syllables / theirs:9,.0f} syllables/s")
    print(f"ratio               {ratio:7.2f}    (at most 1.0)")
    print(f"peers               {names_and_days(nlp, texts)}")
    for name, clauses, classify in classifiers(nlp, texts):
        took = statistics.median(seconds(classify) for _ in range(ROUNDS))
        print(f"model {name:<13} {took:7.3f} s  {clauses / took:9,.0f} clauses/s (at least 5,000)")
    growth, took = long_directive(nlp, texts)
    print(f"long directive      {growth:7.2f}    times the time a character (at most 1.5), {took:5.2f} s for {LONG:,} characters")
    for name, growth, took in hostile():
        print(f"hostile {name:<11} {growth:7.2f}    times the time a character (at most 2.0), {took:5.2f} s for {LONG:,} characters")
    print(f"peak memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB (at most 600)")
    print(f"start-up of extract {startup():7.2f} s  (at most 2.5)")
    print(f"two readers         {workers_gain(texts):7.2f}    times the files a second of one (at least 1.8)")
    if gain := scans_gain():
        print(f"scanned pages       {gain[0]:7.2f}    times the pages a second of one tesseract for each core (at least 1.0)")
        print(f"                    {gain[1]:7.2f}    times, where each keeps to one thread")
    else:
        print("scanned pages       left out, for tesseract is not installed.")


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


def distinct_texts() -> list[str]:
    """The samples that need neither LibreOffice nor OCR, and documents of the corpus: no text twice, so that none can be remembered."""
    import pipeline

    paths = sorted(path for path in (CORPUS / "samples").iterdir() if path.suffix in {".docx", ".txt", ".html", ".md"})
    test, dev = (sorted((CORPUS / part / "docs").glob("*.txt")) for part in ("test", "dev"))
    paths += [path for both in zip(test, dev, strict=False) for path in both][:TEXTS]
    return [pipeline.read(path).text for path in paths]


def names_and_days(nlp: Language, texts: list[str]) -> str:
    """How many times the pipeline's time two libraries take that find the names and the days of the same texts, in a line to print."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return "left out, for dateparser is not installed."
    from underthesea import ner

    def theirs() -> None:
        for text in texts[-PEERS_READ:]:
            ner(text)
            search_dates(text, languages=["vi"], settings={"DATE_ORDER": "DMY"})

    nlp(texts[0]), ner("Sở Y tế"), search_dates("ngày 30/6/2024", languages=["vi"])  # all is loaded before the clock runs
    ours = min(seconds(lambda: [doc._.tasks for doc in nlp.pipe(texts[-PEERS_READ:])]) for _ in range(ROUNDS))
    return f"{seconds(theirs) / ours:7.0f}    times our time for names and days alone, {PEERS_READ} texts (at least 40)"


def long_directive(nlp: Language, texts: list[str]) -> tuple[float, float]:
    """The time a character takes in one directive of a million characters over that in one of an eighth, and the seconds for the long one.

    Its items are the paragraphs of the texts under new numbers, in groups with a lead-in.
    """
    words = [" ".join(line.split()) for text in texts[: len(texts) // 4] for line in text.splitlines()]
    items = cycle(line.lstrip("0123456789.)abcdđ-+ ") for line in words if 60 < len(line) < 700 and "|" not in line)
    head = "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH\nSố: 12/CT-UBND\nTrà Vinh, ngày 10 tháng 3 năm 2025\nCHỈ THỊ\nVề nhiệm vụ trọng tâm\n"
    parts, length, group = [head], len(head), 0
    while length < LONG:
        group += 1
        part = [f"{group}. Giao Sở Y tế chủ trì các nhiệm vụ sau:", *(f"{letter}) {next(items)}" for letter in "abcdeghik")]
        parts.append("\n".join(part) + "\n")
        length += len(parts[-1])
    long = "".join(parts)[:LONG]
    short = long[: LONG // 8]
    nlp(short[: LONG // 50])
    times = [min(seconds(partial(nlp, text)) for _ in range(rounds)) for text, rounds in ((short, 3), (long, 2))]
    return times[1] / 8 / times[0], times[1]


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
    """How long it keeps the processor busy, which hardly depends on what else runs."""
    start = time.process_time()
    work()
    return time.process_time() - start


def startup() -> float:
    """The shortest of three calls of the command on one short text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ngắn.txt"
        path.write_text(SHORT, "utf-8")
        times = []
        for number in range(3):
            command = [sys.executable, "-m", "pipeline", "extract", str(path), "-o", str(Path(folder) / f"out {number}")]
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times)


if __name__ == "__main__":
    main()
