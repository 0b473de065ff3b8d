"""Labels of rows that no rule parts: their lines put together by the labels that the form has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.documents.form_words import is_label
from service.documents.pdf.columns import Columns
from service.documents.pdf.lines import Segment, stacked

_MOST_LINES = 12
# In heights of a character.
_LARGEST_PITCH = 2.2
_LEVEL = 0.35
_REACH = 2.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A label that figures may stand beside, its lines together."""

    whole: Segment
    n_lines: int
    first: float

    def distance(self, value: Segment, *, to_middle: bool) -> float:
        """How far down or up a figure stands from the middle of the label, or from its first line."""
        return abs(value.down - (self.whole.down if to_middle else self.first))

    def reaches(self, value: Segment) -> bool:
        """Whether a figure stands near enough to be this label's."""
        above, below = self.whole.top - value.down, value.down - self.whole.bottom
        return max(above, below) <= _REACH * value.size

    def is_level_with_middle(self, values: Iterable[Segment]) -> bool:
        """Whether figures stand beside the middle of the label, which has several lines."""
        return self._is_level(values, self.whole.down)

    def is_level_with_first(self, values: Iterable[Segment]) -> bool:
        """Whether figures stand beside the first of the label's several lines."""
        return self._is_level(values, self.first)

    def _is_level(self, values: Iterable[Segment], height: float) -> bool:
        return self.n_lines > 1 and any(abs(value.down - height) <= _LEVEL * value.size for value in values)


def find_leaves(
    words: Sequence[Segment], values: Sequence[Segment], columns: Columns
) -> tuple[list[Leaf], list[Segment]]:
    """The labels left of the figures, the innermost ones, and all other words, labels of several rows put together."""
    beside = [segment for segment in words if columns.ends and segment.across < columns.left]
    above = [segment for segment in words if not any(segment is other for other in beside)]
    rest = [label.whole for label in _labels(sorted(above, key=_in_reading_order))]
    labels = _labels(sorted(beside, key=_in_reading_order))
    leaves: list[Leaf] = []
    for label in labels:
        inner = any(_stands_right(other.whole, label.whole) for other in labels)
        named = is_label(label.whole.text) or any(label.distance(v, to_middle=True) <= _LEVEL * v.size for v in values)
        if inner or not named or _heads_columns(label.whole, rest):
            rest.append(label.whole)
        else:
            leaves.append(label)
    return leaves, rest


def _in_reading_order(segment: Segment) -> tuple[float, float]:
    return segment.bottom, segment.left


def _labels(segments: Sequence[Segment]) -> list[Leaf]:
    """The segments as labels: of lines above each other as many as make up the longest label of the form."""
    labels: list[Leaf] = []
    taken: set[int] = set()
    for at in range(len(segments)):
        if at in taken:
            continue
        chain = _below(segments, at, taken)
        n = next((n for n in range(len(chain), 0, -1) if is_label(_text(segments, chain[:n]))), 1)
        taken.update(chain[:n])
        labels.append(_leaf([segments[index] for index in chain[:n]]))
    return labels


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


def _text(segments: Sequence[Segment], chain: Iterable[int]) -> str:
    return "".join(segments[index].text for index in chain)


def _leaf(lines: Sequence[Segment]) -> Leaf:
    whole = stacked(lines, "".join(line.text for line in lines))
    return Leaf(whole, len(lines), lines[0].down)


def _stands_right(other: Segment, label: Segment) -> bool:
    """Whether a label stands right of another one and beside it."""
    return other.left >= label.right - label.size / 2 and other.top < label.bottom and label.top < other.bottom


def _heads_columns(label: Segment, words: Iterable[Segment]) -> bool:
    """Whether words stand where the label's figures would: it is the head of a column."""
    return any(other.left > label.right and abs(other.down - label.down) <= _LEVEL * label.size for other in words)
