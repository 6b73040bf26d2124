"""The spaCy component that marks every time expression of a document."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.pipes.deadlines.grammar import find_time_expressions

Span.set_extension("deadline", default=None, force=True)


class DeadlinesComponent:
    """Marks the time expressions outside citations in `doc.spans["deadlines"]`, with `span._.deadline` their normal form."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its time expressions."""
        structure = doc._.structure
        spans = []
        for found in find_time_expressions(structure.text, issued=structure.issued, mask=structure.citations):
            span = doc.char_span(found.start, found.end, label="DEADLINE", alignment_mode="expand")
            if span is not None:
                span._.deadline = found
                spans.append(span)
        doc.spans["deadlines"] = spans
        return doc


@Language.factory("giaoviec_deadlines", requires=["doc._.structure"])
def create_deadlines(nlp: Language, name: str) -> DeadlinesComponent:
    """The factory of the entry point `giaoviec_deadlines`."""
    return DeadlinesComponent()
