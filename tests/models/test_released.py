"""The released model: it is what its card says, it is a network and no list of words, and it serves as it was trained."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import torch

from annotations.samples import Sample, read_samples
from models.fact_reader.onnx_scorer import OnnxScorer
from models.fact_reader.reading import FactReader
from models.fact_reader.torch_scorer import TorchScorer
from models.fact_reader.weights import load_network
from models.registry import DamagedModel, NoReleasedModel, ReleasedModel, newest
from training.evaluate import evaluate, reading_with, strict
from training.export import export

SAMPLES = Path(__file__).parents[2] / "annotations" / "samples"
MOST_MIB = 50


@pytest.fixture(scope="module")
def released() -> ReleasedModel:
    return newest()


@pytest.fixture(scope="module")
def heldout() -> list[Sample]:
    """A share of the held-out samples: every other one."""
    return read_samples(SAMPLES / "d1.jsonl")[::2]


def test_release_is_whole_and_small(released: ReleasedModel) -> None:
    released.verify()
    size = sum(path.stat().st_size for path in released.folder.rglob("*") if path.is_file())
    assert size < MOST_MIB * 2**20


def test_card_quotes_scores_on_what_was_not_trained_on(released: ReleasedModel) -> None:
    samples = released.card["samples"]
    assert not set(samples["train"]["batches"]) & set(samples["heldout"]["batches"])
    assert Decimal(str(released.card["scores_heldout"]["primary"]["f1"])) > Decimal("0.8")


def test_quantizing_costs_little(released: ReleasedModel) -> None:
    measured = released.card["quantization"]
    single, quantized = (Decimal(str(measured[name]["f1"])) for name in ("single_precision", "quantized"))
    assert single - quantized <= Decimal("0.003")


def test_quantized_graph_reads_as_well_as_the_weights(released: ReleasedModel, heldout: list[Sample]) -> None:
    network, alphabet = load_network(released.folder)
    by_torch = evaluate(reading_with(FactReader(network.config, alphabet, TorchScorer(network))), heldout).primary.f1
    by_onnx = evaluate(reading_with(released.load()), heldout).primary.f1
    assert by_torch is not None
    assert by_onnx is not None
    assert abs(by_torch - by_onnx) <= 0.01


@pytest.mark.filterwarnings("ignore")  # exporting goes through libraries that warn about themselves
def test_graphs_in_single_precision_give_the_same_facts_as_torch(
    released: ReleasedModel, heldout: list[Sample], tmp_path: Path
) -> None:
    network, alphabet = load_network(released.folder)
    export(network.eval(), tmp_path, quantized=False)
    by_torch, by_onnx = (
        reading_with(FactReader(network.config, alphabet, scorer))
        for scorer in (TorchScorer(network), OnnxScorer(tmp_path))
    )
    for sample in heldout[:20]:
        assert strict(by_torch(sample)) == strict(by_onnx(sample))


def test_facts_collapse_when_the_weights_are_shuffled(released: ReleasedModel, heldout: list[Sample]) -> None:
    network, alphabet = load_network(released.folder)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for weight in network.parameters():
            order = torch.randperm(weight.numel(), generator=generator)
            weight.copy_(weight.flatten()[order].view_as(weight))
    shuffled = evaluate(reading_with(FactReader(network.config, alphabet, TorchScorer(network))), heldout[:20]).primary
    whole = evaluate(reading_with(released.load()), heldout[:20]).primary
    assert (shuffled.f1 or 0.0) < 0.05
    assert (whole.f1 or 0.0) > 0.6


def test_missing_model_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoReleasedModel):
        newest(tmp_path)


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_damaged_model_is_refused(released: ReleasedModel, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / released.folder.name
    folder.mkdir()
    for path in released.folder.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    if damage == "missing":
        (folder / "reader.onnx").unlink()
    else:
        (folder / "alphabet.txt").write_text("[PAD]\n", "utf-8")
    with pytest.raises(DamagedModel):
        ReleasedModel(folder).load()
