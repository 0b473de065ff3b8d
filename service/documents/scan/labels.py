"""Cells with words → their texts; single square characters by their likeness to each other, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.documents.scan.glyphs import CellInk
from service.documents.scan.images import Pixels
from service.documents.scan.mending import mended
from service.documents.scan.shapes import likeness
from service.documents.scan.showing import UNREAD, Recognised, Size, read

_FIRST = Size(28, 12)
# Now and then a word is read in all sizes but one, where nothing is seen.
_FURTHER = (Size(32, 15), Size(40, 20))
_OF_SQUARES = (Size(32, 15), Size(24, 10), Size(28, 12), Size(40, 20))
_SURE = 0.6
# What stands alone in cells of the forms: noughts, marks for none, units. Beside one of these another is a misreading,
# unless it has most of the votes by far.
_ALONE = frozenset("零〇无件条个次人元项篇份")
_USUAL = 0.25
_DIGITS = "0123456789"
_ALIKE = 0.8  # the correlation of two pictures of the same character, at least


def read_labels(grey: Pixels, cells: Sequence[CellInk], *, without: str = "") -> list[Recognised]:
    """The words of each cell; those read unsurely are looked at again in other sizes."""
    found = [look for (look,) in read(grey, cells, (_FIRST,), "chi_sim", without=without)]
    unsure = [index for index, look in enumerate(found) if look.confidence < _SURE]
    again = read(grey, [cells[index] for index in unsure], _FURTHER, "chi_sim", without=without)
    for index, looks in zip(unsure, again, strict=True):
        found[index] = max(found[index], *looks, key=lambda look: (look.confidence, len(look.text)))
    return [replace(look, text=mended(look.text)) for look in found]


def read_squares(grey: Pixels, cells: Sequence[CellInk]) -> list[Recognised]:
    """Cells with a single character as wide as high (零, 件): none of the digits, which recognition would take it for.

    Tesseract is made for lines and reads these poorly: each is what it and those like it were read as most often.
    """
    looks = read(grey, cells, _OF_SQUARES, "chi_sim", without=_DIGITS)
    alike = likeness(grey, cells) > _ALIKE
    return [_elected([look for other in others.nonzero()[0] for look in looks[other]]) for others in alike]


def _elected(looks: Sequence[Recognised]) -> Recognised:
    """The character with most confidence over all looks; the confidence is its share, less where few were seen."""
    votes: dict[str, float] = {}
    for look in looks:
        if len(look.text) == 1:
            votes[look.text] = votes.get(look.text, 0.0) + look.confidence
    usual = {text: sure for text, sure in votes.items() if text in _ALONE}
    if sum(usual.values()) < _USUAL * sum(votes.values()):
        usual = votes
    if not usual:
        return UNREAD
    text = max(usual, key=usual.__getitem__)
    return Recognised(text, min(1.0, votes[text]) * votes[text] / (sum(usual.values()) or 1.0))
