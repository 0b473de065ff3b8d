"""Facts as a baseline tells them: metric, value and kind, no qualifiers."""

from __future__ import annotations

from decimal import Decimal

from service.facts.fact import Evidence, Fact, Kind


def plain_fact(
    metric: str, value: Decimal, place: tuple[int, int], *, year: int, kind: Kind = "level", negated: bool = False
) -> Fact:
    """A fact of which only this is known."""
    return Fact(
        id="",
        metric=metric,
        label="",
        value=value,
        unit=None,
        kind=kind,
        negated=negated,
        approx=None,
        year=year,
        confidence=1.0,
        evidence=(Evidence(*place, quantity=place, label=place),),
        key="",
    )
