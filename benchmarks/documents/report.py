"""One generated report: what a person would see in it, and the cells that a right reading has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Edition = Literal["V0a", "V0b", "V1", "V2"]
"""V0a to V2 as FORM.md has them."""

EDITIONS: tuple[Edition, ...] = ("V0a", "V0b", "V1", "V2")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell of a table as it is seen, merged extent included.

    ``text`` may hold line breaks (``\\n``) where a label is broken for width. ``vertical`` says that it is set
    downwards, character below character; ``header`` that it names something and is no value.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    vertical: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as an office lays it out: every position belongs to exactly one cell.

    ``widths`` are centimetres, one for each column; ``n_header_rows`` rows may be repeated on every page.
    """

    cells: tuple[SheetCell, ...]
    n_rows: int
    n_columns: int
    n_header_rows: int
    widths: tuple[float, ...]

    def rows(self) -> list[list[SheetCell]]:
        """The cells by the row where they begin, from left to right."""
        rows: list[list[SheetCell]] = [[] for _ in range(self.n_rows)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows

    def covering(self) -> dict[tuple[int, int], SheetCell]:
        """Every position (row, column) and the cell that covers it."""
        return {
            (cell.row + down, cell.column + right): cell
            for cell in self.cells
            for down in range(cell.row_span)
            for right in range(cell.column_span)
        }


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report (一、总体情况): paragraphs and tables in order; the number and 、 are not in ``title``."""

    number: str
    title: str
    body: tuple[str | Sheet, ...]

    @property
    def heading(self) -> str:
        """The heading as a line: 一、总体情况."""
        return f"{self.number}、{self.title}"


@dataclass(frozen=True, slots=True)
class GeneratedReport:
    """A whole report. ``cells``: id → decimal string, None where the cell stands blank or has a stroke for none."""

    edition: Edition
    agency: str
    year: int
    title: str
    preamble: tuple[str, ...]
    parts: tuple[Part, ...]
    signature: tuple[str, ...]
    cells: Mapping[str, str | None]
    seed: int

    def paragraphs(self) -> Iterator[str]:
        """All lines of prose in order: title, preamble, headings, paragraphs, signature."""
        yield self.title
        yield from self.preamble
        for part in self.parts:
            yield part.heading
            yield from (piece for piece in part.body if isinstance(piece, str))
        yield from self.signature

    def sheets(self) -> Iterator[Sheet]:
        """All tables in order."""
        for part in self.parts:
            yield from (piece for piece in part.body if isinstance(piece, Sheet))
