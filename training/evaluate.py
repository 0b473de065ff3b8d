"""Evaluation on annotated samples: primary and strict F1, by metric, construct and batch, and every mistake."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from annotations.samples import Sample
from models.fact_reader.reading import FactReader
from service.documents.document import Document, Source
from service.documents.report import Passage, Report
from service.facts.extract import extract_facts
from service.facts.fact import QUALIFIERS, Fact
from service.facts.pipeline import narrative_pipeline
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
    for sample in samples:
        facts = read(sample)
        found, gold = [primary(fact) for fact in facts], gold_primary(sample)
        result = score(found, gold)
        evaluation.primary += result
        evaluation.strict += score(strict(facts), gold_strict(sample))
        for construct in sample.constructs or ("plain",):
            _add(evaluation.by_construct, construct, result)
        _add(evaluation.by_batch, sample.batch, result)
        for metric in {entry[0] for entry in (*found, *gold)}:
            _add(
                evaluation.by_metric,
                metric,
                score((f for f in found if f[0] == metric), (g for g in gold if g[0] == metric)),
            )
        evaluation.mistakes += _mistakes(sample, facts, found, gold)
        evaluation.judged += _judged(facts, found, gold)
    return evaluation


def _add(scores: dict[str, Score], name: str, result: Score) -> None:
    scores[name] = scores.get(name, Score()) + result


def _judged(facts: Sequence[Fact], found: Sequence[Primary], gold: Sequence[Primary]) -> list[tuple[float, bool]]:
    """(confidence, right) of every fact; of several that say the same, as many as there are in the gold are right."""
    left = list(gold)
    judged = []
    for fact, entry in sorted(zip(facts, found, strict=True), key=lambda pair: -pair[0].confidence):
        right = entry in left
        if right:
            left.remove(entry)
        judged.append((fact.confidence, right))
    return judged


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
    sample: Sample, facts: Sequence[Fact], found: Sequence[Primary], gold: Sequence[Primary]
) -> list[Mistake]:
    left = list(gold)
    mistakes = []
    for fact, entry in zip(facts, found, strict=True):
        if entry in left:
            left.remove(entry)
        else:
            evidence = fact.evidence[0]
            mistakes.append(Mistake(sample.id, True, entry, sample.text[evidence.start : evidence.end]))
    for fact_, entry in zip(sample.facts, gold, strict=True):
        if entry in left:
            left.remove(entry)
            mistakes.append(Mistake(sample.id, False, entry, _around(sample, fact_.anchor)))
    return mistakes


def _around(sample: Sample, span_id: str) -> str:
    span = sample.span(span_id)
    return sample.text[max(0, span.start - 20) : span.end + 12]
