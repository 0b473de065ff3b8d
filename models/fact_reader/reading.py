"""Reading texts with a fact reader, whatever runs its network: windows in, statements out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from models.alphabet import Alphabet
from models.fact_reader.config import FactReaderConfig
from models.fact_reader.decode import FloatArray, JointScores, Statement, candidate_spans, merged, statements
from models.fact_reader.joints import Questions, Spans, questions
from models.fact_reader.passage import IntArray, MarkedText, Window, windows_of

BATCH_CHARACTERS = 2048


class Scorer(Protocol):
    """Runs the two halves of the network."""

    def read(self, ids: IntArray, marks: IntArray, present: IntArray) -> tuple[FloatArray, FloatArray]:
        """(batch, length) → vectors (batch, length, width) and span scores (batch, labels, length, length)."""
        ...

    def join(self, states: FloatArray, spans: Spans, labels: IntArray, asked: Questions) -> JointScores:
        """Answers about the pairs of one window. ``states``: (length, width); ``labels``: (spans,) numbers."""
        ...


class FactReader:
    """A network with its alphabet and configuration, ready to read."""

    def __init__(self, config: FactReaderConfig, alphabet: Alphabet, scorer: Scorer) -> None:
        self.config = config
        self.alphabet = alphabet
        self.scorer = scorer

    def read(self, texts: Sequence[MarkedText], *, threshold: float | None = None) -> list[list[Statement]]:
        """The statements of each text, in the order of their anchors."""
        windows = [
            (t, window)
            for t, marked in enumerate(texts)
            for window in windows_of(marked, self.alphabet, max_window=self.config.max_window)
        ]
        found: list[list[list[Statement]]] = [[] for _ in texts]
        for batch in _batches(windows):
            for (t, _), window_statements in zip(batch, self._read(batch, threshold), strict=True):
                found[t].append(window_statements)
        return [merged(statements_) for statements_ in found]

    def _read(self, batch: list[tuple[int, Window]], threshold: float | None) -> list[list[Statement]]:
        states, scores = self.scorer.read(*stacked([window for _, window in batch]))
        limit = self.config.threshold if threshold is None else threshold
        results: list[list[Statement]] = []
        for row, (_, window) in enumerate(batch):
            length = len(window.ids)
            spans = candidate_spans(scores[row, :, :length, :length], window, self.config)
            asked = questions(spans, window)
            if not len(asked.anchors) or not len(asked.indicators):
                results.append([])
                continue
            numbers = label_numbers(spans, self.config)
            answers = self.scorer.join(states[row, :length], spans, numbers, asked)
            results.append(statements(spans, asked, answers, window, self.config, threshold=limit))
        return results


def label_numbers(spans: Spans, config: FactReaderConfig) -> IntArray:
    """The number of each span's label, as the network knows it."""
    return np.array([config.labels.index(label) for label in spans.labels], dtype=np.int64)


def stacked(windows: Sequence[Window]) -> tuple[IntArray, IntArray, IntArray]:
    """ids, marks and presence of windows, padded to the longest: three arrays (windows, length)."""
    length = max(len(window.ids) for window in windows)
    ids = np.zeros((len(windows), length), dtype=np.int64)
    marks, present = np.zeros_like(ids), np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        marks[row, : len(window.ids)] = window.marks
        present[row, : len(window.ids)] = 1
    return ids, marks, present


def _batches(windows: list[tuple[int, Window]]) -> list[list[tuple[int, Window]]]:
    """Windows of similar length together, each batch of at most about ``BATCH_CHARACTERS`` padded characters."""
    batches: list[list[tuple[int, Window]]] = []
    for entry in sorted(windows, key=lambda entry: len(entry[1].ids)):
        length = len(entry[1].ids)
        if batches and (len(batches[-1]) + 1) * length <= BATCH_CHARACTERS:
            batches[-1].append(entry)
        else:
            batches.append([entry])
    return batches
