"""The spaCy component that marks the bodies a document names."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.language.names import known_names
from pipeline.pipes.agencies.resolve import resolve

Span.set_extension("agency", default=None, force=True)


class AgenciesComponent:
    """Marks every body of the registry in `doc.spans["agencies"]`, with `span._.agency` its identifier at the document's date."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its named bodies."""
        structure = doc._.structure
        spans = []
        for start, end in known_names().spans(structure.folded):
            span = doc.char_span(start, end, label="AGENCY", alignment_mode="expand")
            if span is not None:
                span._.agency = resolve(structure.text[start:end], structure.issued)
                spans.append(span)
        doc.spans["agencies"] = spans
        return doc


@Language.factory("giaoviec_agencies", requires=["doc._.structure"])
def create_agencies(nlp: Language, name: str) -> AgenciesComponent:
    """The factory of the entry point `giaoviec_agencies`."""
    return AgenciesComponent()
