"""How what is drawn looks (``appearance.toml``) as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as ``#rrggbb``: behind the text, of the border, of the text."""

    fill: str
    line: str
    ink: str


@dataclass(frozen=True, slots=True)
class State:
    """What may be said of something that is drawn: its name, a sign for it, and its colours."""

    id: str
    zh: str
    sign: str
    light: Colours
    dark: Colours
    dashed: bool = False
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """The states in the order of the legend, and words for the values of findings, facts and forms."""

    states: Mapping[str, State]
    verdicts: Mapping[str, str]
    severities: Mapping[str, str]
    kinds: Mapping[str, str]
    approximations: Mapping[str, str]
    editions: Mapping[str, str]


@cache
def appearance() -> Appearance:
    """The appearance of all drawings."""
    table = tomllib.loads(files("service.draw").joinpath("appearance.toml").read_text("utf-8"))
    words = {name: table[name] for name in ("verdicts", "severities", "kinds", "approximations", "editions")}
    return Appearance(states={entry["id"]: _state(entry) for entry in table["state"]}, **words)


def _state(entry: Mapping[str, Any]) -> State:
    return State(
        id=entry["id"],
        zh=entry["zh"],
        sign=entry["sign"],
        light=Colours(**entry["light"]),
        dark=Colours(**entry["dark"]),
        dashed=entry.get("dashed", False),
        hatched=entry.get("hatched", False),
    )
