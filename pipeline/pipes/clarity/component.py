"""The spaCy component that judges clarity: the findings of every task, and its "6 rõ"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.pipes.clarity.confidence import confidence_of
from pipeline.pipes.clarity.content_model import ContentJudge
from pipeline.pipes.clarity.rule import Setting
from pipeline.pipes.clarity.rules import review, rules
from pipeline.pipes.models.judge import RULE_ALONE, Judge, Votes
from pipeline.pipes.models.store import judge
from pipeline.pipes.tasks.build import build_task
from pipeline.schema import Task

Doc.set_extension("tasks", default=None, force=True)


class ClarityComponent:
    """Builds `doc._.tasks` (list of `Task`) from the drafts, with findings, clarity and confidence; rules named in `disabled` stay silent.

    Whether a content is generic the rule says, and the model "content" where it is sure of the opposite; how sure a whole task is, the
    model "confidence".
    """

    def __init__(self, disabled: tuple[str, ...] = (), content: Judge = RULE_ALONE, confidence: Judge = RULE_ALONE):
        self.disabled = frozenset(disabled)
        self.content, self.confidence = content, confidence

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its tasks."""
        tasks: list[Task] = []
        seen: dict[str, int] = {}
        registry = rules(ContentJudge(self.content))
        for draft in doc._.drafts:
            task = build_task(doc._.structure, draft, seen)
            parent = draft.due.parent_due if draft.due else None
            setting = Setting(doc._.structure.issued, parent)
            task.findings, task.clarity = review(task, setting, registry, disabled=self.disabled)
            task.confidence = confidence_of(self.confidence, doc._.structure, draft, task)
            tasks.append(task)
        doc._.tasks = tasks
        return doc


@Language.factory("giaoviec_clarity", default_config={"disabled": [], "votes": "both"}, requires=["doc._.drafts"], assigns=["doc._.tasks"])
def create_clarity(nlp: Language, name: str, disabled: list[str], votes: Votes) -> ClarityComponent:
    """The factory of the entry point `giaoviec_clarity`; `votes` says whether the rules, the models or both are asked."""
    return ClarityComponent(tuple(disabled), judge("content", votes), judge("confidence", votes))
