"""What a report says about a quantity of which another year's report, or another sentence, speaks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from annotations.catalogue import catalogue
from service.facts.fact import QUALIFIERS, Fact, Kind
from service.forms.cell import Form
from service.reconcile.narrative.agreement import Interval, exactly
from service.reconcile.narrative.placement import Placement, placement
from service.reconcile.narrative.readings import readings
from service.reconcile.narrative.statement import said_words
from service.reconcile.narrative.words import Words
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import figure, quotation, title

_NOISE = re.compile(r"[\s“”\"'‘’《》]|政府信息公开|信息公开|政府信息|年度|全年|本年|上年|去年|情况")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one report: ``sure`` where it is neither approximate nor read with doubt.

    ``own``: whether it is what the statement speaks of by its words, and not only what it may be meant to.
    """

    name: str
    interval: Interval
    sure: bool
    own: bool = True
    cells: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        """The figure itself, or the middle of what its digits allow."""
        return (self.interval.low + self.interval.high) / 2

    @property
    def described(self) -> str:
        """Name and figure, for messages."""
        return f"{self.name}为{figure(self.value)}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a statement is about: its metrics, and where in the tables that stands (None: nowhere).

    ``said`` are the words of the statement, which may admit further readings of the tables.
    """

    fact: Fact
    said: str
    metrics: tuple[str, ...]
    kind: Kind
    place: Placement | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a report says of a quantity; ``missing`` are cells that should tell and have no value."""

    table: tuple[Figure, ...]
    told: tuple[Figure, ...]
    missing: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Figure, ...]:
        """Those of the tables first."""
        return self.table + self.told


@cache
def year_data() -> Mapping[str, Any]:
    """How years are compared (``comparison.toml``)."""
    return tomllib.loads(files("service.reconcile.years").joinpath("comparison.toml").read_text("utf-8"))


def quantity_of(fact: Fact, subject: Subject, *, table: str) -> Quantity:
    """The quantity of a fact; ``table`` of the data says which metrics stand for which."""
    metrics = tuple(year_data()[table].get(fact.metric, [fact.metric]))
    kind: Kind = "rate" if catalogue()[fact.metric].measure == "rate" or fact.kind == "rate" else "level"
    said = said_words(fact, subject.report.text)
    place = placement(fact, {other.id: other for other in subject.facts}, said=said)
    return Quantity(fact, said, metrics, kind, place)


def figures(quantity: Quantity, subject: Subject, *, year: int, beside: range = range(0)) -> Figures:
    """What the report's tables and sentences say of the quantity in ``year``; the tables only of the report's year.

    In the characters ``beside``, the sentence of the statement, a figure of its metric is meant also where an applicant
    is named with it: 公民提出的申请36件，较上年增加8件.
    """
    told, place = _told(quantity, subject, year, beside), quantity.place
    if year != subject.report.year or quantity.kind != "level" or place is None or place.extent != "whole":
        return Figures((), told)
    table, missing = _in_tables(quantity, place, subject)
    return Figures(table, told, missing)


def _in_tables(quantity: Quantity, place: Placement, subject: Subject) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    form = subject.form
    if form.edition is None:
        return (), ()
    lookup = FormLookup(form, subject.zeros)
    found: dict[str, Figure] = {}
    missing: list[str] = []
    for metric in quantity.metrics:
        words = Words(replace(quantity.fact, metric=metric), quantity.said, "", False, subject.report.agency)
        for reading in readings(words, place, form.edition, lookup):
            if reading.stated is None:
                missing += reading.missing
            else:
                found.setdefault(reading.name, _table_figure(reading.name, reading.cells, reading.stated, form))
        for figure_ in _in_old_tables(metric, form) if place.plain else ():
            found.setdefault(figure_.name, figure_)
    return tuple(found.values()), tuple(dict.fromkeys(missing))


def _in_old_tables(metric: str, form: Form) -> list[Figure]:
    found = []
    for cell_id in year_data()["old_cells"].get(metric, ()):
        cell = form.cells.get(cell_id)
        if cell is not None and cell.value is not None and cell.status == "read":
            name = title(form.edition, cell_id).removeprefix("统计表 ")
            found.append(_table_figure(name, (cell_id,), exactly(cell.value), form))
    return found


def _table_figure(name: str, cells: tuple[str, ...], interval: Interval, form: Form) -> Figure:
    return Figure(f"表中{name}", interval, not any(form.cells[cell].doubtful for cell in cells), cells=cells)


def _told(quantity: Quantity, subject: Subject, year: int, beside: range) -> tuple[Figure, ...]:
    by_id = {fact.id: fact for fact in subject.facts}
    same = [
        other
        for other in subject.facts
        if other.metric in quantity.metrics
        and (other.kind, other.year) == (quantity.kind, year)
        and not other.doubtful
        and (_is_beside(quantity, other, beside) or _is_same(quantity, other, by_id))
    ]
    distinct = {other.value: other for other in reversed(same)}
    own = year_data()["stated"].get(quantity.fact.metric, [quantity.fact.metric])
    return tuple(_told_figure(other, subject, own=other.metric in own) for other in reversed(distinct.values()))


def _is_beside(quantity: Quantity, other: Fact, beside: range) -> bool:
    if other.metric != quantity.fact.metric or not all(
        evidence.quantity[0] in beside for evidence in other.evidence[:1]
    ):
        return False
    return _qualified_alike(quantity.fact, other, [name for name in QUALIFIERS if name != "party"])


def _is_same(quantity: Quantity, other: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether two facts are about one thing: the same place in the tables, else the same words and unit."""
    fact = quantity.fact
    if not _qualified_alike(fact, other, QUALIFIERS):
        return False
    if quantity.place is not None and any(catalogue()[metric].cells for metric in quantity.metrics):
        place = placement(other, facts)
        return place is not None and (place.rows, place.columns) == (quantity.place.rows, quantity.place.columns)
    one, two = _bare(fact.label), _bare(other.label)
    return one == two or (bool(one and two) and (one in two or two in one))


def _qualified_alike(fact: Fact, other: Fact, names: Sequence[str]) -> bool:
    return all(_bare(getattr(fact, name) or "") == _bare(getattr(other, name) or "") for name in names)


def _bare(text: str) -> str:
    return _NOISE.sub("", text)


def _told_figure(fact: Fact, subject: Subject, *, own: bool) -> Figure:
    half = (fact.precision or Decimal(0)) / 2
    interval = Interval(fact.value - half, fact.value + half)
    quote = quotation(subject.report.text, fact.evidence[0]) if fact.evidence else fact.label
    return Figure(f"文字“{quote}”", interval, fact.approx is None, own)


def comparable(one: Sequence[Figure], quantity: Quantity, this: Form, last: Form) -> tuple[Figure, ...]:
    """The figures of a table, none where the two editions count different things under the metric."""
    apart = set(year_data()["editions"]["apart"]).intersection(quantity.metrics)
    return () if apart and this.edition != last.edition else tuple(one)
