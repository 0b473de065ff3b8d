"""Which cells of a scanned table may have been recognised wrongly: those read unsurely, and those that do not add up.

The equations of the form (E1–E4) point at cells; what stands in a cell is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from service.forms.cell import Cell, Form
from service.forms.layout import tables_in
from service.forms.table import Table

SURE = 0.5
"""Cells recognised less surely are doubtful."""

_NOTHING = frozenset({"blank", "not_applicable"})
_NEW, _CARRIED_IN, _DONE, _LEFT = "requests.new", "requests.carried_in", "outcomes.total", "requests.carried_out"


@dataclass(frozen=True, slots=True)
class Equation:
    """Cells whose sum is that of others."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    def fails(self, cells: Mapping[str, Cell]) -> bool:
        """Whether the sums differ; not where a cell has no value to reckon with. An empty cell counts as 0."""
        left, right = (_sum([cells[cell_id] for cell_id in side]) for side in (self.left, self.right))
        return left is not None and right is not None and left != right


def mark_doubts(form: Form) -> Form:
    """The form with its doubtful cells marked; only what was recognised can be doubtful."""
    recognised = {cell.id for cell in form.cells.values() if cell.confidence is not None}
    if not recognised:
        return form
    doubtful = {cell.id for cell in form.cells.values() if cell.confidence is not None and cell.confidence < SURE}
    for table in tables_in(form.edition, form.cells):
        for equation in _equations(table):
            if equation.fails(form.cells):
                doubtful |= recognised.intersection((*equation.left, *equation.right))
    cells = {id: replace(cell, doubtful=True) if id in doubtful else cell for id, cell in form.cells.items()}
    return replace(form, cells=MappingProxyType(cells))


def _equations(table: Table) -> Iterator[Equation]:
    """The equations of tables three and four."""
    if table.kind == "disputes":
        yield from _row_totals(table)
    elif table.kind == "applications":
        yield from _row_totals(table)
        outcomes = [row.id for row in table.rows if row.id.startswith("outcomes.") and row.id != _DONE]
        for column in (column.id for column in table.rows[0].columns):
            new, carried_in, done, left = (f"{row}{table.joint}{column}" for row in (_NEW, _CARRIED_IN, _DONE, _LEFT))
            yield Equation((new, carried_in), (done, left))
            yield Equation(tuple(f"{row}{table.joint}{column}" for row in outcomes), (done,))


def _row_totals(table: Table) -> Iterator[Equation]:
    """The last value of a row is the sum of those before it."""
    for row in table.rows:
        *parts, total = (f"{row.id}{table.joint}{column.id}" for column in row.columns)
        yield Equation(tuple(parts), (total,))


def _sum(cells: Sequence[Cell]) -> Decimal | None:
    values = [Decimal(0) if cell.status in _NOTHING else cell.value for cell in cells]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
