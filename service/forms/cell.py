"""A cell of the statutory tables, and the form that holds them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.documents.document import Problem, Source

Edition = Literal["V0a", "V0b", "V1", "V2"]
CellStatus = Literal["read", "blank", "not_applicable", "unreadable", "ambiguous", "missing"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a report says in one cell of the form.

    ``id`` is the cell's name in the layout (``requests.new@total``); ``value`` is None unless ``status`` is
    ``read``; ``raw`` is the text as it stands; ``unit`` only where the cell prints one of its own
    (``p19.procurement.amount``). ``candidates`` are the values an ambiguous cell may have. ``confidence`` is how sure
    character recognition was of a scanned cell; a ``doubtful`` cell was recognised with little confidence, or
    disagrees with the equations of its table so that it may have been recognised wrongly.
    """

    id: str
    value: Decimal | None
    status: CellStatus
    raw: str
    source: Source | None = None
    unit: str | None = None
    candidates: tuple[Decimal, ...] = ()
    confidence: float | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row of a statutory table that the form does not know, as it stands."""

    texts: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Form:
    """The statutory tables of one report: every cell of its tables, also those that were not found.

    ``edition`` is that of the report as a whole; the cells are those of the tables as they stand, which may be of
    several editions. ``problems`` tell what of the tables was left unread.
    """

    edition: Edition | None
    cells: Mapping[str, Cell]
    extra_rows: tuple[ExtraRow, ...] = ()
    problems: tuple[Problem, ...] = ()

    def value(self, cell_id: str) -> Decimal | None:
        """The value of a cell, None where it has none."""
        cell = self.cells.get(cell_id)
        return None if cell is None else cell.value
