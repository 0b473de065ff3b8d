"""What the narrative says of growth, against two years' reports: what holds, what fails, what cannot be said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.reconcile.engine import reconcile, subject_of
from service.reconcile.finding import Finding
from service.reconcile.subject import Subject
from service.reconcile.years.changes import stated_changes

from .years import Said, change, subject, told

NEW, IN, TOTAL = "requests.new@total", "requests.carried_in@total", "outcomes.total@total"


def findings(this: Subject) -> tuple[Finding, ...]:
    return stated_changes(this)


def one(this: Subject) -> Finding:
    found = findings(this)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("said", "cells", "last_cells", "verdict"),
    [
        pytest.param(change("request.new", "3", "新收申请增加3件"), {NEW: "8"}, {NEW: "5"}, "holds", id="count"),
        pytest.param(change("request.new", "4", "新收申请增加4件"), {NEW: "8"}, {NEW: "5"}, "fails", id="wrong count"),
        pytest.param(
            change("request.received", "60", "收到申请同比增长60%", unit="%"),
            {NEW: "8"},
            {NEW: "5"},
            "holds",
            id="share",
        ),
        pytest.param(
            change("request.received", "50", "收到申请同比增长50%", unit="%"),
            {NEW: "8"},
            {NEW: "5"},
            "fails",
            id="bad share",
        ),
        pytest.param(
            change("request.received", "-3", "未收到申请，较上年减少3件"),
            {NEW: "0"},
            {NEW: "3"},
            "holds",
            id="down to none",
        ),
        pytest.param(
            change("request.received", "-3", "未收到申请，较上年减少3件"),
            {NEW: "0"},
            {NEW: "4"},
            "fails",
            id="not that many",
        ),
        pytest.param(
            change("review.total", "0", "行政复议与上年持平"),
            {"review.total": "2"},
            {"review.total": "2"},
            "holds",
            id="even",
        ),
        pytest.param(
            change("review.total", "0", "行政复议与上年持平"),
            {"review.total": "2"},
            {"review.total": "3"},
            "fails",
            id="uneven",
        ),
        # The base may be what was received, with what was carried in or without.
        pytest.param(
            change("request.received", "2", "收到申请增加2件"),
            {NEW: "8", IN: "1"},
            {NEW: "5", IN: "2"},
            "holds",
            id="with those carried in",
        ),
        pytest.param(
            change("normative.in_force", "2", "现行有效规范性文件增加2件"),
            {"proactive.normative.in_force": "8"},
            {"proactive.normative.in_force": "6"},
            "holds",
            id="stock",
        ),
        pytest.param(
            change("request.granted", "1", "自然人的予以公开增加1件", party="自然人"),
            {"outcomes.granted@natural_person": "4", "outcomes.granted@total": "9"},
            {"outcomes.granted@natural_person": "3", "outcomes.granted@total": "3"},
            "holds",
            id="one applicant's column",
        ),
    ],
)
def test_change_against_tables(said: Said, cells: dict[str, str], last_cells: dict[str, str], verdict: str) -> None:
    found = one(subject(2023, said, cells=cells, last=subject(2022, cells=last_cells)))
    assert (found.rule, found.verdict, found.severity) == ("years.change", verdict, "warning")
    assert found.facts == ("f0",)
    assert found.cells


def test_failing_change_names_both_years_figures() -> None:
    this = subject(
        2023, change("request.new", "4", "新收申请增加4件"), cells={NEW: "8"}, last=subject(2022, cells={NEW: "5"})
    )
    found = one(this)
    assert (found.left, found.right) == ("4", "3")
    assert "上年表中本年新收为5" in found.message
    assert "2023年表中本年新收为8" in found.message


@pytest.mark.parametrize(
    ("said", "last_said", "verdict"),
    [
        pytest.param(
            (
                told("disclosure.items", "120", "主动公开信息120条", unit="条"),
                change("disclosure.items", "20", "增长20%", unit="%"),
            ),
            (told("disclosure.items", "100", "主动公开信息100条", unit="条"),),
            "holds",
            id="text against text",
        ),
        pytest.param(
            (
                told("disclosure.items", "120", "主动公开信息120条", unit="条"),
                change("disclosure.items", "25", "增长25%", unit="%"),
            ),
            (told("disclosure.items", "100", "主动公开信息100条", unit="条"),),
            "fails",
            id="text contradicts text",
        ),
        pytest.param(
            (
                told("disclosure.items", "120", "主动公开信息120条", unit="条"),
                change("disclosure.items", "25", "增长25%", unit="%"),
            ),
            (
                told("disclosure.items", "100", "主动公开信息100条", unit="条"),
                told("disclosure.items", "90", "主动公开信息90条", unit="条"),
            ),
            "undecided",
            id="two figures last year",
        ),
        pytest.param(
            (
                told("disclosure.items", "120", "主动公开信息120条", unit="条"),
                change("disclosure.items", "25", "增长25%", unit="%"),
            ),
            (told("disclosure.items", "100", "主动公开信息100余条", unit="条", approx="at_least"),),
            "undecided",
            id="approximate base",
        ),
        # The qualifier of a figure is not said again with its change.
        pytest.param(
            (
                told("request.received", "36", "公民、法人提出的申请36件", party="公民、法人"),
                told("request.concluded", "35", "办结35件"),
                told("request.received", "28", "上年28件", year=2022),
                change("request.received", "8", "增加8件"),
            ),
            (),
            "holds",
            id="the figure of the sentence",
        ),
        # The base that this report states itself explains the change; whether it is right is another rule's question.
        pytest.param(
            (
                told("disclosure.items", "120", "主动公开信息120条", unit="条"),
                told("disclosure.items", "96", "上年96条", unit="条", year=2022),
                change("disclosure.items", "25", "增长25%", unit="%"),
            ),
            (told("disclosure.items", "100", "主动公开信息100条", unit="条"),),
            "holds",
            id="own base",
        ),
    ],
)
def test_change_against_text(said: tuple[Said, ...], last_said: tuple[Said, ...], verdict: str) -> None:
    label = [(metric, value, quote, {"label": "主动公开信息", **fields}) for metric, value, quote, fields in said]
    last_label = [
        (metric, value, quote, {"label": "主动公开信息", **fields}) for metric, value, quote, fields in last_said
    ]
    assert one(subject(2023, *label, last=subject(2022, *last_label))).verdict == verdict


@pytest.mark.parametrize(
    ("said", "text"),
    [
        pytest.param(change("request.new", "4", "较2019年增加4件"), "新收申请较2019年增加4件", id="another year"),
        pytest.param(change("request.new", "4", "较年初增加4件"), "新收申请较年初增加4件", id="since January"),
        pytest.param(
            change("request.granted", "4", "予以公开占比提高4个百分点", unit="个百分点"),
            "予以公开占比提高4个百分点",
            id="a share",
        ),
        pytest.param(
            change("platform.accounts", "4", "账号增加4个", unit="个"), "账号增加4个", id="no figure last year"
        ),
    ],
)
def test_nothing_is_said_of_other_changes(said: Said, text: str) -> None:
    assert findings(subject(2023, said, text=text, cells={NEW: "8"}, last=subject(2022, cells={NEW: "5"}))) == ()


def test_what_was_answered_is_no_base_by_itself() -> None:
    last = subject(2022, told("request.concluded", "30", "答复30件"), edition=None)
    this = told("request.received", "20", "收到20件")
    assert findings(subject(2023, this, change("request.received", "5", "增加5件"), edition=None, last=last)) == ()
    assert (
        one(subject(2023, this, change("request.received", "-10", "减少10件"), edition=None, last=last)).verdict
        == "holds"
    )


@pytest.mark.parametrize(
    ("this", "reason"),
    [
        pytest.param(
            subject(
                2023,
                change("request.new", "4", "新收申请增加4件"),
                cells={NEW: "8"},
                last=subject(2022, cells={NEW: "5"}, missing=[NEW, IN, TOTAL]),
            ),
            "没有可用的数值",
            id="last year's table breaks off",
        ),
        pytest.param(
            subject(
                2023,
                change("request.new", "4", "全市新收申请增加4件"),
                cells={NEW: "8"},
                last=subject(2022, cells={NEW: "5"}),
            ),
            "统计范围",
            id="a whole region",
        ),
        pytest.param(
            subject(
                2023,
                change("request.new", "4", "新收申请增加4件", doubtful=True),
                cells={NEW: "8"},
                last=subject(2022, cells={NEW: "5"}),
            ),
            "把握不大",
            id="doubtful",
        ),
        pytest.param(
            subject(
                2023,
                told("request.new", "11", "全年新收11件"),
                change("request.new", "4", "增加4件"),
                cells={NEW: "8"},
                last=subject(2022, cells={NEW: "5"}),
            ),
            "文字与表格的数字不同",
            id="text and table apart",
        ),
        pytest.param(
            subject(
                2023,
                told("request.new", "8", "新收8件"),
                told("request.granted", "6", "予以公开6件"),
                change("request.new", "20", "同比增长20%", unit="%"),
                cells={NEW: "8", "outcomes.granted@total": "6"},
                last=subject(2022, cells={NEW: "5", "outcomes.granted@total": "5"}),
            ),
            "同一句中另一数字",
            id="another figure of the sentence grew so",
        ),
        pytest.param(
            subject(
                2023,
                change("request.new", "4", "收到申请。行政复议增加4件"),
                cells={NEW: "8"},
                last=subject(2022, cells={NEW: "5"}),
            ),
            "不在同一句",
            id="read across sentences",
        ),
        pytest.param(
            subject(
                2023, change("request.new", "100", "新收申请增长100%", unit="%"), cells={NEW: "8"}, last=subject(2022)
            ),
            "上年为零",
            id="a share of nothing",
        ),
    ],
)
def test_undecided_changes_give_their_reason(this: Subject, reason: str) -> None:
    found = one(this)
    assert found.verdict == "undecided"
    assert reason in found.message


def test_stock_of_2019_edition_is_another_quantity() -> None:
    last = subject(2020, edition="V1", cells={"p19.normative.public_total": "9"})
    this = subject(
        2021,
        change("normative.in_force", "2", "现行有效规范性文件增加2件"),
        cells={"proactive.normative.in_force": "5"},
        last=last,
    )
    assert findings(this) == ()


@pytest.mark.parametrize(("value", "verdict"), [("3", "holds"), ("4", "fails")])
def test_form_before_2019_is_a_base(value: str, verdict: str) -> None:
    last = subject(2018, edition="V0b", cells={"v0.requests.received": "5"})
    said = change("request.received", value, f"收到申请增加{value}件")
    assert one(subject(2019, said, edition="V1", cells={NEW: "8"}, last=last)).verdict == verdict


def test_only_the_report_of_the_year_before_is_a_base() -> None:
    said = change("request.new", "4", "新收申请增加4件")
    assert findings(subject(2023, said, cells={NEW: "8"}, last=subject(2021, cells={NEW: "5"}))) == ()
    assert findings(subject(2023, said, cells={NEW: "8"})) == ()


def test_key_changes_with_last_years_figure() -> None:
    said = change("request.new", "4", "新收申请增加4件")
    keys = {one(subject(2023, said, cells={NEW: "8"}, last=subject(2022, cells={NEW: n}))).key for n in ("5", "6", "5")}
    assert len(keys) == 2


def test_engine_decides_the_rule() -> None:
    last = subject(2022, cells={NEW: "5", TOTAL: "5"})
    this = subject(2023, change("request.new", "4", "新收申请增加4件"), cells={NEW: "8", TOTAL: "8"})
    before = subject_of(last.report, last.form, last.facts)
    found = reconcile(this.report, this.form, this.facts, last_year=before)
    assert [finding.verdict for finding in found if finding.rule == "years.change"] == ["fails"]
    alone = reconcile(this.report, this.form, this.facts)
    assert "years.change" not in {finding.rule for finding in alone}


def test_scanned_cell_with_doubt_leaves_it_open() -> None:
    last = subject(2022, cells={NEW: "5"})
    cell = last.form.cells[NEW]
    doubtful = {**last.form.cells, NEW: type(cell)(NEW, Decimal(5), "read", "5", doubtful=True)}
    form = type(last.form)(last.form.edition, doubtful)
    said = change("request.new", "4", "新收申请增加4件")
    this = subject(2023, said, cells={NEW: "8"}, last=Subject(last.report, form, last.facts))
    assert one(this).verdict == "undecided"
