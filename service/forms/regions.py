"""Which rows of the grids belong to which statutory table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final, get_args

from service.forms.grid_row import GridRow
from service.forms.headers import (
    announced,
    are_dispute_rows,
    dispute_words,
    is_application_row,
    is_dispute_row,
    old_table_of,
)
from service.forms.table import Kind
from service.forms.value import is_value

_MAX_LINES = 400  # of one table, broken and repeated rows included
# How many values a row of a grid without header must have to go on with the table before it.
_ENOUGH_VALUES: Final[Mapping[Kind, int]] = MappingProxyType(
    {"proactive": 1, "applications": 7, "disputes": 5, "statistics": 1, "annual": 2, "coded": 2}
)


@dataclass(frozen=True, slots=True)
class Regions:
    """The rows of each table in reading order; ``anchored`` are the grids with a header or a row of their own."""

    lines: Mapping[Kind, Sequence[GridRow]]
    anchored: frozenset[int]


def divide(lines: Iterable[GridRow]) -> Regions:
    """Assign the rows to the tables; rows of grids that belong to none are left out.

    A grid without a header of its own goes on with the table before it, as after a page break.
    """
    tables: dict[Kind, list[GridRow]] = {kind: [] for kind in get_args(Kind)}
    anchored = set()
    current: Kind | None = None
    for index, grid in groupby(lines, key=lambda line: line.grid):
        rows = list(grid)
        kinds = _kinds(rows, current)
        if any(kinds):
            anchored.add(index)
        elif current is None or not _goes_on(current, rows):
            continue
        for line, kind in zip(rows, kinds, strict=True):
            current = kind or ("disputes" if current == "applications" and is_dispute_row(line) else current)
            if current is not None and len(tables[current]) < _MAX_LINES:
                tables[current].append(line)
    return Regions(MappingProxyType(tables), frozenset(anchored))


def _kinds(rows: Sequence[GridRow], before: Kind | None) -> list[Kind | None]:
    """The table that each row of a grid announces."""
    kinds = [announced(line) for line in rows]
    old = old_table_of(rows)
    if old is not None and "proactive" not in kinds and "applications" not in kinds:
        return [old for _ in rows]
    kinds = [
        kind or ("applications" if is_application_row(line) else None) for line, kind in zip(rows, kinds, strict=True)
    ]
    if any(kinds):
        return kinds
    # Set vertically, or below table three with its header lost.
    if len(dispute_words(rows)) > 3 or (before == "applications" and are_dispute_rows(rows)):
        return ["disputes" for _ in rows]
    return kinds


def _goes_on(current: Kind, rows: Iterable[GridRow]) -> bool:
    """Whether a grid without anchors can be the rest of the table before it: rows of as many values as that has."""
    enough = _ENOUGH_VALUES[current]
    return any(sum(is_value(piece.text) for piece in line.pieces) >= enough for line in rows)
