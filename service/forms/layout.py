"""The statutory tables as values: which edition has which of them, and what its cells are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, get_args

from service.forms.cell import Edition
from service.forms.table import CellSpec, Kind, Table, read_table

# The files of layouts/ that an edition consists of, in the order of the form; of those of V0a a report has one.
_FILES: Final[Mapping[Edition, tuple[str, ...]]] = MappingProxyType(
    {
        "V0a": ("v0a_annual", "v0a_coded"),
        "V0b": ("v0b",),
        "V1": ("proactive_v1", "applications", "disputes"),
        "V2": ("proactive_v2", "applications", "disputes"),
    }
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Tables that stand in one report. ``cells`` holds every cell id in the order of the form.

    ``titles`` are the names of sums that are not printed, and of rows without a column.
    """

    tables: tuple[Table, ...]
    cells: Mapping[str, CellSpec]
    titles: Mapping[str, str]

    @property
    def ids(self) -> tuple[str, ...]:
        """All cell ids in the order of the form."""
        return tuple(self.cells)

    def table(self, kind: Kind) -> Table:
        """The table of a kind; KeyError where there is none."""
        found = next((table for table in self.tables if table.kind == kind), None)
        if found is None:
            raise KeyError(kind)
        return found


@cache
def layout(edition: Edition) -> Layout:
    """All tables of an edition."""
    return compose(tables(edition))


@cache
def tables(edition: Edition) -> tuple[Table, ...]:
    """The tables of an edition in the order of the form."""
    return tuple(read_table(name, edition) for name in _FILES[edition])


def compose(chosen: Sequence[Table]) -> Layout:
    """The layout of a report with these tables, which may be of several editions."""
    cells: dict[str, CellSpec] = {}
    titles: dict[str, str] = {}
    for table in chosen:
        cells |= table.cells
        titles |= table.titles
    return Layout(tuple(chosen), MappingProxyType(cells), MappingProxyType(titles))


def tables_in(edition: Edition | None, cell_ids: Mapping[str, object]) -> tuple[Table, ...]:
    """The tables whose cells are all given, those of the edition first; a report may have tables of several."""
    order = [edition] if edition is not None else []
    order += [other for other in get_args(Edition) if other != edition]
    found: dict[Kind, Table] = {}
    for table in (table for each in order for table in tables(each)):
        if table.kind not in found and all(cell_id in cell_ids for cell_id in table.cells):
            found[table.kind] = table
    kinds = get_args(Kind)
    return tuple(sorted(found.values(), key=lambda table: kinds.index(table.kind)))


def cell_title(edition: Edition, cell_id: str) -> str:
    """The Chinese name of a cell or of a sum, for messages: ``表三 本年新收政府信息公开申请数量·总计``.

    A row id without a column is taken in column ``total``. Since a report may have tables of several editions, what
    the edition does not have is looked up in the others; KeyError for what none has.
    """
    for each in (edition, *get_args(Edition)):
        form = layout(each)
        spec = form.cells.get(cell_id)
        if spec is not None:
            return spec.title
        if cell_id in form.titles:
            return form.titles[cell_id]
    raise KeyError(cell_id)
