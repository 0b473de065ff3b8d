"""What stands around every cell of a form: its neighbours on the printed page, its parts if it is a total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from service.forms.cell import Form
from service.forms.layout import tables_in
from service.forms.table import Table
from service.reconcile.localise.slips import Surroundings
from service.reconcile.localise.system import System


@dataclass(frozen=True, slots=True)
class Vicinity:
    """The neighbours of the cells of a form, and the parts of the totals of a system."""

    values: Mapping[str, Decimal]
    neighbours: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]

    def around(self, cell: str, after: Mapping[str, Decimal]) -> Surroundings:
        """What stands around a cell: neighbours as reported, parts as they are after the changes."""
        near = {other: self.values[other] for other in self.neighbours.get(cell, ()) if other in self.values}
        parts = {other: after[other] for other in self.parts.get(cell, ()) if other in after}
        elsewhere = {value for other, value in self.values.items() if value and other != cell}
        return Surroundings(near, parts, elsewhere, is_total=cell in self.parts)


def vicinity(form: Form, system: System) -> Vicinity:
    """The neighbours and parts of all cells; a blank cell is taken as 0."""
    near: dict[str, list[str]] = defaultdict(list)
    for table in tables_in(form.edition, form.cells):
        for one, other in _pairs(table):
            near[one].append(other)
            near[other].append(one)
    read = {name: cell.value for name, cell in form.cells.items() if cell.value is not None and cell.status == "read"}
    return Vicinity(read | system.values, {cell: tuple(others) for cell, others in near.items()}, _parts(system))


def _pairs(table: Table) -> Iterator[tuple[str, str]]:
    """Cells beside each other and below each other; table four is printed as one line of all its cells."""
    lines = [[table.cell_id(row, column) for column in row.columns] for row in table.rows]
    flat = [[cell for line in lines for cell in line]] if table.kind == "disputes" else lines
    for line in flat:
        yield from zip(line, line[1:], strict=False)
    for above, below in zip(table.rows, table.rows[1:], strict=False):
        columns = {column.id for column in below.columns}
        for column in above.columns:
            if column.id in columns:
                yield table.cell_id(above, column), table.cell_id(below, column)


def _parts(system: System) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for constraint in system.constraints:
        if constraint.total is not None:
            found[constraint.total] += [cell for cell in constraint.coefficients if cell != constraint.total]
    return {cell: tuple(parts) for cell, parts in found.items()}
