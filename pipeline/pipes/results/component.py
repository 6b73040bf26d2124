"""The spaCy component that says what must come out."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.pipes.results.grammar import find_result
from pipeline.pipes.tasks.assignments import labels_by_item


class ResultsComponent:
    """Fills the result of every draft: its column in a table, its labelled line, else the phrase in the task's own words."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with the results of its drafts and the span group `doc.spans["results"]`."""
        text = doc._.structure.text
        labels = labels_by_item(label for label in doc._.assignments.labels if label.column == "result" and label.end > label.start)
        for draft in doc._.drafts:
            row = draft.assignment.row
            cell = row.cells.get("result") if row is not None else None
            if cell is not None and cell.end > cell.start:
                draft.result = (cell.start, cell.end)
                continue
            named = next(iter(labels.get(draft.assignment.item.index, ())), None)
            if named is not None:
                draft.result = (named.start, named.end)
                continue
            found = find_result(text[draft.start : draft.end])
            draft.result = (draft.start + found[0], draft.start + found[1]) if found else None
        found_spans = [draft.result for draft in doc._.drafts if draft.result]
        spans = (doc.char_span(start, end, label="RESULT", alignment_mode="expand") for start, end in found_spans)
        doc.spans["results"] = [span for span in spans if span is not None]
        return doc


@Language.factory("giaoviec_results", requires=["doc._.drafts"])
def create_results(nlp: Language, name: str) -> ResultsComponent:
    """The factory of the entry point `giaoviec_results`."""
    return ResultsComponent()
