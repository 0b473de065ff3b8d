"""Rules as linear constraints over cells: coefficients, a comparator, a bound. What is not linear is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.reconcile.expression import Comparator, Logical, Numeric
from service.reconcile.nodes import Arithmetic, Comparison, Junction, Number, Total

Matching = Callable[[str], Sequence[str]]
"""The ids of the cells that a pattern names."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A number as a sum of cells, each with its coefficient, and a constant."""

    coefficients: Mapping[str, Decimal]
    constant: Decimal

    def scaled(self, factor: Decimal) -> Linear:
        """The number multiplied."""
        return Linear({cell: c * factor for cell, c in self.coefficients.items()}, self.constant * factor)


@dataclass(frozen=True, slots=True)
class Constraint:
    """The sum of ``coefficients`` times cells, compared with ``bound``; ``>=`` is turned round.

    ``total`` is the cell that stands alone on one side, where several stand on the other.
    """

    coefficients: Mapping[str, Decimal]
    comparator: Literal["=", "<="]
    bound: Decimal
    total: str | None = None

    def excess(self, values: Mapping[str, Decimal]) -> Decimal:
        """By how much the sum is above the bound; 0 where the constraint holds. Cells without value count as 0."""
        cells = self.coefficients.items()
        found = sum((c * values[cell] for cell, c in cells if cell in values), Decimal(0)) - self.bound
        return max(found, Decimal(0)) if self.comparator == "<=" else found


def constraints(expression: Logical, matching: Matching) -> tuple[Constraint, ...]:
    """The linear constraints that hold where the expression does.

    What joins comparisons by ``and`` is taken apart; what is not linear, or names no cell of the form, is left out.
    """
    if isinstance(expression, Junction) and expression.decisive == "fails":
        return tuple(found for operand in expression.operands for found in constraints(operand, matching))
    if not isinstance(expression, Comparison):
        return ()
    left, right = linear(expression.left, matching), linear(expression.right, matching)
    if left is None or right is None:
        return ()
    found = _constraint(left, expression.comparator, right)
    return () if found is None else (found,)


def linear(node: Numeric, matching: Matching) -> Linear | None:
    """A number as a sum over cells; None where it is none, or has other operands than cells and literals."""
    match node:
        case Number():
            return Linear({}, node.value)
        case Total():
            cells = [tuple(matching(name)) for name in node.names]
            # A cell that two patterns name is counted once, as everywhere.
            once = dict.fromkeys(cell for found in cells for cell in found)
            return Linear(dict.fromkeys(once, Decimal(1)), Decimal(0)) if all(cells) else None
        case Arithmetic():
            parts = [linear(operand, matching) for operand in node.operands]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return _product(known) if node.signs[0] == "*" else _sum(zip(node.signs, known, strict=True))
        case _:
            return None


def _sum(parts: Iterable[tuple[str, Linear]]) -> Linear:
    coefficients: dict[str, Decimal] = defaultdict(Decimal)
    constant = Decimal(0)
    for sign, part in parts:
        turned = part.scaled(Decimal(-1)) if sign == "-" else part
        constant += turned.constant
        for cell, coefficient in turned.coefficients.items():
            coefficients[cell] += coefficient
    return Linear({cell: c for cell, c in coefficients.items() if c}, constant)


def _product(parts: Sequence[Linear]) -> Linear | None:
    result = Linear({}, Decimal(1))
    for part in parts:
        if result.coefficients and part.coefficients:
            return None
        result = result.scaled(part.constant) if result.coefficients else part.scaled(result.constant)
    return result


def _constraint(left: Linear, comparator: Comparator, right: Linear) -> Constraint | None:
    """None for a strict comparison, which names no value to aim at, and where fewer than two cells take part."""
    if comparator in ("<", ">"):
        return None
    sides = (right, left) if comparator == ">=" else (left, right)
    whole = _sum(zip("+-", sides, strict=True))
    if len(whole.coefficients) < 2:
        return None
    total = _total(left, right) if comparator == "=" else None
    return Constraint(whole.coefficients, "=" if comparator == "=" else "<=", -whole.constant, total)


def _total(left: Linear, right: Linear) -> str | None:
    for one, other in ((left, right), (right, left)):
        if len(one.coefficients) == 1 and not one.constant and len(other.coefficients) > 1:
            return next(iter(one.coefficients))
    return None
