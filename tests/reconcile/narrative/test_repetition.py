"""The same thing stated twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from service.facts.fact import Evidence
from service.reconcile.finding import Finding

from ..builders import make_fact
from .checked import checked


def _found(*facts: Any) -> list[Finding]:
    return checked(facts, rules=["narrative.repetition"])


@pytest.mark.parametrize(
    ("metric", "one", "other", "verdict"),
    [
        ("request.received", {"label": "收到申请"}, {"label": "收到政府信息公开申请"}, "fails"),
        ("request.received", {"label": "收到申请"}, {"label": "接到群众申请"}, "fails"),
        ("request.received", {"label": "申请量"}, {"label": "群众申请"}, "undecided"),
        ("proposal.npc", {"label": "人大建议"}, {"label": "人大建议"}, "fails"),
        ("disclosure.items", {"label": "发布信息"}, {"label": "发布信息"}, "fails"),
        ("normative.issued", {"label": "制发"}, {"label": "制发", "approx": "about"}, "fails"),
        ("normative.issued", {"label": "制发"}, {"label": "制发", "doubtful": True}, "undecided"),
    ],
)
def test_two_values_of_one_thing(metric: str, one: dict[str, Any], other: dict[str, Any], verdict: str) -> None:
    facts = make_fact(metric, "20", id="a", **one), make_fact(metric, "39", id="b", **other)
    [finding] = _found(*facts)
    assert finding.verdict == verdict
    assert finding.severity != "error"
    assert finding.facts == ("a", "b")
    assert (finding.left, finding.right) == ("20", "39")


@pytest.mark.parametrize(
    ("metric", "one", "other"),
    [
        ("disclosure.items", {"label": "发布信息"}, {"label": "公开政策"}),
        ("disclosure.items", {"unit": "条"}, {"unit": "篇"}),
        ("disclosure.items", {"channel": "网站"}, {"channel": "公众号"}),
        ("request.received", {"label": "收到申请"}, {"label": "受理申请"}),
        ("normative.repealed", {"label": "废止"}, {"label": "宣布失效"}),
        ("request.received", {"party": "自然人"}, {"party": "企业"}),
        ("request.received", {"year": 2022}, {"year": 2023}),
        ("request.received", {"kind": "change"}, {"kind": "change"}),
        ("proposal.npc", {"role": "主办"}, {"role": "协办"}),
        ("request.received", {"part_of": "x"}, {}),
        ("governance.staff", {}, {}),
        ("other", {}, {}),
    ],
)
def test_two_things_are_not_compared(metric: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert _found(make_fact(metric, "20", id="a", **one), make_fact(metric, "39", id="b", **other)) == []


@pytest.mark.parametrize(
    ("value", "fields"), [("12000", {"precision": Decimal(1000), "approx": None}), ("12000", {"approx": "at_least"})]
)
def test_rounded_figure_agrees_with_the_exact_one(value: str, fields: dict[str, Any]) -> None:
    rounded = make_fact("audience.followers", value, id="a", unit="人", **fields)
    [finding] = _found(rounded, make_fact("audience.followers", "12034", id="b", unit="人"))
    assert finding.verdict == "holds"


def test_figure_stated_in_two_places_holds() -> None:
    twice = make_fact(
        "disclosure.items", "20", evidence=(Evidence(0, 3, (1, 3), (0, 1)), Evidence(5, 8, (6, 8), (5, 6)))
    )
    [finding] = _found(twice)
    assert (finding.verdict, finding.left, finding.right) == ("holds", "20", "20")


@pytest.mark.parametrize(("stock", "verdict"), [("19", "holds"), ("18", "fails")])
def test_received_may_be_told_with_and_without_the_stock(stock: str, verdict: str) -> None:
    told = [make_fact("request.received", v, id=v, label="收到申请") for v in ("20", "39")]
    [finding] = _found(*told, make_fact("request.carried_in", stock))
    assert finding.verdict == verdict


def test_figure_at_the_years_beginning_is_another_one() -> None:
    text = "粉丝由年初的3100人增至5860人。"
    facts = [
        make_fact("audience.followers", v, id=v, text=text, quote=v, unit="人", label="粉丝") for v in ("3100", "5860")
    ]
    assert checked(facts, text=text, rules=["narrative.repetition"]) == []
