"""Characters → visual lines: what stands on one base line, from left to right, with the spaces a person sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from service.documents.document import Box, Place, Run
from service.documents.pdf.page import Character, around
from service.documents.text.lines import is_value

# In heights of a character.
_SAME_LINE = 0.45
_SAME_GLYPH = 0.25
_WORD_GAP = 0.2
_COLUMN_GAP = 0.75
_NARROW_GAP, _NARROWEST_GAP = 0.3, 0.1
_WIDE_GAP = 2.0
_ASCII_WIDTH = 0.62
# A gap this wide parts two things in one line; running text keeps it as one space.
SEPARATION = "    "


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a line between two wide gaps.

    ``top`` and ``bottom`` may count on from the page before, where a table goes on; ``place`` is where it stands.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    place: Place

    @property
    def across(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        """The middle between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class VisualLine:
    """One line of a page: its text, and the left edges of its characters and the right one of the last.

    ``breaks`` are the characters that begin behind a gap as wide as those between columns.
    """

    page: int
    text: str
    edges: tuple[float, ...]
    top: float
    bottom: float
    size: float
    breaks: tuple[int, ...] = ()

    @property
    def left(self) -> float:
        """Where its first character begins."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Where its last character ends."""
        return self.edges[-1]

    @property
    def box(self) -> Box:
        """The rectangle that it takes."""
        return self.left, self.top, self.right, self.bottom

    def segments(self, shift: float = 0.0) -> list[Segment]:
        """What stands between the wide gaps, moved down by ``shift``."""
        return self._between(self.breaks, shift)

    def cells(self, starts: Collection[int], shift: float = 0.0) -> list[Segment]:
        """What stands between gaps that words and numbers do not have inside, as cells of a narrow table may.

        Words go on unless the next one is at one of ``starts``, distances from the left at which columns begin.
        """
        narrow = self._narrow_gaps()
        ends = sorted({*self.breaks, *narrow, len(self.text)})
        begun = [at for at in narrow if self._begins_cell(at, ends[ends.index(at) + 1], starts)]
        return self._between(sorted({*self.breaks, *begun}), shift)

    def pieces(self, shift: float = 0.0) -> list[Segment]:
        """What stands between all gaps: the cells of a line, and words that are set with room between them."""
        return self._between(sorted({*self.breaks, *self._narrow_gaps()}), shift)

    def _between(self, breaks: Sequence[int], shift: float) -> list[Segment]:
        cut = zip((0, *breaks), (*breaks, len(self.text)), strict=True)
        return [self._segment(start, start + len(self.text[start:end].rstrip()), shift) for start, end in cut]

    def _narrow_gaps(self) -> list[int]:
        """The characters behind a gap that words and numbers do not have inside."""
        return [at for at in range(1, len(self.text)) if self._has_gap(at)]

    def _has_gap(self, at: int) -> bool:
        before, after = self.text[at - 1], self.text[at]
        if " " in (before, after):
            return False
        # Characters of Chinese text are as wide as high; others have widths of their own.
        width, gap = (_ASCII_WIDTH, _NARROW_GAP) if before.isascii() else (1.0, _NARROWEST_GAP)
        return self.edges[at] - self.edges[at - 1] >= (width + gap) * self.size

    def _begins_cell(self, at: int, end: int, starts: Collection[int]) -> bool:
        """Whether characters between two gaps are a cell: a figure, or words at the start of a column."""
        if is_value(self.text[at:end]):
            return True
        return not self.text[at - 1].isascii() and round(self.edges[at]) in starts

    def _segment(self, start: int, end: int, shift: float) -> Segment:
        right = self.edges[end]
        if end < len(self.text):
            # Nothing stands in the gap, so the next edge is already behind it.
            right = min(right, self.edges[end - 1] + self.size)
        left = self.edges[start]
        place = Place(self.page, (left, self.top, right, self.bottom))
        return Segment(self.text[start:end], left, self.top + shift, right, self.bottom + shift, self.size, place)

    def run(self, start: int) -> Run:
        """Its characters as a run of a paragraph in which the first of them is at ``start``."""
        return Run(start, self.page, self.top, self.bottom, self.edges)


def stacked(segments: Sequence[Segment], text: str) -> Segment:
    """Segments above each other as one, with the place of those on the first page."""
    page = segments[0].place.page
    boxes = [segment.place.box for segment in segments if segment.place.page == page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Segment(
        text=text,
        left=min(segment.left for segment in segments),
        top=segments[0].top,
        right=max(segment.right for segment in segments),
        bottom=segments[-1].bottom,
        size=segments[0].size,
        place=Place(page, (min(lefts), min(tops), max(rights), max(bottoms))),
    )


def visual_lines(characters: Iterable[Character], page: int) -> list[VisualLine]:
    """The lines of the characters from top to bottom; lines of nothing but white space are left out."""
    found = [_line(row, page) for row in rows_of(characters)]
    return [line for line in found if line is not None]


def rows_of(characters: Iterable[Character]) -> list[list[Character]]:
    """The characters by base line, each row from left to right, what is painted twice taken once."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda one: one.bottom):
        if rows and _is_level(rows[-1], character):
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_single(sorted(row, key=lambda one: one.left)) for row in rows]


def _is_level(row: Sequence[Character], character: Character) -> bool:
    """Whether a character stands on the line of the one before it, raised or lowered figures included."""
    return all(
        character.bottom - other.bottom <= _SAME_LINE * max(other.size, character.size) for other in (row[0], row[-1])
    )


def _single(row: list[Character]) -> list[Character]:
    """A row without the copies by which some programs paint bold."""
    kept: list[Character] = []
    for character in row:
        near = (other for other in kept[-3:] if other.text == character.text)
        if not any(character.left - other.left < _SAME_GLYPH * character.size * _width(character) for other in near):
            kept.append(character)
    return kept


def _width(character: Character) -> float:
    """Its width in heights, at most one."""
    return min(1.0, (character.right - character.left) / character.size) if character.size > 0 else 1.0


def _line(row: Sequence[Character], page: int) -> VisualLine | None:
    while row and row[0].text == " ":
        row = row[1:]
    while row and row[-1].text == " ":
        row = row[:-1]
    if not row:
        return None
    text, edges, breaks = row[0].text, _edges(row[0]), list[int]()
    written = row[0]
    for before, after in pairwise(row):
        space = _space(before, after)
        if space:
            text += space
            edges += _between(before.right, after.left, len(space))
        if after.text != " ":
            if after.left - written.right >= _COLUMN_GAP * max(written.size, after.size):
                breaks.append(len(text))
            written = after
        text += after.text
        edges += _edges(after)
    _, top, _, bottom = around(list(row))
    size = median(character.size for character in row)
    edges = [*_rising(edges), max(row[-1].right, edges[-1])]
    return VisualLine(page, text, tuple(edges), top, bottom, size, tuple(breaks))


def _edges(character: Character) -> list[float]:
    """The left edge of each letter of a character, of which ligatures have several."""
    return _between(character.left, character.right, len(character.text))


def _between(left: float, right: float, n: int) -> list[float]:
    step = max(right - left, 0.0) / n
    return [left + step * at for at in range(n)]


def _rising(edges: Sequence[float]) -> list[float]:
    """Edges that never go back, as those of characters set over each other do."""
    rising = [edges[0]]
    for edge in edges[1:]:
        rising.append(max(edge, rising[-1]))
    return rising


def _space(before: Character, after: Character) -> str:
    """What a gap between two characters stands for."""
    gap = after.left - before.right
    size = max(before.size, after.size)
    if gap >= _WIDE_GAP * size:
        return SEPARATION
    if " " in (before.text, after.text):
        return ""
    latin = before.text.isascii() and after.text.isascii()
    return " " if latin and gap >= _WORD_GAP * size else ""
