"""Digits told by their likeness to others on the same page, which were read without doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.documents.scan.glyphs import CellInk
from service.documents.scan.images import Pixels

_WIDTH, _HEIGHT = 32, 32  # pixels of the picture in which shapes are compared
_DIGIT = 24  # how high a digit stands in it
_BLUR = 1.0
_ALIKE = 0.8  # the correlation of a digit with the mean of its like, at least
_APART = 0.06  # by how much it must be more alike to one digit than to any other
_FEWEST = 2

Shape = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The mean shape of each digit of a page, as far as they are known."""

    digits: str
    means: NDArray[np.float32]

    @classmethod
    def learnt(cls, grey: Pixels, read: Iterable[tuple[CellInk, str]]) -> Shapes:
        """From cells whose texts are known."""
        samples: dict[str, list[Shape]] = {}
        for cell, text in read:
            if _is_countable(cell, text):
                for digit, shape in zip(text, _shapes(grey, cell), strict=True):
                    samples.setdefault(digit, []).append(shape)
        known = sorted(digit for digit, shapes in samples.items() if digit.isdigit() and len(shapes) >= _FEWEST)
        means = [np.mean(samples[digit], axis=0) for digit in known]
        return cls("".join(known), np.array([mean / np.linalg.norm(mean) for mean in means], np.float32))

    def read(self, grey: Pixels, cell: CellInk) -> str | None:
        """The digits in a cell; None where one of them is like none, or as much like another."""
        if not self.digits or not cell.is_figure or not cell.lines[0].is_narrow:
            return None
        text = ""
        for shape in _shapes(grey, cell):
            likeness = self.means @ shape
            order = np.argsort(-likeness)
            second = likeness[order[1]] if len(order) > 1 else 0.0
            if likeness[order[0]] < _ALIKE or likeness[order[0]] - second < _APART:
                return None
            text += self.digits[int(order[0])]
        return text


def likeness(grey: Pixels, cells: Sequence[CellInk]) -> NDArray[np.float32]:
    """How alike the first characters of the cells look to each other: 1 for the same. *Shape:* (cells, cells)"""
    if not cells:
        return np.zeros((0, 0), np.float32)
    shapes = np.array([_shapes(grey, cell)[0] for cell in cells])
    return shapes @ shapes.T


def _is_countable(cell: CellInk, text: str) -> bool:
    return cell.is_figure and cell.lines[0].is_narrow and len(text) == len(cell.lines[0].stretches)


def _shapes(grey: Pixels, cell: CellInk) -> list[Shape]:
    """Every stretch of ink in the middle of a small picture, its contrast made even; of the same size in all cells."""
    area = cell.lines[0].area
    scale = _DIGIT / cell.digit
    middle = (area.top + area.bottom) / 2
    found = []
    for left, right in cell.lines[0].stretches:
        centre = area.left + (left + right) / 2
        place = np.array(
            [[scale, 0, _WIDTH / 2 - centre * scale], [0, scale, _HEIGHT / 2 - middle * scale]], np.float32
        )
        picture = cv2.warpAffine(grey, place, (_WIDTH, _HEIGHT), flags=cv2.INTER_LINEAR, borderValue=255)
        reach = (right - left) * scale / 2 + 2
        picture[:, : max(0, int(_WIDTH / 2 - reach))] = 255
        picture[:, int(_WIDTH / 2 + reach) + 1 :] = 255
        dark = 255 - cv2.GaussianBlur(picture, (0, 0), _BLUR).astype(np.float32)
        dark -= dark.mean()
        found.append((dark / max(float(np.linalg.norm(dark)), 1e-6)).ravel().astype(np.float32))
    return found
