"""Single slips in the cells of tables three and four, drawn from how clerks slip.

Half of the slips are of the keyboard, half of the filling in. Among keyed figures Verhoeff (1969) counted wrong single
digits most often, then digits left out or added, then neighbouring digits exchanged, at about 6 : 2 : 1; wrong ones are
taken from the keys around the right one on the number pad, for that is where the hand slips. Of the filling in there is
no count to be had, only single observations in published reports (NARRATIVES §9): totals kept from the register while a
row changed, figures taken from the column beside, one application counted twice. The weights spread these evenly over
their kinds, miscounting by one first, since registers are tallied by hand.

Figures other than 0 are slipped on far more often: the form is sent out filled with zeros, and what nobody types nobody
mistypes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from benchmarks.documents.printed import requests
from benchmarks.findings.figures import COLUMNS, Figures, NewEdition

_RESULTS = ("upheld", "corrected", "other", "pending", "total")
_PATHS = ("review", "litigation_direct", "litigation_after_review")
_TOUCHED = 25  # how many times as often a figure is slipped on as a zero
_TRIES = 40
# The keys around each key of a number pad.
_PAD: Mapping[str, str] = {
    "0": "12",
    "1": "0245",
    "2": "01356",
    "3": "256",
    "4": "1578",
    "5": "24681379",
    "6": "3589",
    "7": "458",
    "8": "57946",
    "9": "568",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """What went wrong, and what stands in the cells now; None where one was left blank."""

    kind: str
    cells: Mapping[str, Decimal | None]

    @property
    def table(self) -> str:
        """The table of its first cell."""
        return "three" if "@" in next(iter(self.cells)) else "four"


@dataclass(frozen=True, slots=True)
class Sheets:
    """Tables three and four as they lie before a clerk: rows of cell ids, true figures, and those of last year."""

    rows: tuple[tuple[str, ...], ...]
    figures: Figures
    before: Figures

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells."""
        return tuple(cell for row in self.rows for cell in row)

    def beside(self, cell: str, *, down: int, right: int) -> str | None:
        """The cell so many rows below and columns to the right; table four has one row of cells."""
        row = next(number for number, cells in enumerate(self.rows) if cell in cells)
        below, column = row + down, self.rows[row].index(cell) + right
        if not 0 <= below < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return None
        return self.rows[below][column] if len(self.rows[below]) == len(self.rows[row]) else None


Slipping = Callable[[random.Random, Sheets, str], Decimal | None]
"""A way to slip on one cell: the wrong value, or the right one where it cannot happen there; None is left blank."""


@cache
def rows_of(edition: NewEdition) -> tuple[tuple[str, ...], ...]:
    """The rows of table three, and table four as one row."""
    four = tuple(f"{path}.{result}" for path in _PATHS for result in _RESULTS)
    return (*(tuple(f"{row.id}@{column}" for column in COLUMNS) for row in requests(edition)), four)


def single_slip(rng: random.Random, sheets: Sheets) -> Slip | None:
    """A slip in one cell; None where the report offers no occasion for the kinds that were tried."""
    for _ in range(_TRIES):
        kind = rng.choices(list(_KINDS), [weight for weight, _, _ in _KINDS.values()])[0]
        _, slipping, only_totals = _KINDS[kind]
        cells = [cell for cell in sheets.cells if is_total(cell)] if only_totals else sheets.cells
        cell = draw_cell(rng, sheets, cells)
        value = slipping(rng, sheets, cell)
        if value != sheets.figures[cell]:
            return Slip(kind, {cell: value})
    return None


def draw_cell(rng: random.Random, sheets: Sheets, cells: Sequence[str]) -> str:
    """A cell that somebody slips on: seldom a zero."""
    return rng.choices(cells, [_TOUCHED if sheets.figures[cell] else 1 for cell in cells])[0]


def is_total(cell: str) -> bool:
    """Whether the form has a sum there."""
    return cell.endswith(("@total", ".total")) or cell.startswith("outcomes.total@")


def _digits(change: Callable[[random.Random, str], str]) -> Slipping:
    """A slip over the digits of what is typed."""

    def slipping(rng: random.Random, sheets: Sheets, cell: str) -> Decimal | None:
        typed = change(rng, str(sheets.figures[cell]))
        return Decimal(typed) if typed else sheets.figures[cell]

    return slipping


def _neighbour_key(rng: random.Random, typed: str) -> str:
    at = rng.randrange(len(typed))
    return typed[:at] + rng.choice(_PAD[typed[at]]) + typed[at + 1 :]


def _dropped(rng: random.Random, typed: str) -> str:
    at = rng.randrange(len(typed))
    return typed[:at] + typed[at + 1 :]


def _doubled(rng: random.Random, typed: str) -> str:
    at = rng.randrange(len(typed))
    return typed[: at + 1] + typed[at:]


def _exchanged(rng: random.Random, typed: str) -> str:
    if len(typed) < 2:
        return typed
    at = rng.randrange(len(typed) - 1)
    return typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]


def _miscounted(rng: random.Random, sheets: Sheets, cell: str) -> Decimal | None:
    value = sheets.figures[cell]
    return value + rng.choice((-1, 1)) if value else value


def _taken_from(steps: Sequence[tuple[int, int]]) -> Slipping:
    """The value of a cell beside."""

    def slipping(rng: random.Random, sheets: Sheets, cell: str) -> Decimal | None:
        down, right = rng.choice(steps)
        beside = sheets.beside(cell, down=down, right=right)
        return sheets.figures[cell if beside is None else beside]

    return slipping


def _last_year(_: random.Random, sheets: Sheets, cell: str) -> Decimal | None:
    return sheets.before[cell]


def _forgotten(_: random.Random, __: Sheets, ___: str) -> Decimal | None:
    return Decimal(0)


def _left_blank(_: random.Random, sheets: Sheets, cell: str) -> Decimal | None:
    return None if sheets.figures[cell] else sheets.figures[cell]


def _summed_wrongly(rng: random.Random, sheets: Sheets, cell: str) -> Decimal | None:
    """The sum with a part left out or taken twice."""
    row = next(cells for cells in sheets.rows if cell in cells)
    if cell.endswith(".total"):
        parts = [other for other in row if other.partition(".")[0] == cell.partition(".")[0] and other != cell]
    elif cell.startswith("outcomes.total@") and rng.random() < 0.5:
        column = cell.partition("@")[2]
        parts = [other for other in sheets.cells if other.startswith("outcomes.") and other.endswith(f"@{column}")]
        parts.remove(cell)
    else:
        parts = [other for other in row if not other.endswith("@total")]
    part = sheets.figures[rng.choice([other for other in parts if sheets.figures[other]] or [cell])]
    return max(sheets.figures[cell] + rng.choice((-1, -1, 1)) * part, Decimal(0))


_KINDS: Mapping[str, tuple[int, Slipping, bool]] = {
    # Of the keyboard.
    "neighbouring key": (30, _digits(_neighbour_key), False),
    "digit dropped": (7, _digits(_dropped), False),
    "digit doubled": (6, _digits(_doubled), False),
    "digits exchanged": (7, _digits(_exchanged), False),
    # Of filling in.
    "miscounted by one": (14, _miscounted, False),
    "value of the next row": (8, _taken_from(((-1, 0), (1, 0))), False),
    "value of the next column": (7, _taken_from(((0, -1), (0, 1))), False),
    "last year's value": (7, _last_year, False),
    "total left at 0": (4, _forgotten, True),
    "total left blank": (3, _left_blank, True),
    "sum worked out wrongly": (7, _summed_wrongly, True),
}
SINGLE_KINDS = tuple(_KINDS)
