"""Reports that contradict themselves nowhere, and the same with one figure of the narrative mistyped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from random import Random

from service.reconcile.finding import Finding
from service.reconcile.narrative.checks import NARRATIVE_CHECKS
from service.reconcile.subject import Subject

from .consistent import consistent

_REPORTS = 250
# What nothing else in a report says: the stages of a channel, the stock that is told to the nearest ten, a lone subset.
_BORNE_OUT = ("request.", "review.", "litigation.", "normative.issued", "proposal.n", "proposal.c")


def _found(subject: Subject) -> list[Finding]:
    return [finding for check in NARRATIVE_CHECKS for finding in check.run(subject)]


def test_nothing_fails_and_nearly_everything_is_decided() -> None:
    verdicts: Counter[str] = Counter()
    for seed in range(_REPORTS):
        found = _found(consistent(seed))
        assert [(seed, finding.rule, finding.message) for finding in found if finding.verdict == "fails"] == []
        verdicts.update(finding.verdict for finding in found)
    assert verdicts["holds"] >= 0.99 * verdicts.total()


def mistyped(subject: Subject, random: Random) -> tuple[Subject, str]:
    """The report with one figure one too high, twice as high, or without its last digit; and the id of its fact."""
    facts = list(subject.facts)
    able = [
        k
        for k, fact in enumerate(facts)
        if fact.metric.startswith(_BORNE_OUT) and fact.kind == "level" and fact.approx is None and not fact.category
    ]
    at = random.choice(able)
    old = facts[at].value
    new = random.choice([old + 1, old * 2 + 3, Decimal(int(old) // 10) if old >= 10 else old + 2])
    facts[at] = replace(facts[at], value=new, negated=False)
    return replace(subject, facts=tuple(facts)), facts[at].id


def test_mistyped_figure_is_found_and_named() -> None:
    named = 0
    for seed in range(_REPORTS):
        subject, planted = mistyped(consistent(seed), Random(seed))
        named += any(finding.verdict == "fails" and planted in finding.facts for finding in _found(subject))
    assert named >= 0.95 * _REPORTS
