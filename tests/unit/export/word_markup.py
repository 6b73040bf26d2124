"""Reads Word files for what the tests of comments and tracked changes are about, in a way of its own: in the order of the XML."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from lxml import etree

from pipeline.reading import read_bytes
from pipeline.schema import Edit, Extraction, FileInfo, Finding, Rewording, Task

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RANGE_PARENTS = {"p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdtContent", "dir", "bdo"}


def read_as(data: bytes, *tasks: Task, path: str = "văn bản.docx", findings: list[Finding] | None = None) -> Extraction:
    """What was read from a file, with these tasks and findings."""
    source = read_bytes(data, path=path)
    about = FileInfo(path=path, sha256=source.sha256, media_type=source.media_type)
    return Extraction(source=about, text=source.text, tasks=list(tasks), findings=findings or [])


def task(start: int, end: int, *findings: Finding, edits: list[Edit] | None = None) -> Task:
    """A task with these findings and the edits of its rewording."""
    rewording = None if edits is None else Rewording(text="", edits=edits)
    about = {"id": f"t{start}", "locator": "", "text": "", "content": ""}
    return Task(**about, start=start, end=end, findings=list(findings), rewording=rewording)


def finding(start: int | None = None, end: int | None = None, rule: str = "deadline-missing") -> Finding:
    """A finding at these characters."""
    return Finding(rule=rule, severity="high", message="Chưa có thời hạn.", suggestion="Thêm ngày.", start=start, end=end)


def on(text: str, *words: str) -> list[Finding]:
    """A finding at the first place of each of the words."""
    return [finding(text.index(said), text.index(said) + len(said)) for said in words]


def members(data: bytes) -> dict[str, tuple[bytes, int]]:
    """Bytes and compression of each member, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member.filename: (archive.read(member), member.compress_type) for member in archive.infolist()}


def main_part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """The root of the main part."""
    return etree.fromstring(members(data)[name][0])


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute in the element's own namespace."""
    return element.get(f"{{{etree.QName(element).namespace}}}{name}")


def anchored(data: bytes, name: str = "word/document.xml") -> list[str]:
    """The words that each comment is about, in the order of the comments' beginnings; blanks as one space."""
    words: dict[str, list[str]] = {}
    open_: set[str] = set()
    for element in main_part(data, name).iter("*"):
        key = attribute(element, "id") or ""
        said = {"t": element.text or "", "tab": " ", "br": " ", "p": " ", "noBreakHyphen": "-"}.get(local(element), "")
        if local(element) == "commentRangeStart":
            words[key] = []
            open_.add(key)
        elif local(element) == "commentRangeEnd":
            open_.remove(key)
        elif said and not any(True for _ in element.iterancestors(FALLBACK)):
            for key in open_:
                words[key].append(said)
    assert not open_
    return [" ".join("".join(said).split()) for said in words.values()]


def assert_comments_are_well_placed(data: bytes, name: str = "word/document.xml") -> None:
    """Every comment has a beginning, an end and then a reference, each where the schema allows it and outside text boxes."""
    root = main_part(data, name)
    order = {element: number for number, element in enumerate(root.iter("*"))}
    found: dict[str, dict[str, int]] = {"commentRangeStart": {}, "commentRangeEnd": {}, "commentReference": {}}
    for element in order:
        if local(element) not in found:
            continue
        places, key = found[local(element)], attribute(element, "id") or ""
        assert key not in places
        places[key] = order[element]
        assert local(element.getparent()) in ({"r"} if local(element) == "commentReference" else RANGE_PARENTS)
        assert not [ancestor for ancestor in element.iterancestors() if local(ancestor) in ("txbxContent", "AlternateContent")]
    starts, ends, references = found.values()
    assert starts.keys() == ends.keys() == references.keys()
    assert all(starts[key] < ends[key] < references[key] for key in starts)
    for container, properties in (("p", "pPr"), ("r", "rPr")):
        holders = [parent for parent in root.iter(f"{W}{container}") if parent.find(f"{W}{properties}") is not None]
        assert all(next(parent.iterchildren("*")).tag == f"{W}{properties}" for parent in holders)


def comments(data: bytes) -> list[tuple[str, str, str]]:
    """Author, initials and text of each comment, as python-docx reads them."""
    return [(comment.author, comment.initials or "", comment.text) for comment in Document(io.BytesIO(data)).comments]


def accepted(data: bytes) -> bytes:
    """The file after "accept all changes" of giaoviec; those of others are left open."""
    return _settled(data, dropped="del")


def rejected(data: bytes) -> bytes:
    """The file after "reject all changes" of giaoviec; those of others are left open."""
    return _settled(data, dropped="ins")


def _settled(data: bytes, *, dropped: str) -> bytes:
    root = main_part(data)
    ours = [change for change in root.iter(f"{W}ins", f"{W}del") if change.get(f"{W}author") == "giaoviec"]
    for change in ours:
        change.tag = f"{W}dropped" if local(change) == dropped else f"{W}kept"
        for deleted in change.iter(f"{W}delText"):
            deleted.tag = f"{W}t"
    etree.strip_elements(root, f"{W}dropped", with_tail=False)
    etree.strip_tags(root, f"{W}kept")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, (content, _) in members(data).items():
            archive.writestr(name, etree.tostring(root) if name == "word/document.xml" else content)
    return out.getvalue()
