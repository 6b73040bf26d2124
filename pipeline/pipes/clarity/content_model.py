"""Is the content generic? The model's view of it, beside the rule's: what is ordered, on what, and how much is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.pipes.clarity.content import is_generic, ordered_verbs
from pipeline.pipes.models.judge import Judge, Verdict
from pipeline.pipes.models.linear import word_shape
from pipeline.pipes.results.acts import STOPS, Acts
from pipeline.pipes.results.grammar import read_products
from pipeline.schema import Task

_WORDS = ("w=", "b=", "act=")  # features that are words of the content
_SHOWN = 3


class ContentJudge:
    """Says of a task whether its content is generic: by the rule, by the model, or by both.

    >>> from pipeline.pipes.models.judge import RULE_ALONE
    >>> content = "tiếp tục phát huy tinh thần trách nhiệm"
    >>> ContentJudge(RULE_ALONE)(Task(id="1", locator="1", text=content, start=0, end=39, content=content))
    True
    """

    def __init__(self, judge: Judge):
        self._judge = judge

    def __call__(self, task: Task) -> bool:
        """True when nobody could say at the due time whether the task was done."""
        return self.verdict(task).answer

    def verdict(self, task: Task) -> Verdict:
        """Whether the content is generic, and who says so. What has a result is never generic."""
        if task.result is not None:
            return Verdict(False, None, "rule", False)
        rule = is_generic(task.content)
        return self._judge.decide(rule, lambda: content_features(task.content, rule))

    def evidence(self, task: Task, verdict: Verdict) -> tuple[str, ...]:
        """The words that weighed most with the model for a generic content; none where no model was asked."""
        if not verdict.answer or self._judge.model is None:
            return ()
        heaviest = self._judge.model.heaviest(content_features(task.content, verdict.rule))
        words = (feature.partition("=")[2].replace("_", " ").replace("+", " ") for feature in heaviest if feature.startswith(_WORDS))
        return tuple(list(dict.fromkeys(word for word in words if word.strip(" .,#")))[:_SHOWN])


@lru_cache(maxsize=8)  # asked for the verdict, then for the evidence
def content_features(content: str, rule: bool) -> tuple[str, ...]:
    """The features of a content, words without blanks; among them `rule`, what the rule makes of it."""
    return tuple(_features(content, rule))


def _features(content: str, rule: bool) -> Iterator[str]:
    acts = read_products(content)
    words = [word_shape(lexeme.text).replace(" ", "_") for lexeme in acts.lexemes]
    for word, after in zip(words, [*words[1:], "."], strict=True):
        yield f"w={word}"
        yield f"b={word}+{after}"
    yield from _verbs(acts, words)
    yield from _size(acts, words)
    yield f"rule={rule}"


def _verbs(acts: Acts, words: list[str]) -> Iterator[str]:
    """The verbs that are ordered, with their objects, and of what kind they are."""
    verbs = ordered_verbs(acts)
    yield f"verbs={min(len(verbs), 6)}"
    for place, i in enumerate(verbs):
        for kind in acts.lexemes[i].classes:
            yield f"verb_class={kind}"
            if not place:
                yield f"first_class={kind}"
        yield f"verb={words[i]}"
        if i + 1 < len(words):
            yield f"act={words[i]}+{words[i + 1]}"
    if verbs:
        yield f"first={words[verbs[0]]}"
    for lexeme in acts.lexemes:
        for kind in lexeme.classes:
            yield f"class={kind}"


def _size(acts: Acts, words: list[str]) -> Iterator[str]:
    """How much is said: words, clauses, numbers, names."""
    yield f"length={min(len(words) // 6, 9)}"
    yield f"clauses={min(sum(word in STOPS for word in words), 4)}"
    yield f"commas={min(words.count(','), 6)}"
    yield f"numbers={min(words.count('#'), 3)}"
    yield f"names={min(sum(acts.is_upper(i) for i in range(1, len(words))), 5)}"
    if acts.quoted:
        yield "quoted"
    if "(" in words:
        yield "brackets"
