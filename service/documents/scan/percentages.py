"""Percentages of running text: in the midst of Chinese, recognition takes % for 9, 96 or 9%6."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from service.documents.scan.images import Pixels
from service.documents.scan.prose import Glyph, TextLine
from service.documents.scan.tesseract import words

_NUMBER = re.compile(r"\d[\d.%]*")
# Only these endings were ever seen for %. A number with any other ending is left alone: a second look at single
# numbers, without the words around them, misreads more digits than it puts right.
_PERHAPS_PERCENT = re.compile(r"\d(?:9|6|9[0-9]|%\d+|9%\d*)$")
_SHOWN = "0123456789.%"
_HEIGHT, _BORDER, _DPI = 36, 14, 300  # pixels at which a number is shown to Tesseract
_ONE_LINE = 7
_PAPER = 255
_BESIDE = (0.05, 0.2)  # of the height of its line, by which a picture reaches beyond a number: two looks


@dataclass(frozen=True, slots=True)
class _Found:
    """A number: in which line, and which of its glyphs."""

    line: int
    start: int
    end: int


def with_percentages(grey: Pixels, lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with % where a second look sees it behind the very digits that the first look read."""
    found = [
        _Found(index, match.start(), match.end())
        for index, line in enumerate(lines)
        for match in _NUMBER.finditer(line.text)
        if _PERHAPS_PERCENT.search(match[0])
    ]
    pictures = [_picture(grey, lines[number.line], number, beside) for number in found for beside in _BESIDE]
    looks = [""] * len(pictures)
    for word in words(pictures, language="eng", segmentation=_ONE_LINE, dpi=_DPI, only=_SHOWN):
        looks[word.picture] += word.text
    seen = list(lines)
    # From the end of each line, so that the places of the others stay.
    for index in reversed(range(len(found))):
        number = found[index]
        text = lines[number.line].text[number.start : number.end]
        of_number = looks[index * len(_BESIDE) : (index + 1) * len(_BESIDE)]
        percentage = next((look for look in of_number if _is_percentage(look, text)), None)
        if percentage is not None:
            seen[number.line] = _with(seen[number.line], number, percentage)
    return seen


def _is_percentage(look: str, text: str) -> bool:
    return look.endswith("%") and look.count("%") == 1 and len(look) > 1 and text.startswith(look[:-1])


def _picture(grey: Pixels, line: TextLine, number: _Found, beside: float) -> Pixels:
    beside *= line.area.height
    left, right = line.glyphs[number.start].left, line.glyphs[number.end - 1].right
    height, width = grey.shape
    rows = slice(max(0, line.area.top - 2), min(height, line.area.bottom + 2))
    piece = grey[rows, max(0, round(left - beside)) : min(width, round(right + beside))]
    scale = _HEIGHT / piece.shape[0]
    shown = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    border = (_BORDER,) * 4
    return cv2.copyMakeBorder(shown, *border, cv2.BORDER_CONSTANT, value=_PAPER).astype(np.uint8)


def _with(line: TextLine, number: _Found, text: str) -> TextLine:
    """The line with another text for a number, in the same place."""
    left, right = line.glyphs[number.start].left, line.glyphs[number.end - 1].right
    step = (right - left) / len(text)
    glyphs = [Glyph(char, left + at * step, left + (at + 1) * step) for at, char in enumerate(text)]
    return replace(line, glyphs=(*line.glyphs[: number.start], *glyphs, *line.glyphs[number.end :]))
