"""One cell or two whose change makes a system hold: found by arithmetic, for most wrong tables have no more.

The program finds the same, only slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from service.reconcile.localise.deadline import Deadline
from service.reconcile.localise.linear import Constraint
from service.reconcile.localise.system import System, Variable

Changes = dict[str, Decimal]
"""Cells with the values that they would need."""
_NONE = Decimal(0)


def single_changes(system: System) -> list[Changes]:
    """Every cell that alone can make all constraints hold, with its value nearest to the reported one.

    The system must have no unknown cells.
    """
    values = system.values
    suspects = set(system.variables)
    for constraint in system.constraints:
        if constraint.excess(values):
            suspects &= constraint.coefficients.keys()
    for impossible in (variable.id for variable in system.variables.values() if variable.impossible):
        suspects &= {impossible}
    found = []
    for name in (name for name in system.variables if name in suspects):
        concerned = [c for c in system.constraints if name in c.coefficients]
        needed = _nearest(system.variables[name], concerned, values)
        if needed is not None:
            found.append({name: needed})
    return found


def _nearest(variable: Variable, concerned: Sequence[Constraint], values: dict[str, Decimal]) -> Decimal | None:
    """The value nearest to the reported one under which all constraints with the cell hold."""
    low, high = variable.lower, variable.upper
    for constraint in concerned:
        coefficient = constraint.coefficients[variable.id]
        cells = constraint.coefficients.items()
        rest = sum((c * values[cell] for cell, c in cells if cell != variable.id), _NONE)
        limit = (constraint.bound - rest) / coefficient
        if constraint.comparator == "=" or coefficient < 0:
            low = limit if low is None else max(low, limit)
        if constraint.comparator == "=" or coefficient > 0:
            high = limit if high is None else min(high, limit)
    if variable.integral:
        low = None if low is None else low.to_integral_value(ROUND_CEILING)
        high = None if high is None else high.to_integral_value(ROUND_FLOOR)
    value = values[variable.id]
    nearest = value if low is None or value >= low else low
    nearest = nearest if high is None or nearest <= high else high
    # What is no number above zero is written without a sign.
    return nearest + 0 if (low is None or nearest >= low) and variable.allows(nearest) else None


def pairs_are_open(system: System) -> bool:
    """Whether arithmetic can tell two cells: all constraints are equations, and no two cells stand in the same ones."""
    found = list(masks(system).values())
    equal = all(constraint.comparator == "=" for constraint in system.constraints)
    return equal and len(set(found)) == len(found) and not system.unknown


def pair_changes(system: System, *, deadline: Deadline) -> list[Changes]:
    """Every two cells that together, and neither alone, can make all constraints hold; see ``pairs_are_open``.

    None where the ``deadline`` passes before all were tried. An equation with one of them must be violated, else its
    change would break it; and every violated one has one.
    """
    values = system.values
    off = [constraint.excess(values) for constraint in system.constraints]
    violated = sum(1 << i for i, excess in enumerate(off) if excess)
    must = {name for name, variable in system.variables.items() if variable.impossible}
    found = []
    for one, other in _candidates(masks(system), violated, must):
        if deadline.passed:
            return []
        changes = _solved(system, off, values, one, other)
        if changes is not None and must <= changes.keys() and suffices(system, off, values, changes):
            found.append(changes)
    return found


def masks(system: System) -> dict[str, int]:
    """For every cell the equations it stands in, as bits."""
    found = dict.fromkeys(system.variables, 0)
    for index, constraint in enumerate(system.constraints):
        for cell in constraint.coefficients:
            found[cell] |= 1 << index
    return found


def _candidates(cells: dict[str, int], violated: int, must: set[str]) -> Iterator[tuple[str, str]]:
    # One of the two stands in any one violated equation, or is itself impossible.
    first = violated & -violated
    starts = [name for name in cells if name in must] or [name for name, mask in cells.items() if mask & first]
    seen = set()
    for one in starts:
        for other, mask in cells.items():
            both = cells[one] | mask
            if one == other or violated & ~both or (cells[one] ^ mask) & ~violated or (other, one) in seen:
                continue
            seen.add((one, other))
            yield one, other


def _solved(system: System, off: Sequence[Decimal], values: dict[str, Decimal], one: str, other: str) -> Changes | None:
    """The changes of two cells by two independent equations; None where there are none, or one changes nothing."""
    rows = [
        (c.coefficients.get(one, _NONE), c.coefficients.get(other, _NONE), -excess)
        for c, excess in zip(system.constraints, off, strict=True)
        if one in c.coefficients or other in c.coefficients
    ]
    a, b, r = rows[0]
    for c, d, s in rows[1:]:
        determinant = a * d - b * c
        if determinant:
            steps = {one: (r * d - b * s) / determinant, other: (a * s - r * c) / determinant}
            return {name: values[name] + step + 0 for name, step in steps.items()} if all(steps.values()) else None
    return None


def suffices(system: System, off: Sequence[Decimal], values: dict[str, Decimal], changes: Changes) -> bool:
    """Whether the changes make all constraints hold; ``off`` is by how much each is violated."""
    if not all(system.variables[name].allows(value) for name, value in changes.items()):
        return False
    return all(
        excess + sum((c.coefficients.get(name, _NONE) * (v - values[name]) for name, v in changes.items()), _NONE) == 0
        for c, excess in zip(system.constraints, off, strict=True)
    )
