"""The cells of a form as expressions see them: patterns → ids, and values with blanks taken as zero or not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from service.forms.cell import Form

_ZERO = Decimal(0)


class FormLookup:
    """The values of one form; the cells in ``zeros``, which are blank, count as 0."""

    def __init__(self, form: Form, zeros: frozenset[str] = frozenset()) -> None:
        self._form = form
        self._zeros = zeros
        self._ids = tuple(form.cells)

    def matching(self, pattern: str) -> Sequence[str]:
        """The cells that a pattern names; those of the rows below it where the form prints no such row."""
        if pattern in self._form.cells:
            return (pattern,)
        return _matching(self._ids, pattern)

    def value(self, cell_id: str) -> Decimal | None:
        """The value read, 0 for a blank among ``zeros``."""
        cell = self._form.cells.get(cell_id)
        if cell is not None and cell.value is not None and cell.status == "read":
            return cell.value
        return _ZERO if cell_id in self._zeros else None


@lru_cache(maxsize=4096)
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
