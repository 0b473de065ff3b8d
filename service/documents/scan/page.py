"""One page as a picture → its paragraphs and grids, where they stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.documents.document import Block, Grid, GridCell, Paragraph, Place, Run, Source
from service.documents.scan.cells import recognise_cells
from service.documents.scan.furniture import without_furniture
from service.documents.scan.glyphs import CellInk, cells_ink
from service.documents.scan.images import Pixels
from service.documents.scan.ink import cleared, even_grey, is_ink
from service.documents.scan.lattice import Slot, find_slots
from service.documents.scan.percentages import with_percentages
from service.documents.scan.prose import TextLine, paragraphs, read_lines
from service.documents.scan.rules import Area, around, find_rules, find_tables
from service.documents.scan.sheets import cut
from service.documents.scan.tesseract import quarters
from service.documents.scan.turning import Turn, level, tilt_of, turn_of

_FEWEST_CELLS = 3
_WIDE = 3.0  # inches
_READABLE = 0.6  # the confidence that upright text has on average, at least


@dataclass(frozen=True, slots=True)
class _Table:
    area: Area
    cells: tuple[tuple[Slot, str, float], ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What was read on a page set straight."""

    lines: list[TextLine]
    tables: list[_Table]
    turn: Turn

    @property
    def readability(self) -> float:
        """How sure recognition was on average, by characters; 0 where nothing was read."""
        read = [(line.confidence, len(line.text)) for line in self.lines]
        read += [(sure, len(text)) for table in self.tables for _, text, sure in table.cells if text]
        n = sum(length for _, length in read)
        return sum(sure * length for sure, length in read) / n if n else 0.0


def read_page_image(pixels: Pixels, page_number: int, dpi: float, *, first_block: int = 0) -> list[Block]:
    """The blocks of a page in reading order, those of a page laid askew or upside down included.

    ``pixels`` are grey or in the order blue, green, red; ``first_block`` is the number of the page's first block.
    """
    blocks = without_furniture(read_sheets(pixels, page_number, dpi))
    return [replace(block, source=replace(block.source, block=first_block + block.source.block)) for block in blocks]


def read_sheets(pixels: Pixels, page_number: int, dpi: float) -> list[list[Block]]:
    """The same for each sheet of paper on its own, where a long picture shows several; blocks count from 0 in each."""
    sheets = []
    for above, part in cut(pixels):
        sheet = _upright(part, dpi)
        sheets.append(_blocks(replace(sheet, turn=replace(sheet.turn, above=above)), page_number))
    return sheets


def _upright(pixels: Pixels, dpi: float) -> _Sheet:
    """The sheet as it is; where it cannot be read so, turned as its characters ask for."""
    sheet = _read(pixels, dpi, 0)
    if sheet.readability >= _READABLE:
        return sheet
    turns = quarters(even_grey(pixels, dpi), dpi=dpi)
    turned = _read(pixels, dpi, turns) if turns else sheet
    return max(sheet, turned, key=lambda read: read.readability)


def _read(pixels: Pixels, dpi: float, turns: int) -> _Sheet:
    upright = np.ascontiguousarray(np.rot90(pixels, -turns))
    grey = even_grey(upright, dpi)
    tilt = tilt_of(is_ink(grey))
    grey = level(grey, tilt=tilt)
    turn = turn_of(pixels.shape[1], pixels.shape[0], dpi, tilt=tilt, quarters=turns)
    rules = find_rules(grey, dpi)
    found = [find_slots(grey, rules, area, dpi) for area in find_tables(rules, dpi)]
    ruled = [(around([slot.area for slot in slots]), slots) for slots in found if _is_table(slots, dpi)]
    clear = cleared(grey, dpi)
    lines = with_percentages(clear, read_lines(clear, [area for area, _ in ruled], dpi))
    return _Sheet(lines, _tables(grey, ruled, dpi), turn)


def _is_table(slots: Sequence[Slot], dpi: float) -> bool:
    """Whether cells make a table: two must be as wide as a row of one that was cut by the end of a page."""
    if len(slots) >= _FEWEST_CELLS:
        return True
    return len(slots) > 1 and around([slot.area for slot in slots]).width > dpi * _WIDE


def _tables(grey: Pixels, ruled: Sequence[tuple[Area, Sequence[Slot]]], dpi: float) -> list[_Table]:
    """The tables with the texts of their cells, all recognised together: starting Tesseract takes its time."""
    ink = is_ink(grey)
    cells: list[CellInk] = []
    for _, slots in ruled:
        cells += cells_ink(ink, [slot.area for slot in slots], dpi)
    texts = iter(recognise_cells(cleared(grey, dpi), cells))
    read = [(area, [(slot, next(texts)) for slot in slots]) for area, slots in ruled]
    return [_Table(area, tuple((slot, text.text, text.confidence) for slot, text in cells)) for area, cells in read]


def _blocks(sheet: _Sheet, page_number: int) -> list[Block]:
    blocks: list[Block] = []
    above = 0
    for table in [*sheet.tables, None]:
        top = table.area.top if table is not None else None
        lines = [line for line in sheet.lines if above <= _middle(line) and (top is None or _middle(line) < top)]
        for group in paragraphs(lines):
            paragraph = _paragraph(group, sheet.turn, page_number, len(blocks))
            blocks.append(replace(paragraph, after_gap=not blocks))
        if table is not None and top is not None:
            blocks.append(_grid(table, sheet.turn, page_number, len(blocks)))
            above = top
    return blocks


def _middle(line: TextLine) -> float:
    return (line.area.top + line.area.bottom) / 2


def _paragraph(lines: Sequence[TextLine], turn: Turn, page_number: int, block: int) -> Paragraph:
    text, runs = "", []
    for line in lines:
        joint = " " if text and text[-1].isascii() and text[-1].isalpha() and line.text[:1].isascii() else ""
        text += joint
        boxes = [turn.box(glyph.left, line.area.top, glyph.right, line.area.bottom) for glyph in line.glyphs]
        edges = (*(box[0] for box in boxes), boxes[-1][2])
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        runs.append(Run(len(text), page_number, top, bottom, edges))
        text += line.text
    area = around([line.area for line in lines])
    box = turn.box(area.left, area.top, area.right, area.bottom)
    return Paragraph(text, Source(block, place=Place(page_number, box)), runs=tuple(runs))


def _grid(table: _Table, turn: Turn, page_number: int, block: int) -> Grid:
    cells = tuple(
        GridCell(
            row=slot.row,
            column=slot.column,
            text=text,
            row_span=slot.row_span,
            column_span=slot.column_span,
            place=Place(page_number, turn.box(slot.area.left, slot.area.top, slot.area.right, slot.area.bottom)),
            confidence=round(confidence, 3),
        )
        for slot, text, confidence in table.cells
    )
    area = table.area
    return Grid(cells, Source(block, place=Place(page_number, turn.box(area.left, area.top, area.right, area.bottom))))
