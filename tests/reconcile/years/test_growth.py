"""Stated changes and the figures of two years: rounding, tenths, multiples, loose words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reconcile.narrative.agreement import exactly
from service.reconcile.years.figures import Figure
from service.reconcile.years.growth import Change, agrees, computed

from ..builders import make_fact


def figure_of(value: str, *, sure: bool = True) -> Figure:
    return Figure("数", exactly(Decimal(value)), sure)


def stated(value: str, unit: str | None, quantity: str, sentence: str = "", metric: str = "request.new") -> Change:
    fact = make_fact(metric, value, quote=quantity, unit=unit, kind="change")
    return Change(fact, quantity, sentence or quantity)


@pytest.mark.parametrize(
    ("value", "unit", "quantity", "sentence", "this", "last", "expected"),
    [
        ("3", "件", "3件", "增加3件", "8", "5", "agrees"),
        ("3", "件", "3件", "增加3件", "8", "6", "disagrees"),
        ("-3", "件", "3件", "减少3件", "0", "3", "agrees"),
        ("-3", "件", "3件", "减少3件", "0", "2", "disagrees"),
        ("3", "件", "3件", "增加3件", "5", "8", "disagrees"),
        ("12.5", "%", "12.5%", "增长12.5%", "45", "40", "agrees"),
        ("12.6", "%", "12.6%", "增长12.6%", "45", "40", "agrees"),
        ("12.7", "%", "12.7%", "增长12.7%", "45", "40", "disagrees"),
        ("30", "%", "30%", "增长30%", "131", "100", "agrees"),
        ("31", "%", "31.0%", "增长31.0%", "132", "100", "disagrees"),
        ("-20", "%", "两成", "下降两成", "76", "100", "agrees"),
        ("-20", "%", "两成", "下降两成", "71", "100", "open"),
        ("-20", "%", "两成", "下降两成", "65", "100", "disagrees"),
        ("20", "%", "20%", "增长20%", "5", "0", None),
        ("1.4", "倍", "1.4倍", "是上年的1.4倍", "14", "10", "agrees"),
        ("1.4", "倍", "1.4倍", "是上年的1.4倍", "24", "10", "disagrees"),
        ("1.4", "倍", "1.4倍", "增长1.4倍", "24", "10", "agrees"),
        ("0", "件", "与上年持平", "与上年持平", "7", "7", "agrees"),
        ("0", "件", "与上年持平", "与上年持平", "8", "7", "disagrees"),
        ("0", "件", "与上年基本持平", "与上年基本持平", "102", "100", "agrees"),
        ("0", "件", "与上年基本持平", "与上年基本持平", "120", "100", "open"),
        ("0", "件", "与上年基本持平", "与上年基本持平", "200", "100", "disagrees"),
        # The word for the way may belong to another figure of the sentence.
        ("5.6", "%", "5.6%", "分别上升8.2%和下降5.6%", "94.4", "100", "open"),
    ],
)
def test_change_between_two_figures(
    value: str, unit: str, quantity: str, sentence: str, this: str, last: str, expected: str | None
) -> None:
    assert agrees(stated(value, unit, quantity, sentence), figure_of(this), figure_of(last)) == expected


@pytest.mark.parametrize(
    ("value", "fields", "this", "last", "expected"),
    [
        ("30", {"approx": "about"}, "128", "100", "agrees"),
        ("30", {"approx": "about"}, "160", "100", "disagrees"),
        ("-30", {"approx": "about"}, "72", "100", "agrees"),
        ("20", {"approx": "at_least"}, "124", "100", "agrees"),
        ("20", {"approx": "at_least"}, "110", "100", "disagrees"),
    ],
)
def test_approximate_change(value: str, fields: dict[str, Any], this: str, last: str, expected: str) -> None:
    fact = make_fact("request.new", value, unit="%", kind="change", **fields)
    change = Change(fact, f"{value}%", "")
    assert agrees(change, figure_of(this), figure_of(last)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "this", "last", "expected"),
    [
        ("1.2", "个百分点", "98.7", "97.5", "agrees"),
        ("1.2", "个百分点", "98.7", "97.0", "disagrees"),
        ("1.2", "%", "98.7", "97.5", "agrees"),
    ],
)
def test_change_of_a_rate(value: str, unit: str, this: str, last: str, expected: str) -> None:
    change = stated(value, unit, value + unit, metric="proposal.satisfaction_rate")
    assert agrees(change, figure_of(this), figure_of(last)) == expected


def test_an_approximate_figure_proves_nothing() -> None:
    change = stated("3", "件", "3件")
    assert agrees(change, figure_of("20"), figure_of("10", sure=False)) == "open"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_difference_of_two_figures_agrees_with_them(this: int, last: int) -> None:
    one, other = figure_of(str(this)), figure_of(str(last))
    change = stated(str(this - last), "件", "N件 1", "增减")
    assert agrees(change, one, other) == "agrees"
    assert computed(change, one, other) == this - last


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_the_rounded_growth_of_two_figures_agrees_with_them(this: int, last: int, places: int) -> None:
    growth = round(Decimal(this - last) * 100 / last, places)
    change = stated(str(growth), "%", f"{abs(growth)}%", "同比")
    assert agrees(change, figure_of(str(this)), figure_of(str(last))) == "agrees"
