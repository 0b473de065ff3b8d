"""Where words stand in a text, white space aside, and which of several places is meant: the nearest."""

from __future__ import annotations

import re

from service.facts.quantities import find_numbers

Range = tuple[int, int]


def bare(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s", "", text)


def occurrences(text: str, quote: str) -> list[Range]:
    """Where ``quote`` stands in ``text``, white space aside; never inside a longer number."""
    offsets = [i for i, character in enumerate(text) if not character.isspace()]
    whole, wanted = "".join(text[i] for i in offsets), bare(quote)
    found, position = [], whole.find(wanted) if wanted else -1
    while position >= 0:
        place = (offsets[position], offsets[position + len(wanted) - 1] + 1)
        if not (wanted[0].isdigit() and position and _inside_number(text, place[0], before=whole[position - 1])):
            found.append(place)
        position = whole.find(wanted, position + 1)
    return found


def nearest(text: str, quote: str, where: Range) -> Range | None:
    """The occurrence of ``quote`` nearest to ``where``, before rather than after; None where there is none."""
    return nearest_of(occurrences(text, quote), where)


def nearest_of(places: list[Range], where: Range) -> Range | None:
    """Of several places the one nearest to ``where``, before rather than after; None of none."""
    return min(places, key=lambda place: _distance(place, where), default=None)


def _inside_number(text: str, offset: int, *, before: str) -> bool:
    """Whether the digit at ``offset`` goes on a number: 2件 does not occur in 12件, nor in 3.2件."""
    if before.isdigit():
        return True
    return before in ".,·" and any(n.start < offset < n.end for n in find_numbers(text))


def _distance(place: Range, where: Range) -> tuple[int, int]:
    if place[1] <= where[0]:
        return where[0] - place[1], 0
    return max(0, place[0] - where[1]), 1
