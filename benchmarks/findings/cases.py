"""Generated reports as the rules see them: Report, Form and facts, made directly or read from files."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from benchmarks.documents.report import GeneratedReport, Sheet
from benchmarks.documents.style import PLAIN, Style, draw_style
from benchmarks.findings.figures import Figures, NewEdition, draw_figures
from benchmarks.findings.narrative import Composed, compose
from benchmarks.findings.offices import Office, draw_office
from benchmarks.findings.stating import stated_facts
from service.documents.document import Block, Document, Grid, GridCell, Paragraph, Source
from service.documents.outline import read_report
from service.forms.cell import Cell, Form
from service.reconcile.subject import Subject

Prose = Literal["silent", "register", "table"]
"""What the narrative says of the tables: nothing, what the register says, or what stands in the tables."""

_YEARS: Mapping[NewEdition, range] = {"V1": range(2019, 2021), "V2": range(2021, 2026)}


@dataclass(frozen=True, slots=True)
class Body:
    """An office in one year, with its true figures and those of the year before."""

    office: Office
    edition: NewEdition
    year: int
    figures: Figures
    before: Figures

    @classmethod
    def draw(cls, rng: random.Random, edition: NewEdition) -> Body:
        """An office and two of its years."""
        office, year = draw_office(rng), rng.choice(_YEARS[edition])
        before = draw_figures(rng, edition, office, None)
        return cls(office, edition, year, draw_figures(rng, edition, office, before), before)


def draw_plain_style(rng: random.Random) -> Style:
    """How zeros are written; what else styles differ in is the business of the readers."""
    drawn = draw_style(rng)
    return PLAIN if rng.random() < 0.75 else Style(zero=drawn.zero, zeros=drawn.zeros)


def written_report(
    rng: random.Random, body: Body, *, prose: Prose = "register", tables: Figures | None = None, style: Style = PLAIN
) -> Composed:
    """The report of a body; ``tables`` are what its tables hold where that is not the truth."""
    figures = body.figures if tables is None else tables
    return compose(
        rng,
        office=body.office,
        edition=body.edition,
        year=body.year,
        figures=figures,
        said=figures if prose == "table" else body.figures,
        before=body.before,
        style=style,
        talks=prose != "silent",
    )


def last_report(rng: random.Random, body: Body) -> Subject:
    """The report of the year before."""
    composed = compose(
        rng,
        office=body.office,
        edition=body.edition,
        year=body.year - 1,
        figures=body.before,
        said=body.before,
        before=None,
        style=PLAIN,
    )
    return subject(composed)


def subject(composed: Composed, *, last_year: Subject | None = None) -> Subject:
    """A report as the readers would read it, without reading."""
    report = read_report(document(composed.report))
    return Subject(report, form(composed.report), stated_facts(composed.told, report), last_year=last_year)


def document(report: GeneratedReport) -> Document:
    """The blocks of a report in order."""
    return Document(name="report.docx", format="docx", sha256="0" * 64, blocks=tuple(_blocks(report)))


def _blocks(report: GeneratedReport) -> Iterator[Block]:
    pieces: list[str | Sheet] = [report.title, *report.preamble]
    for part in report.parts:
        pieces += [part.heading, *part.body]
    for number, piece in enumerate([*pieces, *report.signature]):
        if isinstance(piece, str):
            yield Paragraph(piece, Source(number))
        else:
            cells = (GridCell(c.row, c.column, c.text, c.row_span, c.column_span) for c in piece.cells)
            yield Grid(tuple(cells), Source(number))


def form(report: GeneratedReport) -> Form:
    """The cells of a report as they stand in its tables."""
    return Form(report.edition, {cell_id: cell(cell_id, value) for cell_id, value in report.cells.items()})


def cell(cell_id: str, value: Decimal | str | None) -> Cell:
    """A cell that was read, or stands blank."""
    if value is None:
        return Cell(cell_id, None, "blank", "")
    return Cell(cell_id, Decimal(value), "read", str(value))
