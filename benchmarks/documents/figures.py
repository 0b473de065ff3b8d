"""Figures of one year that fit together as those of a real office do (FORM E1–E7)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from benchmarks.documents.printed import OldRow, Request
from benchmarks.documents.report import Edition

Size = Literal["none", "few", "bureau", "city", "province"]
Figures = dict[str, Decimal]

_DECIDED: Mapping[Size, tuple[int, int]] = {
    "none": (0, 0),
    "few": (0, 9),
    "bureau": (10, 160),
    "city": (200, 3000),
    "province": (3000, 24000),
}
_LARGEST: Mapping[str, Mapping[Size, int]] = {
    "documents": {"none": 300, "few": 900, "bureau": 9000, "city": 180000, "province": 2400000},
    "requests": {"none": 0, "few": 6, "bureau": 90, "city": 1500, "province": 9000},
    "few": {"none": 0, "few": 3, "bureau": 25, "city": 300, "province": 2000},
    "visits": {"none": 0, "few": 2000, "bureau": 60000, "city": 3000000, "province": 90000000},
    "money": {"none": 0, "few": 20, "bureau": 3000, "city": 60000, "province": 900000},
    "decisions": {"none": 0, "few": 60, "bureau": 4000, "city": 260000, "province": 5000000},
}
_APPLICANTS = ("natural_person", "business", "research", "social", "legal_service", "other")
_SHARES = (80, 14, 1, 1, 2, 2)
_RESULTS = ("upheld", "corrected", "other", "pending")


def application_figures(rng: random.Random, rows: Sequence[Request], size: Size) -> Figures:
    """Table three: outcomes first, then what came in and what stays, so that E1 to E3 hold."""
    outcomes = [row.id for row in rows if row.id.startswith("outcomes.") and row.id != "outcomes.total"]
    weights = [rng.random() ** 3 for _ in outcomes]
    decided = Counter(rng.choices(_APPLICANTS, _SHARES, k=rng.randint(*_DECIDED[size])))
    figures: Figures = {}
    for column in _APPLICANTS:
        ended = decided[column]
        split = Counter(rng.choices(outcomes, weights, k=ended))
        left = rng.randint(0, ended // 8 + (size not in ("none", "few") and column == "natural_person"))
        before = rng.randint(0, min(ended + left, ended // 8 + 1)) if ended else 0
        figures |= {f"{row}@{column}": Decimal(split[row]) for row in outcomes}
        figures[f"outcomes.total@{column}"] = Decimal(ended)
        figures[f"requests.carried_out@{column}"] = Decimal(left)
        figures[f"requests.carried_in@{column}"] = Decimal(before)
        figures[f"requests.new@{column}"] = Decimal(ended + left - before)
    for row in rows:
        figures[f"{row.id}@total"] = sum((figures[f"{row.id}@{column}"] for column in _APPLICANTS), Decimal(0))
    return figures


def dispute_figures(rng: random.Random, size: Size) -> Figures:
    """Table four, E4."""
    figures: Figures = {}
    for path in ("review", "litigation_direct", "litigation_after_review"):
        parts = {result: _count(rng, _LARGEST["few"][size]) for result in _RESULTS}
        figures |= {f"{path}.{result}": value for result, value in parts.items()}
        figures[f"{path}.total"] = sum(parts.values(), Decimal(0))
    return figures


def proactive_figures(rng: random.Random, edition: Edition, size: Size, *, makes_regulations: bool) -> Figures:
    """Table two; regulations only where the office may make them (E18)."""
    kinds = {"regulations": size if makes_regulations else "none", "normative": size}
    largest = {kind: _LARGEST["few"][as_size] for kind, as_size in kinds.items()}
    return _proactive_19(rng, size, largest) if edition == "V1" else _proactive_21(rng, size, largest)


def old_figures(rng: random.Random, rows: Sequence[OldRow], size: Size) -> Figures:
    """The statistics before 2019: sums made of their parts, and subsets no larger than what they are of."""
    figures: Figures = {}
    ids = [row.id for row in rows]
    for row in sorted((row for row in rows if row.id), key=lambda row: -ids.index(row.id)):
        if row.parts:
            figures[row.id] = sum((figures[part] for part in row.parts), Decimal(0))
        elif row.scale == "money":
            figures[row.id] = _money(rng, size)
        else:
            figures[row.id] = _count(rng, _LARGEST[row.scale][size])
    for row in rows:
        if row.within:
            figures[row.id] = min(figures[row.id], figures[row.within])
    return figures


def _proactive_21(rng: random.Random, size: Size, largest: Mapping[str, int]) -> Figures:
    figures: Figures = {}
    for kind, most in largest.items():
        issued, repealed = _count(rng, most), _count(rng, most)
        stock = max(issued - repealed, Decimal(0)) + _count(rng, most * 12)
        figures |= {f"proactive.{kind}.issued": issued, f"proactive.{kind}.repealed": repealed}
        figures[f"proactive.{kind}.in_force"] = stock
    for kind in ("licensing", "penalty", "coercion"):
        figures[f"proactive.{kind}.decisions"] = _count(rng, _LARGEST["decisions"][size])
    return figures | {"proactive.fees.amount_wan": _money(rng, size)}


def _proactive_19(rng: random.Random, size: Size, largest: Mapping[str, int]) -> Figures:
    figures: Figures = {}
    for kind, most in largest.items():
        made = _count(rng, most)
        published = Decimal(rng.randint(0, int(made)))
        figures |= {f"p19.{kind}.made": made, f"p19.{kind}.published": published}
        figures[f"p19.{kind}.public_total"] = published + _count(rng, most * 12)
    for kind in ("licensing", "other_services", "penalty", "coercion", "fees"):
        before = _count(rng, _LARGEST["few"][size] * 20)
        figures[f"p19.{kind}.items_prev"] = before
        figures[f"p19.{kind}.items_delta"] = Decimal(rng.randint(-int(before) // 5, int(before) // 5))
        if kind != "fees":
            figures[f"p19.{kind}.decisions"] = _count(rng, _LARGEST["decisions"][size])
    figures["p19.procurement.projects"] = projects = _count(rng, _LARGEST["few"][size] * 3)
    amount = Decimal(rng.randint(1, 90_000_000)) / 100
    return figures | {"p19.procurement.amount": amount if projects else Decimal(0)}


def _count(rng: random.Random, largest: int) -> Decimal:
    """Small counts are the rule: evenly over the orders of magnitude, zero often."""
    return Decimal(int(largest ** rng.random())) if largest and rng.random() > 0.3 else Decimal(0)


def _money(rng: random.Random, size: Size) -> Decimal:
    largest = _LARGEST["money"][size]
    if not largest or rng.random() < 0.3:
        return Decimal(0)
    places = rng.choice((0, 1, 2, 2, 2, 4, 6))
    return Decimal(rng.randint(1, largest * 10**places)) / Decimal(10) ** places
