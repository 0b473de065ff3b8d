"""Where something stands, in words: the section, the page or the paragraph, the row and column of a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, get_args

from service.documents.document import Source
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
    """Section and page, or section and paragraph counted from its heading.

    Paragraphs are lines of the report's text, so that a reading from the store tells the same as a fresh one.
    """
    text, start = reading.report.text, evidence.start
    source = evidence.source or reading.report.source_of(start, evidence.end)
    bodies = [(section, section.body) for section in reading.report.sections if section.body is not None]
    heading, begins = "", 0
    for section, body in bodies:
        name = f"{section.number}、{section.title}"
        if body[0] <= start < body[1]:
            heading, begins = name, body[0]
        elif start < body[0] and "\n" not in text[start : body[0]].rstrip():
            return name if source is None or source.place is None else f"{name} 第{source.place.page}页"
    if source is not None and source.place is not None:
        return f"{heading} 第{source.place.page}页".strip()
    before = sum(bool(line.strip()) for line in text[begins:start].split("\n")[:-1])
    return f"{heading} 第{before + 1}段" if heading else f"文件第{before + 1}段"


def cells_place(reading: Reading, cell_ids: Sequence[str]) -> str:
    """Section, page or table of the file, and what the cells have in common."""
    path = cells_path(reading.form.edition, cell_ids)
    cells = [reading.form.cells[cell_id] for cell_id in cell_ids if cell_id in reading.form.cells]
    source = next((cell.source for cell in cells if cell.source is not None), None)
    return path if source is None else " ".join(filter(None, (_table_place(reading, source), path)))


def _table_place(reading: Reading, source: Source) -> str:
    heading, begins = _section(reading, source.block)
    if source.place is not None:
        return f"{heading} 第{source.place.page}页".strip()
    blocks = {cell.source.block for cell in reading.form.cells.values() if cell.source is not None}
    before = sum(begins < block < source.block for block in blocks)
    # The first table of a section is the one that the section is named for.
    if heading and not before:
        return heading
    return f"{heading} 第{before + 1}张表格" if heading else f"文件第{before + 1}张表格"


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
