"""The spaCy component that finds the tasks of a Doc."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.pipes.tasks.assignments import find_assignments
from pipeline.pipes.tasks.draft import Draft
from pipeline.pipes.tasks.schedule import Scheduler

Doc.set_extension("drafts", default=None, force=True)
Doc.set_extension("assignments", default=None, force=True)


class TasksComponent:
    """Finds the orders, splits them where another owner or deadline begins, and attaches the deadline that governs each.

    Sets `doc._.drafts` (list of `Draft`, in reading order) for the components behind it, and `doc.spans["tasks"]`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its drafts."""
        structure = doc._.structure
        found = find_assignments(structure)
        doc._.assignments = found
        doc._.drafts = [Draft(task, due) for task, due in Scheduler(structure, found).schedule()]
        spans = [doc.char_span(draft.start, draft.end, label="TASK", alignment_mode="expand") for draft in doc._.drafts]
        doc.spans["tasks"] = [span for span in spans if span is not None]
        return doc


@Language.factory("giaoviec_tasks", requires=["doc._.structure"], assigns=["doc._.drafts"])
def create_tasks(nlp: Language, name: str) -> TasksComponent:
    """The factory of the entry point `giaoviec_tasks`."""
    return TasksComponent()
