"""The chain from text and samples to a release, with a tiny encoder: it learns five samples by heart and keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.samples import Sample, read_samples
from models.alphabet import Alphabet
from models.characters import canonical_characters
from models.encoder import EncoderSize, new_encoder
from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.reading import FactReader
from models.fact_reader.torch_scorer import TorchScorer
from models.fact_reader.weights import load_network, save_network
from training.build import new_fact_reader
from training.evaluate import evaluate, reading_with
from training.examples import examples_of
from training.finetune import Finetuning, FinetuningConfig
from training.pretrain import Pretraining, PretrainingConfig
from training.release import Provenance, release

SAMPLES = Path(__file__).parents[2] / "annotations" / "samples"
TINY = FinetuningConfig(
    n_epochs=120,
    n_windows=5,
    encoder_rate=3e-3,
    head_rate=5e-3,
    layer_decay=1.0,
    weight_decay=0.0,
    warmup=0.05,
    averaging=0.9,
    dropout=0.0,
    hidden=0.0,
    first_proposals=0,
    max_proposals=6,
    seed=1,
)
# Exporting goes through libraries that warn about themselves.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Five short samples with facts."""
    chosen = [s for s in read_samples(SAMPLES / "b1.jsonl") if 1 <= len(s.facts) <= 6 and len(s.text) < 160]
    return chosen[:5]


@pytest.fixture(scope="module")
def encoder_folder(samples: Sequence[Sample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder with random weights and the alphabet of the samples."""
    folder = tmp_path_factory.mktemp("encoder")
    alphabet = Alphabet.learn([canonical_characters(s.text).symbols for s in samples], min_count=1)
    alphabet.save(folder / "alphabet.txt")
    new_encoder(EncoderSize(n_layers=1, width=48, n_heads=2), alphabet).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(samples: Sequence[Sample], encoder_folder: Path) -> tuple[FactReaderNetwork, Alphabet]:
    network, alphabet = new_fact_reader(encoder_folder)
    run = Finetuning(network, alphabet, examples_of(samples, alphabet, network.config), TINY)
    losses = [epoch.losses for epoch in run.run()]
    assert sum(losses[-1].values()) < sum(losses[0].values()) / 10
    return run.averaged(), alphabet


def test_five_samples_are_learnt_by_heart(
    trained: tuple[FactReaderNetwork, Alphabet], samples: Sequence[Sample]
) -> None:
    network, alphabet = trained
    evaluation = evaluate(reading_with(FactReader(network.config, alphabet, TorchScorer(network))), samples)
    assert (evaluation.primary.f1 or 0) > 0.95, evaluation.mistakes


def test_network_comes_back_from_disk_the_same(
    trained: tuple[FactReaderNetwork, Alphabet], samples: Sequence[Sample], tmp_path: Path
) -> None:
    network, alphabet = trained
    save_network(network, alphabet, tmp_path)
    again, alphabet_again = load_network(tmp_path)
    assert alphabet_again == alphabet
    scores = [evaluate(reading_with(FactReader(n.config, alphabet, TorchScorer(n))), samples) for n in (network, again)]
    assert scores[0].strict == scores[1].strict


def test_release_serves_what_was_trained(
    trained: tuple[FactReaderNetwork, Alphabet], samples: Sequence[Sample], tmp_path: Path
) -> None:
    network, alphabet = trained
    save_network(network, alphabet, tmp_path / "trained")
    provenance = Provenance(pretraining={}, finetuning={}, train=samples, heldout=samples)
    released = release(tmp_path / "trained", "0.0.1", provenance, folder=tmp_path)
    assert released.card["samples"]["train"]["samples"] == 5
    assert (evaluate(reading_with(released.load()), samples).primary.f1 or 0) > 0.9
    with pytest.raises(FileExistsError):
        release(tmp_path / "trained", "0.0.1", provenance, folder=tmp_path)


def test_pretraining_learns_stops_and_goes_on(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("政府信息公开工作年度报告由各级行政机关按照条例的规定编制并向社会公布。\n" * 60, "utf-8")
    config = PretrainingConfig(
        n_layers=1,
        width=32,
        n_heads=2,
        window=32,
        n_rows=8,
        own_rows=0,
        mask_rate=0.3,
        learning_rate=5e-3,
        weight_decay=0.0,
        warmup_steps=2,
        max_characters=32 * 8 * 40,
        max_minutes=5.0,
        min_symbol_count=1,
        evaluate_every=20,
        seed=0,
    )
    half = replace(config, max_characters=config.max_characters // 2)
    first = list(Pretraining(half, corpus, corpus, tmp_path / "run").run())
    second = list(Pretraining(config, corpus, corpus, tmp_path / "run").run())
    assert second[0].step > first[-1].step
    assert second[-1].characters == config.max_characters
    assert (second[-1].heldout_loss or 9) < (first[0].heldout_loss or 0)
