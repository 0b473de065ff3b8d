"""The nodes of an expression: numbers, totals and sums, and what is said of them.

Every node is a value that can be bound and decided (``expression.Numeric``, ``expression.Logical``); those that look
beyond the cells are in ``outside.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from service.reconcile.expression import (
    Amount,
    Comparator,
    Decision,
    Logical,
    Lookup,
    Numeric,
    bound,
    named,
    together,
    unique,
)
from service.reconcile.finding import Verdict


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
        cells, unknown = named(self.names, lookup)
        total, missing = Decimal(0), []
        for cell in cells:
            value = lookup.value(cell)
            if value is None:
                missing.append(cell)
            else:
                total += value
        return Amount(None if missing or unknown else total, cells, (*missing, *unknown))

    def patterns(self) -> tuple[str, ...]:
        """The patterns summed."""
        return self.names

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The sum over the bound patterns."""
        return Total(tuple(text for name in self.names for text in bound(name, names)))


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Operands joined by + and -, or by *; ``signs`` are the operators before each operand."""

    signs: tuple[Literal["+", "-", "*"], ...]
    operands: tuple[Numeric, ...]

    def amount(self, lookup: Lookup) -> Amount:
        """The result, none where an operand has none."""
        parts = [operand.amount(lookup) for operand in self.operands]
        missing = unique([cell for part in parts for cell in part.missing])
        cells = unique([cell for part in parts for cell in part.cells])
        known = [part.value for part in parts if part.value is not None]
        value = self._combined(known) if len(known) == len(parts) else None
        return Amount(value, cells, missing, together(parts))

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
        cells, missing = unique(left.cells + right.cells), unique(left.missing + right.missing)
        outside = together((left, right))
        if left.value is None or right.value is None:
            return Decision("undecided", left.value, right.value, cells, missing, outside=outside)
        holds = _compare(left.value, self.comparator, right.value)
        return Decision("holds" if holds else "fails", left.value, right.value, cells, outside=outside)

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
        cells, unknown = named(self.names, lookup)
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
        return Natural(tuple(text for name in self.names for text in bound(name, names)))


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary; what cannot be decided stays so."""

    operand: Logical

    def decide(self, lookup: Lookup) -> Decision:
        """Holds where the operand fails."""
        inner = self.operand.decide(lookup)
        turned: dict[Verdict, Verdict] = {"holds": "fails", "fails": "holds"}
        return replace(inner, verdict=turned.get(inner.verdict, inner.verdict), culprits=(), vacuous=False)

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
        cells = unique([cell for part in parts for cell in part.cells])
        missing = () if settling else unique([cell for part in parts for cell in part.missing])
        vacuous = all(part.vacuous for part in parts)
        return Decision(
            chosen.verdict, chosen.left, chosen.right, cells, missing, chosen.culprits, vacuous, together(parts)
        )

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
        """The consequence where the condition holds; vacuous where it fails, and then the consequence is not tried."""
        condition = self.condition.decide(lookup)
        if condition.verdict == "fails":
            return Decision("holds", cells=condition.cells, vacuous=True, outside=condition.outside)
        consequence = self.consequence.decide(lookup)
        verdict = consequence.verdict if condition.verdict == "holds" or consequence.verdict == "holds" else "undecided"
        return replace(
            consequence,
            verdict=verdict,
            cells=unique(condition.cells + consequence.cells),
            missing=unique(condition.missing + consequence.missing) if verdict == "undecided" else (),
            outside=together((condition, consequence)),
        )

    def patterns(self) -> tuple[str, ...]:
        """The patterns of both."""
        return self.condition.patterns() + self.consequence.patterns()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over bound parts."""
        return Implication(self.condition.bind(names), self.consequence.bind(names))
