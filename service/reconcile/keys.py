"""Keys of findings: the same as long as the rule, the instance and the evidence are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from service.facts.fact import Fact
from service.forms.cell import Form


def finding_key(
    rule: str,
    instance: str,
    *,
    form: Form,
    cells: Sequence[str] = (),
    facts: Sequence[Fact] = (),
    last: Form | None = None,
    last_cells: Sequence[str] = (),
) -> str:
    """Sixteen hex digits over rule, instance, the values of the cells, also of last year, and what the facts say.

    Positions and ids of facts are left out: they move when a word elsewhere is changed.
    """
    lines = [rule, instance, *(_cell_line(form, cell) for cell in sorted(cells)), *sorted(map(_fact_line, facts))]
    if last is not None:
        lines += [f"last {_cell_line(last, cell)}" for cell in sorted(last_cells)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _cell_line(form: Form, cell_id: str) -> str:
    cell = form.cells.get(cell_id)
    return f"{cell_id}={'' if cell is None or cell.value is None else cell.value.normalize()}"


def _fact_line(fact: Fact) -> str:
    qualifiers = (fact.channel, fact.category, fact.party, fact.role)
    said = (fact.metric, fact.label, fact.value.normalize(), fact.unit, fact.kind, fact.year, fact.approx, *qualifiers)
    return "\t".join("" if part is None else str(part) for part in said)
