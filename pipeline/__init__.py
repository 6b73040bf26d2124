"""giaoviec: Vietnamese directives into tasks that can be followed.

>>> import pipeline
>>> nlp = pipeline.load()                                        # doctest: +SKIP
>>> nlp("Giao Sở Y tế báo cáo trước ngày 05/6/2024.")._.tasks    # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.pipes.models.judge import Votes
    from pipeline.reading.source import Source
    from pipeline.schema import Extraction

__all__ = ["extract", "load", "read"]
__version__ = "0.1.0"


def load(votes: Votes = "both", office: str | Path | None = None) -> Language:
    """The spaCy pipeline: a `Language` whose Docs carry `doc._.tasks`, `doc._.header` and span groups for every question.

    Args:
        votes: where a rule and a model both have an answer: "rules" or "models" alone, or "both" by the precedence of
            `pipeline.pipes.models.judge`.
        office: the path of an office's configuration (giaoviec.toml); none is looked for by itself.

    Raises:
        GiaoviecError: GV414 when the configuration is not valid, GV502–GV504 when a model cannot be used.
    """
    from pipeline.pipes.load import load as load_language

    return load_language(votes, Path(office) if office else None)


def read(path: str | Path) -> Source:
    """Reads one file of any supported format into a `Source`.

    Raises:
        GiaoviecError: GV1xx when the file cannot be read.
    """
    from pipeline.reading import read as read_file

    return read_file(Path(path))


def extract(document: str | Path | Source, votes: Votes = "both", office: str | Path | None = None) -> Extraction:
    """The tasks of one document: a path, a `Source`, or the text itself (a string with a line feed or longer than any path).

    Args:
        votes, office: see `load`.

    Raises:
        GiaoviecError: GV1xx when the file cannot be read, and see `load`.
    """
    from pipeline.pipes.load import extract as extract_document

    return extract_document(document, votes, Path(office) if office else None)
