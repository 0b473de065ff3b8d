"""Three cells whose change makes a system hold, found by arithmetic as two are (``few``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from service.reconcile.localise.deadline import Deadline
from service.reconcile.localise.few import Changes, masks, suffices
from service.reconcile.localise.system import System

_NONE = Decimal(0)


def triple_changes(system: System, *, deadline: Deadline) -> list[Changes]:
    """Every three cells that together, and no fewer of them, can make all constraints hold; see ``pairs_are_open``.

    None where the ``deadline`` passes before all were tried, and where three cells can balance each other out: then
    their values are left open, and arithmetic cannot tell.
    """
    values = system.values
    off = [constraint.excess(values) for constraint in system.constraints]
    violated = sum(1 << i for i, excess in enumerate(off) if excess)
    must = {name for name, variable in system.variables.items() if variable.impossible}
    found = []
    for cells in _candidates(masks(system), violated, deadline):
        if not must.issubset(cells):
            continue
        steps = _steps(system, off, cells)
        if steps is None:
            return []
        changes = {cell: values[cell] + step + 0 for cell, step in zip(cells, steps, strict=True)}
        if all(steps) and suffices(system, off, values, changes):
            found.append(changes)
    return [] if deadline.passed else found


def _candidates(cells: Mapping[str, int], violated: int, deadline: Deadline) -> Iterator[tuple[str, str, str]]:
    """Threes that stand in every violated equation, and in one that holds never alone."""
    by_equation = _by_equation(cells)
    wrong = [equation for equation in by_equation if equation & violated]
    if not wrong:
        return
    seen = set()
    # One of the three stands in any one violated equation: in that with the fewest cells there is least to try.
    for one in min((by_equation[equation] for equation in wrong), key=len):
        for two, mask in cells.items():
            if deadline.passed:
                return
            alone, both = cells[one] ^ mask, cells[one] | mask
            needed = (violated & ~both) | (alone & ~violated)
            others = by_equation[needed & -needed] if needed else cells
            for three in others:
                own = cells[three]
                if needed & ~own or own & ~(both | violated) or len({one, two, three}) < 3:
                    continue
                key = frozenset((one, two, three))
                if key not in seen:
                    seen.add(key)
                    yield one, two, three


def _by_equation(cells: Mapping[str, int]) -> dict[int, list[str]]:
    """The cells of every equation, by its bit."""
    found: dict[int, list[str]] = {}
    for cell, mask in cells.items():
        while mask:
            bit = mask & -mask
            found.setdefault(bit, []).append(cell)
            mask ^= bit
    return found


def _steps(system: System, off: Sequence[Decimal], cells: Sequence[str]) -> list[Decimal] | None:
    """By how much the three must change for their equations to hold: zeros if they cannot, None if it is open."""
    rows = [
        [*(c.coefficients.get(cell, _NONE) for cell in cells), -excess]
        for c, excess in zip(system.constraints, off, strict=True)
        if any(cell in c.coefficients for cell in cells)
    ]
    for column in range(len(cells)):
        pivot = next((row for row in rows[column:] if row[column]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        rows.insert(column, pivot)
        for index, row in enumerate(rows):
            if index != column and row[column]:
                factor = row[column] / pivot[column]
                rows[index] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
    if any(row[-1] for row in rows[len(cells) :]):
        return [_NONE] * len(cells)
    return [rows[column][-1] / rows[column][column] for column in range(len(cells))]
