"""Where something stands, in words: the section, the page or the paragraph, the row and column of a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, get_args

from service.documents.document import Grid, Paragraph, Source
from service.facts.fact import Evidence
from service.forms.cell import Edition
from service.forms.layout import tables
from service.reading import Reading
from service.reconcile.wording import title


class CellName(NamedTuple):
    """The parts of a cell's name on the form; ``column`` is empty where its table has but one."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        column = f"“{self.column}”列" if self.column else ""
        return f"{self.table}“{self.row}”行{column}"


def cell_path(edition: Edition | None, cell_id: str) -> str:
    """The way to a cell: 表三“予以公开”行“自然人”列; the title, or the id, of what is no cell of a table."""
    name = _cell_name(edition, cell_id)
    return title(edition, cell_id) if name is None else str(name)


def cells_path(edition: Edition | None, cell_ids: Sequence[str]) -> str:
    """The row, the column or the table that cells have in common; empty where they share none."""
    named = [name for cell_id in cell_ids if (name := _cell_name(edition, cell_id)) is not None]
    if not named or len({name.table for name in named}) > 1:
        return ""
    first = named[0]
    if all(name == first for name in named):
        return str(first)
    if len({name.row for name in named}) == 1:
        return f"{first.table}“{first.row}”行"
    if first.column and len({name.column for name in named}) == 1:
        return f"{first.table}“{first.column}”列"
    return first.table


def sentence_place(reading: Reading, evidence: Evidence) -> str:
    """Section and page, or section and paragraph counted from its heading."""
    source = evidence.source or reading.report.source_of(evidence.start, evidence.end)
    return "" if source is None else _place(reading, source)


def cells_place(reading: Reading, cell_ids: Sequence[str]) -> str:
    """Section, page or table of the file, and what the cells have in common."""
    path = cells_path(reading.form.edition, cell_ids)
    cells = [reading.form.cells[cell_id] for cell_id in cell_ids if cell_id in reading.form.cells]
    source = next((cell.source for cell in cells if cell.source is not None), None)
    return path if source is None else " ".join(filter(None, (_place(reading, source), path)))


def _place(reading: Reading, source: Source) -> str:
    heading, begins = _section(reading, source.block)
    if source.place is not None:
        return f"{heading} 第{source.place.page}页".strip()
    blocks = reading.document.blocks
    here = next((at for at, block in enumerate(blocks) if block.source.block == source.block), None)
    if here is None:
        return heading
    kind = Grid if isinstance(blocks[here], Grid) else Paragraph
    before = sum(isinstance(block, kind) and block.source.block > begins for block in blocks[:here])
    # The first table of a section is the one that the section is named for.
    if source.block == begins or (heading and kind is Grid and not before):
        return heading
    counted = f"第{before + 1}张表格" if kind is Grid else f"第{before + 1}段"
    return f"{heading} {counted}" if heading else f"文件{counted}"


def _section(reading: Reading, block: int) -> tuple[str, int]:
    """Heading and block of the section in which a block stands; -1 before the first."""
    found, begins = "", -1
    for section in reading.report.sections:
        if section.source is not None and begins < section.source.block <= block:
            found, begins = f"{section.number}、{section.title}", section.source.block
    return found, begins


def _cell_name(edition: Edition | None, cell_id: str) -> CellName | None:
    """The name of a cell, looked up in the other editions where the report's own has none such."""
    order = (*(() if edition is None else (edition,)), *get_args(Edition))
    return next((name for each in order if (name := _cell_names(each).get(cell_id)) is not None), None)


@cache
def _cell_names(edition: Edition) -> dict[str, CellName]:
    return {
        table.cell_id(row, column): CellName(table.name, row.title, column.labels[0] if len(table.columns) > 1 else "")
        for table in tables(edition)
        for row in table.rows
        for column in row.columns
    }
