"""A new fact reader: fresh heads over a pretrained encoder."""

from __future__ import annotations

from pathlib import Path

from annotations.catalogue import catalogue
from annotations.labels import entity_labels
from models.alphabet import Alphabet
from models.encoder import load_encoder
from models.fact_reader.config import NO_METRIC, QUANTITY, FactReaderConfig
from models.fact_reader.network import FactReaderNetwork


def new_fact_reader(encoder_folder: Path) -> tuple[FactReaderNetwork, Alphabet]:
    """A network whose encoder comes from ``encoder_folder`` (with its ``alphabet.txt``) and whose heads are new."""
    encoder = load_encoder(encoder_folder)
    metrics = catalogue()
    config = FactReaderConfig(
        span_labels=tuple(label for label in entity_labels() if label != QUANTITY),
        metrics=(NO_METRIC, *metrics),
        repeatable=tuple(metric.id for metric in metrics.values() if metric.measure in ("rate", "any")),
        encoder_width=encoder.config.hidden_size,
    )
    return FactReaderNetwork(config, encoder), Alphabet.load(encoder_folder / "alphabet.txt")
