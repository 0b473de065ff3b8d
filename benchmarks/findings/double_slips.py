"""Slips that leave two wrong cells or more.

Most double errors are no coincidence of two slips: a figure lands in the wrong row or column and what belongs there
lands where it came from, or a wrong figure is carried into the sum beside it. Rarest is a whole row typed one column
too far.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal

from benchmarks.findings.slips import Sheets, Slip, draw_cell, is_total, single_slip

_TRIES = 60


def double_slip(rng: random.Random, sheets: Sheets) -> Slip | None:
    """A slip over several cells; None where the report offers no occasion for those that were tried."""
    for _ in range(_TRIES):
        kind = rng.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])[0]
        changed = _KINDS[kind][1](rng, sheets)
        wrong = {cell: value for cell, value in changed.items() if value != sheets.figures[cell]}
        if len(wrong) > 1:
            return Slip(kind, wrong)
    return None


def _two(rng: random.Random, sheets: Sheets) -> Mapping[str, Decimal | None]:
    slips = [single_slip(rng, sheets), single_slip(rng, sheets)]
    return {cell: value for slip in slips if slip is not None for cell, value in slip.cells.items()}


def _exchanged(*, down: int, right: int) -> Callable[[random.Random, Sheets], Mapping[str, Decimal | None]]:
    """The figures of two neighbouring cells stand in each other's place."""

    def changed(rng: random.Random, sheets: Sheets) -> Mapping[str, Decimal | None]:
        cell, way = draw_cell(rng, sheets, sheets.cells), rng.choice((-1, 1))
        beside = sheets.beside(cell, down=down * way, right=right * way)
        if beside is None or is_total(cell) or is_total(beside):
            return {}
        return {cell: sheets.figures[beside], beside: sheets.figures[cell]}

    return changed


def _carried_on(rng: random.Random, sheets: Sheets) -> Mapping[str, Decimal | None]:
    """A wrong figure that the sum of its row, or its case, was made with."""
    slip = single_slip(rng, sheets)
    if slip is None:
        return {}
    (cell, value), *_ = slip.cells.items()
    total = f"{cell.partition('@')[0]}@total" if "@" in cell else f"{cell.partition('.')[0]}.total"
    if value is None or is_total(cell):
        return {}
    return {cell: value, total: sheets.figures[total] + value - sheets.figures[cell]}


def _shifted(rng: random.Random, sheets: Sheets) -> Mapping[str, Decimal | None]:
    """A row of table three typed one column too far to the right; its total is typed last, where it belongs."""
    row = rng.choice(sheets.rows[:-1])[:-1]
    values = [Decimal(0), *(sheets.figures[cell] for cell in row[:-1])]
    return dict(zip(row, values, strict=True))


_KINDS: Mapping[str, tuple[int, Callable[[random.Random, Sheets], Mapping[str, Decimal | None]]]] = {
    "two slips": (35, _two),
    "rows exchanged": (20, _exchanged(down=1, right=0)),
    "columns exchanged": (20, _exchanged(down=0, right=1)),
    "carried into the row's total": (18, _carried_on),
    "row shifted by one column": (7, _shifted),
}
DOUBLE_KINDS = tuple(_KINDS)
