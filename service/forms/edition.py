"""Which edition each table of a report is of, by the labels that only one edition has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from service.forms.cell import Edition
from service.forms.grid_row import GridRow
from service.forms.labels import Label, body, label, match
from service.forms.layout import tables
from service.forms.table import Kind, Table
from service.forms.value import is_value

_New = Literal["V1", "V2"]
_NEW_KINDS: Final[tuple[Kind, ...]] = ("proactive", "applications")


@dataclass(frozen=True, slots=True)
class Editions:
    """The edition of a report as a whole, and the tables it has, each of its own edition."""

    edition: Edition | None
    tables: tuple[Table, ...]


def tell_editions(lines: Mapping[Kind, Sequence[GridRow]]) -> Editions:
    """The edition that most marks speak for, and each table as its own marks have it.

    Headers of 2019 and 2021 may stand in one report. A table without marks is of the edition of the others; V2, which
    is in force, where none has any. Tables that the edition has and the report has not are named all the same.
    """
    old = _old_tables(lines)
    marks = {kind: _marks_of(kind, lines[kind]) for kind in _NEW_KINDS}
    if not any(lines[kind] for kind in _NEW_KINDS) and old:
        return Editions(old[0].edition, (*old, *(_table("V2", "disputes") for _ in lines["disputes"][:1])))
    if not any(lines[kind] for kind in (*_NEW_KINDS, "disputes")):
        return Editions(None, ())
    v1, v2 = (sum(counts) for counts in zip(*marks.values(), strict=True))
    edition: _New = "V1" if v1 > v2 else "V2"
    found = [_table(_more(*marks.get(table.kind, (0, 0)), edition), table.kind) for table in tables(edition)]
    return Editions(edition, (*found, *old))


def _old_tables(lines: Mapping[Kind, Sequence[GridRow]]) -> list[Table]:
    """The tables before 2019 that the report has, the longest first."""
    found = [table for edition in ("V0b", "V0a") for table in tables(edition) if lines[table.kind]]
    return sorted(found, key=lambda table: -len(lines[table.kind]))


def _table(edition: Edition, kind: Kind) -> Table:
    return next(table for table in tables(edition) if table.kind == kind)


def _more(v1: int, v2: int, otherwise: _New) -> _New:
    return otherwise if v1 == v2 else "V1" if v1 > v2 else "V2"


def _marks_of(kind: Kind, lines: Sequence[GridRow]) -> tuple[int, int]:
    """How many marks of V1 and of V2 a table has."""
    v1 = sum(_counts(line, _marks("V1", "V2")) for line in lines)
    v2 = sum(_counts(line, _marks("V2", "V1")) for line in lines)
    return v1 + (sum(map(_is_other_row, lines)) if kind == "applications" else 0), v2


def _counts(line: GridRow, marks: tuple[Label, ...]) -> int:
    return sum(match(text, marks) is not None for text in line.texts)


def _is_other_row(line: GridRow) -> bool:
    """（六）其他处理 as a row with values of its own, as only V1 has it."""
    words = [text for text in line.texts if not is_value(text)]
    return bool(words) and body(words[-1]) == "其他处理" and len(line.texts) - len(words) >= 2


@cache
def _marks(edition: _New, other: _New) -> tuple[Label, ...]:
    """The labels that one edition has and the other has not."""
    foreign = {body(text) for _, texts in _printed(other) for text in texts}
    kept = [(id, [text for text in texts if body(text) not in foreign]) for id, texts in _printed(edition)]
    return tuple(label(id, texts, whole=True) for id, texts in kept if texts)


def _printed(edition: _New) -> list[tuple[str, tuple[str, ...]]]:
    of_two = [table for table in tables(edition) if table.kind in _NEW_KINDS]
    printed = [(row.id, row.labels) for table in of_two for row in table.rows]
    printed += [(column.id, column.labels) for table in of_two for column in table.columns]
    return list(dict(printed + [(group.id or "", group.labels) for table in of_two for group in table.groups]).items())
