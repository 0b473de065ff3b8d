"""The facts of a reading with what people said of them: those they corrected, those they removed, those they added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from service.corrections.keys import FactBody, keyed
from service.corrections.paragraph import added_place, claims_of, line_of, read_by_now
from service.facts.fact import QUALIFIERS
from service.facts.words import Range, nearest

Said = Literal["corrected", "removed", "added"]
_STATED = ("metric", "label", "value", "unit", "kind", "negated", "approx", "year", *QUALIFIERS)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as it was read, or as the person told it who found it missing.

    ``said`` is what a person said of it, None where nobody did; ``by`` is the key of the correction that says so.
    """

    fact: FactBody
    said: Said | None = None
    by: str | None = None


def told_facts(body: Mapping[str, Any], corrections: Mapping[str, Mapping[str, Any]]) -> list[ToldFact]:
    """The facts of a reading in their order, then those that people added, the oldest first.

    One that was added and that this reading has found stands once, as it was read; one that was added twice stands as
    it was told first. Corrections of facts that this reading does not have are left out.
    """
    text, facts = body["text"], keyed(body["facts"])
    added = {key: each for key, each in corrections.items() if each.get("added")}
    places = {key: place for key, each in added.items() if (place := added_place(text, each)) is not None}
    claims = claims_of(text, facts, corrections) if added else []
    needless = set(places) - {claim.key for claim in claims}
    found: dict[str, str] = {}
    for key in (key for key in added if key in needless):
        claim = read_by_now(claims, places[key], added[key])
        found.setdefault(claim.key if claim is not None else key, key)
    ids = {key: fact["id"] for key, fact in facts.items()}
    missing = (
        ToldFact(_added(text, key, each, ids), "added", key) for key, each in added.items() if key not in needless
    )
    return [*(_told(key, fact, corrections.get(key), found.get(key)) for key, fact in facts.items()), *missing]


def _told(key: str, fact: FactBody, correction: Mapping[str, Any] | None, addition: str | None) -> ToldFact:
    if correction is not None:
        return ToldFact(fact, "removed" if correction.get("wrong") else "corrected", key)
    return ToldFact(fact) if addition is None else ToldFact(fact, "added", addition)


def _added(text: str, key: str, correction: Mapping[str, Any], ids: Mapping[str, str]) -> FactBody:
    """A fact in the shape of those that were read; no model is sure of it or doubts it."""
    total = correction["part_of"]
    return {
        "id": key,
        **{name: correction[name] for name in _STATED},
        "part_of": None if total is None else ids.get(total, total),
        "precision": None,
        "confidence": None,
        "doubtful": False,
        "parts_doubtful": False,
        "key": key,
        "evidence": list(_evidence(text, correction)),
    }


def _evidence(text: str, correction: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    place = added_place(text, correction)
    if place is None:
        return
    label = _label(text, place, correction["label"])
    start, end = min(place[0], label[0]), max(place[1], label[1])
    yield {"start": start, "end": end, "quantity": list(place), "label": list(label), "source": None}


def _label(text: str, place: Range, label: str) -> Sequence[int]:
    """Where the label stands in the line of its quantity; the quantity itself where it does not."""
    begins, ends = line_of(text, place)
    found = nearest(text[begins:ends], label, (place[0] - begins, place[1] - begins))
    return place if found is None else (found[0] + begins, found[1] + begins)
