"""The statutory tables of an edition as values (``layouts/*.toml``): their cells, labels, units and sums."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from service.forms.cell import Edition

# The editions whose cells are known; the two files named here, beside what they share.
_FILES: Mapping[str, str] = MappingProxyType({"V1": "v1.toml", "V2": "v2.toml"})
_BASE = "base.toml"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of table two. ``unit`` is None where the report prints the unit itself."""

    id: str
    labels: tuple[str, ...]
    unit: str | None
    decimal: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class ProactiveRow:
    """A row of table two with its fields in order; ``article`` is the number in 第二十条第（…）项."""

    id: str
    article: str
    labels: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of table three."""

    id: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A value row of table three. ``numbered`` are labels that are this row's only after its printed ``number``."""

    id: str
    number: str
    labels: tuple[str, ...]
    numbered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A label of table three above several rows; ``id``, where it has one, is the sum of its rows."""

    id: str | None
    number: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """A path or a result of table four."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CellSpec:
    """What may stand in a cell: unit (None: its own), decimals, a sign; and its title in Chinese."""

    id: str
    title: str
    unit: str | None
    decimal: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of one edition. ``cells`` holds every cell id in the order of the form."""

    edition: Edition
    proactive: tuple[ProactiveRow, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    paths: tuple[Titled, ...]
    results: tuple[Titled, ...]
    cells: Mapping[str, CellSpec]
    derived: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]

    @property
    def ids(self) -> tuple[str, ...]:
        """All cell ids in the order of the form."""
        return tuple(self.cells)


@cache
def layout(edition: Edition) -> Layout:
    """The layout of an edition with known cells (V1, V2); KeyError for any other."""
    own, base = _read(_FILES[edition]), _read(_BASE)
    if own["edition"] != edition:
        raise ValueError(f"{_FILES[edition]}: edition {own['edition']!r}, expected {edition!r}")
    groups = tuple(Group(g.get("id"), g["number"], tuple(g["labels"])) for g in base["group"])
    rows = tuple(_row(row) for row in base["row"] if row.get("edition", edition) == edition)
    proactive = _proactive(own)
    columns = tuple(Column(column["id"], tuple(column["labels"])) for column in base["column"])
    paths = tuple(Titled(path["id"], path["title"]) for path in base["path"])
    results = tuple(Titled(result["id"], result["title"]) for result in base["result"])
    derived = _derived(groups, rows, results, base["litigation"])
    return Layout(
        edition=edition,
        proactive=proactive,
        columns=columns,
        groups=groups,
        rows=rows,
        paths=paths,
        results=results,
        cells=MappingProxyType(_cells(proactive, columns, rows, paths, results)),
        derived=MappingProxyType(derived),
        titles=MappingProxyType(_titles(groups, rows, columns, results, base["litigation"])),
    )


def derived(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """Sums that no edition prints: the row ids they add up (``outcomes.denied``), or cells (``litigation.total``)."""
    return layout(edition).derived


def cell_title(edition: Edition, cell_id: str) -> str:
    """The Chinese name of a cell or derived sum for messages: ``表三 本年新收政府信息公开申请数量·总计``.

    A row id without a column is taken in column ``total``. KeyError for what the edition does not have.
    """
    form = layout(edition)
    spec = form.cells.get(cell_id)
    return spec.title if spec is not None else form.titles[cell_id]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("service.forms").joinpath("layouts", name).read_text("utf-8"))


def _row(entry: Mapping[str, Any]) -> Row:
    return Row(entry["id"], entry["number"], tuple(entry["labels"]), tuple(entry.get("numbered", ())))


def _proactive(own: Mapping[str, Any]) -> tuple[ProactiveRow, ...]:
    fields = {
        id: Field(
            id=id,
            labels=tuple(entry["labels"]),
            unit=entry.get("unit"),
            decimal=entry.get("decimal", False),
            signed=entry.get("signed", False),
        )
        for id, entry in own["field"].items()
    }
    return tuple(
        ProactiveRow(row["id"], row["article"], tuple(row["labels"]), tuple(fields[id] for id in row["fields"]))
        for row in own["proactive"]
    )


def _cells(
    proactive: tuple[ProactiveRow, ...],
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    paths: tuple[Titled, ...],
    results: tuple[Titled, ...],
) -> dict[str, CellSpec]:
    specs = [
        CellSpec(
            id=f"{row.id}.{field.id}",
            title=f"表二 {row.labels[0]}·{field.labels[0]}",
            unit=field.unit,
            decimal=field.decimal,
            signed=field.signed,
        )
        for row in proactive
        for field in row.fields
    ]
    specs += [
        CellSpec(f"{row.id}@{column.id}", f"表三 {row.labels[0]}·{column.labels[0]}", "件")
        for row in rows
        for column in columns
    ]
    specs += [
        CellSpec(f"{path.id}.{result.id}", f"表四 {path.title}·{result.title}", "件")
        for path in paths
        for result in results
    ]
    cells = {spec.id: spec for spec in specs}
    if len(cells) != len(specs):
        raise ValueError("a layout names a cell twice")
    return cells


def _derived(
    groups: tuple[Group, ...], rows: tuple[Row, ...], results: tuple[Titled, ...], litigation: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    sums = {
        group.id: tuple(row.id for row in rows if row.id.startswith(f"{group.id}."))
        for group in groups
        if group.id is not None
    }
    empty = [id for id, parts in sums.items() if not parts]
    if empty:
        raise ValueError(f"groups without rows: {', '.join(empty)}")
    for result in results:
        sums[f"{litigation['id']}.{result.id}"] = tuple(f"{path}.{result.id}" for path in litigation["paths"])
    return sums


def _titles(
    groups: tuple[Group, ...],
    rows: tuple[Row, ...],
    columns: tuple[Column, ...],
    results: tuple[Titled, ...],
    litigation: Mapping[str, Any],
) -> dict[str, str]:
    """Titles of what is no printed cell: sums in each column, and rows and sums without a column."""
    named = [(group.id, group.labels[0]) for group in groups if group.id is not None]
    named += [(row.id, row.labels[0]) for row in rows]
    titles = {f"{id}@{column.id}": f"表三 {label}·{column.labels[0]}" for id, label in named for column in columns}
    titles |= {id: titles[f"{id}@total"] for id, _ in named}
    for result in results:
        titles[f"{litigation['id']}.{result.id}"] = f"表四 {litigation['title']}·{result.title}"
    return titles
