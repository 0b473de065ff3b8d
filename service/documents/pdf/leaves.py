"""Labels of rows that no rule parts: those that figures stand beside, and those that only group them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from service.documents.form_words import is_label
from service.documents.pdf.beside import share_out
from service.documents.pdf.columns import Columns, middle
from service.documents.pdf.lines import Segment, stacked

_MOST_LINES = 12
_FEWEST_BANDS = 3
_SHARE_OF_BANDS = 0.8
# In heights of a character.
_LARGEST_PITCH = 2.2
_LEVEL = 0.35


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row of figures with its label, None where it has none; without figures where all its cells are blank."""

    label: Segment | None
    values: tuple[Segment, ...]


def label_rows(
    words: Sequence[Segment], values: Sequence[Segment], columns: Columns, between: Sequence[float]
) -> tuple[list[LabelledRow], list[Segment]]:
    """The rows of figures with their labels, and all other words, those of one label put together.

    ``between`` are the heights of lines drawn along the page: where they part the rows, they tell them.
    """
    beside = [segment for segment in words if columns.ends and segment.across < columns.left]
    outer = _outer(beside)
    inner = sorted((segment for segment in beside if id(segment) not in outer), key=_in_reading_order)
    by_line = columns.rows(values)
    in_bands = {_band(middle(row), between) for row in by_line}
    if len(in_bands) >= max(_FEWEST_BANDS, len(by_line) * _SHARE_OF_BANDS):
        rows = [_in_band(inner, values, between, band) for band in sorted(in_bands)]
    else:
        shared = share_out(inner, [middle(row) for row in by_line])
        rows = [
            (inner[taken[0] : taken[1]] if taken else [], row)
            for row, taken in zip(by_line, shared.labels, strict=True)
        ]
    used = {id(line) for lines, _ in rows for line in lines}
    unused = [segment for segment in inner if id(segment) not in used]
    rows += [(lines, []) for lines in _chains(unused) if is_label(_text(lines)) and not _heads_columns(lines[0], words)]
    used = {id(line) for lines, _ in rows for line in lines}
    rest = [segment for segment in words if id(segment) not in used]
    return [_labelled(lines, row) for lines, row in rows], [_joined(lines) for lines in _chains(rest)]


def _chains(segments: Iterable[Segment]) -> list[list[Segment]]:
    """The segments label by label: of lines above each other as many as make up the longest label of the form."""
    ordered = sorted(segments, key=_in_reading_order)
    chains: list[list[Segment]] = []
    taken: set[int] = set()
    for at in range(len(ordered)):
        if at in taken:
            continue
        below = _below(ordered, at, taken)
        lines = [ordered[index] for index in below]
        n = next((n for n in range(len(lines), 0, -1) if is_label(_text(lines[:n]))), 1)
        taken.update(below[:n])
        chains.append(lines[:n])
    return chains


def _in_band(
    inner: Iterable[Segment], values: Iterable[Segment], between: Sequence[float], band: int
) -> tuple[list[Segment], list[Segment]]:
    lines, figures = ([one for one in segments if _band(one.down, between) == band] for segments in (inner, values))
    return lines, figures


def _band(height: float, between: Sequence[float]) -> int:
    return sum(at <= height for at in between)


def _labelled(lines: Sequence[Segment], row: Sequence[Segment]) -> LabelledRow:
    return LabelledRow(_joined(lines) if lines else None, tuple(row))


def _joined(lines: Sequence[Segment]) -> Segment:
    return stacked(lines, _text(lines))


def _in_reading_order(segment: Segment) -> tuple[float, float]:
    return segment.bottom, segment.left


def _below(segments: Sequence[Segment], at: int, taken: set[int]) -> list[int]:
    """The lines under a line that may go on with it, the nearest first, itself included."""
    chain = [at]
    for index in range(at + 1, len(segments)):
        last, segment = segments[chain[-1]], segments[index]
        if segment.top - last.bottom > _LARGEST_PITCH * last.size or len(chain) == _MOST_LINES:
            break
        overlap = min(last.right, segment.right) - max(last.left, segment.left)
        narrower = min(last.right - last.left, segment.right - segment.left)
        if index not in taken and segment.bottom > last.bottom + last.size / 2 and overlap > narrower / 2:
            chain.append(index)
    return chain


def _text(lines: Iterable[Segment]) -> str:
    return "".join(line.text for line in lines)


def _heads_columns(label: Segment, words: Iterable[Segment]) -> bool:
    """Whether words stand where the label's figures would: it is the head of a column."""
    return any(other.left > label.right and abs(other.down - label.down) <= _LEVEL * label.size for other in words)


def _outer(words: Iterable[Segment]) -> set[int]:
    """The labels that have another one right of them and beside them: they group rows and have no figures."""
    ordered = sorted(words, key=lambda segment: segment.top)
    outer = set()
    for at, one in enumerate(ordered):
        for other in islice(ordered, at + 1, None):
            if other.top >= one.bottom:
                break
            first, second = sorted((one, other), key=lambda segment: segment.left)
            if second.left >= first.right - first.size / 2:
                outer.add(id(first))
    return outer
