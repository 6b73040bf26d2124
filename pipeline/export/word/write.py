"""Writes a document with its findings as Word comments."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from pipeline.errors import GiaoviecError
from pipeline.export.atomic import atomically
from pipeline.export.word.changes import Changes, edits_of
from pipeline.export.word.fresh import fresh_document
from pipeline.export.word.markers import Inserter, Markers
from pipeline.export.word.markup import AUTHOR, INITIALS, Markup, free_numbers
from pipeline.export.word.package import EditedPackage
from pipeline.export.word.places import Place, Places
from pipeline.export.word.remarks import Remark, remarks
from pipeline.reading.docx import trace_docx
from pipeline.reading.wordtrace import Trace
from pipeline.schema import Edit, Extraction

_NO_TITLES: Mapping[str, str] = {}


def write_commented(
    original: bytes | None, extraction: Extraction, path: Path, *, suggest_edits: bool = False, titles: Mapping[str, str] = _NO_TITLES
) -> None:
    """Writes the document with a Word comment for every finding, at the words that it is about.

    A Word file comes back as it is, with the comments added to those that it has; of any other format a new Word file of the text is made.
    The same input gives the same bytes.

    Args:
        original: the bytes of the .docx that the extraction was made from, `None` for every other format.
        extraction: the document.
        path: the Word file to write.
        suggest_edits: whether the rewordings are put in as tracked changes; one that would overlap another task's, or touches what is not
            plain text (a field, a tracked change, a text box), is left out as a whole.
        titles: what to call each rule ("D01 Thiếu thời hạn"); one that is not in it is called by its name.

    Raises:
        GiaoviecError: GV118 `original` is another file, GV103 to GV107 it cannot be read, GV401 the file cannot be written.
    """
    data, trace = fresh_document(extraction) if original is None else (original, _traced(original, extraction))
    package = EditedPackage(data, path=extraction.source.path or path.name, dated=original is not None)
    found, edits = remarks(extraction, titles), edits_of(extraction.tasks) if suggest_edits else []
    if found or edits:
        _annotate(package, trace, found, edits)
    with atomically(path) as file:
        package.write(file)


def _traced(original: bytes, extraction: Extraction) -> Trace:
    name, expected = extraction.source.path or "", extraction.source.sha256
    if expected is not None and hashlib.sha256(original).hexdigest() != expected:
        raise GiaoviecError("GV118", path=name)
    _, trace = trace_docx(original, path=name)
    if trace.text != extraction.text:
        raise GiaoviecError("GV118", path=name)
    return trace


def _annotate(package: EditedPackage, trace: Trace, found: Sequence[Remark], edits: Sequence[Sequence[Edit]]) -> None:
    root = package.main
    markup = Markup(root)
    for text in root.iter(markup.tag("t")):
        etree.strip_elements(text, etree.Comment, etree.ProcessingInstruction, with_tail=False)  # a text without holes can be split
    places = Places(root, trace)
    annotated = [root, package.comments] if found else [root]
    numbers = free_numbers(element.get(markup.tag("id")) for part in annotated for element in part.iter("*"))
    markers: dict[Place, Markers] = defaultdict(Markers)
    for remark in found:
        number = next(numbers)
        before, behind = places.around(remark.start, remark.end)
        markers[before].opening.append(markup.element("commentRangeStart", id=number))
        reference = markup.element("r", markup.element("commentReference", id=number))
        markers[behind].closing += [markup.element("commentRangeEnd", id=number), reference]
        package.comments.append(_comment(Markup(package.comments), number, remark))
    changes = Changes(places, markup, numbers)
    planned = sorted(
        (change for rewording in edits for change in changes.plan_all(rewording)), key=lambda change: (change.begin, change.end)
    )
    for change in planned:
        if change.begin != change.end:
            markers[change.begin].innermost.append(change.opening)
            markers[change.end].inside.append(change.closing)
        markers[change.end].inside += changes.insertion(change)
    Inserter(places.nodes, markup, numbers).insert(markers)
    for change in planned:
        if change.begin != change.end:
            changes.delete(change)


def _comment(markup: Markup, number: int, remark: Remark) -> etree._Element:
    """A comment; the first paragraph begins with Word's own sign for it."""
    paragraphs = [markup.element("p", markup.element("r", markup.text(line))) for text in remark.lines for line in text.split("\n")]
    paragraphs[0].insert(0, markup.element("r", markup.element("annotationRef")))
    return markup.element("comment", *paragraphs, id=number, author=AUTHOR, initials=INITIALS)
