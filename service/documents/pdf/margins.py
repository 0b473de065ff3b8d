"""Where the text of a document begins and ends on its pages, and how far apart its lines are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.documents.pdf.lines import VisualLine

_FEWEST_FULL = 3
_LOWER_QUARTER = 0.25
# In heights of a character.
_INDENTS = (1.2, 3.5)
_SHARE_INDENTED = 0.1


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right ends of full lines, and the distance from one line of a paragraph to the next.

    ``indented`` says that paragraphs begin with an indent.
    """

    left: float
    right: float
    pitch: float
    indented: bool = False


def margins_of(pages: Sequence[Sequence[VisualLine]], table_end: float) -> Margins:
    """The margins of pages of one width, where tables end at ``table_end``: hardly a line may be full beside them."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Margins(0.0, 0.0, 0.0)
    left = -_outermost([(-line.left, line.size) for line in lines])
    right = _outermost([(line.right, line.size) for line in lines])
    if sum(right - line.right <= line.size for line in lines) < _FEWEST_FULL:
        right = max(right, table_end)
    indents = [(line.left - left) / line.size for line in lines if line.size > 0]
    n_indented = sum(_INDENTS[0] <= indent <= _INDENTS[1] for indent in indents)
    return Margins(left, right, _pitch(pages), indented=n_indented >= max(_FEWEST_FULL, len(lines) * _SHARE_INDENTED))


def _outermost(ends: Sequence[tuple[float, float]]) -> float:
    """The furthest end that several lines share within a character."""
    ordered = sorted(ends, reverse=True)
    for at, (end, size) in enumerate(ordered):
        shared = ordered[at : at + _FEWEST_FULL]
        if len(shared) == _FEWEST_FULL and end - shared[-1][0] <= size:
            return end
    return ordered[0][0]


def _pitch(pages: Sequence[Sequence[VisualLine]]) -> float:
    """A distance of neighbouring lines that is common and small; zero where no two lines follow each other."""
    distances = sorted(
        after.bottom - before.bottom
        for page in pages
        for before, after in pairwise(page)
        if after.bottom - before.bottom >= min(before.size, after.size) * 0.8
    )
    return distances[int(len(distances) * _LOWER_QUARTER)] if distances else 0.0
