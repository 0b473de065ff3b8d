"""Samples → windows with what is to be found in them."""

from __future__ import annotations

import numpy as np
import pytest

from annotations.samples import Sample
from models.alphabet import Alphabet
from models.fact_reader.config import KINDS, NO_METRIC, FactReaderConfig
from models.fact_reader.joints import Questions, Spans
from training.examples import IGNORED, Example, Targets, examples_of, marked_text, span_targets, targets, training_spans
from training.notation import compile_notation

TEXT = "全年公开 信息240条，其中网站130条。未收到申请。"
LINES = (
    "- 240条 :: disclosure.items :: 公开信息",
    "- 130条 :: disclosure.items :: 公开信息 ; channel=网站 ; of=240条",
    "- !未收到 :: request.received :: 申请",
)
CONFIG = FactReaderConfig(
    span_labels=("INDICATOR", "CHANNEL", "PERIOD", "NEGATION", "CHANGE"),
    metrics=(NO_METRIC, "disclosure.items", "request.received"),
    repeatable=(),
    encoder_width=2,
    max_window=40,
)
ALPHABET = Alphabet.learn([TEXT], min_count=1)
NOTHING = Spans((), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def sample(text: str = TEXT, *lines: str) -> Sample:
    (result,) = compile_notation("\n".join(["## t-1 | 县局 | 2023 | - | -", text, *(lines or LINES), ""]))
    assert isinstance(result, Sample), result
    return result


def one(text: str = TEXT, *lines: str) -> Example:
    (example,) = examples_of([sample(text, *lines)], ALPHABET, CONFIG)
    return example


def words(example: Example, text: str, first: int, last: int) -> str:
    return "".join(text[slice(*example.window.range_of(first, last))].split())


def test_marked_text_tells_quantities_from_other_numbers() -> None:
    marked = marked_text("2023年公开5条")
    assert (marked.quantities, marked.others) == (((7, 9),), ((0, 5),))


def test_an_example_has_the_spans_and_facts_of_its_sample_in_positions() -> None:
    example = one()
    assert {(label, words(example, TEXT, a, b)) for label, a, b in example.places} == {
        ("QUANTITY", "240条"),
        ("QUANTITY", "130条"),
        ("INDICATOR", "公开信息"),
        ("INDICATOR", "申请"),
        ("CHANNEL", "网站"),
        ("NEGATION", "未收到"),
    }
    total, part, denied = example.facts
    assert [CONFIG.metrics[fact.metric] for fact in example.facts] == [
        "disclosure.items",
        "disclosure.items",
        "request.received",
    ]
    assert [KINDS[fact.kind] for fact in example.facts] == ["level"] * 3
    assert (total.total, part.total, denied.total) == (None, total.anchor, None)
    assert [words(example, TEXT, a, b) for _, a, b in part.qualifiers] == ["网站"]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("- 5条 :: disclosure.items :: 公开 ; change=增加", {"CHANGE"}),
        ("- 5条 :: disclosure.items :: 公开 ; period=上年", {"PERIOD"}),
        ("- ~增加 :: disclosure.items :: 公开", set()),
    ],
)
def test_words_of_change_and_period_are_qualifiers_unless_they_are_the_anchor(line: str, labels: set[str]) -> None:
    (fact,) = one("上年公开增加5条", line).facts
    assert {label for label, _, _ in fact.qualifiers} == labels


def test_every_fact_of_a_long_sample_is_in_some_window() -> None:
    text = "".join(f"全年公开信息{number}条。" for number in range(10, 30))
    lines = [f"- {number}条 :: disclosure.items :: 公开信息" for number in range(10, 30)]
    examples = examples_of([sample(text, *lines)], ALPHABET, CONFIG)
    assert len(examples) > 3
    found = {example.window.range_of(*fact.anchor[1:]) for example in examples for fact in example.facts}
    assert {text[slice(*place)] for place in found} == {f"{number}条" for number in range(10, 30)}
    for example in examples:
        length = len(example.window.offsets)
        assert all(1 <= first <= last <= length for _, first, last in example.places)


def test_span_targets_mark_what_the_network_must_find() -> None:
    example = one()
    length = len(example.window.ids)
    target = span_targets(example, length, CONFIG)
    assert target.shape == (len(CONFIG.span_labels), length, length)
    found = {(CONFIG.span_labels[k], int(a), int(b)) for k, a, b in np.argwhere(target)}
    assert found == {place for place in example.places if place[0] != "QUANTITY"}


def test_training_spans_are_gold_and_proposed_ones_each_once() -> None:
    example = one()
    gold = sorted(example.places)[0]
    proposed = Spans(("CHANNEL", gold[0]), np.array([2, gold[1]]), np.array([3, gold[2]]))
    spans = training_spans(example, proposed)
    places = list(zip(spans.labels, spans.first.tolist(), spans.last.tolist(), strict=True))
    assert set(places) == example.places | {("CHANNEL", 2, 3)}
    assert len(set(places)) == len(places)


def asked_of(example: Example, proposed: Spans = NOTHING) -> tuple[Spans, Questions, Targets]:
    spans = training_spans(example, proposed)
    return spans, *targets(example, spans, CONFIG)


def test_targets_answer_every_asked_pair() -> None:
    example = one()
    spans, asked, right = asked_of(example)
    answers = {}
    for (a, i), metric, kind in zip(asked.asked.spans.tolist(), right.metric, right.kind, strict=True):
        pair = (
            words(example, TEXT, int(spans.first[a]), int(spans.last[a])),
            words(example, TEXT, int(spans.first[i]), int(spans.last[i])),
        )
        answers[pair] = (CONFIG.metrics[metric], int(kind))
    assert answers == {
        ("240条", "公开信息"): ("disclosure.items", 0),
        ("130条", "公开信息"): ("disclosure.items", 0),
        ("未收到", "申请"): ("request.received", 0),
        ("240条", "申请"): (NO_METRIC, IGNORED),
        ("130条", "申请"): (NO_METRIC, IGNORED),
        ("未收到", "公开信息"): (NO_METRIC, IGNORED),
    }


def test_targets_say_which_metrics_an_anchor_states() -> None:
    example = one()
    spans, asked, right = asked_of(example)
    stated = {
        words(example, TEXT, int(spans.first[s]), int(spans.last[s])): row.tolist()
        for s, row in zip(asked.anchors.tolist(), right.stated, strict=True)
    }
    assert stated == {"240条": [0, 1, 0], "130条": [0, 1, 0], "未收到": [0, 0, 1]}


def test_the_same_words_cut_a_little_differently_are_no_wrong_answer() -> None:
    example = one()
    gold = next(place for place in example.places if place[0] == "INDICATOR" and place[2] - place[1] == 3)
    wider, elsewhere = ("INDICATOR", gold[1] - 1, gold[2]), ("INDICATOR", 1, 1)
    proposed = Spans((wider[0], elsewhere[0]), np.array([wider[1], elsewhere[1]]), np.array([wider[2], elsewhere[2]]))
    spans, asked, right = asked_of(example, proposed)
    places = list(zip(spans.labels, spans.first.tolist(), spans.last.tolist(), strict=True))
    by_pair = {
        (places[a], places[i]): int(metric)
        for (a, i), metric in zip(asked.asked.spans.tolist(), right.metric, strict=True)
    }
    anchor = example.facts[0].anchor
    assert by_pair[anchor, wider] == IGNORED
    assert by_pair[anchor, elsewhere] == 0
    assert by_pair[anchor, gold] == 1


def test_targets_link_facts_with_their_qualifiers_and_totals() -> None:
    example = one()
    spans, asked, right = asked_of(example)
    by_anchor, by_indicator, part_by_anchor, part_by_indicator = asked.blocks()
    for rows, anchors, indicators in (
        (right.link, by_anchor, by_indicator),
        (right.part, part_by_anchor, part_by_indicator),
    ):
        assert rows[:, 0].max() < anchors.stop - anchors.start
        assert rows[:, 1].max() < indicators.stop - indicators.start
    linked = asked.linked.spans

    def pairs(rows: np.ndarray, block: slice) -> set[tuple[str, str]]:
        chosen = linked[block][rows[rows[:, 2] == 1][:, 0]]
        shown = [words(example, TEXT, int(spans.first[s]), int(spans.last[s])) for s in chosen.reshape(-1).tolist()]
        return set(zip(shown[::2], shown[1::2], strict=True))

    assert pairs(right.link, by_anchor) == {("130条", "网站")}
    assert pairs(right.part, part_by_anchor) == {("130条", "240条")}
    # The denial may be told that it is no part; nothing is ever a part of a denial.
    assert {int(linked[part_by_anchor][row, 1]) for row in right.part[:, 0]} == set(spans.of("QUANTITY").tolist())


def test_a_sample_without_facts_asks_and_teaches_nothing() -> None:
    example = one("一是加强领导。", "= none")
    _, asked, right = asked_of(example)
    assert example.facts == ()
    assert (len(asked.asked.spans), len(right.metric), right.link.shape, right.part.shape) == (0, 0, (0, 3), (0, 3))
