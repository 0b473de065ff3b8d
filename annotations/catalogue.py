"""The catalogue of metrics (``catalogue.toml``) as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Measure = Literal["count", "amount", "rate", "any"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that a fact may be about.

    ``cells_v1`` equals ``cells`` where the editions do not differ; ``covers`` names the metrics of which this one
    counts several together; ``once``: a report has one such figure, and the same number said again is the same fact.
    """

    id: str
    zh: str
    group: str
    measure: Measure
    units: tuple[str, ...]
    cells: tuple[str, ...]
    cells_v1: tuple[str, ...]
    definition: str
    covers: tuple[str, ...] = ()
    once: bool = False


@cache
def catalogue() -> dict[str, Metric]:
    """All metrics by id, in the order of the file."""
    entries = tomllib.loads(files("annotations").joinpath("catalogue.toml").read_text("utf-8"))["metric"]
    return {
        entry["id"]: Metric(
            id=entry["id"],
            zh=entry["zh"],
            group=entry["group"],
            measure=entry["measure"],
            units=tuple(entry["units"]),
            cells=tuple(entry["cells"]),
            cells_v1=tuple(entry.get("cells_v1", entry["cells"])),
            definition=entry["definition"],
            covers=tuple(entry.get("covers", ())),
            once=entry.get("once", False),
        )
        for entry in entries
    }
