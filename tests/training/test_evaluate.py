"""Comparison of facts read with facts annotated: what counts as right, by metric, construct and batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from annotations.samples import Sample
from service.facts.fact import Fact
from training.baselines.stated import plain_fact
from training.evaluate import evaluate
from training.notation import compile_notation
from training.scoring import Score

DRAFT = """## t-1 | 县教育局 | 2023 | parts | -
全年公开信息150条，其中网站90条。见面率、走访率均为100%。未收取任何费用。
- 150条 :: disclosure.items :: 公开信息
- 90条 :: disclosure.items :: 公开信息 ; channel=网站 ; of=150条
- 100% :: proposal.reply_rate :: 见面率 ; category=见面率
+ 100% :: proposal.reply_rate :: 走访率 ; category=走访率
- !未收取 :: fee.amount :: 费用
"""


@pytest.fixture
def sample() -> Sample:
    (made,) = compile_notation(DRAFT)
    assert isinstance(made, Sample)
    return made


def reads(*facts: Fact) -> Callable[[Sample], tuple[Fact, ...]]:
    return lambda sample: facts


def fact(metric: str, value: int, place: tuple[int, int] = (6, 10), **given: object) -> Fact:
    return replace(plain_fact(metric, Decimal(value), place, year=2023), **given)  # type: ignore[arg-type]


def test_what_is_found_twice_is_right_as_often_as_it_is_there(sample: Sample) -> None:
    rate = fact("proposal.reply_rate", 100, kind="rate")
    assert evaluate(reads(rate, rate, rate), [sample]).primary == Score(right=2, wrong=1, missed=3)


def test_kind_is_compared(sample: Sample) -> None:
    assert evaluate(reads(fact("disclosure.items", 90, kind="change")), [sample]).primary.right == 0


def test_strict_wants_the_total_and_the_qualifiers(sample: Sample) -> None:
    total = fact("disclosure.items", 150, id="a")
    part = fact("disclosure.items", 90, id="b", channel="网站", part_of="a")
    assert evaluate(reads(total, part), [sample]).strict.right == 2
    assert evaluate(reads(total, replace(part, part_of=None)), [sample]).strict.right == 1
    assert evaluate(reads(total, replace(part, channel="公众号")), [sample]).strict.right == 1


def test_a_fact_that_is_right_is_never_wrong_in_a_construct(sample: Sample) -> None:
    """The part was read without its total: right by the primary score, and so in the construct."""
    scores = evaluate(reads(fact("disclosure.items", 90)), [sample]).by_construct
    assert scores["part"] == Score(right=1)
    assert scores["coordination"] == Score(missed=2)
    assert scores["negation"] == Score(missed=1)


def test_the_surer_of_two_equal_facts_is_the_right_one(sample: Sample) -> None:
    sure, unsure = fact("disclosure.items", 150), fact("disclosure.items", 150, confidence=0.4)
    assert sorted(evaluate(reads(unsure, sure), [sample]).judged) == [(0.4, False), (1.0, True)]


def test_mistakes_quote_their_sentence(sample: Sample) -> None:
    mistakes = evaluate(reads(fact("fee.amount", 5)), [sample]).mistakes
    assert sum(mistake.found for mistake in mistakes) == 1
    missed = [mistake for mistake in mistakes if not mistake.found]
    assert len(missed) == 5
    assert any("网站90条" in mistake.words for mistake in missed)


REPEATED = """## t-2 | 县教育局 | 2023 | - | -
收到申请2件，已办结2件，其中予以公开1件、部分公开1件。2件申请都来自自然人，两次收到的申请2件均已办结。
- 2件 :: request.received :: 收到申请
- 2件 :: request.concluded :: 办结
- 1件 :: request.granted :: 予以公开 ; of=f2
- 1件 :: request.partial :: 部分公开 ; of=f2
- 2件#3 :: request.received :: 申请
"""


def test_what_a_report_has_once_is_wanted_once() -> None:
    (sample,) = compile_notation(REPEATED)
    assert isinstance(sample, Sample)
    received, concluded = (fact(f"request.{name}", 2, id=name) for name in ("received", "concluded"))
    outcomes = [fact(f"request.{name}", 1, part_of="concluded") for name in ("granted", "partial")]
    evaluation = evaluate(reads(received, concluded, *outcomes), [sample])
    assert evaluation.primary == evaluation.strict == Score(right=4)
