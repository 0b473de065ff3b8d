"""A line of the narrative as segments: every stretch of it with the facts whose words stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.draw.marks import FactMark, FindingMark, distinct

Role = Literal["quantity", "label"]


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a fact: its number or its label, characters ``start`` to ``end`` of the running text."""

    start: int
    end: int
    role: Role
    mark: FactMark
    anchor: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line in which the facts do not change; ``role`` is ``quantity`` where one has its number here.

    ``anchors`` are the names of the places that begin here; ``ending`` the facts whose number ends here.
    """

    text: str
    marks: tuple[FactMark, ...]
    role: Role | None
    anchors: tuple[str, ...]
    ending: tuple[FactMark, ...]

    @property
    def doubtful(self) -> bool:
        """Whether a fact that has its words here is doubtful."""
        return any(mark.fact.doubtful for mark in self.marks)

    @property
    def failing(self) -> tuple[FindingMark, ...]:
        """What fails at the facts that have their number here."""
        return distinct(finding for mark in self.marks for finding in mark.failing if self.role == "quantity")


def places(facts: Sequence[FactMark]) -> list[Place]:
    """The words of all facts in reading order; the number of a fact's evidence carries the anchor of that evidence."""
    return sorted(_places(facts), key=lambda place: (place.start, place.end))


def _places(facts: Sequence[FactMark]) -> Iterator[Place]:
    for mark in facts:
        for n, evidence in enumerate(mark.fact.evidence):
            yield Place(*evidence.quantity, "quantity", mark, f"fact-{mark.index}-{n}")
            yield Place(*evidence.label, "label", mark, "")


def segments(text: str, start: int, here: Sequence[Place]) -> list[Segment]:
    """A line that begins at ``start`` of the running text, cut wherever words of a fact begin or end."""
    inside = [place for place in here if place.start < start + len(text) and place.end > start]
    inside = [place for place in inside if place.start < place.end]
    cuts = {0, len(text)} | {max(0, place.start - start) for place in inside}
    ordered = sorted(cuts | {min(len(text), place.end - start) for place in inside})
    return [
        _segment(text, start, first, last, inside)
        for first, last in zip(ordered, ordered[1:], strict=False)
        if first < last
    ]


def _segment(text: str, start: int, first: int, last: int, inside: Sequence[Place]) -> Segment:
    covering = [place for place in inside if place.start < start + last and place.end > start + first]
    numbers = [place for place in covering if place.role == "quantity"]
    marks = {place.mark.index: place.mark for place in numbers or covering}
    began = [place.anchor for place in numbers if max(place.start, start) == start + first]
    ending = {place.mark.index: place.mark for place in numbers if place.end == start + last}
    role: Role | None = "quantity" if numbers else "label" if covering else None
    return Segment(text[first:last], tuple(marks.values()), role, tuple(began), tuple(ending.values()))
