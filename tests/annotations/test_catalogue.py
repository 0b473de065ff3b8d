"""The catalogue of metrics."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from annotations.catalogue import Metric, catalogue


@pytest.mark.parametrize("metric", catalogue().values(), ids=lambda metric: metric.id)
def test_every_metric_is_complete(metric: Metric) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z_]+)?", metric.id)
    assert metric.measure in ("count", "amount", "rate", "any")
    assert metric.zh
    assert metric.definition.endswith("。")
    assert len(set(metric.units)) == len(metric.units)


def test_names_shown_to_people_are_told_apart() -> None:
    names = [metric.zh for metric in catalogue().values()]
    assert len(set(names)) == len(names)


def test_amounts_are_in_yuan_and_rates_in_percent() -> None:
    units = {
        (metric.measure, metric.units[0]) for metric in catalogue().values() if metric.measure in ("amount", "rate")
    }
    assert units == {("amount", "元"), ("rate", "%")}


def test_cells_of_the_2019_edition_are_those_of_the_later_one_where_nothing_else_is_said() -> None:
    assert catalogue()["request.carried_in"].cells_v1 == catalogue()["request.carried_in"].cells
    assert catalogue()["normative.issued"].cells_v1 == ("p19.normative.made",)


def test_the_catalogue_names_the_metrics_of_the_design(shared: Path) -> None:
    entries = tomllib.loads((shared / "metrics.toml").read_text("utf-8"))["metric"]
    ids = [entry["id"] for entry in entries]
    assert list(catalogue()) == ids
