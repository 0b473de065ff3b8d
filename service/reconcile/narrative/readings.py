"""The admissible readings of a fact: what the tables hold about its metric (catalogue), with the cells' values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.forms.cell import Edition
from service.reconcile.expression import Lookup, Numeric
from service.reconcile.grammar import parse_amount
from service.reconcile.names import domains, reference_name
from service.reconcile.narrative.agreement import Interval, printed
from service.reconcile.narrative.placement import Placement

_REFERENCE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a fact: its name in Chinese, the cells, and their value where all have one."""

    name: str
    cells: tuple[str, ...]
    missing: tuple[str, ...]
    value: Decimal | None
    scale: Decimal = Decimal(1)

    @property
    def stated(self) -> Interval | None:
        """What the cells may stand for."""
        return None if self.value is None else printed(self.value, scale=self.scale)

    @property
    def amount(self) -> Decimal | None:
        """The value in the unit of facts."""
        return None if self.value is None else self.value * self.scale


@cache
def comparison_data() -> Mapping[str, Any]:
    """How metrics are compared (``comparison.toml``)."""
    return tomllib.loads(files("service.reconcile.narrative").joinpath("comparison.toml").read_text("utf-8"))


def readings(fact: Fact, place: Placement, edition: Edition, lookup: Lookup, *, said: str) -> list[Reading]:
    """The readings whose cells the form has; ``said`` is the clause that states the fact."""
    names = [" + ".join(place.rows)] if place.rows else _admissible(fact.metric, edition, said)
    scale = Decimal(comparison_data()["scales"].get(fact.metric, "1"))
    found = []
    for columns in place.columns:
        for name in names:
            amount = _parsed(name).bind({"column": columns}).amount(lookup)
            if amount.cells:
                title = _title(name, columns)
                found.append(Reading(title, amount.cells, amount.missing, amount.value, scale))
    return found


def compared_metrics(edition: Edition | None = None) -> tuple[str, ...]:
    """The metrics of which a table speaks, in the edition or in any."""
    metrics = catalogue().values()
    if edition is None:
        return tuple(metric.id for metric in metrics if metric.cells or metric.cells_v1)
    return tuple(metric.id for metric in metrics if (metric.cells_v1 if edition == "V1" else metric.cells))


def _admissible(metric_id: str, edition: Edition, said: str) -> list[str]:
    metric = catalogue()[metric_id]
    names = metric.cells_v1 if edition == "V1" else metric.cells
    needed = {
        entry["reading"]: entry["words"] for entry in comparison_data()["wording"] if entry["metric"] == metric_id
    }
    return [name for name in names if name not in needed or any(word in said for word in needed[name])]


@cache
def _parsed(name: str) -> Numeric:
    """A reading as an expression; rows of table three are taken in the column still to be bound."""
    tables = domains()

    def placed(match: re.Match[str]) -> str:
        reference = match.group()
        return f"{reference}@{{column}}" if reference in tables["rows"] or reference in tables["groups"] else reference

    return parse_amount(_REFERENCE.sub(placed, name))


def _title(name: str, columns: Sequence[str]) -> str:
    title = _REFERENCE.sub(lambda match: reference_name(match.group()), name)
    if tuple(columns) == ("total",):
        return title
    applicants = "、".join(domains()["columns"][column] for column in columns)
    return f"{title}（{applicants}）"
