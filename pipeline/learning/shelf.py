"""Writes a trained model to its folder: model.skops, meta.json, metrics.json and MODEL_CARD.md, the same bytes for the same training."""

from __future__ import annotations

import hashlib
import io
import json
import platform
import re
import shutil
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import GiaoviecError, system_reason
from pipeline.learning.fitting import SUPPORT, Fitted, Recipe
from pipeline.pipes.models.store import FEATURES, WEIGHTS, dump_weights, knowledge_hash

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

_PLACE = re.compile(r"(?<![\d.])\d{12,}(?![\d.])|(?<![\d.])\d{12,}(?=\.npy)")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip archive can name: no clock in a model


@dataclass(frozen=True)
class Facts:
    """What all models of one training share."""

    version: str
    corpus: str
    learnt_from: Sequence[str]
    noisy: int
    held_out: int
    end_to_end: Mapping[str, Any]


def shelve(folder: Path, name: str, fitted: Fitted, recipe: Recipe, metrics: Mapping[str, Any], facts: Facts) -> Path:
    """Writes one model to `folder/<name>/<version>`.

    Raises:
        GiaoviecError: GV401 when the folder cannot be written.
    """
    home = folder / name / facts.version
    content, weights = _skops(fitted.pipeline), dump_weights(fitted.model)
    meta = {
        "name": name,
        "version": facts.version,
        "labels": ["no", "yes"],
        "overrules": asdict(fitted.bounds),
        "recipe": asdict(recipe),
        "features": FEATURES,
        "knowledge": knowledge_hash(),
        "corpus": facts.corpus,
        "learnt from": list(facts.learnt_from),
        "noisy copies": facts.noisy,
        "held out": facts.held_out,
        "sha256": {"model.skops": hashlib.sha256(content).hexdigest(), WEIGHTS: hashlib.sha256(weights).hexdigest()},
        "made with": {
            "python": platform.python_version(),
            **{package: installed(package) for package in ("scikit-learn", "skops", "numpy")},
        },
    }
    files = {
        "model.skops": content,
        WEIGHTS: weights,
        "meta.json": _json(meta),
        "metrics.json": _json({**metrics, "end to end": facts.end_to_end}),
        "MODEL_CARD.md": _card(name, meta, metrics).encode(),
    }
    fresh = home.with_name(f".{facts.version}.new")  # a run that is cut off leaves the model in use whole
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for file, written in files.items():
            (fresh / file).write_bytes(written)
        if home.exists():
            shutil.rmtree(home)
        fresh.rename(home)
    except OSError as error:
        raise GiaoviecError("GV401", path=home, detail=system_reason(error)) from error
    return home


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _skops(pipeline: Pipeline) -> bytes:
    """The pipeline as a skops archive, without the time of day and the places in memory by which skops names its parts."""
    import skops.io

    archive = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(pipeline))) as written, zipfile.ZipFile(archive, "w") as kept:
        numbers: dict[str, str] = {}
        schema = _PLACE.sub(lambda place: numbers.setdefault(place[0], str(len(numbers))), written.read("schema.json").decode())
        kept.writestr(zipfile.ZipInfo("schema.json", _EPOCH), schema, zipfile.ZIP_DEFLATED)
        for name in sorted(set(written.namelist()) - {"schema.json"}, key=lambda name: int(numbers[Path(name).stem])):
            renamed = f"{numbers[Path(name).stem]}.npy"
            kept.writestr(zipfile.ZipInfo(renamed, _EPOCH), written.read(name), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _card(name: str, meta: Mapping[str, Any], metrics: Mapping[str, Any]) -> str:
    """The model card, after Mitchell et al., "Model Cards for Model Reporting" (2019)."""
    about = tomllib.loads((resources.files("pipeline.learning") / "cards.toml").read_text("utf-8"))[name]
    lines = [
        f"# {about['title']} (`{name}`, {meta['version']})",
        "",
        "Made by `giaoviec train`. After Mitchell et al., *Model Cards for Model Reporting* (2019).",
        "",
        f"**What it answers.** {about['asks']} The answer *yes* means that {about['yes']}.",
        "",
        "**What it is.** A logistic regression on the features of a case, and a sigmoid that makes its sums probabilities.",
        "",
        f"**What it sees.** {about['sees']}",
        "",
        f"**What it may decide.** {_powers(meta['overrules'], meta['recipe'])}",
        "",
        f"**Trained on** {len(meta['learnt from'])} documents and {meta['noisy copies']} copies of them made noisier: the project's corpus",
        f"(`corpus/DATASHEET.md`) and whatever an office added; {meta['held out']} more are held out. Hashes of all are in `meta.json`.",
        "",
        "| documents it had not seen | examples | rules F1 | model F1 | both F1 | Brier |",
        "|---|---|---|---|---|---|",
    ]
    for title, part in (("cross-validation, whole groups left out", "cross-validation"), ("held out", "held out")):
        row = metrics[part]
        by = " | ".join(f"{row[votes]['f1']:.3f}" for votes in ("rules", "model", "both")) if name != "confidence" else "– | – | –"
        lines.append(f"| {title} | {row['examples']} | {by} | {row['brier']} |")
    lines += ["", "| said, on average (held out) | was so | examples |", "|---|---|---|"]
    lines += [f"| {row['said']:.2f} | {row['so']:.2f} | {row['examples']} |" for row in metrics["held out"]["reliability"]]
    lines += ["", f"**Limits.** {about['limits']}", ""]
    return "\n".join(lines)


def _powers(overrules: Mapping[str, float | None], recipe: Mapping[str, Any]) -> str:
    parts = [
        f"a *{answer}* of the rules from the probability {bound} {way}"
        for answer, bound, way in (("no", overrules["yes"], "on"), ("yes", overrules["no"], "down"))
        if bound is not None
    ]
    if not parts:
        return "Nothing: the answer of the rules stands; its probability is shown."
    if recipe["yes"] is not None:
        return f"It overrules {' and '.join(parts)}; the answer of the rules is among what it sees."
    earned = f"there it was right against them in {recipe['trusted']:.1%} of at least {SUPPORT} cases that it had not seen"
    return f"It overrules {' and '.join(parts)}: {earned}. What that gives on documents that did not choose these bounds stands below."
