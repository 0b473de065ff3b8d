"""Names of cells for people: the full title, and one short enough to stand inside the cell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from service.forms.cell import Edition
from service.forms.layout import cell_title

_LONGEST, _LONGEST_PART = 6, 4  # characters


def full_title(edition: Edition | None, cell_id: str) -> str:
    """The Chinese title of a cell; its id where the edition has no title for it."""
    if edition is None:
        return cell_id
    try:
        return cell_title(edition, cell_id)
    except KeyError:
        return cell_id


def row_and_column(title: str) -> tuple[str, str]:
    """The two parts of a full title: ``表三 予以公开·总计`` → ``表三 予以公开`` and ``总计``."""
    row, _, column = title.rpartition("·")
    return (row, column) if row else (column, "")


def short_title(cell_id: str, title: str) -> str:
    """A name of a few characters: ``予以·总计``."""
    row, column = cell_id.split("@", 1) if "@" in cell_id else _halves(cell_id)
    written_row, written_column = row_and_column(title)
    label = written_row.rpartition(" ")[2]
    if not written_column:
        return label[:_LONGEST]
    first = _short("rows").get(row) or label[:_LONGEST_PART]
    return f"{first}·{_short('columns').get(column) or written_column[:_LONGEST_PART]}"


def _halves(cell_id: str) -> tuple[str, str]:
    row, _, column = cell_id.rpartition(".")
    return row, column


@cache
def _short(part: str) -> Mapping[str, str]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files("service.draw").joinpath("short_titles.toml").read_text("utf-8")
    )
    return table[part]
