"""A tiny training run from end to end, on documents of the corpus."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import GiaoviecError
from pipeline.learning.documents import read_documents
from pipeline.learning.training import RECIPES, Training, save, train

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
DOCUMENTS = (
    "kh-bo-vhttdl-bao-ve-gom-cham-2023",
    "ct-bo-cong-thuong-an-toan-cong-nghiep-2022",
    "bb-truong-nha-o-vien-chuc-2025",
    "cv-dn-mang-luoi-buu-chinh-dia-gioi-2001",
    "kl-dang-nha-o-thu-nhap-thap-2001",
    "kh-huyen-le-hoi-long-tong-2019",
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    for name, ending in (("docs", "txt"), ("gold", "json")):
        (folder / name).mkdir()
        for doc in DOCUMENTS:
            shutil.copy(CORPUS / "dev" / name / f"{doc}.{ending}", folder / name)
    return folder


@pytest.fixture(scope="module")
def training(bench: Path) -> Training:
    return train([bench])


def test_every_model_is_trained_and_measured_on_documents_it_did_not_see(training: Training) -> None:
    assert set(training.fitted) == set(RECIPES) == set(training.metrics)
    for name, metrics in training.metrics.items():
        unseen = metrics["cross-validation"]
        assert unseen["examples"] == sum(row["examples"] for row in unseen["reliability"]) > 50, name
        assert 0 < unseen["brier"] < 0.3
    assert training.unseen["both"].counts["doc"].nunique() == len(DOCUMENTS)
    assert training.held_out == {}


def test_what_is_written_is_used_by_the_pipeline(training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = save(training, tmp_path, "0.0.1")
    assert sorted(home.relative_to(tmp_path).as_posix() for home in homes) == sorted(f"{name}/0.0.1" for name in RECIPES)
    monkeypatch.setenv("GIAOVIEC_MODELS", str(tmp_path))
    text = "Số: 01/CT-UBND\nGiao Sở Y tế kiểm tra 05 bệnh viện, báo cáo UBND tỉnh trước ngày 05/6/2024.\n"
    component = pipeline.load().get_pipe("giaoviec_clarity")
    assert component.content.model == training.fitted["content"].model
    assert pipeline.load().get_pipe("giaoviec_tasks").order.bounds == training.fitted["order"].bounds
    [task] = pipeline.load()(text)._.tasks
    assert 0 < task.confidence < 1
    meta = json.loads((tmp_path / "order" / "0.0.1" / "meta.json").read_text("utf-8"))
    assert (meta["name"], meta["version"], len(meta["learnt from"]), meta["held out"]) == ("order", "0.0.1", len(DOCUMENTS), 0)
    card = (tmp_path / "order" / "0.0.1" / "MODEL_CARD.md").read_text("utf-8")
    assert "# Is this an order? (`order`, 0.0.1)" in card and "| cross-validation, whole groups left out |" in card


def test_the_same_corpus_gives_the_same_bytes_in_another_process(bench: Path, training: Training, tmp_path: Path) -> None:
    save(training, tmp_path / "first", "0.0.1")
    program = (
        "import sys; from pathlib import Path; from pipeline.learning.training import save, train; bench, out = map(Path, sys.argv[1:])"
    )
    command = [sys.executable, "-c", f"{program}; save(train([bench]), out, '0.0.1')", str(bench), str(tmp_path / "second")]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    files = sorted(path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.*") if path.is_file())
    assert len(files) == 5 * len(RECIPES)
    assert [path for path in files if (tmp_path / "first" / path).read_bytes() != (tmp_path / "second" / path).read_bytes()] == []


def test_a_model_that_is_trained_again_takes_the_place_of_the_old_one(training: Training, tmp_path: Path) -> None:
    (tmp_path / "order" / "0.0.1").mkdir(parents=True)
    (tmp_path / "order" / "0.0.1" / "leftover").write_text("", "utf-8")
    save(training, tmp_path, "0.0.1")
    assert sorted(path.name for path in (tmp_path / "order").iterdir()) == ["0.0.1"]
    assert not (tmp_path / "order" / "0.0.1" / "leftover").exists()


def test_too_few_documents_are_told(bench: Path, tmp_path: Path) -> None:
    for name in ("docs", "gold"):
        (tmp_path / name).mkdir()
        for file in sorted((bench / name).iterdir())[:3]:
            shutil.copy(file, tmp_path / name)
    with pytest.raises(GiaoviecError, match="GV411"):
        train([tmp_path])


def test_marked_documents_come_clean_and_noisy_and_the_held_out_only_clean() -> None:
    documents = read_documents(CORPUS)
    clean = {one.document.doc: one for one in documents if not one.noisy}
    noisy = {one.document.doc: one for one in documents if one.noisy}
    assert noisy.keys() == {doc for doc, one in clean.items() if one.part == "learn"}
    assert all(one.group == clean[doc].group for doc, one in noisy.items())
    held = {one.group for one in documents if one.part == "held out"}
    assert held and held.isdisjoint(one.group for one in documents if one.part == "learn")


def test_a_folder_that_is_no_corpus_is_told(tmp_path: Path) -> None:
    with pytest.raises(GiaoviecError, match="GV405"):
        train([tmp_path])
    (tmp_path / "marked").mkdir()
    with pytest.raises(GiaoviecError, match="GV405"):
        train([tmp_path])


def test_models_that_cannot_be_written_are_told(training: Training, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("", "utf-8")
    with pytest.raises(GiaoviecError, match="GV401"):
        save(training, tmp_path / "models", "0.0.1")
