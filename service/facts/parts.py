"""Which figures are parts of which total, where the model leaves a choice.

The model gives every figure a probability of being a part of a total. Most are sure. Where some are not, arithmetic
may choose: the likeliest choice under which the parts make the total, if it is less of a coincidence that they do
than that the model is wrong (173 + 203 = 376 says more than 1 + 1 = 2). It never touches a sure part, so that parts
which do not add up are not hidden; a choice that stays open is said to be open.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from models.fact_reader.decode import LIKELY

POSSIBLE_FROM, OPEN_FROM, SURE_FROM = 0.01, 0.08, 0.85
MOST_OPEN, MOST_CHANGES = 10, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may be a part of a total, with the model's probability."""

    index: int
    value: Decimal
    probability: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The figures taken to be parts, whether they make the total exactly, and whether the choice is open."""

    parts: frozenset[int]
    exact: bool
    doubtful: bool


def choose_parts(total: Decimal, candidates: Sequence[Candidate]) -> Choice:
    """The parts of a total among its candidates.

    >>> candidates = [Candidate(1, Decimal(14), 0.99), Candidate(2, Decimal(6), 0.4), Candidate(3, Decimal(1), 0.3)]
    >>> sorted(choose_parts(Decimal(20), candidates).parts)
    [1, 2]
    """
    likely = {candidate.index for candidate in candidates if candidate.probability >= LIKELY}
    unsure = [c for c in candidates if POSSIBLE_FROM <= c.probability < SURE_FROM]
    values = {candidate.index: candidate.value for candidate in candidates}
    if _adds_up(total, [values[i] for i in likely]):
        return Choice(frozenset(likely), exact=True, doubtful=False)
    nearest = sorted(unsure, key=_certainty)[:MOST_OPEN]
    changes = [change for n in range(1, MOST_CHANGES + 1) for change in combinations(nearest, n)]
    for change in sorted(changes, key=_cost):
        if _cost(change) > _chance(total):
            break
        changed = likely ^ {candidate.index for candidate in change}
        if _adds_up(total, [values[i] for i in changed]):
            return Choice(frozenset(changed), exact=True, doubtful=False)
    return Choice(frozenset(likely), exact=False, doubtful=any(c.probability >= OPEN_FROM for c in unsure))


def _certainty(candidate: Candidate) -> float:
    """How much the model would have to be wrong for the other choice to be right (log-odds)."""
    return abs(math.log(candidate.probability / (1 - candidate.probability)))


def _cost(change: Sequence[Candidate]) -> float:
    return sum(_certainty(candidate) for candidate in change)


def _chance(total: Decimal) -> float:
    """How telling it is that figures make a total exactly (log-odds): by chance they do so about once in ``total``."""
    return math.log(total) if total > 1 else 0.0


def _adds_up(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether two parts or more make the total, once or (several breakdowns of one total) a whole number of times."""
    both = sum(parts, start=Decimal(0))
    return len(parts) > 1 and total > 0 and both > 0 and both % total == 0 and both / total <= max(1, len(parts) // 2)
