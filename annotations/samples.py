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
        """(label, head span id, tail span id) of every relation that the facts imply, each once."""
        labels = {span.id: span.label for span in self.spans}
        anchors = {fact.id: fact.anchor for fact in self.facts}
        joined: dict[tuple[str, str, str], None] = {}
        for fact in self.facts:
            kind = {"QUANTITY": "measures", "NEGATION": "negates", "CHANGE": "changes"}[labels[fact.anchor]]
            joined[kind, fact.anchor, fact.indicator] = None
            if fact.change is not None and fact.change != fact.anchor:
                joined["changes", fact.change, fact.anchor] = None
            for name, span_id in fact.qualifiers.items():
                joined[name, fact.indicator, span_id] = None
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
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise BrokenSample(where, f"not a sample: {error!r}") from error
    for reason in problems(sample):
        raise BrokenSample(where, reason)
    return sample


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
    for fact in sample.facts:
        yield from _fact_problems(fact, labels, set(fact_ids))


def _fact_problems(fact: SampleFact, labels: dict[str, str], fact_ids: set[str]) -> Iterator[str]:
    metric = catalogue().get(fact.metric)
    if metric is None:
        yield f"fact {fact.id}: unknown metric {fact.metric}"
    if fact.kind not in KINDS:
        yield f"fact {fact.id}: unknown kind {fact.kind}"
    if labels.get(fact.anchor) not in ANCHOR_LABELS:
        yield f"fact {fact.id}: its anchor {fact.anchor} is no {', '.join(ANCHOR_LABELS)}"
    if labels.get(fact.indicator) != "INDICATOR":
        yield f"fact {fact.id}: its indicator {fact.indicator} is no INDICATOR"
    for name, span_id in fact.qualifiers.items():
        if labels.get(span_id) != QUALIFIER_LABELS.get(name):
            yield f"fact {fact.id}: {name} points to {span_id}, which is no {QUALIFIER_LABELS.get(name)}"
    if fact.part_of is not None and (fact.part_of not in fact_ids or fact.part_of == fact.id):
        yield f"fact {fact.id}: part of {fact.part_of}, which is no other fact"
    if metric is not None and metric.measure == "rate" and fact.kind == "level" and fact.unit is not None:
        yield f"fact {fact.id}: {fact.metric} is a rate, its kind is level"


def read_samples(path: Path) -> list[Sample]:
    """All samples of a JSONL file, or of every ``*.jsonl`` in a folder (sorted by name)."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    samples: list[Sample] = []
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if line.strip():
                samples.append(from_json(line, where=f"{file.name}:{number}"))
    return samples


def write_samples(path: Path, samples: Iterable[Sample]) -> None:
    """Write samples as JSON Lines."""
    path.write_text("".join(to_json(sample) + "\n" for sample in samples), "utf-8")
