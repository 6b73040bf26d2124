#!/usr/bin/env python3
"""Makes the sample files of corpus/samples/ from their sources. Run by hand; the files it makes are committed.

    python corpus/sources/build.py [NAME ...]

`office/*.txt` are written in the mark-up of `markup.py`; `plain/*.txt` are only put into another encoding. Samples that are their own
source (.html, .md, UTF-8 .txt) are not touched. The same source gives the same bytes; .doc, .odt and .rtf depend on the version of
LibreOffice, which must be installed, as must the fonts of fonts-dejavu-core.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from markup import Block, Columns, parse  # noqa: E402
from paper import pdf_bytes, scan_bytes  # noqa: E402
from word import docx_bytes  # noqa: E402

from pipeline.learning.corpus.noise import to_tcvn3  # noqa: E402

SAMPLES = HERE.parent / "samples"
SCANNED = "ban-chup"
ENCODINGS = {  # plain samples: what an old or a foreign program would have saved
    "ke-hoach-22-thang-cong-nhan": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    "thong-bao-17-khai-giang-thpt": lambda text: to_tcvn3(text.replace("\n", "\r\n")),
    "Giấy mời họp sơ kết 6 tháng": lambda text: windows_1258(text.replace("\n", "\r\n")),
}
LIBREOFFICE_RANDOM = re.compile(rb' xml:id="list\d+"|<config:config-item config:name="Rsid(?:Root)?"[^>]*>\d+</config:config-item>')
FILTERS = {".doc": "doc:MS Word 97", ".odt": "odt", ".rtf": "rtf:Rich Text Format"}


def main(names: list[str]) -> None:
    """Builds every sample, or those whose source has one of `names`."""
    for source in sorted(HERE.glob("*/*.txt")):
        stem = unicodedata.normalize("NFC", source.stem)
        if names and stem not in names:
            continue
        text = source.read_text("utf-8")
        name, content = (f"{stem}.txt", ENCODINGS[stem](text)) if source.parent.name == "plain" else office(text)
        (SAMPLES / name).write_bytes(content)
        print(f"{len(content) / 1024:7.1f} kB  {name}")


def office(text: str) -> tuple[str, bytes]:
    """The file that an office source describes: its name and its bytes."""
    name, blocks = parse(text)
    ending = Path(name).suffix
    if ending == ".pdf":
        return name, scan_bytes(blocks) if SCANNED in name else pdf_bytes(blocks)
    docx = still_archive(docx_bytes(blocks, created=issued(blocks)))
    return name, docx if ending == ".docx" else converted(docx, ending)


def issued(blocks: list[Block]) -> datetime:
    """The day that the letterhead names."""
    head = next(block for block in blocks if isinstance(block, Columns))
    day, month, year = map(int, re.findall(r"\d+", head.right[-1]))
    return datetime(year, month, day, 8)


def converted(docx: bytes, ending: str) -> bytes:
    """The document as LibreOffice saves it in another format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "sample.docx")
        source.write_bytes(docx)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                FILTERS[ending],
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        content = source.with_suffix(ending).read_bytes()
    return still_archive(content) if ending == ".odt" else content


def still_archive(content: bytes) -> bytes:
    """The same archive without the hour at which it was written and without the random marks of LibreOffice."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename.startswith("Thumbnails/"):
                continue
            still = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            still.compress_type = entry.compress_type
            new.writestr(still, LIBREOFFICE_RANDOM.sub(b"", old.read(entry)))
    return out.getvalue()


def windows_1258(text: str) -> bytes:
    """Windows' Vietnamese code page: letters with hat, breve or horn whole, tone marks after them."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        whole = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        out.append(whole + tones)
    return "".join(out).encode("cp1258")


if __name__ == "__main__":
    main(sys.argv[1:])
