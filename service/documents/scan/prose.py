"""The text of a page outside its tables → lines of words, and the paragraphs that the lines make up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from service.documents.debris import clean, is_page_number
from service.documents.scan.images import Pixels
from service.documents.scan.rules import Area, around
from service.documents.scan.tesseract import Word, words

_PAPER = 255
_PAGE = 3  # Tesseract's mode for whole pages
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026]")
_WORD_GAP = 0.3  # of the height of a line
_LEAST_SURE = 0.35  # a line read less surely, without a word read well, is dirt
_SAME_LINE = 0.5  # of the lower of two heights, by which words on one line overlap
_INDENT = 1.2  # of the height of a line
_SHORT = 1.8
_GAP = 1.9  # of the usual distance of lines


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of a line and the pixels from which to which it reaches."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page."""

    glyphs: tuple[Glyph, ...]
    area: Area
    confidence: float

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(glyph.text for glyph in self.glyphs)


def read_lines(grey: Pixels, tables: Iterable[Area], dpi: float) -> list[TextLine]:
    """The lines outside the tables, from the top of the page down."""
    sheet = grey.copy()
    for table in tables:
        sheet[table.slices] = _PAPER
    found = words([sheet], language="chi_sim", segmentation=_PAGE, dpi=dpi)
    rows: list[list[Word]] = []
    for _, group in groupby(found, key=lambda word: word.line):
        line = list(group)
        row = next((row for row in rows if _on_one_line(row, line)), None)
        if row is None:
            rows.append(line)
        else:
            row.extend(line)
    lines = [_line(sorted(row, key=lambda word: word.area.left)) for row in rows if not _is_dirt(row)]
    return sorted(lines, key=lambda line: line.area.top)


def paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines of a page put together to paragraphs: by indents, short last lines and gaps."""
    if not lines:
        return []
    em = float(np.median([line.area.height for line in lines]))
    long = [line.area for line in lines if line.area.width > em * 12] or [line.area for line in lines]
    left = float(np.percentile([area.left for area in long], 20))
    right = float(np.percentile([area.right for area in long], 80))
    found: list[list[TextLine]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, left=left, right=right, em=em):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(before: TextLine, line: TextLine, *, left: float, right: float, em: float) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    if before.area.right < right - _SHORT * em or line.area.left > left + _INDENT * em:
        return False
    return line.area.top - before.area.top < _GAP * 1.6 * em and not is_page_number(line.text)


def _on_one_line(row: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether a line that Tesseract found is a further part of a row, to its left or right."""
    one, other = _around(row), _around(line)
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = one.right <= other.left or other.right <= one.left
    return apart and overlap > _SAME_LINE * min(one.height, other.height)


def _around(row: Sequence[Word]) -> Area:
    return around([word.area for word in row])


def _is_dirt(row: Sequence[Word]) -> bool:
    sure = [word.confidence for word in row]
    return float(np.mean(sure)) < _LEAST_SURE and max(sure) < 0.8 or not any(ch.isalnum() for w in row for ch in w.text)


def _line(row: Sequence[Word]) -> TextLine:
    area = _around(row)
    glyphs: list[Glyph] = []
    for word in row:
        text = clean(word.text)
        step = word.area.width / max(1, len(text))
        begun = [
            Glyph(character, word.area.left + at * step, word.area.left + (at + 1) * step)
            for at, character in enumerate(text)
        ]
        if glyphs and begun and _apart(glyphs[-1], begun[0], area.height):
            glyphs.append(Glyph(" ", glyphs[-1].right, begun[0].left))
        glyphs += begun
    return TextLine(tuple(glyphs), area, float(np.mean([word.confidence for word in row])))


def _apart(before: Glyph, after: Glyph, height: int) -> bool:
    """Whether a space stands between two characters: never beside a Han character."""
    if _WIDE.match(before.text) or _WIDE.match(after.text):
        return False
    return after.left - before.right > _WORD_GAP * height
