"""Scores → statements, with a network written by hand: what it answers is written down in the words of the text."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.alphabet import Alphabet
from models.fact_reader.config import KINDS, NO_METRIC, QUANTITY, FactReaderConfig
from models.fact_reader.decode import (
    DOUBT_LEFT,
    MAX_SPANS_PER_LABEL,
    SPAN_FLOOR,
    FloatArray,
    JointScores,
    Statement,
    candidate_spans,
    merged,
)
from models.fact_reader.joints import Questions, Spans
from models.fact_reader.passage import IntArray, MarkedText, windows_of
from models.fact_reader.reading import BATCH_CHARACTERS, FactReader, stacked
from service.facts.quantities import find_numbers

SURE, UNSURE = 6.0, -6.0
CONFIG = FactReaderConfig(
    span_labels=("INDICATOR", "NEGATION", "CHANGE", "CHANNEL", "PARTY", "PERIOD"),
    metrics=(NO_METRIC, "disclosure.items", "request.received", "proposal.reply_rate"),
    repeatable=("proposal.reply_rate",),
    encoder_width=2,
    max_window=60,
)
# Every character that the texts of these tests use has a number of its own, so that spans can be told by their words.
ALPHABET = Alphabet.learn(
    ["全年公开信息收到申请建议提案办复率均为其中网站号自然人未上与持平条件，。0%甲乙丙丁；、"], min_count=1
)


def marked(text: str) -> MarkedText:
    """A text with the numbers that the grammar finds."""
    numbers = find_numbers(text)
    quantities = tuple((n.start, n.end) for n in numbers if n.kind == "quantity")
    return MarkedText(text, quantities, tuple((n.start, n.end) for n in numbers if n.kind == "other"))


@dataclass
class PreparedScorer:
    """A ``Scorer`` that knows spans by their canonical words (figures are written ``00条``).

    ``spans``: (label, words) → score. ``metrics``: (anchor words, indicator words) → metric → score, against 0 for
    none; the anchor alone is as sure as its surest pair. ``kinds``: the same pairs → kind. ``links`` and ``parts``: pairs of words → score.
    """

    spans: dict[tuple[str, str], float] = field(default_factory=dict)
    metrics: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    links: dict[tuple[str, str], float] = field(default_factory=dict)
    parts: dict[tuple[str, str], float] = field(default_factory=dict)
    shapes: list[tuple[int, int]] = field(default_factory=list)

    def read(self, ids: IntArray, marks: IntArray, present: IntArray) -> tuple[FloatArray, FloatArray]:
        """Span scores by their words; the states are the numbers of the characters, so that ``join`` can read."""
        rows, length = ids.shape
        self.shapes.append((rows, length))
        assert marks.shape == present.shape == ids.shape
        states = np.stack([ids, present], axis=-1).astype(np.float32)
        scores = np.full((rows, len(CONFIG.span_labels), length, length), UNSURE, dtype=np.float32)
        for row in range(rows):
            text = self._words(ids[row], 0, length - 1)
            for (label, words), score in self.spans.items():
                at = text.find(words)
                while at >= 0:
                    scores[row, CONFIG.span_labels.index(label), at, at + len(words) - 1] = score
                    at = text.find(words, at + 1)
        return states, scores

    def join(self, states: FloatArray, spans: Spans, labels: IntArray, asked: Questions) -> JointScores:
        """Answers by the words of the two spans of each pair."""
        assert [CONFIG.labels[number] for number in labels.tolist()] == list(spans.labels)
        ids = states[:, 0].astype(np.int64)
        words = [self._words(ids, a, b) for a, b in zip(spans.first.tolist(), spans.last.tolist(), strict=True)]
        metric = np.zeros((len(asked.asked.spans), len(CONFIG.metrics)), dtype=np.float32)
        stated = np.full((len(words), len(CONFIG.metrics)), UNSURE, dtype=np.float32)
        kind = np.zeros((len(asked.asked.spans), len(KINDS)), dtype=np.float32)
        for row, (a, i) in enumerate(asked.asked.spans.tolist()):
            answers = self.metrics.get((words[a], words[i]), {NO_METRIC: SURE})
            for m, score in ((CONFIG.metrics.index(name), score) for name, score in answers.items()):
                metric[row, m] = score
                stated[a, m] = max(stated[a, m], score)
            kind[row, KINDS.index(self.kinds.get((words[a], words[i]), "level"))] = 1.0
        link, part = (self._scores(table, words, asked.linked.spans) for table in (self.links, self.parts))
        return JointScores(metric, kind, link, part, stated)

    @staticmethod
    def _scores(table: dict[tuple[str, str], float], words: list[str], pairs: IntArray) -> NDArray[np.float32]:
        scores = [table.get((words[a], words[b]), UNSURE) for a, b in pairs.tolist()]
        return np.array(scores, dtype=np.float32)

    @staticmethod
    def _words(ids: IntArray, first: int, last: int) -> str:
        symbols = (ALPHABET.symbols[number] for number in ids[first : last + 1].tolist())
        return "".join(symbol if len(symbol) == 1 else "▢" for symbol in symbols)


ITEMS = {"disclosure.items": SURE}
RECEIVED = {"request.received": SURE}
RATE = {"proposal.reply_rate": SURE}


def read(text: str, scorer: PreparedScorer, *, threshold: float | None = None) -> list[Statement]:
    (found,) = FactReader(CONFIG, ALPHABET, scorer).read([marked(text)], threshold=threshold)
    return found


def shown(text: str, found: list[Statement]) -> list[tuple[str, str, str]]:
    return [(text[slice(*s.anchor)], s.metric, text[slice(*s.indicator)]) for s in found]


def test_a_quantity_and_its_indicator_are_a_statement() -> None:
    text = "全年 公开信息 12 条。"
    scorer = PreparedScorer(spans={("INDICATOR", "公开信息"): SURE}, metrics={("00条", "公开信息"): ITEMS})
    (statement,) = read(text, scorer)
    assert shown(text, [statement]) == [("12 条", "disclosure.items", "公开信息")]
    assert (statement.anchor_label, statement.kind, statement.qualifiers, statement.totals) == (
        QUANTITY,
        "level",
        {},
        {},
    )
    assert 0.98 < statement.confidence <= 1


@pytest.mark.parametrize(
    ("label", "anchor", "text"), [("NEGATION", "未收到", "未收到申请。"), ("CHANGE", "与上年持平", "申请与上年持平。")]
)
def test_negations_and_changes_are_anchors_too(label: str, anchor: str, text: str) -> None:
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, (label, anchor): SURE}, metrics={(anchor, "申请"): RECEIVED}
    )
    (statement,) = read(text, scorer)
    assert (statement.anchor_label, shown(text, [statement])) == (label, [(anchor, "request.received", "申请")])


def test_the_kind_is_the_one_scored_highest() -> None:
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE},
        metrics={("0件", "申请"): RECEIVED},
        kinds={("0件", "申请"): "change"},
    )
    assert [s.kind for s in read("收到申请5件", scorer)] == ["change"]


@pytest.mark.parametrize(
    ("score", "threshold", "n_statements"), [(SURE, None, 1), (0.0, None, 0), (0.0, 0.2, 1), (SURE, 0.999, 0)]
)
def test_a_statement_counts_from_the_threshold_on(score: float, threshold: float | None, n_statements: int) -> None:
    scorer = PreparedScorer(spans={("INDICATOR", "申请"): SURE}, metrics={("0件", "申请"): {"request.received": score}})
    assert len(read("收到申请5件", scorer, threshold=threshold)) == n_statements


@pytest.mark.parametrize(("score", "qualifiers"), [(SPAN_FLOOR + 0.1, {"CHANNEL"}), (SPAN_FLOOR - 0.1, set())])
def test_a_qualifier_is_asked_about_from_the_floor_on(score: float, qualifiers: set[str]) -> None:
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, ("CHANNEL", "网站"): score},
        metrics={("0件", "申请"): RECEIVED},
        links={("0件", "网站"): SURE, ("申请", "网站"): SURE},
    )
    (statement,) = read("网站收到申请5件", scorer)
    assert set(statement.qualifiers) == qualifiers


def test_the_best_words_for_a_figure_are_asked_about_however_unsure() -> None:
    scorer = PreparedScorer(spans={("INDICATOR", "申请"): SPAN_FLOOR - 1}, metrics={("0件", "申请"): RECEIVED})
    assert len(read("收到申请5件", scorer)) == 1


def test_two_cuts_of_the_same_words_share_the_probability_and_are_one_statement() -> None:
    text = "收到申请5件"
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, ("INDICATOR", "收到申请"): SURE},
        metrics={("0件", "申请"): {"request.received": 0.5}, ("0件", "收到申请"): {"request.received": 0.8}},
    )
    (statement,) = read(text, scorer, threshold=0.6)
    assert shown(text, [statement]) == [("5件", "request.received", "收到申请")]


def test_one_figure_may_state_a_repeatable_metric_twice() -> None:
    text = "建议办复率、提案办复率均为100%"
    scorer = PreparedScorer(
        spans={("INDICATOR", "建议办复率"): SURE, ("INDICATOR", "提案办复率"): SURE},
        metrics={("000%", "建议办复率"): RATE, ("000%", "提案办复率"): RATE},
    )
    assert shown(text, read(text, scorer)) == [
        ("100%", "proposal.reply_rate", "建议办复率"),
        ("100%", "proposal.reply_rate", "提案办复率"),
    ]


def test_words_that_say_little_by_themselves_make_no_second_statement_of_a_figure() -> None:
    """However sure it is that the figure states the metric: the likeliest words do."""
    text = "建议办复率、提案均为100%"
    scorer = PreparedScorer(
        spans={("INDICATOR", "建议办复率"): SURE, ("INDICATOR", "提案"): SURE},
        metrics={("000%", "建议办复率"): RATE, ("000%", "提案"): {"proposal.reply_rate": -1.0}},
    )
    assert shown(text, read(text, scorer)) == [("100%", "proposal.reply_rate", "建议办复率")]


def test_one_figure_states_any_other_metric_once() -> None:
    text = "公开信息、申请信息12条"
    scorer = PreparedScorer(
        spans={("INDICATOR", "公开信息"): SURE, ("INDICATOR", "申请信息"): SURE},
        metrics={("00条", "公开信息"): ITEMS, ("00条", "申请信息"): {"disclosure.items": SURE - 1}},
    )
    assert shown(text, read(text, scorer)) == [("12条", "disclosure.items", "公开信息")]


def test_of_two_metrics_for_overlapping_words_the_surer_stays() -> None:
    text = "收到申请5件"
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, ("INDICATOR", "收到申请"): SURE},
        metrics={("0件", "申请"): {"disclosure.items": 3.0}, ("0件", "收到申请"): RECEIVED},
    )
    assert shown(text, read(text, scorer)) == [("5件", "request.received", "收到申请")]


def test_qualifiers_belong_by_the_sum_of_both_links_one_for_each_label() -> None:
    text = "其中网站自然人申请5件，公号"
    scorer = PreparedScorer(
        spans={
            ("INDICATOR", "申请"): SURE,
            ("CHANNEL", "网站"): SURE,
            ("CHANNEL", "公号"): SURE,
            ("PARTY", "自然人"): SURE,
        },
        metrics={("0件", "申请"): RECEIVED},
        links={
            ("0件", "网站"): 4.0,
            ("申请", "网站"): -1.0,
            ("0件", "公号"): 1.0,
            ("申请", "公号"): 1.0,
            ("0件", "自然人"): 3.0,
            ("申请", "自然人"): -4.0,
        },
    )
    (statement,) = read(text, scorer)
    assert {label: text[slice(*where)] for label, where in statement.qualifiers.items()} == {"CHANNEL": "网站"}


@pytest.mark.parametrize(("score", "channel"), [(-0.8, {"CHANNEL": "网站"}), (-2.5, {})])
def test_cuts_of_one_qualifier_share_its_probability(score: float, channel: dict[str, str]) -> None:
    """Neither 网站 nor 中网站 is likely alone; that one of them is meant may be."""
    text = "其中网站申请5件"
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, ("CHANNEL", "网站"): SURE, ("CHANNEL", "中网站"): SURE},
        metrics={("0件", "申请"): RECEIVED},
        links={
            ("0件", "网站"): score,
            ("申请", "网站"): 0.0,
            ("0件", "中网站"): score - 0.1,
            ("申请", "中网站"): 0.0,
        },
    )
    (statement,) = read(text, scorer)
    assert {label: text[slice(*where)] for label, where in statement.qualifiers.items()} == channel


def test_a_change_without_a_figure_does_not_qualify_itself() -> None:
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, ("CHANGE", "与上年持平"): SURE},
        metrics={("与上年持平", "申请"): RECEIVED},
        links={("与上年持平", "与上年持平"): SURE, ("申请", "与上年持平"): SURE},
    )
    (statement,) = read("申请与上年持平", scorer)
    assert statement.qualifiers == {}


def test_a_part_points_to_the_quantity_of_its_total() -> None:
    text = "公开信息240条，其中网站30条"
    scorer = PreparedScorer(
        spans={("INDICATOR", "公开信息"): SURE},
        metrics={("000条", "公开信息"): ITEMS, ("00条", "公开信息"): ITEMS},
        parts={("00条", "000条"): SURE, ("公开信息", "000条"): 0.0},
    )
    total, part = read(text, scorer)
    assert total.totals == {}
    assert part.totals == {total.anchor: pytest.approx(1, abs=0.01)}


@pytest.mark.parametrize(
    ("last", "of_total", "n_listed"),
    [(ITEMS, SURE, 3), (RECEIVED, SURE, 2), (ITEMS, UNSURE, 2)],
    ids=["in a list", "before something else", "not of this total"],
)
def test_a_figure_between_two_parts_of_a_list_is_one_of_them(
    last: dict[str, float], of_total: float, n_listed: int
) -> None:
    text = "公开信息2400条，其中甲30条、乙4条、丙500条"
    kinds = {"甲": "00条", "乙": "0条", "丙": "000条"}
    scorer = PreparedScorer(
        spans={("INDICATOR", words): SURE for words in ("公开信息", *kinds)},
        metrics={
            ("0000条", "公开信息"): ITEMS,
            ("00条", "甲"): ITEMS,
            ("0条", "乙"): {"disclosure.items": 0.0},
            ("000条", "丙"): last,
        },
        parts={
            **{(figure, "0000条"): SURE for figure in kinds.values()},
            **dict.fromkeys(((kind, "0000条") for kind in kinds), 0.0),
            ("0条", "0000条"): of_total,
        },
    )
    found = read(text, scorer, threshold=0.5)
    assert len(found) == 1 + n_listed
    assert all(statement.confidence >= 0.5 for statement in found)


@pytest.mark.parametrize(("of_total", "surer"), [(SURE, True), (UNSURE, False)], ids=["in a list", "before another"])
def test_a_part_between_two_parts_of_its_total_is_surely_one(of_total: float, surer: bool) -> None:
    scorer = PreparedScorer(
        spans={("INDICATOR", "公开信息"): SURE},
        metrics={(figure, "公开信息"): ITEMS for figure in ("0000条", "00条", "0条", "000条")},
        parts={
            ("00条", "0000条"): SURE,
            ("0条", "0000条"): 0.5,
            ("000条", "0000条"): of_total,
            ("公开信息", "0000条"): 0.0,
        },
    )
    total, _, between, _ = read("公开信息2400条，其中甲30条、乙4条、丙500条", scorer)
    alone = 1 / (1 + np.exp(-0.5))
    expected = 1 - (1 - alone) * DOUBT_LEFT if surer else alone
    assert between.totals[total.anchor] == pytest.approx(expected, abs=0.001)


def test_a_negation_is_the_total_of_nothing() -> None:
    scorer = PreparedScorer(
        spans={("INDICATOR", "申请"): SURE, ("NEGATION", "未"): SURE},
        metrics={("0件", "申请"): RECEIVED},
        parts={("0件", "未"): SURE, ("申请", "未"): SURE},
    )
    (statement,) = read("未收到申请，其中5件", scorer)
    assert statement.totals == {}


def test_texts_longer_than_a_window_are_read_whole_and_each_statement_comes_once() -> None:
    text = "".join(f"全年公开{number}条，未收到申请。" for number in range(10, 40))
    scorer = PreparedScorer(
        spans={("INDICATOR", "公开"): SURE, ("NEGATION", "未收到"): SURE, ("INDICATOR", "申请"): SURE},
        metrics={("00条", "公开"): ITEMS},
    )
    found = read(text, scorer)
    assert [text[slice(*s.anchor)] for s in found] == [f"{number}条" for number in range(10, 40)]
    assert all(abs(s.indicator[1] - s.anchor[0]) < 60 for s in found)


def test_many_texts_are_read_in_batches_of_similar_length_and_come_back_in_order() -> None:
    texts = ["公开1条", "", "全年公开信息22条" * 3, "未收到申请", "公开333条"] * 60
    scorer = PreparedScorer(
        spans={("INDICATOR", "公开"): SURE},
        metrics={(figure, "公开"): ITEMS for figure in ("0条", "000条")},
    )
    found = FactReader(CONFIG, ALPHABET, scorer).read([marked(text) for text in texts])
    counts = [len(statements) for statements in found]
    assert counts == [1, 0, 0, 0, 1] * 60
    assert all(rows * length <= max(BATCH_CHARACTERS, length) for rows, length in scorer.shapes)
    assert len(scorer.shapes) < len(texts) / 4


def test_nothing_to_read_gives_nothing() -> None:
    reader = FactReader(CONFIG, ALPHABET, PreparedScorer())
    assert reader.read([]) == []
    assert reader.read([marked(""), marked("未收到申请")]) == [[], []]


def test_candidate_spans_are_the_quantities_and_the_best_of_each_label() -> None:
    (window,) = windows_of(marked("公开12条，" + "甲乙丙丁" * 12), ALPHABET, max_window=100)
    length = len(window.ids)
    scores = np.full((len(CONFIG.span_labels), length, length), -5.0, dtype=np.float32)
    scores[0, np.arange(1, 51), np.arange(1, 51)] = np.linspace(-1, 1, 50)
    spans = candidate_spans(scores, window, CONFIG)
    assert (spans.labels[0], (spans.first[0], spans.last[0])) == (QUANTITY, window.quantities[0])
    indicators = spans.of("INDICATOR")
    assert sorted(spans.first[indicators].tolist()) == list(range(51 - MAX_SPANS_PER_LABEL, 51))
    assert spans.first[indicators].tolist() == spans.last[indicators].tolist()


@given(st.integers(0, 2**32 - 1))
def test_candidate_spans_lie_in_the_text_and_no_denial_is_a_figure(seed: int) -> None:
    (window,) = windows_of(marked("公开12条，申请5件"), ALPHABET, max_window=100)
    length = len(window.ids)
    scores = np.random.default_rng(seed).normal(size=(len(CONFIG.span_labels), length, length)).astype(np.float32)
    spans = candidate_spans(scores, window, CONFIG)
    assert ((spans.first >= 1) & (spans.first <= spans.last) & (spans.last <= len(window.offsets))).all()
    for s in spans.of("NEGATION", "CHANGE").tolist():
        # 没有一例 holds a figure, but does not begin in one.
        assert not any(a <= spans.first[s] <= b for a, b in window.quantities)


def statement(anchor: int, indicator: int, confidence: float, metric: str = "disclosure.items") -> Statement:
    return Statement((anchor, anchor + 2), QUANTITY, (indicator, indicator + 2), metric, "level", confidence)


@pytest.mark.parametrize(
    ("windows", "kept"),
    [
        ([], []),
        ([[]], []),
        ([[statement(9, 0, 0.9)], [statement(9, 0, 0.8)]], [(9, 0, 0.9)]),
        ([[statement(9, 0, 0.7)], [statement(9, 4, 0.8)]], [(9, 4, 0.8)]),
        ([[statement(9, 0, 0.9), statement(9, 4, 0.6)], [statement(9, 4, 0.8)]], [(9, 0, 0.9), (9, 4, 0.6)]),
        ([[statement(9, 0, 0.9)], [statement(5, 0, 0.8)]], [(5, 0, 0.8), (9, 0, 0.9)]),
    ],
)
def test_what_windows_say_of_one_anchor_is_taken_from_the_surest(
    windows: list[list[Statement]], kept: list[tuple[int, int, float]]
) -> None:
    assert [(s.anchor[0], s.indicator[0], s.confidence) for s in merged(windows)] == kept


def test_stacked_windows_are_padded_and_say_what_is_present() -> None:
    short, long = (windows_of(marked(text), ALPHABET, max_window=60)[0] for text in ("公开", "公开信息12条"))
    ids, marks, present = stacked([short, long])
    assert ids.shape == marks.shape == present.shape == (2, 9)
    assert present.sum(axis=1).tolist() == [4, 9]
    assert ids[0, 4:].tolist() == [0] * 5
    assert marks[1].tolist() == [0, 0, 0, 0, 0, 1, 2, 2, 0]
