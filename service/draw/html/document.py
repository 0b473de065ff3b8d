"""A Reading → one HTML page that needs nothing but itself.

Everything that comes from the document is escaped, and the page forbids itself scripts and whatever lies outside it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from service.draw.appearance import appearance
from service.draw.html.page import LineItem, OmittedItem, TableItem, bands
from service.draw.marks import CellMark, marks
from service.draw.short_titles import row_and_column
from service.draw.visible import visible
from service.reading import Reading


def html_page(reading: Reading) -> str:
    """The page of a reading."""
    marked = marks(reading)
    return (
        _environment()
        .get_template("page.html")
        .render(
            reading=reading,
            marks=marked,
            bands=bands(reading, marked),
            missing=_by_row(marked.missing),
            appearance=appearance(),
            placed={id for id, mark in marked.cells.items() if mark.cell.source is not None},
            fact_indexes={mark.fact.id: mark.index for mark in marked.facts},
        )
    )


def _by_row(cells: tuple[CellMark, ...]) -> dict[str, list[str]]:
    """Titles of cells by the row of the form that they belong to: only the titles of their columns."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for mark in cells:
        row, column = row_and_column(mark.title)
        rows[row].append(column)
    return rows


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.draw.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.tests |= {
        "line": lambda item: isinstance(item, LineItem),
        "omitted": lambda item: isinstance(item, OmittedItem),
        "table": lambda item: isinstance(item, TableItem),
    }
    return environment


def _shown(value: object) -> object:
    """What an expression of a template puts on the page; what is markup already stays as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
