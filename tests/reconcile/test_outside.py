"""Rules that ask for facts and for the year before: when they speak, what they name, and when nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.facts.fact import Fact
from service.forms.cell import Form
from service.forms.layout import layout
from service.reconcile import engine
from service.reconcile.check import Check
from service.reconcile.engine import reconcile, subject_of
from service.reconcile.finding import Finding
from service.reconcile.records import complaints_of_records
from service.reconcile.rule_files import builtin_rules, read_rules
from service.reconcile.rule_set import RuleSet
from service.reconcile.statements import Statements
from service.reconcile.subject import Subject

from .builders import make_fact, make_form, make_report

_TEXT = "全年收取信息处理费1845元。"


def _fee(value: str = "1845", **fields: Any) -> Fact:
    return make_fact("fee.amount", value, text=_TEXT, quote="收取信息处理费1845元", unit="元", **fields)


def _found(
    rule: str, form: Form, facts: tuple[Fact, ...] = (), *, last: Form | None = None, **report: Any
) -> list[Finding]:
    before = None if last is None else subject_of(make_report(year=2022), last, ())
    found = reconcile(make_report(_TEXT, **report), form, facts, last_year=before)
    return [finding for finding in found if finding.rule == rule]


def test_finding_names_the_fact_and_quotes_it() -> None:
    [finding] = _found("fee.tariff", make_form({}), (_fee(),))
    assert (finding.verdict, finding.severity, finding.left) == ("fails", "warning", "5")
    assert finding.facts == ("fee.amount=1845",)
    assert "收取信息处理费1845元" in finding.message


@pytest.mark.parametrize(
    "fact",
    [
        _fee(kind="change"),
        _fee(year=2022),
        _fee(category="复制费"),
        _fee(party="某公司"),
        make_fact("fee.cases", "3"),
    ],
)
def test_rule_says_nothing_where_its_fact_is_not_stated(fact: Fact) -> None:
    assert _found("fee.tariff", make_form({}), (fact,)) == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ((_fee(doubtful=True),), "把握不大"),
        ((_fee(approx="about"),), "约数"),
        ((_fee(precision=Decimal(100)),), "约数"),
        ((_fee(), _fee("1840", id="other")), "几种说法（1845、1840）"),
    ],
)
def test_rule_is_undecided_where_its_fact_is_open(facts: tuple[Fact, ...], told: str) -> None:
    [finding] = _found("fee.tariff", make_form({}), facts)
    assert finding.verdict == "undecided"
    assert told in finding.message
    assert finding.facts == tuple(fact.id for fact in facts)


def test_part_of_a_stated_total_is_not_the_total() -> None:
    total = _fee("1840", id="total")
    part = _fee("305", id="part", part_of="total")
    said = Statements((total, part), 2023).of("fee.amount", "")
    assert said is not None
    assert (said.facts, said.value) == (("total",), Decimal(1840))


def test_same_figure_twice_is_one_statement() -> None:
    said = Statements((_fee(id="a"), _fee(id="b")), 2023).of("fee.amount", "")
    assert said is not None
    assert (said.facts, said.value) == (("a", "b"), Decimal(1845))


def test_tariff_is_none_before_it_was_made() -> None:
    assert _found("fee.tariff", make_form({}), (_fee(year=2020),), year=2020) == []


@pytest.mark.parametrize(("fee", "verdict"), [("0.18", "holds"), ("0.19", "holds"), ("0.2", "holds"), ("0.1", "fails")])
def test_printed_amount_may_be_rounded(fee: str, verdict: str) -> None:
    form = make_form({"proactive.fees.amount_wan": fee})
    [finding] = _found("fee.within_charges", form, (_fee(),))
    assert finding.verdict == verdict


def test_without_the_year_before_its_rules_say_nothing() -> None:
    found = reconcile(make_report(), make_form({}), ())
    assert not [finding for finding in found if finding.rule.startswith("last_year.")]


def test_cells_of_the_year_before_are_told_apart_from_cells() -> None:
    last = make_form({"requests.carried_out@total": "5"})
    found = _found("last_year.carried_in", make_form({"requests.carried_in@total": "3"}), last=last)
    failing = next(finding for finding in found if finding.verdict == "fails")
    assert (failing.left, failing.right) == ("3", "5")
    assert failing.cells == ("requests.carried_in@total",)
    assert "上年报告" in failing.message
    assert len(found) == 7


def test_key_follows_the_cells_of_the_year_before() -> None:
    def key(value: str) -> str:
        last = make_form({"requests.carried_out@total": value})
        return _found("last_year.carried_in", make_form({}), last=last)[-1].key

    assert key("5") == key("5")
    assert key("5") != key("6")


def test_unread_cell_of_the_year_before_leaves_the_rule_open() -> None:
    last = make_form({}, unread={"requests.carried_out@total": "unreadable"})
    finding = _found("last_year.carried_in", make_form({}), last=last)[-1]
    assert finding.verdict == "undecided"
    assert "上年报告的" in finding.message


def test_doubtful_cell_of_the_year_before_accuses_nobody() -> None:
    last = make_form({"requests.carried_out@total": "5"})
    cell = replace(last.cells["requests.carried_out@total"], doubtful=True)
    last = Form(last.edition, {**last.cells, cell.id: cell})
    finding = _found("last_year.carried_in", make_form({}), last=last)[-1]
    assert finding.verdict == "undecided"
    assert "扫描" in finding.message


def test_zeros_left_blank_the_year_before_count_as_zeros() -> None:
    blank = [f"requests.carried_out@{column}" for column in ("business", "other")]
    found = _found("last_year.carried_in", make_form({}), last=make_form({}, blank=blank))
    assert {finding.verdict for finding in found} == {"holds"}


def test_form_of_another_edition_the_year_before_is_compared_where_cells_are_the_same() -> None:
    last = make_form({}, edition="V1")
    rules = {f.rule for f in reconcile(make_report(), make_form({}), (), last_year=subject_of(make_report(), last, ()))}
    assert "last_year.carried_in" in rules
    assert not rules & {"last_year.in_force", "last_year.public_total", "last_year.charges_unit"}


def test_statistics_before_2014_are_compared_with_nothing_of_later_forms() -> None:
    found = _found("last_year.carried_in", make_form({}), last=make_form({}, edition="V0b"))
    assert found == []


@pytest.mark.parametrize("table", ["requests", "proactive", "disputes"])
def test_table_of_the_year_before_used_again_is_noticed(table: str) -> None:
    cells = {
        **{"requests.new@total": "12", "outcomes.granted@total": "12", "outcomes.total@total": "12"},
        **{"proactive.penalty.decisions": "12", "review.total": "6", "review.upheld": "6"},
    }
    rule = f"last_year.{table}_reused"
    same = make_form(cells, blank=["outcomes.partial@other"])
    assert [f.verdict for f in _found(rule, same, last=make_form(cells))] == ["fails"]
    other = make_form({name: str(int(value) * 2) for name, value in cells.items()})
    assert [f.verdict for f in _found(rule, other, last=make_form(cells))] == ["holds"]
    assert _found(rule, make_form({}), last=make_form({})) == []


_RAISING = """
[[rule]]
id = "house.share"
title = "除得尽"
editions = ["V2"]
severity = "warning"
source = "practice"
basis = "示例"
expression = "requests.new@total mod review.total = 0"
[rule.messages]
holds = "除得尽。"
fails = "余{left}。"
[rule.records]
holds = { edition = "V2", cells = { "requests.new@total" = "4", "review.total" = "2" } }
fails = { edition = "V2", cells = { "requests.new@total" = "5", "review.total" = "2" } }
undecided = { edition = "V2", cells = { "review.total" = "2" } }
"""


def test_rule_that_raises_is_broken_and_the_others_go_on() -> None:
    own = read_rules(_RAISING, file="house.toml")
    assert complaints_of_records(own[0]) == []
    form = make_form({})
    plain = reconcile(make_report(), form, ())
    found = reconcile(make_report(), form, (), rules=RuleSet((*own, *builtin_rules()), {}))
    [broken] = [finding for finding in found if finding.verdict == "broken"]
    assert broken.rule == "house.share"
    assert "除得尽" in broken.message
    assert [f.key for f in found if f.verdict != "broken"] == [f.key for f in plain]


def test_check_that_raises_is_broken_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(subject: Subject) -> tuple[Finding, ...]:
        raise LookupError(subject.report.agency)

    first = engine.SHAPE_CHECKS[0]
    plain = reconcile(make_report(), make_form({}), ())
    monkeypatch.setattr(engine, "SHAPE_CHECKS", (Check(raising, first.rules), *engine.SHAPE_CHECKS))
    found = reconcile(make_report(), make_form({}), ())
    assert [(f.rule, f.verdict) for f in found if f.verdict == "broken"] == [(first.rules[0].id, "broken")]
    assert len(found) == len(plain) + 1


_CELLS = st.dictionaries(st.sampled_from(layout("V2").ids), st.decimals(-9, 9, places=1) | st.none(), max_size=12)


def _any_form(values: dict[str, Decimal | None], others: str | None) -> Form:
    blank = [name for name, value in values.items() if value is None]
    cells: dict[str, str | None] = {name: str(value) for name, value in values.items() if value is not None}
    return make_form(cells, others=others, blank=blank)


@given(_CELLS, _CELLS, st.sampled_from(["0", None]), st.lists(st.integers(0, 99), max_size=3))
def test_no_pair_of_forms_breaks_a_rule(
    now: dict[str, Decimal | None], then: dict[str, Decimal | None], others: str | None, fees: list[int]
) -> None:
    facts = tuple(_fee(str(value), id=f"f{number}") for number, value in enumerate(fees))
    last = subject_of(make_report(year=2022), _any_form(then, others), ())
    found = reconcile(make_report(), _any_form(now, others), facts, last_year=last)
    assert not [finding.message for finding in found if finding.verdict == "broken"]
    assert len({finding.key for finding in found}) == len(found)
    ids = {fact.id for fact in facts}
    assert all(set(finding.facts) <= ids and set(finding.cells) <= set(layout("V2").ids) for finding in found)
