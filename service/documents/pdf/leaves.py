"""Labels of rows that no rule parts: those that figures stand beside, and those that only group them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from service.documents.form_words import is_label
from service.documents.pdf.beside import begins_label, share_out
from service.documents.pdf.columns import Columns, bottom, measured
from service.documents.pdf.lines import Segment, stacked

_MOST_LINES = 12
_FEWEST_BANDS = 3
_SHARE_OF_BANDS = 0.8
# In heights of a character.
_LARGEST_PITCH = 2.2
_LEVEL = 0.35
_CLOSE = 0.9


_Row = tuple[list[Segment], list[Segment]]


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
    rows: list[_Row] = []
    for figures, labels in _bands(columns.lines(values), inner, between):
        rows += _shared(labels, figures, columns)
    used = {id(line) for label, _ in rows for line in label}
    unused = [segment for segment in inner if id(segment) not in used]
    rows += [(label, []) for label in _blank_labels(unused) if not _heads_columns(label[0], words)]
    used = {id(line) for label, _ in rows for line in label}
    rest = [segment for segment in words if id(segment) not in used]
    return [_labelled(label, row) for label, row in rows], [_joined(label) for label in _chains(rest)]


def _blank_labels(unused: Iterable[Segment]) -> Iterator[list[Segment]]:
    """The labels that no figures stand beside: those that the form has, and those that begin as one of its rows."""
    labels: list[list[Segment]] = []
    for lines in _chains(unused):
        close = labels and lines[0].top - labels[-1][-1].bottom <= _CLOSE * lines[0].size
        if close and not is_label(_text(lines)) and not begins_label(lines[0].text):
            labels[-1] += lines
        else:
            labels.append(lines)
    return (lines for lines in labels if is_label(_text(lines)) or begins_label(lines[0].text))


def _bands(
    lines: Sequence[list[Segment]], inner: Sequence[Segment], between: Sequence[float]
) -> Iterator[tuple[list[list[Segment]], list[Segment]]]:
    """The lines of figures and the labels between two lines that are drawn along the page, where these part rows."""
    by_band: dict[int, list[list[Segment]]] = {}
    for line in lines:
        by_band.setdefault(_band((min(one.top for one in line) + bottom(line)) / 2, between), []).append(line)
    if len(by_band) < max(_FEWEST_BANDS, len(lines) * _SHARE_OF_BANDS):
        yield list(lines), list(inner)
        return
    for band, figures in by_band.items():
        yield figures, [label for label in inner if _band(label.down, between) == band]


def _shared(labels: Sequence[Segment], figures: Sequence[Sequence[Segment]], columns: Columns) -> list[_Row]:
    """The labels and the figures row by row; where there is one line of figures, wherever it stands."""
    shared = share_out(labels, measured(figures, columns))
    rows = [
        ([labels[at] for at in one.words], [value for at in one.figures for value in figures[at]]) for one in shared
    ]
    return [(list(labels), rows[0][1])] if len(rows) == 1 and not rows[0][0] else rows


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
