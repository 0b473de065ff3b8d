"""Which figures are parts of a total: sure ones always, others where arithmetic settles it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fact_reader.decode import LIKELY
from service.facts.parts import POSSIBLE_FROM, SURE_FROM, Candidate, choose_parts

Rows = list[tuple[int, float]]


def chosen(total: int, rows: Rows) -> tuple[list[int], bool]:
    """The values chosen and whether the choice is open; ``rows`` are values with probabilities."""
    choice = choose_parts(Decimal(total), [Candidate(k, Decimal(v), p) for k, (v, p) in enumerate(rows)])
    return sorted(rows[k][0] for k in choice.parts), choice.doubtful


@pytest.mark.parametrize(
    ("total", "rows", "parts", "doubtful"),
    [
        (20, [], [], False),
        (20, [(14, 0.99), (6, 0.99)], [6, 14], False),
        (20, [(14, 0.99), (6, 0.4)], [6, 14], False),
        (20, [(14, 0.99), (6, 0.9), (3, 0.6)], [6, 14], False),
        (20, [(14, 0.99), (6, 0.4), (3, 0.3)], [6, 14], False),
        (20, [(14, 0.99), (5, 0.99)], [5, 14], False),
        (20, [(14, 0.99), (5, 0.6)], [5, 14], True),
        (20, [(14, 0.99), (6, 0.01)], [14], False),
        (32, [(12, 0.9), (20, 0.9), (22, 0.9), (10, 0.9)], [10, 12, 20, 22], False),
    ],
)
def test_choose_parts(total: int, rows: Rows, parts: list[int], doubtful: bool) -> None:
    assert chosen(total, rows) == (parts, doubtful)


@given(
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(0, 40), st.floats(0.0, 1.0)), max_size=8),
)
def test_arithmetic_never_touches_a_sure_part(total: int, rows: Rows) -> None:
    choice = choose_parts(Decimal(total), [Candidate(k, Decimal(v), p) for k, (v, p) in enumerate(rows)])
    for k, (_, probability) in enumerate(rows):
        if probability >= SURE_FROM:
            assert k in choice.parts
        elif probability < POSSIBLE_FROM:
            assert k not in choice.parts
    if not any(POSSIBLE_FROM <= probability < SURE_FROM for _, probability in rows):
        assert choice.parts == {k for k, (_, probability) in enumerate(rows) if probability >= LIKELY}
