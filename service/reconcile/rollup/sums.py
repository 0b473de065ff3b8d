"""A parent's cells beside the sums of its members' (E13: parent = own + Σ children)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.forms.cell import Form
from service.forms.layout import layout
from service.reconcile.rollup.scope import LeftOut, Member, scope_data, scope_notes, sorted_out
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import title

_CODEFENDANT = "行政复议、行政诉讼的差额可能来自复议机关作共同被告的案件：这类案件只由原行为机关计入。"
_UNPUBLISHED = "没有公布年度报告、或者没有给出的单位不在合计之内，差额也可能由此而来。"


@dataclass(frozen=True, slots=True)
class CellSum:
    """One cell: the parent's value, the members' sum, and the members whose cell has no value."""

    cell: str
    title: str
    parent: Decimal
    sum: Decimal
    missing: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(0)

    @property
    def difference(self) -> Decimal:
        """What the parent has more than its members."""
        return self.parent - self.sum

    @property
    def differs(self) -> bool | None:
        """Whether the two are different; None where a member without a value may make up for it."""
        apart = abs(self.difference) > self.tolerance
        if self.missing and (self.difference >= 0 or not apart):
            return None
        return apart


@dataclass(frozen=True, slots=True)
class RollUp:
    """All cells that are summed, who is in the sum and who is not, and what may explain differences."""

    parent: Member
    included: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    cells: tuple[CellSum, ...]
    notes: tuple[str, ...]

    @property
    def differing(self) -> tuple[CellSum, ...]:
        """The cells that differ."""
        return tuple(cell for cell in self.cells if cell.differs)

    @property
    def undecided(self) -> tuple[CellSum, ...]:
        """The cells of which nothing can be said, since some member has no value."""
        return tuple(cell for cell in self.cells if cell.differs is None)


def roll_up(parent: Member, children: Sequence[Member], *, own: Member | None = None) -> RollUp:
    """The parent's tables two (without 规章), three and four beside the sums of ``own`` and of the children.

    ``own`` is the report of the parent's office. Cells that the parent does not have, or that have no value there, are
    left out.
    """
    members, left_out = sorted_out(parent, children, own=own)
    cells = tuple(_cells(parent.subject, members)) if members else ()
    return RollUp(parent, tuple(members), tuple(left_out), cells, tuple(_notes(parent, cells)))


def summed_ids(form: Form) -> tuple[str, ...]:
    """The cells of a form that add up."""
    if form.edition not in ("V1", "V2"):
        return ()
    data = scope_data()["cells"]
    return tuple(
        cell_id
        for cell_id in layout(form.edition).ids
        if not cell_id.startswith(tuple(data["left_out"])) and not cell_id.endswith(tuple(data["left_out_fields"]))
    )


def _cells(parent: Subject, members: Sequence[Member]) -> list[CellSum]:
    own = FormLookup(parent.form, parent.zeros)
    lookups = [(member.name, FormLookup(member.subject.form, member.subject.zeros)) for member in members]
    rounded = scope_data()["cells"]["rounded"]
    found = []
    for cell_id in summed_ids(parent.form):
        total = own.value(cell_id)
        if total is None:
            continue
        values = {name: lookup.value(cell_id) for name, lookup in lookups}
        known = [value for value in values.values() if value is not None]
        tolerance = sum(map(_rounding, (total, *known)), start=Decimal(0)) if cell_id in rounded else Decimal(0)
        missing = tuple(name for name, value in values.items() if value is None)
        summed = sum(known, start=Decimal(0))
        found.append(CellSum(cell_id, title(parent.form.edition, cell_id), total, summed, missing, tolerance))
    return found


def _rounding(value: Decimal) -> Decimal:
    """Half a unit of the last digit printed; nothing for what is printed as 0."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0) / 2 if value else Decimal(0)


def _notes(parent: Member, cells: Sequence[CellSum]) -> list[str]:
    notes = scope_notes(parent.subject.report)
    differing = [cell.cell for cell in cells if cell.differs]
    if any(cell.startswith(tuple(scope_data()["cells"]["disputes"])) for cell in differing):
        notes.append(_CODEFENDANT)
    if differing:
        notes.append(_UNPUBLISHED)
    return notes
