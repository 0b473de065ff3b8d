"""Rows that lost their cell borders: one string of digits that holds all values ("11120000113")."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from service.forms.line import Piece
from service.forms.value import clean

Balance = Callable[[Sequence[Decimal]], bool]
"""Whether the printed sum of a row holds for its values in order."""

_MAX_SPARE = 8  # digits more than values; beyond that too many splits satisfy any sum
_MAX_PARTS_TRIED = 60_000


def glued(written: Sequence[Piece], n: int) -> Piece | None:
    """The one written cell of a row whose digits may be those of ``n`` values, if the row is like that."""
    filled = [piece for piece in written if not piece.blank]
    if len(filled) != 1:
        return None
    digits = _digits(filled[0])
    return filled[0] if digits is not None and n <= len(digits) <= n + _MAX_SPARE else None


def splits(piece: Piece, n: int, balance: Balance) -> list[tuple[Decimal, ...]]:
    """All ways to cut the digits into ``n`` numbers without leading zeros whose sum is right."""
    digits = _digits(piece) or ""
    found = []
    for tried, parts in enumerate(_cuts(digits, n)):
        if tried >= _MAX_PARTS_TRIED:
            return []
        values = tuple(map(Decimal, parts))
        if balance(values):
            found.append(values)
    return found


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
