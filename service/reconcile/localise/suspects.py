"""Which cell is wrong: for the equations that fail, the smallest changes under which all of them hold.

Error localisation after Fellegi and Holt (1976). What comes out is a suggestion; nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from service.facts.fact import Fact
from service.reconcile.finding import Change, Finding, Suspect
from service.reconcile.instances import Instance, occurring
from service.reconcile.localise.deadline import Deadline
from service.reconcile.localise.few import Changes, pair_changes, pairs_are_open, single_changes
from service.reconcile.localise.program import Program
from service.reconcile.localise.ranking import Explanation, ranked
from service.reconcile.localise.reasons import fact_reason, reason
from service.reconcile.localise.system import Key, System, failing_systems, finding_key
from service.reconcile.localise.three import triple_changes
from service.reconcile.localise.weights import SLACK, weights
from service.reconcile.localise.witness import Witnesses
from service.reconcile.rule import Rule
from service.reconcile.subject import Subject
from service.reconcile.wording import figure

SHOWN = 8
"""So many smallest sets of changes are shown of one group of equations."""
_FOUND = 32
TIME_LIMIT = 0.15
"""Seconds of computing for one report."""


@dataclass(frozen=True, slots=True)
class Localisation:
    """The smallest changes of one group of equations, the likeliest first.

    ``failing`` are the instances that do not hold; ``agreeing`` has for every suspect the facts that agree with the
    report only after its changes.
    """

    failing: frozenset[Key]
    suspects: tuple[Suspect, ...]
    agreeing: tuple[tuple[str, ...], ...]


def with_suspects(
    findings: Sequence[Finding], rules: tuple[Rule, ...], subject: Subject, *, time_limit: float = TIME_LIMIT
) -> list[Finding]:
    """The findings, those that fail with what would have to be changed for them to hold.

    ``findings`` are those of one report before doubt about its reading has tempered them; ``rules`` those over cells.
    A finding about equations gets every smallest set of changes of the group it belongs to. One that compares the
    narrative with cells gets those of them under which it holds, and where these cells agree among themselves, the
    figure of the narrative itself.
    """
    if not any(finding.verdict == "fails" and finding.cells for finding in findings):
        return list(findings)
    deadline = Deadline(time_limit)
    witnesses = Witnesses(subject)
    instances = occurring(rules, subject.form, agency=subject.report.agency)
    found = _localise(findings, instances, subject, witnesses, deadline=deadline)
    sound = _sound_cells(findings, instances)
    facts = {fact.id: fact for fact in subject.facts}
    return [
        replace(finding, suspects=_suspects(finding, found, sound, facts, subject, witnesses))
        if finding.verdict == "fails"
        else finding
        for finding in findings
    ]


def localise(
    findings: Sequence[Finding], rules: tuple[Rule, ...], subject: Subject, *, time_limit: float = TIME_LIMIT
) -> tuple[Localisation, ...]:
    """The smallest changes of every group of equations in which one fails; one not solved in time is left out."""
    deadline = Deadline(time_limit)
    instances = occurring(rules, subject.form, agency=subject.report.agency)
    return _localise(findings, instances, subject, Witnesses(subject), deadline=deadline)


def _localise(
    findings: Sequence[Finding],
    instances: Sequence[Instance],
    subject: Subject,
    witnesses: Witnesses,
    *,
    deadline: Deadline,
) -> tuple[Localisation, ...]:
    weighed = weights(subject.form, vouched=witnesses.vouched)
    found = []
    for system in failing_systems(findings, instances, subject.form, weighed):
        changes = smallest_changes(system, deadline=deadline)
        explanations = ranked(changes, system, subject.form, witnesses, deadline=deadline)
        if explanations:
            found.append(_localisation(explanations, system, subject))
    return tuple(found)


def smallest_changes(system: System, *, deadline: Deadline, limit: int = _FOUND) -> list[Changes]:
    """The lightest sets of changes, and those at most ``SLACK`` heavier with no more cells, lightest first.

    Two cells are heavier than any one, and three than any two: where few are enough, there is nothing to solve.
    """
    found = [] if system.unknown else single_changes(system)
    if not found and pairs_are_open(system):
        found = pair_changes(system, deadline=deadline) or _triples(system, deadline=deadline)
    if not found:
        return Program(system).smallest(limit=limit, deadline=deadline)
    found.sort(key=lambda changes: _weight(changes, system))
    lightest = _weight(found[0], system)
    return [changes for changes in found if _weight(changes, system) <= lightest + SLACK][:limit]


def _triples(system: System, *, deadline: Deadline) -> list[Changes]:
    """Threes; none where four cells of which one can hardly be sure might weigh less."""
    four = 4 * min(variable.weight for variable in system.variables.values())
    found = triple_changes(system, deadline=deadline)
    return found if found and min(_weight(changes, system) for changes in found) < four else []


def _weight(changes: Changes, system: System) -> float:
    return sum(system.variables[cell].weight for cell in changes)


def _localisation(explanations: Sequence[Explanation], system: System, subject: Subject) -> Localisation:
    shown = explanations[:SHOWN]
    others = len(explanations) - 1
    suspects = tuple(
        Suspect(_changes(each.changes, subject), reason(each, system, subject, others=others)) for each in shown
    )
    return Localisation(system.failing, suspects, tuple(each.testimony.supporting for each in shown))


def _changes(changes: Changes, subject: Subject) -> tuple[Change, ...]:
    reported = {cell: subject.form.cells[cell].value for cell in changes}
    return tuple(
        Change(cell, None if (was := reported[cell]) is None else figure(was), figure(value))
        for cell, value in changes.items()
    )


def _sound_cells(findings: Sequence[Finding], instances: Sequence[Instance]) -> frozenset[str]:
    """The cells of equations that hold, as far as they are in none that fails."""
    equations = {instance.rule.id for instance in instances if instance.is_equation}
    by_verdict: dict[str, set[str]] = {"holds": set(), "fails": set()}
    for finding in findings:
        if finding.rule in equations and finding.verdict in by_verdict and len(finding.cells) > 1:
            by_verdict[finding.verdict].update(finding.cells)
    return frozenset(by_verdict["holds"] - by_verdict["fails"])


def _suspects(
    finding: Finding,
    found: Sequence[Localisation],
    sound: frozenset[str],
    facts: Mapping[str, Fact],
    subject: Subject,
    witnesses: Witnesses,
) -> tuple[Suspect, ...]:
    key = finding_key(finding)
    own = next((each.suspects for each in found if key in each.failing), ())
    if own or not finding.facts:
        return own
    agreeing = tuple(
        suspect
        for each in found
        for suspect, supporting in zip(each.suspects, each.agreeing, strict=True)
        if set(finding.facts) <= set(supporting)
    )
    if agreeing or len(finding.facts) > 1 or finding.right is None or not sound.issuperset(finding.cells):
        return agreeing
    return _fact_suspect(facts[finding.facts[0]], Decimal(finding.right), subject, witnesses)


def _fact_suspect(fact: Fact, proposed: Decimal, subject: Subject, witnesses: Witnesses) -> tuple[Suspect, ...]:
    """The figure of the narrative as the suspect, where the comparison says it would agree with another value."""
    then = witnesses.as_if(fact.id, proposed)
    if then is None or then.verdict != "holds" or then.reading is None:
        return ()
    change = Change(fact.id, figure(fact.value), figure(proposed))
    return (Suspect((change,), fact_reason(fact, proposed, then.reading, subject)),)
