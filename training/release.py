"""A trained network becomes a release: exported, measured as it will serve, described by its card."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from annotations.samples import Sample
from models.alphabet import Alphabet
from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.onnx_scorer import OnnxScorer
from models.fact_reader.reading import FactReader
from models.fact_reader.weights import load_network, save_network
from models.registry import CARD_FILE, RELEASED, ReleasedModel, file_hash, write_card
from training.calibration import calibration_error
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
    blind: Sequence[Sample] = ()
    experiments: Sequence[Mapping[str, Any]] = ()
    note: str = ""

    def told(self) -> dict[str, Any]:
        """As the card tells it."""
        return {
            "pretraining": self.pretraining,
            "finetuning": self.finetuning,
            "note": self.note,
            "samples": {name: counts(getattr(self, name)) for name in ("train", "heldout", "blind")},
            "experiments": list(self.experiments),
        }


def release(
    trained: Path, version: str, provenance: Provenance, *, threshold: float = 0.5, folder: Path = RELEASED
) -> ReleasedModel:
    """Write ``folder/facts-<version>/`` from a trained network and measure it as it serves."""
    target = folder / f"facts-{version}"
    if target.exists():
        raise FileExistsError(f"{target} exists; a release is never overwritten")
    network, alphabet = load_network(trained)
    network.config = replace(network.config, threshold=threshold)
    scratch = folder / f".facts-{version}.new"
    candidate = write_model(network, alphabet, scratch, version, provenance.told())
    served = reading_with(candidate.load(n_threads=2))
    heldout = evaluate(served, provenance.heldout)
    scores = {"scores_heldout": scores_of(heldout), "quantization": _loss_by_quantizing(candidate, heldout, provenance)}
    if provenance.blind:
        scores["scores_blind"] = scores_of(evaluate(served, provenance.blind))
    describe(scratch, version, provenance.told() | scores)
    scratch.rename(target)
    return ReleasedModel(target)


def _loss_by_quantizing(candidate: ReleasedModel, quantized: Evaluation, provenance: Provenance) -> dict[str, Any]:
    """Primary F1 on the held-out samples of the graphs in 8 bits as they serve, and in single precision."""
    network, alphabet = load_network(candidate.folder)
    with tempfile.TemporaryDirectory() as scratch:
        export(network, Path(scratch), quantized=False)
        reader = FactReader(network.config, alphabet, OnnxScorer(Path(scratch), n_threads=2))
        single = evaluate(reading_with(reader), provenance.heldout)
    return {"single_precision": rounded(single.primary), "quantized": rounded(quantized.primary)}


def write_model(
    network: FactReaderNetwork, alphabet: Alphabet, folder: Path, version: str, told: dict[str, Any]
) -> ReleasedModel:
    """Everything of a release, in a folder that may have another name as long as it is not measured."""
    shutil.rmtree(folder, ignore_errors=True)
    save_network(network, alphabet, folder, half=True)
    export(network, folder)
    describe(folder, version, told)
    return ReleasedModel(folder)


def describe(folder: Path, version: str, told: dict[str, Any]) -> None:
    """Write the card: what is told of the model, and the hash of every file."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CARD_FILE)
    card = {
        "name": "facts",
        "version": version,
        "date": date.today().isoformat(),
        "task": "statements of annual reports on government information disclosure: spans, relations, metric of a pair",
        **told,
        "files": {path.relative_to(folder).as_posix(): file_hash(path) for path in paths},
    }
    write_card(folder, card)


def counts(samples: Sequence[Sample]) -> dict[str, Any]:
    """Batches, samples and facts, as cards tell them."""
    batches = sorted({sample.batch for sample in samples})
    n_facts = sum(len(sample.facts) for sample in samples)
    return {"batches": batches, "samples": len(samples), "facts": n_facts}


def scores_of(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation as plain values: scores, and the expected calibration error of the confidences."""
    error = calibration_error(evaluation.judged)
    return {
        "primary": rounded(evaluation.primary),
        "strict": rounded(evaluation.strict),
        "calibration_error": None if error is None else round(error, 4),
        "by_metric": {metric: rounded(score) for metric, score in sorted(evaluation.by_metric.items())},
        "by_construct": {name: rounded(score) for name, score in sorted(evaluation.by_construct.items())},
    }


def rounded(score: Score) -> dict[str, Any]:
    """A score as plain values; None where there was nothing to score."""
    values = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    shown: dict[str, Any] = {name: None if value is None else round(value, 4) for name, value in values.items()}
    return shown | {"facts": score.right + score.missed}
