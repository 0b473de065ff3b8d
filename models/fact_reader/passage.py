"""A passage of text as the network sees it: canonical characters with their marks, cut into windows."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.alphabet import END, START, Alphabet
from models.characters import canonical_characters

IntArray = NDArray[np.int64]
_SENTENCE_ENDS = "。；！？\n"
_CLAUSE_ENDS = "，、：（）"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and the numbers in it, as half-open character ranges: candidate quantities, and numbers that are none."""

    text: str
    quantities: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``max_window`` characters of a text, ready for the network.

    ``ids`` and ``marks``: (length + 2,), start and end included; position 1 is the first character.
    ``offsets``: (length,), the offset in the text of each character. ``quantities``: inclusive (first, last)
    positions of candidate quantities. ``sentences``, ``clauses``, ``figures``: (length + 2,), how many sentence
    ends, clause ends and quantities began up to each position; differences of them say what lies between two spans.
    """

    ids: IntArray
    marks: IntArray
    offsets: IntArray
    quantities: tuple[tuple[int, int], ...]
    sentences: IntArray
    clauses: IntArray
    figures: IntArray

    def positions_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Inclusive positions of the text range ``start:end``, None where the window does not hold all of it."""
        offsets = self.offsets
        first = int(np.searchsorted(offsets, start))
        last = int(np.searchsorted(offsets, end)) - 1
        if first > last or first >= len(offsets):
            return None
        if (first == 0 and offsets[0] > start) or (last == len(offsets) - 1 and offsets[-1] < end - 1):
            return None
        return first + 1, last + 1

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """The half-open text range of inclusive positions."""
        return int(self.offsets[first - 1]), int(self.offsets[last - 1]) + 1


def windows_of(marked: MarkedText, alphabet: Alphabet, *, max_window: int) -> list[Window]:
    """Cut a text into windows at sentence ends, each overlapping the one before by about a third; nothing is lost."""
    characters = canonical_characters(marked.text)
    symbols, offsets = characters.symbols, characters.offsets
    windows = []
    for start, end in _cuts(symbols, max_window):
        windows.append(_window(symbols[start:end], offsets[start:end], marked, alphabet))
    return windows


def _cuts(symbols: str, max_window: int) -> list[tuple[int, int]]:
    if len(symbols) <= max_window:
        return [(0, len(symbols))] if symbols else []
    ends = [i + 1 for i, symbol in enumerate(symbols) if symbol in _SENTENCE_ENDS]
    cuts, start = [], 0
    while True:
        limit = start + max_window
        if limit >= len(symbols):
            cuts.append((start, len(symbols)))
            return cuts
        k = bisect.bisect_right(ends, limit) - 1
        end = ends[k] if k >= 0 and ends[k] > start + max_window // 3 else limit
        cuts.append((start, end))
        earliest = end - max_window // 3
        k = bisect.bisect_left(ends, earliest)
        following = ends[k] if k < len(ends) and ends[k] < end else earliest
        start = max(following, start + 1)


def _window(symbols: str, offsets: Sequence[int], marked: MarkedText, alphabet: Alphabet) -> Window:
    length = len(symbols)
    at = np.array(offsets, dtype=np.int64)
    marks = np.zeros(length + 2, dtype=np.int64)
    quantities = []
    for start, end in marked.others:
        first, last = np.searchsorted(at, [start, end])
        marks[first + 1 : last + 1] = 3
    for start, end in marked.quantities:
        first, last = int(np.searchsorted(at, start)), int(np.searchsorted(at, end))
        if first >= last or at[0] > start or (last == length and at[-1] < end - 1):
            continue
        marks[first + 1] = 1
        marks[first + 2 : last + 1] = 2
        quantities.append((first + 1, last))
    edges = ([alphabet.id_of(START)], [alphabet.id_of(END)])
    ids = np.array([*edges[0], *alphabet.encode(symbols), *edges[1]], dtype=np.int64)
    padded = f" {symbols} "
    return Window(
        ids=ids,
        marks=marks,
        offsets=at,
        quantities=tuple(quantities),
        sentences=np.cumsum([symbol in _SENTENCE_ENDS for symbol in padded]).astype(np.int64),
        clauses=np.cumsum([symbol in _CLAUSE_ENDS for symbol in padded]).astype(np.int64),
        figures=np.cumsum(marks == 1).astype(np.int64),
    )
