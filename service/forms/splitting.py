"""Rows that lost their cell borders: one string of digits that holds all values ("11120000113")."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from service.forms.grid_row import Piece
from service.forms.value import clean

_MAX_SPARE = 8  # digits more than values; beyond that too many splits satisfy any sum
_MAX_PARTS_TRIED = 60_000


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums that are printed in a row: of every ``size`` values the last is the sum of those before it."""

    size: int

    def holds(self, values: Sequence[Decimal]) -> bool:
        """Whether all sums of a row's values, in order, are right."""
        groups = (values[start : start + self.size] for start in range(0, len(values), self.size))
        return all(sum(group[:-1]) == group[-1] for group in groups)


def glued(written: Sequence[Piece], n: int) -> Piece | None:
    """The one written cell of a row whose digits may be those of ``n`` values, if the row is like that."""
    filled = [piece for piece in written if not piece.blank]
    if len(filled) != 1:
        return None
    digits = _digits(filled[0])
    return filled[0] if digits is not None and n <= len(digits) <= n + _MAX_SPARE else None


def is_run_together(written: Sequence[Piece], n: int) -> bool:
    """Whether a row must have lost its cell borders: no number begins with a nought that says nothing ("0012")."""
    piece = glued(written, n)
    return piece is not None and n > 1 and (_digits(piece) or "").startswith("0")


def splits(piece: Piece, n: int, balance: Balance | None) -> list[tuple[Decimal, ...]]:
    """All ways to cut the digits into ``n`` numbers without leading zeros whose sums are right."""
    digits = _digits(piece) or ""
    size = n if balance is None else balance.size
    found = []
    for tried, values in enumerate(_cuts_in_groups(digits, n, size, balance)):
        if tried >= _MAX_PARTS_TRIED:
            return []
        found.append(values)
    return found


def _cuts_in_groups(digits: str, n: int, size: int, balance: Balance | None) -> Iterator[tuple[Decimal, ...]]:
    """The cuts, one group of values after the other, so that a wrong sum ends the search at once."""
    if n == 0:
        yield ()
        return
    lengths = [len(digits)] if n == size else range(size, len(digits) - (n - size) + 1)
    for length in lengths:
        for texts in _cuts(digits[:length], size):
            values = tuple(map(Decimal, texts))
            if balance is None or balance.holds(values):
                for rest in _cuts_in_groups(digits[length:], n - size, size, balance):
                    yield (*values, *rest)


def parts(piece: Piece, values: Sequence[Decimal]) -> tuple[Piece, ...]:
    """The cells that a split makes of the one that is written."""
    return tuple(replace(piece, text=str(value)) for value in values)


def _digits(piece: Piece) -> str | None:
    text = unicodedata.normalize("NFKC", clean(piece.text)) if len(piece.text) < 200 else ""
    return text if text.isascii() and text.isdigit() else None


def _cuts(digits: str, n: int) -> Iterator[tuple[str, ...]]:
    if n == 1:
        if digits == "0" or not digits.startswith("0"):
            yield (digits,)
        return
    longest = 1 if digits.startswith("0") else len(digits) - n + 1
    for length in range(1, longest + 1):
        for rest in _cuts(digits[length:], n - 1):
            yield (digits[:length], *rest)
