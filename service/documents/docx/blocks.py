"""Word documents (.docx) → blocks in the order of the body, tables with their merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from service.documents.debris import clean, is_page_number
from service.documents.document import Block, Grid, GridCell, Paragraph, Source
from service.documents.docx.numbering import Numbering, read_numbering
from service.documents.docx.package import attribute, child, integer, local_name, open_package
from service.documents.docx.text import is_mark_deleted, paragraph_text, text_boxes
from service.documents.heading import is_sentence
from service.documents.joining import joined

# Word's own limit; a larger span is an attack or a defect.
_MOST_COLUMNS = 63
_CONTAINERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


def read_docx(data: bytes) -> tuple[Block, ...]:
    """The paragraphs and grids of the Word document ``data``."""
    package = open_package(data)
    body = child(package.document, "body")
    reading = _Reading(read_numbering(package))
    if body is not None:
        reading.read(body)
    return tuple(reading.blocks)


@dataclass(slots=True)
class _Reading:
    """Blocks read so far, and the counters of the automatic numbers."""

    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    _unended: str = ""

    def read(self, container: etree._Element) -> None:
        """Append the blocks of ``container``: the body, a content control, a text box, a framing cell."""
        for element in _flat(container):
            if local_name(element) == "p":
                self._read_paragraph(element)
            else:
                self._read_table(element)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        text = self._unended + self._numbered(paragraph)
        self._unended = ""
        if is_mark_deleted(paragraph):
            self._unended = text
            return
        for line in text.split("\n"):
            line = clean(line).replace("\t", " ").strip(" \u3000")
            if line and not is_page_number(line):
                self.blocks.append(Paragraph(line, Source(len(self.blocks))))
        for box in text_boxes(paragraph):
            self.read(box)

    def _numbered(self, paragraph: etree._Element) -> str:
        text = paragraph_text(paragraph)
        return self.numbering.number(child(paragraph, "pPr")) + text if text.strip() else text

    def _read_table(self, table: etree._Element) -> None:
        rows = _rows(table)
        if _is_frame(rows):
            for row in rows:
                for cell in _cells(row):
                    self.read(cell)
            return
        at = len(self.blocks)
        nested: list[etree._Element] = []
        grid = Grid(tuple(self._grid_cells(rows, nested)), Source(at))
        if any(cell.text for cell in grid.cells):
            self.blocks.append(grid)
        for inner in nested:
            self._read_table(inner)

    def _grid_cells(self, rows: list[etree._Element], nested: list[etree._Element]) -> Iterable[GridCell]:
        """The cells of a table where each begins; a cell merged downwards grows with every row below it."""
        placed: dict[tuple[int, int], GridCell] = {}
        growing: dict[int, tuple[int, int]] = {}
        for row_at, row in enumerate(rows):
            left: tuple[int, int] | None = None
            column = min(integer(child(row, "trPr", "gridBefore")) or 0, _MOST_COLUMNS)
            for cell in _cells(row):
                span = min(max(integer(child(cell, "tcPr", "gridSpan")) or 1, 1), _MOST_COLUMNS)
                above = placed.get(growing.get(column, (-1, -1)))
                if _is_continued(cell, "vMerge") and above is not None and above.row + above.row_span == row_at:
                    placed[above.row, above.column] = _grown(above, self._cell_text(cell, nested))
                elif _is_continued(cell, "hMerge") and left is not None:
                    placed[left] = replace(placed[left], column_span=column + span - left[1])
                else:
                    text = self._cell_text(cell, nested)
                    placed[row_at, column] = GridCell(row_at, column, text, column_span=span)
                    growing[column] = left = (row_at, column)
                column += span
        return placed.values()

    def _cell_text(self, cell: etree._Element, nested: list[etree._Element]) -> str:
        """The paragraphs of a cell as one text; tables inside it are put aside."""
        lines: list[str] = []
        for element in _flat(cell):
            if local_name(element) == "tbl":
                nested.append(element)
            else:
                lines += clean(self._numbered(element)).split("\n")
        return joined(lines)


def _flat(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of ``container``, content controls and insertions opened."""
    for element in container:
        name = local_name(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _CONTAINERS:
            yield from _flat(element)


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table without those deleted as a tracked change."""
    return [row for row in _children(table, "tr") if child(row, "trPr", "del") is None]


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return _children(row, "tc")


def _children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for below in element:
        if local_name(below) == wanted:
            yield below
        elif local_name(below) in _CONTAINERS:
            yield from _children(below, wanted)


def _is_frame(rows: list[etree._Element]) -> bool:
    """Whether a table only frames text: a single cell in every row, with sentences or tables in it."""
    cells = [list(_cells(row)) for row in rows]
    if not cells or any(len(row) != 1 for row in cells):
        return False
    inside = [element for row in cells for element in _flat(row[0])]
    return any(local_name(element) == "tbl" or is_sentence(paragraph_text(element)) for element in inside)


def _is_continued(cell: etree._Element, kind: str) -> bool:
    """Whether a cell only continues a merged one: w:vMerge without a value, or with ``continue``."""
    merge = child(cell, "tcPr", kind)
    return merge is not None and attribute(merge, "val") in (None, "continue")


def _grown(cell: GridCell, text: str) -> GridCell:
    return replace(cell, text=joined((cell.text, text)), row_span=cell.row_span + 1)
