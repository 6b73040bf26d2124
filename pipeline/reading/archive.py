"""Opens zip containers and their XML parts without trusting what they say of themselves: sizes are limited, DTDs refused."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pipeline.errors import GiaoviecError
from pipeline.reading.source import TooMuch, thousands

MAX_UNPACKED_MB = 100
MAX_RATIO = 20  # a file of pictures hardly shrinks; only the total of a small file that blows up is suspicious
MAX_MARKUP = 4_000_000  # tags and attributes of one part: an element takes a hundred times the memory of its text
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ENCRYPTED = 0x1
_LIMIT = "ERR_RESOURCE_LIMIT"


class Archive:
    """A zip container of office parts.

    Args:
        data: the bytes of the file.
        path: the file's name, for messages.

    Raises:
        GiaoviecError: GV103 not a zip file or cut off, GV104 its members have a password, GV106 it unpacks to too much.
    """

    def __init__(self, data: bytes, *, path: str):
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise GiaoviecError("GV103", path=path, detail="tệp nén không đầy đủ") from error
        members = self._zip.infolist()
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise GiaoviecError("GV104", path=path)
        self.names = frozenset(member.filename for member in members)
        markup = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
        total = sum(member.file_size for member in members)
        limit = MAX_UNPACKED_MB << 20
        if markup > limit or (total > limit and total > MAX_RATIO * len(data)):
            raise _bomb(path, max(markup, total))
        self._left = limit

    def read(self, name: str) -> bytes:
        """The bytes of the member `name`.

        Raises:
            GiaoviecError: GV103 when it is missing or damaged, GV106 when it goes on after the limit, whatever the directory says.
        """
        try:
            with self._zip.open(name) as member:
                content = member.read(self._left + 1)
        except KeyError as error:
            raise GiaoviecError("GV103", path=self.path, detail=f"thiếu phần {name}") from error
        except Exception as error:  # BadZipFile, zlib.error, lzma.LZMAError …: no common parent below it
            raise GiaoviecError("GV103", path=self.path, detail=f"phần {name} không bung được") from error
        self._left -= len(content)
        if self._left < 0:
            raise _bomb(self.path, MAX_UNPACKED_MB << 20)
        return content

    def xml(self, name: str) -> etree._Element:
        """The root element of the XML member `name`; raises as `read` and `parse_xml` do."""
        return parse_xml(self.read(name), path=self.path, part=name)


def parse_xml(content: bytes, *, path: str, part: str, whole: bool = False) -> etree._Element:
    """The root element of an XML part; `whole` keeps its comments and processing instructions, for a part that is written again.

    Raises:
        GiaoviecError: GV107 when it declares a document type (entities), GV103 when it is not well-formed.
        TooMuch: it has more than `MAX_MARKUP` tags and attributes, is nested too deeply, or holds a text of more than 10 MB.
    """
    if content.count(b"<") + content.count(b'="') + content.count(b"='") > MAX_MARKUP:
        raise TooMuch(f"phần {part} có hơn {thousands(MAX_MARKUP)} thẻ và thuộc tính XML")
    if any(doctype in content for doctype in _DOCTYPES):
        raise GiaoviecError("GV107", path=path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=not whole, remove_pis=not whole
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type_name == _LIMIT for entry in parser.error_log):
            raise TooMuch(f"phần {part} lồng quá sâu hoặc có đoạn quá dài") from error
        raise GiaoviecError("GV103", path=path, detail=f"phần {part} sai cú pháp XML, dòng {error.lineno}") from error
    if root.getroottree().docinfo.doctype:
        raise GiaoviecError("GV107", path=path)
    return root


def _bomb(path: str, size: int) -> GiaoviecError:
    return GiaoviecError("GV106", path=path, size=size >> 20, limit=MAX_UNPACKED_MB)
