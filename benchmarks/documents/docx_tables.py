"""Sheets as tables of Word, in WordprocessingML."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.documents.docx_xml import Hand
from benchmarks.documents.report import Sheet, SheetCell

_TWIPS = 1440 / 2.54  # in a centimetre
_CHANGED = 0.06
_MARKED = 0.15


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes the tables of one document; ``rng`` says which cells were edited."""

    hand: Hand
    rng: random.Random
    width: float

    def tables(self, sheet: Sheet) -> list[str]:
        """The w:tbl elements that show a sheet: one, or the pieces into which it was cut."""
        rows = self.hand.layout.rows_per_table
        pieces = [sheet] if rows is None else list(cut(sheet, rows, relabel=self.hand.layout.relabel))
        return [self._table(piece) for piece in pieces]

    def _table(self, sheet: Sheet) -> str:
        widths = fitted(sheet, self.width)
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        covering = sheet.covering()
        rows = "".join(self._rows(sheet, row, covering, widths) for row in range(sheet.n_rows))
        return f"<w:tbl>{self._properties(sum(widths))}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def _properties(self, width: int) -> str:
        border = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        borders = "".join(border.format(side) for side in sides) if self.hand.layout.borders else ""
        return (
            f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
        )

    def _rows(self, sheet: Sheet, row: int, covering: dict[tuple[int, int], SheetCell], widths: list[int]) -> str:
        """A row, and before it now and then one that was deleted since."""
        layout = self.hand.layout
        is_values = row >= sheet.n_header_rows and all(
            covering[row, column].row_span == 1 for column in range(sheet.n_columns)
        )
        if not layout.changes or not is_values or self.rng.random() > 2 * _CHANGED:
            written = self._row(sheet, row, covering, widths, change="")
            return self.hand.controlled(written) if layout.controls and self.rng.random() < _MARKED else written
        stale = {
            place: cell if cell.header or cell.row != row else replace(cell, text=str(self.rng.randint(0, 99)))
            for place, cell in covering.items()
        }
        return self._row(sheet, row, stale, widths, change="del") + self._row(
            sheet, row, covering, widths, change="ins"
        )

    def _row(
        self, sheet: Sheet, row: int, covering: dict[tuple[int, int], SheetCell], widths: list[int], *, change: str
    ) -> str:
        layout = self.hand.layout
        properties = "" if layout.rows_break else "<w:cantSplit/>"
        properties += f'<w:trHeight w:val="{self._height(row, covering)}" w:hRule="atLeast"/>'
        if layout.repeat_header and row < sheet.n_header_rows:
            properties += "<w:tblHeader/>"
        if change:
            properties += self.hand.row_change(change)
        cells = "".join(self._cells(row, covering, widths))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def _height(self, row: int, covering: dict[tuple[int, int], SheetCell]) -> int:
        """The least height of a row in twips: what is set downwards must be given its room by hand."""
        character = self.hand.size * 1.4 * 20
        needed = (
            (len(cell.text) + 1) * character / cell.row_span
            for (at, _), cell in covering.items()
            if at == row and cell.vertical
        )
        return round(max([self.hand.layout.row_height * _TWIPS, *needed]))

    def _cells(self, row: int, covering: dict[tuple[int, int], SheetCell], widths: list[int]) -> Iterator[str]:
        """The w:tc elements of a row, those included that only continue a cell above."""
        column = 0
        while column < len(widths):
            cell = covering[row, column]
            if self.hand.layout.merges == "legacy" and cell.column_span > 1:
                yield from self._legacy_cells(cell, row, widths)
            else:
                width = sum(widths[cell.column : cell.column + cell.column_span])
                yield self._cell(cell, row, width, f'<w:gridSpan w:val="{cell.column_span}"/>')
            column += cell.column_span

    def _legacy_cells(self, cell: SheetCell, row: int, widths: list[int]) -> Iterator[str]:
        """A cell over several columns as old files have it: w:hMerge in each of them."""
        yield self._cell(cell, row, widths[cell.column], '<w:hMerge w:val="restart"/>')
        for column in range(cell.column + 1, cell.column + cell.column_span):
            blank = replace(cell, text="")
            yield self._cell(blank, row, widths[column], "<w:hMerge/>")

    def _cell(self, cell: SheetCell, row: int, width: int, span: str) -> str:
        begins = ' w:val="restart"' if row == cell.row else ""
        merged = "" if cell.row_span == 1 else f"<w:vMerge{begins}/>"
        turned = cell.vertical and self.hand.layout.vertical == "direction"
        direction = '<w:textDirection w:val="tbRlV"/>' if turned else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{direction}<w:vAlign w:val="center"/>'
        written = self._fitting(cell, width)._paragraphs(cell) if row == cell.row else self.hand.paragraph("")
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{written}</w:tc>"

    def _fitting(self, cell: SheetCell, width: int) -> TableWriter:
        """A smaller hand for a figure that its column is too narrow for; rows that stay whole may show it on two lines.

        Cut by the end of a page, half a figure would stand on each, and nobody lets that happen.
        """
        if cell.header or not self.hand.layout.rows_break:
            return self
        ems = sum(0.6 if character.isascii() else 1.0 for character in cell.text)
        size = min(self.hand.size, (width / 20 - 6) / max(ems, 1))
        return replace(self, hand=replace(self.hand, size=size))

    def _paragraphs(self, cell: SheetCell) -> str:
        layout = self.hand.layout
        align = "left" if cell.header and cell.column_span == 1 and len(cell.text) > 8 else "center"
        lines = [cell.text]
        if cell.vertical and layout.vertical == "stacked":
            lines = list(cell.text)
        elif layout.line_ends == "paragraph":
            lines = cell.text.split("\n")
        return "".join(self.hand.paragraph(self._runs(line, cell), align=align) for line in lines)

    def _runs(self, text: str, cell: SheetCell) -> str:
        """The text of a cell as it was typed and edited."""
        hand, layout = self.hand, self.hand.layout
        if not text:
            return hand.bookmarked("", "_GoBack") if layout.marks and self.rng.random() < _MARKED else ""
        if layout.changes and not cell.header and self.rng.random() < _CHANGED:
            return hand.deleted(str(self.rng.randint(0, 999))) + hand.inserted(hand.run(text))
        if layout.controls and self.rng.random() < _MARKED:
            return hand.controlled(hand.run(text))
        if layout.marks and self.rng.random() < _MARKED:
            if not cell.header and self.rng.random() < 0.5:
                return hand.calculated(text)
            return hand.bookmarked("".join(map(hand.run, text)), f"_Hlk{self.rng.randint(10**6, 10**8)}")
        return hand.run(text)


def fitted(sheet: Sheet, width: float) -> list[int]:
    """The widths of the columns in twips, ``width`` centimetres together."""
    scale = width / sum(sheet.widths)
    return [round(column * scale * _TWIPS) for column in sheet.widths]


def cut(sheet: Sheet, rows: int, *, relabel: bool) -> Iterator[Sheet]:
    """A sheet as several of about ``rows`` rows, with the header only in the first.

    A merged label that is cut stands blank where it goes on, or with its text again (``relabel``).
    """
    starts = [0, *range(max(rows, sheet.n_header_rows + 1), sheet.n_rows - 1, rows), sheet.n_rows]
    for first, end in zip(starts, starts[1:], strict=False):
        cells = []
        for cell in sheet.cells:
            top, bottom = max(cell.row, first), min(cell.row + cell.row_span, end)
            if top < bottom:
                text = cell.text if relabel or cell.row >= first else ""
                cells.append(replace(cell, row=top - first, row_span=bottom - top, text=text))
        header = sheet.n_header_rows if first == 0 else 0
        yield replace(sheet, cells=tuple(cells), n_rows=end - first, n_header_rows=header)


def under_heading(sheet: Sheet, heading: str) -> Sheet:
    """A sheet with a heading as its first row."""
    below = (replace(cell, row=cell.row + 1) for cell in sheet.cells)
    top = SheetCell(0, 0, heading, column_span=sheet.n_columns, header=True)
    return replace(sheet, cells=(top, *below), n_rows=sheet.n_rows + 1)
