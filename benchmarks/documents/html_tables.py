"""Sheets → HTML: real tables, well made and badly made, and tables made of divs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.documents.cutting import block_rows, cut
from benchmarks.documents.html_cells import CellWriter, plain
from benchmarks.documents.report import Sheet, SheetCell

TableWriter = Callable[[Sheet, CellWriter, Random], str]
Cuts = Literal["whole", "blocks", "middle", "middle with header"]


@dataclass(frozen=True, slots=True)
class Tables:
    """How the tables of a page are written."""

    write: TableWriter
    cell: CellWriter = plain
    cuts: Cuts = "whole"
    nested: int = 0

    def html(self, sheet: Sheet, random: Random) -> str:
        """The sheet as one or several tables, inside ``nested`` layout tables."""
        tables = "\n".join(self.write(piece, self.cell, random) for piece in self._pieces(sheet, random))
        for depth in range(self.nested):
            opened = f'<table width="100%" border="0" class="l{depth}"><tbody><tr><td align="center">'
            tables = f"{opened}{tables}</td></tr></tbody></table>"
        return tables

    def _pieces(self, sheet: Sheet, random: Random) -> list[Sheet]:
        if self.cuts == "blocks":
            blocks = block_rows(sheet)
            # Where the first row is none, the others only part the rows of one table.
            return cut(sheet, blocks) if 0 in blocks else [sheet]
        if self.cuts == "whole" or sheet.n_rows - sheet.n_header_rows < 6:
            return [sheet]
        # Not right below the header, and not before the last row.
        row = random.randint(sheet.n_header_rows + 2, sheet.n_rows - 2)
        return cut(sheet, [row], repeat_header=self.cuts == "middle with header", repeat_labels=random.random() < 0.5)


def table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """A table with spans, as editors write it."""
    return _table(
        sheet, cell, random, open='<table border="1" cellspacing="0" cellpadding="0"><tbody>', close="</tbody></table>"
    )


def headed_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """With thead, th and colgroup."""
    columns = "".join(f'<col style="width:{width:.2f}cm">' for width in sheet.widths)
    head = [_row(sheet, at, cell, random, tag="th") for at in range(sheet.n_header_rows)]
    body = [_row(sheet, at, cell, random) for at in range(sheet.n_header_rows, sheet.n_rows)]
    thead = f"<thead>{''.join(head)}</thead>" if head else ""
    opened = f'<table class="table table-bordered"><colgroup>{columns}</colgroup>{thead}'
    return f"{opened}<tbody>{''.join(body)}</tbody></table>"


def office_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """With the styles that Word writes, attributes without quotation marks, and rows of no height for the columns."""
    opened = (
        "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none;"
        "mso-border-alt:solid windowtext .5pt;mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt'>"
    )
    widths = "".join(f"<td width={width * 38:.0f} style='border:none'></td>" for width in sheet.widths)
    spacer = (
        f"<![if !supportMisalignedColumns]>\n <tr height=0>{widths}</tr>\n <![endif]>" if random.random() < 0.5 else ""
    )
    return _table(
        sheet,
        cell,
        random,
        open=opened,
        close=f"{spacer}</table>",
        attributes=" valign=center style='padding:0cm 5.4pt'",
    )


def unclosed_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """Upper case, nothing closed but the table."""
    rows = []
    for at in range(sheet.n_rows):
        cells = (f"<TD ALIGN=CENTER{_spans(it).upper()}>{cell(it, random)}" for it in sheet.rows()[at])
        rows.append("<TR>" + "\n".join(cells))
    return '<TABLE BORDER=1 WIDTH="98%">' + "\n".join(rows) + "</TABLE>"


def overlong_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """Spans that reach beyond the table's last row and last column."""

    def beyond(it: SheetCell) -> str:
        down = 3 if it.row + it.row_span == sheet.n_rows and it.row_span > 1 else 0
        right = 2 if it.column + it.column_span == sheet.n_columns and it.column_span > 1 else 0
        return _span_attributes(it.row_span + down, it.column_span + right)

    return _table(sheet, cell, random, open="<table border=1>", close="</table>", spans=beyond)


def misspanned_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """One label that covers several rows covers one too many, so that the next row stands one column to the right."""
    tall = [
        it
        for it in sheet.cells
        if it.header and it.row >= sheet.n_header_rows and 1 < it.row_span < sheet.n_rows - it.row
    ]
    chosen = random.choice(tall) if tall else None

    def wrong(it: SheetCell) -> str:
        return _span_attributes(it.row_span + (it is chosen), it.column_span)

    return _table(sheet, cell, random, open="<table border=1>", close="</table>", spans=wrong)


def div_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """Divs that styles make a table: no merged cells, so covered positions are empty."""
    rows, covering = [], sheet.covering()
    for row in range(sheet.n_rows):
        cells = (covering[row, column] for column in range(sheet.n_columns))
        texts = (cell(it, random) if (it.row, it.column) == (row, column) else "" for column, it in enumerate(cells))
        divs = "".join(f'<div style="display:table-cell;border:1px solid #000">{text}</div>' for text in texts)
        rows.append(f'<div style="display: table-row">{divs}</div>')
    return f'<div style="display: table; width:100%">{"".join(rows)}</div>'


def class_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """Divs with the classes that page builders use; a wide cell takes the place of those it covers to its right."""
    rows, covering = [], sheet.covering()
    for row in range(sheet.n_rows):
        cells = []
        for column in range(sheet.n_columns):
            it = covering[row, column]
            if it.column == column:
                width = 100 * it.column_span / sheet.n_columns
                text = cell(it, random) if it.row == row else ""
                cells.append(f'<div class="td cell" style="width:{width:.1f}%">{text}</div>')
        rows.append(f'<div class="tr clearfix">{"".join(cells)}</div>')
    return f'<div class="table">{"".join(rows)}</div>'


def role_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """Divs with the roles of a table for screen readers."""
    rows = []
    for row in sheet.rows():
        cells = (
            f'<div role="{"columnheader" if it.row < sheet.n_header_rows else "cell"}" aria-rowspan="{it.row_span}"'
            f' aria-colspan="{it.column_span}">{cell(it, random)}</div>'
            for it in row
        )
        rows.append(f'<div role="row">{"".join(cells)}</div>')
    return f'<div role="table">{"".join(rows)}</div>'


def grid_table(sheet: Sheet, cell: CellWriter, random: Random) -> str:
    """Divs placed in a CSS grid."""
    cells = (
        f'<div style="grid-row:{it.row + 1} / span {it.row_span};grid-column:{it.column + 1} / span {it.column_span};'
        f'border:1px solid #333">{cell(it, random)}</div>'
        for row in sheet.rows()
        for it in row
    )
    return f'<div style="display:grid;grid-template-columns:repeat({sheet.n_columns},1fr)">{"".join(cells)}</div>'


def _table(
    sheet: Sheet,
    cell: CellWriter,
    random: Random,
    *,
    open: str,
    close: str,
    attributes: str = "",
    spans: Callable[[SheetCell], str] | None = None,
) -> str:
    rows = "\n".join(_row(sheet, at, cell, random, attributes=attributes, spans=spans) for at in range(sheet.n_rows))
    return f"{open}{rows}{close}"


def _row(
    sheet: Sheet,
    at: int,
    cell: CellWriter,
    random: Random,
    *,
    tag: str = "td",
    attributes: str = "",
    spans: Callable[[SheetCell], str] | None = None,
) -> str:
    cells = (f"<{tag}{attributes}{(spans or _spans)(it)}>{cell(it, random)}</{tag}>" for it in sheet.rows()[at])
    return f"<tr>{''.join(cells)}</tr>"


def _spans(cell: SheetCell) -> str:
    return _span_attributes(cell.row_span, cell.column_span)


def _span_attributes(row_span: int, column_span: int) -> str:
    rows = f' rowspan="{row_span}"' if row_span > 1 else ""
    return rows + (f' colspan="{column_span}"' if column_span > 1 else "")
