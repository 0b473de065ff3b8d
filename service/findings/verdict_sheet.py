"""A workbook of findings that came back with verdicts → its rows as values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from service.errors import VerdictError
from service.findings.columns import AGENCY, COMMENT, JUDGEMENT, KEY, SHEET, WHEN, WHO, YEAR
from service.findings.words import words

_NEEDED = (AGENCY, YEAR, KEY, JUDGEMENT)
_HEADER_WITHIN = 10  # rows: people put a title above
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")

Row = Mapping[str, object]


def sheet_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Every row in which a person wrote something, with its number; VerdictError for what is no such workbook.

    What cannot be understood is given as it stands, for the caller to refuse with all else that is wrong.
    """
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise
    except Exception as error:  # a damaged package makes openpyxl raise whatever it met first
        raise VerdictError(f"“{path.name}”不是可以读取的 Excel 工作簿（.xlsx）。") from error
    try:
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        # Other programs write dimensions that are wrong, and rows beyond them would not be read.
        sheet.reset_dimensions()
        yield from _rows(path, sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _rows(path: Path, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, Row]]:
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if columns:
            written = _row(row, columns)
            if written is not None:
                yield number, written
        elif number > _HEADER_WITHIN:
            break
        else:
            columns = _columns(row)
    if not columns:
        raise VerdictError(f"“{path.name}”里没有表头“{'、'.join(_NEEDED)}”，不是本软件输出的清单。")


def _columns(row: Sequence[Any]) -> dict[str, int]:
    """Headings with the indexes of their columns; empty for a row that is no header."""
    found = {str(value).strip(): index for index, value in enumerate(row) if value is not None}
    return found if all(heading in found for heading in _NEEDED) else {}


def _row(row: Sequence[Any], columns: Mapping[str, int]) -> Row | None:
    def value(heading: str) -> Any:
        index = columns.get(heading)
        return row[index] if index is not None and index < len(row) else None

    judgement, comment = _text(value(JUDGEMENT)), _text(value(COMMENT))
    if not judgement and not comment:
        return None
    return {
        "agency": _text(value(AGENCY)),
        "year": _year(value(YEAR)),
        "key": _text(value(KEY)),
        "verdict": words().judgement(judgement) or judgement,
        "comment": comment,
        "who": _text(value(WHO)),
        "when": _moment(value(WHEN)),
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _year(value: Any) -> object:
    text = _text(value).removesuffix("年").removesuffix(".0")
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else (text or None)


def _moment(value: Any) -> object:
    """A date as Excel holds it or as people write it; anything else as it stands."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = _text(value)
    written = _DATE.match(text)
    try:
        if written:
            year, month, day = map(int, written.groups())
            return datetime(year, month, day)
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return text
