"""How far two annotators of the same texts agree, by facts and not by spans (guidelines, section 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotations.samples import Sample
from training.evaluate import gold_primary, gold_strict
from training.scoring import Score, score


@dataclass(frozen=True, slots=True)
class Agreement:
    """Scores of the second annotation against the first; F1 is the same either way round."""

    n_samples: int
    primary: Score
    strict: Score


def pairs(first: Iterable[Sample], second: Iterable[Sample]) -> list[tuple[Sample, Sample]]:
    """The samples that both annotated, by id; ValueError where their texts differ or there are none."""
    others = {sample.id: sample for sample in second}
    both = [(sample, others[sample.id]) for sample in first if sample.id in others]
    if not both:
        raise ValueError("the two have no sample in common")
    for one, other in both:
        if one.text != other.text:
            raise ValueError(f"{one.id}: the texts differ")
    return both


def agreement(both: Sequence[tuple[Sample, Sample]]) -> Agreement:
    """Compare sample by sample."""
    primary, strict = Score(), Score()
    for one, other in both:
        primary += score(gold_primary(other), gold_primary(one))
        strict += score(gold_strict(other), gold_strict(one))
    return Agreement(len(both), primary, strict)


def disagreements(both: Sequence[tuple[Sample, Sample]]) -> Iterator[tuple[str, list[Hashable], list[Hashable]]]:
    """(sample, facts of the first alone, facts of the second alone), strictly compared."""
    for one, other in both:
        first, second = Counter(gold_strict(one)), Counter(gold_strict(other))
        if first != second:
            yield one.id, list((first - second).elements()), list((second - first).elements())
