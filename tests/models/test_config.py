"""The configuration of a fact reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.fact_reader.config import NO_METRIC, FactReaderConfig

CONFIG = FactReaderConfig(("INDICATOR", "NEGATION"), (NO_METRIC, "a.b"), ("a.b",), encoder_width=8)


def test_quantity_is_the_first_label() -> None:
    assert CONFIG.labels == ("QUANTITY", "INDICATOR", "NEGATION")


def test_a_configuration_survives_the_disk(tmp_path: Path) -> None:
    CONFIG.save(tmp_path / "config.json")
    assert FactReaderConfig.load(tmp_path / "config.json") == CONFIG


@pytest.mark.parametrize(
    ("span_labels", "metrics", "reason"),
    [(("INDICATOR",), ("a.b", NO_METRIC), "first metric"), (("QUANTITY",), (NO_METRIC,), "grammar of numbers")],
)
def test_a_configuration_refuses_labels_in_disorder(
    span_labels: tuple[str, ...], metrics: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        FactReaderConfig(span_labels, metrics, (), encoder_width=8)
