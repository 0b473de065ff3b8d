"""How sure a finding can be that rests on facts which a model read, or on cells which were recognised on a scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.facts.fact import Fact
from service.forms.cell import Cell
from service.reconcile.finding import Finding

# A wrong fact makes a false accusation. From this confidence on nearly every fact of the held-out samples was right;
# below it a disagreement is something to look at, not an error of the report.
SURE_FROM = 0.85
DOUBTFUL_CELLS = "（其中有的数字由扫描件识别得到，可能识别有误，请先对照原件。）"


def tempered(findings: Sequence[Finding], facts: Mapping[str, Fact], cells: Mapping[str, Cell]) -> list[Finding]:
    """The findings: one that rests on a doubtful cell undecided, an error on a fact read with less certainty a warning.

    Whether a sum on a scan is wrong on the paper or was recognised wrongly, only the paper can tell.
    """
    return [_tempered(finding, facts, cells) for finding in findings]


def _tempered(finding: Finding, facts: Mapping[str, Fact], cells: Mapping[str, Cell]) -> Finding:
    if finding.verdict == "fails" and any(id in cells and cells[id].doubtful for id in finding.cells):
        return replace(finding, verdict="undecided", message=finding.message + DOUBTFUL_CELLS)
    unsure = any(facts[fact_id].confidence < SURE_FROM for fact_id in finding.facts)
    if finding.verdict == "fails" and finding.severity == "error" and unsure:
        return replace(finding, severity="warning")
    return finding
