"""The notation of drafts and its compiler."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.samples import Sample, SampleFact, from_json, read_samples, to_json
from training.notation import NotationError, compile_notation, main, uncovered


def compiled(text: str, *lines: str, year: int = 2023, constructs: str = "-", note: str = "-") -> Sample:
    (sample,) = results(text, *lines, year=year, constructs=constructs, note=note)
    assert isinstance(sample, Sample), sample
    return sample


def results(text: str, *lines: str, year: int = 2023, constructs: str = "-", note: str = "-") -> list[Any]:
    source = "\n".join([f"## t1-001 | 县局 | {year} | {constructs} | {note}", text, *lines])
    return list(compile_notation(source + "\n"))


def only(sample: Sample) -> SampleFact:
    (fact,) = sample.facts
    return fact


def test_a_draft_becomes_samples() -> None:
    source = """introduction
## b1-001 | 县教育局 | 2022 | parts, channels | wrong sum
（一）主动公开
    全年公开信息240条，其中网站130条，未收到投诉。满意率、办复率均为100%。
- 240条 :: disclosure.items :: 公开信息
- 130条 :: disclosure.items :: 公开信息 ; channel=网站 ; of=240条
- !未收到 :: complaint.total :: 投诉
- 100% :: proposal.satisfaction_rate :: 满意率
+ 100% :: proposal.reply_rate :: 办复率

## b1-002 | 县教育局 | 2022 | filler | -
一是加强领导。
= none
"""
    first, second = compile_notation(source)
    assert isinstance(first, Sample)
    assert isinstance(second, Sample)
    assert (first.id, first.batch, first.agency, first.year) == ("b1-001", "b1", "县教育局", 2022)
    assert (first.constructs, first.note, second.note) == (("parts", "channels"), "wrong sum", "")
    assert first.text == "（一）主动公开\n全年公开信息240条，其中网站130条，未收到投诉。满意率、办复率均为100%。"
    assert [(fact.metric, fact.value, fact.kind, fact.part_of) for fact in first.facts] == [
        ("disclosure.items", 240, "level", None),
        ("disclosure.items", 130, "level", "f1"),
        ("complaint.total", 0, "level", None),
        ("proposal.satisfaction_rate", 100, "rate", None),
        ("proposal.reply_rate", 100, "rate", None),
    ]
    assert first.words(first.facts[1].qualifiers["channel"]) == "网站"
    assert first.facts[3].anchor == first.facts[4].anchor
    assert (second.text, second.facts, second.spans) == ("一是加强领导。", (), ())
    assert from_json(to_json(first)) == first


FACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("公开1.8万余条", "- 1.8万余条 :: disclosure.items :: 公开", {"value": 18000, "unit": "条", "approx": "at_least"}),
    ("公开 2 4 0 条", "- 240条 :: disclosure.items :: 公开", {"value": 240}),
    ("收费37.95万元", "- 37.95万元 :: fee.amount :: 收费", {"value": 379500, "unit": "元"}),
    ("公开信息13146", "- 13146 :: disclosure.items :: 公开信息", {"value": 13146, "unit": None}),
    ("未收取费用", "- !未收取 :: fee.amount :: 费用", {"value": 0, "unit": None, "negated": True, "kind": "level"}),
    ("满意率无", "- !无 :: proposal.satisfaction_rate :: 满意率", {"kind": "level", "negated": True}),
    ("申请与上年持平", "- ~与上年持平 :: request.received :: 申请", {"kind": "change", "value": 0, "unit": None}),
    ("公开同比增长12%", "- 12% :: disclosure.items :: 公开 ; change=同比增长", {"kind": "change", "value": 12}),
    ("公开较上年减少5条", "- 5条 :: disclosure.items :: 公开 ; change=较上年减少", {"value": -5, "kind": "change"}),
    ("办复率100%", "- 100% :: proposal.reply_rate :: 办复率", {"kind": "rate", "value": 100}),
    ("解读率100%", "- 100% :: other :: 解读率", {"kind": "rate"}),
    ("予以公开占57.9%", "- 57.9% :: request.granted :: 予以公开 ; kind=rate", {"kind": "rate"}),
    ("上年公开5条", "- 5条 :: disclosure.items :: 公开 ; period=上年", {"year": 2022}),
    ("2021年公开5条", "- 5条 :: disclosure.items :: 公开 ; period=2021年", {"year": 2021}),
    ("自2019年以来公开5条", "- 5条 :: disclosure.items :: 公开 ; year=none", {"year": None}),
    ("2020年公开5条", "- 5条 :: disclosure.items :: 公开 ; year=2020", {"year": 2020}),
    ("上年结转3件", "- 3件 :: request.carried_in :: 上年结转", {"year": 2023}),
    ("加强互动.110条已公开", "- 110条 :: disclosure.items :: 公开", {"value": 110}),
    ("加强互动. 110条已公开", "- 110条 :: disclosure.items :: 公开", {"value": 110}),
    ("1.3件申请已答复", "- 3件 :: request.concluded :: 答复", {"value": 3}),
    ("分别公开60,45条", "- 45条 :: disclosure.items :: 公开", {"value": 45}),
    ("同比3.2%，办复率2%", "- 2% :: proposal.reply_rate :: 办复率", {"value": 2}),
    ("公开12件，申请2件", "- 2件 :: request.received :: 申请", {"value": 2}),
    ("公开1,234条，其中234条", "- 234条 :: disclosure.items :: 公开", {"value": 234}),
    ("APP9条公开", "- 9条 :: disclosure.items :: 公开", {"value": 9}),
    ("发生一起行政复议案件", "- 一起 :: review.total :: 行政复议", {"value": 1, "unit": "起"}),
    ("公开2件，公开2件", "- 2件#2 :: disclosure.items :: 公开#2", {"value": 2}),
]


@pytest.mark.parametrize(("text", "line", "expected"), FACTS)
def test_a_line_becomes_a_fact(text: str, line: str, expected: dict[str, Any]) -> None:
    fact = only(compiled(text, line))
    found = {name: getattr(fact, name) for name in expected}
    assert found == {name: Decimal(v) if name == "value" else v for name, v in expected.items()}


def test_anchors_follow_each_other_and_plus_stays_at_the_same() -> None:
    sample = compiled(
        "公开2件，受理2件，均已答复",
        "- 2件 :: disclosure.items :: 公开",
        "- 2件 :: request.received :: 受理",
        "+ 2件 :: request.concluded :: 答复",
    )
    starts = [sample.span(fact.anchor).start for fact in sample.facts]
    assert starts == [2, 7, 7]


def test_the_label_nearest_to_the_anchor_is_taken_and_before_rather_than_after() -> None:
    sample = compiled("公开公开2件公开，公开", "- 2件 :: disclosure.items :: 公开")
    assert sample.span(only(sample).indicator).start == 2
    sample = compiled("公开公开2件公开，公开", "- 2件 :: disclosure.items :: 公开#4")
    assert sample.span(only(sample).indicator).start == 9


def test_of_a_label_in_two_pieces_the_last_is_marked() -> None:
    sample = compiled("制发1件规范性文件", "- 1件 :: normative.issued :: 制发…规范性文件")
    assert sample.words(only(sample).indicator) == "规范性文件"


def test_the_anchor_is_the_quantity_with_its_approximation() -> None:
    sample = compiled("公开约20件左右", "- 20件 :: disclosure.items :: 公开")
    assert sample.words(only(sample).anchor) == "约20件左右"


@pytest.mark.parametrize(("of", "total"), [("12件", "f2"), ("f1", "f1"), ("12件#1", "f2"), ("f2", "f2")])
def test_of_names_the_total_by_its_anchor_or_by_its_id(of: str, total: str) -> None:
    sample = compiled(
        "解读和申请共12件，其中自然人5件",
        "- 12件 :: disclosure.interpretations :: 解读",
        "+ 12件 :: request.received :: 申请",
        f"- 5件 :: request.new :: 申请 ; party=自然人 ; of={of}",
    )
    assert sample.facts[2].part_of == total


def test_a_total_may_be_stated_after_its_parts() -> None:
    sample = compiled(
        "新收118件、上年结转4件，共受理122件",
        "- 118件 :: request.new :: 新收 ; of=122件",
        "- 4件 :: request.carried_in :: 上年结转 ; of=122件",
        "- 122件 :: request.received :: 受理",
    )
    assert [fact.part_of for fact in sample.facts] == ["f3", "f3", None]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- 3件 :: disclosure.items", "a fact is"),
        ("- 3件 :: disclosure.items :: 公开 :: x", "a fact is"),
        ("- 3件 :: disclosure.all :: 公开", "unknown metric"),
        ("- 3件 :: disclosure.items :: 公开 ; place=网站", "unknown key"),
        ("- 3件 :: disclosure.items :: 公开 ; channel", "unknown key"),
        ("- 3件 :: disclosure.items :: 公开 ; channel=报纸", "does not occur"),
        ("- 3件 :: disclosure.items :: 发布", "does not occur"),
        ("- 3件 :: disclosure.items :: 公开#2", "occurs 1 times"),
        ("- 4件 :: disclosure.items :: 公开", "does not occur"),
        ("- 网站 :: disclosure.items :: 公开", "no quantity"),
        ("- 3件 :: disclosure.items :: 公开 ; kind=change", "needs change=WORDS"),
        ("- 3件 :: disclosure.items :: 公开 ; kind=sum", "unknown kind"),
        ("- 3件 :: disclosure.items :: 公开 ; of=9件", "anchor of no fact"),
        ("+ 3件 :: disclosure.items :: 公开", "needs a line before"),
        ("- 3件 :: proposal.reply_rate :: 公开 ; kind=level", "is a rate"),
    ],
)
def test_a_wrong_line_is_an_error_that_names_it(line: str, reason: str) -> None:
    (error,) = results("网站公开3件", line)
    assert isinstance(error, NotationError)
    assert reason in str(error)
    assert "t1-001" in str(error)
    assert str(error).startswith(("line 3:", "line 1:"))


@pytest.mark.parametrize(
    "header", ["## t1-001 | 县局 | 2023 | -", "## t1-001 | 县局 | 23 | - | -", "## ", "## a|b|c|d|e"]
)
def test_a_wrong_header_is_an_error(header: str) -> None:
    (error,) = compile_notation(f"{header}\n公开3件\n= none\n")
    assert isinstance(error, NotationError)
    assert "a header is" in str(error)


def test_a_sample_must_say_that_it_has_no_facts() -> None:
    (error,) = compile_notation("## t1-001 | 县局 | 2023 | - | -\n公开3件\n")
    assert isinstance(error, NotationError)
    assert "neither facts nor" in str(error)


def test_a_broken_sample_does_not_stop_the_others() -> None:
    good = "## t1-{} | 县局 | 2023 | - | -\n无。\n= none\n"
    bad = "## t1-2 | 县局 | 2023 | - | -\n公开3件\n- 4件 :: disclosure.items :: 公开\n"
    first, error, last = compile_notation(good.format(1) + bad + good.format(3))
    assert isinstance(first, Sample)
    assert isinstance(last, Sample)
    assert str(error).startswith("line 6: ")


@settings(deadline=None)
@given(st.text(alphabet="## |2023-+=~!公开3件:;of\n", max_size=120))
def test_any_text_compiles_to_samples_or_errors(text: str) -> None:
    assert all(isinstance(result, Sample | NotationError) for result in compile_notation(text))


def test_uncovered_shows_quantities_and_denials_that_no_fact_rests_on() -> None:
    sample = compiled("公开3件，未收到申请，2023年接访5次。", "- 3件 :: disclosure.items :: 公开")
    assert uncovered(sample) == ["公开3件，未收到申请，202", "，2023年接访5次。"]


@pytest.mark.parametrize(("anchor", "code"), [("3件", 0), ("4件", 1)])
def test_the_command_writes_samples_and_tells_of_errors(
    anchor: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "t1.txt"
    draft.write_text(
        f"## t1-1 | 县局 | 2023 | - | -\n公开3件\n- {anchor} :: disclosure.items :: 公开\n"
        "## t1-2 | 县局 | 2023 | - | -\n接访5次\n= none\n",
        "utf-8",
    )
    with pytest.raises(typer.Exit) as exit_:
        main(draft, output=tmp_path / "t1.jsonl", quiet=False)
    assert exit_.value.exit_code == code
    printed = capsys.readouterr().out
    assert f"{2 - code} samples, {1 - code} facts, {code} errors" in printed
    assert "open   t1-2: …接访5次…" in printed
    assert len(read_samples(tmp_path / "t1.jsonl")) == 2 - code


def test_ordinal_of_a_second_fact_on_an_anchor_is_heeded() -> None:
    sample = compiled(
        "网络申请3件，当面申请11件，共答复11件。",
        "- 3件 :: request.received :: 申请 ; channel=网络",
        "+ 11件#2 :: request.concluded :: 答复",
    )
    assert [fact.value for fact in sample.facts] == [3, 11]
