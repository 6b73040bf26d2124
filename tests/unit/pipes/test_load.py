from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import pipeline
from pipeline.errors import GiaoviecError
from pipeline.pipes.load import PIPES, extraction
from pipeline.reading.text import source_of_text

TEXT = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH AN\nSố: 12/CT-UBND\nBình An, ngày 04 tháng 3 năm 2024\nCHỈ THỊ\nVề trồng rừng\n"
    "Ủy ban nhân dân tỉnh chỉ đạo như sau:\n1. Sở Y tế kiểm tra 12 trạm xá trước ngày 15/5/2024.\n2. Công an tỉnh tuần tra 04 chợ.\n"
)
OTHER = TEXT.replace("12/CT-UBND", "13/CT-UBND").replace("Công an tỉnh", "Sở Nội vụ")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load()


def test_the_pipeline_holds_its_components_in_order(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == PIPES


def test_a_doc_carries_tasks_header_and_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [[owner.name for owner in task.owners] for task in doc._.tasks] == [["Sở Y tế"], ["Công an tỉnh"]]
    assert doc._.header.number == "12/CT-UBND"
    assert [span.text for span in doc.spans["tasks"]] == [task.text for task in doc._.tasks]


def test_a_stream_gives_what_single_calls_give(nlp: Language) -> None:
    streamed = [extraction(doc) for doc in nlp.pipe([TEXT, "", OTHER], batch_size=2)]
    assert streamed == [extraction(nlp(text)) for text in (TEXT, "", OTHER)]


def test_a_stream_keeps_what_the_caller_adds(nlp: Language) -> None:
    numbers = [(doc._.header.number, context) for doc, context in nlp.pipe([(TEXT, "a"), (OTHER, "b")], as_tuples=True)]
    assert numbers == [("12/CT-UBND", "a"), ("13/CT-UBND", "b")]


def test_the_same_text_twice_gives_the_same_bytes() -> None:
    assert pipeline.extract(TEXT).to_json() == pipeline.extract(TEXT).to_json()


def test_decomposed_letters_and_other_line_ends_change_nothing() -> None:
    decomposed = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n")
    assert pipeline.extract(decomposed).to_json() == pipeline.extract(TEXT).to_json()


@pytest.mark.parametrize("text", ["\n", "   \n\n  ", "\n.\n", "12\n"])
def test_text_without_content_gives_no_task_and_no_error(text: str) -> None:
    found = pipeline.extract(text)
    assert (found.status, found.tasks) == ("ok", [])


def test_an_empty_doc_is_processed(nlp: Language) -> None:
    assert nlp("")._.tasks == []


def test_a_component_of_the_user_works_behind_ours() -> None:
    @Language.component("count_owners_of_test")
    def count_owners(doc: Doc) -> Doc:
        doc.user_data["owners"] = sum(len(task.owners) for task in doc._.tasks)
        return doc

    nlp = pipeline.load()
    nlp.add_pipe("count_owners_of_test", last=True)
    assert nlp(TEXT).user_data["owners"] == 2


def test_a_component_of_the_user_may_change_what_later_ones_see() -> None:
    @Language.component("forget_owners_of_test")
    def forget_owners(doc: Doc) -> Doc:
        for draft in doc._.drafts:
            draft.owners = []
        return doc

    nlp = pipeline.load()
    nlp.add_pipe("forget_owners_of_test", before="giaoviec_clarity")
    assert [task.owners for task in nlp(TEXT)._.tasks] == [[], []]


def test_a_rule_can_be_switched_off_in_the_configuration(tmp_path: Path) -> None:
    office = tmp_path / "giaoviec.toml"
    office.write_text('[rules]\noff = ["deadline-missing"]\n', "utf-8")
    nlp = pipeline.load(office=office)
    rules = {finding.rule for task in nlp(TEXT)._.tasks for finding in task.findings}
    assert "deadline-missing" not in rules
    assert "deadline-missing" in {finding.rule for task in pipeline.load()(TEXT)._.tasks for finding in task.findings}


def test_two_pipelines_do_not_share_components() -> None:
    one, two = pipeline.load(), pipeline.load()
    one.remove_pipe("giaoviec_results")
    assert "giaoviec_results" in two.pipe_names


def test_text_and_span_groups_survive_a_docbin(nlp: Language) -> None:
    doc = nlp(TEXT)
    kept = DocBin(attrs=["ORTH", "SPACY"])
    kept.add(doc)
    (back,) = DocBin().from_bytes(kept.to_bytes()).get_docs(nlp.vocab)
    assert back.text == doc.text
    assert [span.text for span in back.spans["tasks"]] == [span.text for span in doc.spans["tasks"]]


def test_a_doc_from_elsewhere_is_read_by_its_text(nlp: Language) -> None:
    doc = nlp.tokenizer(source_of_text(TEXT).text)
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert len(doc._.tasks) == 2


def test_a_path_a_source_and_a_text_give_the_same_tasks(tmp_path: Path) -> None:
    path = tmp_path / "chỉ thị.txt"
    path.write_text(TEXT, "utf-8")
    by_text = pipeline.extract(TEXT).tasks
    assert pipeline.extract(path).tasks == pipeline.extract(str(path)).tasks == pipeline.extract(source_of_text(TEXT)).tasks == by_text


def test_the_file_is_named_in_the_result(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    source = pipeline.extract(path).source
    assert source.media_type == "text/plain"
    assert source.sha256 is not None and len(source.sha256) == 64


def test_a_file_that_is_not_there_is_a_coded_error(tmp_path: Path) -> None:
    with pytest.raises(GiaoviecError) as caught:
        pipeline.extract(tmp_path / "không có.txt")
    assert caught.value.code == "GV108"
