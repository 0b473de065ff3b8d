"""The narrative as a witness: with which values of the cells its figures agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from service.reconcile.finding import Finding
from service.reconcile.localise.slips import slip_data
from service.reconcile.narrative.narrative_table import narrative_against_table
from service.reconcile.subject import Subject


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the narrative says to a change: facts that agree with the report only after it, and only before it.

    ``weight`` is the natural logarithm of how much likelier that makes the change.
    """

    weight: float = 0.0
    supporting: tuple[str, ...] = ()
    opposing: tuple[str, ...] = ()


class Witnesses:
    """The figures of the narrative that speak of cells, each compared under its readings before and after a change."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._before = narrative_against_table(subject)
        self._concerned = frozenset(cell for finding in self._before for cell in finding.cells)

    @property
    def vouched(self) -> frozenset[str]:
        """The cells whose very value the narrative states."""
        agreeing = [finding for finding in self._before if finding.verdict == "holds" and len(finding.cells) == 1]
        return frozenset(cell for finding in agreeing for cell in finding.cells)

    def testimony(self, changes: Mapping[str, Decimal]) -> Testimony:
        """What the narrative says to changed cells."""
        if not self._concerned.intersection(changes):
            return Testimony()
        after = _by_fact(narrative_against_table(_changed(self._subject, changes)))
        weights: Mapping[str, float] = slip_data()["witness"]
        weight = 0.0
        supporting: list[str] = []
        opposing: list[str] = []
        for fact, finding in _by_fact(self._before).items():
            was, now = finding.verdict == "holds", fact in after and after[fact].verdict == "holds"
            if was == now:
                continue
            weight += weights.get(finding.severity, 0.0) * (1 if now else -1)
            (supporting if now else opposing).append(fact)
        return Testimony(weight, tuple(supporting), tuple(opposing))

    def as_if(self, fact_id: str, value: Decimal) -> Finding | None:
        """What would be said of a fact if it had another value."""
        facts = tuple(replace(f, value=value) if f.id == fact_id else f for f in self._subject.facts)
        return _by_fact(narrative_against_table(replace(self._subject, facts=facts))).get(fact_id)


def _by_fact(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {fact: finding for finding in findings for fact in finding.facts}


def _changed(subject: Subject, changes: Mapping[str, Decimal]) -> Subject:
    form = subject.form
    cells = {name: replace(form.cells[name], value=value, status="read") for name, value in changes.items()}
    return replace(subject, form=replace(form, cells=MappingProxyType({**form.cells, **cells})))
