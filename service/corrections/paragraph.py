"""The paragraph in which a fact stands, with everything that is stated there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from service.corrections.keys import FactBody
from service.documents.heading import is_heading
from service.facts.fact import QUALIFIERS
from service.facts.words import Range, bare, nearest_of, occurrences

_FIELDS = ("metric", "unit", "kind", "negated", "approx", "year", "part_of", *QUALIFIERS)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, as it was read or as a person says it should have been read.

    ``anchor`` is where its quantity, or the words of denial, were read; ``indicator`` where its label was, None where
    it is to be looked for; all are characters of the report's text. ``said`` names what a person said of it.
    """

    key: str
    anchor: Range
    indicator: Range | None
    label: str
    metric: str
    value: Decimal
    unit: str | None
    kind: str
    negated: bool
    approx: str | None
    year: int | None
    part_of: str | None
    qualifiers: Mapping[str, str]
    said: frozenset[str] = field(default_factory=frozenset)


def claims_of(text: str, facts: Mapping[str, FactBody], corrections: Mapping[str, Mapping[str, Any]]) -> list[Claim]:
    """Everything that a report states: the facts by key as they were read, with the corrections applied."""
    keys = {fact["id"]: key for key, fact in facts.items()}
    claims = [claim for key, fact in facts.items() for claim in _read_claims(key, fact, corrections.get(key, {}), keys)]
    for key, correction in corrections.items():
        place = added_place(text, correction) if correction.get("added") else None
        if place is not None and read_by_now(claims, place, correction) is None:
            claims.append(_claim(key, correction, place, None, frozenset(correction)))
    return claims


def read_by_now(claims: Iterable[Claim], place: Range, correction: Mapping[str, Any]) -> Claim | None:
    """What a later reading found where a person said that a fact was missing."""
    return next((claim for claim in claims if _is_same(claim, place, correction)), None)


def _read_claims(key: str, fact: FactBody, correction: Mapping[str, Any], keys: Mapping[str, str]) -> Iterator[Claim]:
    if correction.get("wrong"):
        return
    told = dict(fact) | {"part_of": keys.get(fact["part_of"])} | dict(correction)
    for evidence in fact["evidence"]:
        label = None if "label" in correction else tuple(evidence["label"])
        yield _claim(key, told, tuple(evidence["quantity"]), label, frozenset(correction))


def _claim(key: str, told: Mapping[str, Any], anchor: Any, label: Any, said: frozenset[str]) -> Claim:
    plain = {name: told[name] for name in _FIELDS if name not in QUALIFIERS}
    qualifiers = {name: told[name] for name in QUALIFIERS if told[name] is not None}
    return Claim(
        key=key,
        anchor=anchor,
        indicator=label,
        label=told["label"],
        value=Decimal(told["value"]),
        qualifiers=qualifiers,
        said=said,
        **plain,
    )


def _is_same(claim: Claim, place: Range, correction: Mapping[str, Any]) -> bool:
    overlaps = claim.anchor[0] < place[1] and place[0] < claim.anchor[1]
    return overlaps and claim.metric == correction["metric"] and bare(claim.label) == bare(correction["label"])


def added_place(text: str, correction: Mapping[str, Any]) -> Range | None:
    """Where the quantity of a missing fact stands: near to where it was said to, else in a line with its label."""
    places = occurrences(text, correction["quote"])
    if correction["start"] is not None:
        return nearest_of(places, (correction["start"], correction["start"]))
    beside = [place for place in places if occurrences(text[slice(*line_of(text, place))], correction["label"])]
    return next(iter(beside or places), None)


def stretch_of(text: str, where: Range, claims: Iterable[Claim]) -> Range:
    """The lines that hold ``where``, with all lines into which what is stated there reaches."""
    begins, ends = line_of(text, where)
    held = list(claims)
    grown = True
    while grown:
        grown = False
        for claim in held:
            if begins <= claim.anchor[0] < ends:
                first = min(claim.anchor[0], (claim.indicator or claim.anchor)[0])
                last = max(claim.anchor[1], (claim.indicator or claim.anchor)[1])
                around = line_of(text, (first, last))
                if around[0] < begins or around[1] > ends:
                    begins, ends, grown = min(begins, around[0]), max(ends, around[1]), True
    return begins, ends


def with_headings(text: str, stretch: Range) -> Range:
    """The stretch with the headings right above it."""
    begins = stretch[0]
    while begins > 0:
        above = line_of(text, (begins - 1, begins - 1))
        if not is_heading(text[slice(*above)]):
            break
        begins = above[0]
    return begins, stretch[1]


def line_of(text: str, where: Range) -> Range:
    """The whole lines that hold ``where``, without the newline at their end."""
    ends = text.find("\n", where[1])
    return text.rfind("\n", 0, where[0]) + 1, len(text) if ends < 0 else ends
