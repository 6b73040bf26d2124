"""WordprocessingML elements in the namespace of the file that they are put into (transitional or strict)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from lxml import etree

AUTHOR, INITIALS = "giaoviec", "gv"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup:
    """Makes elements.

    Args:
        root: the root of the part that they are put into.
    """

    def __init__(self, root: etree._Element):
        self.namespace = etree.QName(root).namespace or ""
        self._map = {root.prefix or "w": self.namespace}

    def tag(self, name: str) -> str:
        """The qualified name of an element or attribute."""
        return f"{{{self.namespace}}}{name}"

    def element(self, name: str, *children: etree._Element, **attributes: object) -> etree._Element:
        """An element with these children and attributes."""
        element = etree.Element(self.tag(name), nsmap=self._map)
        for key, value in attributes.items():
            element.set(self.tag(key), str(value))
        element.extend(children)
        return element

    def text(self, text: str, *, name: str = "t") -> etree._Element:
        """A `w:t` (or what `name` says) of a text."""
        element = self.element(name)
        set_text(element, text)
        return element


def set_text(element: etree._Element, text: str) -> None:
    """Gives a `w:t` its text; blanks at its ends are kept by Word only where it is told so."""
    element.text = legal(text)
    if text != text.strip():
        element.set(SPACE, "preserve")


def legal(text: str) -> str:
    """A text of the same length with a sign in place of each character that XML cannot hold.

    >>> legal("Giao\x01 Sở Y tế")
    'Giao\ufffd Sở Y tế'
    """
    return _NOT_XML.sub("\ufffd", text)


def free_numbers(taken: Iterable[str | None]) -> Iterator[int]:
    """The numbers that no annotation has yet, from 0.

    >>> numbers = free_numbers(["0", "2", "x", None])
    >>> [next(numbers) for _ in range(3)]
    [1, 3, 4]
    """
    used = {int(number) for number in taken if number is not None and number.isdecimal()}
    return (number for number in count() if number not in used)
