"""Facts as they were read, and what people said of them: corrected, removed, added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from service.corrections.changes import FactChange, NewFact, addition_of, changed_addition
from service.corrections.keys import added_key
from service.corrections.told import Said, told_facts
from service.errors import RequestError
from service.wire import FactJson

from . import bodies

TEXT = "一、总体情况\n全年收到申请6件，其中自然人4件。\n未收取费用，退回2件。"


@pytest.fixture
def body() -> dict[str, Any]:
    received = bodies.fact(TEXT, 1, "6件", "申请", "request.received")
    return bodies.body(TEXT, received, bodies.fact(TEXT, 2, "4件", "自然人", "request.received"))


def _new(**said: Any) -> dict[str, Any]:
    return addition_of(NewFact.model_validate({"metric": "request.received"} | said), 2023)


def _said(body: Mapping[str, Any], corrections: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Said | None, Any]]:
    return [(told.fact["id"], told.said, told.by) for told in told_facts(body, corrections)]


def test_facts_that_nobody_spoke_of_are_as_they_were_read(body: dict[str, Any]) -> None:
    assert [told.fact for told in told_facts(body, {})] == body["facts"]
    assert _said(body, {}) == [("f1", None, None), ("f2", None, None)]


def test_corrected_and_removed_facts_stay_where_they_were(body: dict[str, Any]) -> None:
    first, second = (fact["key"] for fact in body["facts"])
    given: dict[str, dict[str, Any]] = {first: {"value": "7"}, second: {"wrong": True}, "gone": {"value": "1"}}
    assert _said(body, given) == [("f1", "corrected", first), ("f2", "removed", second)]
    assert told_facts(body, given)[0].fact["value"] == "6"


def test_added_fact_stands_behind_the_others_with_its_place(body: dict[str, Any]) -> None:
    told = told_facts(body, {"n1": _new(quote="2件", label="退回", part_of=None)})[-1]
    [place] = told.fact["evidence"]
    assert (told.said, told.by, told.fact["id"], told.fact["key"]) == ("added", "n1", "n1", "n1")
    assert (told.fact["value"], told.fact["unit"], told.fact["confidence"]) == ("2", "件", None)
    assert TEXT[slice(*place["quantity"])] == "2件"
    assert TEXT[slice(*place["label"])] == "退回"
    assert TEXT[place["start"] : place["end"]] == "退回2件"
    assert told.fact.keys() >= body["facts"][0].keys() | set(FactJson.model_fields)


def test_added_fact_names_its_total_by_its_id(body: dict[str, Any]) -> None:
    given = {"n1": _new(quote="2件", label="退回") | {"part_of": body["facts"][0]["key"]}}
    assert told_facts(body, given)[-1].fact["part_of"] == "f1"


def test_added_fact_that_the_text_does_not_have_has_no_place(body: dict[str, Any]) -> None:
    assert told_facts(body, {"n1": _new(quote="9件", label="申请")})[-1].fact["evidence"] == []


def test_label_on_another_line_is_not_taken_for_the_fact_s_own(body: dict[str, Any]) -> None:
    [place] = told_facts(body, {"n1": _new(quote="2件", label="申请", start=30)})[-1].fact["evidence"]
    assert place["label"] == place["quantity"]


def test_added_fact_that_is_read_by_now_stands_once(body: dict[str, Any]) -> None:
    given = {"n1": _new(quote="6件", label="申请")}
    assert _said(body, given) == [("f1", "added", "n1"), ("f2", None, None)]


def test_fact_that_was_added_twice_stands_once(body: dict[str, Any]) -> None:
    given = {"n1": _new(quote="2件", label="退回"), "n2": _new(quote="2件", label="退回", start=TEXT.index("2件"))}
    assert _said(body, given)[2:] == [("n1", "added", "n1")]


def test_addition_can_be_told_otherwise_and_is_checked() -> None:
    first = _new(quote="2件", label="退回")
    changed = changed_addition(FactChange(party="法人", value="3"), first)
    assert (changed["added"], changed["party"], changed["value"], changed["quote"]) == (True, "法人", "3", "2件")
    denied = changed_addition(FactChange(negated=True), first)
    assert (denied["value"], denied["unit"], denied["negated"]) == ("0", None, True)
    assert added_key(changed) == added_key(first)
    for change in (FactChange(wrong=True), FactChange(), FactChange(value="-1"), FactChange(metric=None)):
        with pytest.raises(RequestError):
            changed_addition(change, first)
