"""Which lines of words make up the label of which row of figures, by nothing but where they stand.

Figures stand beside the middle of their label, or beside its first line: one way for a whole table, but for rows that
the end of a page cuts. The lines are shared out so that all stand as near as possible to where they should (dynamic
programming over the lines of words and those of figures).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.documents.form_words import is_label
from service.documents.heading import begins_item
from service.documents.pdf.lines import Segment

_MOST_LINES, _MOST_PARTS = 12, 3
# In heights of a character: how far apart the lines of a label may be, how far off its figures, how far one looks.
_LARGEST_PITCH = 2.2
_MOST_OFF = 0.6
_REACH = 6.0
# What it costs, in the same measure, to leave a line of words or of figures alone, to begin an item inside a label,
# to take figures as broken for width or as not, and to take a row as cut by the end of its page.
_LONE_LINE, _LONE_ROW, _INNER_ITEM, _BROKEN, _PARTED, _CUT = 0.3, 2.0, 0.6, 0.1, 0.55, 0.1

Rest = Literal["no", "possible", "likely"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of figures; ``rest`` says whether it is the rest of the line before, broken for width."""

    page: int
    top: float
    bottom: float
    rest: Rest = "no"


@dataclass(frozen=True, slots=True)
class Shared:
    """Lines of words and the lines of figures beside them, each from the first to before the last; words may lack."""

    words: range
    figures: range


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to have used so many lines: its cost, and how many were used before its last step."""

    cost: float
    n_words: int = 0
    n_figures: int = 0


def share_out(words: Sequence[Segment], figures: Sequence[Line]) -> list[Shared]:
    """The rows that lines of words and of figures make; both are given from top to bottom."""
    ways = [_Sharing(words, figures, to_middle=to_middle).best() for to_middle in (True, False)]
    return min(ways, key=lambda way: way[0])[1]


def begins_label(text: str) -> bool:
    """Whether a line begins a label by its number or its first word."""
    return begins_item(text) or text.startswith("其中")


@dataclass(frozen=True, slots=True)
class _Sharing:
    words: Sequence[Segment]
    figures: Sequence[Line]
    to_middle: bool

    def best(self) -> tuple[float, list[Shared]]:
        """The cheapest way to share out all lines, and what it costs."""
        reached: list[dict[int, _Step]] = [{} for _ in range(len(self.words) + 1)]
        reached[0][0] = _Step(0.0)
        for at, steps in enumerate(reached):
            figure = min(steps, default=0)
            # Steps that use no words add to the steps that are being looked at.
            while figure <= max(steps, default=-1):
                if figure in steps:
                    for end, next_figure, cost in self._steps(at, figure):
                        step = _Step(steps[figure].cost + cost, at, figure)
                        known = reached[end].get(next_figure)
                        if known is None or step.cost < known.cost:
                            reached[end][next_figure] = step
                figure += 1
        return reached[-1][len(self.figures)].cost, _traced(reached, len(self.figures))

    def _steps(self, at: int, figure: int) -> Iterator[tuple[int, int, float]]:
        """What may come next: words of no row, figures without label, or both together; how much is used then."""
        line = self.words[at] if at < len(self.words) else None
        if figure < len(self.figures) and (
            line is None or self.figures[figure].top <= line.bottom + _REACH * line.size
        ):
            yield at, figure + 1, _LONE_ROW
        if line is None or (figure < len(self.figures) and self.figures[figure].bottom < line.top - _REACH * line.size):
            return
        yield at + 1, figure, _LONE_LINE
        if figure == len(self.figures):
            return
        for end, inner in self._labels(at):
            for last, parted in self._rows(figure):
                off = self._off(at, end, figure, last)
                if off <= _MOST_OFF:
                    yield end, last + 1, off + inner + parted

    def _labels(self, at: int) -> Iterator[tuple[int, float]]:
        """Where a label may end that begins at a line, and what speaks against it."""
        against = 0.0
        for end in range(at + 1, min(at + _MOST_LINES, len(self.words)) + 1):
            if end > at + 1:
                if not _may_follow(self.words[end - 2], self.words[end - 1]):
                    return
                inner = self.words[end - 1].text
                against += _INNER_ITEM * (begins_label(inner) or is_label(inner))
            yield end, against

    def _rows(self, figure: int) -> Iterator[tuple[int, float]]:
        """The last line that figures may have which begin at a line, and what speaks against it."""
        against = _PARTED if self.figures[figure].rest == "likely" else 0.0
        for last in range(figure, min(figure + _MOST_PARTS, len(self.figures))):
            if last > figure:
                if self.figures[last].rest == "no":
                    return
                against += _BROKEN
            yield last, against

    def _off(self, at: int, end: int, figure: int, last: int) -> float:
        """How far figures stand from where they should beside a label."""
        label, upper, lower = self.words[at], self.figures[figure], self.figures[last]
        to_middle = abs(label.top + self.words[end - 1].bottom - upper.top - lower.bottom) / 2 / label.size
        to_first = abs(label.top + label.bottom - upper.top - upper.bottom) / 2 / label.size
        if not self.to_middle:
            return to_first
        is_last = last + 1 == len(self.figures) or self.figures[last + 1].page > upper.page
        return min(to_middle, to_first + _CUT) if is_last else to_middle


def _may_follow(before: Segment, line: Segment) -> bool:
    """Whether a line may be the next one of a label: close below, and above each other."""
    overlap = min(before.right, line.right) - max(before.left, line.left)
    narrower = min(before.right - before.left, line.right - line.left)
    return line.top - before.bottom <= _LARGEST_PITCH * before.size and overlap > narrower / 2


def _traced(reached: Sequence[dict[int, _Step]], n_figures: int) -> list[Shared]:
    """The rows on the way to having used all lines."""
    rows: list[Shared] = []
    n_words = len(reached) - 1
    while n_words or n_figures:
        step = reached[n_words][n_figures]
        if step.n_figures < n_figures:
            rows.append(Shared(range(step.n_words, n_words), range(step.n_figures, n_figures)))
        n_words, n_figures = step.n_words, step.n_figures
    return rows[::-1]
