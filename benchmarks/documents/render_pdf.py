"""A report → PDF files as programs other than Word write them: text and thin rectangles at places on pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.documents.report import GeneratedReport, Sheet, SheetCell

_FONT = "STSong-Light"  # a font that the file names and does not contain
_LEADING = 1.35
_PADDING = 2.5
_CM = 72 / 2.54  # points in a centimetre


@dataclass(frozen=True, slots=True)
class Press:
    """How pages are set: points, but the page in centimetres."""

    width: float = 21.0
    height: float = 29.7
    margin: float = 2.3
    size: float = 12
    cell_size: float = 8
    rules: bool = True
    repeat_header: bool = False
    page_numbers: bool = True


@dataclass(slots=True)
class _Pages:
    """The pages drawn so far, and how far down the last one is filled (from its upper edge)."""

    canvas: Canvas
    press: Press
    y: float = field(init=False)
    number: int = 1

    def __post_init__(self) -> None:
        self.y = self.top

    @property
    def top(self) -> float:
        return self.press.margin * _CM

    @property
    def bottom(self) -> float:
        return (self.press.height - self.press.margin) * _CM

    @property
    def width(self) -> float:
        return (self.press.width - 2 * self.press.margin) * _CM

    def turn(self) -> None:
        """Finish the page and begin the next."""
        if self.press.page_numbers:
            self.write(f"- {self.number} -", self.press.width * _CM / 2, self.bottom + 30, 9, centred=True)
        self.canvas.showPage()
        self.number += 1
        self.y = self.top

    def room(self, height: float) -> None:
        """Turn the page if ``height`` does not fit on this one."""
        if self.y + height > self.bottom and self.y > self.top:
            self.turn()

    def write(self, text: str, x: float, y: float, size: float, *, centred: bool = False) -> None:
        """One line of text whose baseline is at ``y``."""
        self.canvas.setFont(_FONT, size)
        draw = self.canvas.drawCentredString if centred else self.canvas.drawString
        draw(x, self.press.height * _CM - y, text)

    def rule(self, x: float, y: float, width: float, height: float) -> None:
        """A rule: a rectangle half a point thin."""
        self.canvas.rect(x, self.press.height * _CM - y - height, width, height, stroke=0, fill=1)


def render(report: GeneratedReport, press: Press) -> bytes:
    """The bytes of a PDF file with the report."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(press.width * _CM, press.height * _CM), invariant=True)
    pages = _Pages(canvas, press)
    _centred(pages, report.title, press.size + 5)
    for line in report.preamble:
        _paragraph(pages, line)
    for part in report.parts:
        _paragraph(pages, part.heading)
        for piece in part.body:
            if isinstance(piece, str):
                _paragraph(pages, piece)
            else:
                _SheetDrawing(pages, piece).draw()
    for line in report.signature:
        pages.room(press.size * _LEADING)
        pages.y += press.size * _LEADING
        pages.write(line, pages.press.margin * _CM + pages.width - _measured(line, press.size), pages.y, press.size)
    pages.turn()
    canvas.save()
    return stream.getvalue()


@dataclass(slots=True)
class _SheetDrawing:
    """One table on as many pages as it needs; rows are never cut."""

    pages: _Pages
    sheet: Sheet
    heights: list[float] = field(init=False)
    edges: list[float] = field(init=False)
    written: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        scale = self.pages.width / sum(self.sheet.widths)
        self.edges = [self.pages.press.margin * _CM]
        for width in self.sheet.widths:
            self.edges.append(self.edges[-1] + width * scale)
        self.heights = self._row_heights()

    def draw(self) -> None:
        """Rows until the page is full, then on the next one."""
        pages, header = self.pages, self.sheet.n_header_rows
        pages.y += 6
        first = row = 0
        height = 0.0
        while row < self.sheet.n_rows:
            if pages.y + height + self.heights[row] > pages.bottom and (row > first or pages.y > pages.top):
                row = self._end_of_page(first, row)
                self._draw_rows(first, row)
                pages.turn()
                if pages.press.repeat_header and row > header:
                    self.written -= {(cell.row, cell.column) for cell in self.sheet.cells if cell.row < header}
                    self._draw_rows(0, header)
                first, height = row, 0.0
            height += self.heights[row]
            row += 1
        self._draw_rows(first, row)
        pages.y += 10

    def _end_of_page(self, first: int, row: int) -> int:
        """The last row up to ``row`` at which the page may end: no merged label is left without room for its text."""
        return next(
            (at for at in range(row, first + 1, -1) if not any(self._is_spoilt(cell, at) for cell in self.sheet.cells)),
            row,
        )

    def _is_spoilt(self, cell: SheetCell, at: int) -> bool:
        """Whether neither part of a cell has room for its text where row ``at`` begins a page."""
        end = cell.row + cell.row_span
        largest = max(sum(self.heights[cell.row : at]), sum(self.heights[at:end]))
        return cell.row < at < end and self._height(cell) > largest

    def _height(self, cell: SheetCell) -> float:
        return len(self._lines(cell)) * self.pages.press.cell_size * _LEADING

    def _draw_rows(self, first: int, end: int) -> None:
        tops = [self.pages.y]
        for height in self.heights[first:end]:
            tops.append(tops[-1] + height)
        for cell in self.sheet.cells:
            top, bottom = max(cell.row, first), min(cell.row + cell.row_span, end)
            if top < bottom:
                self._draw_cell(
                    cell, tops[top - first], tops[bottom - first], is_last=bottom == cell.row + cell.row_span
                )
        self.pages.y = tops[-1]

    def _draw_cell(self, cell: SheetCell, top: float, bottom: float, *, is_last: bool) -> None:
        """A cell, or its part on this page; its text stands in the first part that has room for it."""
        left, right = self.edges[cell.column], self.edges[cell.column + cell.column_span]
        size = self.pages.press.cell_size
        if self.pages.press.rules:
            for y in (top, bottom):
                self.pages.rule(left, y, right - left + 0.5, 0.5)
            for x in (left, right):
                self.pages.rule(x, top, 0.5, bottom - top + 0.5)
        lines = self._lines(cell)
        has_room = is_last or self._height(cell) <= bottom - top
        if (cell.row, cell.column) in self.written or not has_room:
            return
        self.written.add((cell.row, cell.column))
        y = (top + bottom - self._height(cell)) / 2
        for line in lines:
            y += size * _LEADING
            self.pages.write(line, (left + right) / 2, y - size * 0.25, size, centred=True)

    def _lines(self, cell: SheetCell) -> list[str]:
        if cell.vertical:
            return list(cell.text)
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - 2 * _PADDING
        return [line for text in cell.text.split("\n") for line in _wrapped(text, width, self.pages.press.cell_size)]

    def _row_heights(self) -> list[float]:
        line = self.pages.press.cell_size * _LEADING
        heights = [line + 2 * _PADDING] * self.sheet.n_rows
        for cell in sorted(self.sheet.cells, key=lambda cell: cell.row_span):
            last = cell.row + cell.row_span - 1
            lacking = self._height(cell) + 2 * _PADDING - sum(heights[cell.row : last + 1])
            heights[last] += max(lacking, 0)
        return heights


def _centred(pages: _Pages, text: str, size: float) -> None:
    for line in _wrapped(text, pages.width, size):
        pages.y += size * _LEADING
        pages.write(line, pages.press.width * _CM / 2, pages.y, size, centred=True)
    pages.y += size


def _paragraph(pages: _Pages, text: str) -> None:
    """Lines from edge to edge, the first one indented by two characters."""
    size = pages.press.size
    for at, line in enumerate(_wrapped(text, pages.width, size, indent=2 * size)):
        pages.room(size * _LEADING * 1.2)
        pages.y += size * _LEADING * 1.2
        pages.write(line, pages.press.margin * _CM + (2 * size if at == 0 else 0), pages.y, size)


def _wrapped(text: str, width: float, size: float, *, indent: float = 0) -> list[str]:
    """The lines that a text fills, at least one."""
    return list(_lines(text, width, size, indent)) or [""]


def _lines(text: str, width: float, size: float, indent: float) -> Iterator[str]:
    line, left = "", width - indent
    for character in text:
        wide = _measured(character, size)
        if wide > left and line:
            yield line
            line, left = "", width
        line += character
        left -= wide
    if line:
        yield line


def _measured(text: str, size: float) -> float:
    width: float = pdfmetrics.stringWidth(text, _FONT, size)
    return width


VARIANTS: Mapping[str, Callable[[GeneratedReport], bytes]] = {
    name: partial(render, press=press)
    for name, press in {
        "drawn": Press(),
        "drawn, header repeated": Press(repeat_header=True, cell_size=9.5, size=14),
        "drawn, small page": Press(width=18.2, height=25.7, margin=1.8, size=10.5),
        "drawn, no page numbers": Press(page_numbers=False, cell_size=10, margin=1.6),
        "drawn, borderless": Press(rules=False),
    }.items()
}
