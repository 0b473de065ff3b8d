"""How one office fills in the form: the wording of labels, how values are written, how the tables are cut."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Zero = Literal["0", "", "/", "-", "—", "无", "零"]
Digits = Literal["plain", "full_width", "grouped", "grouped_wide"]


@dataclass(frozen=True, slots=True)
class Style:
    """Conventions of one report; the defaults are the form as it was sent out, filled in plainly."""

    zero: Zero = "0"
    """What stands for a zero, ..."""
    zeros: Literal["all", "rows", "parts"] = "all"
    """... and where: everywhere, in rows that are zero as a whole, or everywhere but in totals."""
    digits: Digits = "plain"
    units: bool = False
    """Values with their unit glued on (12件)."""
    footnote: bool = False
    """A mark for a note behind one figure."""
    labels: Literal["official", "varied", "spaced"] = "official"
    breaks: bool = False
    """Labels broken over lines where their column is narrow."""
    vertical: bool = False
    """Group labels, and the header of table four, set downwards."""
    article: Literal["第二十条第（{}）项", "第二十条（{}）项", "第二十条第({})项"] = "第二十条第（{}）项"
    bands: Literal["together", "apart"] = "together"
    """Table two as one table, or as a table for each article."""
    single: Literal["merged", "thrice", "first"] = "merged"
    """A value under a merged head: in a merged cell, in each of its three cells, or in the first of them."""
    local_rows: bool = False
    """A row in table two that the form does not have."""
    captions: bool = False
    """A line above each table."""
    unit_column: Literal["own", "label"] = "own"
    """The unit in a column of its own or in brackets behind the label, before 2019."""


PLAIN = Style()


def draw_style(rng: random.Random) -> Style:
    """A style as it may occur; what is usual is drawn more often."""
    blank: list[Zero] = ["", "/", "-", "—", "无", "零"]
    digits: list[Digits] = ["plain", "plain", "plain", "full_width", "grouped", "grouped_wide"]
    return Style(
        zero=rng.choice(blank) if rng.random() < 0.3 else "0",
        zeros=rng.choice(("all", "rows", "parts")),
        digits=rng.choice(digits),
        units=rng.random() < 0.06,
        footnote=rng.random() < 0.08,
        labels=rng.choice(("official", "varied", "varied", "spaced")),
        breaks=rng.random() < 0.4,
        vertical=rng.random() < 0.25,
        article=rng.choice(("第二十条第（{}）项", "第二十条第（{}）项", "第二十条（{}）项", "第二十条第({})项")),
        bands=rng.choice(("together", "together", "apart")),
        single=rng.choice(("merged", "merged", "thrice", "first")),
        local_rows=rng.random() < 0.12,
        captions=rng.random() < 0.2,
        unit_column=rng.choice(("own", "own", "label")),
    )
