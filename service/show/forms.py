"""The statutory tables for people: what says something, row by row; noughts only where their row has a figure."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from service.forms.cell import Cell, Form
from service.forms.layout import tables_in
from service.forms.table import Row
from service.forms.table import Table as FormTable
from service.wire import decimal_text

_STATUSES = {"blank": "", "missing": "缺", "not_applicable": "/", "unreadable": "无法辨认", "ambiguous": "无法断定"}


def tables(form: Form) -> Group:
    """The tables of a form."""
    found = tables_in(form.edition, form.cells)
    if not found:
        return Group()
    shown = [_by_value(form, table) if _is_uneven(table) else _by_row(form, table) for table in found]
    return Group(_count(form), *(table for table in shown if table.row_count))


def _count(form: Form) -> Text:
    counts = {
        "读出": sum(cell.status == "read" for cell in form.cells.values()),
        "空白": sum(cell.status in ("blank", "not_applicable") for cell in form.cells.values()),
        "无法断定": sum(cell.status in ("ambiguous", "unreadable") for cell in form.cells.values()),
        "缺失": sum(cell.status == "missing" for cell in form.cells.values()),
    }
    told = "，".join(f"{name}{count}格" for name, count in counts.items() if count)
    return Text(f"\n统计表（{told}；全为零的行不列）", style="italic")


def _is_uneven(table: FormTable) -> bool:
    """Whether the rows of a table have columns of their own, or one column that needs no heading."""
    return len(table.columns) == 1 or any(row.columns != table.columns for row in table.rows)


def _by_value(form: Form, table: FormTable) -> Table:
    """A line for each value, with its unit."""
    shown = _table(table, ["栏目"] * (len(table.columns) > 1) + ["数值"])
    for row in table.rows:
        for column in row.columns:
            cell, spec = form.cells[table.cell_id(row, column)], table.cells[table.cell_id(row, column)]
            if _says_something(cell):
                heading = [column.labels[0]] * (len(table.columns) > 1)
                shown.add_row(row.title, *heading, f"{_value(cell)}{cell.unit or spec.unit or ''}")
    return shown


def _by_row(form: Form, table: FormTable) -> Table:
    """A line for each row of the form; the unit stands behind the label where rows have units of their own."""
    shown = _table(table, [column.labels[0] for column in table.columns])
    for row in table.rows:
        cells = [form.cells[table.cell_id(row, column)] for column in row.columns]
        if any(_says_something(cell) for cell in cells):
            shown.add_row(_label(row), *map(_value, cells))
    return shown


def _label(row: Row) -> str:
    return row.title if row.unit is None else f"{row.title}（{row.unit}）"


def _table(table: FormTable, headings: list[str]) -> Table:
    shown = Table(title=f"{table.name}　{table.title}", title_justify="left", header_style="bold", box=None)
    shown.add_column("", overflow="fold", max_width=44)
    for heading in headings:
        shown.add_column(heading, justify="right")
    return shown


def _says_something(cell: Cell) -> bool:
    """Neither nought nor empty nor missing: those say little, and there are many of them."""
    return cell.status in ("unreadable", "ambiguous") or bool(cell.value)


def _value(cell: Cell) -> str:
    return _STATUSES.get(cell.status, "") if cell.value is None else decimal_text(cell.value)
