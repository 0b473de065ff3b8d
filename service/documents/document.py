"""What every reader of a file format returns: one Document, a sequence of paragraphs and grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["text", "docx"]
Status = Literal["read", "partly_read"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands in the document: block (from 0), and inside a grid row and column (from 0)."""

    block: int
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as it should; the rest of the document could."""

    code: str
    message: str
    where: Source | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, white space at its ends removed.

    ``after_gap`` says that a blank line or the end of a page stands before it, as it does in text taken from PDFs.
    """

    text: str
    source: Source
    after_gap: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid with the rows and columns it covers."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the document: cells at rows and columns, merged cells with their extent.

    Text formats know no merged cells: there ``rows`` are the cells of each line in order, and positions count
    the cells that are written, not those that a person would see.
    """

    cells: tuple[GridCell, ...]
    source: Source

    @property
    def n_rows(self) -> int:
        """How many rows the grid has."""
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    def rows(self) -> list[list[GridCell]]:
        """The cells row by row, each once, in the row where it begins."""
        rows: list[list[GridCell]] = [[] for _ in range(self.n_rows)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: its blocks in reading order, and what went wrong on the way."""

    name: str
    format: Format
    sha256: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def status(self) -> Status:
        """``partly_read`` where a problem was met."""
        return "partly_read" if self.problems else "read"

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def grids(self) -> Iterator[Grid]:
        """The grids in reading order."""
        return (block for block in self.blocks if isinstance(block, Grid))
