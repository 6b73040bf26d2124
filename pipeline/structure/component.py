"""The spaCy component that gives a Doc its structure."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.reading.text import source_of_text
from pipeline.structure.model import read_structure

_COMPARED = 64  # tokens

Doc.set_extension("source", default=None, force=True)
Doc.set_extension("structure", default=None, force=True)
Doc.set_extension("header", getter=lambda doc: doc._.structure.outline.head.header if doc._.structure else None, force=True)


class StructureComponent:
    """Sets `doc._.structure` (head, outline, citations) from `doc._.source`, or from the Doc's own text where it came from no file.

    Extensions: `doc._.source` (Source), `doc._.structure` (Structure), `doc._.header` (Header). Span group: `doc.spans["citations"]`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its structure."""
        if doc._.source is None or not _has_text(doc, doc._.source.text):
            doc._.source = source_of_text(doc.text)
        doc._.structure = read_structure(doc._.source)
        spans = (doc.char_span(start, end, label="CITATION", alignment_mode="expand") for start, end in doc._.structure.citations)
        doc.spans["citations"] = [span for span in spans if span is not None]
        return doc


def _has_text(doc: Doc, text: str) -> bool:
    """Whether a Doc was made of a text: both end together, and tokens over its whole length stand there (to put `doc.text` together takes
    as long as to tokenize it).
    """
    if not len(doc):
        return not text
    last = doc[-1]
    tokens = (doc[i] for i in range(0, len(doc), 1 + len(doc) // _COMPARED))
    return len(text) == last.idx + len(last.text_with_ws) and all(text.startswith(token.text_with_ws, token.idx) for token in tokens)


@Language.factory("giaoviec_structure", assigns=["doc._.structure", "doc._.header"])
def create_structure(nlp: Language, name: str) -> StructureComponent:
    """The factory of the entry point `giaoviec_structure`."""
    return StructureComponent()
