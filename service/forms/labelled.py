"""Rows with a label in front (all tables but the fourth): which row of the form each is, and its written values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from service.forms.alignment import Shapes, Slot, align
from service.forms.grid_row import GridRow, Piece
from service.forms.labels import Label, body, inner, is_fragment, match, resembles
from service.forms.splitting import Balance, is_run_together
from service.forms.value import is_value, parse

_MOST_LABELS = 6  # cells with words that one row may have before its values
# Digits glued to the end of a label ("3.其他1000001"); the label's own number stands in front.
_GLUED = re.compile(r"(?P<label>.*[^\d\s.,，+\-－])\s*(?P<digits>[+\-－]?\d[\d\s.,，]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One occurrence of a row of the form with ``n`` values: the cells behind the first ``behind`` of its line."""

    label: Label
    line: GridRow
    behind: int
    written: tuple[Piece, ...]
    n: int


@dataclass(slots=True)
class _Gathering:
    labels: tuple[Label, ...]
    width: Callable[[str], int]
    rows: list[LabelledRow] = field(default_factory=list)
    extra: list[GridRow] = field(default_factory=list)
    last: int = -1  # index of the label met last
    waiting: Label | None = None  # a row whose values have not come yet
    waiting_text: str = ""

    def header(self) -> None:
        """Take a header: the single number of a row is not to be sought behind it."""
        if self.waiting is not None and self.width(self.waiting.id) == 1:
            self.waiting = None

    def line(self, line: GridRow) -> None:
        """Take one line that is no header."""
        found = self._labelled(line)
        if found is not None:
            self._take(line, *found)
        elif line.texts:
            self._unlabelled(line)

    def _labelled(self, line: GridRow) -> tuple[int, int] | None:
        """The last cell before the values that is a label of the form, and which one."""
        found, n_words = None, 0
        for position, piece in enumerate(line.pieces):
            if piece.blank:
                continue
            if is_value(piece.text):
                if found is not None:
                    break
                continue
            n_words += 1
            if n_words > _MOST_LABELS:
                break
            index = self._match(self._cut(piece.text)[0])
            if index is not None:
                found = (position, index)
        return found

    def _match(self, text: str) -> int | None:
        """The label that a cell is, or the last of several that it joins ("（三）不予公开1.属于国家秘密")."""
        found = (match(label, self.labels, after=self.last) for label in (*reversed(inner(text)), text))
        return next((index for index in found if index is not None), None)

    def _cut(self, text: str) -> tuple[str, str]:
        """A label without the digits glued to its end, and these; some labels end with a digit of their own."""
        glued = _GLUED.fullmatch(text)
        if glued is None or any(body(text) in label.texts for label in self.labels):
            return text, ""
        return glued["label"], glued["digits"]

    def _take(self, line: GridRow, position: int, index: int) -> None:
        label, piece = self.labels[index], line.pieces[position]
        self.waiting = None
        behind = position + 1
        if not label.is_row:
            if any(not cell.blank for cell in line.pieces[behind:]):
                self._unlabelled(line, behind)
            return
        self.last = index
        while behind < len(line.pieces) and _continues(line.pieces[behind].text, label):
            behind += 1
        written = line.pieces[behind:]
        n = self.width(label.id)
        _, glued = self._cut(piece.text)
        if glued and sum(not cell.blank for cell in written) < n:
            written = (replace(piece, text=glued), *written)
        complete = any(not cell.blank for cell in written)
        if written:
            self.rows.append(LabelledRow(label, line, behind, written, n))
        if not complete:
            self.waiting, self.waiting_text = label, piece.text

    def _unlabelled(self, line: GridRow, start: int = 0) -> None:
        """Take a line that, from its cell ``start`` on, has no label of the form."""
        words = _leading_words(line, start)
        written = line.pieces[words:]
        text = "".join(piece.text for piece in line.pieces[start:words])
        values = sum(not cell.blank for cell in written)
        label = self._continued(text) if text else self._awaited(written)
        if label is not None and values:
            self.rows.append(LabelledRow(label, line, words, written, self.width(label.id)))
            self.last, self.waiting = self.labels.index(label), None
        elif values > 1 or (text and not self._is_rest_of_label(text, values)):
            self.extra.append(line)
            self.waiting = None if values else self.waiting

    def _awaited(self, written: Sequence[Piece]) -> Label | None:
        """The row that a line of mere values belongs to; a number alone may be that of a page."""
        if self.waiting is None:
            return None
        n, filled = self.width(self.waiting.id), [piece for piece in written if not piece.blank]
        return self.waiting if n == 1 or len(filled) > 1 or any(len(piece.text) >= n for piece in filled) else None

    def _is_rest_of_label(self, text: str, values: int) -> bool:
        return not values and self.last >= 0 and is_fragment(text, self.labels[self.last])

    def _continued(self, text: str) -> Label | None:
        """The row that an unknown label is: the rest of one begun in the line before, or a damaged next one."""
        if self.waiting is not None:
            joined = match(self.waiting_text + text, self.labels, after=self.last)
            if joined is not None and self.labels[joined] == self.waiting or is_fragment(text, self.waiting):
                return self.waiting
        following = next((label for label in self.labels[self.last + 1 :] if label.is_row), None)
        return following if following is not None and resembles(text, following) else None


def gather(
    lines: Sequence[GridRow],
    labels: tuple[Label, ...],
    *,
    width: Callable[[str], int],
    is_header: Callable[[GridRow], bool],
) -> tuple[list[LabelledRow], list[GridRow]]:
    """The rows of the form among the lines, and the lines that are no row of it.

    ``width`` tells how many values a row must have; a label without values waits for a line that has only values.
    """
    gathering = _Gathering(labels, width)
    for line in lines:
        if is_header(line):
            gathering.header()
        else:
            gathering.line(line)
    return gathering.rows, gathering.extra


def align_rows(rows: Sequence[LabelledRow], *, balance: Balance | None = None) -> list[tuple[Slot, ...]]:
    """The columns of each row; blank and lost cells are found by the full rows beside them."""
    shapes = Shapes()
    for row in rows:
        shapes.learn(row.line, row.behind, row.n)
    run_together = {row.line.grid for row in rows if is_run_together(row.written, row.n)}
    return [
        align(
            row.written,
            row.n,
            balance=balance,
            starts=shapes.starts(row.line, row.behind, row.n),
            certain=shapes.is_certain(row.line, row.behind, row.n),
            run_together=row.line.grid in run_together,
        )
        for row in rows
    ]


def _continues(text: str, label: Label) -> bool:
    return parse(text).status == "unreadable" and is_fragment(text, label)


def _leading_words(line: GridRow, start: int) -> int:
    """Where the cells with words end, counted from ``start``; words are what no value can be."""
    end = start
    for position, piece in enumerate(line.pieces[start:], start):
        if not is_value(piece.text):
            end = position + 1 if body(piece.text) else end
        elif not piece.blank:
            break
    return end
