"""One page as a picture → its paragraphs and grids, where they stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.documents.debris import is_page_number
from service.documents.document import Block, Grid, GridCell, Paragraph, Place, Run, Source
from service.documents.scan.cells import recognise_cells
from service.documents.scan.glyphs import CellInk, cells_ink
from service.documents.scan.images import Pixels
from service.documents.scan.ink import cleared, even_grey, is_ink
from service.documents.scan.lattice import Slot, find_slots
from service.documents.scan.prose import TextLine, paragraphs, read_lines
from service.documents.scan.rules import Area, find_rules, find_tables
from service.documents.scan.sheets import cut
from service.documents.scan.tesseract import quarters
from service.documents.scan.turning import Turn, straighten, tilt_of

_FEWEST_CELLS = 3
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
    blocks: list[Block] = []
    for above, part in cut(pixels):
        sheet = _upright(part, dpi)
        turned = replace(sheet, turn=replace(sheet.turn, above=above))
        blocks += _blocks(turned, page_number, first_block + len(blocks))
    return blocks


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
    grey, _ = straighten(grey, dpi, tilt=tilt)
    _, turn = straighten(pixels[..., :1], dpi, tilt=tilt, quarters=turns)
    rules = find_rules(grey, dpi)
    found = [(area, find_slots(grey, rules, area, dpi)) for area in find_tables(rules, dpi)]
    ruled = [(area, slots) for area, slots in found if len(slots) >= _FEWEST_CELLS]
    lines = read_lines(cleared(grey, dpi), [area for area, _ in ruled], dpi)
    return _Sheet(lines, _tables(grey, ruled, dpi), turn)


def _tables(grey: Pixels, ruled: Sequence[tuple[Area, Sequence[Slot]]], dpi: float) -> list[_Table]:
    """The tables with the texts of their cells, all recognised together: starting Tesseract takes its time."""
    ink = is_ink(grey)
    cells: list[CellInk] = []
    for _, slots in ruled:
        cells += cells_ink(ink, [slot.area for slot in slots], dpi)
    texts = iter(recognise_cells(cleared(grey, dpi), cells))
    read = [(area, [(slot, next(texts)) for slot in slots]) for area, slots in ruled]
    return [_Table(area, tuple((slot, text.text, text.confidence) for slot, text in cells)) for area, cells in read]


def _blocks(sheet: _Sheet, page_number: int, first_block: int) -> list[Block]:
    blocks: list[Block] = []
    above = 0
    for table in [*sheet.tables, None]:
        top = table.area.top if table is not None else None
        lines = [line for line in sheet.lines if above <= _middle(line) and (top is None or _middle(line) < top)]
        for group in paragraphs(lines):
            at = first_block + len(blocks)
            paragraph = _paragraph(group, sheet.turn, page_number, at)
            if not is_page_number(paragraph.text):
                blocks.append(replace(paragraph, after_gap=not blocks))
        if table is not None and top is not None:
            blocks.append(_grid(table, sheet.turn, page_number, first_block + len(blocks)))
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
    areas = [line.area for line in lines]
    box = turn.box(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )
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
