"""What each choice is worth: the same training with one thing changed, all measured on the held-out samples.

The table argues for the way the released model is made (``training/configs/experiments.toml``): spans or tags, marks of
numbers, pretraining, generated variants, and how the score climbs with the samples (a learning curve).
"""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from annotations.samples import Sample
from models.alphabet import Alphabet
from models.encoder import encoder_from_config
from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.reading import FactReader
from models.fact_reader.torch_scorer import TorchScorer
from models.registry import ALPHABET_FILE
from training.build import fact_reader_over, new_fact_reader
from training.evaluate import Evaluation, evaluate, reading_with
from training.examples import Example, examples_of
from training.finetune import Epoch, Finetuning, FinetuningConfig
from training.pretrain import LOSSES_FILE
from training.tagging import TaggingReader
from training.variation import varied

CONFIG = Path(__file__).parent / "configs" / "experiments.toml"


@dataclass(frozen=True, slots=True)
class Experiment:
    """One way of training: ``share`` of the samples, and what is changed; no ``encoder``: the one that is released.

    Another ``seed`` draws another share and begins with other weights: two runs that differ in it alone show how much
    of a difference is chance.
    """

    id: str
    name: str
    share: float = 1.0
    pretrained: bool = True
    use_marks: bool = True
    spans: Literal["pairs", "tags"] = "pairs"
    varied: bool = True
    encoder: str | None = None
    seed: int = 0
    n_epochs: int = 8


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The encoder that a run began with: its size, the characters it has seen and its loss on held-out text (nats)."""

    n_layers: int
    width: int
    n_parameters: int
    characters: int = 0
    heldout_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: primary and strict F1 on the held-out samples, and the minutes of training."""

    experiment: Experiment
    encoder: Pretrained
    n_samples: int
    primary: float
    strict: float
    minutes: float

    def told(self) -> dict[str, Any]:
        """As it is kept and as the card tells it."""
        return asdict(self)

    @classmethod
    def load(cls, path: Path) -> Result:
        """From its file."""
        told = json.loads(path.read_text("utf-8"))
        parts = {"experiment": Experiment(**told["experiment"]), "encoder": Pretrained(**told["encoder"])}
        return cls(**(told | parts))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared: the threshold at which all are measured, and the runs."""

    threshold: float
    experiments: tuple[Experiment, ...]


def plan(path: Path = CONFIG) -> Plan:
    """The plan of a file; TypeError or KeyError where it says what no experiment has."""
    content = tomllib.loads(path.read_text("utf-8"))
    runs = tuple(Experiment(**entry) for entry in content["experiment"])
    return Plan(float(content["threshold"]), runs)


def results(folder: Path, planned: Plan) -> list[Result]:
    """What is already known of a plan, in its order."""
    paths = (folder / f"{experiment.id}.json" for experiment in planned.experiments)
    return [Result.load(path) for path in paths if path.exists()]


def run(
    experiment: Experiment,
    encoder: Path,
    train: Sequence[Sample],
    heldout: Sequence[Sample],
    config: FinetuningConfig,
    *,
    threshold: float,
    after_epoch: Callable[[Epoch], None] = lambda epoch: None,
) -> Result:
    """Train as the experiment says and measure."""
    config = replace(config, n_epochs=experiment.n_epochs, seed=config.seed + experiment.seed)
    begins_with = Path(experiment.encoder or encoder)
    torch.manual_seed(config.seed)
    network, alphabet = _network(experiment, begins_with)
    chosen = _share(train, experiment.share, seed=config.seed)

    def vary(random: np.random.Generator) -> list[Example]:
        put = [varied(sample, random) for sample in chosen] if experiment.varied else list(chosen)
        return examples_of(put, alphabet, network.config)

    began = time.monotonic()
    training = Finetuning(network, alphabet, vary(np.random.default_rng(config.seed)), config, vary=vary)
    for epoch in training.run():
        after_epoch(epoch)
    minutes = (time.monotonic() - began) / 60
    measured = _measured(training.averaged(), alphabet, heldout, threshold)
    return Result(
        experiment,
        _pretrained(network, begins_with if experiment.pretrained else None),
        n_samples=len(chosen),
        primary=round(measured.primary.f1 or 0.0, 4),
        strict=round(measured.strict.f1 or 0.0, 4),
        minutes=round(minutes, 1),
    )


def _network(experiment: Experiment, encoder: Path) -> tuple[FactReaderNetwork, Alphabet]:
    if experiment.pretrained:
        network, alphabet = new_fact_reader(encoder, use_marks=experiment.use_marks)
    else:
        alphabet = Alphabet.load(encoder / ALPHABET_FILE)
        network = fact_reader_over(encoder_from_config(encoder), use_marks=experiment.use_marks)
    if experiment.spans == "tags":
        network.reader = TaggingReader(network.config, network.reader.encoder)
    return network, alphabet


def _pretrained(network: FactReaderNetwork, folder: Path | None) -> Pretrained:
    """What is known of the encoder inside a network; of one from elsewhere no more than its size."""
    encoder = network.reader.encoder
    size = {"n_layers": encoder.config.num_hidden_layers, "width": encoder.config.hidden_size}
    n_parameters = sum(weights.numel() for weights in encoder.parameters())
    if folder is None or not (folder / LOSSES_FILE).exists():
        return Pretrained(**size, n_parameters=n_parameters)
    last = json.loads((folder / LOSSES_FILE).read_text("utf-8").splitlines()[-1])
    seen, loss = last["characters"], round(last["heldout_loss"], 4)
    return Pretrained(**size, n_parameters=n_parameters, characters=seen, heldout_loss=loss)


def _share(samples: Sequence[Sample], share: float, *, seed: int) -> list[Sample]:
    """A share of every batch, so that all slices stay represented."""
    random = np.random.default_rng(seed)
    chosen: list[Sample] = []
    for batch in sorted({sample.batch for sample in samples}):
        members = [sample for sample in samples if sample.batch == batch]
        n_kept = max(1, round(share * len(members)))
        chosen += [members[int(k)] for k in sorted(random.permutation(len(members))[:n_kept])]
    return chosen


def _measured(
    network: FactReaderNetwork, alphabet: Alphabet, samples: Sequence[Sample], threshold: float
) -> Evaluation:
    config = replace(network.config, threshold=threshold)
    return evaluate(reading_with(FactReader(config, alphabet, TorchScorer(network))), samples)
