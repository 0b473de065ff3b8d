"""The statistics before 2019 as offices lay them out: the table of 2014 (V0b), and two local ones (V0a)."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.documents.printed import OldRow, OldTable, label, old_rows
from benchmarks.documents.report import Sheet
from benchmarks.documents.sheets import Draft
from benchmarks.documents.writing import Typist

COLUMNS: dict[OldTable, tuple[str, ...]] = {
    "statistics": ("",),
    "annual": ("@year", "@cumulative"),
    "coded": ("@period", "@to_date"),
}
_HEADS: dict[OldTable, tuple[str, ...]] = {
    "statistics": ("统计指标", "单位", "统计数"),
    "annual": ("指标名称", "计量单位", "本年度", "历年累计"),
    "coded": ("指标名称", "计量单位", "代码", "本期实际", "本年累计"),
}
_WIDTHS: dict[OldTable, tuple[float, ...]] = {
    "statistics": (11.0, 2.2, 3.2),
    "annual": (8.4, 2.6, 2.7, 2.8),
    "coded": (7.6, 2.2, 1.6, 2.6, 2.6),
}
_UNIT = 1


def old_sheet(table: OldTable, typist: Typist) -> Sheet:
    """One of the tables before 2019."""
    style, rng = typist.style, typist.rng
    own_units = table != "statistics" or style.unit_column == "own"
    draft = Draft()
    heads = [head for column, head in enumerate(_HEADS[table]) if own_units or column != _UNIT]
    widths = [width for column, width in enumerate(_WIDTHS[table]) if own_units or column != _UNIT]
    for column, head in enumerate(heads):
        draft.head(column, head)
    draft.end_row()
    if table == "coded" and rng.random() < 0.5:
        for column, mark in enumerate(("甲", "乙", "丙", "1", "2")):
            draft.head(column, mark)
        draft.end_row()
    n_header_rows = draft.row
    unit_on_group = rng.choice(("—", ""))
    for row in old_rows(table):
        text = label(rng, row.printed, style)
        if not row.id:
            _group(draft, text, widths, mark=unit_on_group, own_units=own_units)
            continue
        draft.head(0, text if own_units or not row.unit else f"{text}（{row.unit}）")
        if own_units:
            draft.head(_UNIT, row.unit)
        if row.code:
            draft.head(_UNIT + 1, row.code)
        _values(draft, row, table, typist, first=len(widths) - len(COLUMNS[table]))
        draft.end_row()
    return draft.sheet(widths, n_header_rows=n_header_rows)


def _group(draft: Draft, text: str, widths: Sequence[float], *, mark: str, own_units: bool) -> None:
    """A row that only heads the rows below it."""
    if own_units and mark:
        draft.head(0, text)
        draft.head(1, mark)
        draft.value(2, mark)
    else:
        draft.head(0, text, columns=len(widths))
    draft.end_row()


def _values(draft: Draft, row: OldRow, table: OldTable, typist: Typist, *, first: int) -> None:
    ids = tuple(row.id + column for column in COLUMNS[table])
    for offset, cell_id in enumerate(ids):
        text = typist.typed(cell_id, unit=row.unit, row=ids, is_total=bool(row.parts))
        draft.value(first + offset, text)
