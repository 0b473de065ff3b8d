"""What blank cells may be: zeros left out, totals forgotten, or whatever is not below zero.

Blank cells may be zeros left out where others of their kind are filled in, so that 0 seems to have been skipped.

An equation of which every cell is blank agrees with 0 and yet says nothing, unless the table was filled around it. A
table filled in its total column alone, or not at all, is another matter: there nothing is known of the blanks.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from service.forms.cell import Form
from service.forms.layout import layout
from service.reconcile.localise.linear import Constraint
from service.reconcile.names import domains

_TOTALS, _TOTAL = "outcomes.total@", "@total"
_BLANK = ("blank", "not_applicable")


def left_out(form: Form, blanks: frozenset[str]) -> frozenset[str]:
    """The blanks of applicants where some applicant is filled in, and those of cases where some case is.

    Those of the total column and of the row of totals, where that column and that row are filled in besides.
    """
    written = {cell.id for cell in form.cells.values() if cell.status == "read"}
    applicants, cases = domains()["applicants"], domains()["cases"]
    of_applicants = {cell for cell in written if cell.partition("@")[2] in applicants}
    filled_row = any(cell.startswith(_TOTALS) for cell in of_applicants)
    filled_column = bool(of_applicants) and any(cell.endswith(_TOTAL) for cell in written)
    filled_case = any(cell_id.partition(".")[0] in cases for cell_id in written)

    def skipped(blank: str) -> bool:
        row, _, column = blank.partition("@")
        if column in applicants:
            return filled_row if blank.startswith(_TOTALS) else bool(of_applicants)
        return filled_column if blank.endswith(_TOTAL) else filled_case and row.partition(".")[0] in cases

    return frozenset(blank for blank in blanks if skipped(blank))


def forgotten_totals(constraints: Iterable[Constraint], form: Form) -> frozenset[str]:
    """The totals that are blank while one of their parts is written and not 0."""
    totals = ((constraint.total, constraint.coefficients) for constraint in constraints if constraint.total is not None)
    return frozenset(
        total
        for total, cells in totals
        if form.cells[total].status in _BLANK and any(form.value(cell) for cell in cells if cell != total)
    )


def never_holds(constraint: Constraint, form: Form) -> bool:
    """Whether the constraint is violated whatever stands for its blank cells, as long as that is not below zero.

    What is written alone makes one side too great, and the blanks could only add to it. False where a cell could not
    be read.
    """
    blanks = [cell for cell in constraint.coefficients if form.cells[cell].status in _BLANK]
    values = {cell: form.value(cell) for cell in constraint.coefficients if cell not in blanks}
    known = {cell: value for cell, value in values.items() if value is not None and form.cells[cell].status == "read"}
    if len(known) < len(values) or any(_may_be_negative(cell, form) for cell in blanks):
        return False
    excess = constraint.excess(known)
    return bool(excess) and all(excess * constraint.coefficients[blank] > Decimal(0) for blank in blanks)


def _may_be_negative(cell: str, form: Form) -> bool:
    spec = None if form.edition is None else layout(form.edition).cells.get(cell)
    return spec is None or spec.signed
