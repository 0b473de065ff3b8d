"""The words of lists of findings (``words.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from service.draw.visible import visible

Judgement = Literal["confirmed", "dismissed"]
Group = Literal["error", "warning", "information", "undecided", "broken", "dismissed"]

# No XML may hold them, and they are no control characters.
_NONCHARACTERS = {0xFFFE: "⟨U+FFFE⟩", 0xFFFF: "⟨U+FFFF⟩"}


@dataclass(frozen=True, slots=True)
class Words:
    """``judgements`` are the words for what a person says, the one to show first; ``groups`` in their order."""

    judgements: Mapping[Judgement, tuple[str, ...]]
    advice: Mapping[str, str]
    groups: Mapping[Group, str]

    def judgement(self, word: str) -> Judgement | None:
        """What a word that a person wrote says; None where it is none of the known ones."""
        plain = "".join(word.split()).lower()
        return next((judgement for judgement, known in self.judgements.items() if plain in known), None)


@cache
def words() -> Words:
    """The words of all lists."""
    table = tomllib.loads(files("service.findings").joinpath("words.toml").read_text("utf-8"))
    judgements = {judgement: tuple(known) for judgement, known in table["verdicts"].items()}
    return Words(judgements, table["advice"], table["groups"])


def shown(text: str) -> str:
    """``text`` as any of the formats can hold it: what hides or reorders other characters is written out."""
    return visible(text).translate(_NONCHARACTERS)
