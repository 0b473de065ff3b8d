"""What is on one page: characters and rules, in points from the upper left corner of the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.documents.document import Box

Turn = Literal[0, 90, 180, 270]
"""How a character is turned, in degrees clockwise."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character where it stands. ``size`` is its height; ``top`` and ``bottom`` are those of its line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    turn: Turn = 0

    @property
    def across(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        """The middle between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along the page or down it, its thickness left out."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it runs along the page."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1.

    ``faint`` are the sides of coloured areas and lines as white as paper: they part cells where nothing else does.
    ``unmapped`` counts characters whose font does not say which they are, ``hidden`` those that are not painted;
    ``pictured`` is the part of the page that pictures cover (0 to 1).
    """

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...] = ()
    faint: tuple[Rule, ...] = ()
    unmapped: int = 0
    hidden: int = 0
    pictured: float = 0.0

    @property
    def is_recognised(self) -> bool:
        """Whether its text lies unseen behind a picture, as programs that recognise scans leave it."""
        return self.pictured > 0.5 and self.hidden > len(self.characters) / 2


def around(characters: tuple[Character, ...] | list[Character]) -> Box:
    """The smallest rectangle with all the characters."""
    return (
        min(character.left for character in characters),
        min(character.top for character in characters),
        max(character.right for character in characters),
        max(character.bottom for character in characters),
    )
