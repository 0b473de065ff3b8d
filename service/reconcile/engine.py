"""All rules on one report: what holds, what fails, what cannot be said."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.certainty import tempered
from service.reconcile.check import Check
from service.reconcile.equations import Equations
from service.reconcile.finding import Finding, Severity
from service.reconcile.localise.suspects import with_suspects
from service.reconcile.narrative.checks import NARRATIVE_CHECKS
from service.reconcile.rule import RuleInfo
from service.reconcile.rule_set import RuleSet, builtin_rule_set
from service.reconcile.shape.checks import SHAPE_CHECKS
from service.reconcile.subject import Subject
from service.reconcile.telling import broken
from service.reconcile.user_rules import read_rule_set
from service.reconcile.years.checks import YEAR_CHECKS

CODE_CHECKS: Final[tuple[Check, ...]] = (*SHAPE_CHECKS, *NARRATIVE_CHECKS, *YEAR_CHECKS)
_log = logging.getLogger("nianbao.rules")


def reconcile(
    report: Report,
    form: Form,
    facts: Sequence[Fact],
    *,
    rules: RuleSet | None = None,
    last_year: Subject | None = None,
) -> tuple[Finding, ...]:
    """Every rule decided on a report: its shape first, then the tables, the narrative, and the year before.

    ``rules`` are those of the service unless others are given; ``last_year`` is the report of the same body of the
    year before, where it is known. A rule that raises becomes a ``broken`` finding, and the others go on.
    """
    used = rules or builtin_rule_set()
    equations = Equations(used.rules, Subject(report, form, tuple(facts), last_year=last_year))
    subject = equations.subject
    found = [finding for check in SHAPE_CHECKS for finding in _run(check, subject)]
    found += equations.findings()
    found += [finding for check in (*NARRATIVE_CHECKS, *YEAR_CHECKS) for finding in _run(check, subject)]
    graded = with_suspects(used.applied(found, _severities(used)), used.rules, subject)
    return tuple(_told_apart(tempered(graded, {fact.id: fact for fact in facts}, form.cells)))


def subject_of(report: Report, form: Form, facts: Sequence[Fact], *, rules: RuleSet | None = None) -> Subject:
    """A report with the blanks that its equations show to be zeros, to be the ``last_year`` of another."""
    used = rules or builtin_rule_set()
    return Equations(used.rules, Subject(report, form, tuple(facts))).subject


def all_rules(rules: RuleSet | None = None) -> tuple[RuleInfo, ...]:
    """What people are shown of every rule, those of code after those of data."""
    return (rules or builtin_rule_set()).infos(_code_rules())


def load_rules(paths: Sequence[Path]) -> RuleSet:
    """The rules of the service with those of the user's files and folders; RuleError that tells all that is wrong."""
    return read_rule_set(paths, code=_code_rules())


@cache
def _code_rules() -> tuple[RuleInfo, ...]:
    return tuple(info for check in CODE_CHECKS for info in check.rules)


@lru_cache(maxsize=8)
def _severities(rules: RuleSet) -> Mapping[str, Severity]:
    return {rule.id: rule.severity for rule in rules.rules} | {info.id: info.severity for info in _code_rules()}


def _run(check: Check, subject: Subject) -> tuple[Finding, ...]:
    try:
        return check.run(subject)
    except Exception as error:  # a defect of one rule is no reason to say nothing of the others
        first = check.rules[0]
        _log.exception("rule %s", first.id)
        return (broken(first.id, first.title, subject, error),)


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
