"""Written cells → the cells of the form, with what they say and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from service.forms.alignment import Open, Slot
from service.forms.cell import Cell
from service.forms.grid_row import Piece, row_source
from service.forms.value import clean, parse


def read_cell(cell_id: str, slot: Slot, row: Sequence[Piece]) -> Cell:
    """The cell of the form that a slot of its row tells; ``row`` is quoted where the slot is open."""
    if slot is None:
        return missing(cell_id)
    if isinstance(slot, Open):
        return Cell(
            id=cell_id,
            value=None,
            status="ambiguous",
            raw=" ".join(clean(piece.text) for piece in row if not piece.blank),
            source=row_source(row) if row else None,
            candidates=slot.candidates,
            confidence=least(piece.confidence for piece in row),
        )
    value = parse(slot.text)
    return Cell(
        id=cell_id,
        value=value.value,
        status=value.status,
        raw=clean(slot.text),
        source=slot.source,
        unit=value.unit,
        candidates=value.candidates,
        confidence=slot.confidence,
    )


def missing(cell_id: str) -> Cell:
    """A cell that the report does not have."""
    return Cell(cell_id, None, "missing", "")


def combine(first: Cell | None, second: Cell) -> Cell:
    """One cell from two places of the report: a repeated row says the same, a blank one nothing; else it is open."""
    if first is None or first.status in {"missing", "blank"}:
        return second
    if second.status in {"missing", "blank"} or (first.status, first.value, first.candidates) == (
        second.status,
        second.value,
        second.candidates,
    ):
        return first
    known = (*_candidates(first), *_candidates(second))
    return Cell(
        id=first.id,
        value=None,
        status="ambiguous",
        raw=f"{first.raw} {second.raw}",
        source=first.source,
        candidates=tuple(dict.fromkeys(known)),
        confidence=least((first.confidence, second.confidence)),
        doubtful=first.doubtful or second.doubtful,
    )


def least(confidences: Iterable[float | None]) -> float | None:
    """The confidence of what rests on several cells; None where none of them was recognised."""
    return min((confidence for confidence in confidences if confidence is not None), default=None)


def _candidates(cell: Cell) -> tuple[Decimal, ...]:
    return cell.candidates if cell.value is None else (cell.value,)
