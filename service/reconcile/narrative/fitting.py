"""Figures of the narrative that the tables bear out: two of these do not contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from service.facts.fact import Fact
from service.reconcile.narrative.comparing import comparisons
from service.reconcile.subject import Subject


def all_fit_tables(facts: Sequence[Fact], subject: Subject) -> bool:
    """Whether each figure is exactly what the tables say under one of its readings: 收到 with 上年结转 or without."""
    fitting = {
        comparison.fact.id
        for comparison in comparisons(subject)
        if comparison.verdict == "holds" and comparison.chosen is not None
        if comparison.fact.value == comparison.chosen.amount
    }
    return all(fact.id in fitting for fact in facts)
