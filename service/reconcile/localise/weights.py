"""What the change of a cell counts: cells are all but equal, so that first the fewest are looked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from service.forms.cell import Cell, Form
from service.forms.doubt import SURE

_READ: Final = 1.0
# Cells of the form that nobody filled in are mostly right, and so is what the text says too.
_ZERO: Final = 0.05
_VOUCHED: Final = 0.1
_BLANK: Final = 0.85
_DOUBTFUL: Final = 0.9
_UNSURE: Final = 0.8

LIGHTEST: Final = _UNSURE
HEAVIEST: Final = _READ + _ZERO + _VOUCHED
SLACK: Final = 0.4
"""By how much a set of changes may be heavier than the lightest and is still shown; never two cells beside one."""


def weights(form: Form, *, vouched: Collection[str]) -> dict[str, float]:
    """The weight of every cell; ``vouched`` are those whose value the narrative states too."""
    return {name: _weight(cell, vouched=name in vouched) for name, cell in form.cells.items()}


def _weight(cell: Cell, *, vouched: bool) -> float:
    if cell.doubtful:
        return _UNSURE if cell.confidence is not None and cell.confidence < SURE else _DOUBTFUL
    if cell.status in ("blank", "not_applicable"):
        return _BLANK
    return _READ + (_VOUCHED if vouched else 0) + (_ZERO if cell.value == 0 else 0)
