"""Trained models on disk: `models/<name>/<version>/` with model.skops, meta.json, metrics.json and MODEL_CARD.md.

A model is only as good as what it was trained for: it is refused when its file is not the one that training wrote, when it was trained for
other features, or with another table of knowledge than the one in use.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.errors import GiaoviecError
from pipeline.pipes.models.linear import LinearModel, linear_model

FEATURES = 1
"""The version of the features of all models; raised with every change to what a feature means."""
KNOWLEDGE = ("wording.csv", "predicates.csv", "nouns.csv")
"""The tables that features are made with."""
TRUSTED = ("sklearn.calibration._CalibratedClassifier", "sklearn.calibration._SigmoidCalibration")
"""Types of scikit-learn that skops does not know to be safe, and that our models consist of."""
_HOME = "GIAOVIEC_MODELS"


def models_folder() -> Path:
    """Where the models are: the folder that the variable GIAOVIEC_MODELS names, else that of the checkout, else that of the installation."""
    named = os.environ.get(_HOME)
    if named:
        return Path(named)
    checkout = Path(__file__).resolve().parents[3] / "models"
    return checkout if checkout.is_dir() else Path(sys.prefix) / "share" / "giaoviec" / "models"


def knowledge_hash() -> str:
    """The hash of the tables that features are made with (`KNOWLEDGE`), hexadecimal SHA-256."""
    digest = hashlib.sha256()
    for name in KNOWLEDGE:
        digest.update((resources.files("pipeline.knowledge") / name).read_bytes())
    return digest.hexdigest()


def newest(folder: Path, name: str) -> Path:
    """The folder of a model's highest version.

    Raises:
        GiaoviecError: GV502 when there is none.
    """
    versions = [path for path in (folder / name).glob("*") if (path / "meta.json").is_file()]
    if not versions:
        raise GiaoviecError("GV502", path=folder / name, detail="chưa có mô hình")
    return max(versions, key=lambda path: [int(part) for part in path.name.split(".")])


@lru_cache(maxsize=8)
def load_model(name: str, folder: Path | None = None) -> LinearModel:
    """A trained model, ready to be asked.

    Args:
        folder: the folder of all models; None for `models_folder()`.

    Raises:
        GiaoviecError: GV502 when it is missing or not readable, GV503 when its file is not the one that training wrote, GV504 when it was
            trained for other features or other tables of knowledge.
    """
    home = newest(folder or models_folder(), name)
    meta = _meta(home)
    content = _content(home / "model.skops")
    if hashlib.sha256(content).hexdigest() != meta["sha256"]:
        raise GiaoviecError("GV503", path=home / "model.skops")
    if meta["name"] != name or meta["features"] != FEATURES or meta["knowledge"] != knowledge_hash():
        raise GiaoviecError("GV504", path=home)
    import skops.io  # slow to import: only where a model is asked

    return linear_model(skops.io.loads(content, trusted=list(TRUSTED)))


def _meta(home: Path) -> dict[str, Any]:
    try:
        meta = json.loads((home / "meta.json").read_text("utf-8"))
        return {key: meta[key] for key in ("name", "sha256", "features", "knowledge")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GiaoviecError("GV502", path=home / "meta.json", detail=repr(error)) from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise GiaoviecError("GV502", path=file, detail=error.strerror or repr(error)) from error
