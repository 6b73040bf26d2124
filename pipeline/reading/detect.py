"""Which format a file is in, judged by its bytes; its extension is only compared with that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.errors import GiaoviecError
from pipeline.reading.archive import Archive


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read; `name` is also its usual extension, without the dot."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


DOCX = Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx", ".docm", ".dotx", ".dotm"))
DOC = Format("doc", "application/msword", (".doc", ".dot"))
RTF = Format("rtf", "application/rtf", (".rtf",))
ODT = Format("odt", "application/vnd.oasis.opendocument.text", (".odt", ".ott"))
PDF = Format("pdf", "application/pdf", (".pdf",))
PNG = Format("png", "image/png", (".png",))
JPEG = Format("jpeg", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"))
TIFF = Format("tiff", "image/tiff", (".tif", ".tiff"))
HTML = Format("html", "text/html", (".html", ".htm", ".xhtml"))
TEXT = Format("txt", "text/plain", (".txt", ".text"))
MARKDOWN = Format("md", "text/markdown", (".md", ".markdown"))
FORMATS = (DOCX, DOC, RTF, ODT, PDF, PNG, JPEG, TIFF, HTML, TEXT, MARKDOWN)

WORD_97, WORD_95 = b"\xec\xa5", b"\xdc\xa5"  # signatures of the `WordDocument` stream; the second one since Word 6

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\0", TIFF), (b"MM\0*", TIFF))
_UNREADABLE = (
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_OFFICE_PARTS = (
    ("word/", DOCX.media_type),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_STREAMS = (
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_START = re.compile(  # a comment once read stays read: what could end in several places would be tried in all their combinations
    rb"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE | re.DOTALL
)
_HTML_TAG = re.compile(rb"</?(?:p|div|table|tr|td|br|span|h[1-6]|ul|ol|li|b|strong)\b[^<>]*>", re.IGNORECASE)
_MEDIA_TYPE = re.compile(rb"[\w.+-]{1,80}/[\w.+-]{1,120}")
_DRAWING_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+svg[^>]*>\s*)?<svg\b", re.IGNORECASE)
_XML_START = re.compile(rb"\s*<\?xml\b")
_SAMPLE = 1 << 16
_ENTRY = 128  # bytes of a directory entry of a compound file


def detect(data: bytes, *, path: str) -> Format:
    """The format of a file's content.

    Args:
        data: the bytes of the file, not empty.
        path: the file's name, for messages; its extension only decides between plain text, Markdown and HTML without a head.

    Raises:
        GiaoviecError: GV102 a format that cannot be read, GV103 damaged, GV104 password, GV106 unpacks to too much.

    >>> detect("Kính gửi: Sở Y tế".encode(), path="cv.doc").media_type
    'text/plain'
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(data, path)
    if data.startswith(_OLE):
        return _ole_format(data, path)
    if data[:_SAMPLE].lstrip().startswith(b"{\\rtf"):
        return RTF
    if b"%PDF-" in data[:1024]:
        return PDF
    for magic, picture in _PICTURES:
        if data.startswith(magic):
            return picture
    for magic, media_type in _UNREADABLE:
        if data.startswith(magic) and _is_binary(data[:_SAMPLE]):
            raise GiaoviecError("GV102", path=path, media_type=media_type)
    return _text_format(data[:_SAMPLE], path)


def claims_other(path: str, found: Format) -> bool:
    """Whether the extension of `path` is one of another format than the one found; an unknown extension claims nothing.

    >>> claims_other("kế hoạch.doc", HTML), claims_other("kế hoạch.doc", DOC), claims_other("kế hoạch.2024", TEXT)
    (True, False, False)
    """
    extension = PurePath(path).suffix.lower()
    return extension not in found.extensions and any(extension in known.extensions for known in FORMATS)


def _zip_format(data: bytes, path: str) -> Format:
    archive = Archive(data, path=path)
    if "mimetype" in archive.names:
        written = _MEDIA_TYPE.match(archive.read("mimetype"))
        media_type = written.group().decode("ascii") if written else "application/zip"
        if not media_type.startswith(ODT.media_type):
            raise GiaoviecError("GV102", path=path, media_type=media_type)
        _check_odt(archive, path)
        return ODT
    if "[Content_Types].xml" not in archive.names:
        raise GiaoviecError("GV102", path=path, media_type="application/zip")
    for folder, media_type in _OFFICE_PARTS:
        if any(name.startswith(folder) for name in archive.names):
            if media_type != DOCX.media_type:
                raise GiaoviecError("GV102", path=path, media_type=media_type)
            return DOCX
    raise GiaoviecError("GV103", path=path, detail="thiếu phần word/document.xml")


def _check_odt(archive: Archive, path: str) -> None:
    """What LibreOffice must not be given: content under a password, or with entities."""
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise GiaoviecError("GV104", path=path)
    for name in ("content.xml", "styles.xml"):
        if name in archive.names:
            archive.xml(name)
    if "content.xml" not in archive.names:
        raise GiaoviecError("GV103", path=path, detail="thiếu phần content.xml")


def _ole_format(data: bytes, path: str) -> Format:
    """A compound file is known by the names of its streams, which stand in UTF-16 in its directory."""
    if _stream(data, "EncryptedPackage") is not None:
        raise GiaoviecError("GV104", path=path)
    if _stream(data, "WordDocument") is not None:
        if _has_password(word_block(data)):
            raise GiaoviecError("GV104", path=path)
        return DOC
    for name, media_type in _STREAMS:
        if _stream(data, name) is not None:
            raise GiaoviecError("GV102", path=path, media_type=media_type)
    raise GiaoviecError("GV103", path=path, detail="không có phần WordDocument")


def _stream(data: bytes, name: str) -> bytes | None:
    """The directory entry of the stream `name`; entries are aligned to their size."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        if at % _ENTRY == 0 and int.from_bytes(data[at + 64 : at + 66], "little") == len(wanted):
            return data[at : at + _ENTRY]
        at = data.find(wanted, at + 2)
    return None


def word_block(data: bytes) -> bytes:
    """The first 12 bytes of the `WordDocument` stream: its signature, version and flags ([MS-DOC] 2.5.2, FibBase)."""
    entry = _stream(data, "WordDocument") or b""
    sector = 1 << int.from_bytes(data[30:32], "little")
    begin = (int.from_bytes(entry[116:120], "little") + 1) * sector
    return data[begin : begin + 12]


def _has_password(block: bytes) -> bool:
    return block[:2] in (WORD_97, WORD_95) and len(block) > 11 and bool(block[11] & 0x01)


def _text_format(sample: bytes, path: str) -> Format:
    if _is_binary(sample):
        raise GiaoviecError("GV102", path=path, media_type="application/octet-stream")
    extension = PurePath(path).suffix.lower()
    plain = sample.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if _HTML_START.match(plain):
        return HTML
    tags = len(_HTML_TAG.findall(plain))
    if _DRAWING_START.match(plain):
        raise GiaoviecError("GV102", path=path, media_type="image/svg+xml")
    if tags and (extension in HTML.extensions or (plain.lstrip().startswith(b"<") and tags > 2)):
        return HTML
    if _XML_START.match(plain):
        raise GiaoviecError("GV102", path=path, media_type="application/xml")
    return MARKDOWN if extension in MARKDOWN.extensions else TEXT


def _is_binary(sample: bytes) -> bool:
    """Whether bytes are no text in any encoding: zeros that are not those of UTF-16, or many control characters."""
    if sample.startswith(_TEXT_MARKS[1:]):
        return False
    zeros = sample.count(0)
    if zeros:
        even = sample[::2].count(0)
        return not (zeros > len(sample) // 5 and min(even, zeros - even) < zeros // 20 + 1)
    controls = sum(sample.count(code) for code in range(1, 32) if code not in b"\t\n\r\f\v")
    return controls > len(sample) // 20
