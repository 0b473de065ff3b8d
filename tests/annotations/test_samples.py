"""Annotated samples: they survive the disk, and what is broken is said with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.catalogue import catalogue
from annotations.labels import entity_labels, relation_labels
from annotations.samples import (
    BrokenSample,
    Sample,
    SampleFact,
    Span,
    from_json,
    problems,
    read_samples,
    to_json,
    write_samples,
)

TEXT = "上年公开信息240条，其中网站130条，同比增长12%，未收到申请。"


def span(span_id: str, label: str, words: str) -> Span:
    start = TEXT.index(words)
    return Span(span_id, label, start, start + len(words))


def fact(fact_id: str, metric: str, anchor: str, indicator: str, value: str, **options: Any) -> SampleFact:
    plain: dict[str, Any] = {"kind": "level", "unit": "条", "negated": False, "approx": None, "year": 2022}
    return SampleFact(
        id=fact_id, metric=metric, value=Decimal(value), anchor=anchor, indicator=indicator, **(plain | options)
    )


SAMPLE = Sample(
    id="t-1",
    batch="t",
    agency="县局",
    year=2023,
    constructs=("parts", "negation"),
    note="",
    text=TEXT,
    spans=(
        span("s1", "QUANTITY", "240条"),
        span("s2", "INDICATOR", "公开信息"),
        span("s3", "QUANTITY", "130条"),
        span("s4", "CHANNEL", "网站"),
        span("s5", "PERIOD", "上年"),
        span("s6", "QUANTITY", "12%"),
        span("s7", "CHANGE", "同比增长"),
        span("s8", "NEGATION", "未收到"),
        span("s9", "INDICATOR", "申请"),
    ),
    facts=(
        fact("f1", "disclosure.items", "s1", "s2", "240", period="s5"),
        fact("f2", "disclosure.items", "s3", "s2", "130", qualifiers={"channel": "s4"}, part_of="f1"),
        fact("f3", "disclosure.items", "s6", "s2", "12.0", kind="change", unit="%", change="s7"),
        fact("f4", "request.received", "s8", "s9", "0", unit=None, negated=True, year=None),
    ),
)

Edit = Callable[[dict[str, Any]], object]


def setting(*path: str | int, to: object) -> Edit:
    """An edit that sets one place of the record."""

    def edit(record: Any) -> None:
        for step in path[:-1]:
            record = record[step]
        record[path[-1]] = to

    return edit


def dropping(*path: str | int) -> Edit:
    """An edit that takes one place of the record away."""

    def edit(record: Any) -> None:
        for step in path[:-1]:
            record = record[step]
        del record[path[-1]]

    return edit


# What is wrong, and the words by which it is said.
BROKEN: list[tuple[str, Edit, str]] = [
    ("no-text", dropping("text"), "not a sample"),
    ("text-is-a-number", setting("text", to=3), "not a sample"),
    ("year-is-text", setting("year", to="2023"), "not a sample"),
    ("year-is-true", setting("year", to=True), "not a sample"),
    ("constructs-is-text", setting("constructs", to="parts"), "not a sample"),
    ("spans-is-nothing", setting("spans", to=None), "not a sample"),
    ("span-without-end", setting("spans", 0, to=["s1", "QUANTITY", 3]), "not a sample"),
    ("span-too-long", setting("spans", 0, to=["s1", "QUANTITY", 3, 4, 5]), "not a sample"),
    ("span-offset-is-text", setting("spans", 0, to=["s1", "QUANTITY", "3", "4"]), "not a sample"),
    ("fact-without-anchor", dropping("facts", 0, "anchor"), "not a sample"),
    ("fact-with-more", setting("facts", 0, "sign", to="+"), "not a sample"),
    ("fact-is-text", setting("facts", 0, to="f1"), "not a sample"),
    ("anchor-is-a-list", setting("facts", 0, "anchor", to=["s1"]), "not a sample"),
    ("qualifiers-is-a-list", setting("facts", 1, "qualifiers", to=["s4"]), "not a sample"),
    ("value-is-no-number", setting("facts", 0, "value", to="viele"), "not a sample"),
    ("value-is-a-float", setting("facts", 0, "value", to=240.0), "not a sample"),
    ("value-is-nan", setting("facts", 0, "value", to="NaN"), "no number"),
    ("duplicate-span-id", setting("spans", 1, 0, to="s1"), "two spans"),
    ("unknown-label", setting("spans", 0, 1, to="NUMBER"), "unknown label NUMBER"),
    ("span-outside", setting("spans", 0, 3, to=999), "outside the text"),
    ("span-before", setting("spans", 0, 2, to=-1), "outside the text"),
    ("span-empty", setting("spans", 3, to=["s4", "CHANNEL", 5, 5]), "outside the text"),
    ("span-with-space", setting("text", to=TEXT.replace("网站", "网 ")), "white space"),
    ("duplicate-fact-id", setting("facts", 1, "id", to="f1"), "two facts"),
    ("unknown-metric", setting("facts", 0, "metric", to="disclosure.all"), "unknown metric"),
    ("unknown-kind", setting("facts", 0, "kind", to="sum"), "unknown kind"),
    ("unknown-approximation", setting("facts", 0, "approx", to="perhaps"), "unknown approximation"),
    ("anchor-of-another-label", setting("facts", 0, "anchor", to="s2"), "its anchor s2"),
    ("anchor-of-nothing", setting("facts", 0, "anchor", to="s99"), "its anchor s99"),
    ("indicator-of-another-label", setting("facts", 0, "indicator", to="s4"), "its indicator s4"),
    ("qualifier-of-another-label", setting("facts", 1, "qualifiers", to={"channel": "s5"}), "no CHANNEL"),
    ("unknown-qualifier", setting("facts", 1, "qualifiers", to={"place": "s99"}), "unknown qualifier place"),
    ("period-of-another-label", setting("facts", 0, "period", to="s4"), "no PERIOD"),
    ("change-of-nothing", setting("facts", 2, "change", to="s99"), "no CHANGE"),
    ("part-of-nothing", setting("facts", 1, "part_of", to="f9"), "no other fact"),
    ("part-of-itself", setting("facts", 1, "part_of", to="f2"), "no other fact"),
    ("part-of-its-part", setting("facts", 0, "part_of", to="f2"), "in turn"),
    ("negated-with-value", setting("facts", 3, "value", to="2"), "is negated"),
    ("negated-without-negation", setting("facts", 0, "negated", to=True), "is negated"),
    ("negation-not-negated", setting("facts", 3, "negated", to=False), "negated is False"),
    ("rate-as-level", setting("facts", 0, "metric", to="proposal.reply_rate"), "is a rate"),
]


def test_the_sample_of_these_tests_is_whole() -> None:
    assert list(problems(SAMPLE)) == []


@pytest.mark.parametrize(("edit", "words"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_sample_is_refused_with_file_and_line(edit: Edit, words: str, tmp_path: Path) -> None:
    record = json.loads(to_json(SAMPLE))
    edit(record)
    file = tmp_path / "b1.jsonl"
    whole = to_json(SAMPLE).replace('"t-1"', '"t-0"')
    file.write_text(f"{whole}\n\n{json.dumps(record, ensure_ascii=False)}\n", "utf-8")
    with pytest.raises(BrokenSample, match=words) as caught:
        read_samples(file)
    assert caught.value.where == "b1.jsonl:3"
    assert str(caught.value).startswith("b1.jsonl:3: ")


@pytest.mark.parametrize("line", ["", "{", "[]", "3", "null", '"sample"', "{}", "[" * 100_000])
def test_a_line_that_is_no_sample_is_refused(line: str) -> None:
    with pytest.raises(BrokenSample, match="not a sample"):
        from_json(line)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b1.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenSample, match="not UTF-8"):
        read_samples(tmp_path)


def test_an_id_occurs_once_in_a_folder(tmp_path: Path) -> None:
    write_samples(tmp_path / "b1.jsonl", [SAMPLE])
    write_samples(tmp_path / "b2.jsonl", [SAMPLE])
    with pytest.raises(BrokenSample, match="t-1 was there before") as caught:
        read_samples(tmp_path)
    assert caught.value.where == "b2.jsonl:1"


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    other = from_json(to_json(SAMPLE).replace('"t-1"', '"t-2"'))
    write_samples(tmp_path / "b.jsonl", [SAMPLE])
    write_samples(tmp_path / "a.jsonl", [other])
    (tmp_path / "README.md").write_text("no samples", "utf-8")
    assert read_samples(tmp_path) == [other, SAMPLE]


def test_words_are_those_of_the_span() -> None:
    assert (SAMPLE.words("s3"), SAMPLE.span("s3").label) == ("130条", "QUANTITY")


def test_relations_follow_from_the_facts() -> None:
    assert SAMPLE.relations() == [
        ("measures", "s1", "s2"),
        ("period", "s2", "s5"),
        ("measures", "s3", "s2"),
        ("channel", "s3", "s4"),
        ("part_of", "s3", "s1"),
        ("measures", "s6", "s2"),
        ("changes", "s7", "s6"),
        ("negates", "s8", "s9"),
    ]
    assert {label for label, _, _ in SAMPLE.relations()} <= set(relation_labels())


WORDS = st.text(max_size=20)
VALUES = st.decimals(allow_nan=False, allow_infinity=False)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    text = draw(st.text(min_size=3, max_size=40).filter(lambda text: all(not c.isspace() for c in text[:3])))
    labels = draw(st.lists(st.sampled_from(entity_labels()), max_size=4))
    spans = [Span(f"x{k}", label, k % 3, k % 3 + 1) for k, label in enumerate(labels)]
    spans += [Span("q", "QUANTITY", 0, 1), Span("i", "INDICATOR", 1, 2)]
    metrics = [metric.id for metric in catalogue().values() if metric.measure != "rate"]
    facts = [
        SampleFact(
            id=f"f{k}",
            metric=draw(st.sampled_from(metrics)),
            kind=draw(st.sampled_from(["level", "change", "rate"])),
            value=draw(VALUES),
            unit=draw(st.none() | WORDS),
            negated=False,
            approx=draw(st.sampled_from([None, "about", "at_least", "at_most"])),
            year=draw(st.none() | st.integers(1990, 2100)),
            anchor="q",
            indicator="i",
            part_of=f"f{k - 1}" if k and draw(st.booleans()) else None,
        )
        for k in range(draw(st.integers(0, 3)))
    ]
    constructs = tuple(draw(st.lists(WORDS, max_size=2)))
    return Sample(
        draw(WORDS), draw(WORDS), draw(WORDS), 2020, constructs, draw(WORDS), text, tuple(spans), tuple(facts)
    )


@settings(deadline=None)
@given(samples())
def test_a_sample_survives_its_line_of_json(sample: Sample) -> None:
    assert from_json(to_json(sample)) == sample
    assert "\n" not in to_json(sample)


@settings(deadline=None)
@given(sample=samples())
def test_a_sample_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, sample: Sample) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    write_samples(path, [sample])
    assert read_samples(path) == [sample]


def test_qualifiers_of_two_facts_on_one_figure_belong_to_their_indicators() -> None:
    text = "网站见面率、邮箱走访率均为100%"

    def place(span_id: str, label: str, words: str) -> Span:
        return Span(span_id, label, text.index(words), text.index(words) + len(words))

    spans = (
        place("q", "QUANTITY", "100%"),
        place("i1", "INDICATOR", "见面率"),
        place("i2", "INDICATOR", "走访率"),
        place("c1", "CATEGORY", "见面率"),
        place("c2", "CATEGORY", "走访率"),
    )
    facts = tuple(
        fact(f"f{k}", "inquiry.rate", "q", f"i{k}", "100", kind="rate", unit="%", qualifiers={"category": f"c{k}"})
        for k in (1, 2)
    )
    sample = Sample("t-2", "t", "县局", 2023, (), "", text, spans, facts)
    assert list(problems(sample)) == []
    assert {row for row in sample.relations() if row[0] == "category"} == {
        ("category", "i1", "c1"),
        ("category", "i2", "c2"),
    }
