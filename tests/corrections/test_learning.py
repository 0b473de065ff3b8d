"""Corrections become samples of their paragraph where the words say what was said, and none where they do not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.samples import Sample, from_json
from service.corrections.changes import NewFact, addition_of
from service.corrections.keys import added_key
from service.corrections.learning import Learnt, learnt

from .bodies import body, fact

TEXT = (
    "甲县水务局2023年政府信息公开工作年度报告\n"
    "一、总体情况\n"
    "2023年公开信息150条，其中网站90条、公众号60条。\n"
    "全年收到申请12件，较上年减少2件，其中自然人9件，上年为14件。\n"
    "未收取任何费用。"
)
READ = body(
    TEXT,
    fact(TEXT, 1, "150条", "公开信息", "disclosure.items"),
    fact(TEXT, 2, "90条", "公开信息", "disclosure.items", channel="网站", part_of="f1"),
    fact(TEXT, 3, "60条", "公开信息", "disclosure.items", channel="公众号", part_of="f1"),
    fact(TEXT, 4, "12件", "收到申请", "request.received"),
    fact(TEXT, 5, "2件，其", "申请", "request.received", value="-2", unit="件", kind="change"),
    fact(TEXT, 6, "14件", "申请", "request.received", year=2022),
    fact(TEXT, 7, "未收取", "费用", "fee.amount", negated=True),
)
KEYS = [each["key"] for each in READ["facts"]]
SITES, REQUESTS, FEES = TEXT.split("\n")[2:]


def sample(lesson: Learnt) -> Sample:
    assert lesson.sample is not None, lesson.reason
    return from_json(json.dumps(lesson.sample, ensure_ascii=False))


def one(number: int, **said: Any) -> Learnt:
    key = KEYS[number - 1]
    return learnt(READ, {key: said})[key]


def stated(found: Sample) -> dict[str, str]:
    """What each anchor of a sample states, by the words."""
    return {found.words(each.anchor): each.metric for each in found.facts}


def test_sample_has_everything_of_the_paragraph_and_nothing_else() -> None:
    found = sample(one(2, metric="disclosure.interpretations"))
    assert found.text == SITES
    assert stated(found) == {
        "150条": "disclosure.items",
        "90条": "disclosure.interpretations",
        "60条": "disclosure.items",
    }
    total, site, account = found.facts
    assert site.part_of == account.part_of == total.id
    assert found.words(site.qualifiers["channel"]) == "网站"


def test_years_and_changes_are_marked_by_their_words() -> None:
    found = sample(one(4, label="申请"))
    assert found.text == REQUESTS
    by_anchor = {found.words(each.anchor): each for each in found.facts}
    change = by_anchor["2件"]
    assert change.change is not None
    assert (change.value, found.words(change.change)) == (-2, "较上年减少")
    before = by_anchor["14件"]
    assert before.period is not None
    assert (before.year, found.words(before.period)) == (2022, "上年")


def test_fact_that_is_none_is_left_out_with_what_hangs_on_it() -> None:
    found = sample(one(1, wrong=True))
    assert stated(found) == {"90条": "disclosure.items", "60条": "disclosure.items"}
    assert [each.part_of for each in found.facts] == [None, None]


def test_value_that_stands_elsewhere_moves_the_anchor() -> None:
    found = sample(one(3, value="90", channel="网站"))
    assert [found.words(each.anchor) for each in found.facts] == ["150条", "90条", "90条"]


@pytest.mark.parametrize(
    ("number", "said", "reason"),
    [
        (1, {"value": "151"}, "151条 与原文所写不符"),
        (1, {"unit": "件"}, "150件 与原文所写不符"),
        (1, {"approx": "about"}, "与原文所写不符"),
        (1, {"label": "发布信息"}, "没有“发布信息”"),
        (2, {"channel": "电视台"}, "没有“电视台”"),
        (1, {"year": 2019}, "说明年度的词语"),
        (1, {"kind": "change"}, "表示增减的词语"),
        (1, {"negated": True, "value": "0", "unit": None}, "表示“没有”的词语"),
        (2, {"part_of": "0000000000000004"}, "总数不在这一段里"),
        (4, {"kind": "level", "metric": "request.on_time_rate"}, "互相矛盾"),
    ],
)
def test_what_the_words_do_not_say_cannot_be_learnt(number: int, said: dict[str, Any], reason: str) -> None:
    lesson = one(number, **said)
    assert lesson.sample is None
    assert reason in (lesson.reason or "")


def test_corrections_of_one_paragraph_share_one_sample_and_others_have_their_own() -> None:
    said = {
        KEYS[0]: {"category": "信息"},
        KEYS[2]: {"metric": "disclosure.interpretations"},
        KEYS[6]: {"label": "任何费用"},
    }
    lessons = learnt(READ, said)
    assert lessons[KEYS[0]].sample == lessons[KEYS[2]].sample != lessons[KEYS[6]].sample
    found = sample(lessons[KEYS[0]])
    assert found.facts[0].qualifiers
    assert found.facts[2].metric == "disclosure.interpretations"
    assert sample(lessons[KEYS[6]]).text == FEES


def test_paragraph_keeps_its_name_however_it_is_corrected() -> None:
    assert sample(one(1, label="信息")).id == sample(one(3, wrong=True)).id != sample(one(4, label="申请")).id


def test_missing_fact_is_added_to_its_paragraph() -> None:
    new = NewFact(quote="9件", label="收到申请", metric="request.received", party="自然人", part_of="f4")
    said = addition_of(new, 2023) | {"part_of": KEYS[3]}
    key = added_key(said)
    found = sample(learnt(READ, {key: said})[key])
    added = next(each for each in found.facts if found.words(each.anchor) == "9件")
    assert (added.value, added.unit, added.year) == (9, "件", 2023)
    assert found.words(added.qualifiers["party"]) == "自然人"
    assert added.part_of == found.facts[0].id


def test_missing_fact_that_was_found_since_is_not_marked_twice() -> None:
    said = addition_of(NewFact(quote="90条", label="公开信息", metric="disclosure.items", channel="网站"), 2023)
    found = sample(learnt(READ, {"n": said})["n"])
    assert len(found.facts) == 3


def test_missing_fact_whose_words_stand_nowhere_teaches_nothing() -> None:
    said = addition_of(NewFact(quote="77件", label="申请", metric="request.received"), 2023)
    assert learnt(READ, {"n": said})["n"] == Learnt(None, "原文里没有这些词语")


def test_fact_that_another_reading_lost_is_left_out() -> None:
    assert learnt(READ, {"f" * 16: {"wrong": True}}) == {}


def test_without_a_year_nothing_is_learnt() -> None:
    lesson = learnt(READ | {"report": {"agency": None, "year": None}}, {KEYS[0]: {"wrong": True}})[KEYS[0]]
    assert lesson == Learnt(None, "报告的年度未识别")


def test_label_in_the_heading_brings_the_heading_along() -> None:
    text = "信息处理费收取情况\n无。\n（一）公开情况\n网站公开90条。"
    read = body(text, fact(text, 1, "无", "信息处理费", "fee.amount", negated=True))
    found = sample(learnt(read, {KEYS[0]: {"label": "处理费"}})[KEYS[0]])
    assert found.text == "信息处理费收取情况\n无。"
