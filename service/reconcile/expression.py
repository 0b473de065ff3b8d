"""Expressions over the cells of a form: what a parsed one is, and what it says of given values.

An expression is boolean: comparisons of sums and products, joined by ``and``, ``or``, ``not`` and ``=>``. Its
value is one of three: it holds, it fails, or it cannot be decided because cells have no value. A pattern names
cells: ``requests.new@total`` one, ``review.*`` several, ``outcomes.denied@total`` (a row that the form only prints
as a heading) all rows below it. What a report says beside its cells, and the year before, is in ``outside.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from service.reconcile.finding import Verdict

Comparator = Literal["=", ">=", "<=", ">", "<"]
CellState = Literal["filled", "empty", "unknown"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What the narrative says of one metric: ids of facts, and their value; ``reason`` (Chinese) why there is none."""

    facts: tuple[str, ...]
    value: Decimal | None
    reason: str = ""


class Lookup(Protocol):
    """Where an expression finds its cells, what the narrative states, and the report of the year before."""

    @property
    def year(self) -> int | None:
        """The year of the report, None where it is not known."""
        ...

    @property
    def last(self) -> Lookup | None:
        """The same body's report of the year before, None where it is not known."""
        ...

    def stated(self, metric: str, words: str) -> Statement | None:
        """What the narrative says of a metric, of a category with these words if there are any; None if nothing."""
        ...

    def state(self, cell_id: str) -> CellState:
        """Whether a value other than 0 stands in a cell; unknown where the cell could not be read."""
        ...

    def matching(self, pattern: str) -> Sequence[str]:
        """The ids of the cells that a pattern names; empty where the form has none of them."""
        ...

    def value(self, cell_id: str) -> Decimal | None:
        """The value of a cell, None where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What takes part that is no cell of the report: facts, cells of last year's report, and what keeps from deciding.

    ``reasons`` are Chinese clauses.
    """

    facts: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    last_missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of a numeric expression; None where one of ``missing`` has none, or of what is ``outside``."""

    value: Decimal | None
    cells: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an expression says: ``left`` and ``right`` are the figures of the comparison that settled it.

    ``culprits`` are single cells that break it by themselves (a negative count); ``vacuous`` tells that it is an
    implication whose condition is false and that therefore says nothing.
    """

    verdict: Verdict
    left: Decimal | None = None
    right: Decimal | None = None
    cells: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    vacuous: bool = False
    outside: Outside | None = None


class Numeric(Protocol):
    """A node whose value is a number."""

    def amount(self, lookup: Lookup) -> Amount:
        """Its value under ``lookup``."""
        ...

    def patterns(self) -> tuple[str, ...]:
        """The cell patterns in it, in order."""
        ...

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The node with ``{name}`` replaced."""
        ...


class Logical(Protocol):
    """A node that holds or fails."""

    def decide(self, lookup: Lookup) -> Decision:
        """Its verdict under ``lookup``."""
        ...

    def patterns(self) -> tuple[str, ...]:
        """The cell patterns in it, in order."""
        ...

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The node with ``{name}`` replaced."""
        ...


def bound(pattern: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """The pattern once for every combination of the values its ``{name}``s may take."""
    found = [pattern]
    for name, values in names.items():
        mark = f"{{{name}}}"
        if mark in pattern:
            found = [text.replace(mark, value) for value in values for text in found]
    return found


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids, each once, in order."""
    return tuple(dict.fromkeys(ids))


def together(parts: Sequence[Amount | Decision]) -> Outside | None:
    """What is outside of all parts."""
    found = [part.outside for part in parts if part.outside is not None]
    if len(found) < 2:
        return found[0] if found else None
    return Outside(
        unique(fact for each in found for fact in each.facts),
        unique(cell for each in found for cell in each.last),
        unique(cell for each in found for cell in each.last_missing),
        unique(reason for each in found for reason in each.reasons),
    )


def named(patterns: Sequence[str], lookup: Lookup) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells that the patterns name, and the patterns that name none."""
    if len(patterns) == 1:
        ids = tuple(lookup.matching(patterns[0]))
        return ids, (() if ids else tuple(patterns))
    found: list[str] = []
    unknown: list[str] = []
    for pattern in patterns:
        named_by_it = lookup.matching(pattern)
        found.extend(named_by_it)
        if not named_by_it:
            unknown.append(pattern)
    return unique(found), tuple(unknown)
