"""Cells cut out of their page and shown to Tesseract, one line each, in sizes that it reads well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from service.documents.scan.glyphs import CellInk
from service.documents.scan.images import Pixels
from service.documents.scan.rules import Area
from service.documents.scan.tesseract import Language, Word, words

_PAPER = 255
_DPI = 300
_ONE_LINE = 7  # Tesseract's mode for pictures of a single line


@dataclass(frozen=True, slots=True)
class Size:
    """The size at which characters are shown, in pixels: a digit's height, and the paper around them."""

    digit: int
    border: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text and how sure recognition was of it (0 to 1)."""

    text: str
    confidence: float


BLANK = Recognised("", 1.0)
UNREAD = Recognised("", 0.0)
"""Of ink that could not be read."""


def read(
    grey: Pixels,
    cells: Sequence[CellInk],
    sizes: Sequence[Size],
    language: Language,
    *,
    only: str = "",
    without: str = "",
) -> list[list[Recognised]]:
    """What each cell is read as in each of the sizes; ``only`` and ``without`` name characters that may (not) occur."""
    pictures = [_in_one_line(grey, cell, size) for cell in cells for size in sizes]
    by_picture: dict[int, list[Word]] = {}
    for word in words(pictures, language=language, segmentation=_ONE_LINE, dpi=_DPI, only=only, without=without):
        by_picture.setdefault(word.picture, []).append(word)
    looks = [_joined(by_picture.get(index, [])) for index in range(len(pictures))]
    return [looks[start : start + len(sizes)] for start in range(0, len(looks), len(sizes))]


def _joined(found: Sequence[Word]) -> Recognised:
    """The words of one picture, no surer than the least sure of them."""
    return Recognised("".join(word.text for word in found), min((word.confidence for word in found), default=0.0))


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
