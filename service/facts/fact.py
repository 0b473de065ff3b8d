"""A fact: one quantity that the narrative states, with what it counts and where it stands.

The meaning of every field is fixed by the annotation guidelines (``annotations/README.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.documents.document import Source

Kind = Literal["level", "change", "rate"]
Approximation = Literal["about", "at_least", "at_most"]
QUALIFIERS = ("channel", "category", "party", "role")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a fact is stated; all offsets are characters of ``Report.text``.

    ``quantity`` is the number with its unit, or the negating words; ``label`` the words naming what is counted;
    ``start`` and ``end`` enclose both.
    """

    start: int
    end: int
    quantity: tuple[int, int]
    label: tuple[int, int]
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a quantity (READING: ``facts``).

    ``part_of`` is the id of the fact it is a part of; ``parts_doubtful`` says of a total that the model was not sure
    which figures are its parts.
    """

    id: str
    metric: str
    label: str
    value: Decimal
    unit: str | None
    kind: Kind
    negated: bool
    approx: Approximation | None
    year: int | None
    confidence: float
    evidence: tuple[Evidence, ...]
    key: str
    channel: str | None = None
    category: str | None = None
    party: str | None = None
    role: str | None = None
    part_of: str | None = None
    precision: Decimal | None = None
    doubtful: bool = False
    parts_doubtful: bool = False
