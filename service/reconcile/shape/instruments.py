"""The instruments that reports cite (``instruments.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document with its number and names; ``first`` and ``last`` are the years of the reports it is for."""

    issuer: str
    year: int
    number: int
    about: str
    names: tuple[str, ...]
    first: int
    last: int | None

    @property
    def printed(self) -> str:
        """Its number as it is written."""
        return f"{self.issuer}〔{self.year}〕{self.number}号"


@dataclass(frozen=True, slots=True)
class Regulation:
    """政府信息公开条例 in one of its two versions."""

    order: int
    articles: int
    report_articles: tuple[int, ...]


@cache
def instruments() -> tuple[Instrument, ...]:
    """All instruments whose numbers and names are known."""
    return tuple(
        Instrument(**(entry | {"names": tuple(entry["names"]), "last": entry.get("last")}))
        for entry in _table()["instrument"]
    )


@cache
def other_series() -> frozenset[str]:
    """Series of numbers of the State Council and its office that are none of the known instruments."""
    return frozenset(_table()["series"])


@cache
def regulation(year: int) -> Regulation:
    """The regulation as it is in force for the report of a year."""
    entry = _table()["regulation"]["2019" if year >= 2019 else "2007"]
    return Regulation(entry["order"], entry["articles"], tuple(entry["report_articles"]))


@cache
def known_names() -> Mapping[str, str]:
    """Names of instruments without their marks → as they are written."""
    table = _table()
    names = [name for entry in table["instrument"] for name in entry["names"]]
    return {bare(name): name for name in (*names, *table["regulation"]["names"])}


@cache
def issuing_office() -> str:
    """The office that issues the forms of the report."""
    office: str = _table()["regulation"]["office"]
    return office


def bare(name: str) -> str:
    """A name without the marks around it and inside it, and without white space."""
    return re.sub(r"[《》〈〉<>（）()“”\"\s]", "", name)


def n_differences(one: str, other: str) -> int:
    """How many characters of the longer name have no counterpart in the other."""
    matched = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return max(len(one), len(other)) - matched


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("service.reconcile.shape").joinpath("instruments.toml").read_text("utf-8"))
