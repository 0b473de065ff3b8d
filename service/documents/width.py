"""How wide text is when it is set, counted in Han characters."""

from __future__ import annotations


def han_width(text: str) -> float:
    """How many Han characters are as wide as ``text``; Latin letters and narrow digits take half the room."""
    narrow = sum(character.isascii() for character in text)
    return len(text) - narrow / 2
