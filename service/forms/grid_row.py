"""The rows of the document's grids as one stream, whatever shape they came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from service.documents.document import Grid, GridCell, Place, Source
from service.forms.value import clean

_MAX_ROWS = 500  # of one grid; no table of the form has a hundred
_MAX_PIECES = 100  # of one row
_MAX_PIECES_IN_ALL = 12_000  # a report has some five hundred in its tables


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one written cell; it covers the columns from ``column`` to before ``end``."""

    text: str
    source: Source
    column: int
    end: int
    confidence: float | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not self.text.isdigit() and not clean(self.text)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid. In a ``ruled`` grid columns are those a person sees; else they count the written cells.

    ``texts`` is what is written in it, blanks left out.
    """

    pieces: tuple[Piece, ...]
    grid: int
    ruled: bool
    texts: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        texts = tuple(piece.text for piece in self.pieces if not piece.blank)
        object.__setattr__(self, "texts", texts)

    @property
    def source(self) -> Source:
        """Where the row stands."""
        return row_source(self.pieces)

    @property
    def position(self) -> tuple[int, int]:
        """Where the row stands among all rows, for comparing: its grid, and its number there."""
        return self.grid, self.pieces[0].source.row or 0


def grid_rows(grids: Iterable[Grid]) -> Iterator[GridRow]:
    """The rows of all grids in reading order, empty rows included, rows without any cell left out.

    Of grids larger than any table of the form only the beginning is looked at.
    """
    left = _MAX_PIECES_IN_ALL
    for index, grid in enumerate(grids):
        ruled = any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells)
        for row in islice(grid.rows(), _MAX_ROWS):
            pieces = tuple(_piece(cell, grid.source.block) for cell in row[:_MAX_PIECES])
            left -= len(pieces)
            if left < 0:
                return
            if pieces:
                yield GridRow(pieces, index, ruled)


def row_source(pieces: Sequence[Piece]) -> Source:
    """Where several cells of a row stand: its block and row, and the box around them on the first of their pages."""
    first = pieces[0].source
    places = [piece.source.place for piece in pieces if piece.source.place is not None]
    return Source(first.block, first.row, place=_around(places) if places else None)


def _piece(cell: GridCell, block: int) -> Piece:
    return Piece(
        text=cell.text,
        source=Source(block, cell.row, cell.column, cell.place),
        column=cell.column,
        end=cell.column + cell.column_span,
        confidence=cell.confidence,
    )


def _around(places: Sequence[Place]) -> Place:
    page = min(place.page for place in places)
    boxes = [place.box for place in places if place.page == page]
    left, top, right, bottom = zip(*boxes, strict=True)
    return Place(page, (min(left), min(top), max(right), max(bottom)))
