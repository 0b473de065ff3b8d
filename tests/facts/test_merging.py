"""Facts of a whole narrative: figures that are stated twice, parts and their totals, keys."""

from __future__ import annotations

import re

import pytest

from service.documents.document import Source
from service.facts.fact import Fact

from .narrative import Narrative


def test_parts_point_to_their_totals() -> None:
    narrative = Narrative("公开信息240条，其中网站130条、公众号110条")
    narrative.state("240条", "disclosure.items", "公开信息")
    narrative.state("130条", "disclosure.items", "公开信息", of="240条", channel="网站")
    narrative.state("110条", "disclosure.items", "公开信息", of="240条", channel="公众号")
    assert [(fact.id, fact.part_of) for fact in narrative.facts()] == [("f1", None), ("f2", "f1"), ("f3", "f1")]


def test_of_two_facts_on_the_total_the_part_belongs_to_that_of_its_own_group() -> None:
    narrative = Narrative("解读和申请共12件，其中自然人申请5件")
    narrative.state("12件", "disclosure.interpretations", "解读")
    narrative.state("12件", "request.received", "申请")
    narrative.state("5件", "request.received", "申请", of="12件", party="自然人")
    assert [fact.part_of for fact in narrative.facts()] == [None, None, "f2"]


def test_a_part_of_what_is_no_fact_is_no_part() -> None:
    narrative = Narrative("公开信息240条，其中网站130条")
    narrative.state("130条", "disclosure.items", "公开信息", of="240条")
    assert [fact.part_of for fact in narrative.facts()] == [None]


def test_a_figure_repeated_in_another_passage_is_one_fact_with_two_evidences() -> None:
    narrative = Narrative("公开信息240条。", "全年公开240条政务信息。")
    narrative.state("240条", "disclosure.items", "公开信息", confidence=0.5)
    narrative.state("240条", "disclosure.items", "政务信息", passage=1, confidence=0.95)
    (fact,) = narrative.facts()
    text = narrative.report().text
    assert [text[slice(*evidence.label)] for evidence in fact.evidence] == ["公开信息", "政务信息"]
    assert [evidence.source for evidence in fact.evidence] == [Source(block=0), Source(block=1)]
    assert (fact.label, fact.confidence, fact.doubtful) == ("公开信息", 0.95, False)


def test_parts_of_a_repeated_total_belong_to_the_one_fact() -> None:
    narrative = Narrative("公开信息240条。", "公开信息240条，其中网站130条。")
    narrative.state("240条", "disclosure.items", "公开信息")
    narrative.state("240条", "disclosure.items", "公开信息", passage=1)
    narrative.state("130条", "disclosure.items", "公开信息", passage=1, of="240条", channel="网站")
    total, part = narrative.facts()
    assert (len(total.evidence), part.part_of) == (2, total.id)


@pytest.mark.parametrize(
    ("first", "second", "n_facts"),
    [
        ({"channel": "微信公众号"}, {"channel": "公众号"}, 1),
        ({"channel": "“官方微信公众号”"}, {"channel": "公众号"}, 1),
        ({"channel": "网站"}, {"channel": "公众号"}, 2),
        ({"channel": "网站"}, {}, 1),
        ({"kind": "change", "change": "增加"}, {}, 2),
        ({"period": "上年"}, {}, 2),
    ],
)
def test_statements_are_one_fact_where_their_qualifiers_name_the_same(
    first: dict[str, str], second: dict[str, str], n_facts: int
) -> None:
    text = "上年增加网站公开40条“官方微信公众号”"
    narrative = Narrative(text, text + "。")
    narrative.state("40条", "disclosure.items", "公开", **first)  # type: ignore[arg-type]
    narrative.state("40条", "disclosure.items", "公开", passage=1, **second)  # type: ignore[arg-type]
    assert len(narrative.facts()) == n_facts


def test_a_small_figure_without_the_qualifier_may_be_another() -> None:
    narrative = Narrative("网站公开4条", "公开4条。")
    narrative.state("4条", "disclosure.items", "公开", channel="网站")
    narrative.state("4条", "disclosure.items", "公开", passage=1)
    assert len(narrative.facts()) == 2


def test_equal_figures_of_one_passage_stay_two_facts() -> None:
    narrative = Narrative("会议1次，又会议1次")
    narrative.state("1次", "governance.meetings", "会议")
    narrative.state("1次", "governance.meetings", "会议")
    assert len(narrative.facts()) == 2


@pytest.mark.parametrize(
    ("text", "count", "label", "n_facts"),
    [
        ("已办结33件。三十三件办结的申请中", ("33件", "三十三件"), ("已办结", "办结"), 1),
        ("已办结3件。三件办结的申请中", ("3件", "三件"), ("已办结", "办结"), 2),
        ("已办结33件，答复三十三件", ("33件", "三十三件"), ("已办结", "答复"), 2),
    ],
    ids=["telling, in the same words", "small", "in other words"],
)
def test_a_telling_figure_said_again_in_the_same_passage_is_one_fact(
    text: str, count: tuple[str, str], label: tuple[str, str], n_facts: int
) -> None:
    narrative = Narrative(text)
    narrative.state(count[0], "inquiry.handled", label[0])
    narrative.state(count[1], "inquiry.handled", label[1])
    facts = narrative.facts()
    assert len(facts) == n_facts
    assert sum(len(fact.evidence) for fact in facts) == 2


@pytest.mark.parametrize(
    ("qualifiers", "of", "n_facts"),
    [({}, None, 1), ({"party": "自然人"}, None, 2), ({}, "2件", 2)],
    ids=["said again", "qualified", "a part"],
)
def test_what_a_report_has_once_is_one_fact_though_said_twice_in_a_passage(
    qualifiers: dict[str, str], of: str | None, n_facts: int
) -> None:
    narrative = Narrative("收到自然人申请2件，已答复两件，均按期办结。")
    narrative.state("2件", "request.received", "收到")
    narrative.state("2件", "request.concluded", "办结", confidence=0.56)
    narrative.state("两件", "request.concluded", "答复", of=of, **qualifiers)  # type: ignore[arg-type]
    concluded = [fact for fact in narrative.facts() if fact.metric == "request.concluded"]
    assert len(concluded) == n_facts
    assert sum(len(fact.evidence) for fact in concluded) == 2


def test_a_denial_and_a_zero_say_the_same() -> None:
    narrative = Narrative("未收取信息处理费，收费总额0元。")
    narrative.state("!未", "fee.amount", "信息处理费")
    narrative.state("0元", "fee.amount", "收费总额")
    (fact,) = narrative.facts()
    assert (fact.value, fact.negated, len(fact.evidence)) == (0, True, 2)


def test_rates_are_never_put_together() -> None:
    narrative = Narrative("建议办复率100%。", "提案办复率100%。")
    narrative.state("100%", "proposal.reply_rate", "办复率")
    narrative.state("100%", "proposal.reply_rate", "办复率", passage=1)
    assert [len(fact.evidence) for fact in narrative.facts()] == [1, 1]


def test_keys_depend_on_what_is_stated_and_not_on_where() -> None:
    (one_place,) = _facts_of("公开5条")
    (elsewhere,) = _facts_of("本年度，我局主动公开5条信息")
    (other_value,) = _facts_of("公开6条")
    assert one_place.key == elsewhere.key
    assert one_place.key != other_value.key
    assert re.fullmatch("[0-9a-f]{16}", one_place.key)


def _facts_of(text: str) -> tuple[Fact, ...]:
    narrative = Narrative(text)
    quote = re.search(r"\d条", text)
    assert quote is not None
    narrative.state(quote[0], "disclosure.items", "公开")
    return narrative.facts()


def test_part_of_the_narrower_metric_cannot_be_the_wider_one() -> None:
    narrative = Narrative("人大建议32件，其中主办20件、协办5件")
    narrative.state("32件", "proposal.npc", "人大建议")
    narrative.state("20件", "proposal.total", "主办", of="32件")
    narrative.state("5件", "proposal.total", "协办")
    assert [fact.metric for fact in narrative.facts()] == ["proposal.npc", "proposal.npc", "proposal.total"]


@pytest.mark.parametrize(("second", "metric"), [("21件", "proposal.npc"), ("20件", "proposal.cppcc")])
def test_only_an_exact_part_takes_the_metric_of_its_total_beside_it(second: str, metric: str) -> None:
    narrative = Narrative(f"人大建议32件，其中委员所提已解决11件、正在解决{second}")
    narrative.state("32件", "proposal.npc", "人大建议")
    narrative.state("11件", "proposal.cppcc", "已解决", of="32件")
    narrative.state(second, "proposal.npc", "正在解决", of="32件")
    assert narrative.facts()[1].metric == metric


def test_parts_that_make_their_total_bear_each_other_out() -> None:
    narrative = Narrative("建议32件，其中主办20件、协办12件，上年60件，其中主办20件")
    narrative.state("32件", "proposal.npc", "建议")
    narrative.state("20件", "proposal.npc", "主办", of="32件", confidence=0.5)
    narrative.state("12件", "proposal.npc", "协办", of="32件", confidence=0.9)
    _, first, second = narrative.facts()
    assert 0.5 < first.confidence < 0.9 < second.confidence < 1
    assert not first.doubtful
