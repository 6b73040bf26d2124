"""Words of a task's content as messages and suggestions quote them, and what the office's tables propose for its verbs."""

from __future__ import annotations

from pipeline.knowledge.wording import Proposal, load_wording
from pipeline.pipes.clarity.content import ordered_verbs
from pipeline.pipes.results.acts import JOINTS, STOPS, Acts
from pipeline.pipes.results.grammar import read_products

_QUOTED_WORDS = 12
_SHORTEST_QUOTE = 4
_BREAKS = JOINTS | {"của", "về"}


def quote(acts: Acts, first: int) -> str:
    """The words from the lexeme `first` to the end of its clause; what is longer is cut at a comma or a preposition and gets "…".

    >>> quote(read_products("rà soát các giếng khoan chưa có phép; xử lý vi phạm"), 0)
    'rà soát các giếng khoan chưa có phép'
    """
    if first >= len(acts.lexemes):
        return acts.text
    start = acts.lexemes[first].start
    end, cut = len(acts.text), 0
    for i in range(first, len(acts.lexemes)):
        lexeme = acts.lexemes[i]
        words = len(acts.text[start : lexeme.start].split())
        if lexeme.text in STOPS or lexeme.text == "(":
            end = lexeme.start
            break
        if words > _QUOTED_WORDS:
            return _one_line(acts.text[start : cut or lexeme.start]) + " …"
        if words >= _SHORTEST_QUOTE and (lexeme.text in _BREAKS or "phrase_end" in lexeme.classes):
            cut = lexeme.start
    return _one_line(acts.text[start:end])


def exhortation(content: str) -> tuple[str, str]:
    """The first catch-all verb (or else the first verb) of a content that is general, and the exhortation that it begins, to be quoted.

    >>> exhortation("Tiếp tục phát huy tinh thần đoàn kết")
    ('Tiếp tục phát huy', 'Tiếp tục phát huy tinh thần đoàn kết')
    """
    acts = read_products(content)
    verbs = ordered_verbs(acts)
    first = next((i for i in verbs if "generic" in acts.lexemes[i].classes), verbs[0] if verbs else 0)
    if not acts.lexemes:
        return content, content
    return content[acts.lexemes[first].start : acts.lexemes[first].end], quote(acts, first)


def proposal(content: str, *, acts_only: bool) -> Proposal | None:
    """What the office proposes for the first verb that it has a proposal for; an act comes before a catch-all verb.

    >>> proposal("Rà soát các giếng khoan chưa có phép", acts_only=True).product
    'danh mục [đối tượng] đã rà soát và báo cáo kết quả rà soát'
    """
    wording = load_wording()
    acts = read_products(content)
    positions = ordered_verbs(acts) if acts_only else range(len(acts.lexemes))
    for kinds in ({"concrete", "soft"}, {"generic"}):
        for i in positions:
            lexeme = acts.lexemes[i]
            found = wording.proposal(lexeme.text) if lexeme.classes & kinds else None
            if found and (acts_only or found.act):
                return found
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,")
