"""Reports whose tables add up, and what the rules say of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from service.facts.fact import Fact
from service.forms.layout import layout
from service.reconcile.equations import Equations
from service.reconcile.finding import Change, Finding, Suspect
from service.reconcile.localise.suspects import with_suspects
from service.reconcile.narrative.narrative_table import narrative_against_table
from service.reconcile.rule_set import builtin_rule_set
from service.reconcile.subject import Subject

from .. import builders
from ..builders import make_form, make_report

BUSY = {**builders.BUSY, "review.upheld": "12", "review.corrected": "2", "review.total": "14"}
"""A report that adds up; all other cells are zero."""
_TABLE = layout("V2").table("applications")
_COLUMNS = [column.id for column in _TABLE.columns if column.id != "total"]
_OUTCOMES = [row.id for row in _TABLE.rows if row.id.startswith("outcomes.") and row.id != "outcomes.total"]
COUNTED = [cell for cell in layout("V2").ids if "@" in cell or cell.startswith(("review.", "litigation_"))]
"""The cells of tables three and four."""
# A bound for tests that are not about time, on a machine that does other things too.
PATIENCE = 60.0


@st.composite
def consistent(draw: st.DrawFn) -> dict[str, int]:
    """Tables three and four that add up, mostly of zeros."""
    counts = st.just(0) | st.integers(0, 40)
    cells: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    for column in draw(st.lists(st.sampled_from(_COLUMNS), unique=True, max_size=3)):
        for row in draw(st.lists(st.sampled_from(_OUTCOMES), unique=True, max_size=5)):
            cells[f"{row}@{column}"] = draw(counts)
        done = sum(cells[f"{row}@{column}"] for row in _OUTCOMES)
        left = draw(counts)
        carried = draw(st.integers(0, done + left))
        cells[f"outcomes.total@{column}"], cells[f"requests.carried_out@{column}"] = done, left
        cells[f"requests.carried_in@{column}"], cells[f"requests.new@{column}"] = carried, done + left - carried
    for row in _TABLE.rows:
        cells[f"{row.id}@total"] = sum(cells[f"{row.id}@{column}"] for column in _COLUMNS)
    for case in ("review", "litigation_direct", "litigation_after_review"):
        for result in draw(st.lists(st.sampled_from(["upheld", "corrected", "other", "pending"]), unique=True)):
            cells[f"{case}.{result}"] = draw(st.integers(0, 9))
        cells[f"{case}.total"] = sum(value for cell, value in cells.items() if cell.startswith(f"{case}."))
    return dict(cells)


def judged(
    cells: Mapping[str, object],
    facts: Sequence[Fact] = (),
    *,
    text: str = "",
    time_limit: float = PATIENCE,
    **form: Any,
) -> list[Finding]:
    """What the rules over the tables and the narrative say, with suspects."""
    made = make_form({name: str(value) for name, value in cells.items()}, **form)
    rules = builtin_rule_set().rules
    equations = Equations(rules, Subject(make_report(text), made, tuple(facts)))
    found = [*equations.findings(), *narrative_against_table(equations.subject)]
    return with_suspects(found, rules, equations.subject, time_limit=time_limit)


def failing(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict == "fails"]


def groups(findings: Sequence[Finding]) -> list[tuple[Suspect, ...]]:
    """The different sets of suspects of the equations that fail."""
    return list(dict.fromkeys(finding.suspects for finding in failing(findings) if finding.rule.startswith("form.")))


def proposals(suspect: Suspect) -> dict[str, str]:
    return {change.cell: change.proposed for change in suspect.changes}


def change(cell: str, value: str | None, proposed: str) -> tuple[Change, ...]:
    return (Change(cell, value, proposed),)
