"""The cells of a form as expressions see them: patterns → ids, and values with blanks taken as zero or not."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from functools import lru_cache

from service.forms.cell import Form
from service.reconcile.expression import CellState, Statement
from service.reconcile.statements import Statements
from service.reconcile.subject import Subject

_ZERO = Decimal(0)
_NOTHING = Statements((), None)


class FormLookup:
    """The values of one form; the cells in ``zeros``, which are blank, count as 0.

    What is known beside the cells: the ``year``, the ``statements`` of the narrative, the report of the year before.
    """

    def __init__(
        self,
        form: Form,
        zeros: frozenset[str] = frozenset(),
        *,
        year: int | None = None,
        statements: Statements = _NOTHING,
        last: FormLookup | None = None,
    ) -> None:
        self.year = year
        self.last = last
        self.statements = statements
        self._form = form
        self._zeros = zeros
        self._patterns = patterns_of(tuple(form.cells))

    def with_zeros(self, zeros: frozenset[str]) -> FormLookup:
        """The same with other blanks counting as 0."""
        other = copy(self)
        other._zeros = zeros
        return other

    def matching(self, pattern: str) -> Sequence[str]:
        """The cells that a pattern names; those of the rows below it where the form prints no such row."""
        if pattern in self._form.cells:
            return (pattern,)
        return self._patterns.matching(pattern)

    def value(self, cell_id: str) -> Decimal | None:
        """The value read, 0 for a blank among ``zeros``."""
        cell = self._form.cells.get(cell_id)
        if cell is not None and cell.value is not None and cell.status == "read":
            return cell.value
        return _ZERO if cell_id in self._zeros else None

    def state(self, cell_id: str) -> CellState:
        """Whether a value other than 0 stands in a cell."""
        cell = self._form.cells.get(cell_id)
        if cell is None or cell.status in ("unreadable", "ambiguous", "missing"):
            return "unknown"
        return "filled" if cell.value else "empty"

    def stated(self, metric: str, words: str) -> Statement | None:
        """What the narrative says of a metric."""
        return self.statements.of(metric, words)


def lookup_of(subject: Subject) -> FormLookup:
    """What expressions may ask of a whole report, and of that of the year before."""
    last = None if subject.last_year is None else lookup_of(subject.last_year)
    year = subject.report.year
    return FormLookup(subject.form, subject.zeros, year=year, statements=Statements(subject.facts, year), last=last)


class Patterns:
    """The patterns that were looked up among some cell ids."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        self._ids = ids
        self._known: dict[str, tuple[str, ...]] = {}

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The ids that a pattern names, in the order of the form; those below it where there is no such row."""
        found = self._known.get(pattern)
        if found is None:
            found = (pattern,) if pattern in self._ids else _matching(self._ids, pattern)
            self._known[pattern] = found
        return found


# Reports of one edition have the same cells.
patterns_of = lru_cache(maxsize=64)(Patterns)


def _matching(ids: tuple[str, ...], pattern: str) -> tuple[str, ...]:
    row, _, column = pattern.partition("@")
    found = [cell_id for cell_id in ids if _fits(cell_id, row.split("."), column)]
    if not found and "*" not in pattern:
        found = [c for c in ids if c.startswith(f"{row}.") and c.partition("@")[2] == column]
    return tuple(found)


def _fits(cell_id: str, parts: Sequence[str], column: str) -> bool:
    row, _, own_column = cell_id.partition("@")
    own_parts = row.split(".")
    if len(own_parts) != len(parts) or (column not in ("*", own_column)) or (column == "*" and not own_column):
        return False
    return all(part in ("*", own) for part, own in zip(parts, own_parts, strict=True))


def blank_cells(form: Form) -> frozenset[str]:
    """The cells with nothing in them, or a mark for nothing (``/``): perhaps zeros, perhaps not filled in."""
    return frozenset(cell.id for cell in form.cells.values() if cell.status in ("blank", "not_applicable"))
