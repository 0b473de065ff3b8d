"""What is printed on the tables: labels and their variants, from tables.toml and old_tables.toml."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from benchmarks.documents.report import Edition
from benchmarks.documents.style import Style

OldTable = Literal["statistics", "annual", "coded"]


@dataclass(frozen=True, slots=True)
class Head:
    """A column head of table two and the field of the cells below it."""

    field: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A band of table two."""

    number: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A row of table three; ``group`` is the merged label on its left, empty where it has none."""

    id: str
    printed: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class OldRow:
    """A row of the statistics before 2019; without id it only heads the rows below it.

    It is the sum of its ``parts``, and counts some of what the row ``within`` which it stands counts.
    """

    id: str
    printed: tuple[str, ...]
    unit: str
    code: str
    scale: str
    parts: tuple[str, ...]
    within: str


def load(name: str) -> dict[str, Any]:
    """A data file of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def articles(edition: Edition) -> tuple[Article, ...]:
    """The bands of table two."""
    return tuple(
        Article(
            entry["number"],
            tuple(Head(head["field"], tuple(head["printed"])) for head in entry["heads"]),
            tuple((row["id"], tuple(row["printed"])) for row in entry["rows"]),
        )
        for entry in load("tables.toml")["article"]
        if entry["edition"] == edition
    )


@cache
def requests(edition: Edition) -> tuple[Request, ...]:
    """The value rows of table three."""
    return tuple(
        Request(entry["id"], tuple(entry["printed"]), entry.get("group", ""))
        for entry in load("tables.toml")["request"]
        if entry.get("edition", edition) == edition
    )


@cache
def old_rows(table: OldTable) -> tuple[OldRow, ...]:
    """The rows of one of the tables before 2019."""
    return tuple(
        OldRow(
            id=entry.get("id", ""),
            printed=tuple(entry["printed"]),
            unit=entry.get("unit", ""),
            code=entry.get("code", ""),
            scale=entry.get("scale", ""),
            parts=tuple(entry.get("parts", ())),
            within=entry.get("within", ""),
        )
        for entry in load("old_tables.toml")[table]
    )


@cache
def wordings(section: str) -> Mapping[str, Any]:
    """A table of tables.toml: applicants, groups or disputes."""
    found: Mapping[str, Any] = load("tables.toml")[section]
    return found


def label(rng: random.Random, printed: Sequence[str], style: Style, *, vertical: bool = False) -> str:
    """One of the wordings, by the style; a label set downwards has no line breaks of its own."""
    broken = style.breaks and not vertical
    if style.labels == "official":
        choices = [text for text in printed if text.replace("\n", "") == printed[0]]
    else:
        choices = list(printed)
    choices = [text for text in choices if broken or "\n" not in text] or [printed[0]]
    text = rng.choice(choices)
    return text.replace("\n", "") if vertical else text
