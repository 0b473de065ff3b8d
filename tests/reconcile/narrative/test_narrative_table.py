"""Facts against cells: the readings, the qualifiers, the approximations, and what must not be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from service.facts.fact import Evidence, Fact
from service.forms.cell import Form
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding
from service.reconcile.narrative.readings import compared_metrics

from ..builders import make_fact, make_form, make_report
from .checked import checked

_CELLS = {
    "requests.new@natural_person": "15",
    "requests.new@business": "3",
    "requests.new@legal_service": "1",
    "requests.new@total": "19",
    "requests.carried_in@natural_person": "1",
    "requests.carried_in@total": "1",
    "outcomes.granted@total": "8",
    "outcomes.partial@total": "2",
    "outcomes.denied.state_secret@total": "1",
    "outcomes.denied.third_party@total": "2",
    "outcomes.unavailable.not_held@total": "3",
    "outcomes.other.misc@total": "2",
    "outcomes.total@total": "18",
    "requests.carried_out@total": "2",
    "review.total": "3",
    "review.upheld": "3",
    "litigation_direct.total": "1",
    "litigation_after_review.total": "2",
    "proactive.normative.issued": "4",
    "proactive.fees.amount_wan": "1154.95",
}


_RULES = ["narrative.no_disputes", *(f"narrative.{metric}" for metric in compared_metrics())]


def _narrative(*facts: Fact, form: Form | None = None, text: str = "", agency: str = "甲县水务局") -> list[Finding]:
    return checked(facts, form=form or make_form(_CELLS), text=text, agency=agency, rules=_RULES)


def _one(metric: str, value: str, **fields: Any) -> Finding:
    [finding] = _narrative(make_fact(metric, value, **fields))
    return finding


@pytest.mark.parametrize(
    ("metric", "value", "fields", "verdict", "reading"),
    [
        ("request.received", "19", {}, "holds", "本年新收"),
        ("request.received", "20", {}, "holds", "本年新收 + 上年结转"),
        ("request.received", "18", {"label": "收到申请"}, "fails", None),
        ("request.received", "18", {"label": "办理申请"}, "holds", "办理结果总计"),
        ("request.received", "15", {"party": "自然人"}, "holds", "本年新收（自然人）"),
        ("request.received", "16", {"party": "公民"}, "holds", "本年新收 + 上年结转（自然人）"),
        ("request.received", "4", {"party": "法人或其他组织"}, "holds", None),
        (
            "request.received",
            "0",
            {"party": "科研机构", "negated": True, "unit": None},
            "holds",
            "本年新收（科研机构）",
        ),
        ("request.received", "9", {"party": "企业"}, "fails", None),
        ("request.new", "19", {}, "holds", "本年新收"),
        ("request.new", "20", {}, "fails", None),
        ("request.carried_in", "1", {}, "holds", "上年结转"),
        ("request.carried_out", "2", {}, "holds", None),
        ("request.concluded", "18", {}, "holds", "办理结果总计"),
        ("request.concluded", "19", {}, "fails", None),
        ("request.granted_or_partial", "10", {}, "holds", "予以公开 + 部分公开"),
        ("request.denied", "3", {}, "holds", "不予公开各行之和"),
        ("request.denied", "1", {"category": "国家秘密"}, "holds", "属于国家秘密"),
        ("request.denied", "2", {"category": "属于国家秘密的"}, "fails", None),
        ("request.denied", "3", {"category": "国家秘密、商业秘密"}, "holds", None),
        ("request.denied", "1", {"category": "商业秘密"}, "holds", None),
        ("request.denied", "3", {"category": "个人隐私"}, "fails", None),
        ("request.unavailable", "3", {"category": "本机关不掌握相关政府信息"}, "holds", None),
        ("request.unavailable", "2", {"category": "信息不存在"}, "holds", None),
        ("request.other_outcome", "2", {"category": "申请人撤回"}, "holds", None),
        ("request.not_processed", "0", {}, "holds", None),
        ("review.total", "3", {}, "holds", "行政复议总计"),
        ("review.corrected", "0", {"negated": True, "unit": None}, "holds", None),
        ("review.upheld", "2", {}, "fails", None),
        ("litigation.total", "3", {}, "holds", None),
        ("litigation.total", "1", {}, "fails", None),
        ("normative.issued", "4", {}, "holds", None),
        ("charge.amount", "11549500", {"unit": "元"}, "holds", None),
        ("charge.amount", "11549486", {"unit": "元"}, "holds", None),
        ("charge.amount", "1154", {"unit": "元"}, "fails", None),
        ("request.received", "10", {"approx": "at_least"}, "holds", None),
        ("request.received", "30", {"approx": "at_least"}, "fails", None),
        ("request.concluded", "10", {"approx": "at_most"}, "fails", None),
        ("request.concluded", "20", {"approx": "about"}, "holds", None),
        ("request.concluded", "15", {"approx": "about"}, "undecided", None),
        ("request.concluded", "90", {"approx": "about"}, "fails", None),
        ("request.received", "25", {"doubtful": True}, "undecided", None),
    ],
)
def test_fact_is_compared(metric: str, value: str, fields: dict[str, Any], verdict: str, reading: str | None) -> None:
    finding = _one(metric, value, **fields)
    assert (finding.rule, finding.verdict) == (f"narrative.{metric}", verdict)
    assert finding.left == value
    assert reading is None or finding.reading == reading


@pytest.mark.parametrize(
    ("metric", "fields"),
    [
        ("request.received", {"channel": "网上"}),
        ("request.received", {"party": "县直部门"}),
        ("request.received", {"category": "城建类"}),
        ("request.received", {"year": 2022}),
        ("request.received", {"year": None}),
        ("request.received", {"kind": "change"}),
        ("request.granted", {"kind": "rate", "unit": "%"}),
        ("request.denied", {"category": "别的缘由"}),
        ("normative.issued", {"party": "各镇"}),
        ("fee.amount", {}),
        ("disclosure.items", {}),
        ("inquiry.handled", {}),
    ],
)
def test_fact_that_no_cell_speaks_of_is_silent(metric: str, fields: dict[str, Any]) -> None:
    assert _narrative(make_fact(metric, "77", **fields)) == []


@pytest.mark.parametrize(
    ("metric", "severity"),
    [
        ("request.new", "error"),
        ("request.carried_in", "error"),
        ("review.total", "error"),
        ("normative.issued", "error"),
        ("normative.in_force", "warning"),
        ("request.received", "error"),
        ("request.concluded", "error"),
        ("request.granted", "error"),
        ("request.other_outcome", "warning"),
        ("licence.decisions", "warning"),
    ],
)
def test_contradiction_is_an_error_only_where_the_reading_is_plain(metric: str, severity: str) -> None:
    finding = _one(metric, "77")
    assert (finding.verdict, finding.severity) == ("fails", severity)
    assert "77" in finding.message


def test_figure_is_the_own_of_the_one_fact_that_is_named_before_it() -> None:
    """What refers to it may mean less; of 收到和答复申请77件 it is nobody's own."""
    text = "收到申请77件，均已答复。"
    quantity = (4, 7)

    def stated(metric: str, words: str) -> Fact:
        start = text.index(words)
        label = (start, start + len(words))
        evidence = Evidence(min(start, 4), max(7, label[1]), quantity, label)
        return make_fact(metric, "77", label=words, evidence=(evidence,))

    found = _narrative(stated("request.received", "收到申请"), stated("request.concluded", "答复"), text=text)
    assert {finding.rule: finding.severity for finding in found} == {
        "narrative.request.received": "error",
        "narrative.request.concluded": "warning",
    }
    both = _narrative(stated("request.received", "收到申请"), stated("request.concluded", "申请"), text=text)
    assert {finding.severity for finding in both} == {"warning"}


def test_body_that_decides_reviews_is_only_warned() -> None:
    [finding] = _narrative(make_fact("review.total", "77"), agency="甲县司法局")
    assert (finding.verdict, finding.severity) == ("fails", "warning")


def test_applicant_split_by_column_is_only_warned() -> None:
    assert _one("request.new", "77", party="自然人").severity == "warning"


def test_failing_comparison_names_all_readings() -> None:
    finding = _one("request.received", "25")
    assert "本年新收为19" in finding.message
    assert "本年新收 + 上年结转为20" in finding.message
    assert finding.cells == ("requests.new@total", "requests.carried_in@total")
    assert (finding.left, finding.right) == ("25", "19")


@pytest.mark.parametrize(
    ("facts", "verdicts"),
    [
        ([("review.total", "0"), ("litigation.total", "0")], [("narrative.no_disputes", "holds")]),
        ([("review.total", "0")], [("narrative.review.total", "holds")]),
        (
            [("review.total", "0"), ("litigation.total", "2")],
            [("narrative.review.total", "holds"), ("narrative.litigation.total", "fails")],
        ),
    ],
)
def test_disputes_denied_together_are_one_finding(
    facts: Sequence[tuple[str, str]], verdicts: Sequence[tuple[str, str]]
) -> None:
    found = _narrative(*(make_fact(metric, value) for metric, value in facts), form=make_form({}))
    assert [(finding.rule, finding.verdict) for finding in found] == list(verdicts)


def test_disputes_denied_against_the_table_fail_together() -> None:
    [finding] = _narrative(make_fact("review.total", "0"), make_fact("litigation.total", "0"))
    assert (finding.rule, finding.verdict, finding.severity) == ("narrative.no_disputes", "fails", "error")
    assert (finding.left, finding.right) == ("0", "6")


def test_missing_cells_leave_it_undecided_with_the_reason() -> None:
    [finding] = _narrative(make_fact("review.total", "0"), form=make_form({}, missing=["review.total"]))
    assert finding.verdict == "undecided"
    assert "行政复议" in finding.message
    assert finding.cells == ("review.total",)


def test_fact_without_a_table_is_silent() -> None:
    assert _narrative(make_fact("review.total", "0"), form=Form(None, {})) == []


def test_carried_in_inside_a_channel_is_at_most_the_whole() -> None:
    total = make_fact("request.received", "14", id="web", channel="网上")
    for value, verdict in (("1", "holds"), ("0", "holds"), ("2", "fails")):
        found = _narrative(total, make_fact("request.carried_in", value, part_of="web"))
        assert [(finding.verdict, finding.severity) for finding in found] == [(verdict, "warning")]


def test_two_reasons_of_one_row_are_added() -> None:
    facts = [
        make_fact("request.unavailable", "2", category="信息不存在"),
        make_fact("request.unavailable", "1", category="不属于本机关"),
    ]
    assert [finding.verdict for finding in _narrative(*facts)] == ["holds", "holds"]


def test_outcome_inside_an_applicant_fits_either_column() -> None:
    total = make_fact("request.received", "15", id="t", party="自然人")
    cells = _CELLS | {"outcomes.granted@natural_person": "5"}
    for value, verdict in (("5", "holds"), ("8", "holds"), ("6", "fails")):
        found = _narrative(total, make_fact("request.granted", value, part_of="t"), form=make_form(cells))
        assert found[-1].verdict == verdict


def test_part_of_another_organ_is_silent() -> None:
    total = make_fact("request.received", "99", id="t", party="县直部门")
    assert _narrative(total, make_fact("request.granted", "50", part_of="t")) == []


def test_totals_that_contain_each_other_do_no_harm() -> None:
    one = make_fact("request.granted", "8", id="a", part_of="b")
    other = make_fact("request.received", "19", id="b", part_of="a")
    assert {finding.verdict for finding in _narrative(one, other)} <= {"holds", "fails", "undecided"}


@pytest.mark.parametrize(
    ("text", "agency", "verdict"),
    [
        ("全县共收到申请500件", "甲县水务局", "undecided"),
        ("全县情况良好。我局共收到申请500件", "甲县水务局", "fails"),
        ("全县共收到申请500件", "甲县人民政府", "fails"),
        ("县本级共收到申请500件", "甲县人民政府", "undecided"),
        ("全县共收到申请21件", "甲县水务局", "fails"),
    ],
)
def test_far_figure_of_another_scope_is_left_open(text: str, agency: str, verdict: str) -> None:
    value = "500" if "500" in text else "21"
    fact = make_fact("request.received", value, text=text, quote=f"共收到申请{value}件")
    [finding] = _narrative(fact, text=text, agency=agency)
    assert finding.verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("0", "holds"), ("3", "fails")])
def test_blank_cell_that_the_equations_show_to_be_zero_is_compared(value: str, verdict: str) -> None:
    form = make_form({}, blank=["requests.carried_out@total"])
    [finding] = _narrative(make_fact("request.carried_out", value), form=form)
    assert finding.verdict == verdict


def test_blank_cell_without_equations_is_left_open() -> None:
    form = make_form({}, blank=["proactive.normative.issued"])
    assert [f.verdict for f in _narrative(make_fact("normative.issued", "0"), form=form)] == ["undecided"]


@pytest.mark.parametrize(
    ("metric", "cell"),
    [
        ("normative.issued", "p19.normative.made"),
        ("normative.in_force", "p19.normative.public_total"),
        ("licence.decisions", "p19.licensing.decisions"),
        ("request.other_outcome", "outcomes.other.all@total"),
    ],
)
def test_older_edition_has_its_own_cells(metric: str, cell: str) -> None:
    [finding] = _narrative(make_fact(metric, "6"), form=make_form({cell: "6"}, edition="V1"))
    assert (finding.verdict, finding.cells) == ("holds", (cell,))


def test_metric_without_a_cell_in_the_older_edition_is_silent() -> None:
    assert _narrative(make_fact("normative.repealed", "6"), form=make_form({}, edition="V1")) == []


def test_same_statement_read_twice_has_two_keys() -> None:
    first, second = make_fact("request.new", "19", id="a"), make_fact("request.new", "19", id="b")
    found = reconcile(make_report(), make_form(_CELLS), [first, second])
    keys = [finding.key for finding in found if finding.rule == "narrative.request.new"]
    assert len(set(keys)) == 2
