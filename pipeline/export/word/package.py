"""A Word file of which a few parts are written anew; every other member keeps its bytes, its place and its compression.

What would run or fetch something when the file is opened is left out (see `active`), and so are members that want to be unpacked elsewhere.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from functools import cached_property
from itertools import count
from typing import BinaryIO

from lxml import etree

from pipeline.errors import GiaoviecError
from pipeline.export.word import active
from pipeline.export.word.markup import Markup
from pipeline.reading.archive import parse_xml
from pipeline.reading.source import TooMuch
from pipeline.reading.wordpackage import WordPackage, relations_of

_TYPES = "[Content_Types].xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_RELATIONS = {
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
}
_DATE = (1980, 1, 1, 0, 0, 0)  # of members that are added: the same input gives the same bytes


class EditedPackage:
    """A Word file that is being changed.

    Args:
        data: the bytes of the file.
        path: the file's name, for messages.
        dated: whether the members keep the days that they carry.

    Raises:
        GiaoviecError: GV103 damaged, GV104 password, GV106 unpacks to too much, GV107 declares entities.
    """

    def __init__(self, data: bytes, *, path: str, dated: bool = True):
        self._package = WordPackage(data, path=path)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._dated = dated
        self._changed: dict[str, etree._Element] = {}

    @cached_property
    def main(self) -> etree._Element:
        """The root of the main part, to be changed."""
        return self._part(self._package.main)

    @cached_property
    def comments(self) -> etree._Element:
        """The root of the comments part, to be changed; one is made where there is none, and made known to the package."""
        name = self._package.named("comments")
        if name is not None and name in self._package.names:
            return self._part(name)
        if name is None:
            folder = posixpath.dirname(self._package.main)
            names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in count())
            name = next(name for name in names if name not in self._package.names)
            self._relate(posixpath.basename(name))
        self._declare(f"/{name}")
        self._changed[name] = Markup(self.main).element("comments")
        return self._changed[name]

    def _part(self, name: str) -> etree._Element:
        self._changed[name] = parse_xml(self._package.content(name), path=self._package.path, part=name, whole=True)
        return self._changed[name]

    def write(self, file: BinaryIO) -> None:
        """Writes the file.

        Raises:
            GiaoviecError: GV103 when a member is damaged, GV106, GV107 or GV117 when one that nothing has read yet is hostile.
        """
        left_out = self._take_out_active()
        with zipfile.ZipFile(file, "w") as out:
            out.comment = self._zip.comment
            for member in self._zip.infolist():
                if member.filename in left_out:
                    continue
                changed = self._changed.get(member.filename)
                self._add(out, member, self._content(member) if changed is None else _serialised(changed))
            for name in sorted(self._changed.keys() - self._package.names):
                self._add(out, _member(name), _serialised(self._changed[name]))

    def _add(self, out: zipfile.ZipFile, like: zipfile.ZipInfo, content: bytes) -> None:
        member = zipfile.ZipInfo(like.filename, like.date_time if self._dated else _DATE)
        member.compress_type, member.comment = like.compress_type, like.comment
        member.create_system, member.external_attr, member.internal_attr = like.create_system, like.external_attr, like.internal_attr
        out.writestr(member, content)

    def _content(self, member: zipfile.ZipInfo) -> bytes:
        try:
            return self._zip.read(member)
        except Exception as error:  # BadZipFile, zlib.error, lzma.LZMAError …: no common parent below it
            detail = f"phần {member.filename} không bung được"
            raise GiaoviecError("GV103", path=self._package.path, detail=detail) from error

    def _take_out_active(self) -> frozenset[str]:
        """Takes out what is active; the names of the members that are then to be left out."""
        before = self._related()
        for listing in sorted(name for name in self._package.names if name.endswith(".rels")):
            relations = self._present(listing)
            if relations is None or not any(map(active.is_active, relations)):
                continue
            gone = active.take_out_relations(relations)
            self._changed[listing] = relations
            owner = posixpath.join(posixpath.dirname(posixpath.dirname(listing)), posixpath.basename(listing).removesuffix(".rels"))
            part = self._present(owner)
            if part is not None:
                active.take_out_references(part, gone)
                self._changed[owner] = part
        folder = posixpath.dirname(self._package.main)
        for name in sorted(name for name in self._package.names if posixpath.dirname(name) == folder and name.endswith(".xml")):
            part = self._present(name)
            if part is not None and active.silence_fields(part):
                self._changed[name] = part
        left_out = before - self._related() | {name for name in self._package.names if _leads_outside(name)}
        left_out |= {listing for listing in map(relations_of, left_out) if listing in self._package.names}
        types = self._present(_TYPES)
        if types is not None and active.without_macros(types, left_out):
            self._changed[_TYPES] = types
        return left_out

    def _related(self) -> frozenset[str]:
        """The members that relations lead to, from the package on."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            owner = waiting.pop()
            relations = self._present(relations_of(owner))
            for relation in () if relations is None else relations:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), relation.get("Target", ""))).lstrip("/")
                if relation.get("TargetMode") != "External" and target in self._package.names and target not in found:
                    found.add(target)
                    waiting.append(target)
        return frozenset(found - {self._package.main})

    def _present(self, name: str) -> etree._Element | None:
        """The root of an XML part as it is by now; `None` where there is none, or none that a program could read."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._package.names or not name.endswith((".xml", ".rels")):
            return None
        try:
            return parse_xml(self._package.content(name), path=self._package.path, part=name, whole=True)
        except TooMuch as error:
            raise GiaoviecError("GV117", path=self._package.path, detail=error) from error
        except GiaoviecError as error:
            if error.code != "GV103":  # not well-formed: no program reads it, so nothing in it runs
                raise
            return None

    def _relate(self, target: str) -> None:
        listing = relations_of(self._package.main)
        if listing in self._package.names:
            relations = self._part(listing)
        else:
            relations = self._changed[listing] = etree.Element(f"{_RELATIONSHIP}s", nsmap={None: etree.QName(_RELATIONSHIP).namespace})
        taken = {relation.get("Id") for relation in relations}
        key = next(f"rId{number}" for number in count(1) if f"rId{number}" not in taken)
        strict = "purl.oclc.org" in Markup(self.main).namespace
        etree.SubElement(relations, _RELATIONSHIP, Id=key, Type=_RELATIONS[strict], Target=target)

    def _declare(self, part: str) -> None:
        types = self._part(_TYPES)
        if not any(override.get("PartName") == part for override in types.iter(_OVERRIDE)):
            etree.SubElement(types, _OVERRIDE, PartName=part, ContentType=_COMMENTS_TYPE)


def _leads_outside(name: str) -> bool:
    """Whether whoever unpacks a member of this name may write outside the folder that he meant."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":")


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _serialised(root: etree._Element) -> bytes:
    tree = root.getroottree()
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=tree.docinfo.standalone is not False)
