"""A fact reader from a folder: a release, as it serves, or a network that was just trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.fact_reader.reading import FactReader
from models.registry import CARD_FILE, RELEASED, newest, released_models


def card_of(folder: Path | None) -> dict[str, Any]:
    """The card of the newest release of ``folder`` (of the project for None); empty for a network just trained."""
    where = folder or RELEASED
    return newest(where).card if (where / CARD_FILE).exists() or released_models(where) else {}


def load_reader(folder: Path | None, *, n_threads: int = 2) -> tuple[str, FactReader]:
    """Its name and the reader: the newest release of ``folder`` (of the project for None), else a trained network."""
    where = folder or RELEASED
    if (where / CARD_FILE).exists() or released_models(where):
        model = newest(where)
        return model.label, model.load(n_threads=n_threads)
    # A release is read without torch.
    from models.fact_reader.torch_scorer import TorchScorer
    from models.fact_reader.weights import load_network

    network, alphabet = load_network(where)
    return where.name, FactReader(network.config, alphabet, TorchScorer(network))
