"""The structure of one document as the pipes read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.language.fold import fold
from pipeline.reading.source import Source
from pipeline.structure.citations import find_citations
from pipeline.structure.header import read_head
from pipeline.structure.outline import Outline, read_outline


@dataclass(frozen=True, slots=True)
class Structure:
    """A source with its outline, its fold key (same length as the text), its citations, and the date that deadlines count from."""

    source: Source
    outline: Outline
    folded: str
    citations: tuple[tuple[int, int], ...]
    issued: date | None

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.source.text


def read_structure(source: Source) -> Structure:
    """Head, outline and citations of a source.

    >>> from pipeline.reading.text import source_of_text
    >>> structure = read_structure(source_of_text("Số: 12/CT-UBND\\nCHỈ THỊ\\nVề nước sạch\\nGiao các sở:\\n1. Sở Y tế kiểm tra."))
    >>> structure.outline.head.header.number, [item.marker for item in structure.outline.items]
    ('12/CT-UBND', ['', '1.'])
    """
    head = read_head(source)
    issued = date.fromisoformat(head.header.issued) if head.header.issued else None
    return Structure(source, read_outline(source, head), fold(source.text), tuple(find_citations(source.text)), issued)
