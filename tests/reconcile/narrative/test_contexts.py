"""What stands around a figure decides how it is compared: each case beside a twin that fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.finding import Finding

from ..builders import make_fact, make_form
from .checked import checked

_FORM = make_form({"review.total": "10", "requests.new@total": "58", "requests.carried_in@total": "4"})
_WITHOUT_STOCK = make_form({"requests.new@total": "58"}, others=None)
_NONE = Form(None, {})
_COUNTY, _JUSTICE, _BUREAU = "甲县人民政府", "甲县司法局", "甲县水务局"


def _fact(text: str, metric: str, value: str, quote: str, **fields: Any) -> Fact:
    fact = make_fact(metric, value, text=text, quote=quote, **({"id": f"{metric}={value}", "label": quote} | fields))
    evidence = fact.evidence[0]
    return replace(fact, evidence=(replace(evidence, label=(evidence.start, evidence.quantity[0])),))


def _review(text: str, agency: str, metric: str = "review.total", **fields: Any) -> Finding:
    fact = _fact(text, metric, "34", "案件34件", **fields)
    [finding] = checked([fact], form=_FORM, text=text, agency=agency, rules=[f"narrative.{metric}"])
    return finding


@pytest.mark.parametrize(
    ("text", "agency", "verdict"),
    [
        ("甲县人民政府作为复议机关，全年审结涉及政府信息公开的行政复议案件34件。", _COUNTY, "undecided"),
        ("全年审结政府信息公开行政复议案件34件。", _JUSTICE, "undecided"),
        ("全年办理政府信息公开类行政复议案件34件。", _COUNTY, "undecided"),
        ("作为行政复议机构，全年共有政府信息公开案件34件。", _JUSTICE, "undecided"),
        ("依法履行行政复议职责，涉及政府信息公开的案件34件。", _COUNTY, "undecided"),
        ("作为复议机关审结的案件34件。", _BUREAU, "undecided"),
        ("全年发生行政复议案件34件。", _COUNTY, "fails"),
        ("全年审结涉及政府信息公开的行政复议案件34件。", _BUREAU, "fails"),
        ("县政府是复议机关。全年发生政府信息公开案件34件。", _COUNTY, "fails"),
        ("全年收到申请58件，行政复议案件34件。", _COUNTY, "fails"),
        ("全年尚未审结的政府信息公开行政复议之外，被申请行政复议案件34件。", _COUNTY, "fails"),
    ],
)
def test_body_that_decides_reviews_may_tell_how_many(text: str, agency: str, verdict: str) -> None:
    assert _review(text, agency).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("作为复议机关全年审结行政复议案件60件。其中维持34件。", "undecided"),
        ("全年发生行政复议案件60件。其中维持34件。", "fails"),
    ],
)
def test_parts_are_told_in_the_capacity_of_their_total(text: str, verdict: str) -> None:
    total = _fact(text, "review.total", "60", "行政复议案件60件", id="t")
    upheld = _fact(text, "review.upheld", "34", "维持34件", part_of="t")
    found = checked([total, upheld], form=_FORM, text=text, agency=_COUNTY, rules=["narrative.review.upheld"])
    assert [finding.verdict for finding in found] == [verdict]


_DECIDED = "作为复议机关审结行政复议案件34件"


@pytest.mark.parametrize(
    ("told", "rule", "verdicts"),
    [
        ((("review.total", "34", f"{_DECIDED}"),), "narrative.repetition", []),
        ((("review.total", "34", "本机关行政复议案件34件"),), "narrative.repetition", ["fails"]),
        ((("review.upheld", "34", "作为复议机关维持34件"),), "narrative.within", []),
        ((("review.upheld", "34", "复议维持34件"),), "narrative.within", ["fails"]),
    ],
)
def test_decided_reviews_are_not_set_against_those_of_the_body(
    told: Sequence[tuple[str, str, str]], rule: str, verdicts: Sequence[str]
) -> None:
    text = f"{'。'.join(quote for _, _, quote in told)}。另被申请行政复议案件10件。"
    facts = [_fact(text, metric, value, quote[-6:]) for metric, value, quote in told]
    own = _fact(text, "review.total", "10", "被申请行政复议案件10件", label="行政复议案件")
    facts = [replace(fact, label="行政复议案件") for fact in facts]
    found = checked([*facts, own], form=_FORM, text=text, agency=_COUNTY, rules=[rule])
    assert [finding.verdict for finding in found] == verdicts


def _received(
    total: str, new: str, form: Form, *, clause: str = "新收和上年结转的", again: str = "request.new"
) -> Finding:
    text = f"全年新收申请{new}件。{clause}申请共{total}件。"
    facts = [
        _fact(text, again, new, f"新收申请{new}件", label="申请"),
        _fact(text, "request.received", total, f"申请共{total}件", label="申请"),
    ]
    rules = ["narrative.identity", "narrative.repetition"]
    [finding] = checked(facts, form=form, text=text, rules=rules)
    return finding


@pytest.mark.parametrize("again", ["request.new", "request.received"])
@pytest.mark.parametrize(
    ("total", "new", "form", "clause", "verdict"),
    [
        ("62", "58", _FORM, "新收和上年结转的", "holds"),
        ("62", "58", _FORM, "", "holds"),
        ("62", "57", _FORM, "新收和上年结转的", "fails"),
        ("63", "58", _FORM, "新收和上年结转的", "fails"),
        ("53", "58", _FORM, "", "fails"),
        ("62", "58", _NONE, "新收和上年结转的", "undecided"),
        ("62", "58", _WITHOUT_STOCK, "新收和上年结转的", "undecided"),
    ],
)
def test_received_may_hold_the_stock_that_only_the_table_tells(
    total: str, new: str, form: Form, clause: str, verdict: str, again: str
) -> None:
    assert _received(total, new, form, clause=clause, again=again).verdict == verdict


def test_received_less_than_new_fails_without_a_table() -> None:
    assert _received("54", "58", _NONE).verdict == "fails"


def test_two_figures_of_received_fail_where_neither_names_the_stock() -> None:
    assert _received("62", "58", _NONE, clause="", again="request.received").verdict == "fails"


@pytest.mark.parametrize(("handled", "verdict"), [("59", "holds"), ("60", "fails")])
def test_figures_that_each_fit_a_reading_of_the_tables_do_not_contradict(handled: str, verdict: str) -> None:
    form = make_form({"requests.new@total": "58", "requests.carried_in@total": "4", "outcomes.total@total": "59"})
    text = f"全年新收申请58件。全年办理申请{handled}件。"
    facts = [
        _fact(text, "request.new", "58", "新收申请58件"),
        _fact(text, "request.received", handled, f"办理申请{handled}件"),
    ]
    [finding] = checked(facts, form=form, text=text, rules=["narrative.identity"])
    assert finding.verdict == verdict


@pytest.mark.parametrize(("year", "verdicts"), [(2022, []), (2023, ["fails"]), (None, ["fails"])])
def test_part_of_the_year_befores_total_is_not_set_against_the_tables(year: int | None, verdicts: list[str]) -> None:
    text = "上年收到申请80件，其中自然人70件。"
    facts = [
        _fact(text, "request.received", "80", "收到申请80件", id="t", year=year),
        _fact(text, "request.received", "70", "自然人70件", part_of="t", party="自然人"),
    ]
    found = checked(facts, form=_FORM, text=text, rules=["narrative.request.received"])
    assert [finding.verdict for finding in found if "70" in finding.message] == verdicts
