"""A row of table four: which paths and which result its words name, and the cells behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.forms.grid_row import GridRow, Piece
from service.forms.labels import Label, body, label, match
from service.forms.table import Table
from service.forms.value import is_value


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of the grids with the ``paths`` that its words name, its ``result``, and the cells ``written`` behind."""

    line: GridRow
    paths: tuple[int, ...]
    result: int | None
    n_words: int
    written: tuple[Piece, ...]

    @property
    def n_filled(self) -> int:
        """How many values it has."""
        return sum(not piece.blank for piece in self.written)

    @property
    def path(self) -> int | None:
        """The path that the row is of: the one named last."""
        return self.paths[-1] if self.paths else None


def value_row(table: Table, line: GridRow) -> ValueRow:
    """A row of table four taken apart; its values are the cells behind its last words."""
    is_word = [bool(body(piece.text)) and not is_value(piece.text) for piece in line.pieces]
    behind = max((position + 1 for position, word in enumerate(is_word) if word), default=0)
    words = [piece.text for piece, word in zip(line.pieces, is_word, strict=True) if word]
    return ValueRow(
        line=line,
        paths=_found(words, _paths(table)),
        result=match(words[-1], _results(table)) if words else None,
        n_words=len(words),
        written=line.pieces[behind:],
    )


def _found(words: Sequence[str], labels: tuple[Label, ...]) -> tuple[int, ...]:
    found = (match(word, labels) for word in words)
    return tuple(index for index in found if index is not None)


@cache
def _paths(table: Table) -> tuple[Label, ...]:
    return tuple(label(row.id, row.labels) for row in table.rows)


@cache
def _results(table: Table) -> tuple[Label, ...]:
    return tuple(label(column.id, column.labels) for column in table.columns)
