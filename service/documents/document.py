"""What every reader of a file format returns: one Document, a sequence of paragraphs and grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["text", "docx", "pdf", "html", "doc", "rtf", "odt", "image"]
Status = Literal["read", "partly_read"]


Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a rectangle on a page, in points (1/72 inch) from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page; pages count from 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands in the document: block (from 0), and inside a grid row and column (from 0).

    ``place`` only in documents that have pages one can point at: PDF and scans.
    """

    block: int
    row: int | None = None
    column: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as it should; the rest of the document could."""

    code: str
    message: str
    where: Source | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a paragraph that stand side by side on one line of a page.

    ``start`` is the first of them, an offset in the paragraph's text; ``edges`` are the left sides of the characters
    and the right side of the last, one more than there are characters; ``top`` and ``bottom`` bound the line.
    """

    start: int
    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.start + len(self.edges) - 1

    def box(self, start: int, end: int) -> Box:
        """The rectangle of the characters from ``start`` to ``end`` that are in this run."""
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        return min(self.edges[first : last + 1]), self.top, max(self.edges[first : last + 1]), self.bottom


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, white space at its ends removed.

    ``after_gap`` says that a blank line or the end of a page stands before it, as it does in text taken from PDFs.
    ``runs`` tell where its characters stand, in documents that have pages.
    """

    text: str
    source: Source
    after_gap: bool = False
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid with the rows and columns it covers.

    ``place`` is where it stands on a page. ``confidence`` is how sure character recognition was of its text (0 to 1),
    None where the text was not recognised but written.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    place: Place | None = None
    confidence: float | None = None


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
class Content:
    """What the reader of a format finds in a file: blocks in reading order, pages if it has any, and problems."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    problems: tuple[Problem, ...] = ()


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
