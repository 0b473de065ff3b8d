"""The baselines read what they can be expected to read, no more."""

from __future__ import annotations

import pytest

from annotations.samples import Sample
from training.baselines.expressions import read_expressions
from training.baselines.first_match import read_first_matches


def sample(text: str) -> Sample:
    return Sample("x-1", "x", "某局", 2023, (), "", text, (), ())


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "全年新收申请12件，上年结转2件，行政复议1件。",
            {("request.new", 12), ("request.carried_in", 2), ("review.total", 1)},
        ),
        ("新收申请十二件。", set()),
        ("受理申请12宗。", set()),
    ],
)
def test_first_matches(text: str, facts: set[tuple[str, int]]) -> None:
    assert {(fact.metric, int(fact.value)) for fact in read_first_matches(sample(text))} == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "主动公开政府信息1.2万条，政策解读15篇。",
            {("disclosure.items", 12000, "level"), ("disclosure.interpretations", 15, "level")},
        ),
        (
            "人大建议12件，同比增长20%，满意率100%。",
            {
                ("proposal.npc", 12, "level"),
                ("proposal.npc", 20, "change"),
                ("proposal.satisfaction_rate", 100, "rate"),
            },
        ),
        ("未发生行政复议、行政诉讼。", {("review.total", 0, "level"), ("litigation.total", 0, "level")}),
        ("改造老旧小区38个。", set()),
    ],
)
def test_expressions(text: str, facts: set[tuple[str, int, str]]) -> None:
    assert {(fact.metric, int(fact.value), fact.kind) for fact in read_expressions(sample(text))} == facts
