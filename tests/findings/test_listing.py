"""What stands in a list, in which order, and what is said of each finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from service.findings.listing import Listing, listing
from service.findings.verdicts import PersonVerdict, Verdicts
from service.reconcile.finding import Change, Finding, Suspect
from service.reconcile.rule_files import builtin_rules
from service.reconcile.rule_set import RuleSet
from tests.draw.builders import make_finding
from tests.findings.readings import checked, failing, only

CHANGE = Change("outcomes.granted@natural_person", "12", "21")


def list_of(*findings: Finding, verdicts: Verdicts | None = None) -> Listing:
    return listing(only(checked(), *findings), verdicts or Verdicts())


def test_errors_come_first_and_what_was_dismissed_last() -> None:
    gone, undecided = make_finding("dismissed"), make_finding("undecided", verdict="undecided")
    findings = [
        gone,
        make_finding("holds", verdict="holds"),
        make_finding("broken", verdict="broken"),
        undecided,
        make_finding("information", severity="information"),
        make_finding("warning", severity="warning"),
        make_finding("error"),
    ]
    verdicts = Verdicts().having(checked(), gone, PersonVerdict("dismissed"))
    verdicts = verdicts.having(checked(), undecided, PersonVerdict("confirmed"))
    found = list_of(*findings, verdicts=verdicts)
    assert [entry.finding.message for entry in found.entries] == [
        "error",
        "warning",
        "information",
        "undecided",
        "broken",
        "dismissed",
    ]
    assert [entry.number for entry in found.entries] == [1, 2, 3, 4, 5, 6]
    assert list(found.parts) == [entry.group for entry in found.entries]
    assert (found.n_confirmed, found.counts["error"]) == (1, 1)


def test_entry_tells_place_values_and_basis() -> None:
    reading = checked()
    (entry,) = listing(only(reading, failing(reading, "form.row_total"))).entries
    assert entry.places == ("三、收到和处理政府信息公开申请情况 表三“本年新收政府信息公开申请数量”行",)
    assert [quoted.text for quoted in entry.quoted] == ["“总计”列 6；“自然人”列 5；另有5格为0"]
    assert (entry.figures, entry.grade) == (("6", "5"), "错误")
    assert entry.rule == "每行总计等于各类申请人之和"
    assert entry.basis


def test_sentence_and_cell_stand_side_by_side() -> None:
    reading = checked(facts={"20件": "政府信息公开申请"})
    (entry,) = listing(only(reading, failing(reading, "narrative.request.received"))).entries
    assert entry.places[0] == "一、总体情况 第1段"
    assert entry.quoted[0].text == "全年收到政府信息公开申请20件"
    assert "“总计”列" in entry.places[1]
    assert entry.suggestions == ("请对照办理台账，核实文字与表格哪一处有误。",)


def test_missing_cells_are_counted() -> None:
    reading = checked()
    form = replace(
        reading.form, cells={id: replace(cell, value=None, status="missing") for id, cell in reading.form.cells.items()}
    )
    finding = make_finding(cells=("review.upheld", "review.total"))
    (entry,) = listing(replace(only(reading, finding), form=form)).entries
    assert entry.quoted[0].text == "共2格缺失"
    assert entry.suggestions == ("请对照规定的表样补齐。",)


@pytest.mark.parametrize(
    ("suspects", "expected"),
    [
        ((Suspect((CHANGE,), "两位数字颠倒。"),), ["疑为表三“予以公开”行“自然人”列由12改为21。两位数字颠倒。"]),
        (
            (Suspect((CHANGE, Change("review.total", None, "3")), "漏填。"), Suspect((CHANGE,), "颠倒。")),
            [
                "可能之一：疑为表三“予以公开”行“自然人”列由12改为21，表四“行政复议”行“总计”列填为3。漏填。",
                "可能之二：疑为表三“予以公开”行“自然人”列由12改为21。颠倒。",
            ],
        ),
    ],
)
def test_suspects_are_told_as_suggestions(suspects: tuple[Suspect, ...], expected: list[str]) -> None:
    (entry,) = list_of(make_finding(suspects=suspects)).entries
    assert list(entry.suggestions) == expected


def test_many_suspects_are_counted() -> None:
    (entry,) = list_of(make_finding(suspects=(Suspect((CHANGE,), "颠倒。"),) * 7)).entries
    assert len(entry.suggestions) == 5
    assert entry.suggestions[-1].startswith("另有3种改法")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (PersonVerdict("confirmed"), "属实"),
        (PersonVerdict("dismissed", "含上年结转"), "排除：含上年结转"),
        (PersonVerdict("confirmed", "更正", "张三", datetime(2024, 2, 1)), "属实：更正（张三 2024-02-01）"),
    ],
)
def test_verdict_in_one_line(verdict: PersonVerdict, said: str) -> None:
    finding = make_finding()
    (entry,) = list_of(finding, verdicts=Verdicts().having(checked(), finding, verdict)).entries
    assert entry.judged == said


def test_rules_of_a_user_have_their_own_titles() -> None:
    reading = only(checked(), make_finding(rule="house.rule"))
    rule = replace(builtin_rules()[0], id="house.rule", title="本机关的规则", basis="内部规定")
    (known,), (unknown,) = listing(reading, rules=RuleSet((rule,), {})).entries, listing(reading).entries
    assert (known.rule, known.basis) == ("本机关的规则", "内部规定")
    assert (unknown.rule, unknown.basis) == ("house.rule", "")
