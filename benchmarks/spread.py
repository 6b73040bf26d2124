"""What more processes gain: two readers against one, and scanned pages against Tesseract alone, one process for each core.

Rates are taken from when every reader has finished its first file until the last file is finished, so that the start of the processes,
which a long run does not feel, is left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from pipeline.batch import Item, Job
from pipeline.batch.pool import in_processes
from pipeline.batch.run import cores

SCAN = Path(__file__).parent.parent / "corpus" / "samples" / "thong-bao-62-giao-ban-benh-vien-ban-chup.pdf"
ROUNDS = 3  # over the texts, so that a rate is one of seconds
PAGES = 10


def workers_gain(texts: Sequence[str]) -> float:
    """How many times the files a second two processes read of what one does."""
    with tempfile.TemporaryDirectory() as folder:
        items = [written(Path(folder, "in", f"{at:04}.txt"), text.encode()) for at, text in enumerate([*texts] * ROUNDS)]
        one, two = (rate(items, Path(folder, str(workers)), workers) for workers in (1, 2))
    return two / one


def scans_gain() -> tuple[float, float] | None:
    """How many times the pages a second are read of what Tesseract alone does with one process for each core: as it runs by itself, and on
    one thread. None where Tesseract is not installed."""
    if shutil.which("tesseract") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        items = [written(Path(folder, "in", f"{at:04}.png"), page()) for at in range(PAGES)]
        ours = rate(items, Path(folder, "out"), cores())
        usual, single = (tesseract_rate([item.path for item in items], threads) for threads in (None, "1"))
    return ours / usual, ours / single


def rate(items: Sequence[Item], out: Path, workers: int) -> float:
    """Files a second."""
    finished = []
    for _ in in_processes(items, Job(out=out), workers=workers):
        finished.append(time.perf_counter())
    return (len(finished) - workers) / (finished[-1] - finished[workers - 1])


def tesseract_rate(pages: Sequence[Path], threads: str | None) -> float:
    """Pages a second of Tesseract alone, on so many threads a process (as many as it likes where not given)."""
    environment = os.environ | ({"OMP_THREAD_LIMIT": threads} if threads else {})
    read = partial(subprocess.run, check=True, capture_output=True, env=environment)
    began = time.perf_counter()
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(read, (["tesseract", str(path), "-", "-l", "vie", "--dpi", "300", "tsv"] for path in pages)))
    return len(pages) / (time.perf_counter() - began)


def page() -> bytes:
    """The first page of the scanned sample as a picture of 300 dots an inch."""
    import io

    import pypdfium2

    picture = io.BytesIO()
    pypdfium2.PdfDocument(SCAN)[0].render(scale=300 / 72).to_pil().save(picture, "PNG", dpi=(300, 300))
    return picture.getvalue()


def written(path: Path, content: bytes) -> Item:
    """A file to read."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return Item(path, path.name)
