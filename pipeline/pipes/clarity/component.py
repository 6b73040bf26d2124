"""The spaCy component that judges clarity: the findings of every task, its "6 rõ" and its rewording, and the findings of the document."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.knowledge.office import NO_OFFICE, Office, load_office
from pipeline.knowledge.rulebook import load_rulebook
from pipeline.pipes.clarity.case import Case
from pipeline.pipes.clarity.confidence import confidence_of, confidence_verdict
from pipeline.pipes.clarity.content_model import ContentJudge
from pipeline.pipes.clarity.repeats import Repeats
from pipeline.pipes.clarity.review import REPEATS, review, rewording, rules, settle, shares
from pipeline.pipes.clarity.rules.document import review_document
from pipeline.pipes.clarity.settings import Settings
from pipeline.pipes.models.judge import RULE_ALONE, Judge, Votes
from pipeline.pipes.models.store import judge
from pipeline.pipes.tasks.build import build_task
from pipeline.pipes.tasks.draft import Draft
from pipeline.schema import Task

Doc.set_extension("tasks", default=None, force=True)
Doc.set_extension("findings", default=None, force=True)
Doc.set_extension("dismissed", default=None, force=True)
Doc.set_extension("clarity", default=None, force=True)


class ClarityComponent:
    """Builds from the drafts `doc._.tasks` (list of `Task`, with findings, clarity, rewording and confidence), `doc._.findings` (of the
    document; `doc._.dismissed` those dismissed) and `doc._.clarity` (the share of clear tasks for each of the "6 rõ").

    Which rules are asked, how grave they are and what is dismissed, the office says. Whether a content is generic the rule says, and the
    model "content" where it is sure of the opposite; how sure a whole task is, the model "confidence".
    """

    def __init__(self, office: Office = NO_OFFICE, content: Judge = RULE_ALONE, confidence: Judge = RULE_ALONE):
        self.office, self.rules = office, rules(office)
        self.content, self.confidence = content, confidence

    def tell(self) -> None:
        """From now on the verdicts of `doc._.drafts` keep what the models were shown."""
        self.content, self.confidence = self.content.telling(), self.confidence.telling()

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its tasks and findings."""
        structure = doc._.structure
        settings = Settings(structure, doc._.drafts)
        repeats = Repeats(self.rules[REPEATS])
        names = [name for name in (doc._.header.number, doc._.source.path) if name]
        seen: dict[str, int] = {}
        doc._.tasks = []
        for draft in doc._.drafts:
            task = build_task(structure, draft, seen)
            self._judge(task, draft, settings, repeats, names)
            draft.confidence = confidence_verdict(self.confidence, structure, draft, task)
            task.confidence = confidence_of(draft, draft.confidence)
            doc._.tasks.append(task)
        found = review_document(self.rules, doc._.header, structure.text, doc._.tasks)
        doc._.findings, doc._.dismissed = settle(found, self.rules, self.office, names)
        doc._.clarity = shares(doc._.tasks)
        return doc

    def _judge(self, task: Task, draft: Draft, settings: Settings, repeats: Repeats, names: list[str]) -> None:
        judge = ContentJudge(self.content)
        general = draft.content = judge.verdict(task)
        found = review(Case(task, settings.of(draft), general.answer, judge.evidence(task, general)), self.rules)
        task.clarity = found.clarity
        row = draft.assignment.row is not None  # the rows of a table give the same work to one after the other on purpose
        again = None if row else repeats.finding(task, f"mục {task.locator}" if task.locator else "đoạn trên")
        told = [*found.findings, *([again] if again else [])]
        task.findings, task.dismissed = settle(told, self.rules, self.office, names, task)
        kept = {finding.rule for finding in task.findings}
        pairs = zip(found.findings, found.changes, strict=True)
        task.rewording = rewording(task, [change for finding, change in pairs if finding.rule in kept])


@Language.factory(
    "giaoviec_clarity",
    default_config={"office": "", "votes": "both"},
    requires=["doc._.drafts"],
    assigns=["doc._.tasks", "doc._.findings", "doc._.clarity"],
)
def create_clarity(nlp: Language, name: str, office: str, votes: Votes) -> ClarityComponent:
    """The factory of the entry point `giaoviec_clarity`.

    Args:
        office: the path of an office's configuration, empty for none.
        votes: whether the rules, the models or both are asked.

    Raises:
        GiaoviecError: GV414 for a configuration that is not valid.
    """
    chosen = load_office(Path(office), load_rulebook()) if office else NO_OFFICE
    return ClarityComponent(chosen, judge("content", votes), judge("confidence", votes))
