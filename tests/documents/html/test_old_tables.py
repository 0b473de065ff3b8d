"""Tables of the years before 2019, with the headings of their groups, in all the ways in which pages have tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from service.documents.document import Document, Grid
from service.documents.html.blocks import read_html
from service.documents.outline import read_report
from service.forms.layout import tables
from service.forms.recognise import recognise
from service.forms.table import Kind, Table
from tests.documents.html.report import Reading, grid_html, p
from tests.forms.old_tables import SHAPES, numbers, old_rows, with_groups
from tests.forms.tables import Rows

TABLES = {table.kind: table for edition in ("V0b", "V0a") for table in tables(edition)}
STATISTICS = TABLES["statistics"]
TITLE = "青禾县水务局2016年政府信息公开工作年度报告"
PROSE = {
    "一、概述": "2016年，我局按照条例做好公开工作，全年没有发生泄密情况。",
    "二、主动公开政府信息的情况": "我局通过网站、公告栏等方式公开信息，方便群众查阅。",
    "三、附表": "",
}


def cells(texts: list[str]) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def grouped() -> Rows:
    """The statistics of 2014 with the headings of their groups as printed: 一、主动公开情况."""
    rows = with_groups(STATISTICS, numbers(STATISTICS))[1:-1]
    return [[re.sub(r"^([一二三四五六七八九])(?!、)", r"\1、", row[0]), *row[1:]] for row in rows]


def plain(rows: Rows) -> str:
    return "<table>" + "".join(f"<tr>{cells(row)}</tr>" for row in rows) + "</table>"


def merged_groups(rows: Rows) -> str:
    """The headings of groups over the whole width."""
    width = max(map(len, rows))
    lines = [
        cells(row) if any(row[2:]) or len(row) < 3 else f"<td colspan={width}><b>{row[0]}</b></td>" for row in rows
    ]
    return "<table border=1>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def in_two(rows: Rows) -> str:
    """Cut before the heading of a group, the header not repeated."""
    cut = next(at for at, row in enumerate(rows) if at > 9 and row[0].startswith("三、"))
    return merged_groups(rows[:cut]) + merged_groups(rows[cut:])


def styled(rows: Rows) -> str:
    lines = (
        '<div style="display:table-row">'
        + "".join(f'<div style="display:table-cell"><p>{text}</p></div>' for text in row)
        for row in rows
    )
    return '<div style="display:table">' + "".join(f"{line}</div>" for line in lines) + "</div>"


def with_classes(rows: Rows) -> str:
    """The heading of a group alone in its row."""
    lines = ("".join(f'<div class="td"><p>{text}</p><p></p></div>' for text in row if text != "—") for row in rows)
    return '<div class="tb">' + "".join(f'<div class="tr">{line}</div>' for line in lines) + "</div>"


def with_roles(rows: Rows) -> str:
    lines = ("".join(f'<div role="cell">{text}</div>' for text in row) for row in rows)
    return '<div role="table">' + "".join(f'<div role="row">{line}</div>' for line in lines) + "</div>"


def in_a_grid(rows: Rows) -> str:
    inner = "".join(
        f'<div style="grid-row:{at + 1} / span 1;grid-column:{column + 1} / span 1">{text}</div>'
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    return f'<div style="display:grid;grid-template-columns:repeat({max(map(len, rows))},1fr)">{inner}</div>'


def nameless(rows: Rows) -> str:
    """Divs that only a style sheet makes a table."""
    lines = ("".join(f'<div class="c">{text}</div>' for text in row) for row in rows)
    return '<div class="t">' + "".join(f'<div class="r">{line}</div>' for line in lines) + "</div>"


WAYS: list[Callable[[Rows], str]] = [plain, styled, with_classes, with_roles, in_a_grid, nameless]


def read(html: str) -> Reading:
    prose = "".join(p(heading) + (p(text) if text else "") for heading, text in PROSE.items())
    page = f"<html><body><div><h1>{TITLE}</h1>{prose}{html}{p('青禾县水务局')}{p('2017年2月6日')}</div></body></html>"
    report = read_report(Document("a.html", "html", "0" * 64, read_html(page.encode()).blocks))
    return Reading(report, recognise(report))


def assert_exact(reading: Reading, table: Table) -> None:
    assert reading.cells == numbers(table)
    assert [section.title for section in reading.report.sections] == [heading[2:] for heading in PROSE]
    written = [TITLE, *(line for pair in PROSE.items() for line in pair if line), "青禾县水务局", "2017年2月6日"]
    assert reading.report.text.split("\n") == written


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", TABLES)
def test_every_cell_is_exact(kind: Kind, way: Callable[[Rows], str]) -> None:
    table = TABLES[kind]
    assert_exact(read(way(old_rows(table, numbers(table)))), table)


@pytest.mark.parametrize(
    "way", [plain, merged_groups, in_two, styled, with_roles, in_a_grid], ids=lambda way: way.__name__
)
def test_headings_of_groups_are_rows_and_no_sections(way: Callable[[Rows], str]) -> None:
    assert_exact(read(way(grouped())), STATISTICS)


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_shape_of_the_tables_is_exact(kind: Kind, shape: Callable[..., list[Grid]]) -> None:
    table = TABLES[kind]
    assert_exact(read("".join(grid_html(grid) for grid in shape(table, numbers(table)))), table)


@pytest.mark.parametrize("way", [plain, styled, in_a_grid], ids=lambda way: way.__name__)
def test_a_table_without_units_has_two_columns(way: Callable[[Rows], str]) -> None:
    rows = [[row[0], row[2]] for row in grouped()]
    assert_exact(read(way(rows)), STATISTICS)


def test_a_part_without_header_is_told_by_its_rows() -> None:
    rows = old_rows(STATISTICS, numbers(STATISTICS))
    assert_exact(read(styled(rows[:20]) + styled(rows[20:])), STATISTICS)
