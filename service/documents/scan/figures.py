"""Cells that look like numbers → their digits, by several looks where the first does not convince."""

from __future__ import annotations

from collections.abc import Sequence

from service.documents.scan.glyphs import CellInk
from service.documents.scan.images import Pixels
from service.documents.scan.shapes import Shapes
from service.documents.scan.showing import UNREAD, Recognised, Size, read

_FIGURES = "0123456789.,-+/"
_ALONE = frozenset("0123456789-/")  # of these one at least is in every figure
_FIRST = Size(32, 15)
_FURTHER = (Size(28, 12), Size(40, 20), Size(24, 10))
_SURE = 0.85  # a figure read so surely was right in every case tried
_LIKENESS = 2  # how many looks the likeness to other digits of the page is worth
_MISCOUNTED = 0.5  # the weight of a text with another number of characters than there are stretches of ink


def read_figures(grey: Pixels, cells: Sequence[CellInk]) -> list[Recognised]:
    """The digits of each cell; those that a first look leaves open are looked at again in other sizes.

    Of digits that stand too far apart to be one number nothing is sure.
    """
    found = [_figure(look) for (look,) in read(grey, cells, (_FIRST,), "eng", only=_FIGURES)]
    sure = [(cell, look.text) for cell, look in zip(cells, found, strict=True) if look.confidence >= _SURE]
    shapes = Shapes.learnt(grey, sure)
    alike = [shapes.read(grey, cell) for cell in cells]
    unsure = [
        index for index, look in enumerate(found) if look.confidence < _SURE or alike[index] not in {None, look.text}
    ]
    again = read(grey, [cells[index] for index in unsure], _FURTHER, "eng", only=_FIGURES)
    for index, further in zip(unsure, again, strict=True):
        looks = [found[index], *map(_figure, further)]
        likeness = alike[index]
        if likeness is not None:
            looks += [Recognised(likeness, 1.0)] * _LIKENESS
        found[index] = _vote(cells[index], looks)
    return [Recognised(look.text, 0.0) if cell.is_scattered else look for cell, look in zip(cells, found, strict=True)]


def _figure(look: Recognised) -> Recognised:
    """A look that saw but a sign or a point saw nothing."""
    return look if _ALONE.intersection(look.text) else UNREAD


def _vote(cell: CellInk, looks: Sequence[Recognised]) -> Recognised:
    """The text with most confidence over all looks; the confidence is its mean over them."""
    votes: dict[str, float] = {}
    line = cell.lines[0]
    for look in looks:
        if look.text:
            miscounted = line.is_narrow and len(look.text) != len(line.stretches)
            # A look without any confidence still tells more than none.
            votes[look.text] = votes.get(look.text, 0.0) + (look.confidence + 0.01) * (_MISCOUNTED if miscounted else 1)
    if not votes:
        return UNREAD
    text = max(votes, key=votes.__getitem__)
    return Recognised(text, min(1.0, votes[text] / len(looks)))
