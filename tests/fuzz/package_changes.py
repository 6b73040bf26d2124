"""Changes of zip packages (docx, odt): inside an XML part, of the set of parts, or of the zip directory itself."""

from __future__ import annotations

import io
import zipfile
from random import Random

from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.markup_changes import changed_xml

_DAY = (2024, 1, 2, 3, 4, 6)  # a package must be the same bytes whenever it is made
_MAIN = ("word/document.xml", "content.xml")
_DIRECTORY, _END = b"PK\x01\x02", b"PK\x05\x06"
_NAMES = ("word/document.xml", "word/numbering.xml", "../document.xml", "", "/", "word/", "_rels/.rels", "Word/Document.xml", "mimetype")


def changed_package(data: bytes, rng: Random, *, other: bytes) -> bytes:
    """The package after one change; `other` is a second package, whose parts may take the place of its own."""
    draw = rng.random()
    parts = _parts(data)
    if not parts or draw > 0.94:
        return _change_directory(data, rng)
    if draw < 0.88:
        _change_part(parts, rng)
    else:
        _change_listing(parts, _parts(other), rng)
    return packed(parts)


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """A zip file of these members; a name may stand twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            member = zipfile.ZipInfo(name, _DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            if name in archive.NameToInfo:
                archive.NameToInfo.pop(name)  # or a warning of the double
            archive.writestr(member, content)
    return out.getvalue()


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    """The members of a package; those that earlier changes have spoilt are left out, a package that cannot be opened has none."""
    parts = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                parts.append((name, archive.read(name)))
    except Exception:
        return parts
    return parts


def _change_part(parts: list[tuple[str, bytes]], rng: Random) -> None:
    """Changes one XML part, mostly the one that holds the text."""
    markup = [at for at, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    if not markup:
        return
    main = [at for at in markup if parts[at][0] in _MAIN]
    at = rng.choice(main) if main and rng.random() < 0.5 else rng.choice(markup)
    name, content = parts[at]
    if rng.random() < 0.05:
        parts[at] = (name, changed_bytes(content, rng, other=content))
        return
    text = content.decode("utf-8", "replace")
    for _ in range(rng.choice((1, 1, 2, 5))):
        text = changed_xml(text, rng)
    parts[at] = (name, text.encode("utf-8", "replace"))


def _change_listing(parts: list[tuple[str, bytes]], others: list[tuple[str, bytes]], rng: Random) -> None:
    at = rng.randrange(len(parts))
    kind = rng.randrange(5)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        parts.insert(rng.randint(0, len(parts)), (parts[at][0], rng.choice(parts)[1]))
    elif kind == 2:
        parts[at] = (rng.choice(_NAMES), parts[at][1])
    elif kind == 3 and others:
        parts[at] = (parts[at][0], rng.choice(others)[1])
    else:
        parts[at] = (parts[at][0], b"")


def _change_directory(data: bytes, rng: Random) -> bytes:
    """Sizes, offsets, methods and flags in the zip's own records, whatever they stand for."""
    out = bytearray(data)
    signature = rng.choice((_DIRECTORY, _DIRECTORY, _END, b"PK\x03\x04"))
    places = [at for at in range(len(out) - 4) if out[at : at + 4] == signature]
    if not places:
        return changed_bytes(data, rng, other=data)
    at = rng.choice(places)
    for _ in range(rng.choice((1, 1, 3))):
        field = at + 4 + 2 * rng.randrange(21)
        out[field : field + 2] = rng.choice((b"\0\0", b"\xff\xff", b"\x01\0", b"\x0c\0", b"\x63\0", rng.randbytes(2)))
    return bytes(out)
