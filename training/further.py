"""A released fact reader learns from a user's own samples, and keeps what it knew.

New samples alone would make it forget (catastrophic forgetting, McCloskey & Cohen 1989); some of the samples that it
was made of are rehearsed along with them in every epoch (Robins 1995), others each time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotations.samples import Sample
from models.alphabet import Alphabet
from models.fact_reader.network import FactReaderNetwork
from models.fact_reader.weights import load_network
from models.registry import ReleasedModel, next_version, released_models
from training.evaluate import ReadFacts, evaluate, reading_with
from training.examples import Example, examples_of
from training.finetune import Epoch, Finetuning, FinetuningConfig
from training.release import counts, describe, rounded, write_model
from training.scoring import Score
from training.variation import varied

# So many old samples for every new one, and at least so many in all.
REHEARSED_PER_NEW = 3
FEWEST_REHEARSED = 200
# One paragraph in so many is kept to measure on, from so many samples on.
HELD_OUT_EVERY = 5
FEWEST_TO_HOLD_OUT = 10
# F1 may fall by so much through chance alone before a model counts as worse.
TOLERANCE = 0.003


@dataclass(frozen=True, slots=True)
class OwnSamples:
    """A user's samples: those to learn from, and those to measure on."""

    train: tuple[Sample, ...]
    heldout: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Primary scores of the model before and after, on the user's held-out samples and on the project's."""

    own_before: Score
    own_after: Score
    common_before: Score
    common_after: Score

    def told(self) -> dict[str, Any]:
        """As the card tells it."""
        names = ("own_before", "own_after", "common_before", "common_after")
        return {name: rounded(getattr(self, name)) for name in names}

    @property
    def is_better(self) -> bool:
        """Whether nothing is forgotten and nothing got worse: both within tolerance of what they were."""
        pairs = ((self.own_before, self.own_after), (self.common_before, self.common_after))
        return all(_f1(after) >= _f1(before) - TOLERANCE for before, after in pairs)


def split(samples: Sequence[Sample]) -> OwnSamples:
    """Every fifth sample by the hash of its text is held out, the same ones whenever the samples come again."""
    if len(samples) < FEWEST_TO_HOLD_OUT:
        return OwnSamples(tuple(samples), ())
    ordered = sorted(samples, key=lambda sample: hashlib.sha256(sample.text.encode()).digest())
    heldout = {sample.id for sample in ordered[::HELD_OUT_EVERY]}
    train = tuple(sample for sample in samples if sample.id not in heldout)
    return OwnSamples(train, tuple(sample for sample in samples if sample.id in heldout))


def train_further(
    base: Path,
    new: Sequence[Sample],
    old: Sequence[Sample],
    config: FinetuningConfig,
    *,
    after_epoch: Callable[[Epoch], None] = lambda epoch: None,
) -> tuple[FactReaderNetwork, Alphabet]:
    """The network of the release ``base`` after some epochs on ``new``, with some of ``old`` rehearsed in each."""
    network, alphabet = load_network(base)

    def epoch_examples(random: np.random.Generator) -> list[Example]:
        chosen = [*new, *_rehearsed(old, len(new), random)]
        return examples_of([varied(sample, random) for sample in chosen], alphabet, network.config)

    first = epoch_examples(np.random.default_rng(config.seed))
    run = Finetuning(network, alphabet, first, config, vary=epoch_examples)
    for epoch in run.run():
        after_epoch(epoch)
    return run.averaged(), alphabet


def _rehearsed(old: Sequence[Sample], n_new: int, random: np.random.Generator) -> list[Sample]:
    n_rehearsed = min(len(old), max(FEWEST_REHEARSED, REHEARSED_PER_NEW * n_new))
    return [old[int(k)] for k in random.choice(len(old), n_rehearsed, replace=False)] if n_rehearsed else []


def release_further(
    network: FactReaderNetwork,
    alphabet: Alphabet,
    base: ReleasedModel,
    own: OwnSamples,
    common: Sequence[Sample],
    config: FinetuningConfig,
    *,
    folder: Path,
    keep_worse: bool = False,
) -> tuple[ReleasedModel, Comparison]:
    """Export the network, which learnt further from ``base``, and compare both as they serve.

    The version is the next one free in ``folder`` when all is measured. A model that is worse goes into a folder that
    no service takes for a release, unless ``keep_worse``.
    """
    told = {
        "base": base.label,
        "pretraining": base.card.get("pretraining", {}),
        "finetuning": asdict(config),
        "samples": {"train": counts(own.train), "heldout": counts(own.heldout), "base": base.card.get("samples", {})},
    }
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".facts-", dir=folder) as beside:  # others may train into this folder too
        scratch = Path(beside) / "new"
        candidate = write_model(network, alphabet, scratch, next_version(base, []), told)
        before, after = (reading_with(model.load(n_threads=2)) for model in (base, candidate))
        comparison = compare(before, after, own.heldout, common)
        version = next_version(base, released_models(folder))
        describe(scratch, version, told | {"comparison": comparison.told()})
        is_kept = comparison.is_better or keep_worse
        target = folder / (f"facts-{version}" if is_kept else f"rejected_facts-{version}")
        if not is_kept:
            shutil.rmtree(target, ignore_errors=True)
        scratch.rename(target)
    return ReleasedModel(target), comparison


def compare(before: ReadFacts, after: ReadFacts, own: Sequence[Sample], common: Sequence[Sample]) -> Comparison:
    """Both models on the same samples."""
    return Comparison(
        own_before=evaluate(before, own).primary,
        own_after=evaluate(after, own).primary,
        common_before=evaluate(before, common).primary,
        common_after=evaluate(after, common).primary,
    )


def _f1(score: Score) -> float:
    return 1.0 if score.f1 is None else score.f1
