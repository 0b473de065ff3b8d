"""Whether a confidence means what it says: of the facts given with 90 %, nine in ten should be right.

Expected calibration error after Naeini et al. 2015 (AAAI), over bins of equal width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Judged = Sequence[tuple[float, bool]]
"""For every fact found: how sure the reader was, and whether it was right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The facts whose confidence lies from ``low`` to ``high``: how many, how sure on average, how many right."""

    low: float
    high: float
    n_facts: int
    confidence: float
    accuracy: float


def reliability(judged: Judged, *, n_bins: int = 10) -> list[Bin]:
    """The bins that hold facts, the lowest first."""
    bins = []
    for number in range(n_bins):
        low, high = number / n_bins, (number + 1) / n_bins
        inside = [(c, right) for c, right in judged if low <= c < high or (number == n_bins - 1 and c == 1.0)]
        if inside:
            confidence = sum(c for c, _ in inside) / len(inside)
            accuracy = sum(right for _, right in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), confidence, accuracy))
    return bins


def calibration_error(judged: Judged, *, n_bins: int = 10) -> float | None:
    """How far confidence and accuracy lie apart, on average over the facts; None where there are none."""
    n_facts = len(judged)
    if not n_facts:
        return None
    return sum(abs(b.confidence - b.accuracy) * b.n_facts for b in reliability(judged, n_bins=n_bins)) / n_facts


@dataclass(frozen=True, slots=True)
class Doubt:
    """What marking facts below a confidence as doubtful does."""

    below: float
    share_of_facts: float
    share_of_errors: float | None


def doubt(judged: Judged, below: float) -> Doubt:
    """The shares of the facts, and of the wrong ones among them, whose confidence is lower than ``below``."""
    wrong = [confidence for confidence, right in judged if not right]
    marked = sum(confidence < below for confidence, _ in judged)
    caught = sum(confidence < below for confidence in wrong)
    return Doubt(
        below=below,
        share_of_facts=marked / len(judged) if judged else 0.0,
        share_of_errors=caught / len(wrong) if wrong else None,
    )
