"""Figures as an office types them into cells (FORM §9), and what a right reading makes of that."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.documents.figures import Figures
from benchmarks.documents.style import Style

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NOTES = ("*", "①", "[1]", "（注）", "※")
_NONE = frozenset({"", "/", "-", "—", "无"})


@dataclass(slots=True)
class Typist:
    """Types the figures of one report; ``read`` collects for every cell what stands in it once typed."""

    figures: Figures
    style: Style
    rng: random.Random
    read: dict[str, str | None] = field(default_factory=dict)
    _noted: bool = False

    def typed(self, cell_id: str, *, unit: str = "", row: tuple[str, ...] = (), is_total: bool = False) -> str:
        """The text of a cell; ``row`` are all the cells of its row."""
        value = self.figures[cell_id]
        if not value and self._is_marked(row, is_total=is_total):
            self.read[cell_id] = None if self.style.zero in _NONE else "0"
            return self.style.zero
        self.read[cell_id] = str(value)
        text = self._digits(value)
        if self.style.units and unit:
            return text + unit
        if value and self.style.footnote and not self._noted:
            self._noted = True
            return text + self.rng.choice(_NOTES)
        return text

    def typed_change(self, cell_id: str) -> str:
        """An increase or decrease: +3, -6, 0, or nothing."""
        value = self.figures[cell_id]
        if not value and self.style.zero != "0":
            return self.typed(cell_id)
        self.read[cell_id] = str(value)
        if value > 0:
            return self.rng.choice(("+", "", "")) + str(value)
        return str(value).replace("-", self.rng.choice(("-", "-", "－")))

    def typed_amount(self, cell_id: str) -> str:
        """Money with or without its unit, in 元 or 万元, as the tables of 2019 have it."""
        value = self.figures[cell_id]
        if not value:
            return self.typed(cell_id)
        self.read[cell_id] = str(value)
        return str(value) + self.rng.choice(("元", "万元", "万元", ""))

    def _is_marked(self, row: tuple[str, ...], *, is_total: bool) -> bool:
        if self.style.zero == "0":
            return False
        if self.style.zeros == "rows":
            return not any(self.figures[cell_id] for cell_id in row)
        return self.style.zeros == "all" or not is_total

    def _digits(self, value: Decimal) -> str:
        style = self.style.digits
        if style == "full_width":
            return str(value).translate(_WIDE)
        grouped = f"{value:,}"
        if style == "grouped_wide":
            return grouped.replace(",", "，")
        return grouped if style == "grouped" else str(value)
