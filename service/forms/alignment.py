"""Which of a row's written cells belongs to which of the columns it must have.

A row that has exactly as many values, or as many cells, as the form has columns is read in order. Of any other row
only what can stand nowhere else is read; the rest stays open, with the values that it may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from service.forms.line import Line, Piece
from service.forms.splitting import Balance, glued, parts, splits
from service.forms.value import parse, pieces

_MAX_SURPLUS = 3  # values more than columns that are worth trying out


@dataclass(frozen=True, slots=True)
class Open:
    """A column whose value the row does not tell, and what it may be."""

    candidates: tuple[Decimal, ...]


Slot = Piece | Open | None
"""What stands in a column: a written cell, something open, or no cell at all."""

Starts = tuple[int, ...]
"""The columns in which the values of a row stand."""


class Shapes:
    """Where the values stand in the rows of a table, learnt from those rows that are full.

    Rows of a ruled grid have the same columns; rows of a text have them if they are as wide and have the label at the
    same place, or if rows are filled up with empty cells and all full ones of that width agree.
    """

    def __init__(self) -> None:
        self._starts: dict[tuple[int, ...], Starts] = {}
        self._widths: dict[tuple[int, ...], set[Starts]] = {}
        self._places: set[tuple[int, ...]] = set()
        self._padded: set[tuple[int, int]] = set()

    def learn(self, line: Line, behind: int, n: int) -> None:
        """Take note of a row, if behind its ``behind``-th cell it has exactly ``n`` values."""
        filled = [piece for piece in line.pieces[behind:] if not piece.blank]
        if len(filled) != n:
            return
        starts = tuple(piece.column for piece in filled)
        self._starts.setdefault(self._key(line, behind, n), starts)
        self._widths.setdefault((line.grid, n, len(line.pieces)), set()).add(starts)
        self._places.add((line.grid, n, behind))
        if len(line.pieces) - behind > n:
            self._padded.add((line.grid, n))

    def starts(self, line: Line, behind: int, n: int) -> Starts | None:
        """The value columns of a row of this shape, if they are known."""
        known = self._starts.get(self._key(line, behind, n))
        if known is not None or (line.grid, n, behind) in self._places or (line.grid, n) not in self._padded:
            return known
        same_width = self._widths.get((line.grid, n, len(line.pieces)), set())
        # Labels reach further right in this row than the values did in that one: its columns are others.
        fitting = [starts for starts in same_width if starts[0] >= behind]
        return fitting[0] if len(same_width) == len(fitting) == 1 else None

    def is_certain(self, line: Line, behind: int, n: int) -> bool:
        """Whether the cells of a row with blanks may be counted: nothing says that one is lost, or is no value's.

        A row of another width than the full rows with the label at its place has lost or gained a cell; so may any
        row of a table whose rows are filled up with empty cells.
        """
        if line.ruled or self.starts(line, behind, n) is not None:
            return True
        if (line.grid, n, behind) in self._places or (line.grid, n) in self._padded:
            return False
        return behind > 0 or not line.pieces[0].blank

    def _key(self, line: Line, behind: int, n: int) -> tuple[int, ...]:
        return (line.grid, n) if line.ruled else (line.grid, n, len(line.pieces), behind)


def align(
    written: Sequence[Piece],
    n: int,
    *,
    balance: Balance | None = None,
    starts: Starts | None = None,
    certain: bool = True,
) -> tuple[Slot, ...]:
    """The ``n`` columns of a row from the cells written behind its label.

    ``starts`` are the value columns where they are known; unless ``certain``, blank cells are not counted.
    """
    written = _separated(written, n)
    filled = [piece for piece in written if not piece.blank]
    if len(filled) == n:
        return tuple(filled)
    if len(filled) > n:
        return _too_many(filled, n, balance)
    whole = glued(written, n)
    if whole is not None and balance is not None:
        return between(whole, splits(whole, n, balance), n)
    if starts is not None:
        placed = _by_columns(written, starts)
        if placed is not None:
            return placed
    if certain and len(written) == n:
        return tuple(written)
    if certain and len(written) > n:
        return _shifted(written, filled, n)
    if not filled:
        # No telling how far the blank cells reach, but nothing is written in any of them.
        return tuple(written[0] for _ in range(n)) if written else (None,) * n
    return _too_few(filled, n)


def between(piece: Piece, vectors: Sequence[Sequence[Decimal]], n: int) -> tuple[Slot, ...]:
    """The columns of a row written in one cell that may be split into each of the vectors."""
    if len(vectors) == 1:
        return parts(piece, vectors[0])
    return tuple(Open(_distinct(values[column] for values in vectors)) for column in range(n))


def _separated(written: Sequence[Piece], n: int) -> list[Piece]:
    """Cells that ran together ("80 0 0") taken apart, where that gives exactly the values the row must have."""
    apart = [replace(piece, text=text) for piece in written for text in pieces(piece.text) or [""]]
    filled = sum(not piece.blank for piece in written)
    return apart if filled < n and sum(not part.blank for part in apart) == n else list(written)


def _by_columns(written: Sequence[Piece], starts: Starts) -> tuple[Slot, ...] | None:
    """Every value in its column; None where a value stands beside the columns or across several."""
    slots: list[Slot] = []
    for start in starts:
        slots.append(next((piece for piece in written if piece.column <= start < piece.end), None))
    placed = [slot for slot in slots if slot is not None]
    if len(set(map(id, placed))) < len(placed):
        return None
    if any(not piece.blank and not any(piece is slot for slot in placed) for piece in written):
        return None
    return tuple(slots)


def _shifted(written: Sequence[Piece], filled: Sequence[Piece], n: int) -> tuple[Slot, ...]:
    """More cells than columns, some of them blank: the window of columns that holds all values, if it is one."""
    windows = [written[start : start + n] for start in range(len(written) - n + 1)]
    windows = [window for window in windows if all(any(piece is cell for cell in window) for piece in filled)]
    if not filled or len(windows) == 1:
        return tuple(windows[0])
    return _too_few(filled, n)


def _too_few(filled: Sequence[Piece], n: int) -> tuple[Slot, ...]:
    """Cells are lost: each column may have any value that leaves room for those before and behind it."""
    spare = n - len(filled)
    return tuple(_open(filled[max(0, column - spare) : column + 1]) for column in range(n))


def _too_many(filled: Sequence[Piece], n: int, balance: Balance | None) -> tuple[Slot, ...]:
    """More values than columns: read where all choices that satisfy the row's sum say the same."""
    surplus = len(filled) - n
    if balance is None or surplus > _MAX_SURPLUS:
        return tuple(_open(filled[column : column + surplus + 1]) for column in range(n))
    chosen: dict[tuple[Decimal, ...], tuple[Piece, ...]] = {}
    for choice in combinations(filled, n):
        values = _values(choice)
        if len(values) == n and balance(values):
            chosen.setdefault(values, choice)
    if len(chosen) == 1:
        return next(iter(chosen.values()))
    if not chosen:
        return tuple(_open(filled[column : column + surplus + 1]) for column in range(n))
    return tuple(Open(_distinct(values[column] for values in chosen)) for column in range(n))


def _open(candidates: Sequence[Piece]) -> Open:
    return Open(_distinct(_values(candidates)))


def _values(written: Iterable[Piece]) -> tuple[Decimal, ...]:
    values = (parse(piece.text).value for piece in written)
    return tuple(value for value in values if value is not None)


def _distinct(values: Iterable[Decimal]) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(values))
