"""Annotated samples: paragraphs with their spans, relations and facts, one JSON object a line.

The spans say where things stand, the facts what is stated; each fact points to the spans that are its evidence
(``annotations/README.md``). Relations follow from the facts and are written out for tools that want them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from annotations.catalogue import catalogue
from annotations.labels import entity_labels

QUALIFIER_LABELS = {"channel": "CHANNEL", "category": "CATEGORY", "party": "PARTY", "role": "ROLE"}
ANCHOR_LABELS = ("QUANTITY", "NEGATION", "CHANGE")
KINDS = ("level", "change", "rate")
APPROXIMATIONS = (None, "about", "at_least", "at_most")
_TEXT = {"id", "batch", "agency", "note", "text"}
_FACT_TEXT = {"id", "metric", "kind", "value", "anchor", "indicator"}
_FACT_OPTIONAL = {"unit", "approx", "change", "period", "part_of"}


class BrokenSample(ValueError):
    """A sample that contradicts itself or the label scheme; ``where`` is file and line."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of a sample's text, ``text[start:end]``."""

    id: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SampleFact:
    """A fact of a sample. ``anchor``, ``indicator``, ``change``, ``period`` and the qualifiers are span ids.

    The anchor is the QUANTITY, the NEGATION, or the CHANGE without a figure, on which the fact rests.
    """

    id: str
    metric: str
    kind: str
    value: Decimal
    unit: str | None
    negated: bool
    approx: str | None
    year: int | None
    anchor: str
    indicator: str
    qualifiers: dict[str, str] = field(default_factory=dict)
    change: str | None = None
    period: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One annotated paragraph (with the heading above it, where it has one)."""

    id: str
    batch: str
    agency: str
    year: int
    constructs: tuple[str, ...]
    note: str
    text: str
    spans: tuple[Span, ...]
    facts: tuple[SampleFact, ...]

    def span(self, span_id: str) -> Span:
        """The span of that id."""
        return next(span for span in self.spans if span.id == span_id)

    def words(self, span_id: str) -> str:
        """The text of a span."""
        span = self.span(span_id)
        return self.text[span.start : span.end]

    def relations(self) -> list[tuple[str, str, str]]:
        """(label, head span id, tail span id) of every relation that the facts imply, each once.

        A qualifier belongs to the figure; where one figure states several things with qualifiers of their own
        (见面率、走访率均为100%), to the indicator.
        """
        labels = {span.id: span.label for span in self.spans}
        anchors = {fact.id: fact.anchor for fact in self.facts}
        joined: dict[tuple[str, str, str], None] = {}
        for fact in self.facts:
            kind = {"QUANTITY": "measures", "NEGATION": "negates", "CHANGE": "changes"}[labels[fact.anchor]]
            joined[kind, fact.anchor, fact.indicator] = None
            if fact.change is not None and fact.change != fact.anchor:
                joined["changes", fact.change, fact.anchor] = None
            beside = [other for other in self.facts if other.anchor == fact.anchor]
            shared = labels[fact.anchor] == "QUANTITY" and all(o.qualifiers == fact.qualifiers for o in beside)
            for name, span_id in fact.qualifiers.items():
                joined[name, fact.anchor if shared else fact.indicator, span_id] = None
            if fact.period is not None:
                joined["period", fact.indicator, fact.period] = None
            if fact.part_of is not None:
                joined["part_of", fact.anchor, anchors[fact.part_of]] = None
        return list(joined)


def to_json(sample: Sample) -> str:
    """One line of JSON."""
    facts = []
    for fact in sample.facts:
        entry: dict[str, Any] = {"id": fact.id, "metric": fact.metric, "kind": fact.kind, "value": str(fact.value)}
        entry |= {"unit": fact.unit, "negated": fact.negated, "approx": fact.approx, "year": fact.year}
        entry |= {"anchor": fact.anchor, "indicator": fact.indicator, "qualifiers": fact.qualifiers}
        entry |= {"change": fact.change, "period": fact.period, "part_of": fact.part_of}
        facts.append(entry)
    record = {
        "id": sample.id,
        "batch": sample.batch,
        "agency": sample.agency,
        "year": sample.year,
        "constructs": sample.constructs,
        "note": sample.note,
        "text": sample.text,
        "spans": [[span.id, span.label, span.start, span.end] for span in sample.spans],
        "relations": sample.relations(),
        "facts": facts,
    }
    return json.dumps(record, ensure_ascii=False)


def from_json(line: str, where: str = "sample") -> Sample:
    """A sample from its line of JSON; raises BrokenSample where it does not hold together."""
    try:
        record = json.loads(line)
        _check_types(record)
        sample = Sample(
            id=record["id"],
            batch=record["batch"],
            agency=record["agency"],
            year=record["year"],
            constructs=tuple(record["constructs"]),
            note=record["note"],
            text=record["text"],
            spans=tuple(Span(*span) for span in record["spans"]),
            facts=tuple(SampleFact(**(fact | {"value": Decimal(fact["value"])})) for fact in record["facts"]),
        )
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as error:
        raise BrokenSample(where, f"not a sample: {error!r}") from error
    for reason in problems(sample):
        raise BrokenSample(where, reason)
    return sample


def _check_types(record: dict[str, Any]) -> None:
    """Raise TypeError where a value of the record is of another type than a sample has."""
    _check(record, _TEXT, str)
    _check(record, {"year"}, int)
    for span in record["spans"]:
        _check(dict(enumerate(span)), {0, 1}, str)
        _check(dict(enumerate(span)), {2, 3}, int)
    for fact in record["facts"]:
        _check(fact, _FACT_TEXT, str)
        _check(fact, {"negated"}, bool)
        _check(fact, _FACT_OPTIONAL, str, type(None))
        _check(fact, {"year"}, int, type(None))
        _check(fact["qualifiers"], set(fact["qualifiers"]), str)
    _check(dict(enumerate(record["constructs"])), set(range(len(record["constructs"]))), str)
    if not isinstance(record["constructs"], list):
        raise TypeError("constructs is no list")


def _check(record: dict[Any, Any], keys: set[Any], *types: type) -> None:
    for key in sorted(keys):
        value = record[key]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise TypeError(f"{key} is {value!r}")


def problems(sample: Sample) -> Iterator[str]:
    """Everything that is wrong with a sample; later checks assume the earlier ones."""
    ids = [span.id for span in sample.spans]
    if len(set(ids)) != len(ids):
        yield "two spans have the same id"
        return
    labels = {span.id: span.label for span in sample.spans}
    for span in sample.spans:
        if span.label not in entity_labels():
            yield f"span {span.id}: unknown label {span.label}"
        if not 0 <= span.start < span.end <= len(sample.text):
            yield f"span {span.id}: {span.start}–{span.end} is outside the text of {len(sample.text)} characters"
        elif sample.text[span.start : span.end] != sample.text[span.start : span.end].strip():
            yield f"span {span.id}: begins or ends with white space"
    fact_ids = [fact.id for fact in sample.facts]
    if len(set(fact_ids)) != len(fact_ids):
        yield "two facts have the same id"
        return
    totals = {fact.id: fact.part_of for fact in sample.facts}
    for fact in sample.facts:
        yield from _fact_problems(fact, labels)
        yield from _part_problems(fact, totals)


def _fact_problems(fact: SampleFact, labels: dict[str, str]) -> Iterator[str]:
    metric = catalogue().get(fact.metric)
    if metric is None:
        yield f"fact {fact.id}: unknown metric {fact.metric}"
    if fact.kind not in KINDS:
        yield f"fact {fact.id}: unknown kind {fact.kind}"
    if fact.approx not in APPROXIMATIONS:
        yield f"fact {fact.id}: unknown approximation {fact.approx}"
    if not fact.value.is_finite():
        yield f"fact {fact.id}: its value {fact.value} is no number"
    if fact.negated and fact.value != 0:
        yield f"fact {fact.id}: it is negated, its value {fact.value} is not 0"
    if fact.negated != (labels.get(fact.anchor) == "NEGATION"):
        yield f"fact {fact.id}: negated is {fact.negated}, its anchor is {labels.get(fact.anchor)}"
    if labels.get(fact.anchor) not in ANCHOR_LABELS:
        yield f"fact {fact.id}: its anchor {fact.anchor} is no {', '.join(ANCHOR_LABELS)}"
    if labels.get(fact.indicator) != "INDICATOR":
        yield f"fact {fact.id}: its indicator {fact.indicator} is no INDICATOR"
    pointers = fact.qualifiers | {"change": fact.change, "period": fact.period}
    wanted = QUALIFIER_LABELS | {"change": "CHANGE", "period": "PERIOD"}
    for name, span_id in pointers.items():
        if name not in wanted:
            yield f"fact {fact.id}: unknown qualifier {name}"
        elif span_id is not None and labels.get(span_id) != wanted[name]:
            yield f"fact {fact.id}: {name} points to {span_id}, which is no {wanted[name]}"
    if metric is not None and metric.measure == "rate" and fact.kind == "level" and fact.unit is not None:
        yield f"fact {fact.id}: {fact.metric} is a rate, its kind is level"


def _part_problems(fact: SampleFact, totals: dict[str, str | None]) -> Iterator[str]:
    if fact.part_of is None:
        return
    if fact.part_of not in totals or fact.part_of == fact.id:
        yield f"fact {fact.id}: part of {fact.part_of}, which is no other fact"
        return
    above: str | None = fact.part_of
    for _ in totals:
        above = None if above is None else totals.get(above)
    if above is not None:
        yield f"fact {fact.id}: part of {fact.part_of}, which is a part of it in turn"


def read_samples(path: Path) -> list[Sample]:
    """All samples of a JSONL file, or of every ``*.jsonl`` in a folder (sorted by name); no id occurs twice."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    samples: dict[str, Sample] = {}
    for file in files:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            where = f"{file.name}:{number}"
            sample = from_json(line, where=where)
            if sample.id in samples:
                raise BrokenSample(where, f"a sample {sample.id} was there before")
            samples[sample.id] = sample
    return list(samples.values())


def _lines(file: Path) -> list[str]:
    # Not splitlines(): the text of a sample may hold other characters that it takes for line ends.
    try:
        return file.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise BrokenSample(file.name, f"not UTF-8: {error}") from error


def write_samples(path: Path, samples: Iterable[Sample]) -> None:
    """Write samples as JSON Lines."""
    path.write_text("".join(to_json(sample) + "\n" for sample in samples), "utf-8")
