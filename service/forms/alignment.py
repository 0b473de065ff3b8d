"""Which of a row's written cells belongs to which of the columns it must have.

A row that has exactly as many values, or as many cells, as the form has columns is read in order. Of any other row
only what can stand nowhere else is read; the rest stays open, with the values that it may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, pairwise

from service.forms.grid_row import GridRow, Piece
from service.forms.splitting import Balance, glued, parts, splits
from service.forms.value import is_grouped, parse, pieces

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

    def learn(self, row: GridRow, behind: int, n: int) -> None:
        """Take note of a row, if from its first value behind ``behind`` cells to its last there are ``n`` cells."""
        inside = _between_ends(row.pieces[behind:])
        if len(inside) != n:
            return
        starts = tuple(piece.column for piece in inside)
        self._starts.setdefault(self._key(row, behind, n), starts)
        self._widths.setdefault((row.grid, n, len(row.pieces)), set()).add(starts)
        self._places.add((row.grid, n, behind))
        if len(row.pieces) - behind > n:
            self._padded.add((row.grid, n))

    def starts(self, row: GridRow, behind: int, n: int) -> Starts | None:
        """The value columns of a row of this shape, if they are known."""
        known = self._starts.get(self._key(row, behind, n))
        if known is not None or (row.grid, n, behind) in self._places or (row.grid, n) not in self._padded:
            return known
        same_width = self._widths.get((row.grid, n, len(row.pieces)), set())
        # Labels reach further right in this row than the values did in that one: its columns are others.
        fitting = [starts for starts in same_width if starts[0] >= behind]
        return fitting[0] if len(same_width) == len(fitting) == 1 else None

    def is_certain(self, row: GridRow, behind: int, n: int) -> bool:
        """Whether the cells of a row with blanks may be counted: nothing says that one is lost, or is no value's.

        A row of another width than the full rows with the label at its place has lost or gained a cell; so may any
        row of a table whose rows are filled up with empty cells.
        """
        if row.ruled or self.starts(row, behind, n) is not None:
            return True
        if (row.grid, n, behind) in self._places or (row.grid, n) in self._padded:
            return False
        return behind > 0 or not row.pieces[0].blank

    def _key(self, row: GridRow, behind: int, n: int) -> tuple[int, ...]:
        return (row.grid, n) if row.ruled else (row.grid, n, len(row.pieces), behind)


def align(
    written: Sequence[Piece],
    n: int,
    *,
    balance: Balance | None = None,
    starts: Starts | None = None,
    certain: bool = True,
    run_together: bool = False,
) -> tuple[Slot, ...]:
    """The ``n`` columns of a row from the cells written behind its label.

    ``starts`` are the value columns where they are known; unless ``certain``, blank cells are not counted. In tables
    whose digits were ``run_together``, a number alone in its row is all values of it.
    """
    whole_row = certain and len(written) == n
    written = _separated(written, n, whole=whole_row, balance=balance)
    filled = [piece for piece in written if not piece.blank]
    if len(filled) == n:
        return _spaced(filled, balance)
    if len(filled) > n:
        return _too_many(filled, n, balance)
    whole = glued(written, n)
    if whole is not None and balance is not None:
        return between(whole, splits(whole, n, balance), n)
    if whole is not None and run_together:
        return between(whole, splits(whole, n, None), n)
    if starts is not None and not (len(written) == n and _is_beside(written, starts)):
        placed = _by_columns(written, starts)
        if placed is not None:
            return placed
    if certain and len(written) == n:
        return tuple(written)
    if certain and len(written) > n:
        return _shifted(written, filled, n)
    inside = _between_ends(written)
    if len(inside) == n:
        return tuple(inside)
    if not filled:
        # No telling how far the blank cells reach, but nothing is written in any of them.
        return tuple(written[0] for _ in range(n)) if written else (None,) * n
    return _too_few(filled, n)


def between(piece: Piece, vectors: Sequence[Sequence[Decimal]], n: int) -> tuple[Slot, ...]:
    """The columns of a row written in one cell that may be split into each of the vectors."""
    if len(vectors) == 1:
        return parts(piece, vectors[0])
    return tuple(Open(_distinct(values[column] for values in vectors)) for column in range(n))


def single(written: Sequence[Piece]) -> Slot:
    """The one value of a row whose merged cells may have left several ("0 0 0")."""
    filled = [piece for piece in written if not piece.blank]
    if not filled:
        return written[0] if written else None
    if len(filled) == 1 and (len(pieces(filled[0].text)) == 1 or is_grouped(filled[0].text)):
        return filled[0]
    texts = [text for piece in filled for text in pieces(piece.text)]
    values = [parse(text) for text in texts]
    if any(value.status == "unreadable" for value in values):
        return filled[0]
    if len(set(values)) == 1:
        return replace(filled[0], text=texts[0])
    return Open(tuple(dict.fromkeys(value.value for value in values if value.value is not None)))


def _separated(written: Sequence[Piece], n: int, *, whole: bool, balance: Balance | None) -> list[Piece]:
    """Cells that ran together ("80 0 0") taken apart, where that gives exactly the values the row must have.

    In a ``whole`` row, where every column has its cell, a space rather stands inside a number ("4 5") and a blank cell
    for a nought: there the sum decides.
    """
    if sum(not piece.blank for piece in written) >= n:
        return list(written)
    apart = [replace(piece, text=text) for piece in written for text in pieces(piece.text) or [""]]
    filled = [part for part in apart if not part.blank]
    if len(filled) != n:
        return list(written)
    if whole and balance is not None and not _holds(filled, balance) and _holds_joined(written, balance):
        return list(written)
    return apart


def _holds(written: Sequence[Piece], balance: Balance) -> bool:
    values = _values(written)
    return len(values) == len(written) and balance.holds(values)


def _holds_joined(written: Sequence[Piece], balance: Balance) -> bool:
    """Whether the sum is right when digits in one cell are one number, and blank cells noughts."""
    joined = [replace(piece, text="".join(pieces(piece.text)) or "0") for piece in written]
    return _holds(joined, balance)


def _spaced(filled: Sequence[Piece], balance: Balance | None) -> tuple[Piece, ...]:
    """A row with a value in each of its cells, digits set apart ("1 1") joined where the sum wants them so."""
    unsure = [piece for piece in filled if parse(piece.text).status == "ambiguous"]
    if not unsure or balance is None:
        return tuple(filled)
    joined = [replace(piece, text="".join(pieces(piece.text))) if piece in unsure else piece for piece in filled]
    return tuple(joined if _holds(joined, balance) else filled)


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


def _is_beside(written: Sequence[Piece], starts: Starts) -> bool:
    """Whether the cells of a row stand side by side and end further right than the columns, the label being wider."""
    close = all(left.end == right.column for left, right in pairwise(written))
    return close and written[-1].column > starts[-1]


def _shifted(written: Sequence[Piece], filled: Sequence[Piece], n: int) -> tuple[Slot, ...]:
    """More cells than columns, some of them blank: the window of columns that holds all values, if it is one."""
    windows = [written[start : start + n] for start in range(len(written) - n + 1)]
    windows = [window for window in windows if all(any(piece is cell for cell in window) for piece in filled)]
    if not filled or len(windows) == 1:
        return tuple(windows[0])
    return _too_few(filled, n)


def _between_ends(written: Sequence[Piece]) -> Sequence[Piece]:
    """The cells from the first value to the last: where they are as many as the columns, each has its own."""
    filled = [index for index, piece in enumerate(written) if not piece.blank]
    return written[filled[0] : filled[-1] + 1] if filled else ()


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
        if len(values) == n and balance.holds(values):
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
