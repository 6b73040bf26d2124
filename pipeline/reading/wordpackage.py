"""The parts of a Word file by the relation that they stand in to its main part, whatever their names are."""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.reading.archive import Archive, parse_xml
from pipeline.reading.wordstyles import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.strip("{}").encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.strip("{}").encode()),
)


class WordPackage:
    """A Word file as its parts.

    Args:
        data: the bytes of the file.
        path: the file's name, for messages.

    Raises:
        GiaoviecError: GV103 damaged, GV104 password, GV106 unpacks to too much, GV107 declares entities.
    """

    def __init__(self, data: bytes, *, path: str):
        self.path = path
        self._archive = Archive(data, path=path)
        main = [target for kind, target in self._relations("").values() if kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"
        self._of_main = self._relations(self.main)

    @property
    def names(self) -> frozenset[str]:
        """The names of all members of the file."""
        return self._archive.names

    def named(self, kind: str) -> str | None:
        """The name of the part in the relation `kind` ("styles", "comments") to the main part, whether or not it is in the file."""
        return next((target for relation, target in self._of_main.values() if relation == kind), None)

    def part(self, kind: str) -> etree._Element | None:
        """The root of the part that stands in the relation `kind` ("styles", "numbering") to the main part, if there is one."""
        targets = (target for relation, target in self._of_main.values() if relation == kind and target in self.names)
        return next((self.root(target) for target in targets), None)

    def target(self, relation: str) -> str | None:
        """The name of the part with the relation identifier `relation` of the main part, if it is in the file."""
        _, target = self._of_main.get(relation, ("", ""))
        return target if target in self.names else None

    def content(self, name: str) -> bytes:
        """The bytes of the part `name`."""
        return self._archive.read(name)

    def root(self, name: str) -> etree._Element:
        """The root element of the part `name`, in the transitional namespaces also where it was saved as strict."""
        content = self.content(name)
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        return parse_xml(content, path=self.path, part=name)

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, _ = posixpath.split(name)
        listing = relations_of(name)
        if listing not in self.names:
            return {}
        return {
            relation.get("Id", ""): (
                posixpath.basename(relation.get("Type", "")),
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
            )
            for relation in self._archive.xml(listing).iter(_RELATIONSHIP)
        }


def relations_of(part: str) -> str:
    """The name of the member that lists the relations of a part.

    >>> relations_of("word/document.xml"), relations_of("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")
