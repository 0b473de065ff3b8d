"""Reliability of confidences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.calibration import calibration_error, doubt, reliability

JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_confidences_that_mean_what_they_say_have_no_error() -> None:
    judged = [(0.75, True)] * 3 + [(0.75, False)]
    assert calibration_error(judged) == pytest.approx(0)


def test_confidences_that_boast_have_the_difference_as_error() -> None:
    assert calibration_error([(0.95, True), (0.95, False)]) == pytest.approx(0.45)
    assert calibration_error([]) is None


@given(judged=JUDGED)
def test_every_fact_is_in_one_bin(judged: list[tuple[float, bool]]) -> None:
    assert sum(b.n_facts for b in reliability(judged)) == len(judged)
    error = calibration_error(judged)
    assert error is None or 0 <= error <= 1


def test_doubt_tells_how_many_errors_it_catches_and_at_what_cost() -> None:
    judged = [(0.5, False), (0.6, True), (0.9, False), (0.99, True)]
    marked = doubt(judged, 0.7)
    assert (marked.share_of_facts, marked.share_of_errors) == (0.5, 0.5)
    assert doubt([(0.9, True)], 0.7).share_of_errors is None
