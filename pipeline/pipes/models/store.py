"""Trained models on disk: `models/<name>/<version>/` with model.skops, weights.npz, meta.json, metrics.json and MODEL_CARD.md.

model.skops is the scikit-learn pipeline as it was trained, to look into and to go on from. weights.npz holds the same numbers for the run
time: to import scikit-learn and skops takes longer than to read most documents.

A model is only as good as what it was trained for: it is refused when its file is not the one that training wrote, when it was trained for
other features, or with another table of knowledge than the one in use.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import GiaoviecError, system_reason
from pipeline.pipes.models.judge import RULE_ALONE, Bounds, Judge, Votes
from pipeline.pipes.models.linear import LinearModel

FEATURES = 1
"""The version of the features of all models; raised with every change to what a feature means."""
KNOWLEDGE = ("wording.csv", "predicates.csv", "nouns.csv")
"""The tables that features are made with."""
WEIGHTS = "weights.npz"
_HOME = "GIAOVIEC_MODELS"
_VERSION = re.compile(r"\d+(?:\.\d+)*")


def models_folder() -> Path:
    """Where the models are: the folder that GIAOVIEC_MODELS names, else that of the checkout, else that of the installation."""
    named = os.environ.get(_HOME)
    if named:
        return Path(named)
    checkout = Path(__file__).resolve().parents[3]
    return checkout / "models" if (checkout / "pyproject.toml").is_file() else Path(sys.prefix) / "share" / "giaoviec" / "models"


def knowledge_hash() -> str:
    """The hash of the tables that features are made with (`KNOWLEDGE`), hexadecimal SHA-256."""
    digest = hashlib.sha256()
    for name in KNOWLEDGE:
        digest.update((resources.files("pipeline.knowledge") / name).read_bytes())
    return digest.hexdigest()


def newest(folder: Path, name: str) -> Path | None:
    """The folder of a model's highest version; None where there is no such model. Folders that are no version ("0.1.0 - Copy") are none."""
    versions = [path for path in (folder / name).glob("*") if _VERSION.fullmatch(path.name)]
    return max(versions, key=lambda path: [int(part) for part in path.name.split(".")], default=None)


def judge(name: str, votes: Votes = "both", folder: Path | None = None) -> Judge:
    """The judge of a question: its model, and by which precedence it votes.

    Args:
        folder: the folder of all models; None for `models_folder()`.

    Raises:
        GiaoviecError: GV502 when there is no model, and see `load_model`.
    """
    if votes == "rules":
        return RULE_ALONE
    folder = folder or models_folder()
    home = newest(folder, name)
    if home is None:
        raise GiaoviecError("GV502", path=folder / name, detail="không có mô hình")
    return Judge(*load_model(home), votes)


@lru_cache(maxsize=32)
def load_model(home: Path) -> tuple[LinearModel, Bounds]:
    """A trained model, ready to be asked, and when it overrules the rule.

    Args:
        home: `models/<name>/<version>`.

    Raises:
        GiaoviecError: GV502 when it is not readable, GV503 when its file is not the one that training wrote, GV504 when it was
            trained for another question, other features or other tables of knowledge.
    """
    meta, bounds = _meta(home)
    files = {name: _content(home / name) for name in ("model.skops", WEIGHTS)}
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != meta["sha256"].get(name):
            raise GiaoviecError("GV503", path=home / name)
    if meta["name"] != home.parent.name or meta["features"] != FEATURES or meta["knowledge"] != knowledge_hash():
        raise GiaoviecError("GV504", path=home)
    return _read_weights(files[WEIGHTS]), bounds


def learnt_texts() -> set[str]:
    """The hashes of the documents that the models in use were trained on (see `pipeline.learning.documents.text_hash`)."""
    texts: set[str] = set()
    for folder in models_folder().glob("*"):
        home = newest(models_folder(), folder.name)
        if home is not None:
            texts.update(json.loads((home / "meta.json").read_text("utf-8")).get("learnt from", ()))
    return texts


def dump_weights(model: LinearModel) -> bytes:
    """A model as the archive weights.npz: the features as UTF-8 lines, their weights, and intercept, slope and offset."""
    features = sorted(model.weights)
    archive = io.BytesIO()
    np.savez_compressed(
        archive,
        features=np.frombuffer("\n".join(features).encode(), np.uint8),
        weights=np.array([model.weights[feature] for feature in features]),
        line=np.array([model.intercept, model.slope, model.offset]),
    )
    return archive.getvalue()


def _read_weights(content: bytes) -> LinearModel:
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        features = archive["features"].tobytes().decode().split("\n")
        return LinearModel(dict(zip(features, archive["weights"].tolist(), strict=True)), *archive["line"].tolist())


def _meta(home: Path) -> tuple[dict[str, Any], Bounds]:
    try:
        meta = json.loads((home / "meta.json").read_text("utf-8"))
        if not isinstance(meta["sha256"], dict):
            raise TypeError("sha256")
        bounds = {name: None if value is None else float(value) for name, value in meta["overrules"].items()}
        return {key: meta[key] for key in ("name", "sha256", "features", "knowledge")}, Bounds(**bounds)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GiaoviecError("GV502", path=home / "meta.json", detail=repr(error)) from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise GiaoviecError("GV502", path=file, detail=system_reason(error)) from error
