"""The rows of the document's grids as one stream, whatever shape they came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.documents.document import Grid, Source
from service.forms.value import clean


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
        return not clean(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid. In a ``ruled`` grid columns are those a person sees; else they count the written cells."""

    pieces: tuple[Piece, ...]
    grid: int
    ruled: bool

    @property
    def source(self) -> Source:
        """Where the row stands."""
        first = self.pieces[0].source
        return Source(first.block, first.row)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written in the row, blanks left out."""
        return tuple(piece.text for piece in self.pieces if not piece.blank)


def lines(grids: Iterable[Grid]) -> Iterator[Line]:
    """All rows of all grids in reading order, empty rows included, rows without any cell left out."""
    for index, grid in enumerate(grids):
        ruled = any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells)
        for row in grid.rows():
            pieces = tuple(
                Piece(
                    text=cell.text,
                    source=Source(grid.source.block, cell.row, cell.column, cell.place),
                    column=cell.column,
                    end=cell.column + cell.column_span,
                    confidence=cell.confidence,
                )
                for cell in row
            )
            if pieces:
                yield Line(pieces, index, ruled)
