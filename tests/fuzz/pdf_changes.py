"""Changes of PDF files: objects, references, cross-reference offsets, stream lengths, and the content of streams, compressed again."""

from __future__ import annotations

import base64
import re
import zlib
from random import Random

from tests.fuzz.byte_changes import changed_bytes

_STREAM = re.compile(rb"(?P<about><<(?:(?!endobj|stream).)*)stream\r?\n(?P<content>.*?)\s*endstream", re.DOTALL)
_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?endobj", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[\s\[/(])-?\d+(?:\.\d+)?(?=[\s\]/>])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_LENGTH = re.compile(rb"/Length \d+")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9+]*")
_OFFSETS = re.compile(rb"\d{10} \d{5} [nf]|startxref\s+\d+|/Prev \d+|/Size \d+")
_NUMBERS = (b"0", b"1", b"-1", b"0.0001", b"1e9", b"65536", b"2147483647", b"-2147483648", b"99999999999", b"nan", b"841.89", b"90")
_OPERATORS = (
    b" q ", b" Q ", b" BT ", b" ET ", b" 0 0 m 500 0 l S ", b" 0 0 600 800 re f ", b" 1 0 0 1 1e6 -1e6 cm ", b" 0 0 0 0 0 0 cm ",
    b" 1e-9 0 0 1e-9 0 0 Tm ", b" (Giao S) Tj ", b" <D800DC00D800> Tj ", b" 90 Tr ", b" 0 Tf ", b" -1 0 0 1 0 0 cm ",
)  # fmt: skip
_GRID = 60


def changed_pdf(data: bytes, rng: Random) -> bytes:
    """The file after one change."""
    return rng.choice(_CHANGES)(data, rng)


def _replaced(pattern: re.Pattern[bytes], data: bytes, rng: Random, choices: tuple[bytes, ...] | list[bytes]) -> bytes:
    found = list(pattern.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 3)))), key=lambda match: -match.start()):
        data = data[: match.start()] + rng.choice(choices) + data[match.end() :]
    return data


def _number(data: bytes, rng: Random) -> bytes:
    """Numbers outside streams: boxes, rotations, counts, widths of letters."""
    found = list(_NUMBER.finditer(_STREAM.sub(lambda match: b" " * len(match.group()), data)))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 3)))), key=lambda match: -match.start()):
        data = data[: match.start()] + rng.choice(_NUMBERS) + data[match.end() :]
    return data


def _reference(data: bytes, rng: Random) -> bytes:
    return _replaced(_REFERENCE, data, rng, [*_REFERENCE.findall(data), b"0 0 R", b"99999 0 R", b"null", b"[]", b"<<>>"])


def _name(data: bytes, rng: Random) -> bytes:
    return _replaced(_NAME, data, rng, [*_NAME.findall(data), b"/X"])


def _offset(data: bytes, rng: Random) -> bytes:
    return _replaced(_OFFSETS, data, rng, [b"0000000009 00000 n", b"9999999999 00000 n", b"startxref\n0", b"/Prev 9", b"/Size 2"])


def _length(data: bytes, rng: Random) -> bytes:
    return _replaced(_LENGTH, data, rng, [b"/Length 0", b"/Length 5", b"/Length 99999999", b"/Length -1", b"/Length 1 0 R"])


def _object(data: bytes, rng: Random) -> bytes:
    """An object dropped, doubled, or in the place of another."""
    found = _OBJECT.findall(data)
    return _replaced(_OBJECT, data, rng, [b"", *found, b"".join(rng.sample(found, min(2, len(found))))])


def _stream(data: bytes, rng: Random) -> bytes:
    """The unpacked content of a stream changed and packed again; the cross-reference table is left wrong, as bad editors leave it."""
    found = [match for match in _STREAM.finditer(data) if _unpacked(match) is not None]
    if not found:
        return changed_bytes(data, rng, other=data)
    match = rng.choice(found)
    content = zlib.compress(_changed_content(_unpacked(match) or b"", rng))
    about = _LENGTH.sub(b"/Length %d" % len(content), match["about"].replace(b"/ASCII85Decode", b""))
    return data[: match.start()] + about + b"stream\n" + content + b"\nendstream" + data[match.end() :]


def _unpacked(stream: re.Match[bytes]) -> bytes | None:
    """A stream's content without its compression; `None` for one that is packed otherwise."""
    try:
        packed = stream["content"]
        return zlib.decompress(base64.a85decode(packed.removesuffix(b"~>")) if b"/ASCII85Decode" in stream["about"] else packed)
    except (zlib.error, ValueError):
        return None


def _changed_content(content: bytes, rng: Random) -> bytes:
    kind = rng.randrange(5)
    if kind == 0:
        return _replaced(_NUMBER, content, rng, list(_NUMBERS))
    if kind == 1:
        at = rng.randint(0, len(content))
        return content[:at] + rng.choice(_OPERATORS) * rng.choice((1, 3, 300)) + content[at:]
    if kind == 2:
        lines = content.split(b"\n")
        start = rng.randrange(len(lines))
        return b"\n".join(lines[:start] + lines[start : start + 20] * rng.choice((0, 2, 30)) + lines[start + 20 :])
    if kind == 3:
        return content + _ruled(rng)
    return changed_bytes(content, rng, other=content)


def _ruled(rng: Random) -> bytes:
    """Lines across and down, of which readers make tables."""
    across = b"".join(
        b" %d %d m %d %d l S" % (rng.randint(0, 300), y, rng.randint(300, 600), y) for y in range(0, 8 * rng.randint(1, _GRID), 8)
    )
    return b" Q " * rng.randint(0, 2) + across + b"".join(b" %d 0 m %d 800 l S" % (x, x) for x in range(0, 8 * rng.randint(1, _GRID), 8))


def _bytes(data: bytes, rng: Random) -> bytes:
    return changed_bytes(data, rng, other=data)


_CHANGES = (_number, _number, _reference, _name, _offset, _length, _object, _stream, _stream, _stream, _stream, _bytes)
