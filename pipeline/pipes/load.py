"""The spaCy pipeline put together, and the one place where an `Extraction` is built from a Doc."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import tokenizer  # noqa: F401  (registers the tokenizer)
from pipeline.pipes.agencies import component as agencies  # noqa: F401  (each import registers its factory)
from pipeline.pipes.clarity import component as clarity  # noqa: F401
from pipeline.pipes.deadlines import component as deadlines  # noqa: F401
from pipeline.pipes.models.judge import Votes
from pipeline.pipes.results import component as results  # noqa: F401
from pipeline.pipes.roles import component as roles  # noqa: F401
from pipeline.pipes.tasks import component as tasks  # noqa: F401
from pipeline.reading import read
from pipeline.reading.source import Source
from pipeline.reading.text import source_of_text
from pipeline.schema import Extraction, FileInfo
from pipeline.structure import component as structure  # noqa: F401

PIPES = (
    "giaoviec_structure",
    "giaoviec_agencies",
    "giaoviec_deadlines",
    "giaoviec_tasks",
    "giaoviec_roles",
    "giaoviec_results",
    "giaoviec_clarity",
)
_CLARITY = "giaoviec_clarity"
_VOTING = ("giaoviec_tasks", _CLARITY)
_CONFIG = {"nlp": {"lang": "vi", "tokenizer": {"@tokenizers": "giaoviec.SyllableTokenizer.v1"}}}


class VietnameseDirectives(Language):
    """A spaCy `Language` that takes raw text as it comes: NFD, hard-wrapped or clean. `doc.text` is the canonical text."""

    lang = "vi"

    def make_doc(self, text: str) -> Doc:
        """A Doc of the canonical text, with `doc._.source` set: offsets lead back to the characters given."""
        return self.doc_of(source_of_text(text))

    def doc_of(self, source: Source) -> Doc:
        """A Doc of a file as it was read."""
        doc = self.tokenizer(source.text)
        doc._.source = source
        return doc


def load(votes: Votes = "both", office: Path | None = None) -> Language:
    """A fresh pipeline; `nlp.pipe` streams, and a user's own component may be added as anywhere in spaCy.

    Args:
        votes: who decides where rules and models both have an answer, see `pipeline.pipes.models.judge`.
        office: an office's configuration (giaoviec.toml), see `pipeline.knowledge.office`.

    Raises:
        GiaoviecError: GV414 when the configuration is not valid, GV502–GV504 when a model cannot be used.
    """
    nlp = VietnameseDirectives.from_config(_CONFIG, auto_fill=True)
    for name in PIPES:
        config: dict[str, str] = {"votes": votes} if name in _VOTING else {}
        nlp.add_pipe(name, config=config | ({"office": str(office)} if office and name == _CLARITY else {}))
    return nlp


def shared(votes: Votes = "both", office: Path | None = None) -> VietnameseDirectives:
    """The pipeline of this process, loaded once for each configuration, and again when its file has changed.

    Raises:
        GiaoviecError: see `load`.
    """
    if office is None or not office.is_file():
        return _shared(votes, office)
    return _shared(votes, office, office.resolve(), office.stat().st_mtime_ns)


@lru_cache(maxsize=3)
def _shared(votes: Votes, office: Path | None, *state: object) -> VietnameseDirectives:
    nlp = load(votes, office)
    assert isinstance(nlp, VietnameseDirectives)
    return nlp


def extract(document: str | Path | Source, votes: Votes = "both", office: Path | None = None) -> Extraction:
    """The `Extraction` of a path, a `Source`, or a text (a string that holds a line feed or names no file).

    Args:
        votes, office: see `load`.

    Raises:
        GiaoviecError: GV1xx when the file cannot be read, and see `load`.
    """
    nlp = shared(votes, office)
    source = _source(document)
    return extraction(nlp(nlp.doc_of(source)))


def _source(document: str | Path | Source) -> Source:
    if isinstance(document, Source):
        return document
    if isinstance(document, str) and ("\n" in document or len(document) > 1000):
        return source_of_text(document)
    return read(Path(document))


def extraction(doc: Doc) -> Extraction:
    """The contract of a processed Doc."""
    source: Source = doc._.source
    info = FileInfo(
        path=source.path,
        sha256=source.sha256,
        media_type=source.media_type,
        pages=source.pages,
        ocr=source.ocr,
        ocr_confidence=source.confidence,
    )
    doubts = list(source.problems)
    return Extraction(
        status="partial" if any(problem.code in _PARTIAL for problem in doubts) else "ok",
        errors=doubts,
        source=info,
        document=doc._.header,
        text=source.text,
        tasks=doc._.tasks,
        findings=doc._.findings,
        dismissed=doc._.dismissed,
        clarity=doc._.clarity,
    )


_PARTIAL = frozenset({"GV202", "GV203", "GV205", "GV206"})
