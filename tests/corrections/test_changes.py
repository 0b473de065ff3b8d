"""What a person may say of a fact: checked against the catalogue, every reason told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from service.corrections.changes import FactChange, NewFact, addition_of, correction_of
from service.corrections.keys import key_of, keyed
from service.errors import RequestError

READ = {
    "metric": "request.received",
    "label": "申请",
    "value": "6",
    "unit": "件",
    "kind": "level",
    "negated": False,
    "approx": None,
    "year": 2023,
    "part_of": None,
}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"metric": "request.concluded"}, {"metric": "request.concluded"}),
        ({"unit": None, "party": "自然人"}, {"unit": None, "party": "自然人"}),
        ({"negated": True}, {"negated": True, "value": "0", "unit": None, "approx": None, "kind": "level"}),
        ({"wrong": True}, {"wrong": True}),
        ({"wrong": False, "value": "7"}, {"value": "7"}),
    ],
)
def test_only_what_was_said_is_kept(said: dict[str, Any], kept: dict[str, Any]) -> None:
    assert correction_of(FactChange(**said), READ, {}) == kept


def test_later_word_goes_on_where_the_earlier_ended() -> None:
    assert correction_of(FactChange(value="7"), READ, {"unit": "份"}) == {"unit": "份", "value": "7"}
    assert correction_of(FactChange(value="7"), READ, {"wrong": True}) == {"value": "7"}
    assert correction_of(FactChange(wrong=True), READ, {"unit": "份"}) == {"wrong": True}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "没有给出任何改正"),
        ({"wrong": False}, "没有给出任何改正"),
        ({"wrong": True, "value": "7"}, "不能与其他改正一起"),
        ({"metric": "no.such"}, "指标目录里没有“no.such”"),
        ({"metric": None, "kind": None}, "metric、kind 不能为 null"),
        ({"metric": "request.on_time_rate"}, "是比率"),
        ({"unit": "%"}, "单位是 %"),
        ({"value": "-6"}, "不能为负"),
        ({"value": "6.5"}, "应为整数"),
        ({"negated": True, "value": "6"}, "应为 0"),
        ({"negated": True, "approx": "about"}, "约数"),
    ],
)
def test_what_makes_no_fact_is_refused_with_the_reason(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(RequestError, match=reason):
        correction_of(FactChange(**said), READ, {})


def test_denied_fact_that_is_one_needs_its_value() -> None:
    denied = READ | {"negated": True, "value": "0", "unit": None}
    with pytest.raises(RequestError, match="请同时给出 value"):
        correction_of(FactChange(negated=False), denied, {})
    assert correction_of(FactChange(negated=False, value="3"), denied, {}) == {"negated": False, "value": "3"}


@pytest.mark.parametrize("value", ["", "６", "1e5", "NaN", "1" * 21, "1.123456789", "--1"])
def test_values_are_plain_decimal_figures(value: str) -> None:
    with pytest.raises(ValidationError):
        FactChange(value=value)


@pytest.mark.parametrize(
    ("quote", "more", "told"),
    [
        ("6件", {}, ("6", "件", "level", None)),
        ("约1.2万条", {}, ("12000", "条", "level", "about")),
        ("98%", {"metric": "request.on_time_rate"}, ("98", "%", "rate", None)),
        ("未收到", {"negated": True}, ("0", None, "level", None)),
        ("若干", {"value": "3"}, ("3", None, "level", None)),
    ],
)
def test_missing_fact_takes_its_value_from_its_quantity(
    quote: str, more: dict[str, Any], told: tuple[Any, ...]
) -> None:
    new = NewFact(**({"quote": quote, "label": "申请", "metric": "request.received"} | more))
    added = addition_of(new, 2023)
    assert (added["value"], added["unit"], added["kind"], added["approx"]) == told
    assert (added["year"], added["added"]) == (2023, True)


def test_missing_fact_without_a_figure_needs_a_value() -> None:
    with pytest.raises(RequestError, match="quote 里没有数量"):
        addition_of(NewFact(quote="若干", label="申请", metric="request.received"), 2023)


def test_facts_with_one_key_are_told_apart() -> None:
    facts = [{"id": f"f{n}", "key": key} for n, key in enumerate(("a", "b", "a", "a"), 1)]
    assert {key: fact["id"] for key, fact in keyed(facts).items()} == {"a": "f1", "b": "f2", "a.2": "f3", "a.3": "f4"}
    assert [key_of(facts, name) for name in ("f3", "a", "a.3", "f9")] == ["a.2", "a", "a.3", None]
