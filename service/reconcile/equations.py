"""The rules over cells, decided on a report: blanks that count as zero, what holds and what fails."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from service.reconcile.blanks import left_out, never_holds
from service.reconcile.expression import Decision
from service.reconcile.finding import Finding
from service.reconcile.instances import Instance, is_spoken_of, occurring
from service.reconcile.localise.linear import constraints
from service.reconcile.rule import Rule
from service.reconcile.subject import Subject
from service.reconcile.telling import broken, make_finding
from service.reconcile.values import FormLookup, blank_cells, lookup_of

_HABIT: Final = 3
"""So many blanks that equations show to be zeros make it a habit of the report to leave them blank."""
_log = logging.getLogger("nianbao.rules")


@dataclass(frozen=True, slots=True)
class _Decided:
    """An instance with its decision where all blanks are zeros, or the error that it raised."""

    instance: Instance
    decision: Decision
    error: Exception | None = None


class Equations:
    """All instances of the rules on one report, and which blanks the equations show to be zeros."""

    def __init__(self, rules: tuple[Rule, ...], subject: Subject) -> None:
        self._form = subject.form
        self._blanks = blank_cells(subject.form)
        self._lookup = lookup_of(replace(subject, zeros=self._blanks))
        found = occurring(rules, subject.form, agency=subject.report.agency)
        self._decided = [_decide(each, self._lookup) for each in found if is_spoken_of(each, self._lookup)]
        self._by_blank = self._equations_of_blanks()
        verdicts = [decided.decision.verdict for decided in self._decided]
        self._against = {
            blank: {index for index in found if verdicts[index] != "holds"} for blank, found in self._by_blank.items()
        }
        self.zeros = frozenset(blank for blank in self._blanks if self._is_zero(blank, apart_from=None))
        self._subject = replace(subject, zeros=self.zeros)

    @property
    def subject(self) -> Subject:
        """The report with the blanks that are zeros."""
        return self._subject

    def findings(self) -> list[Finding]:
        """One finding for every instance that says something; ``broken`` for one that raised."""
        return [finding for index in range(len(self._decided)) if (finding := self._finding(index)) is not None]

    def _finding(self, index: int) -> Finding | None:
        instance, error = self._decided[index].instance, self._decided[index].error
        try:
            decision = self._decision(index)
            if error is None:
                return None if decision.vacuous else make_finding(instance, decision, self._subject)
        except Exception as raised:  # a defect of one rule is no reason to say nothing of the others
            _log.exception("rule %s", instance.rule.id)
            error = raised
        return broken(instance.rule.id, instance.rule.title, self._subject, error, label=instance.label)

    def _equations_of_blanks(self) -> Mapping[str, set[int]]:
        """For every blank the equations it stands in, as far as a written value stands in them too or beside them."""
        found: dict[str, set[int]] = defaultdict(set)
        if not self._blanks:
            return found
        skipped = left_out(self._form, self._blanks)
        for index, decided in enumerate(self._decided):
            decision = decided.decision
            blanks = self._blanks.intersection(decision.cells)
            if decided.instance.is_equation and blanks and not decision.missing:
                spoken_of = blanks if len(blanks) < len(decision.cells) else blanks & skipped
                for blank in spoken_of:
                    found[blank].add(index)
        return found

    def _is_zero(self, blank: str, *, apart_from: int | None) -> bool:
        """FORM: a blank counts as 0 where the other equations of its row or column agree with 0."""
        found = self._by_blank.get(blank)
        return bool(found) and found != {apart_from} and self._against[blank] <= {apart_from}

    def _decision(self, index: int) -> Decision:
        instance, decision = self._decided[index].instance, self._decided[index].decision
        blanks = self._blanks.intersection(decision.cells) if self._blanks else None
        if not blanks or decision.missing:
            return decision
        written_too = len(blanks) < len(decision.cells)
        if instance.is_equation and decision.verdict == "holds" and written_too:
            contradicted = [blank for blank in blanks if self._is_contradicted(blank, apart_from=index)]
        else:
            skipped = self._skipped_by_habit(index, blanks)
            contradicted = [
                blank for blank in blanks if blank not in skipped and not self._is_zero(blank, apart_from=index)
            ]
        if not contradicted:
            return decision
        if decision.verdict == "fails" and self._fails_anyhow(instance):
            return decision
        zeros = blanks.difference(contradicted)
        return instance.expression.decide(self._lookup.with_zeros(zeros))

    def _skipped_by_habit(self, index: int, blanks: frozenset[str]) -> frozenset[str]:
        """The blank parts of a sum that no other equation speaks of, in a report that leaves its zeros blank.

        Only where another part is written: else the sum alone was filled in.
        """
        instance = self._decided[index].instance
        if len(self.zeros) < _HABIT or not instance.is_equation:
            return frozenset()
        for constraint in constraints(instance.expression, self._lookup.matching):
            parts = constraint.coefficients.keys() - {constraint.total}
            if constraint.total is not None and constraint.total not in blanks and parts - blanks:
                return frozenset(blank for blank in parts & blanks if self._by_blank.get(blank) == {index})
        return frozenset()

    def _fails_anyhow(self, instance: Instance) -> bool:
        """Whether an equation fails whatever its blanks stand for."""
        found = constraints(instance.expression, self._lookup.matching) if instance.is_equation else ()
        return any(never_holds(constraint, self._form) for constraint in found)

    def _is_contradicted(self, blank: str, *, apart_from: int) -> bool:
        others = [index for index in self._by_blank.get(blank, ()) if index != apart_from]
        return any(self._decided[index].decision.verdict == "fails" for index in others)


def _decide(instance: Instance, lookup: FormLookup) -> _Decided:
    try:
        return _Decided(instance, instance.expression.decide(lookup))
    except Exception as error:  # told as a broken rule
        _log.exception("rule %s", instance.rule.id)
        return _Decided(instance, Decision("broken"), error)
