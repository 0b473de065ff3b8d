"""Suspects of whole reports: which cell, with which value, for which reason; and that the changes do what they promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.facts.fact import Fact
from service.reconcile.equations import Equations
from service.reconcile.localise.suspects import SHOWN, localise, with_suspects
from service.reconcile.rule_set import builtin_rule_set
from service.reconcile.subject import Subject

from ..builders import make_fact, make_form, make_report
from .forms import BUSY, COUNTED, change, consistent, failing, groups, judged, proposals

_CASES = [
    # what is wrong, what the narrative says, the first suspect, words of its reason
    ({"outcomes.granted@natural_person": "16"}, (), {"outcomes.granted@natural_person": "6"}, "16比6多一位数字"),
    ({"requests.new@total": "31"}, (), {"requests.new@total": "13"}, "相邻两位数字颠倒"),
    ({"requests.new@total": "133"}, (), {"requests.new@total": "13"}, "可能重复键入"),
    ({"requests.new@total": "3"}, (), {"requests.new@total": "13"}, "之差正是"),
    ({"requests.new@total": "0"}, (), {"requests.new@total": "13"}, "总计可能漏填"),
    ({"requests.new@total": "10"}, (), {"requests.new@total": "13"}, "之差正是"),
    ({"requests.new@total": "-13"}, (), {"requests.new@total": "13"}, "由-13改为13"),
    ({"outcomes.granted@research": "3"}, (), {"outcomes.granted@research": "0"}, "“表三 予以公开·商业企业”相同"),
    ({"outcomes.total@total": "14"}, (), {"outcomes.total@total": "13"}, "14与13只差1"),
    ({"outcomes.total@natural_person": "6"}, (), {"outcomes.total@natural_person": "10"}, "之差正是"),
    (
        {"requests.new@natural_person": "3", "requests.new@business": "10"},
        (),
        {"requests.new@natural_person": "10", "requests.new@business": "3"},
        "相互填错了位置",
    ),
    ({"review.upheld": "21"}, (), {"review.upheld": "12"}, "相邻两位数字颠倒"),
    ({"review.total": "0"}, (), {"review.total": "14"}, "总计可能漏填"),
    ({"review.total": "12"}, (), {"review.total": "14"}, "可能漏加"),
    ({"review.total": "15"}, (make_fact("review.total", "15"),), {"review.upheld": "13"}, "另有4种同样少的改法"),
    ({"review.total": "15"}, (make_fact("review.total", "14"),), {"review.total": "14"}, "改后即与文字所述"),
    ({"requests.new@total": "31"}, (make_fact("request.new", "13"),), {"requests.new@total": "13"}, "改后即与文字所述"),
    ({"requests.new@total": "31"}, (make_fact("request.new", "31"),), {"requests.new@total": "13"}, "但改后与文字所述"),
    (
        {"proactive.normative.issued": "9", "proactive.normative.in_force": "5"},
        (make_fact("normative.issued", "9"),),
        {"proactive.normative.repealed": "4"},
        "（至少）",
    ),
]


@pytest.mark.parametrize(("wrong", "facts", "first", "words"), _CASES)
def test_first_suspect(wrong: Mapping[str, str], facts: Sequence[Fact], first: Mapping[str, str], words: str) -> None:
    [found] = {f.suspects for f in failing(judged(BUSY | wrong, facts)) if f.rule.startswith("form.")}
    assert proposals(found[0]) == first
    assert words in found[0].reason
    assert found[0].reason.endswith("。")
    assert found[0].reason.count("。") == 1


@settings(deadline=None, max_examples=40)
@given(consistent())
def test_nothing_is_suspected_where_all_adds_up(cells: Mapping[str, int]) -> None:
    findings = judged(cells)
    assert groups(findings) == []
    assert all(finding.suspects == () for finding in findings)


def _applied(cells: Mapping[str, int], changes: Mapping[str, str]) -> list[str]:
    """The equations that fail after the changes."""
    failed = failing(judged(dict(cells) | dict(changes)))
    return [finding.rule for finding in failed if finding.rule.startswith("form.")]


@settings(deadline=None, max_examples=40)
@given(consistent(), st.sampled_from(COUNTED), st.integers(0, 60))
def test_one_wrong_cell_is_among_the_suspects(cells: Mapping[str, int], cell: str, value: int) -> None:
    wrong = dict(cells) | {cell: value}
    findings = judged(wrong)
    if value == cells[cell]:
        assert groups(findings) == []
        return
    [suspects] = groups(findings)
    assert {cell: str(cells[cell])} in map(proposals, suspects)
    assert all(len(suspect.changes) == 1 for suspect in suspects)
    assert "@" not in cell or len(suspects) == 1
    for suspect in suspects:
        assert _applied(wrong, proposals(suspect)) == []


@settings(deadline=None, max_examples=20)
@given(consistent(), st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 60), min_size=2, max_size=3))
def test_changes_make_every_equation_hold(cells: Mapping[str, int], planted: Mapping[str, int]) -> None:
    wrong = dict(cells) | dict(planted)
    found = groups(judged(wrong))
    assert all(0 < len(suspects) <= SHOWN for suspects in found)
    together = {cell: value for suspects in found for cell, value in proposals(suspects[0]).items()}
    assert _applied(wrong, together) == []
    assert sum(len(suspects[0].changes) for suspects in found) <= len(planted)
    assert all(int(value) >= 0 for value in together.values())


def test_every_finding_of_the_group_tells_the_same() -> None:
    found = failing(judged(BUSY | {"outcomes.granted@business": "5"}))
    assert sorted(finding.rule for finding in found) == ["form.outcomes_total", "form.row_total"]
    assert found[0].suspects == found[1].suspects
    assert found[0].suspects[0].changes == change("outcomes.granted@business", "5", "3")


def test_tables_that_share_nothing_are_told_apart() -> None:
    by_rule = {f.rule: f.suspects for f in failing(judged(BUSY | {"review.total": "41", "requests.new@total": "31"}))}
    assert proposals(by_rule["form.disputes_total"][0]) == {"review.total": "14"}
    assert proposals(by_rule["form.row_total"][0]) == {"requests.new@total": "13"}


def test_blanks_that_count_as_zero_are_not_in_the_way() -> None:
    blank = [cell for cell in COUNTED if cell not in BUSY and cell.endswith("@business")]
    [suspects] = groups(judged(BUSY | {"outcomes.granted@business": "5"}, blank=blank))
    assert [suspect.changes for suspect in suspects] == [change("outcomes.granted@business", "5", "3")]


_FORGOTTEN = [
    ("slip.total_blank", "requests.new@total", "13"),
    ("slip.total_blank", "outcomes.granted@total", "9"),
    ("slip.total_blank", "outcomes.total@total", "13"),
    ("slip.outcomes_total_blank", "outcomes.total@business", "3"),
    ("slip.disputes_total_blank", "review.total", "14"),
]


@pytest.mark.parametrize(("rule", "total", "sum_of_parts"), _FORGOTTEN)
def test_total_left_blank_gets_its_sum(rule: str, total: str, sum_of_parts: str) -> None:
    [finding] = failing(judged(BUSY, blank=[total]))
    assert (finding.rule, finding.severity) == (rule, "error")
    [suspect] = finding.suspects
    assert suspect.changes == change(total, None, sum_of_parts)
    assert "由空白改为" in suspect.reason


def test_total_left_blank_beside_a_wrong_cell() -> None:
    findings = failing(judged(BUSY | {"requests.new@business": "5"}, blank=["outcomes.granted@total"]))
    firsts = {finding.rule: proposals(finding.suspects[0]) for finding in findings}
    assert firsts["slip.total_blank"] == {"outcomes.granted@total": "9", "requests.new@business": "3"}
    assert firsts["form.requests_balance"] == firsts["slip.total_blank"]


def test_table_whose_totals_are_all_that_is_filled_in_suspects_no_blank() -> None:
    totals = {name: value for name, value in BUSY.items() if name.endswith("@total")} | {"requests.new@total": "15"}
    blank = [cell for cell in COUNTED if "@" in cell and cell not in totals]
    findings = failing(judged(totals, blank=blank))
    [balance] = [finding for finding in findings if finding.rule == "form.requests_balance"]
    assert proposals(balance.suspects[0]) == {"requests.new@total": "13"}
    assert not {change.cell for f in findings for s in f.suspects for change in s.changes} & set(blank)


def test_three_wrong_cells_are_named() -> None:
    wrong = {"outcomes.granted@natural_person": "7", "requests.carried_in@other": "2", "requests.new@total": "31"}
    [suspects] = groups(judged(BUSY | wrong))
    right = {"outcomes.granted@natural_person": "6", "requests.carried_in@other": "0", "requests.new@total": "13"}
    assert right in map(proposals, suspects)
    assert all(len(suspect.changes) == 3 for suspect in suspects)


@pytest.mark.parametrize("status", ["unreadable", "missing", "ambiguous"])
def test_cell_that_could_not_be_read_is_no_suspect(status: str) -> None:
    findings = judged(BUSY | {"requests.new@total": "31"}, unread={"requests.new@research": status})
    [suspects] = groups(findings)
    assert [proposals(suspect) for suspect in suspects] == [{"requests.new@total": "13"}]


def test_doubtful_cell_is_suspected_sooner() -> None:
    rules = builtin_rule_set().rules
    form = make_form(BUSY | {"review.total": "15"})
    doubtful = replace(form.cells["review.corrected"], doubtful=True, confidence=0.2)
    form = replace(form, cells={**form.cells, "review.corrected": doubtful})
    equations = Equations(rules, Subject(make_report(), form, ()))
    [finding] = failing(with_suspects(equations.findings(), rules, equations.subject))
    assert proposals(finding.suspects[0]) == {"review.corrected": "3"}
    assert "请先对照原件" in finding.suspects[0].reason


def test_narrative_is_suspected_where_the_tables_agree() -> None:
    [finding] = failing(judged(BUSY, [make_fact("request.new", "31", id="f1")]))
    assert [suspect.changes for suspect in finding.suspects] == [change("f1", "31", "13")]
    assert "可能是文字有误" in finding.suspects[0].reason


def test_narrative_that_the_change_bears_out_shows_it() -> None:
    findings = failing(judged(BUSY | {"requests.new@total": "31"}, [make_fact("request.new", "13")]))
    assert {finding.rule for finding in findings} >= {"narrative.request.new", "form.row_total"}
    assert len({finding.suspects for finding in findings}) == 1


def test_cell_in_no_equation_gives_no_suspect() -> None:
    findings = failing(judged({"proactive.penalty.decisions": "6"}, [make_fact("penalty.decisions", "7")]))
    assert [(finding.rule, finding.suspects) for finding in findings] == [("narrative.penalty.decisions", ())]


def test_time_limit_leaves_findings_as_they_are() -> None:
    wrong = {f"outcomes.granted@{c}": "9" for c in ("research", "social", "other")} | {"requests.new@business": "7"}
    findings = judged(BUSY | wrong, time_limit=-60.0)
    assert failing(findings)
    assert all(finding.suspects == () for finding in findings)


def test_localisation_names_what_it_explains() -> None:
    rules = builtin_rule_set().rules
    equations = Equations(rules, Subject(make_report(), make_form(BUSY | {"review.total": "41"}), ()))
    [found] = localise(equations.findings(), rules, equations.subject)
    assert {rule for rule, _ in found.failing} == {"form.disputes_total"}
    assert len(found.suspects) == len(found.agreeing)
