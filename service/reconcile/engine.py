"""All rules on one report: what holds, what fails, what cannot be said."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.certainty import tempered
from service.reconcile.check import Check
from service.reconcile.equations import Equations
from service.reconcile.finding import Finding
from service.reconcile.narrative.checks import NARRATIVE_CHECKS
from service.reconcile.rule import Rule, RuleInfo
from service.reconcile.rule_files import builtin_rules
from service.reconcile.shape.checks import SHAPE_CHECKS
from service.reconcile.subject import Subject
from service.reconcile.years.checks import YEAR_CHECKS

CODE_CHECKS: Final[tuple[Check, ...]] = (*SHAPE_CHECKS, *NARRATIVE_CHECKS, *YEAR_CHECKS)


def reconcile(
    report: Report,
    form: Form,
    facts: Sequence[Fact],
    *,
    rules: tuple[Rule, ...] | None = None,
    last_year: Subject | None = None,
) -> tuple[Finding, ...]:
    """Every rule decided on a report: its shape first, then the tables, the narrative, and the year before.

    ``rules`` are the rules over cells, those of the service unless others are given; ``last_year`` is the report of the
    same body of the year before, where it is known.
    """
    equations = Equations(builtin_rules() if rules is None else rules, form, agency=report.agency)
    subject = Subject(report, form, tuple(facts), equations.zeros, last_year)
    found = [finding for check in SHAPE_CHECKS for finding in check.run(subject)]
    found += equations.findings()
    found += [finding for check in (*NARRATIVE_CHECKS, *YEAR_CHECKS) for finding in check.run(subject)]
    return tuple(_told_apart(tempered(found, {fact.id: fact for fact in facts}, form.cells)))


def all_rules(rules: tuple[Rule, ...] | None = None) -> tuple[RuleInfo, ...]:
    """What people are shown of every rule, those of code after those of data."""
    data = builtin_rules() if rules is None else rules
    shown = [RuleInfo(rule.id, rule.title, rule.severity, rule.basis, rule.editions) for rule in data]
    return (*shown, *(info for check in CODE_CHECKS for info in check.rules))


def _told_apart(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, each with a key of its own: a statement made twice in the same words gets a number."""
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        seen[finding.key] += 1
        count = seen[finding.key]
        key = finding.key if count == 1 else hashlib.sha256(f"{finding.key}\n{count}".encode()).hexdigest()[:16]
        found.append(replace(finding, key=key))
    return found
