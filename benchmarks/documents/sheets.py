"""The tables of 2019 and 2021 as offices lay them out: tables two, three and four of V1 and V2."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from benchmarks.documents.printed import Article, Request, articles, label, requests, wordings
from benchmarks.documents.report import Edition, Sheet, SheetCell
from benchmarks.documents.style import Style
from benchmarks.documents.writing import Typist

_RESULTS = 5
_LABEL_COLUMNS = 3
_PATHS = ("review", "litigation_direct", "litigation_after_review")


@dataclass(slots=True)
class Draft:
    """A table in the making."""

    cells: list[SheetCell] = field(default_factory=list)
    row: int = 0

    def head(
        self, column: int, text: str, *, rows: int = 1, columns: int = 1, vertical: bool = False, below: int = 0
    ) -> None:
        """A label in the current row, or ``below`` it."""
        self.cells.append(SheetCell(self.row + below, column, text, rows, columns, vertical, header=True))

    def value(self, column: int, text: str, *, columns: int = 1) -> None:
        """A value in the current row."""
        self.cells.append(SheetCell(self.row, column, text, column_span=columns))

    def end_row(self) -> None:
        """Go on in the next row."""
        self.row += 1

    def sheet(self, widths: Sequence[float], *, n_header_rows: int) -> Sheet:
        """The finished table."""
        return Sheet(tuple(self.cells), self.row, len(widths), n_header_rows, tuple(widths))


def proactive_sheets(edition: Edition, typist: Typist) -> Iterator[Sheet]:
    """Table two: one sheet, or one for each article."""
    bands = articles(edition)
    for group in [bands] if typist.style.bands == "together" else [(band,) for band in bands]:
        draft = Draft()
        for band in group:
            _band(draft, band, typist)
        yield draft.sheet((4.6, 3.9, 3.9, 3.9), n_header_rows=0)


def application_sheet(edition: Edition, typist: Typist) -> Sheet:
    """Table three."""
    draft = Draft()
    columns = wordings("applicants")["column"]
    _application_header(draft, typist.rng, typist.style)
    rows = requests(edition)
    first = next(at for at, row in enumerate(rows) if row.id.startswith("outcomes."))
    n_outcomes = sum(row.id.startswith("outcomes.") for row in rows)
    for at, row in enumerate(rows):
        _application_label(draft, rows, at, first=at == first, n_outcomes=n_outcomes, typist=typist)
        ids = tuple(f"{row.id}@{column['id']}" for column in columns)
        for offset, cell_id in enumerate(ids):
            text = typist.typed(cell_id, unit="件", row=ids, is_total=cell_id.endswith("@total"))
            draft.value(_LABEL_COLUMNS + offset, text)
        draft.end_row()
    return draft.sheet((1.5, 1.9, 4.6, *[1.2] * 7), n_header_rows=3)


def dispute_sheet(typist: Typist) -> Sheet:
    """Table four."""
    style, rng = typist.style, typist.rng
    words = wordings("disputes")
    draft = Draft()
    draft.head(0, words["review"], columns=_RESULTS)
    draft.head(_RESULTS, words["litigation"], columns=2 * _RESULTS)
    draft.end_row()
    results = [label(rng, result["printed"], style, vertical=style.vertical) for result in words["result"]]
    for column, text in enumerate(results):
        draft.head(column, text, rows=2, vertical=style.vertical)
    draft.head(_RESULTS, label(rng, words["direct"], style), columns=_RESULTS)
    draft.head(2 * _RESULTS, label(rng, words["after_review"], style), columns=_RESULTS)
    draft.end_row()
    for column, text in enumerate(results * 2, start=_RESULTS):
        draft.head(column, text, vertical=style.vertical)
    draft.end_row()
    ids = [f"{path}.{result['id']}" for path in _PATHS for result in words["result"]]
    for column, cell_id in enumerate(ids):
        row = tuple(ids[column - column % _RESULTS : column - column % _RESULTS + _RESULTS])
        draft.value(column, typist.typed(cell_id, unit="件", row=row, is_total=cell_id.endswith(".total")))
    draft.end_row()
    return draft.sheet([1.1] * 15, n_header_rows=3)


def spaced(sheet: Sheet, rng: random.Random) -> Sheet:
    """Short labels with a space between their characters (自 然 人), as they are stretched over a column."""
    cells = (
        replace(cell, text=" ".join(cell.text))
        if cell.header and 2 <= len(cell.text) <= 3 and cell.text.isalpha() and rng.random() < 0.6
        else cell
        for cell in sheet.cells
    )
    return replace(sheet, cells=tuple(cells))


def _band(draft: Draft, band: Article, typist: Typist) -> None:
    style, rng = typist.style, typist.rng
    draft.head(0, style.article.format(band.number), columns=4)
    draft.end_row()
    draft.head(0, "信息内容")
    spans = _spans(len(band.heads))
    for (column, span), head in zip(spans, band.heads, strict=True):
        draft.head(column, label(rng, head.printed, style), columns=span)
    draft.end_row()
    for row_id, printed in band.rows:
        draft.head(0, label(rng, printed, style))
        ids = tuple(f"{row_id}.{head.field}" for head in band.heads)
        for (column, span), cell_id in zip(spans, ids, strict=True):
            _proactive_value(draft, column, span, _typed(typist, cell_id, ids), style)
        draft.end_row()
    if style.local_rows and len(band.heads) > 2 and band.number == "一":
        draft.head(0, "其他主动公开文件")
        for column in (1, 2, 3):
            draft.value(column, str(rng.randint(0, 90)))
        draft.end_row()


def _spans(n: int) -> list[tuple[int, int]]:
    """Column and span of the values of a band with ``n`` heads in a table of four columns: the last is stretched."""
    return [(1 + at, 1 if at < n - 1 else 4 - n) for at in range(n)]


def _typed(typist: Typist, cell_id: str, row: tuple[str, ...]) -> str:
    if cell_id.endswith(".items_delta"):
        return typist.typed_change(cell_id)
    if cell_id == "p19.procurement.amount":
        return typist.typed_amount(cell_id)
    unit = "" if cell_id.endswith(("amount_wan", "projects", "items_prev")) else "件"
    return typist.typed(cell_id, unit=unit, row=row)


def _proactive_value(draft: Draft, column: int, span: int, text: str, style: Style) -> None:
    if span < 3 or style.single == "merged":
        draft.value(column, text, columns=span)
        return
    for offset in range(span):
        draft.value(column + offset, text if offset == 0 or style.single == "thrice" else "")


def _application_header(draft: Draft, rng: random.Random, style: Style) -> None:
    words = wordings("applicants")
    names = [label(rng, column["printed"], style) for column in words["column"]]
    draft.head(0, label(rng, words["corner"], style), rows=3, columns=_LABEL_COLUMNS)
    draft.head(_LABEL_COLUMNS, label(rng, words["top"], style), columns=7)
    draft.end_row()
    draft.head(_LABEL_COLUMNS, names[0], rows=2)
    draft.head(_LABEL_COLUMNS + 1, label(rng, words["organisations"], style), columns=5)
    draft.head(_LABEL_COLUMNS + 6, names[-1], rows=2)
    draft.end_row()
    for column, name in enumerate(names[1:-1], start=_LABEL_COLUMNS + 1):
        draft.head(column, name)
    draft.end_row()


def _application_label(
    draft: Draft, rows: Sequence[Request], at: int, *, first: bool, n_outcomes: int, typist: Typist
) -> None:
    """The labels that begin in one row: 三、本年度办理结果, the group, the row's own."""
    style, rng = typist.style, typist.rng
    row, words = rows[at], wordings("groups")
    if not row.id.startswith("outcomes."):
        draft.head(0, label(rng, row.printed, style), columns=_LABEL_COLUMNS)
        return
    if first:
        text = label(rng, words["outcomes"], style, vertical=style.vertical)
        draft.head(0, text, rows=n_outcomes, vertical=style.vertical)
    if not row.group:
        draft.head(1, label(rng, row.printed, style), columns=2)
        return
    if rows[at - 1].group != row.group:
        below = next(len(list(run)) for name, run in groupby(rows[at:], lambda row: row.group) if name == row.group)
        text = label(rng, words[row.group], style, vertical=style.vertical)
        draft.head(1, text, rows=below, vertical=style.vertical)
    draft.head(2, label(rng, row.printed, style))
