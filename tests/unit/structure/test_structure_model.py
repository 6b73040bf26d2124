from __future__ import annotations

from datetime import date

from pipeline.reading.text import source_of_text
from pipeline.structure.model import read_structure

TEXT = (
    "Số: 12/CT-UBND\nBình An, ngày 04 tháng 3 năm 2024\nCHỈ THỊ\nVề nước sạch\n"
    "1. Sở Y tế thực hiện Nghị quyết số 19/NQ-CP ngày 12/01/2024, báo cáo trước ngày 15/4/2024.\n"
)


def test_the_key_has_the_length_of_the_text() -> None:
    structure = read_structure(source_of_text(TEXT))
    assert len(structure.folded) == len(structure.text)
    assert "sở y tế thực hiện" in structure.folded


def test_the_day_of_issue_is_what_deadlines_count_from() -> None:
    assert read_structure(source_of_text(TEXT)).issued == date(2024, 3, 4)
    assert read_structure(source_of_text("Giao Sở Y tế báo cáo.")).issued is None


def test_citations_are_spans_of_the_text() -> None:
    structure = read_structure(source_of_text(TEXT))
    cited = [structure.text[start:end] for start, end in structure.citations]
    assert cited[-1] == "Nghị quyết số 19/NQ-CP ngày 12/01/2024"  # the document's own number may be cited before it
