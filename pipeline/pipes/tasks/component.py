"""The spaCy component that finds the tasks of a Doc."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.pipes.models.judge import RULE_ALONE, Judge, Votes
from pipeline.pipes.models.store import judge
from pipeline.pipes.tasks.assignments import drop_lead_ins, find_assignments
from pipeline.pipes.tasks.boundaries import settle_boundaries
from pipeline.pipes.tasks.draft import Draft
from pipeline.pipes.tasks.order_model import reconsider
from pipeline.pipes.tasks.schedule import Scheduler

Doc.set_extension("drafts", default=None, force=True)
Doc.set_extension("assignments", default=None, force=True)


class TasksComponent:
    """Finds the orders, splits them where another owner or deadline begins, and attaches the deadline that governs each.

    Sets `doc._.drafts` (list of `Draft`, in reading order) for the components behind it, and `doc.spans["tasks"]`. Whether a sentence is
    an order the grammar says, and the model "order" where it is sure of the opposite; where an owner's name ends, the model "boundary".
    """

    def __init__(self, order: Judge = RULE_ALONE, boundary: Judge = RULE_ALONE):
        self.order, self.boundary = order, boundary

    def tell(self) -> None:
        """From now on the verdicts of `doc._.assignments` keep what the models were shown."""
        self.order, self.boundary = self.order.telling(), self.boundary.telling()

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its drafts."""
        structure = doc._.structure
        found = find_assignments(structure)
        if reconsider(structure, found, self.order):
            drop_lead_ins(found, structure)
        settle_boundaries(structure, found, self.boundary)
        doc._.assignments = found
        doc._.drafts = [Draft(task, due) for task, due in Scheduler(structure, found).schedule()]
        spans = [doc.char_span(draft.start, draft.end, label="TASK", alignment_mode="expand") for draft in doc._.drafts]
        doc.spans["tasks"] = [span for span in spans if span is not None]
        return doc


@Language.factory("giaoviec_tasks", default_config={"votes": "both"}, requires=["doc._.structure"], assigns=["doc._.drafts"])
def create_tasks(nlp: Language, name: str, votes: Votes) -> TasksComponent:
    """The factory of the entry point `giaoviec_tasks`; `votes` says whether the rules, the models or both are asked."""
    return TasksComponent(judge("order", votes), judge("boundary", votes))
