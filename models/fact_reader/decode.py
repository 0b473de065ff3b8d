"""Scores → statements: which anchor says what of which indicator, with which qualifiers, as part of what."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.fact_reader.config import KINDS, QUANTITY, FactReaderConfig
from models.fact_reader.joints import ANCHORS, Questions, Spans
from models.fact_reader.passage import Window

FloatArray = NDArray[np.float32]
Range = tuple[int, int]

# A span is worth a question from this score (log-odds) on; whether it means anything the joiner decides. The best few
# of a window are asked about in any case, so that an unfamiliar word is not lost before the joiner saw it.
SPAN_FLOOR = -2.0
MAX_SPANS_PER_LABEL = 40
# Totals that a figure may be a part of are named from this probability on, and no more than these.
TOTAL_FLOOR, MAX_TOTALS = 0.01, 3
# From this probability on an indicator or a qualifier is an alternative worth keeping.
MENTIONED = 0.02
# From this probability on a statement has a qualifier.
QUALIFIED = 0.4
# A figure between two parts of a list is one of it from this probability on.
LISTED = 0.2
# Where others bear a figure out, so much of the doubt about it is left.
DOUBT_LEFT = 0.33
# From this probability on a figure is a part of a total.
LIKELY = 0.5
ALWAYS = {"INDICATOR": 2.0, "NEGATION": 0.5}  # how many for each quantity of the window, with two more


@dataclass(frozen=True, slots=True)
class JointScores:
    """What the joiner answers about one window (``network.PairScores``)."""

    metric: FloatArray
    kind: FloatArray
    link: FloatArray
    part: FloatArray
    stated: FloatArray


@dataclass(slots=True)
class Statement:
    """One statement of a text; all ranges are half-open offsets of it.

    ``qualifiers`` maps span labels (CHANNEL … PERIOD, CHANGE) to ranges; ``totals`` the anchors of the figures that
    this one may be a part of to the probability that it is, the likeliest first.
    """

    anchor: Range
    anchor_label: str
    indicator: Range
    metric: str
    kind: str
    confidence: float
    qualifiers: dict[str, Range] = field(default_factory=dict)
    totals: dict[Range, float] = field(default_factory=dict)


def candidate_spans(scores: FloatArray, window: Window, config: FactReaderConfig) -> Spans:
    """The window's quantities and all spans whose score reaches the floor, a label after the other.

    scores: (labels, length, length)
    """
    labels: list[str] = [QUANTITY] * len(window.quantities)
    first = [a for a, _ in window.quantities]
    last = [b for _, b in window.quantities]
    for k, label in enumerate(config.span_labels):
        inner = scores[k, 1:-1, 1:-1]  # never the start or the end symbol
        always = 2 + int(ALWAYS[label] * len(window.quantities)) if label in ALWAYS else 0
        n_best = min(max(int((inner > SPAN_FLOOR).sum()), always), MAX_SPANS_PER_LABEL, inner.size)
        best = np.argpartition(-inner, n_best - 1, axis=None)[:n_best] if n_best else np.zeros(0, dtype=np.int64)
        starts, ends = np.unravel_index(best, inner.shape)
        starts, ends = starts + 1, ends + 1
        possible = (starts <= ends) & (ends - starts < config.max_span) & _in_one_piece(starts, ends, window)
        if label in ANCHORS:  # a figure is no denial of itself
            for a, b in window.quantities:
                possible &= (starts < a) | (starts > b)
        labels += [label] * int(possible.sum())
        first += starts[possible].tolist()
        last += ends[possible].tolist()
    return Spans(tuple(labels), np.array(first, dtype=np.int64), np.array(last, dtype=np.int64))


def _in_one_piece(first: NDArray[np.int64], last: NDArray[np.int64], window: Window) -> NDArray[np.bool_]:
    """Which spans hold no end of a sentence and at most one figure, and no clause that follows it: as names do.

    人社局等3家单位 may be one, 网站30条、公众号 is two.
    """
    whole: NDArray[np.bool_] = window.sentences[last] == window.sentences[first - 1]
    n_figures = window.figures[last] - window.figures[first - 1]
    at_figure = np.searchsorted(window.figures, window.figures[last])  # where the last figure up to the end begins
    closed: NDArray[np.bool_] = window.clauses[last] == window.clauses[at_figure]
    named: NDArray[np.bool_] = whole & ((n_figures == 0) | ((n_figures == 1) & closed))
    return named


def statements(
    spans: Spans, asked: Questions, answers: JointScores, window: Window, config: FactReaderConfig, *, threshold: float
) -> list[Statement]:
    """The statements of one window whose probability reaches ``threshold``, and those that a list bears out."""
    n_a, n_i = len(asked.anchors), len(asked.indicators)
    if not n_a or not n_i:
        return []
    probabilities = _softmax(answers.metric).reshape(n_a, n_i, -1)
    alone = _sigmoid(answers.stated[asked.anchors])
    kinds = answers.kind.reshape(n_a, n_i, -1).argmax(-1)
    found: list[Statement] = []
    for a in range(n_a):
        for i, metric, confidence in _chosen(probabilities[a], alone[a], spans, asked, config, min(threshold, LISTED)):
            anchor, indicator = int(asked.anchors[a]), int(asked.indicators[i])
            found.append(
                Statement(
                    anchor=window.range_of(int(spans.first[anchor]), int(spans.last[anchor])),
                    anchor_label=spans.labels[anchor],
                    indicator=window.range_of(int(spans.first[indicator]), int(spans.last[indicator])),
                    metric=config.metrics[metric],
                    kind=KINDS[int(kinds[a, i])],
                    confidence=confidence,
                    qualifiers=_qualifiers(a, i, spans, asked, answers, window),
                    totals=_totals(a, i, spans, asked, answers, window),
                )
            )
    return _with_sure_parts(_once(_with_lists_whole(found, threshold)))


def _with_lists_whole(found: list[Statement], threshold: float) -> list[Statement]:
    """The statements that reach the threshold, and the others that stand between two parts of the same list.

    In 政策文件6条、业务培训1条、财政信息3条 the middle one is what its neighbours are.
    """
    firm = [statement for statement in found if statement.confidence >= threshold]
    stated = {statement.anchor for statement in firm}
    order = sorted(firm, key=lambda statement: statement.anchor)
    for statement in found:
        if statement.anchor in stated or not (total := _total(statement)):
            continue
        k = bisect.bisect([other.anchor for other in order], statement.anchor)
        beside = order[max(0, k - 1) : k + 1]
        if len(beside) == 2 and all(b.metric == statement.metric and _total(b) == total for b in beside):
            stated.add(statement.anchor)
            firm.append(replace(statement, confidence=1.0 - (1.0 - statement.confidence) * DOUBT_LEFT))
    return firm


def _with_sure_parts(found: list[Statement]) -> list[Statement]:
    """The statements, given in order; one between two parts of its own total is more surely a part of it."""
    totals = {statement.anchor: _total(statement) for statement in found}
    anchors = list(totals)
    for statement in found:
        k = anchors.index(statement.anchor)
        around = {totals[anchor] for anchor in anchors[max(0, k - 1) : k + 2]}
        total = _total(statement)
        if total is not None and around == {total} and 0 < k < len(anchors) - 1:
            statement.totals[total] = 1.0 - (1.0 - statement.totals[total]) * DOUBT_LEFT
    return found


def _total(statement: Statement) -> Range | None:
    """The anchor of which a statement is a part, if it is one."""
    likeliest = next(iter(statement.totals.items()), None)
    return likeliest[0] if likeliest is not None and likeliest[1] >= LIKELY else None


def _once(found: list[Statement]) -> list[Statement]:
    """Statements of which no two say the same by overlapping anchors (未 and 未发生): the surer one stays."""
    kept: list[Statement] = []
    for statement in sorted(found, key=lambda statement: -statement.confidence):
        if not any(_repeats(statement, other) for other in kept):
            kept.append(statement)
    return sorted(kept, key=lambda statement: (statement.anchor, statement.indicator))


def _repeats(one: Statement, other: Statement) -> bool:
    def overlap(a: Range, b: Range) -> bool:
        return a[0] < b[1] and b[0] < a[1]

    anchors = one.anchor != other.anchor and overlap(one.anchor, other.anchor)
    return anchors and one.metric == other.metric and overlap(one.indicator, other.indicator)


def _chosen(
    probabilities: FloatArray,
    alone: FloatArray,
    spans: Spans,
    asked: Questions,
    config: FactReaderConfig,
    threshold: float,
) -> list[tuple[int, int, float]]:
    """(indicator, metric, probability) of what one anchor states.

    ``probabilities``: (indicators, metrics) by the pairs; ``alone``: (metrics,) by the anchor itself. The words for one
    thing can often be cut in several ways, and a list's item may be named by its own words or by those of the
    total; the alternatives share the probability, so they are put together before deciding. The two opinions
    count alike; but that an anchor states an indicator bears out the likeliest words for it, and no others beside them.
    """
    chosen: list[tuple[int, int, float]] = []
    by_pairs = 1.0 - np.prod(1.0 - probabilities[:, 1:], axis=0)
    for metric in np.flatnonzero((by_pairs + alone[1:]) / 2 >= threshold) + 1:
        of_metric = probabilities[:, metric]
        groups = _alternatives(of_metric, spans, asked, together=config.metrics[metric] not in config.repeatable)
        by_group = [float(1.0 - np.prod(1.0 - of_metric[group])) for group in groups]
        for group, by_words in zip(groups, by_group, strict=True):
            confidence = (by_words + float(alone[metric])) / 2
            if by_words < max(by_group):
                confidence = min(confidence, by_words)
            if confidence >= threshold:
                chosen.append((group[0], int(metric), confidence))
    # One stretch of words has one metric for an anchor: of overlapping choices the surest stays.
    chosen.sort(key=lambda choice: -choice[2])
    kept: list[tuple[int, int, float]] = []
    for choice in chosen:
        if not any(_overlap(spans, asked.indicators, choice[0], other[0]) for other in kept):
            kept.append(choice)
    return kept


def _alternatives(of_metric: FloatArray, spans: Spans, asked: Questions, *, together: bool) -> list[list[int]]:
    """Indicators that stand for the same statement, its best one first.

    Where ``together``, all of them do. Else the likeliest set of indicators that do not overlap makes as many
    statements (满意率、办结率 rather than both in one), and every other one stands for those that it overlaps.
    """
    likely = [i for i in np.argsort(-of_metric, kind="stable").tolist() if of_metric[i] >= MENTIONED]
    if together or not likely:
        return [likely or [int(of_metric.argmax())]]
    places = {i: (int(spans.first[asked.indicators[i]]), int(spans.last[asked.indicators[i]])) for i in likely}
    chosen = _likeliest_disjoint(places, of_metric)
    return [[i, *(j for j in likely if j not in chosen and _overlap(spans, asked.indicators, i, j))] for i in chosen]


def _likeliest_disjoint(places: dict[int, tuple[int, int]], of_metric: FloatArray) -> list[int]:
    """The indicators that do not overlap and whose probabilities add up to most (weighted interval scheduling)."""
    order = sorted(places, key=lambda i: places[i][1])
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for n, i in enumerate(order):
        before = next((k for k in range(n, 0, -1) if places[order[k - 1]][1] < places[i][0]), 0)
        taken = best[before][0] + float(of_metric[i])
        best.append(max(best[n], (taken, [*best[before][1], i]), key=lambda choice: choice[0]))
    return best[-1][1]


def _overlap(spans: Spans, indicators: NDArray[np.int64], i: int, j: int) -> bool:
    a, b = indicators[i], indicators[j]
    return bool(spans.first[a] <= spans.last[b] and spans.first[b] <= spans.last[a])


def _qualifiers(
    a: int, i: int, spans: Spans, asked: Questions, answers: JointScores, window: Window
) -> dict[str, Range]:
    """The likeliest qualifier of each label, where one of its label belongs to the statement at all.

    The words of a qualifier, too, can be cut in several ways (公众号, 微信公众号), which share the probability.
    """
    n_q = len(asked.qualifiers)
    if not n_q:
        return {}
    by_anchor, by_indicator, _, _ = asked.blocks()
    scores = answers.link[by_anchor].reshape(-1, n_q)[a] + answers.link[by_indicator].reshape(-1, n_q)[i]
    probabilities = _sigmoid(scores)
    chosen: dict[str, Range] = {}
    surest: dict[str, float] = {}
    for label, group in _cuts(probabilities, spans, asked, anchor=int(asked.anchors[a])):
        probability = float(1.0 - np.prod(1.0 - probabilities[group]))
        if probability >= max(QUALIFIED, surest.get(label, 0.0)):
            best = int(asked.qualifiers[group[0]])
            surest[label] = probability
            chosen[label] = window.range_of(int(spans.first[best]), int(spans.last[best]))
    return chosen


def _cuts(probabilities: FloatArray, spans: Spans, asked: Questions, *, anchor: int) -> Iterator[tuple[str, list[int]]]:
    """(label, qualifiers) of those that overlap the likeliest one among them, which comes first."""
    left = [q for q in np.argsort(-probabilities, kind="stable").tolist() if probabilities[q] >= MENTIONED]
    left = [q for q in left if int(asked.qualifiers[q]) != anchor]
    while left:
        label = spans.labels[int(asked.qualifiers[left[0]])]
        group = [
            q
            for q in left
            if spans.labels[int(asked.qualifiers[q])] == label and _overlap(spans, asked.qualifiers, left[0], q)
        ]
        yield label, group
        left = [q for q in left if q not in group]


def _totals(a: int, i: int, spans: Spans, asked: Questions, answers: JointScores, window: Window) -> dict[Range, float]:
    n_a = len(asked.anchors)
    *_, by_anchor, by_indicator = asked.blocks()
    scores = answers.part[by_anchor].reshape(n_a, n_a)[a] + answers.part[by_indicator].reshape(-1, n_a)[i]
    probabilities = _sigmoid(scores)
    totals: dict[Range, float] = {}
    for t in np.argsort(-probabilities, kind="stable").tolist():
        span = int(asked.anchors[t])
        if probabilities[t] < TOTAL_FLOOR or len(totals) == MAX_TOTALS:
            break
        if t != a and spans.labels[span] == QUANTITY:
            totals[window.range_of(int(spans.first[span]), int(spans.last[span]))] = float(probabilities[t])
    return totals


def merged(found: Sequence[list[Statement]]) -> list[Statement]:
    """Statements of overlapping windows, each once: the surest reading of an anchor and indicator stays."""
    best: dict[tuple[Range, str, Range], Statement] = {}
    claimed: dict[Range, int] = {}
    order = [(statement, w) for w, statements_ in enumerate(found) for statement in statements_]
    for statement, w in sorted(order, key=lambda entry: -entry[0].confidence):
        # What one window says of an anchor is taken whole, from the window that is surest of it.
        if claimed.setdefault(statement.anchor, w) == w:
            best[statement.anchor, statement.metric, statement.indicator] = statement
    return sorted(best.values(), key=lambda statement: (statement.anchor, statement.indicator))


def _sigmoid(scores: FloatArray) -> FloatArray:
    share: FloatArray = (1.0 / (1.0 + np.exp(-scores.astype(np.float64)))).astype(np.float32)
    return share


def _softmax(scores: FloatArray) -> FloatArray:
    raised: FloatArray = np.exp(scores - scores.max(axis=-1, keepdims=True))
    total: FloatArray = raised.sum(axis=-1, keepdims=True)
    share: FloatArray = raised / total
    return share
