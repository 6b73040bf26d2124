"""Opens a PDF's pages in a process that may be ended: its drawing orders can multiply or blow up without end, inside pdfium, where nothing
in this process could stop them. Only files that could do so are tried.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from collections.abc import Iterator

from pipeline.reading.source import TooMuch

TIME_LIMIT = 20  # seconds
MEMORY_LIMIT = 1 << 30  # bytes of addresses; pdfium itself needs a tenth
_MUCH = 32 << 20  # bytes of drawing orders from which a file is tried
_MOST_DICTIONARY = 4096  # bytes before a stream's data that can belong to its dictionary
_STREAM = re.compile(rb"stream\r?\n")
_FORM = re.compile(rb"/Subtype\s*/(?:Form\b|[A-Za-z]*#)")  # a name may be written with codes
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DRAWS = re.compile(rb"\bDo\b")


def check(data: bytes) -> None:
    """Lets a suspicious file through only if its pages can be opened in sensible time and memory.

    Raises:
        TooMuch: they cannot.
    """
    if not _is_suspicious(data):
        return
    command = [sys.executable, "-m", "pipeline.reading.pdf_trial"]
    try:
        done = subprocess.run(command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooMuch(f"mở các trang quá {TIME_LIMIT} giây") from error
    if done.returncode:
        raise TooMuch(f"mở các trang cần quá {MEMORY_LIMIT >> 20} MB bộ nhớ")


def _is_suspicious(data: bytes) -> bool:
    """Whether drawing orders unpack to much, or a form (an order that stands for others) draws two things or more, itself perhaps."""
    orders = 0
    for dictionary, content in _streams(data):
        if _PICTURE.search(dictionary):
            continue
        orders += len(content)
        if orders > _MUCH or (_FORM.search(dictionary) and len(_DRAWS.findall(content)) > 1):
            return True
    return False


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The dictionary and the first `_MUCH` unpacked bytes of each stream, pictures not unpacked."""
    for match in _STREAM.finditer(data):
        before = data[max(0, match.start() - _MOST_DICTIONARY) : match.start()]
        dictionary = before[before.rfind(b"obj") + 3 :] if b"obj" in before else before
        yield dictionary, b"" if _PICTURE.search(dictionary) else _unpacked(data, match.end(), dictionary)


def _unpacked(data: bytes, start: int, dictionary: bytes) -> bytes:
    end = data.find(b"endstream", start)
    content = data[start : end if end >= 0 else len(data)]
    for _ in range(dictionary.count(b"Fl")):  # FlateDecode and its short name, once for each layer
        try:
            content = zlib.decompressobj().decompress(content, _MUCH + 1)
        except zlib.error:
            break
    return content


def _main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT, TIME_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        for number in range(len(document)):
            try:
                document[number].close()
            except pypdfium2.PdfiumError:  # a page that is damaged is the reader's to tell
                continue
    except pypdfium2.PdfiumError:
        return


if __name__ == "__main__":
    _main()
