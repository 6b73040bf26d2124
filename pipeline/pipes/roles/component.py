"""The spaCy component that says who leads and who coordinates."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.pipes.roles.assign import RoleAssigner


class RolesComponent:
    """Fills owners and coordinators of every draft, inherited where the task's own words name nobody."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with the roles of its drafts."""
        assigner = RoleAssigner(doc._.structure, doc._.assignments)
        for draft in doc._.drafts:
            roles = assigner.assign(draft.assignment)
            draft.owners, draft.coordinators = roles.owners, roles.coordinators
        return doc


@Language.factory("giaoviec_roles", requires=["doc._.drafts"])
def create_roles(nlp: Language, name: str) -> RolesComponent:
    """The factory of the entry point `giaoviec_roles`."""
    return RolesComponent()
