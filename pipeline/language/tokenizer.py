"""A spaCy tokenizer that gives syllables, numbers and punctuation marks with exact offsets.

Word segmentation is not done here: it is slow beside the grammar and only a model's features need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

_TOKEN = re.compile(r"(\w+|[^\w\s]|[^\S ]| )( ?)")


class SyllableTokenizer:
    """Splits text into runs of letters and digits, single punctuation marks and line feeds; a single space belongs to the token before it.

    >>> tokenizer = SyllableTokenizer(Vocab())
    >>> [token.text for token in tokenizer("Số: 12/CT-UBND")]
    ['Số', ':', '12', '/', 'CT', '-', 'UBND']
    """

    def __init__(self, vocab: Vocab):
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A `Doc` whose text is `text`, character by character."""
        tokens = _TOKEN.findall(text)
        return Doc(self.vocab, words=[word for word, _ in tokens], spaces=[space == " " for _, space in tokens])

    def pipe(self, texts: Iterable[str], batch_size: int = 1) -> Iterable[Doc]:
        """One Doc for each text."""
        return map(self, texts)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> SyllableTokenizer:
        """Itself: the tokenizer has no state."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Writes nothing: the tokenizer has no state."""

    def from_disk(self, _path: str | Path, **_: Any) -> SyllableTokenizer:
        """Itself: the tokenizer has no state."""
        return self


@spacy.registry.tokenizers("giaoviec.SyllableTokenizer.v1")
def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """The factory that spaCy's configuration names."""

    def create(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return create
