"""What a Word file would run or fetch by itself when it is opened: left out of a file that is given back.

A returned file goes from desk to desk under the office's name. Macros, controls, templates and pictures from elsewhere, files put in by
reference, and fields that ask other programs are of no use to the comments in it. Hyperlinks stay (they wait for a click), and so do
objects that are wholly inside the file, a table or a formula: they are the drafter's content.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.export.word.markup import Markup
from pipeline.reading.wordruns import field_name

_RUNNING = ("vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars", "control", "aFChunk", "subDocument", "frame")
_FETCHING = ("DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE", "MACROBUTTON")
_EMPTY_WITHOUT_RELATION = ("altChunk", "subDoc", "attachedTemplate", "control", "OLEObject", "imagedata", "sourceFileName", "frame")
_MACRO_TYPES = (
    ("application/vnd.ms-word.document.macroEnabled.main+xml", "document.main+xml"),
    ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "template.main+xml"),
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_EXTERNAL = "External"
_HARMLESS = " QUOTE "  # the field that only holds its result


def is_active(relation: etree._Element) -> bool:
    """Whether an element of a list of relations leads to something that runs or is fetched by itself."""
    kind = posixpath.basename(relation.get("Type", ""))
    return kind in _RUNNING or (relation.get("TargetMode") == _EXTERNAL and kind != "hyperlink")


def take_out_relations(listing: etree._Element) -> frozenset[str]:
    """Takes the active relations out of a list of them; their identifiers."""
    active = [relation for relation in listing if is_active(relation)]
    for relation in active:
        listing.remove(relation)
    return frozenset(relation.get("Id", "") for relation in active)


def take_out_references(root: etree._Element, gone: frozenset[str]) -> None:
    """Takes out of a part what refers to relations that are gone: Word takes a file with loose ends for a damaged one."""
    for element in list(root.iter(etree.Element)):
        loose = [name for name, value in element.attrib.items() if value in gone and "/relationships}" in name]
        parent = element.getparent()
        if loose and parent is not None and etree.QName(element).localname in _EMPTY_WITHOUT_RELATION:
            parent.remove(element)
            continue
        for name in loose:
            del element.attrib[name]


def silence_fields(root: etree._Element) -> bool:
    """Turns every field that asks another program or file into one that only holds the words that it shows; whether there was one."""
    tag = Markup(root).tag
    found = False
    for simple in root.iter(tag("fldSimple")):
        if field_name(simple.get(tag("instr"), "")) in _FETCHING:
            simple.set(tag("instr"), _HARMLESS)
            found = True
    waiting: list[list[etree._Element]] = []
    for sign in root.iter(tag("fldChar"), tag("instrText"), tag("delInstrText")):
        if sign.tag != tag("fldChar"):
            if waiting:
                waiting[-1].append(sign)
            continue
        kind = sign.get(tag("fldCharType"))
        if kind == "begin":
            waiting.append([])
        elif waiting and kind in ("separate", "end"):
            found = _silence(waiting[-1]) or found
            waiting[-1] = []
            if kind == "end":
                waiting.pop()
    return found


def _silence(instruction: list[etree._Element]) -> bool:
    if field_name("".join(part.text or "" for part in instruction)) not in _FETCHING:
        return False
    for part in instruction:
        part.text = ""
    instruction[0].text = _HARMLESS
    return True


def without_macros(types: etree._Element, left_out: frozenset[str]) -> bool:
    """Makes a list of content types one of a file without macros and without the members that are left out; whether anything changed."""
    changed = False
    for entry in list(types):
        part = entry.get("PartName", "").lstrip("/")
        if part in left_out:
            types.remove(entry)
            changed = True
        for macro, plain in _MACRO_TYPES:
            if entry.get("ContentType") == macro:
                entry.set("ContentType", f"{_WORD}{plain}")
                changed = True
    return changed
