"""Models on disk: the ones that ship, and what happens to one that is not what it should be."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

import pipeline
from pipeline.cli.train import CORPUS
from pipeline.errors import GiaoviecError
from pipeline.learning.documents import documents_hash, read_documents
from pipeline.learning.training import RECIPES
from pipeline.pipes.models.store import judge, knowledge_hash, load_model, models_folder, newest

MODELS = Path(pipeline.__file__).parents[1] / "models"
TRUSTED = ["sklearn.calibration._CalibratedClassifier", "sklearn.calibration._SigmoidCalibration"]
"""Types of scikit-learn that skops does not know to be safe, and that the models consist of."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped model "confidence", where it may be spoilt."""
    home = tmp_path / "models" / "confidence" / pipeline.__version__
    shutil.copytree(MODELS / "confidence" / pipeline.__version__, home)
    return home


def change(file: Path, **values: object) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **values}), "utf-8")


def code_of(home: Path) -> str:
    with pytest.raises(GiaoviecError) as error:
        judge(home.parent.name, folder=home.parents[1])
    return error.value.code


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_shipped_model_was_trained_on_the_corpus_and_knowledge_as_they_are(name: str) -> None:
    home = MODELS / name / pipeline.__version__
    meta = json.loads((home / "meta.json").read_text("utf-8"))
    assert meta["corpus"] == documents_hash(read_documents(CORPUS)), "run giaoviec train: the corpus has changed"
    assert meta["knowledge"] == knowledge_hash(), "run giaoviec train: a table of knowledge has changed"
    assert {path.name for path in home.iterdir()} == {"model.skops", "weights.npz", "meta.json", "metrics.json", "MODEL_CARD.md"}


def test_an_installation_gets_the_models() -> None:
    project = tomllib.loads((MODELS.parent / "pyproject.toml").read_text("utf-8"))
    files = project["tool"]["setuptools"]["data-files"]
    homes = {f"share/giaoviec/models/{name}/{pipeline.__version__}": [f"models/{name}/{pipeline.__version__}/*"] for name in RECIPES}
    assert files == homes


def test_shipped_models_are_small() -> None:
    assert {path.name for path in MODELS.iterdir()} == set(RECIPES)
    assert sum(path.stat().st_size for path in MODELS.rglob("*") if path.is_file()) < 15e6


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_the_weights_say_what_the_trained_pipeline_says(name: str) -> None:
    import skops.io

    home = MODELS / name / pipeline.__version__
    trained = skops.io.load(home / "model.skops", trusted=TRUSTED)
    model, _ = load_model(home)
    words = sorted(model.weights)
    cases = [words[:1], words[5:40], words[40:90:3], ["unknown"]]
    expected = trained.predict_proba([" ".join(case) for case in cases])[:, 1]
    assert [model.probability(case) for case in cases] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("file", ["model.skops", "weights.npz"])
def test_a_file_that_was_changed_after_training_is_refused(copy: Path, file: str) -> None:
    content = bytearray((copy / file).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / file).write_bytes(content)
    assert code_of(copy) == "GV503"


def test_a_model_for_other_knowledge_features_or_another_question_is_refused(copy: Path) -> None:
    meta = copy / "meta.json"
    for values in ({"knowledge": "0" * 64}, {"features": 0}, {"name": "order"}):
        original = meta.read_text("utf-8")
        change(meta, **values)
        assert code_of(copy) == "GV504"
        meta.write_text(original, "utf-8")
    assert judge("confidence", folder=copy.parents[1]).model is not None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda home: (home / "weights.npz").unlink(),
        lambda home: (home / "meta.json").write_text("{"),
        lambda home: change(home / "meta.json", sha256=None),
        lambda home: change(home / "meta.json", overrules=None),
        lambda home: change(home / "meta.json", overrules={"yes": "soon", "no": None}),
        lambda home: change(home / "meta.json", overrules={"always": 0.5}),
    ],
)
def test_a_model_that_cannot_be_read_is_told_with_what_to_do(copy: Path, spoil) -> None:
    spoil(copy)
    assert code_of(copy) == "GV502"
    with pytest.raises(GiaoviecError, match="giaoviec train"):
        judge("confidence", folder=copy.parents[1])


def test_the_newest_version_is_used_unless_the_rules_alone_are_asked(copy: Path) -> None:
    for version in ("0.9.0", "0.10.0"):
        shutil.copytree(copy, copy.parent / version)
    assert newest(copy.parents[1], "confidence") == copy.parent / "0.10.0"
    assert judge("confidence", "rules", copy.parents[1]).model is None


@pytest.mark.parametrize("name", ["0.1.0 - Copy", "0.2.0rc1", ".0.3.0.new", "notes"])
def test_a_folder_that_is_no_version_is_passed_over(copy: Path, name: str) -> None:
    shutil.copytree(copy, copy.parent / name)
    assert newest(copy.parents[1], "confidence") == copy


def test_a_folder_without_the_model_is_told(copy: Path) -> None:
    for votes in ("both", "models"):
        with pytest.raises(GiaoviecError, match="GV502"):
            judge("order", votes, copy.parents[1])


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert models_folder() == MODELS
    monkeypatch.setenv("GIAOVIEC_MODELS", str(tmp_path))
    assert models_folder() == tmp_path
