"""Samples go out to annotation tools and come back: nothing is lost, edits are taken over, broken ones are told."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from annotations.samples import Sample, Span, read_samples
from training.interchange import label_studio
from training.interchange.files import SUFFIXES, Tool, export, gather
from training.interchange.markup import Markup, Relation, markup_of, sample_of
from training.notation import compile_notation

SAMPLES = Path(__file__).parents[3] / "annotations" / "samples"
TOOLS: tuple[Tool, ...] = ("nianbao", "doccano", "label-studio", "spacy")
DRAFT = """## t-1 | 县教育局 | 2023 | parts | -
全年公开信息150条，其中网站90条，较上年增加12条。满意率、办复率均为100%。未收取任何费用。
- 150条 :: disclosure.items :: 公开信息
- 90条 :: disclosure.items :: 公开信息 ; channel=网站 ; of=150条
- 12条 :: disclosure.items :: 公开信息 ; change=较上年增加
- 100% :: proposal.satisfaction_rate :: 满意率
+ 100% :: proposal.reply_rate :: 办复率
- !未收取 :: fee.amount :: 费用
"""


@pytest.fixture
def sample() -> Sample:
    (made,) = compile_notation(DRAFT)
    assert isinstance(made, Sample)
    return made


@pytest.mark.parametrize("tool", TOOLS)
def test_every_sample_of_the_project_comes_back_as_it_went(tool: Tool, tmp_path: Path) -> None:
    samples = read_samples(SAMPLES)[::7]
    path = tmp_path / f"samples{SUFFIXES[tool]}"
    export(samples, path, tool)
    gathered = gather(tmp_path, year=2023)
    assert gathered.broken == ()
    assert gathered.samples == tuple(samples)


def test_marks_alone_tell_nearly_every_fact_of_the_project() -> None:
    """Without the sample that goes along, as where a user annotates from nothing."""
    n_facts = n_same = 0
    for sample in read_samples(SAMPLES)[::5]:
        told = sample_of(replace(markup_of(sample), origin=None))
        want = sorted((f.metric, f.kind, str(f.value), str(f.year)) for f in sample.facts)
        have = sorted((f.metric, f.kind, str(f.value), str(f.year)) for f in told.facts)
        n_facts += len(want)
        n_same += len(want) - sum(entry not in have for entry in want)
    assert n_same >= 0.97 * n_facts


def test_a_span_moved_in_the_tool_changes_its_fact_alone(sample: Sample) -> None:
    markup = markup_of(replace(sample, facts=(replace(sample.facts[0], year=2019), *sample.facts[1:])))
    start = sample.text.index("网站")
    moved = tuple(replace(s, start=start, end=start + 1) if s.label == "CHANNEL" else s for s in markup.spans)
    told = sample_of(replace(markup, spans=moved))
    assert told.words(told.facts[1].qualifiers["channel"]) == "网"
    # What follows from no mark, the unusual year, is kept where the fact's marks are as they were.
    assert told.facts[0].year == 2019


def test_a_relation_added_in_the_tool_is_a_fact_with_what_its_words_are_worth(sample: Sample) -> None:
    text = "受理申请约1.2万件，同比下降两成。"
    spans = (
        Span("a", "QUANTITY", 4, 10),
        Span("b", "INDICATOR", 0, 4),
        Span("c", "QUANTITY", 15, 17),
        Span("d", "CHANGE", 11, 15),
    )
    relations = (
        Relation("request.received", "a", "b"),
        Relation("request.received", "c", "b"),
        Relation("changes", "d", "c"),
    )
    told = sample_of(Markup("x", "x", "某局", 2022, text, spans, relations))
    assert [(f.value, f.unit, f.kind, f.approx, f.year) for f in told.facts] == [
        (Decimal(12000), "件", "level", "about", 2022),
        (Decimal(-20), "%", "change", None, 2022),
    ]


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (Relation("request.recieved", "a", "b"), "unknown type"),
        (Relation("request.received", "b", "a"), "does not join"),
        (Relation("request.received", "a", "z"), "not there"),
    ],
)
def test_a_relation_that_cannot_be_is_told(relation: Relation, reason: str) -> None:
    spans = (Span("a", "QUANTITY", 4, 6), Span("b", "INDICATOR", 0, 4))
    with pytest.raises(ValueError, match=reason):
        sample_of(Markup("x", "x", "某局", 2022, "受理申请2件。", spans, (relation,)))


def test_every_broken_sample_is_told_with_file_line_and_reason(sample: Sample, tmp_path: Path) -> None:
    good = tmp_path / "a.jsonl"
    export([sample], good, "nianbao")
    record = json.loads(good.read_text("utf-8"))
    broken = [
        "{",
        json.dumps(record | {"id": "t-2", "text": "短"}),
        json.dumps({"text": "受理2件", "entities": [{"id": 1, "label": "QUANTITY", "start_offset": 0}]}),
        json.dumps(record),
    ]
    good.write_text(good.read_text("utf-8") + "\n".join(broken), "utf-8")
    (tmp_path / "b.json").write_text('[{"data": {}}]', "utf-8")
    (tmp_path / "c.spacy").write_bytes(b"no")
    gathered = gather(tmp_path, year=2023)
    assert [s.id for s in gathered.samples] == ["t-1"]
    wheres = [error.where for error in gathered.broken]
    assert {f"{good}:{n}" for n in (2, 3, 4, 5)} | {f"{tmp_path / 'b.json'}:1", str(tmp_path / "c.spacy")} <= set(
        wheres
    )
    assert all(error.reason for error in gathered.broken)


def test_label_studio_counts_characters_as_a_browser_does(sample: Sample, tmp_path: Path) -> None:
    text = "𠮷林局受理申请2件。"
    spans = (Span("a", "QUANTITY", 7, 9), Span("b", "INDICATOR", 3, 7))
    made = sample_of(Markup("x", "x", "某局", 2022, text, spans, (Relation("request.received", "a", "b"),)))
    task = json.loads(label_studio.dump([made]))[0]
    assert task["annotations"][0]["result"][0]["value"]["start"] == 8
    back = label_studio.parse(task, id="x", batch="x", agency="某局", year=2022)
    assert sample_of(back) == made


def test_label_studio_draws_an_arrow_either_way() -> None:
    relation = {"type": "relation", "from_id": "b", "to_id": "a", "direction": "left", "labels": ["request.received"]}
    regions = [
        {"id": id, "type": "labels", "value": {"start": start, "end": end, "labels": [label]}}
        for id, label, start, end in (("a", "QUANTITY", 4, 6), ("b", "INDICATOR", 0, 4))
    ]
    task = {"data": {"text": "受理申请2件。"}, "annotations": [{"result": [*regions, relation]}]}
    told = sample_of(label_studio.parse(task, id="x", batch="x", agency="某局", year=2022))
    assert [fact.metric for fact in told.facts] == ["request.received"]


def test_labeling_config_names_every_label_and_type() -> None:
    from lxml import etree

    root = etree.fromstring(label_studio.labeling_config())
    values = {element.get("value") for element in root.iter() if element.get("value")}
    assert {"QUANTITY", "CHANGE", "request.received", "part_of"} <= values
