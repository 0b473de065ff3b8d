"""The same thing stated twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from service.facts.fact import Evidence
from service.forms.cell import Form
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding

from ..builders import make_fact, make_report


def _found(*facts: Any) -> list[Finding]:
    found = reconcile(make_report(), Form(None, {}), facts)
    return [finding for finding in found if finding.rule == "narrative.repetition"]


@pytest.mark.parametrize(
    ("metric", "one", "other", "verdict"),
    [
        ("request.received", {"label": "收到申请"}, {"label": "收到政府信息公开申请"}, "fails"),
        ("request.received", {"label": "收到申请"}, {"label": "受理"}, "undecided"),
        ("proposal.npc", {"label": "人大建议"}, {"label": "人大建议"}, "fails"),
        ("disclosure.items", {"label": "发布信息"}, {"label": "发布信息"}, "fails"),
        ("normative.issued", {"label": "制发"}, {"label": "制发", "approx": "about"}, "undecided"),
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
