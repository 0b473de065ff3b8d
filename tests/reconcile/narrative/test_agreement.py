"""Stated and exact figures: what digits and words allow."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reconcile.narrative.agreement import (
    agreement,
    exactly,
    percent_unit,
    printed,
    rate_agreement,
    rounding_step,
    share_of,
)
from service.reconcile.wording import figure

from ..builders import make_fact


@pytest.mark.parametrize(
    ("value", "fields", "other", "expected"),
    [
        ("12", {}, "12", "agrees"),
        ("12", {}, "13", "disagrees"),
        ("12000", {"precision": Decimal(1000)}, "12034", "agrees"),
        ("12000", {"precision": Decimal(1000)}, "11500", "agrees"),
        ("12000", {"precision": Decimal(1000)}, "12999", "agrees"),
        ("12000", {"precision": Decimal(1000)}, "13100", "disagrees"),
        ("450", {"approx": "at_least"}, "450", "agrees"),
        ("450", {"approx": "at_least"}, "459", "agrees"),
        ("450", {"approx": "at_least"}, "470", "open"),
        ("450", {"approx": "at_least"}, "449", "disagrees"),
        ("300", {"approx": "at_most"}, "280", "agrees"),
        ("300", {"approx": "at_most"}, "301", "disagrees"),
        ("300", {"approx": "at_most"}, "20", "open"),
        ("100", {"approx": "about"}, "108", "agrees"),
        ("100", {"approx": "about"}, "400", "disagrees"),
        ("0", {"approx": "about"}, "0", "agrees"),
    ],
)
def test_agreement(value: str, fields: dict[str, Any], other: str, expected: str) -> None:
    assert agreement(make_fact("other", value, **fields), exactly(Decimal(other))) == expected


@pytest.mark.parametrize(
    ("value", "step"), [("450", "10"), ("452", "1"), ("12000", "1000"), ("0", "1"), ("99.5", "0.1")]
)
def test_rounding_step(value: str, step: str) -> None:
    assert rounding_step(make_fact("other", value)) == Decimal(step)


@given(st.integers(0, 10**9), st.sampled_from(["about", "at_least", "at_most", None]))
def test_figure_agrees_with_itself(value: int, approx: str | None) -> None:
    assert agreement(make_fact("other", str(value), approx=approx), exactly(Decimal(value))) == "agrees"


@pytest.mark.parametrize(
    ("value", "scale", "low", "high"),
    [("1155", "10000", "11545000", "11555000"), ("1154.95", "10000", "11549450", "11549550"), ("3", "1", "3", "3")],
)
def test_printed_figure_is_as_exact_as_its_digits(value: str, scale: str, low: str, high: str) -> None:
    interval = printed(Decimal(value), scale=Decimal(scale))
    assert (interval.low, interval.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("value", "shown"), [("1E+3", "1000"), ("12.50", "12.5"), ("0.00", "0"), ("-6", "-6"), ("100", "100")]
)
def test_figure_is_written_plainly(value: str, shown: str) -> None:
    assert figure(Decimal(value)) == shown


@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from(["1", "0.1", "0.01"]))
def test_share_agrees_however_it_was_rounded(part: int, more: int, places: str) -> None:
    exact = Decimal(part) / (part + more) * 100
    for way in (ROUND_DOWN, ROUND_HALF_UP, ROUND_UP):
        stated = make_fact("other", str(exact.quantize(Decimal(places), rounding=way)), kind="rate", unit="%")
        computed = share_of(exactly(Decimal(part)), exactly(Decimal(part + more)))
        assert computed is not None
        assert rate_agreement(stated, computed) == "agrees"


@pytest.mark.parametrize(
    ("value", "words", "unit"),
    [("57.9", "", "0.1"), ("57", "57.0%", "0.1"), ("58", "58%", "1"), ("60", "六成", "5"), ("50", "一半", "5")],
)
def test_last_digit_of_a_percentage_is_the_written_one(value: str, words: str, unit: str) -> None:
    assert percent_unit(Decimal(value), words) == Decimal(unit)


@pytest.mark.parametrize(
    ("words", "other", "expected"),
    [
        ("20余件", "30", "agrees"),
        ("20余件", "31", "disagrees"),
        ("20件以上", "90", "agrees"),
        ("20件以上", "19", "disagrees"),
        ("20件", "90", "open"),
    ],
)
def test_words_tell_how_far_a_figure_reaches(words: str, other: str, expected: str) -> None:
    fact = make_fact("other", "20", approx="at_least")
    assert agreement(fact, exactly(Decimal(other)), words=words) == expected


def test_share_of_what_may_be_nothing_is_unknown() -> None:
    assert share_of(exactly(Decimal(1)), exactly(Decimal(0))) is None
