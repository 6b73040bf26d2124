"""A very large run: does the hundred-thousandth document take as long as the first, and as much memory, and does the order of work matter?

    python benchmarks/batch.py [--documents 100000] [--texts 26] [--no-shuffle] [--folder DIR]

The texts of `corpus/test` and `corpus/dev`, or the shortest of them, are written over and over under new names, each with a line of its
own, and read by `giaoviec extract` with one process for each core; then once more in another order, into another folder. Printed are the
seconds a document took in each tenth of the run, the memory of the run and of its workers in each tenth, and how many results of the two
runs differ.

Of 100,000 documents this takes hours on two cores, and tens of GB of disk; it is not part of `make bench`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

CORPUS = Path(__file__).parent.parent / "corpus"
_SAMPLE = 2.0  # seconds between looks at the memory


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--texts", type=int, help="so many of the shortest texts alone")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-shuffle", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        home = Path(folder)
        names = write_documents(home / "in", given.documents, given.texts)
        report("in order", names, home / "in", home / "out")
        if not given.no_shuffle:
            random.Random(7).shuffle(names)
            report("in another order", names, home / "in", home / "shuffled")
            different = sum(one != other for one, other in zip(hashes(home / "out"), hashes(home / "shuffled"), strict=True))
            print(f"results that differ   {different} of {given.documents}")


def write_documents(folder: Path, count: int, texts_used: int | None) -> list[str]:
    """The corpus again and again; a number in the text and some blanks make each text another one. Gives the names."""
    texts = [path.read_text("utf-8") for part in ("test", "dev") for path in sorted((CORPUS / part / "docs").glob("*.txt"))]
    texts = sorted(texts, key=len)[:texts_used] if texts_used else texts
    names = []
    for at in range(count):
        name = f"{at // 1000:03}/{at:06}.txt"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{texts[at % len(texts)]}\n{' ' * (at % 7)}Bản lưu số {at}.\n", "utf-8")
        names.append(name)
    return names


def report(title: str, names: list[str], given: Path, out: Path) -> None:
    """Reads the listed files and prints what each tenth of the run took."""
    command = [sys.executable, "-m", "pipeline", "extract", "--list", "-", "-o", str(out.resolve()), "--log-json"]
    events: list[tuple[float, int]] = []  # seconds since the beginning, files done
    memory: list[tuple[float, int, int]] = []  # seconds, bytes of the run, bytes of all its workers
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as listing:
        listing.write("\n".join(names))
        listing.seek(0)
        process = subprocess.Popen(command, cwd=given, stdin=listing, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    seen = psutil.Process(process.pid)
    looked = 0.0
    for line in process.stderr:
        now = time.perf_counter() - began
        if line.startswith("{") and (event := json.loads(line))["event"] == "file":
            events.append((now, event["done"]))
            if event["done"] == len(names):
                break
        if now - looked > _SAMPLE:
            looked = now
            memory.append((now, seen.memory_info().rss, sum(child.memory_info().rss for child in seen.children())))
    read = events[-1][0]
    published = peak_after(seen, process)
    total = time.perf_counter() - began
    print(f"\n{title}: {len(names)} documents, read in {read:.0f} s, all outputs after {total:.0f} s, exit code {process.returncode}")
    print(f"peak memory while the outputs were written {published >> 20} MB")
    print("tenth   ms a document   run MB   workers MB")
    first = events[0][0]
    for tenth in range(10):
        upto = [(at, done) for at, done in events if tenth * len(names) // 10 < done <= (tenth + 1) * len(names) // 10]
        begin, end = (events[tenth * len(names) // 10 - 1][0] if tenth else first), upto[-1][0]
        held = [(run, workers) for at, run, workers in memory if begin <= at <= end] or [(0, 0)]
        run, workers = (max(values) >> 20 for values in zip(*held, strict=True))
        print(f"{tenth + 1:5}   {(end - begin) / len(upto) * 1000:13.2f}   {run:6}   {workers:10}")


def peak_after(seen: psutil.Process, process: subprocess.Popen[str]) -> int:
    """The peak memory of a process from now to its end, in bytes."""
    most = 0
    while process.poll() is None:
        with suppress(psutil.Error):
            most = max(most, seen.memory_info().rss)
        time.sleep(0.1)
    return most


def hashes(out: Path) -> list[tuple[str, str]]:
    """Every result with its hash, sorted."""
    found = sorted((out / "documents").rglob("*.json"))
    return [(path.relative_to(out).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in found]


if __name__ == "__main__":
    main()
