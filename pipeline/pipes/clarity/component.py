"""The spaCy component that judges clarity: the findings of every task, and its "6 rõ"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.pipes.clarity.rules import review
from pipeline.pipes.tasks.build import build_task
from pipeline.schema import Task

Doc.set_extension("tasks", default=None, force=True)


class ClarityComponent:
    """Builds `doc._.tasks` (list of `Task`) from the drafts, with findings and clarity; rules named in `disabled` stay silent."""

    def __init__(self, disabled: tuple[str, ...] = ()):
        self.disabled = frozenset(disabled)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its tasks."""
        tasks: list[Task] = []
        seen: dict[str, int] = {}
        for draft in doc._.drafts:
            task = build_task(doc._.structure, draft, seen)
            task.findings, task.clarity = review(task, disabled=self.disabled)
            tasks.append(task)
        doc._.tasks = tasks
        return doc


@Language.factory("giaoviec_clarity", default_config={"disabled": []}, requires=["doc._.drafts"], assigns=["doc._.tasks"])
def create_clarity(nlp: Language, name: str, disabled: list[str]) -> ClarityComponent:
    """The factory of the entry point `giaoviec_clarity`."""
    return ClarityComponent(tuple(disabled))
