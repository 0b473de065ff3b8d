"""A new fact reader: fresh heads over a pretrained encoder."""

from __future__ import annotations

from pathlib import Path

from transformers import PreTrainedModel

from annotations.catalogue import catalogue
from annotations.labels import entity_labels
from models.alphabet import Alphabet
from models.encoder import load_encoder
from models.fact_reader.config import NO_METRIC, QUANTITY, FactReaderConfig
from models.fact_reader.network import FactReaderNetwork
from models.registry import ALPHABET_FILE
from training.adoption import adopted_encoder


def new_fact_reader(encoder: str | Path, *, use_marks: bool = True) -> tuple[FactReaderNetwork, Alphabet]:
    """A network with new heads over a pretrained encoder: one of our own, or any Chinese BERT by folder or hub name."""
    alphabet_file = Path(encoder) / ALPHABET_FILE
    if alphabet_file.exists():
        return fact_reader_over(load_encoder(encoder), use_marks=use_marks), Alphabet.load(alphabet_file)
    adopted, alphabet = adopted_encoder(encoder)
    return fact_reader_over(adopted, use_marks=use_marks), alphabet


def fact_reader_over(encoder: PreTrainedModel, *, use_marks: bool = True) -> FactReaderNetwork:
    """New heads for all labels and metrics over an encoder; ``use_marks``: whether it sees what the grammar found."""
    metrics = catalogue()
    config = FactReaderConfig(
        span_labels=tuple(label for label in entity_labels() if label != QUANTITY),
        metrics=(NO_METRIC, *metrics),
        repeatable=tuple(metric.id for metric in metrics.values() if metric.measure in ("rate", "any")),
        encoder_width=encoder.config.hidden_size,
        use_marks=use_marks,
    )
    return FactReaderNetwork(config, encoder)
