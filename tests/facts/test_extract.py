"""Statements → facts: values, units, years, qualifiers, and what is doubtful."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.documents.document import Source
from service.facts.drafting import DOUBTFUL_BELOW
from service.facts.fact import Fact

from .narrative import Narrative


def one(text: str, *args: str, year: int | None = 2023, **options: str) -> Fact:
    """The only fact of a text of one passage."""
    narrative = Narrative(text, year=year)
    narrative.state(*args, **options)  # type: ignore[arg-type]
    (fact,) = narrative.facts()
    return fact


def test_a_fact_says_what_is_counted_and_where_it_stands() -> None:
    narrative = Narrative("总体情况。", "全年公开信息1.8万余条。")
    narrative.state("1.8万余条", "disclosure.items", "公开信息", passage=1, confidence=0.98765)
    (fact,) = narrative.facts()
    assert (fact.id, fact.metric, fact.label, fact.value, fact.unit) == (
        "f1",
        "disclosure.items",
        "公开信息",
        18000,
        "条",
    )
    assert (fact.kind, fact.negated, fact.approx, fact.precision) == ("level", False, "at_least", 1000)
    assert (fact.year, fact.part_of, fact.confidence, fact.doubtful) == (2023, None, 0.988, False)
    (evidence,) = fact.evidence
    text = narrative.report().text
    assert text[slice(*evidence.quantity)] == "1.8万余条"
    assert text[slice(*evidence.label)] == "公开信息"
    assert text[evidence.start : evidence.end] == "公开信息1.8万余条"
    assert evidence.source == Source(block=1)


@pytest.mark.parametrize(
    ("text", "anchor", "metric", "label", "options", "expected"),
    [
        ("收到申请0件", "0件", "request.received", "收到申请", {}, ("0", "件", "level", False)),
        ("未收到申请", "!未收到", "request.received", "申请", {}, ("0", None, "level", True)),
        ("未收费", "!未", "fee.amount", "收费", {"kind": "rate"}, ("0", None, "level", True)),
        (
            "公开5条，同比增长12%",
            "12%",
            "disclosure.items",
            "公开",
            {"kind": "change", "change": "同比增长"},
            ("12", "%", "change", False),
        ),
        (
            "公开5条，同比下降两成",
            "两成",
            "disclosure.items",
            "公开",
            {"kind": "change", "change": "同比下降"},
            ("-20", "%", "change", False),
        ),
        (
            "较上年减少5件",
            "5件",
            "request.received",
            "减少",
            {"kind": "change", "change": "较上年减少"},
            ("-5", "件", "change", False),
        ),
        ("申请与上年持平", "~与上年持平", "request.received", "申请", {"kind": "change"}, ("0", None, "change", False)),
        ("申请与上年持平", "~与上年持平", "request.received", "申请", {"kind": "level"}, ("0", None, "change", False)),
        (
            "减少的申请5件",
            "5件",
            "request.received",
            "申请",
            {"kind": "level", "change": "减少"},
            ("5", "件", "level", False),
        ),
        ("办复率100%", "100%", "proposal.reply_rate", "办复率", {}, ("100", "%", "rate", False)),
        ("予以公开占57.9%", "57.9%", "request.granted", "予以公开", {}, ("57.9", "%", "rate", False)),
        ("按时答复率100", "100", "request.on_time_rate", "答复率", {}, ("100", None, "rate", False)),
        ("收费37.95万元", "37.95万元", "fee.amount", "收费", {}, ("379500", "元", "level", False)),
    ],
)
def test_value_unit_and_kind(
    text: str,
    anchor: str,
    metric: str,
    label: str,
    options: dict[str, str],
    expected: tuple[str, str | None, str, bool],
) -> None:
    fact = one(text, anchor, metric, label, **options)
    value, unit, kind, negated = expected
    assert (fact.value, fact.unit, fact.kind, fact.negated) == (Decimal(value), unit, kind, negated)


def test_a_change_of_nothing_has_the_unit_of_the_level() -> None:
    narrative = Narrative("收到申请12件，与上年持平")
    narrative.state("12件", "request.received", "收到申请")
    narrative.state("~与上年持平", "request.received", "收到申请", kind="change")
    level, change = narrative.facts()
    assert (change.kind, change.value, change.unit) == ("change", 0, "件")


@pytest.mark.parametrize(
    ("text", "metric", "period", "report_year", "year"),
    [
        ("公开信息5条", "disclosure.items", None, 2023, 2023),
        ("上年公开信息5条", "disclosure.items", "上年", 2023, 2022),
        ("2021年公开信息5条", "disclosure.items", "2021年", 2023, 2021),
        ("自2019年以来公开信息5条", "disclosure.items", "自2019年以来", 2023, None),
        ("上年公开信息5条", "disclosure.items", "上年", None, None),
        ("上年结转公开信息申请5条", "request.carried_in", "上年", 2023, 2023),
    ],
)
def test_the_year_a_fact_is_about(
    text: str, metric: str, period: str | None, report_year: int | None, year: int | None
) -> None:
    qualifiers = {} if period is None else {"period": period}
    assert one(text, "5条", metric, "公开信息", year=report_year, **qualifiers).year == year


@pytest.mark.parametrize(
    ("text", "kind", "metric", "year"),
    [
        ("收到申请9条。上年公开信息5条。", "level", "disclosure.items", 2022),
        ("截至上年底公开信息5条。", "level", "disclosure.items", 2022),
        ("上年公开信息占5条。", "rate", "disclosure.items", 2022),
        ("上年公开信息5条。", "change", "disclosure.items", 2023),
        ("较上年公开信息5条。", "level", "disclosure.items", 2023),
        ("上年结转公开信息5条。", "level", "request.carried_in", 2023),
        ("上年公开信息5条。", "level", "request.carried_in", 2023),
    ],
)
def test_last_year_before_the_label_tells_the_year_where_the_model_finds_no_period(
    text: str, kind: str, metric: str, year: int
) -> None:
    assert one(text, "5条", metric, "公开信息", kind=kind).year == year


def test_words_that_the_model_finds_come_before_the_grammar() -> None:
    text = "上年公开信息5条（指2021年）"
    assert one(text, "5条", "disclosure.items", "公开信息", period="2021年").year == 2021


def test_qualifiers_are_the_words_of_the_text() -> None:
    text = "市人大代表的主办建议通过门户网站公开规划类5件"
    fact = one(
        text, "5件", "proposal.npc", "建议", party="市人大代表", role="主办", channel="门户网站", category="规划类"
    )
    assert (fact.party, fact.role, fact.channel, fact.category) == ("市人大代表", "主办", "门户网站", "规划类")


@pytest.mark.parametrize(
    ("confidence", "doubtful"), [(DOUBTFUL_BELOW - 0.01, True), (DOUBTFUL_BELOW, False), (1.0, False)]
)
def test_a_fact_is_doubtful_below_the_threshold(confidence: float, doubtful: bool) -> None:
    narrative = Narrative("公开5条")
    narrative.state("5条", "disclosure.items", "公开", confidence=confidence)
    assert narrative.facts()[0].doubtful is doubtful


def test_a_report_without_narrative_has_no_facts() -> None:
    assert Narrative().facts() == ()
    assert Narrative("本机关没有需要说明的事项。").facts() == ()
