"""`giaoviec train` and `giaoviec learn` as a user calls them, over a small corpus."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import pipeline
from pipeline.cli import train as train_module
from pipeline.cli.learn import learn
from pipeline.cli.train import train
from pipeline.errors import GiaoviecError

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
LEARN = ("cv-so-noi-vu-tra-loi-2019", "nq-ban-can-su-cong-thuong-an-toan-mo-2016", "kl-dang-nha-o-thu-nhap-thap-2001",
         "ct-huyen-viec-lam-xuat-khau-lao-dong-2024", "kh-cong-ty-cung-ung-lao-dong-2001", "kh-huyen-le-hoi-long-tong-2019",
         "ct-bo-cong-thuong-an-toan-cong-nghiep-2022")  # fmt: skip
HELD = ("ct-huyen-tiep-cong-dan-2015",)
NAMES = {"order", "boundary", "content", "confidence"}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of eight marked documents in the place of the project's; the models in use are a copy of those that ship."""
    corpus = tmp_path / "corpus"
    (corpus / "marked").mkdir(parents=True)
    for doc in (*LEARN, *HELD):
        shutil.copy(CORPUS / "marked" / f"{doc}.txt", corpus / "marked")
    shutil.copy(CORPUS / "themes.csv", corpus)
    shutil.copytree(CORPUS.parent / "models", tmp_path / "models")
    monkeypatch.setattr(train_module, "CORPUS", corpus)
    monkeypatch.setenv("GIAOVIEC_MODELS", str(tmp_path / "models"))
    return tmp_path


def weights(small: Path) -> dict[str, bytes]:
    return {file.parts[-3]: file.read_bytes() for file in sorted((small / "models").rglob("weights.npz"))}


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False, catch_exceptions=False)


def decisions(file: Path, *, verdict: str | None = "accepted") -> Path:
    """A directive as `giaoviec extract` reads it, with one verdict on all its tasks."""
    text = (CORPUS / "test" / "docs" / "cd-tinh-chong-lang-phi-2024.txt").read_text("utf-8")
    extraction = json.loads(pipeline.extract(text, votes="rules").to_json())
    for task in extraction["tasks"]:
        task["verdict"] = verdict
    file.write_text(json.dumps(extraction, ensure_ascii=False) + "\n", "utf-8")
    return file


def test_train_prints_rules_models_and_both_and_writes_every_model(small: Path) -> None:
    before = weights(small)
    result = run(train)
    assert result.return_value == 0
    assert weights(small).keys() == before.keys() == NAMES
    assert all(weights(small)[name] != before[name] for name in NAMES)
    assert "Từng mô hình, kiểm tra chéo, bỏ riêng từng nhóm văn bản (F1):" in result.stdout
    assert "Phần để riêng, cả văn bản: F1 theo cách quyết định:" in result.stdout
    header = next(line for line in result.stdout.splitlines() if "Chỉ luật" in line)
    assert header.split("  ")[-1].strip() == "Cả hai"
    assert result.stderr.count("Đã ghi") == len(NAMES)


def test_learn_shows_gains_and_losses_and_replaces_nothing_unasked(small: Path) -> None:
    before = weights(small)
    result = run(learn, decisions(small / "d.jsonl"), "--corpus", small / "own")
    assert result.return_value == 0
    assert "Đã thêm 1 văn bản" in result.stderr
    assert "Mô hình mới so với mô hình đang dùng, trên văn bản vừa rà soát:" in result.stdout
    assert "trên 1 văn bản chung" in result.stdout and "Tốt lên:" in result.stdout and "Kém đi:" in result.stdout
    assert "Giữ nguyên các mô hình đang dùng; thêm --yes để thay." in result.stdout
    assert weights(small) == before
    assert len(list((small / "own" / "docs").iterdir())) == 1


def test_learn_replaces_the_models_when_told(small: Path) -> None:
    before = weights(small)
    result = run(learn, decisions(small / "d.jsonl"), "--corpus", small / "own", "--yes")
    assert result.return_value == 0
    assert all(weights(small)[name] != before[name] for name in NAMES)


def test_learn_holds_the_new_models_against_those_in_use(small: Path) -> None:
    confidence = small / "models" / "confidence" / pipeline.__version__
    (confidence / "weights.npz").write_bytes(b"spoilt")
    with pytest.raises(GiaoviecError, match="GV503"):
        run(learn, decisions(small / "d.jsonl"), "--corpus", small / "own")


def test_learn_has_nothing_to_learn_from_documents_that_are_not_reviewed(small: Path) -> None:
    with pytest.raises(GiaoviecError, match="GV410"):
        run(learn, decisions(small / "d.jsonl", verdict=None), "--corpus", small / "own")


def test_without_the_corpus_train_says_where_to_call_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(train_module, "CORPUS", tmp_path)
    with pytest.raises(GiaoviecError, match="GV408"):
        run(train)
