"""One sheet of a workbook, written row by row: a header that stays, filters, widths, texts that never calculate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from service.draw.appearance import appearance
from service.findings.columns import FILLED_IN, JUDGEMENT, SheetColumn
from service.findings.words import shown, words

Value = str | int | Decimal | None

_FONT = "宋体"
_LINE = Side(style="thin", color="D5DAE1")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_DIGITS_OF_EXCEL = 15
_MOST_CHARACTERS = 32_000  # of a cell; Excel refuses files with more than 32,767
_TONES = {"error": "fails", "warning": "doubtful", "information": "fact", "undecided": "ambiguous"}
_GRADE = ("结果", "程度")


class Sheet:
    """A sheet of a workbook in write-only mode, made with its header."""

    def __init__(self, book: Workbook, title: str, columns: Sequence[SheetColumn]) -> None:
        self._sheet = book.create_sheet(title)
        self._columns = columns
        self._n_rows = 1
        for index, column in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(index)].width = column.width
        self._sheet.freeze_panes = "B2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.paperSize = "9"  # A4
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._sheet.append([self._cell(column.heading, "表头") for column in columns])

    def add(self, values: Sequence[Value], *, tone: str = "") -> None:
        """One row; ``tone`` is the group of the finding that it tells of."""
        self._n_rows += 1
        self._append(values, tone)

    def close(self, *, total: Sequence[Value] | None = None) -> None:
        """Put the filters on what was added; a ``total`` stands below, where no filter hides it."""
        last = get_column_letter(len(self._columns))
        self._sheet.auto_filter.ref = f"A1:{last}{self._n_rows}"
        if total is not None:
            self._sheet.append([self._cell(value, "表头") for value in total])
        headings = [column.heading for column in self._columns]
        if JUDGEMENT in headings and self._n_rows > 1:
            self._offer_judgements(get_column_letter(headings.index(JUDGEMENT) + 1))

    def _append(self, values: Sequence[Value], tone: str) -> None:
        row = zip(values, self._columns, strict=True)
        self._sheet.append([self._cell(value, _style(column, tone)) for value, column in row])

    def _cell(self, value: Value, style: str) -> Cell:
        text: Any = shown(value)[:_MOST_CHARACTERS] if isinstance(value, str) else value
        cell: Cell = WriteOnlyCell(self._sheet, value=text)
        cell.style = style
        if isinstance(text, str) and text:
            # A text is no formula, whatever it begins with, also after somebody has edited the cell.
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_FORMULA_SIGNS)
        return cell

    def _offer_judgements(self, letter: str) -> None:
        known = ",".join(known[0] for known in words().judgements.values())
        choice = DataValidation(type="list", formula1=f'"{known}"', allow_blank=True)
        choice.errorTitle, choice.error = JUDGEMENT, f"请填写：{known.replace(',', '、')}"
        choice.add(f"{letter}2:{letter}{self._n_rows}")
        self._sheet.data_validations.append(choice)


def add_styles(book: Workbook) -> None:
    """The styles that all sheets use, by name."""
    border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    left = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def add(name: str, alignment: Alignment, *, fill: str = "FFFFFF", ink: str = "1F252D", bold: bool = False) -> None:
        font = Font(name=_FONT, size=10, bold=bold, color=ink)
        pattern = PatternFill("solid", fgColor=fill)
        book.add_named_style(NamedStyle(name, font=font, fill=pattern, border=border, alignment=alignment))

    add("表头", middle, fill="E4E7EC", ink="333C47", bold=True)
    add("文字", left)
    add("居中", centre)
    add("填写", left, fill="FFFBE6")
    add("填写居中", centre, fill="FFFBE6")
    for group, state in _TONES.items():
        colours = appearance().states[state].light
        add(f"程度{words().groups[group]}", centre, fill=colours.fill[1:], ink=colours.ink[1:])  # type: ignore[index]


def number(text: str | None) -> Value:
    """A figure as a number where Excel holds it exactly, as its text otherwise."""
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value if value.is_finite() and len(value.as_tuple().digits) <= _DIGITS_OF_EXCEL else text


def _style(column: SheetColumn, tone: str) -> str:
    if column.heading in _GRADE and tone in _TONES:
        return f"程度{words().groups[tone]}"  # type: ignore[index]
    if column.heading in FILLED_IN:
        return "填写居中" if column.centred else "填写"
    return "居中" if column.centred else "文字"
