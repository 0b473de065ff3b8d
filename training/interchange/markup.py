"""A sample as annotation tools know it: spans and typed relations, and how facts are told by them.

Tools for annotating know spans and relations between them, no facts. So the relation that makes a fact, from its
anchor to its indicator, bears the metric as its type; the others are those of the label scheme. Everything else of a
fact (value, unit, sign, year) follows from the words. What does not follow travels along in ``origin``, the sample
as it went out, and is kept for every fact whose marks came back unchanged: a round trip loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from annotations.catalogue import catalogue
from annotations.samples import ANCHOR_LABELS, QUALIFIER_LABELS, Sample, SampleFact, Span, problems
from service.facts.quantities import Number, find_numbers
from service.facts.valuing import NEGATED, Stated, stated_quantity, stated_unchanged, year_of

CHANGES, PERIOD, PART_OF = "changes", "period", "part_of"
OTHER_RELATIONS = (*QUALIFIER_LABELS, CHANGES, PERIOD, PART_OF)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two spans, named by their ids; ``type`` is a metric or one of ``OTHER_RELATIONS``."""

    type: str
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class Markup:
    """A paragraph with its marks. ``origin`` is the sample that it was made of, where it was made of one."""

    id: str
    batch: str
    agency: str
    year: int
    text: str
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    origin: Sample | None = None


def relation_types() -> tuple[str, ...]:
    """Every type that a relation may bear."""
    return (*catalogue(), *OTHER_RELATIONS)


def markup_of(sample: Sample) -> Markup:
    """The marks of a sample."""
    relations: dict[Relation, None] = {}
    for fact in sample.facts:
        relations[Relation(fact.metric, fact.anchor, fact.indicator)] = None
    for name, head, tail in sample.relations():
        if name in OTHER_RELATIONS and not (name == CHANGES and _is_lone_change(sample, head)):
            relations[Relation(name, head, tail)] = None
    return Markup(
        id=sample.id,
        batch=sample.batch,
        agency=sample.agency,
        year=sample.year,
        text=sample.text,
        spans=sample.spans,
        relations=tuple(relations),
        origin=sample,
    )


def _is_lone_change(sample: Sample, span_id: str) -> bool:
    """Whether words of change are themselves the anchor of a fact (与上年持平)."""
    return any(fact.anchor == span_id for fact in sample.facts)


def sample_of(markup: Markup) -> Sample:
    """The sample that the marks tell; raises ValueError, with every reason in a line, where they tell none."""
    wrong = list(_wrong_marks(markup))
    if wrong:
        raise ValueError("\n".join(wrong))
    origin = markup.origin
    if origin is not None and _is_unchanged(markup, origin):
        return origin
    facts = _facts(markup)
    if origin is not None and origin.text == markup.text:
        facts = _kept(facts, markup, origin)
    sample = Sample(
        id=markup.id,
        batch=markup.batch,
        agency=markup.agency,
        year=markup.year,
        constructs=() if origin is None else origin.constructs,
        note="" if origin is None else origin.note,
        text=markup.text,
        spans=markup.spans,
        facts=tuple(facts),
    )
    wrong = list(problems(sample))
    if wrong:
        raise ValueError("\n".join(wrong))
    return sample


def _is_unchanged(markup: Markup, origin: Sample) -> bool:
    """Whether the marks are those of the sample that went out; tools may change the order and the ids of marks."""
    return markup.text == origin.text and _unnamed(markup) == _unnamed(markup_of(origin))


def _unnamed(markup: Markup) -> tuple[object, ...]:
    places = {span.id: (span.label, span.start, span.end) for span in markup.spans}
    return set(places.values()), {(r.type, places[r.head], places[r.tail]) for r in markup.relations}


def _wrong_marks(markup: Markup) -> Iterator[str]:
    """Relations of unknown type or between spans that do not go together; quantities without a figure."""
    labels = {span.id: span.label for span in markup.spans}
    words = {span.id: markup.text[span.start : span.end] for span in markup.spans}
    for relation in markup.relations:
        if relation.head not in labels or relation.tail not in labels:
            yield f"relation {relation.type}: joins a span that is not there"
            continue
        told = f"relation {relation.type} from {words[relation.head]!r} to {words[relation.tail]!r}"
        if relation.type not in relation_types():
            yield f"{told}: unknown type"
        elif not _fits(relation.type, labels[relation.head], labels[relation.tail]):
            yield f"{told}: does not join {labels[relation.head]} and {labels[relation.tail]}"
    numbers = find_numbers(markup.text)
    for span in markup.spans:
        if span.label == "QUANTITY" and _number(numbers, span) is None:
            yield f"span {words[span.id]!r}: no quantity that the grammar of numbers knows"


def _fits(type: str, head: str, tail: str) -> bool:
    if type in QUALIFIER_LABELS:
        return head in (*ANCHOR_LABELS, "INDICATOR") and tail == QUALIFIER_LABELS[type]
    if type == PERIOD:
        return head in (*ANCHOR_LABELS, "INDICATOR") and tail == "PERIOD"
    if type == PART_OF:
        return head in ANCHOR_LABELS and tail == "QUANTITY"
    if type == CHANGES:
        return head == "CHANGE" and tail == "QUANTITY"
    return head in ANCHOR_LABELS and tail == "INDICATOR"


def _facts(markup: Markup) -> list[SampleFact]:
    """The facts that the marks tell, in the order of the text."""
    spans = {span.id: span for span in markup.spans}
    metrics = catalogue()
    stated = [relation for relation in markup.relations if relation.type in metrics]
    stated.sort(key=lambda relation: (spans[relation.head].start, spans[relation.tail].start))
    numbers = find_numbers(markup.text)
    facts = [_fact(f"f{n}", relation, markup, spans, numbers) for n, relation in enumerate(stated, 1)]
    return [replace(fact, part_of=_total(fact, facts, markup.relations)) for fact in facts]


def _fact(id: str, relation: Relation, markup: Markup, spans: Mapping[str, Span], numbers: list[Number]) -> SampleFact:
    anchor = spans[relation.head]
    ends = (relation.head, relation.tail)
    change = _tail_of(anchor.id, markup.relations)
    period = _joined(PERIOD, ends, markup.relations)
    qualifiers = {name: _joined(name, ends, markup.relations) for name in QUALIFIER_LABELS}
    words = {span.id: markup.text[span.start : span.end] for span in markup.spans}
    value = _stated(anchor, numbers, None if change is None else words[change])
    return SampleFact(
        id=id,
        metric=relation.type,
        kind=_kind(relation.type, anchor, value, changed=change is not None),
        value=value.value,
        unit=value.unit,
        negated=value.negated,
        approx=value.approx,
        year=_year(relation.type, None if period is None else words[period], markup.year),
        anchor=anchor.id,
        indicator=relation.tail,
        qualifiers={name: span_id for name, span_id in qualifiers.items() if span_id is not None},
        change=change,
        period=period,
    )


def _tail_of(anchor: str, relations: Iterable[Relation]) -> str | None:
    """The words of change that hang on a quantity."""
    return next((r.head for r in relations if r.type == CHANGES and r.tail == anchor), None)


def _joined(type: str, heads: tuple[str, str], relations: Iterable[Relation]) -> str | None:
    """What hangs on the anchor, else on the indicator."""
    found = {relation.head: relation.tail for relation in relations if relation.type == type}
    return found.get(heads[0], found.get(heads[1]))


def _stated(anchor: Span, numbers: list[Number], change: str | None) -> Stated:
    if anchor.label == "NEGATION":
        return NEGATED
    number = _number(numbers, anchor)
    if anchor.label == "CHANGE" or number is None:
        return stated_unchanged(None)
    return stated_quantity(number, change)


def _number(numbers: list[Number], span: Span) -> Number | None:
    overlapping = (n for n in numbers if n.kind == "quantity" and n.start < span.end and span.start < n.end)
    return next(overlapping, None)


def _kind(metric: str, anchor: Span, value: Stated, *, changed: bool) -> str:
    if anchor.label == "CHANGE" or changed:
        return "change"
    if value.negated:
        return "level"
    return "rate" if catalogue()[metric].measure == "rate" or value.unit == "%" else "level"


def _year(metric: str, period: str | None, report_year: int) -> int | None:
    # 上年结转 is a figure of this year's report.
    return report_year if metric == "request.carried_in" else year_of(period, report_year)


def _total(fact: SampleFact, facts: Iterable[SampleFact], relations: Iterable[Relation]) -> str | None:
    """The fact on the anchor that this one's anchor is a part of: of several, one of the same metric or group."""
    above = {r.tail for r in relations if r.type == PART_OF and r.head == fact.anchor}
    totals = [other for other in facts if other.anchor in above and other.id != fact.id]

    def distance(other: SampleFact) -> tuple[bool, bool]:
        return other.metric != fact.metric, other.metric.split(".")[0] != fact.metric.split(".")[0]

    return min(totals, key=distance).id if totals else None


def _kept(facts: list[SampleFact], markup: Markup, origin: Sample) -> list[SampleFact]:
    """``facts`` with value, kind and year as they went out wherever the marks that tell them came back unchanged."""
    before = {_marks(fact, origin): fact for fact in origin.facts}
    told = {_marks(fact, origin): fact for fact in _facts(markup_of(origin))}
    kept = []
    for fact in facts:
        marks = _marks(fact, markup)
        was, now = told.get(marks), before.get(marks)
        if was is None or now is None or _stated_by(was) != _stated_by(fact):
            kept.append(fact)
            continue
        kept.append(
            replace(
                fact,
                kind=now.kind,
                value=now.value,
                unit=now.unit,
                approx=now.approx,
                negated=now.negated,
                year=now.year,
            )
        )
    return kept


def _marks(fact: SampleFact, holder: Markup | Sample) -> tuple[object, ...]:
    """What identifies a fact whatever its ids: its metric, and where its anchor and its indicator stand."""
    places = {span.id: (span.label, span.start, span.end) for span in holder.spans}
    return fact.metric, places[fact.anchor], places[fact.indicator]


def _stated_by(fact: SampleFact) -> tuple[object, ...]:
    return fact.kind, fact.value, fact.unit, fact.approx, fact.negated, fact.year
