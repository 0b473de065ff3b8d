"""Tables of the Word document: a header that is repeated on every page, rows that no page cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from service.findings.word_styles import CELL_STYLE, HEADER_STYLE
from service.findings.words import shown

_LONG = 700  # characters of a row: one that may fill a page is cut all the same
_HEADER_FILL = "E4E7EC"
_PADDING = 70  # twentieths of a point


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; ``width`` in centimetres."""

    heading: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a paragraph that look the same."""

    text: str
    bold: bool = False
    underlined: bool = False
    struck: bool = False


CellText = Sequence[Sequence[Piece]]
"""Paragraphs of a cell, each of its pieces."""


def add_table(document: WordDocument, columns: Sequence[TableColumn], rows: Sequence[Sequence[CellText]]) -> None:
    """A table with a header and these rows at the end of the document."""
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_padding(table)
    for column, spec in zip(table.columns, columns, strict=True):
        column.width = Cm(spec.width)
    _fill_header(table.rows[0], columns)
    for texts in rows:
        _fill(table.add_row(), columns, texts)


def _fill_header(row: _Row, columns: Sequence[TableColumn]) -> None:
    _mark(row, "w:tblHeader")
    _mark(row, "w:cantSplit")
    for cell, column in zip(row.cells, columns, strict=True):
        cell.width = Cm(column.width)
        paragraph = cell.paragraphs[0]
        paragraph._p.style = HEADER_STYLE
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(column.heading)
        _shade(cell)


def _fill(row: _Row, columns: Sequence[TableColumn], texts: Sequence[CellText]) -> None:
    if sum(len(piece.text) for text in texts for paragraph in text for piece in paragraph) < _LONG:
        _mark(row, "w:cantSplit")
    for cell, column, text in zip(row.cells, columns, texts, strict=True):
        cell.width = Cm(column.width)
        for index, pieces in enumerate(text or [[]]):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            # By id: a look-up by name goes through all styles, and there are thousands of cells.
            paragraph._p.style = CELL_STYLE
            if column.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _add(paragraph, pieces)


def _add(paragraph: Paragraph, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        if piece.text:
            run = paragraph.add_run(shown(piece.text))
            run.bold, run.underline, run.font.strike = (
                piece.bold or None,
                piece.underlined or None,
                piece.struck or None,
            )


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEADER_FILL)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _set_padding(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", _PADDING), ("bottom", 40), ("right", _PADDING)):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(width))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(properties.index(look) if look is not None else len(properties), margins)
