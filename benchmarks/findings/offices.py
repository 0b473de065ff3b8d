"""Who reports: invented offices with how much they have to do (``offices.toml``)."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Office:
    """One office; ``typical`` is how many applications it receives in a usual year, 0 where it receives none."""

    name: str
    kind: str
    place: str
    typical: int
    documents: int
    decisions: int
    regulations: bool
    charges: int


def draw_office(rng: random.Random) -> Office:
    """An office; small ones are many, as among published reports."""
    data = load("offices.toml")
    kinds = data["office"]
    chosen = rng.choices(kinds, [kind["weight"] for kind in kinds])[0]
    city, county = rng.choice(data["places"]), rng.choice(data["counties"])
    template = rng.choice(chosen["names"])
    least, most = chosen["requests"]
    typical = 0 if rng.random() < chosen["idle"] else round(least * (most / least) ** rng.random())
    return Office(
        name=template.format(city=city, county=county),
        kind=chosen["kind"],
        place=city if "{city}" in template else county,
        typical=typical,
        documents=chosen["documents"],
        decisions=chosen["decisions"],
        regulations=chosen["regulations"],
        charges=chosen["charges"],
    )


@cache
def load(name: str) -> dict[str, Any]:
    """A data file of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
