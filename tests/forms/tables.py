"""Builds the statutory tables as grids, in the shapes that documents give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.documents.document import Grid, GridCell, Source
from service.forms.cell import Edition, Form
from service.forms.layout import Layout, layout

Rows = list[list[str]]

CHECK = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
COLUMNS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def grid(rows: Iterable[Sequence[str]], *, block: int = 0) -> Grid:
    """A grid of a text format: the cells of each row as written."""
    cells = tuple(GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, Source(block))


@dataclass(frozen=True)
class Merged:
    """A cell of a ruled table with the rows and columns that it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def ruled_grid(rows: Iterable[Sequence[Merged]], *, block: int = 0) -> Grid:
    """A grid as Word has it: merged cells once, where they begin, all else at the columns that a person sees."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            cells.append(GridCell(r, column, cell.text, cell.rows, cell.columns))
            taken |= {(r + i, column + j) for i in range(cell.rows) for j in range(cell.columns)}
            column += cell.columns
    return Grid(tuple(cells), Source(block))


def proactive_rows(form: Layout, values: Mapping[str, str]) -> Rows:
    """Table two row by row, without empty cells."""
    rows: Rows = []
    article = None
    for row in form.table("proactive").rows:
        if row.article != article:
            article = row.article
            rows.append([f"第二十条第（{article}）项"])
            rows.append(["信息内容", *(column.labels[0] for column in row.columns)])
        rows.append([row.labels[0], *(values[f"{row.id}.{column.id}"] for column in row.columns)])
    return rows


def request_labels(form: Layout) -> dict[str, list[str]]:
    """The label cells of each row of table three as a text copy has them: empty where a cell is merged away."""
    groups = {group.id: f"{group.number}{group.labels[0]}" for group in form.table("applications").groups if group.id}
    labels = {}
    seen = set()
    for row in form.table("applications").rows:
        text = f"{row.number}、{row.labels[0]}" if row.number in "一二四" else f"{row.number}{row.labels[0]}"
        if row.number.isdigit():
            text = f"{row.number}.{row.labels[0]}"
        if row.id == "outcomes.partial":
            text += "（区分处理的，只计这一情形，不计其他情形）"
        parent = row.id.rpartition(".")[0]
        if row.id.startswith("requests."):
            labels[row.id] = [text]
            continue
        outer = "" if "outcomes" in seen else "三、本年度办理结果"
        seen.add("outcomes")
        if parent in groups and not row.id.endswith(".all"):
            labels[row.id] = [outer, "" if parent in seen else groups[parent], text]
            seen.add(parent)
        else:
            labels[row.id] = [outer, text]
    return labels


def request_header() -> Rows:
    """The header of table three as a text copy has it."""
    return [[CHECK, "申请人情况"], ["", "自然人", "法人或其他组织", "总计"], ["", "", *COLUMNS, ""]]


def request_values(form: Layout, values: Mapping[str, str], row_id: str) -> list[str]:
    """The seven values of a row."""
    return [values[f"{row_id}@{column.id}"] for column in form.table("applications").columns]


def request_rows(form: Layout, values: Mapping[str, str]) -> Rows:
    """Table three row by row."""
    labels = request_labels(form)
    return request_header() + [
        labels[row.id] + request_values(form, values, row.id) for row in form.table("applications").rows
    ]


def dispute_rows(form: Layout, values: Mapping[str, str]) -> Rows:
    """Table four row by row."""
    return [
        ["行政复议", "行政诉讼"],
        [*RESULTS, "未经复议直接起诉", "复议后起诉"],
        [*[""] * 5, *RESULTS, *RESULTS],
        [values[cell_id] for cell_id in form.table("disputes").cells],
    ]


def flat(edition: Edition, values: Mapping[str, str]) -> list[Grid]:
    """Three grids of the cells in order, those merged away left empty."""
    form = layout(edition)
    tables = (proactive_rows(form, values), request_rows(form, values), dispute_rows(form, values))
    return [grid(rows, block=block) for block, rows in enumerate(tables)]


def without_empty(edition: Edition, values: Mapping[str, str]) -> list[Grid]:
    """Like ``flat``, with no empty cells at all."""
    form = layout(edition)
    tables = (proactive_rows(form, values), request_rows(form, values), dispute_rows(form, values))
    return [grid([[text for text in row if text] for row in rows], block=b) for b, rows in enumerate(tables)]


def padded(edition: Edition, values: Mapping[str, str]) -> list[Grid]:
    """As a PDF gives it: every row of one width, labels with empty cells behind them, values pushed to the right."""
    form = layout(edition)
    proactive = [row + [""] * (4 - len(row)) for row in proactive_rows(form, values)]
    labels = request_labels(form)
    requests = [row + [""] * (10 - len(row)) for row in request_header()]
    for row in form.table("applications").rows:
        cells = labels[row.id]
        requests.append(cells + [""] * (3 - len(cells)) + request_values(form, values, row.id))
    tables = (proactive, requests, dispute_rows(form, values))
    return [grid(rows, block=block) for block, rows in enumerate(tables)]


def broken(edition: Edition, values: Mapping[str, str]) -> list[Grid]:
    """Labels in one row, their values in the next."""
    form = layout(edition)
    proactive: Rows = []
    for row in proactive_rows(form, values):
        header = row[0].startswith("第二十条") or row[0] == "信息内容"
        proactive += [row] if header else [row[:1], ["", *row[1:]]]
    labels = request_labels(form)
    requests = request_header()
    for form_row in form.table("applications").rows:
        requests += [labels[form_row.id], ["", *request_values(form, values, form_row.id)]]
    tables = (proactive, requests, dispute_rows(form, values))
    return [grid(rows, block=block) for block, rows in enumerate(tables)]


def ruled(edition: Edition, values: Mapping[str, str]) -> list[Grid]:
    """As Word has it: merged cells once, with their extent."""
    form = layout(edition)
    return [
        ruled_grid(_ruled_proactive(form, values), block=0),
        ruled_grid(_ruled_requests(form, values), block=1),
        ruled_grid(_ruled_disputes(form, values), block=2),
    ]


def _ruled_proactive(form: Layout, values: Mapping[str, str]) -> list[list[Merged]]:
    rows = []
    for row in proactive_rows(form, values):
        last = 4 - len(row) + 1
        rows.append([*map(Merged, row[:-1]), Merged(row[-1], columns=last)])
    return rows


def _ruled_requests(form: Layout, values: Mapping[str, str]) -> list[list[Merged]]:
    rows = [
        [Merged(CHECK, 3, 3), Merged("申请人情况", columns=7)],
        [Merged("自然人", 2), Merged("法人或其他组织", columns=5), Merged("总计", 2)],
        [Merged(text) for text in COLUMNS],
    ]
    n_outcomes = sum(row.id.startswith("outcomes.") for row in form.table("applications").rows)
    members = {
        group.id: sum(row.id.startswith(f"{group.id}.") for row in form.table("applications").rows)
        for group in form.table("applications").groups
    }
    for row_id, texts in request_labels(form).items():
        parent = row_id.rpartition(".")[0]
        if len(texts) == 1:
            label = [Merged(texts[0], columns=3)]
        elif len(texts) == 2:
            label = [Merged(texts[0], n_outcomes)] * bool(texts[0]) + [Merged(texts[1], columns=2)]
        else:
            label = [Merged(texts[0], n_outcomes)] * bool(texts[0])
            label += [Merged(texts[1], members[parent])] * bool(texts[1]) + [Merged(texts[2])]
        rows.append(label + [Merged(value) for value in request_values(form, values, row_id)])
    return rows


def _ruled_disputes(form: Layout, values: Mapping[str, str]) -> list[list[Merged]]:
    return [
        [Merged("行政复议", columns=5), Merged("行政诉讼", columns=10)],
        [
            *(Merged(text, 2) for text in RESULTS),
            Merged("未经复议直接起诉", columns=5),
            Merged("复议后起诉", columns=5),
        ],
        [Merged(text) for text in RESULTS * 2],
        [Merged(values[cell_id]) for cell_id in form.table("disputes").cells],
    ]


SHAPES: dict[str, Callable[[Edition, Mapping[str, str]], list[Grid]]] = {
    "flat": flat,
    "without_empty": without_empty,
    "padded": padded,
    "broken": broken,
    "ruled": ruled,
}


def zeros(edition: Edition) -> dict[str, str]:
    """A report of zeros."""
    return dict.fromkeys(layout(edition).ids, "0")


def row(values: Mapping[str, str], row_id: str, *texts: str) -> dict[str, str]:
    """The values with those of one row of table three."""
    cells = [f"{row_id}@{column.id}" for column in layout("V2").table("applications").columns]
    return {**values, **dict(zip(cells, texts, strict=True))}


def read(form: Form) -> dict[str, str]:
    """The values that were read."""
    return {id: str(cell.value) for id, cell in form.cells.items() if cell.status == "read"}


def seven(form: Form, row_id: str) -> list[str]:
    """The values of a row of table three, or what is known of them."""
    cells = [form.cells[f"{row_id}@{column.id}"] for column in layout("V2").table("applications").columns]
    return [str(cell.value) if cell.status == "read" else cell.status for cell in cells]
