"""The cells of a table on a page → their texts, each with the confidence of the recognition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from service.documents.scan.glyphs import CellInk
from service.documents.scan.images import Pixels
from service.documents.scan.mending import mended
from service.documents.scan.rules import Area
from service.documents.scan.shapes import Shapes
from service.documents.scan.tesseract import Language, Word, words

FIGURES = "0123456789.,-+/"
_PAPER = 255
_DPI = 300
_ONE_LINE = 7  # Tesseract's mode for pictures of a single line
_SURE = 0.85  # a figure read so surely was right in every case tried
_HARDLY = 0.5  # a figure read less surely may be none
_LIKENESS = 2  # how many looks the likeness to other digits of the page is worth
_DASH = (0.33, 0.25)  # of the height of a digit: how thin and how long at least
_MISCOUNTED = 0.5  # the weight of a text with another number of characters than there are stretches of ink


@dataclass(frozen=True, slots=True)
class Size:
    """The size at which characters are shown to Tesseract, in pixels: a digit's height, and the paper around them."""

    digit: int
    border: int


_FIRST = Size(32, 15)
# Where the first look does not convince, looks at other sizes are put to the vote.
_FURTHER = (Size(28, 12), Size(40, 20), Size(24, 10))
_LABEL = Size(28, 12)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text and how sure recognition was of it (0 to 1)."""

    text: str
    confidence: float


_BLANK = Recognised("", 1.0)
_UNREAD = Recognised("", 0.0)


def recognise_cells(grey: Pixels, cells: Sequence[CellInk]) -> list[Recognised]:
    """The text of each cell on a page that was cleared for recognition; cells without ink are blank."""
    found = [_BLANK] * len(cells)
    labels: list[int] = []
    figures: list[int] = []
    for index, cell in enumerate(cells):
        if _is_dash(cell):
            found[index] = Recognised("-", 1.0)
        elif cell.lines:
            (figures if cell.is_figure else labels).append(index)
    for index, read in zip(figures, _figures(grey, [cells[index] for index in figures]), strict=True):
        found[index] = read
    doubtful = [
        index for index in figures if found[index].confidence < _HARDLY and not _is_told(cells[index], found[index])
    ]
    to_read = labels + doubtful
    pictures = [_in_one_line(grey, cells[index], _LABEL) for index in to_read]
    for index, read in zip(to_read, _read(pictures, "chi_sim"), strict=True):
        if not cells[index].is_figure or read.confidence > found[index].confidence:
            found[index] = replace(read, text=mended(read.text))
    return found


def _is_told(cell: CellInk, read: Recognised) -> bool:
    """Whether a figure read with little confidence is one all the same: no Han character is so narrow."""
    return cell.lines[0].is_narrow and bool(read.text)


def _figures(grey: Pixels, cells: Sequence[CellInk]) -> list[Recognised]:
    """Cells that look like numbers; those that a first look leaves open are looked at again in other sizes."""
    found = _read([_in_one_line(grey, cell, _FIRST) for cell in cells], "eng")
    sure = [(cell, read.text) for cell, read in zip(cells, found, strict=True) if read.confidence >= _SURE]
    shapes = Shapes.learnt(grey, sure)
    alike = [shapes.read(grey, cell) for cell in cells]
    unsure = [
        index for index, read in enumerate(found) if read.confidence < _SURE or alike[index] not in {None, read.text}
    ]
    again = _read([_in_one_line(grey, cells[index], size) for index in unsure for size in _FURTHER], "eng")
    for at, index in enumerate(unsure):
        looks = [found[index], *again[at * len(_FURTHER) : (at + 1) * len(_FURTHER)]]
        likeness = alike[index]
        if likeness is not None:
            looks += [Recognised(likeness, 1.0)] * _LIKENESS
        found[index] = _vote(cells[index], looks)
    return found


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
        return _UNREAD
    text = max(votes, key=votes.__getitem__)
    return Recognised(text, min(1.0, votes[text] / len(looks)))


def _is_dash(cell: CellInk) -> bool:
    """Whether it is nothing but a dash, which the recognition of lines overlooks."""
    if len(cell.lines) != 1 or len(cell.lines[0].stretches) > 3:
        return False
    area = cell.lines[0].area
    return area.height < cell.digit * _DASH[0] and area.width > cell.digit * _DASH[1]


def _read(pictures: Sequence[Pixels], language: Language) -> list[Recognised]:
    whitelist = FIGURES if language == "eng" else None
    by_picture: dict[int, list[Word]] = {}
    for word in words(pictures, language=language, segmentation=_ONE_LINE, dpi=_DPI, whitelist=whitelist):
        by_picture.setdefault(word.picture, []).append(word)
    return [_joined(by_picture.get(index, [])) for index in range(len(pictures))]


def _joined(read: Sequence[Word]) -> Recognised:
    """The words of one picture: none of them means that its ink could not be read, with no confidence."""
    text = "".join(word.text for word in read)
    return Recognised(text, min((word.confidence for word in read), default=0.0))


def _in_one_line(grey: Pixels, cell: CellInk, size: Size) -> Pixels:
    """The lines of a cell side by side, in the given size."""
    scale = size.digit / cell.digit
    pieces = [_resized(_cut(grey, line.area), scale) for line in cell.lines]
    height = max(piece.shape[0] for piece in pieces)
    line = np.hstack([_centred(piece, height) for piece in pieces])
    border = size.border
    return cv2.copyMakeBorder(line, border, border, border, border, cv2.BORDER_CONSTANT, value=_PAPER).astype(np.uint8)


def _cut(grey: Pixels, area: Area) -> Pixels:
    height, width = grey.shape
    return grey[max(0, area.top - 2) : min(height, area.bottom + 2), max(0, area.left - 2) : min(width, area.right + 2)]


def _resized(piece: Pixels, scale: float) -> Pixels:
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(piece, None, fx=scale, fy=scale, interpolation=method).astype(np.uint8)


def _centred(piece: Pixels, height: int) -> Pixels:
    above = (height - piece.shape[0]) // 2
    below = height - piece.shape[0] - above
    return cv2.copyMakeBorder(piece, above, below, 2, 2, cv2.BORDER_CONSTANT, value=_PAPER).astype(np.uint8)
