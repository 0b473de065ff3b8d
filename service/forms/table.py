"""One statutory table as data (``layouts/*.toml``): rows × columns, with labels, units and titles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from service.forms.cell import Edition

Kind = Literal["proactive", "applications", "disputes", "statistics", "annual", "coded"]
"""Tables two, three and four of V1 and V2; the table of V0b; the two types of V0a."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its own ``unit``, or that of the row or the table; None where the report prints the unit itself."""

    id: str
    labels: tuple[str, ...]
    unit: str | None = None
    decimal: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has values. ``labels`` begin with the official wording; ``number`` is printed before it.

    ``numbered`` are labels that are this row's only after its number; ``article`` is the number of the heading above
    it (第二十条第（…）项), ``code`` what the column 代码 prints.
    """

    id: str
    title: str
    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    number: str | None = None
    numbered: tuple[str, ...] = ()
    unit: str | None = None
    decimal: bool = False
    article: str | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A label above several rows; ``id``, where it has one, is the sum of its rows."""

    id: str | None
    number: str | None
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellSpec:
    """What may stand in a cell: unit (None: its own), decimals, a sign; and its title in Chinese."""

    id: str
    title: str
    unit: str | None
    decimal: bool = False
    signed: bool = False


# Compared by identity: there is one of each, and tables are keys of caches.
@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of an edition. ``cells`` are in the order of the form; ``titles`` name sums and rows without column.

    ``joint`` stands between the ids of row and column in the id of a cell. ``headers`` are sets of words of which one
    stands in the header row; ``frame`` are words of lines around the rows.
    """

    edition: Edition
    kind: Kind
    name: str
    title: str
    joint: str
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    cells: Mapping[str, CellSpec]
    titles: Mapping[str, str]
    headers: tuple[frozenset[str], ...] = ()
    frame: tuple[str, ...] = ()

    def cell_id(self, row: Row, column: Column) -> str:
        """The id of the cell where a row meets a column."""
        return f"{row.id}{self.joint}{column.id}"

    def row(self, row_id: str) -> Row:
        """The row of an id; KeyError where there is none."""
        found = next((row for row in self.rows if row.id == row_id), None)
        if found is None:
            raise KeyError(row_id)
        return found


@cache
def read_table(name: str, edition: Edition) -> Table:
    """The table of ``layouts/{name}.toml`` with the rows that it has in an edition; ValueError for a broken file."""
    data = tomllib.loads(files("service.forms").joinpath("layouts", f"{name}.toml").read_text("utf-8"))
    columns = tuple(_column(entry, data.get("unit")) for entry in data["column"])
    rows = tuple(_row(entry, columns) for entry in data["row"] if entry.get("edition", edition) == edition)
    groups = tuple(
        Group(entry.get("id"), entry.get("number"), tuple(entry["labels"])) for entry in data.get("group", ())
    )
    specs = [_spec(data, row, column) for row in rows for column in row.columns]
    cells = {spec.id: spec for spec in specs}
    if len(cells) != len(specs):
        raise ValueError(f"{name}.toml names a cell twice")
    return Table(
        edition=edition,
        kind=data["kind"],
        name=data["name"],
        title=data["title"],
        joint=data["joint"],
        rows=rows,
        groups=groups,
        columns=columns,
        cells=MappingProxyType(cells),
        titles=MappingProxyType(_titles(data, rows, groups, columns)),
        headers=tuple(map(frozenset, data.get("headers", ()))),
        frame=tuple(data.get("frame", ())),
    )


def _column(entry: Mapping[str, Any], unit: str | None) -> Column:
    return Column(
        id=entry["id"],
        labels=tuple(entry["labels"]),
        unit=entry.get("unit", unit),
        decimal=entry.get("decimal", False),
        signed=entry.get("signed", False),
    )


def _row(entry: Mapping[str, Any], columns: tuple[Column, ...]) -> Row:
    named = {column.id: column for column in columns}
    return Row(
        id=entry["id"],
        title=entry.get("title", entry["labels"][0]),
        labels=tuple(entry["labels"]),
        columns=tuple(named[id] for id in entry["columns"]) if "columns" in entry else columns,
        number=entry.get("number"),
        numbered=tuple(entry.get("numbered", ())),
        unit=entry.get("unit"),
        decimal=entry.get("decimal", False),
        article=entry.get("article"),
        code=entry.get("code"),
    )


def _spec(data: Mapping[str, Any], row: Row, column: Column) -> CellSpec:
    return CellSpec(
        id=f"{row.id}{data['joint']}{column.id}",
        title=_title(data, row.title, column),
        unit=row.unit or column.unit,
        decimal=row.decimal or column.decimal,
        signed=column.signed,
    )


def _title(data: Mapping[str, Any], words: str, column: Column) -> str:
    """The name of a cell; a column without id is the only one and need not be named."""
    return f"{data['name']} {words}·{column.labels[0]}" if column.id else f"{data['name']} {words}"


def _titles(
    data: Mapping[str, Any], rows: tuple[Row, ...], groups: tuple[Group, ...], columns: tuple[Column, ...]
) -> dict[str, str]:
    """Titles of what is no printed cell: sums in each column, and rows and sums without a column."""
    joint = data["joint"]
    sums = [(group.id, group.labels[0]) for group in groups if group.id is not None]
    sums += [(entry["id"], entry["title"]) for entry in data.get("sum", ())]
    titles = {f"{id}{joint}{column.id}": _title(data, words, column) for id, words in sums for column in columns}
    if joint != "@" or columns[-1].id != "total":
        return titles
    total = columns[-1]
    return titles | {id: _title(data, words, total) for id, words in [*sums, *((row.id, row.title) for row in rows)]}
