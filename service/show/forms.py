"""The statutory tables for people: what says something, row by row; noughts only where their row has a figure."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from service.forms.cell import Cell, Form
from service.forms.layout import Layout, layout
from service.wire import decimal_text

_STATUSES = {"blank": "", "missing": "缺", "not_applicable": "/", "unreadable": "无法辨认", "ambiguous": "无法断定"}


def tables(form: Form) -> Group:
    """Tables two, three and four of a form."""
    if form.edition not in ("V1", "V2"):
        return Group()
    form_layout = layout(form.edition)
    shown = (_proactive(form, form_layout), _applications(form, form_layout), _disputes(form, form_layout))
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


def _proactive(form: Form, form_layout: Layout) -> Table:
    table = _table("表二　主动公开", "信息内容", ["栏目", "数值"])
    for row in form_layout.proactive:
        for field in row.fields:
            cell = form.cells[f"{row.id}.{field.id}"]
            if _says_something(cell):
                table.add_row(row.labels[0], field.labels[0], f"{_value(cell)}{cell.unit or field.unit or ''}")
    return table


def _applications(form: Form, form_layout: Layout) -> Table:
    table = _table("表三　申请的收到和处理", "", [column.labels[0] for column in form_layout.columns])
    for row in form_layout.rows:
        cells = [form.cells[f"{row.id}@{column.id}"] for column in form_layout.columns]
        if any(_says_something(cell) for cell in cells):
            table.add_row(row.labels[0], *map(_value, cells))
    return table


def _disputes(form: Form, form_layout: Layout) -> Table:
    table = _table("表四　复议和诉讼", "", [result.title for result in form_layout.results])
    for path in form_layout.paths:
        cells = [form.cells[f"{path.id}.{result.id}"] for result in form_layout.results]
        if any(_says_something(cell) for cell in cells):
            table.add_row(path.title, *map(_value, cells))
    return table


def _table(title: str, first: str, headings: list[str]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold", box=None)
    table.add_column(first, overflow="fold", max_width=44)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _says_something(cell: Cell) -> bool:
    """Neither nought nor empty nor missing: those say little, and there are many of them."""
    return cell.status in ("unreadable", "ambiguous") or bool(cell.value)


def _value(cell: Cell) -> str:
    return _STATUSES.get(cell.status, "") if cell.value is None else decimal_text(cell.value)
