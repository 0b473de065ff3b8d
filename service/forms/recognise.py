"""A report's grids → the cells of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from service.documents.document import Grid, Problem
from service.documents.heading import section_of
from service.documents.report import Report
from service.forms.applications import read_applications
from service.forms.cell import ExtraRow, Form
from service.forms.cell_reading import missing
from service.forms.disputes import read_disputes
from service.forms.doubt import mark_doubts
from service.forms.edition import Editions, tell_editions
from service.forms.grid_row import GridRow, grid_rows
from service.forms.indicators import read_indicators
from service.forms.layout import compose
from service.forms.proactive import read_proactive
from service.forms.regions import Regions, divide
from service.forms.table import Kind, Table
from service.forms.table_reading import TableReading

_READERS: Final[Mapping[Kind, Callable[[Table, Sequence[GridRow]], TableReading]]] = MappingProxyType(
    {
        "proactive": read_proactive,
        "applications": read_applications,
        "disputes": read_disputes,
        "statistics": read_indicators,
        "annual": read_indicators,
        "coded": read_indicators,
    }
)
_SEVERAL = "文件里有不止一份年度报告的统计表，只读了第一份；其余请分开上传。"


def recognise(report: Report) -> Form:
    """The statutory tables of a report: every cell of the tables found, also those that are not there."""
    return recognise_grids(report.tables)


def recognise_grids(grids: Iterable[Grid]) -> Form:
    """The statutory tables among grids in reading order; of several reports those of the first."""
    rows = list(grid_rows(grids))
    regions = divide(rows)
    editions = tell_editions(regions.lines)
    readings = _read(regions, editions)
    again = [reading.again for reading in readings if reading.again is not None]
    if not again:
        return _form(regions, editions, readings)
    second = min(again, key=lambda row: row.position)
    regions = divide(row for row in rows if row.position < second.position)
    editions = tell_editions(regions.lines)
    problem = Problem("report.several", _SEVERAL, second.source)
    return _form(regions, editions, _read(regions, editions), problems=(problem,))


def _read(regions: Regions, editions: Editions) -> list[TableReading]:
    return [_READERS[table.kind](table, regions.lines[table.kind]) for table in editions.tables]


def _form(
    regions: Regions, editions: Editions, readings: Sequence[TableReading], *, problems: tuple[Problem, ...] = ()
) -> Form:
    found = {id: cell for reading in readings for id, cell in reading.cells.items()}
    # A grid without header or known row that follows a table is another table, not its rest.
    extra = [
        line
        for reading in readings
        for line in reading.extra
        if line.grid in regions.anchored and not _is_heading(line)
    ]
    ids = compose(editions.tables).ids
    form = Form(
        edition=editions.edition,
        cells=MappingProxyType({cell_id: found.get(cell_id) or missing(cell_id) for cell_id in ids}),
        extra_rows=tuple(ExtraRow(line.texts, line.source) for line in extra),
        problems=problems,
    )
    return mark_doubts(form)


def _is_heading(line: GridRow) -> bool:
    """Whether a row holds only the heading of the next section, as where the tables were made into one."""
    return all(section_of(text) is not None for text in line.texts)
