from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.learning.corpus.build import SPLITS, counts, main, read_corpus, read_splits
from pipeline.learning.corpus.markup import MarkupError

CORPUS = Path(__file__).resolve().parents[4] / "corpus"
HEAD = "kind: chỉ thị\nnumber: -\nissuer: UBND xã\nissued: 2024-03-04\ntheme: {theme}\nlevel: xã\nclarity: rõ\n---\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "marked").mkdir()
    (tmp_path / "themes.csv").write_text("theme,split\nnước,train\nlửa,test\n", "utf-8")
    for name, theme, sentence in (("a", "nước", "Ban A nạo vét kênh Đồng Sậy"), ("b", "lửa", "Ban B phát quang đường băng Núi Dài")):
        (tmp_path / "marked" / f"{name}.txt").write_text(
            HEAD.format(theme=theme) + f"[[{{owner:{sentence[:5]}}}{sentence[5:]}]].\n", "utf-8"
        )
    return tmp_path


def test_each_document_goes_to_the_split_of_its_theme(small: Path, capsys) -> None:
    assert main([str(small)]) == 0
    assert "2 documents, 2 tasks" in capsys.readouterr().out
    assert (small / "train/docs/a.txt").read_text("utf-8") == "Ban A nạo vét kênh Đồng Sậy.\n"
    assert json.loads((small / "test/gold/b.json").read_text("utf-8"))["tasks"][0]["owner"] == ["Ban B"]


def test_what_is_gone_from_the_sources_goes_from_the_splits(small: Path) -> None:
    main([str(small)])
    (small / "marked/a.txt").unlink()
    main([str(small)])
    assert list((small / "train/docs").iterdir()) == []


def test_shared_wording_fails_the_build(small: Path, capsys) -> None:
    sentence = "Toàn bộ các hộ sống dọc bờ kênh Đồng Sậy phải dọn rác trước cửa nhà vào mỗi sáng chủ nhật hằng tuần"
    for name in "ab":
        file = small / "marked" / f"{name}.txt"
        file.write_text(file.read_text("utf-8") + sentence, "utf-8")
    assert main([str(small)]) == 1
    assert "a and b share" in capsys.readouterr().out


def test_shared_wording_with_a_folder_that_must_stay_apart(small: Path, tmp_path_factory, capsys) -> None:
    apart = tmp_path_factory.mktemp("apart")
    sentence = "Toàn bộ các hộ sống dọc bờ kênh Đồng Sậy phải dọn rác trước cửa nhà vào mỗi sáng chủ nhật"
    (apart / "x.txt").write_text(sentence, "utf-8")
    file = small / "marked/a.txt"
    file.write_text(file.read_text("utf-8") + sentence, "utf-8")
    assert main([str(small), "--apart-from", str(apart)]) == 1
    assert "x.txt" in capsys.readouterr().out


@pytest.mark.parametrize(("old", "new"), [("theme: nước", "theme: gió"), ("[[", "")])
def test_a_document_that_cannot_be_read_is_named(small: Path, capsys, old: str, new: str) -> None:
    file = small / "marked/a.txt"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    assert main([str(small)]) == 1
    assert "a" in capsys.readouterr().out


def test_the_committed_corpus_is_what_its_sources_compile_to() -> None:
    documents = read_corpus(CORPUS)
    splits = read_splits(CORPUS, documents)
    for doc, document in documents.items():
        folder = CORPUS / splits[doc]
        assert (folder / "docs" / f"{doc}.txt").read_text("utf-8") == document.text
        assert json.loads((folder / "gold" / f"{doc}.json").read_text("utf-8")) == document.gold(doc)
    committed = {file.stem for split in SPLITS for file in (CORPUS / split / "docs").glob("*.txt")}
    assert committed == set(documents)
    assert (CORPUS / "COUNTS.md").read_text("utf-8") == counts(documents, splits)


def test_an_unmarked_theme_is_an_error(small: Path) -> None:
    (small / "themes.csv").write_text("theme,split\nnước,train\n", "utf-8")
    with pytest.raises(MarkupError, match="lửa"):
        read_splits(small, read_corpus(small))
