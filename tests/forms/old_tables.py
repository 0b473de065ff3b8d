"""Builds the tables of the editions before 2019 as rows of text."""

from __future__ import annotations

from collections.abc import Mapping

from service.documents.document import Grid
from service.forms.table import Row, Table

from .tables import Merged, Rows, grid, ruled_grid

_FIRST_OF_GROUPS = frozenset(
    {
        "v0.published",
        "v0.channel.gazette",
        "v0.responses.topics",
        "v0.responses.press_conferences",
        "v0.requests.received",
        "v0.support.offices",
        "v0.training.meetings",
    }
)
HEADERS = {
    "statistics": ["统计指标", "单位", "统计数"],
    "annual": ["指标名称", "计量单位", "本年度", "历年累计"],
    "coded": ["指标名称", "计量单位", "代码", "本期实际", "本年累计"],
}


def numbers(table: Table) -> dict[str, str]:
    """A different number in every cell."""
    return {cell_id: str(100 + at) for at, cell_id in enumerate(table.cells)}


def old_rows(table: Table, values: Mapping[str, str]) -> Rows:
    """A table row by row as the form has it."""
    return [HEADERS[table.kind], *(indicator(table, row, values) for row in table.rows)]


def with_groups(table: Table, values: Mapping[str, str]) -> Rows:
    """The table of V0b with the labels that stand above several rows, which have a dash for their unit."""
    groups = iter([*table.groups])
    rows: Rows = [["政府信息公开情况统计表", "", ""], HEADERS[table.kind]]
    for row in table.rows:
        if row.id in _FIRST_OF_GROUPS:
            group = next(groups)
            rows.append([f"{group.number}{group.labels[0]}", "—", ""])
        rows.append(indicator(table, row, values))
    return [*rows, ["单位负责人：", "审核人：", "填报人："]]


def indicator(table: Table, row: Row, values: Mapping[str, str]) -> list[str]:
    """One row: label, unit, code where the table has one, values."""
    number = row.number or ""
    mark = {"": "", "（": ""}.get(number[:1], "、" if number in "一二三四五六七八九十" else ".")
    code = [] if row.code is None else [f"{row.code:02}"]
    return [
        f"{number}{mark}{row.labels[0]}",
        row.unit or "",
        *code,
        *(values[table.cell_id(row, c)] for c in row.columns),
    ]


def one_column(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """The rows as a text copy has them."""
    return [grid(old_rows(table, values))]


def over_two_pages(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """The table cut by the end of a page; its header is not repeated."""
    rows = old_rows(table, values)
    return [grid(rows[:9]), grid(rows[9:], block=1)]


def two_halves(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """The second half of the table beside the first, each cell with its extent."""
    header, *rows = old_rows(table, values)
    middle = (len(rows) + 1) // 2
    left, right = rows[:middle], rows[middle:]
    right += [[""] * len(header)] * (len(left) - len(right))
    lines = [header * 2, *(one + other for one, other in zip(left, right, strict=True))]
    caption = [Merged("政府信息公开情况统计表", columns=len(header) * 2)]
    return [ruled_grid([caption, *([Merged(text) for text in line] for line in lines)])]


def two_halves_of_text(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """The same as a text copy has it."""
    header, *rows = old_rows(table, values)
    middle = (len(rows) + 1) // 2
    left, right = rows[:middle], rows[middle:]
    return [grid([header * 2, *(one + (right[at] if at < len(right) else []) for at, one in enumerate(left))])]


def without_units(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """Units in brackets behind the labels, no column for them."""
    rows = [[f"{row[0]}（{row[1]}）", *row[2:]] for row in old_rows(table, values)[1:]]
    header = HEADERS[table.kind]
    return [grid([[header[0], *header[2:]], *rows])]


def with_units_glued(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """Units behind the values too."""
    glued = {cell_id: f"{value}{table.cells[cell_id].unit}" for cell_id, value in values.items()}
    return [grid(old_rows(table, glued))]


def with_a_column_of_labels(table: Table, values: Mapping[str, str]) -> list[Grid]:
    """A merged cell on the left that names the block."""
    header, *rows = old_rows(table, values)
    lines = [[Merged(header[0], columns=2), *map(Merged, header[1:])]]
    for at, row in enumerate(rows):
        first = [Merged("情况", rows=min(5, len(rows) - at))] if at % 5 == 0 else []
        lines.append([*first, *map(Merged, row)])
    return [ruled_grid(lines)]


SHAPES = (
    one_column,
    over_two_pages,
    two_halves,
    two_halves_of_text,
    without_units,
    with_units_glued,
    with_a_column_of_labels,
)
