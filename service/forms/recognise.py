"""A report's grids → the cells of its edition of the form."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from service.documents.document import Grid
from service.documents.heading import section_of
from service.documents.report import Report
from service.forms.applications import read_applications
from service.forms.cell import ExtraRow, Form
from service.forms.cell_reading import missing
from service.forms.disputes import read_disputes
from service.forms.layout import layout
from service.forms.line import Line, lines
from service.forms.proactive import read_proactive
from service.forms.regions import divide


def recognise(report: Report) -> Form:
    """The statutory tables of a report: every cell of the edition found, also those that are not there.

    Tables of the editions before 2019 give their edition and no cells.
    """
    return recognise_grids(report.tables)


def recognise_grids(grids: Iterable[Grid]) -> Form:
    """The statutory tables among grids in reading order."""
    regions = divide(lines(grids))
    if regions.edition not in ("V1", "V2"):
        return Form(regions.edition, MappingProxyType({}))
    form = layout(regions.edition)
    proactive, proactive_rest = read_proactive(form, regions.lines["proactive"])
    applications, applications_rest = read_applications(form, regions.lines["applications"])
    disputes, disputes_rest = read_disputes(form, regions.lines["disputes"])
    found = proactive | applications | disputes
    rest = (*proactive_rest, *applications_rest, *disputes_rest)
    # A grid without header or known row that follows a table is another table, not its rest.
    extra = [line for line in rest if line.grid in regions.anchored and not _is_heading(line)]
    return Form(
        edition=regions.edition,
        cells=MappingProxyType({cell_id: found.get(cell_id) or missing(cell_id) for cell_id in form.ids}),
        extra_rows=tuple(ExtraRow(line.texts, line.source) for line in extra),
    )


def _is_heading(line: Line) -> bool:
    """Whether a row holds only the heading of the next section, as where the tables were made into one."""
    return all(section_of(text) is not None for text in line.texts)
