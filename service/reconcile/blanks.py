"""Blank cells that may be zeros left out: others of their kind are filled in, so that 0 seems to have been skipped.

An equation of which every cell is blank agrees with 0 and yet says nothing, unless the table was filled around it. A
table filled in its total column alone, or not at all, is another matter: there nothing is known of the blanks.
"""

from __future__ import annotations

from service.forms.cell import Form
from service.reconcile.names import domains

_TOTALS = "outcomes.total@"


def left_out(form: Form, blanks: frozenset[str]) -> frozenset[str]:
    """The blanks of applicants where some applicant is filled in, and those of cases where some case is."""
    written = {cell.id for cell in form.cells.values() if cell.status == "read"}
    applicants, cases = domains()["applicants"], domains()["cases"]
    filled_applicant = any(cell_id.partition("@")[2] in applicants for cell_id in written)
    filled_case = any(cell_id.partition(".")[0] in cases for cell_id in written)
    return frozenset(
        blank
        for blank in blanks
        if (filled_applicant and blank.partition("@")[2] in applicants and not blank.startswith(_TOTALS))
        or (filled_case and blank.partition(".")[0] in cases)
    )
