"""Numbers in attributes, as programs that read documents take them: what is no sensible number counts as not set."""

from __future__ import annotations

from typing import TypeVar

_Otherwise = TypeVar("_Otherwise", int, None)

_MOST = 999_999_999  # the largest number that a program may mean


def whole_number(value: str | None, otherwise: _Otherwise, *, least: int = 0, most: int = _MOST) -> int | _Otherwise:
    """The whole number that an attribute's value gives; `otherwise` where it gives none, or one beyond `least` and `most`.

    >>> [whole_number(value, 1) for value in ("3", " 12 ", None, "", "hai", "²", "-4", "99999999999999999999")]
    [3, 12, 1, 1, 1, 1, 1, 1]
    """
    written = (value or "").strip()
    digits = written.removeprefix("-")
    if not digits.isdecimal() or len(digits) > len(str(_MOST)):
        return otherwise
    number = int(written)
    return number if least <= number <= most else otherwise
