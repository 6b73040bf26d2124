"""Changes of a file's bytes that know nothing of its format: what a bad disk, a cut-off transfer or a careless program does."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

INTERESTING = (b"\0", b"\xff", b"\x7f", b"\x80", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"-1", b"4294967296")

Change = Callable[[bytes, Random], bytes]


def changed_bytes(data: bytes, rng: Random, *, other: bytes) -> bytes:
    """The bytes after one change; `other` is a second file, which may be spliced on."""
    if rng.random() < 0.1:
        return data[: rng.randint(0, len(data))] + other[rng.randint(0, len(other)) :]
    return rng.choice(_CHANGES)(data, rng)


def _flip(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    for _ in range(min(len(out), rng.choice((1, 1, 4, 32)))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _insert(data: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice((rng.randbytes(rng.randint(1, 16)), rng.choice(INTERESTING))) + data[at:]


def _overwrite(data: bytes, rng: Random) -> bytes:
    value = rng.choice(INTERESTING)
    at = rng.randint(0, len(data))
    return data[:at] + value + data[at + len(value) :]


def _delete(data: bytes, rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def _repeat(data: bytes, rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[start:end] * rng.choice((2, 2, 3, 20)) + data[end:]


def _swap(data: bytes, rng: Random) -> bytes:
    a, b, c, d = sorted(rng.randint(0, len(data)) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _truncate(data: bytes, rng: Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _stretch(data: bytes, rng: Random) -> tuple[int, int]:
    """A stretch of bytes, mostly a short one: a file with one small fault is read further than one that lost its half."""
    start = rng.randint(0, len(data))
    return start, min(len(data), start + rng.choice((1, 4, 64, 1024)))


_CHANGES: tuple[Change, ...] = (_flip, _insert, _overwrite, _delete, _repeat, _swap, _truncate)
