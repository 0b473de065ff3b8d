"""Expressions over the cells of a form: what a parsed one is, and what it says of given values.

An expression is boolean: comparisons of sums and products, joined by ``and``, ``or``, ``not`` and ``=>``. Its
value is one of three: it holds, it fails, or it cannot be decided because cells have no value. A pattern names
cells: ``requests.new@total`` one, ``review.*`` several, ``outcomes.denied@total`` (a row that the form only prints
as a heading) all rows below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from service.reconcile.finding import Verdict

Comparator = Literal["=", ">=", "<=", ">", "<"]


class Lookup(Protocol):
    """Where an expression finds its cells."""

    def matching(self, pattern: str) -> Sequence[str]:
        """The ids of the cells that a pattern names; empty where the form has none of them."""
        ...

    def value(self, cell_id: str) -> Decimal | None:
        """The value of a cell, None where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of a numeric expression; None where one of ``missing`` has none."""

    value: Decimal | None
    cells: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


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


def _bound(pattern: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """The pattern once for every combination of the values its ``{name}``s may take."""
    found = [pattern]
    for name, values in names.items():
        mark = f"{{{name}}}"
        if mark in pattern:
            found = [text.replace(mark, value) for value in values for text in found]
    return found


def _unique(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _cells(patterns: Sequence[str], lookup: Lookup) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells that the patterns name, and the patterns that name none."""
    found: list[str] = []
    unknown: list[str] = []
    for pattern in patterns:
        ids = lookup.matching(pattern)
        found.extend(ids)
        if not ids:
            unknown.append(pattern)
    return _unique(found), tuple(unknown)


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: Decimal

    def amount(self, lookup: Lookup) -> Amount:
        """The literal itself."""
        return Amount(self.value)

    def patterns(self) -> tuple[str, ...]:
        """None: a literal names no cell."""
        return ()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """A literal has nothing to bind."""
        return self


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of all cells that the patterns name, each counted once; a lone reference is a sum of one pattern."""

    names: tuple[str, ...]

    def amount(self, lookup: Lookup) -> Amount:
        """Their sum, none where one of them has no value."""
        cells, unknown = _cells(self.names, lookup)
        values = {cell: lookup.value(cell) for cell in cells}
        missing = tuple(cell for cell, value in values.items() if value is None) + unknown
        known = [value for value in values.values() if value is not None]
        return Amount(None if missing else sum(known, Decimal(0)), cells, missing)

    def patterns(self) -> tuple[str, ...]:
        """The patterns summed."""
        return self.names

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The sum over the bound patterns."""
        return Total(tuple(text for name in self.names for text in _bound(name, names)))


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Operands joined by + and -, or by *; ``signs`` are the operators before each operand."""

    signs: tuple[Literal["+", "-", "*"], ...]
    operands: tuple[Numeric, ...]

    def amount(self, lookup: Lookup) -> Amount:
        """The result, none where an operand has none."""
        parts = [operand.amount(lookup) for operand in self.operands]
        missing = _unique([cell for part in parts for cell in part.missing])
        cells = _unique([cell for part in parts for cell in part.cells])
        known = [part.value for part in parts if part.value is not None]
        return Amount(None if missing else self._combined(known), cells, missing)

    def _combined(self, values: Sequence[Decimal]) -> Decimal:
        result = Decimal(1) if self.signs[0] == "*" else Decimal(0)
        for sign, value in zip(self.signs, values, strict=True):
            if sign == "*":
                result *= value
            else:
                result += value if sign == "+" else -value
        return result

    def patterns(self) -> tuple[str, ...]:
        """The patterns of all operands."""
        return tuple(pattern for operand in self.operands for pattern in operand.patterns())

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The same over bound operands."""
        return Arithmetic(self.signs, tuple(operand.bind(names) for operand in self.operands))


def _compare(left: Decimal, comparator: Comparator, right: Decimal) -> bool:
    match comparator:
        case "=":
            return left == right
        case ">=":
            return left >= right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case "<":
            return left < right


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers compared."""

    left: Numeric
    comparator: Comparator
    right: Numeric

    def decide(self, lookup: Lookup) -> Decision:
        """Undecided where a side has no value."""
        left, right = self.left.amount(lookup), self.right.amount(lookup)
        cells, missing = _unique(left.cells + right.cells), _unique(left.missing + right.missing)
        if left.value is None or right.value is None:
            return Decision("undecided", left.value, right.value, cells, missing)
        holds = _compare(left.value, self.comparator, right.value)
        return Decision("holds" if holds else "fails", left.value, right.value, cells)

    def patterns(self) -> tuple[str, ...]:
        """The patterns of both sides."""
        return self.left.patterns() + self.right.patterns()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over bound sides."""
        return Comparison(self.left.bind(names), self.comparator, self.right.bind(names))


@dataclass(frozen=True, slots=True)
class Natural:
    """Every cell that the patterns name is a whole number not below zero."""

    names: tuple[str, ...]

    def decide(self, lookup: Lookup) -> Decision:
        """Fails on one wrong cell even where others have no value."""
        cells, unknown = _cells(self.names, lookup)
        values = {cell: lookup.value(cell) for cell in cells}
        wrong = tuple(c for c, v in values.items() if v is not None and (v < 0 or v != v.to_integral_value()))
        missing = tuple(cell for cell, value in values.items() if value is None) + unknown
        if wrong:
            return Decision("fails", values[wrong[0]], None, cells, missing, wrong)
        return Decision("undecided" if missing else "holds", None, None, cells, missing)

    def patterns(self) -> tuple[str, ...]:
        """The patterns looked at."""
        return self.names

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over the bound patterns."""
        return Natural(tuple(text for name in self.names for text in _bound(name, names)))


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary; what cannot be decided stays so."""

    operand: Logical

    def decide(self, lookup: Lookup) -> Decision:
        """Holds where the operand fails."""
        inner = self.operand.decide(lookup)
        turned: dict[Verdict, Verdict] = {"holds": "fails", "fails": "holds"}
        return Decision(turned.get(inner.verdict, inner.verdict), inner.left, inner.right, inner.cells, inner.missing)

    def patterns(self) -> tuple[str, ...]:
        """The operand's patterns."""
        return self.operand.patterns()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over the bound operand."""
        return Not(self.operand.bind(names))


@dataclass(frozen=True, slots=True)
class Junction:
    """Operands joined by ``and`` (``decisive`` fails) or ``or`` (``decisive`` holds), in Kleene's logic."""

    decisive: Literal["fails", "holds"]
    operands: tuple[Logical, ...]

    def decide(self, lookup: Lookup) -> Decision:
        """One decisive operand settles it; otherwise an undecided one leaves it open."""
        parts = [operand.decide(lookup) for operand in self.operands]
        settling = next((p for p in parts if p.verdict == self.decisive), None)
        open_one = next((p for p in parts if p.verdict == "undecided"), None)
        chosen = settling or open_one or parts[0]
        cells = _unique([cell for part in parts for cell in part.cells])
        missing = () if settling else _unique([cell for part in parts for cell in part.missing])
        return Decision(chosen.verdict, chosen.left, chosen.right, cells, missing, chosen.culprits)

    def patterns(self) -> tuple[str, ...]:
        """The patterns of all operands."""
        return tuple(pattern for operand in self.operands for pattern in operand.patterns())

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over bound operands."""
        return Junction(self.decisive, tuple(operand.bind(names) for operand in self.operands))


@dataclass(frozen=True, slots=True)
class Implication:
    """``condition => consequence``."""

    condition: Logical
    consequence: Logical

    def decide(self, lookup: Lookup) -> Decision:
        """The consequence where the condition holds; vacuous where it fails."""
        condition = self.condition.decide(lookup)
        consequence = self.consequence.decide(lookup)
        cells = _unique(condition.cells + consequence.cells)
        if condition.verdict == "fails":
            return Decision("holds", cells=cells, vacuous=True)
        verdict = consequence.verdict if condition.verdict == "holds" or consequence.verdict == "holds" else "undecided"
        missing = _unique(condition.missing + consequence.missing) if verdict == "undecided" else ()
        return Decision(verdict, consequence.left, consequence.right, cells, missing, consequence.culprits)

    def patterns(self) -> tuple[str, ...]:
        """The patterns of both."""
        return self.condition.patterns() + self.consequence.patterns()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over bound parts."""
        return Implication(self.condition.bind(names), self.consequence.bind(names))
