"""Pairs of spans and what lies between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alphabet import Alphabet
from models.fact_reader.joints import (
    ANCHORS,
    N_CLAUSES,
    N_DISTANCES,
    N_FIGURES,
    N_SENTENCES,
    QUALIFIERS,
    Spans,
    grid_pairs,
    pair_features,
    questions,
)
from models.fact_reader.passage import MarkedText, Window, windows_of
from service.facts.quantities import find_numbers

ALPHABET = Alphabet.learn(["公开"], min_count=1)


def window_of(text: str) -> Window:
    quantities = tuple((n.start, n.end) for n in find_numbers(text) if n.kind == "quantity")
    (window,) = windows_of(MarkedText(text, quantities), ALPHABET, max_window=1000)
    return window


def spans_of(*places: tuple[str, int, int]) -> Spans:
    labels, first, last = zip(*places, strict=True)
    return Spans(tuple(labels), np.array(first, dtype=np.int64), np.array(last, dtype=np.int64))


def features(text: str, left: tuple[int, int], right: tuple[int, int]) -> list[int]:
    spans = spans_of(("QUANTITY", *left), ("INDICATOR", *right))
    return pair_features(spans, np.array([[0, 1]]), window_of(text))[0].tolist()  # type: ignore[no-any-return]


def test_grid_pairs_are_every_left_with_every_right() -> None:
    assert grid_pairs(np.array([1, 2]), np.array([5, 6, 7])).tolist() == [
        [1, 5], [1, 6], [1, 7], [2, 5], [2, 6], [2, 7],
    ]  # fmt: skip
    assert grid_pairs(np.array([], dtype=np.int64), np.array([5])).shape == (0, 2)


def test_spans_of_a_label_keep_their_order() -> None:
    spans = spans_of(("QUANTITY", 1, 2), ("INDICATOR", 3, 4), ("NEGATION", 5, 5), ("INDICATOR", 6, 7))
    assert spans.of("INDICATOR").tolist() == [1, 3]
    assert spans.of(*ANCHORS).tolist() == [0, 2]
    assert spans.of("ROLE").tolist() == []
    assert len(spans) == 4


@pytest.mark.parametrize(
    ("text", "left", "right", "between"),
    [
        ("公开2条", (3, 4), (1, 2), [0, 0, 0]),
        ("公开，2条", (4, 5), (1, 2), [0, 0, 1]),
        ("公开。2条", (4, 5), (1, 2), [0, 1, 0]),
        ("公开3条，1件。又2条", (10, 11), (1, 2), [2, 1, 1]),
        ("2条，公开", (1, 2), (4, 5), [0, 0, 1]),
        ("公开2条", (3, 4), (3, 4), [0, 0, 0]),
    ],
)
def test_pair_features_count_what_lies_between(
    text: str, left: tuple[int, int], right: tuple[int, int], between: list[int]
) -> None:
    assert features(text, left, right)[1:] == between


def test_pair_features_tell_before_from_after_and_near_from_far() -> None:
    text = "公" * 150
    before = [features(text, (120, 121), (120 - gap, 120 - gap))[0] for gap in (1, 5, 30, 110)]
    after = [features(text, (1, 1), (1 + gap, 1 + gap))[0] for gap in (1, 5, 30, 110)]
    assert before == sorted(set(before))
    assert after == sorted(set(after))
    assert not set(before) & set(after)


@given(st.text(alphabet="公开2条，。；、", min_size=2, max_size=60), st.data())
def test_pair_features_stay_in_their_buckets(text: str, data: st.DataObject) -> None:
    window = window_of(text)
    position = st.integers(1, len(window.offsets))
    places = [sorted((data.draw(position), data.draw(position))) for _ in range(4)]
    spans = spans_of(*(("INDICATOR", a, b) for a, b in places))
    everyone = np.arange(4)
    found = pair_features(spans, grid_pairs(everyone, everyone), window)
    assert found.shape == (16, 4)
    assert (found >= 0).all()
    assert (found < np.array([N_DISTANCES, N_FIGURES, N_SENTENCES, N_CLAUSES])).all()


@given(st.lists(st.sampled_from([*ANCHORS, "INDICATOR", *QUALIFIERS]), max_size=8))
def test_questions_are_all_pairs_in_blocks(labels: list[str]) -> None:
    window = window_of("公开信息2条")
    places = np.ones(len(labels), dtype=np.int64)
    asked = questions(Spans(tuple(labels), places, places), window)
    n_a, n_i, n_q = len(asked.anchors), len(asked.indicators), len(asked.qualifiers)
    assert asked.asked.spans.tolist() == grid_pairs(asked.anchors, asked.indicators).tolist()
    sides = [
        (asked.anchors, asked.qualifiers),
        (asked.indicators, asked.qualifiers),
        (asked.anchors, asked.anchors),
        (asked.indicators, asked.anchors),
    ]
    for block, (left, right) in zip(asked.blocks(), sides, strict=True):
        assert asked.linked.spans[block].tolist() == grid_pairs(left, right).tolist()
    assert len(asked.linked.features) == n_a * n_q + n_i * n_q + n_a * n_a + n_i * n_a
