"""Readings as JSON with facts told by the words of a text."""

from __future__ import annotations

from typing import Any

from service.facts.quantities import find_numbers
from service.facts.words import occurrences
from service.wire import decimal_text

_PLAIN: dict[str, Any] = {
    "kind": "level",
    "negated": False,
    "approx": None,
    "unit": None,
    "value": "0",
    "channel": None,
    "category": None,
    "party": None,
    "role": None,
    "part_of": None,
    "year": 2023,
}


def fact(text: str, number: int, quote: str, label: str, metric: str, **fields: Any) -> dict[str, Any]:
    """A fact as it would be read from the first ``quote`` and the first ``label`` of a text."""
    quantity, words = occurrences(text, quote)[0], occurrences(text, label)[0]
    stated = next((n for n in find_numbers(text) if n.kind == "quantity" and n.start == quantity[0]), None)
    told = {} if stated is None or stated.value is None else {"value": decimal_text(stated.value), "unit": stated.unit}
    evidence = {
        "start": min(quantity[0], words[0]),
        "end": max(quantity[1], words[1]),
        "quantity": list(quantity),
        "label": list(words),
    }
    named = {"id": f"f{number}", "key": f"{number:016x}", "metric": metric, "label": label, "evidence": [evidence]}
    return _PLAIN | told | named | fields


def body(text: str, *facts: dict[str, Any], year: int | None = 2023) -> dict[str, Any]:
    """A reading with these facts."""
    return {"id": "0" * 32, "text": text, "report": {"agency": "甲县水务局", "year": year}, "facts": list(facts)}
