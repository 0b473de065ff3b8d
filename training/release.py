"""A trained network becomes a release: exported, measured as it will serve, described by its card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from annotations.samples import Sample
from models.fact_reader.weights import load_network, save_network
from models.registry import CARD_FILE, RELEASED, ReleasedModel, file_hash
from training.evaluate import Evaluation, evaluate, reading_with
from training.export import export
from training.scoring import Score


@dataclass(frozen=True)
class Provenance:
    """What a model was made of, for its card."""

    pretraining: dict[str, Any]
    finetuning: dict[str, Any]
    train: Sequence[Sample]
    heldout: Sequence[Sample]
    note: str = ""


def release(
    trained: Path, version: str, provenance: Provenance, *, threshold: float = 0.5, folder: Path = RELEASED
) -> ReleasedModel:
    """Write ``folder/facts-<version>/`` from a trained network and measure it as it serves."""
    target = folder / f"facts-{version}"
    if target.exists():
        raise FileExistsError(f"{target} exists; a release is never overwritten")
    scratch = folder / f".facts-{version}.new"
    shutil.rmtree(scratch, ignore_errors=True)
    network, alphabet = load_network(trained)
    network.config = replace(network.config, threshold=threshold)
    save_network(network, alphabet, scratch, half=True)
    export(network, scratch)
    _write_card(scratch, version, provenance, scores={})
    evaluation = evaluate(reading_with(ReleasedModel(scratch).load()), provenance.heldout)
    _write_card(scratch, version, provenance, scores=scores_of(evaluation))
    scratch.rename(target)
    return ReleasedModel(target)


def _write_card(folder: Path, version: str, provenance: Provenance, *, scores: dict[str, Any]) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CARD_FILE)
    card = {
        "name": "facts",
        "version": version,
        "date": date.today().isoformat(),
        "task": "statements of annual reports on government information disclosure: spans, relations, metric of a pair",
        "pretraining": provenance.pretraining,
        "finetuning": provenance.finetuning,
        "note": provenance.note,
        "samples": {"train": _counts(provenance.train), "heldout": _counts(provenance.heldout)},
        "scores_heldout": scores,
        "files": {path.relative_to(folder).as_posix(): file_hash(path) for path in paths},
    }
    (folder / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _counts(samples: Sequence[Sample]) -> dict[str, Any]:
    batches = sorted({sample.batch for sample in samples})
    n_facts = sum(len(sample.facts) for sample in samples)
    return {"batches": batches, "samples": len(samples), "facts": n_facts}


def scores_of(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation as plain values."""
    by_metric = {metric: rounded(score) for metric, score in sorted(evaluation.by_metric.items())}
    return {"primary": rounded(evaluation.primary), "strict": rounded(evaluation.strict), "by_metric": by_metric}


def rounded(score: Score) -> dict[str, Any]:
    """A score as plain values; None where there was nothing to score."""
    values = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    shown: dict[str, Any] = {name: None if value is None else round(value, 4) for name, value in values.items()}
    return shown | {"facts": score.right + score.missed}
