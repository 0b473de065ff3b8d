"""The rows of the form's tables where no rule parts them: labels, figures, and the heads above the figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from service.documents.document import Place
from service.documents.form_words import is_label
from service.documents.pdf.columns import Columns, joined_values
from service.documents.pdf.leaves import LabelledRow, label_rows
from service.documents.pdf.lines import Segment, VisualLine
from service.documents.text.lines import is_value, split_loose

MAX_LINES = 1_000
_TELLING_VALUES = 3
_FEWEST_LABELS = 2
_FEWEST_ROWS = 2
_FEWEST_BLANK = 4
_FEWEST_STARTS = 3
_MANY_COLUMNS = 6
_ALSO_WORDS = ("无", "零")
# In heights of a character.
_STACK_GAP = 0.7
_HIGHEST_HEADS = 25.0


def form_rows(
    lines: Sequence[VisualLine], shifts: Mapping[int, float], between: Sequence[float]
) -> list[list[Segment]]:
    """The rows of the table that neighbouring lines make; none where they have not what tables of the form have."""
    if len(lines) > MAX_LINES:
        return []
    written = _Written.of(lines, shifts)
    if not written.words:
        return []
    if not written.values:
        return _blank_rows(written.lines)
    columns = written.columns()
    telling = max(sum(map(written.is_value, line)) for line in written.lines)
    labelled, others = label_rows(written.words, written.values, columns, between)
    named = [row.label for row in labelled if row.label is not None]
    n_labels = sum(is_label(segment.text) for segment in (*others, *named))
    if n_labels < _FEWEST_LABELS or (len(named) < _FEWEST_ROWS and telling < _TELLING_VALUES):
        return []
    if len(named) < _FEWEST_ROWS:
        return _single_row(written.lines, columns)
    return _labelled_rows(labelled, others, columns)


def _blank_rows(lines: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """The rows of a table in which no figure is written: labels one below another, and heads beside each other."""
    labels = [line[0] for line in lines if len(line) == 1 and is_label(line[0].text)]
    heads = max((len(line) for line in lines if all(is_label(segment.text) for segment in line)), default=0)
    if len(labels) < _FEWEST_BLANK or heads < _FEWEST_LABELS:
        return []
    return [[*line, *(replace(line[0], text="") for _ in range(heads - len(line)))] for line in lines]


@dataclass(frozen=True, slots=True)
class _Written:
    """What is written line by line; ``pieces`` are its parts between all gaps, of which some are no cells.

    ``stacked`` are those segments that look like values and are characters of labels set downwards.
    """

    lines: Sequence[Sequence[Segment]]
    pieces: Sequence[Segment]
    stacked: frozenset[int]

    @classmethod
    def of(cls, lines: Sequence[VisualLine], shifts: Mapping[int, float]) -> _Written:
        """What is written on these lines."""
        starts = _starts(lines)
        cells = [
            [part for segment in line.cells(starts, shifts[line.page]) for part in _parts(segment)] for line in lines
        ]
        pieces = [piece for line in lines for piece in line.pieces(shifts[line.page])]
        return cls(cells, pieces, _within_stacks([cell for line in cells for cell in line]))

    def is_value(self, segment: Segment) -> bool:
        """Whether a segment is what stands in a cell of figures."""
        return is_value(segment.text) and id(segment) not in self.stacked

    @property
    def values(self) -> list[Segment]:
        """The figures, from top to bottom."""
        return [segment for line in self.lines for segment in line if self.is_value(segment)]

    @property
    def words(self) -> list[Segment]:
        """All that is no figure, from top to bottom."""
        return [segment for line in self.lines for segment in line if not self.is_value(segment)]

    def columns(self) -> Columns:
        """The columns of the figures; where the table has many, also those that are blank below their heads."""
        values = self.values
        first = min(value.top for value in values)
        labels = [one for line in self.lines if self.is_value(line[-1]) for one in line if not self.is_value(one)]
        left = max((label.right - label.size / 2 for label in labels), default=-math.inf)
        heads = [
            piece
            for piece in self.pieces
            if piece.left >= left and first - _HIGHEST_HEADS * piece.size <= piece.top <= first - piece.size
        ]
        found = Columns.below(heads, values)
        return found if len(found.ends) >= _MANY_COLUMNS else Columns.of(values)


def _starts(lines: Iterable[VisualLine]) -> frozenset[int]:
    """Where several lines have cells begin, in points from the left."""
    found = Counter(round(segment.left) for line in lines for segment in line.segments())
    return frozenset(at for at, n in found.items() if n >= _FEWEST_STARTS)


def _within_stacks(segments: Sequence[Segment]) -> frozenset[int]:
    """Those that are no value but a character of a label set downwards, as 无 in 无法提供: the next one is below."""
    words = (segment for segment in segments if len(segment.text) == 1 and not is_value(segment.text))
    single = {(round(word.across), round(word.top)) for word in words}
    found = set()
    for segment in segments:
        if segment.text in _ALSO_WORDS:
            across, bottom, gap = round(segment.across), round(segment.bottom), round(segment.size * _STACK_GAP)
            near = product((across - 1, across, across + 1), range(bottom - 2, bottom + gap))
            if not single.isdisjoint(near):
                found.add(id(segment))
    return frozenset(found)


def _parts(segment: Segment) -> list[Segment]:
    """A segment, or its cells where they stand too close for a gap and the form tells them apart."""
    texts = split_loose(segment.text)
    if len(texts) < 2 or is_label(segment.text):
        return [segment]
    step = (segment.right - segment.left) / sum(map(len, texts))
    parts, left = [], segment.left
    for text in texts:
        right = left + step * len(text)
        _, top, _, bottom = segment.place.box
        place = Place(segment.place.page, (left, top, right, bottom))
        parts.append(replace(segment, text=text, left=left, right=right, place=place))
        left = right
    return parts


def _labelled_rows(labelled: Sequence[LabelledRow], others: Iterable[Segment], columns: Columns) -> list[list[Segment]]:
    """A row for each label with its figures, and one for each line of what else is written, from top to bottom."""
    by_line = groupby(sorted(others, key=lambda segment: segment.bottom), key=lambda segment: round(segment.bottom))
    lines = [sorted(line, key=lambda segment: segment.left) for _, line in by_line]
    heads = [line for line in lines if len(line) >= _FEWEST_LABELS and all(is_label(head.text) for head in line)]
    rows = [_filled(row, heads, columns) for row in labelled]
    return sorted([*rows, *lines], key=lambda row: row[0].down)


def _filled(row: LabelledRow, heads: Sequence[Sequence[Segment]], columns: Columns) -> list[Segment]:
    """A row with a cell for every column; in a table with few, of the heads above it if its figures are under them."""
    if row.label is None:
        return list(row.values)
    above = [line for line in heads if line[0].down < row.label.down]
    own = Columns.of(above[-1][1:]) if above and len(columns.ends) < _MANY_COLUMNS else columns
    return [row.label, *(own if own.are_above(row.values) else columns).filled(row.values, row.label)]


def _single_row(by_line: Sequence[Sequence[Segment]], columns: Columns) -> list[list[Segment]]:
    """Rows by line; neighbouring lines of nothing but figures are one where the figures were broken for width."""
    rows: list[list[Segment]] = []
    figures: list[Segment] = []
    for row in by_line:
        if all(is_value(segment.text) for segment in row):
            figures += row
        else:
            rows.append(list(row))
    if not figures:
        return rows
    merged = joined_values(figures, columns)
    return rows + ([merged] if merged is not None else [[*row] for row in by_line if is_value(row[0].text)])
