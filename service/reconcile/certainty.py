"""How sure a finding can be that rests on facts which a model read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.facts.fact import Fact
from service.reconcile.finding import Finding

# A wrong fact makes a false accusation. From this confidence on nearly every fact of the held-out samples was right;
# below it a disagreement is something to look at, not an error of the report.
SURE_FROM = 0.85


def tempered(findings: Sequence[Finding], facts: Mapping[str, Fact]) -> list[Finding]:
    """The findings, an error that rests on a fact read with less certainty made a warning."""
    return [_tempered(finding, facts) for finding in findings]


def _tempered(finding: Finding, facts: Mapping[str, Fact]) -> Finding:
    unsure = any(facts[fact_id].confidence < SURE_FROM for fact_id in finding.facts)
    if finding.verdict == "fails" and finding.severity == "error" and unsure:
        return replace(finding, severity="warning")
    return finding
