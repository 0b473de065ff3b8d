"""The rules over the narrative on tiny subjects, without the rest of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.equations import Equations
from service.reconcile.finding import Finding
from service.reconcile.narrative.checks import NARRATIVE_CHECKS
from service.reconcile.rule_files import builtin_rules
from service.reconcile.subject import Subject

from ..builders import make_report


def checked(
    facts: Sequence[Fact],
    *,
    form: Form | None = None,
    text: str = "",
    agency: str = "甲县水务局",
    rules: Sequence[str] = (),
) -> list[Finding]:
    """What the narrative rules find; only the ``rules`` with these ids, where any are given."""
    form = form or Form(None, {})
    subject = Subject(make_report(text, agency=agency), form, tuple(facts))
    subject = replace(subject, zeros=Equations(builtin_rules(), subject).zeros)
    found = [finding for check in NARRATIVE_CHECKS for finding in check.run(subject)]
    return [finding for finding in found if not rules or finding.rule in rules]
