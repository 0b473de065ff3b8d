"""Evaluation on annotated samples: primary and strict F1, by metric, construct and batch, and every mistake."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from annotations.catalogue import catalogue
from annotations.samples import Sample
from models.fact_reader.reading import FactReader
from service.documents.document import Document, Source
from service.documents.report import Passage, Report
from service.facts.extract import extract_facts
from service.facts.fact import QUALIFIERS, Fact
from service.facts.pipeline import narrative_pipeline
from training.constructs import annotated, constructs
from training.constructs import read as put_as_read
from training.scoring import Score, plain_qualifier, score

Primary = tuple[str, Decimal, str]
ReadFacts = Callable[[Sample], Sequence[Fact]]
"""Anything that reads the facts of a sample: a network, or a baseline."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A fact found where there is none, or missed where there is one."""

    sample: str
    found: bool
    primary: Primary
    words: str


@dataclass
class Evaluation:
    """Scores of a set of samples; those by metric, construct and batch are primary scores.

    ``judged`` holds for every fact found how sure the reader was of it, and whether it was right.
    """

    primary: Score = field(default_factory=Score)
    strict: Score = field(default_factory=Score)
    by_metric: dict[str, Score] = field(default_factory=dict)
    by_construct: dict[str, Score] = field(default_factory=dict)
    by_batch: dict[str, Score] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)


def reading_with(reader: FactReader) -> ReadFacts:
    """A fact reader as it serves: every sample is read as a report of one paragraph."""
    pipeline = narrative_pipeline(reader)
    return lambda sample: extract_facts(report_of(sample), pipeline)


def evaluate(read: ReadFacts, samples: Sequence[Sample]) -> Evaluation:
    """Read every sample and compare the facts with the annotated ones."""
    evaluation = Evaluation()
    for sample in map(told_once, samples):
        facts = read(sample)
        _compare(evaluation, sample, facts)
        evaluation.strict += score(strict(facts), gold_strict(sample))
    return evaluation


def told_once(sample: Sample) -> Sample:
    """The sample without statements that repeat another fact of a metric that a report has once.

    They are marked each, since the network finds statements; as facts they are one with two evidences (guidelines,
    section 1).
    """
    first: dict[tuple[str, Decimal, str, int | None], str] = {}
    stands_for: dict[str, str] = {}
    for fact in sample.facts:
        if catalogue()[fact.metric].once and not fact.qualifiers and fact.part_of is None:
            stands_for[fact.id] = first.setdefault((fact.metric, fact.value, fact.kind, fact.year), fact.id)
    kept = [fact for fact in sample.facts if stands_for.get(fact.id, fact.id) == fact.id]
    return replace(
        sample,
        facts=tuple(
            replace(fact, part_of=fact.part_of and stands_for.get(fact.part_of, fact.part_of)) for fact in kept
        ),
    )


def _compare(evaluation: Evaluation, sample: Sample, facts: Sequence[Fact]) -> None:
    """Add what one sample's primary comparison says."""
    found, gold = [primary(fact) for fact in facts], gold_primary(sample)
    found_right, gold_right = _matched(found, gold, [fact.confidence for fact in facts])
    result = _score(found_right, gold_right)
    evaluation.primary += result
    _add(evaluation.by_batch, sample.batch, result)
    metrics = [{entry[0]} for entry in found], [{entry[0]} for entry in gold]
    _add_by(evaluation.by_metric, *metrics, found_right, gold_right)
    named = constructs(put_as_read(facts, sample)), constructs(annotated(sample))
    _add_by(evaluation.by_construct, *named, found_right, gold_right)
    evaluation.judged += [(fact.confidence, right) for fact, right in zip(facts, found_right, strict=True)]
    evaluation.mistakes += _mistakes(sample, facts, found_right, gold_right)


def _matched(
    found: Sequence[Primary], gold: Sequence[Primary], confidences: Sequence[float]
) -> tuple[list[bool], list[bool]]:
    """Which facts found are right and which annotated ones were found; of equal ones the surest count first."""
    found_right, gold_right = [False] * len(found), [False] * len(gold)
    for k in sorted(range(len(found)), key=lambda k: -confidences[k]):
        free = next((n for n, entry in enumerate(gold) if entry == found[k] and not gold_right[n]), None)
        if free is not None:
            found_right[k] = gold_right[free] = True
    return found_right, gold_right


def _score(found_right: Iterable[bool], gold_right: Iterable[bool]) -> Score:
    found, gold = list(found_right), list(gold_right)
    return Score(right=sum(gold), wrong=found.count(False), missed=gold.count(False))


def _add(scores: dict[str, Score], name: str, result: Score) -> None:
    scores[name] = scores.get(name, Score()) + result


def _add_by(
    scores: dict[str, Score],
    found_names: Sequence[Collection[str]],
    gold_names: Sequence[Collection[str]],
    found_right: Sequence[bool],
    gold_right: Sequence[bool],
) -> None:
    """Add a score for every name that a fact bears, found or annotated."""
    for name in frozenset().union(*found_names, *gold_names):
        of_found = (right for names, right in zip(found_names, found_right, strict=True) if name in names)
        of_gold = (right for names, right in zip(gold_names, gold_right, strict=True) if name in names)
        _add(scores, name, _score(of_found, of_gold))


def report_of(sample: Sample) -> Report:
    """A sample's text as a report that has nothing else."""
    source = Source(block=0)
    return Report(
        document=Document(name=sample.id, format="text", sha256="", blocks=()),
        title=None,
        agency=sample.agency,
        year=sample.year,
        sections=(),
        text=sample.text,
        lines=((0, source),),
        passages=(Passage(0, len(sample.text), None),),
        tables=(),
    )


def primary(fact: Fact) -> Primary:
    """What the primary score compares."""
    return fact.metric, fact.value.normalize(), fact.kind


def gold_primary(sample: Sample) -> list[Primary]:
    """The same of a sample's facts."""
    return [(fact.metric, fact.value.normalize(), fact.kind) for fact in sample.facts]


def strict(facts: Iterable[Fact]) -> list[Hashable]:
    """Primary with year, qualifiers and the value of the total."""
    facts = list(facts)
    values = {fact.id: fact.value.normalize() for fact in facts}
    return [
        (
            *primary(fact),
            fact.year,
            *(plain_qualifier(getattr(fact, name)) for name in QUALIFIERS),
            None if fact.part_of is None else values[fact.part_of],
        )
        for fact in facts
    ]


def gold_strict(sample: Sample) -> list[Hashable]:
    """The same of a sample's facts."""
    values = {fact.id: fact.value.normalize() for fact in sample.facts}
    rows: list[Hashable] = []
    for fact in sample.facts:
        words = {name: sample.words(span_id) for name, span_id in fact.qualifiers.items()}
        total = None if fact.part_of is None else values[fact.part_of]
        qualifiers = (plain_qualifier(words.get(name)) for name in QUALIFIERS)
        rows.append((fact.metric, fact.value.normalize(), fact.kind, fact.year, *qualifiers, total))
    return rows


def _mistakes(
    sample: Sample, facts: Sequence[Fact], found_right: Sequence[bool], gold_right: Sequence[bool]
) -> list[Mistake]:
    wrong = [fact for fact, right in zip(facts, found_right, strict=True) if not right]
    missed = [
        (fact, entry)
        for fact, entry, right in zip(sample.facts, gold_primary(sample), gold_right, strict=True)
        if not right
    ]
    mistakes = [
        Mistake(sample.id, True, primary(fact), sample.text[fact.evidence[0].start : fact.evidence[0].end])
        for fact in wrong
    ]
    return mistakes + [Mistake(sample.id, False, entry, _around(sample, fact.anchor)) for fact, entry in missed]


def _around(sample: Sample, span_id: str) -> str:
    span = sample.span(span_id)
    return sample.text[max(0, span.start - 20) : span.end + 12]
