"""Spans that may be joined, and the pairs of them that the network is asked about.

Five kinds of pairs are scored: an anchor (quantity, negation, change) with an indicator (what is its metric and
kind?), an anchor or an indicator with a qualifier (does it belong?), and an anchor or an indicator with another
anchor (is it a part of that total?).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.fact_reader.config import QUANTITY
from models.fact_reader.passage import IntArray, Window

ANCHORS = (QUANTITY, "NEGATION", "CHANGE")
INDICATOR = "INDICATOR"
QUALIFIERS = ("CHANNEL", "CATEGORY", "PARTY", "ROLE", "PERIOD", "CHANGE")
# Buckets of the features of a pair: distance (signed), and how many figures, sentence ends and clause ends lie between.
N_DISTANCES, N_FIGURES, N_SENTENCES, N_CLAUSES = 25, 8, 4, 8
_STEPS = np.array([1, 2, 3, 4, 6, 9, 14, 22, 36, 60, 100])


@dataclass(frozen=True, slots=True)
class Spans:
    """Candidate spans of one window, as inclusive positions: arrays of equal length."""

    labels: tuple[str, ...]
    first: IntArray
    last: IntArray

    def __len__(self) -> int:
        return len(self.labels)

    def of(self, *labels: str) -> IntArray:
        """Indices of the spans that bear one of the labels."""
        return np.array([i for i, label in enumerate(self.labels) if label in labels], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of spans to score: (n, 2) indices into the spans, and (n, 4) bucketed features."""

    spans: IntArray
    features: IntArray


def grid_pairs(left: IntArray, right: IntArray) -> IntArray:
    """Every left span with every right one: (len(left) * len(right), 2)."""
    return np.stack([np.repeat(left, len(right)), np.tile(right, len(left))], axis=1).astype(np.int64)


def pair_features(spans: Spans, pairs: IntArray, window: Window) -> IntArray:
    """What lies between the two spans of each pair, in buckets. *Shape:* (n, 4)"""
    a_first, a_last = spans.first[pairs[:, 0]], spans.last[pairs[:, 0]]
    b_first, b_last = spans.first[pairs[:, 1]], spans.last[pairs[:, 1]]
    before = b_last < a_first  # the right span stands before the left one
    gap_start = np.where(before, b_last, a_last)
    gap_end = np.where(before, a_first, b_first)
    gap = np.maximum(gap_end - gap_start, 0)
    signed = np.searchsorted(_STEPS, gap, side="right")
    distance = np.where(gap == 0, 0, np.where(before, 1 + signed, 1 + len(_STEPS) + 1 + signed - 1))
    low, high = np.minimum(gap_start, gap_end), np.maximum(gap_start, gap_end)
    inside = np.maximum(high - 1, low)

    def between(counts: NDArray[np.int64], n_buckets: int) -> IntArray:
        bucket: IntArray = np.minimum(counts[inside] - counts[low], n_buckets - 1)
        return bucket

    columns = [
        np.minimum(distance, N_DISTANCES - 1),
        between(window.figures, N_FIGURES),
        between(window.sentences, N_SENTENCES),
        between(window.clauses, N_CLAUSES),
    ]
    return np.stack(columns, axis=1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Questions:
    """All pairs of one window's spans that the network is asked about, and which spans stand on which side.

    ``asked``: every anchor with every indicator, row by row. ``linked``: anchor×qualifier, indicator×qualifier,
    anchor×anchor, indicator×anchor, one block after the other (``blocks``).
    """

    anchors: IntArray
    indicators: IntArray
    qualifiers: IntArray
    asked: Pairs
    linked: Pairs

    def blocks(self) -> tuple[slice, slice, slice, slice]:
        """Where the four blocks stand in ``linked``."""
        n_a, n_i, n_q = len(self.anchors), len(self.indicators), len(self.qualifiers)
        ends = np.cumsum([n_a * n_q, n_i * n_q, n_a * n_a, n_i * n_a]).tolist()
        starts = [0, *ends[:-1]]
        a, b, c, d = (slice(start, end) for start, end in zip(starts, ends, strict=True))
        return a, b, c, d


def questions(spans: Spans, window: Window) -> Questions:
    """The pairs to score for these spans."""
    anchors, indicators, qualifiers = spans.of(*ANCHORS), spans.of(INDICATOR), spans.of(*QUALIFIERS)
    asked = grid_pairs(anchors, indicators)
    linked = np.concatenate(
        [
            grid_pairs(anchors, qualifiers),
            grid_pairs(indicators, qualifiers),
            grid_pairs(anchors, anchors),
            grid_pairs(indicators, anchors),
        ]
    )
    return Questions(
        anchors,
        indicators,
        qualifiers,
        Pairs(asked, pair_features(spans, asked, window)),
        Pairs(linked, pair_features(spans, linked, window)),
    )
