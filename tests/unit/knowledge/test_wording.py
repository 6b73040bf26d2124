from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import GiaoviecError
from pipeline.knowledge.wording import CLASSES, load_wording

PROPOSALS = "family,product,act\nrà soát,danh mục [đối tượng],rà soát [số lượng] [đối tượng]\n"


@pytest.fixture
def office_files(tmp_path: Path):
    def write(lines: str, proposals: str = PROPOSALS) -> tuple[Path, Path]:
        wording, proposal_file = tmp_path / "wording.csv", tmp_path / "proposals.csv"
        wording.write_text(lines, "utf-8")
        proposal_file.write_text(proposals, "utf-8")
        return wording, proposal_file

    return write


def test_longest_known_phrase_wins() -> None:
    lexemes = load_wording().scan("truyền hình, quá trình và trình ủy ban")
    assert [(x.text, "draft" in x.classes) for x in lexemes] == [
        ("truyền hình", False),
        (",", False),
        ("quá trình", False),
        ("và", False),
        ("trình", True),
        ("ủy", False),
        ("ban", False),
    ]


def test_offsets_are_those_of_the_text_that_was_scanned() -> None:
    text = "  ban  hành đề án"
    assert [(x.start, x.end, x.text) for x in load_wording().scan(text)] == [(2, 11, "ban hành"), (12, 17, "đề án")]


def test_number_symbol_and_rate_stay_in_one_piece() -> None:
    assert [x.text for x in load_wording().scan("đạt 97,5% trong 12/2027")] == ["đạt", "97,5%", "trong", "12/2027"]


def test_every_class_of_the_shipped_file_has_phrases() -> None:
    wording = load_wording()
    assert [kind for kind in CLASSES if not wording.members(kind)] == []


def test_office_lays_its_own_files_over_ours(office_files) -> None:
    wording = load_wording(*office_files("class,phrase,family\ndocument,phiếu tín hiệu,\nconcrete,rà soát,rà soát\n"))
    assert wording.members("document") == {"phiếu tín hiệu"}
    proposal = wording.proposal("rà soát")
    assert proposal is not None
    assert proposal.product == "danh mục [đối tượng]"
    assert wording.proposal("phiếu tín hiệu") is None


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("tài liệu,đề án,", "lớp «tài liệu» không có"),
        ("document,,", "thiếu cụm từ"),
        ("document,Đề án,", "phải viết thường"),
        ("draft,thoả thuận,", "phải đặt dấu thanh"),
        ("document,bản  đồ,", "không bao giờ khớp"),
        ("document,sổ tay,", "đã có trong lớp"),
        ("concrete,đo đạc,đo đạc", "họ «đo đạc» không có trong proposals.csv"),
        ("document,sổ tay", "số cột không khớp"),
    ],
)
def test_bad_line_is_named_with_its_file_and_number(office_files, line: str, detail: str) -> None:
    files = office_files(f"class,phrase,family\ndocument,sổ tay,\n{line}\n")
    with pytest.raises(GiaoviecError) as caught:
        load_wording(*files)
    assert caught.value.code == "GV501"
    assert "«wording.csv» dòng 3" in caught.value.message
    assert detail in caught.value.message


def test_wrong_heading_is_line_one(office_files) -> None:
    with pytest.raises(GiaoviecError, match=r"wording\.csv» dòng 1"):
        load_wording(*office_files("loại,cụm từ,họ\n"))
