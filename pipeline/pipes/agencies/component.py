"""The spaCy component that marks the bodies a document names."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.knowledge.registry import agencies
from pipeline.language.fold import fold
from pipeline.pipes.agencies.resolve import resolve

Span.set_extension("agency", default=None, force=True)


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    names = {fold(agency.name) for agency in agencies()}
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?!\w)")


class AgenciesComponent:
    """Marks every body of the registry in `doc.spans["agencies"]`, with `span._.agency` its identifier at the document's date."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its named bodies."""
        structure = doc._.structure
        spans = []
        for match in _names().finditer(structure.folded):
            span = doc.char_span(match.start(), match.end(), label="AGENCY", alignment_mode="expand")
            if span is not None:
                span._.agency = resolve(match[0], structure.issued)
                spans.append(span)
        doc.spans["agencies"] = spans
        return doc


@Language.factory("giaoviec_agencies", requires=["doc._.structure"])
def create_agencies(nlp: Language, name: str) -> AgenciesComponent:
    """The factory of the entry point `giaoviec_agencies`."""
    return AgenciesComponent()
