"""What a fact reader knows and how large it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

# What a number is to the network, per character: nothing, the first or a later character of a candidate quantity,
# or a number that cannot be a quantity (a date, a document number).
MARKS = ("none", "quantity_begin", "quantity_inside", "other_number")
QUANTITY = "QUANTITY"
KINDS = ("level", "change", "rate")
NO_METRIC = "none"


@dataclass(frozen=True)
class FactReaderConfig:
    """Labels and sizes of a fact reader; the encoder has a configuration of its own.

    ``span_labels`` are the labels that the network finds itself (every entity label but QUANTITY); ``metrics``
    the classes of an (anchor, indicator) pair, the first of which is "none"; ``repeatable`` those metrics that one
    figure may state twice (满意率、办结率均为100%). ``threshold`` is the probability from which a statement counts.
    Lengths are canonical characters.
    """

    span_labels: tuple[str, ...]
    metrics: tuple[str, ...]
    repeatable: tuple[str, ...]
    encoder_width: int
    span_width: int = 32
    pair_width: int = 192
    max_window: int = 384
    max_span: int = 48
    use_marks: bool = True
    threshold: float = 0.5

    def __post_init__(self) -> None:
        if self.metrics[0] != NO_METRIC:
            raise ValueError(f"the first metric is '{NO_METRIC}', not '{self.metrics[0]}'")
        if QUANTITY in self.span_labels:
            raise ValueError("quantities come from the grammar of numbers, the network does not look for them")

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels of spans that can be joined, QUANTITY first."""
        return (QUANTITY, *self.span_labels)

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> FactReaderConfig:
        """Read from JSON."""
        record = json.loads(path.read_text("utf-8"))
        for key in ("span_labels", "metrics", "repeatable"):
            record[key] = tuple(record[key])
        return cls(**record)
