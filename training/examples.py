"""Samples → what the network learns from: windows with their gold spans and facts in positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.samples import QUALIFIER_LABELS, Sample, SampleFact
from models.alphabet import Alphabet
from models.fact_reader.config import KINDS, QUANTITY, FactReaderConfig
from models.fact_reader.joints import Questions, Spans, questions
from models.fact_reader.passage import IntArray, MarkedText, Window, windows_of
from service.facts.quantities import find_numbers

Place = tuple[str, int, int]
IGNORED = -100


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact in positions: its anchor, indicator, qualifiers (with CHANGE and PERIOD) and the anchor of its total."""

    anchor: Place
    indicator: Place
    metric: int
    kind: int
    qualifiers: frozenset[Place]
    total: Place | None


@dataclass(frozen=True, slots=True)
class Example:
    """One window of a sample with everything that is to be found in it."""

    window: Window
    places: frozenset[Place]
    facts: tuple[GoldFact, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """The right answers to the questions about one window's spans.

    ``metric``, ``kind``: (asked pairs,), ``IGNORED`` where no answer is asked. ``link``: (n, 3) rows of
    anchor×qualifier index, indicator×qualifier index, right or wrong; ``part``: the same for totals. Indices count
    within their block (``Questions.blocks``). ``stated``: (anchors, metrics), 1 where an anchor states a metric.
    """

    metric: IntArray
    kind: IntArray
    link: IntArray
    part: IntArray
    stated: NDArray[np.float32]


def marked_text(text: str) -> MarkedText:
    """A text with the numbers that the grammar finds in it."""
    numbers = find_numbers(text)
    quantities = tuple((n.start, n.end) for n in numbers if n.kind == "quantity")
    return MarkedText(text, quantities, tuple((n.start, n.end) for n in numbers if n.kind == "other"))


def examples_of(samples: Iterable[Sample], alphabet: Alphabet, config: FactReaderConfig) -> list[Example]:
    """The windows of all samples. A fact that a window does not hold whole is left to its neighbour."""
    return [
        _example(sample, window, config)
        for sample in samples
        for window in windows_of(marked_text(sample.text), alphabet, max_window=config.max_window)
    ]


def _example(sample: Sample, window: Window, config: FactReaderConfig) -> Example:
    places: dict[str, Place] = {}
    for span in sample.spans:
        at = window.positions_of(span.start, span.end)
        if at is not None:
            places[span.id] = (span.label, *at)
    anchors = {fact.id: fact.anchor for fact in sample.facts}
    facts = [
        _gold(fact, places, anchors, config)
        for fact in sample.facts
        if fact.anchor in places and fact.indicator in places
    ]
    return Example(window, frozenset(places.values()), tuple(facts))


def _gold(fact: SampleFact, places: dict[str, Place], anchors: dict[str, str], config: FactReaderConfig) -> GoldFact:
    extra = [span_id for span_id in (fact.change, fact.period) if span_id is not None and span_id != fact.anchor]
    named = [span_id for name, span_id in fact.qualifiers.items() if name in QUALIFIER_LABELS]
    return GoldFact(
        anchor=places[fact.anchor],
        indicator=places[fact.indicator],
        metric=config.metrics.index(fact.metric),
        kind=KINDS.index(fact.kind),
        qualifiers=frozenset(places[span_id] for span_id in [*named, *extra] if span_id in places),
        total=None if fact.part_of is None else places.get(anchors[fact.part_of]),
    )


def span_targets(example: Example, length: int, config: FactReaderConfig) -> NDArray[np.bool_]:
    """Which spans there are. *Shape:* (labels, length, length)"""
    target = np.zeros((len(config.span_labels), length, length), dtype=bool)
    for label, first, last in example.places:
        if label != QUANTITY:
            target[config.span_labels.index(label), first, last] = True
    return target


def training_spans(example: Example, proposed: Spans) -> Spans:
    """Gold spans and quantities, and whatever else the network proposes: those are the wrong answers to learn from."""
    places = dict.fromkeys((QUANTITY, a, b) for a, b in example.window.quantities)
    places |= dict.fromkeys(sorted(example.places))
    found = zip(proposed.labels, proposed.first.tolist(), proposed.last.tolist(), strict=True)
    places |= dict.fromkeys(found)
    ordered = list(places)
    first = np.array([place[1] for place in ordered], dtype=np.int64)
    last = np.array([place[2] for place in ordered], dtype=np.int64)
    return Spans(tuple(place[0] for place in ordered), first, last)


def targets(example: Example, spans: Spans, config: FactReaderConfig) -> tuple[Questions, Targets]:
    """The questions about ``spans`` and their right answers."""
    asked = questions(spans, example.window)
    places = list(zip(spans.labels, spans.first.tolist(), spans.last.tolist(), strict=True))
    anchor_at = {places[s]: k for k, s in enumerate(asked.anchors.tolist())}
    indicator_at = {places[s]: k for k, s in enumerate(asked.indicators.tolist())}
    n_i, n_q, n_a = len(asked.indicators), len(asked.qualifiers), len(asked.anchors)
    metric = np.zeros((n_a, n_i), dtype=np.int64)
    kind = np.full((n_a, n_i), IGNORED, dtype=np.int64)
    stated = np.zeros((n_a, len(config.metrics)), dtype=np.float32)
    link: list[list[int]] = []
    part: list[list[int]] = []
    qualifiers = [places[s] for s in asked.qualifiers.tolist()]
    totals = [places[s] for s in asked.anchors.tolist()]
    for fact in example.facts:
        a, i = anchor_at[fact.anchor], indicator_at[fact.indicator]
        for near in range(n_i):  # the same words cut a little differently are no wrong answer
            other = places[int(asked.indicators[near])]
            if metric[a, near] == 0 and near != i and _shared(other, fact.indicator) > 0.5:
                metric[a, near] = IGNORED
        metric[a, i], kind[a, i] = fact.metric, fact.kind
        stated[a, fact.metric] = 1.0
        for q, place in enumerate(qualifiers):
            right = place in fact.qualifiers
            if right or not any(place[0] == gold[0] and _shared(place, gold) > 0.5 for gold in fact.qualifiers):
                link.append([a * n_q + q, i * n_q + q, int(right)])
        for t, place in enumerate(totals):
            if t != a and place[0] == QUANTITY:
                part.append([a * n_a + t, i * n_a + t, int(place == fact.total)])
    return asked, Targets(
        metric.reshape(-1),
        kind.reshape(-1),
        np.array(link, dtype=np.int64).reshape(-1, 3),
        np.array(part, dtype=np.int64).reshape(-1, 3),
        stated,
    )


def _shared(one: Place, other: Place) -> float:
    """Shared characters of two spans over all of both."""
    both = min(one[2], other[2]) - max(one[1], other[1]) + 1
    return max(0, both) / (max(one[2], other[2]) - min(one[1], other[1]) + 1)
