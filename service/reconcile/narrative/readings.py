"""The admissible readings of a fact: what the tables hold about its metric (catalogue), with the cells' values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from annotations.catalogue import catalogue
from service.forms.cell import Edition
from service.reconcile.expression import Lookup, Numeric
from service.reconcile.grammar import parse_amount
from service.reconcile.names import domains, reference_name
from service.reconcile.narrative.agreement import Interval, printed
from service.reconcile.narrative.placement import Placement
from service.reconcile.narrative.words import Words, comparison_data

_REFERENCE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
# 不予公开、无法提供 in one figure: the outcomes that a label names, in the order of the form, and what joins them.
_OUTCOMES = {
    "不予公开": "outcomes.denied",
    "部分公开": "outcomes.partial",
    "无法提供": "outcomes.unavailable",
    "不予处理": "outcomes.not_processed",
    "其他处理": "outcomes.other",
    "予以公开": "outcomes.granted",
}
_JOINED = re.compile(r"[、和与及或]|以及|合计")
_OUTCOME_METRICS = frozenset({"denied", "unavailable", "not_processed", "other_outcome", "granted", "partial"})


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


def readings(words: Words, place: Placement, edition: Edition, lookup: Lookup) -> list[Reading]:
    """The readings of a fact whose cells the form has, the likelier ones first."""
    names = [" + ".join(place.rows)] if place.rows else _admissible(words, edition)
    scale = Decimal(comparison_data()["scales"].get(words.fact.metric, "1"))
    found = [
        reading(name, lookup, columns=columns, scale=scale) for columns in place.columns for name in _unique(names)
    ]
    return [each for each in found if each.cells]


def reading(name: str, lookup: Lookup, *, columns: Sequence[str] = ("total",), scale: Decimal = Decimal(1)) -> Reading:
    """What the tables say under one reading, in the columns given (several: their sum)."""
    amount = _bound(name, tuple(columns)).amount(lookup)
    return Reading(_title(name, tuple(columns)), amount.cells, amount.missing, amount.value, scale)


def compared_metrics(edition: Edition | None = None) -> tuple[str, ...]:
    """The metrics of which a table speaks, in the edition or in any."""
    metrics = catalogue().values()
    if edition is None:
        return tuple(metric.id for metric in metrics if metric.cells or metric.cells_v1)
    return tuple(metric.id for metric in metrics if _cells(metric.id, edition))


def _cells(metric_id: str, edition: Edition) -> tuple[str, ...]:
    metric = catalogue()[metric_id]
    return metric.cells_v1 if edition == "V1" else metric.cells


def _admissible(words: Words, edition: Edition) -> list[str]:
    instead = [entry["reading"] for entry in words.applying("instead")]
    if instead:
        return instead
    metric = words.fact.metric
    needing = {entry["reading"] for entry in comparison_data()["needed"] if metric in entry["metrics"]}
    allowed = {entry["reading"] for entry in words.applying("needed")}
    own = [name for name in _cells(metric, edition) if name not in needing or name in allowed]
    further = [name for entry in words.applying("further") for name in entry["readings"]]
    return own + further + _merged(words)


def _merged(words: Words) -> list[str]:
    """The sum of the outcomes that the label names together, where it names two or more."""
    group, _, last = words.fact.metric.partition(".")
    if group != "request" or last not in _OUTCOME_METRICS:
        return []
    label = f"{words.fact.label}、{words.fact.category or ''}"
    named = []
    for word, name in _OUTCOMES.items():
        if word in label:
            named.append(name)
            # 不予公开 would be found again in what is left of it, 予以公开 is no part of it.
            label = label.replace(word, "〇")
    return (
        [" + ".join(named)] if len(named) > 1 and _JOINED.search(words.fact.label + (words.fact.category or "")) else []
    )


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


@cache
def _bound(name: str, columns: tuple[str, ...]) -> Numeric:
    """A reading as an expression; rows of table three are taken in the given columns."""
    tables = domains()

    def placed(match: re.Match[str]) -> str:
        reference = match.group()
        return f"{reference}@{{column}}" if reference in tables["rows"] or reference in tables["groups"] else reference

    return parse_amount(_REFERENCE.sub(placed, name)).bind({"column": columns})


@cache
def _title(name: str, columns: tuple[str, ...]) -> str:
    title = _REFERENCE.sub(lambda match: reference_name(match.group()), name)
    if columns == ("total",):
        return title
    applicants = "、".join(domains()["columns"][column] for column in columns)
    return f"{title}（{applicants}）"
